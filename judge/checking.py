"""Problems with many right answers: `checker.py` decides, in a worker of its own that has seen no submission."""

from __future__ import annotations

import json
from collections.abc import Sequence

from judge.catalog import CHECKER
from judge.compare import codes, schema_findings
from judge.data import Fixture
from judge.errors import ProblemError
from judge.model import Comparison, Diff, Finding, Limits, Outcome, Problem, ResultSet, Submission
from judge.references import sources
from judge.sandbox.job import Job
from judge.sandbox.pool import Sandbox
from judge.sandbox.rows import encode_nested
from judge.sandbox.run import Run

_LIMITS = Limits(seconds=30.0)


def checked(
    problem: Problem,
    fixtures: Sequence[Fixture],
    expected: Sequence[ResultSet],
    outcomes: Sequence[Outcome],
    sandbox: Sandbox,
) -> list[Comparison]:
    """What the problem's checker says of each outcome; names and types of the columns are looked at first.

    Where there is no result the comparison is an empty one. Raises ProblemError where the checker itself fails, or says
    anything but None or True (right), False or a sentence (wrong).
    """
    comparisons = [Comparison(None)] * len(outcomes)
    asked: list[tuple[int, ResultSet]] = []
    for index, outcome in enumerate(outcomes):
        if outcome.result is None:
            continue
        findings, came = schema_findings(outcome.result, problem.columns, problem.columns_by)
        if findings:
            names = tuple(column.name for column in problem.columns)
            comparisons[index] = Comparison(Diff(tuple(findings), names))
        else:
            asked.append((index, came))
    if asked:
        results = [(expected[index], came) for index, came in asked]
        some = [fixtures[index] for index, _ in asked]
        said = _ask(problem, some, results, sandbox)
        if any(said):
            _check_reference(problem, some, [wanted for wanted, _ in results], sandbox)
        for (index, _), sentence in zip(asked, said, strict=True):
            comparisons[index] = Comparison(_refused(problem, sentence) if sentence else None)
    return comparisons


def _check_reference(
    problem: Problem, fixtures: Sequence[Fixture], expected: Sequence[ResultSet], sandbox: Sandbox
) -> None:
    """Before an answer is called wrong: a checker that refuses the reference too refuses whatever comes."""
    said = _ask(problem, fixtures, [(wanted, wanted) for wanted in expected], sandbox)
    for fixture, sentence in zip(fixtures, said, strict=True):
        if sentence:
            at = fixture.case.of(f"{problem.slug}/{CHECKER}")
            raise ProblemError(f"{at}: it refuses the reference itself: {sentence}")


def _refused(problem: Problem, sentence: str) -> Diff:
    return Diff((Finding(codes.CHECKER, sentence),), tuple(column.name for column in problem.columns))


def _ask(
    problem: Problem, fixtures: Sequence[Fixture], results: Sequence[tuple[ResultSet, ResultSet]], sandbox: Sandbox
) -> list[str]:
    where = f"{problem.slug}/{CHECKER}"
    told = {
        "source": (problem.folder / CHECKER).read_text("utf-8"),
        "columns": [[column.name, column.kind] for column in problem.columns],
        "results": [[encode_nested(of.rows).decode() for of in pair] for pair in results],
    }
    checker = Submission("pandas", json.dumps(told), where)
    said = []
    with Run(sandbox, Job(checker, sources(fixtures), _LIMITS, ("said",), runner="checker")) as run:
        for fixture, outcome in zip(fixtures, run, strict=True):
            if outcome.result is None:
                raise ProblemError(f"{fixture.case.of(where)}: {outcome.message}", outcome.detail)
            [(sentence,)] = outcome.result.rows
            said.append(str(sentence))
    return said
