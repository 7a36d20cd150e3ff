"""A submission over a problem's fixtures: outcomes from the sandbox, compared with the expected results: a verdict."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from judge import checking, fanout
from judge.compare import compare
from judge.data import Cache, Fixture, drawn, in_memory, lock_notes
from judge.errors import CannotBegin, InvalidSubmission, ProblemError, UnknownName
from judge.model import (
    Case,
    Comparison,
    FixtureResult,
    Language,
    Limits,
    Outcome,
    Problem,
    ResultSet,
    Status,
    Submission,
    Verdict,
)
from judge.references import expected_of, run
from judge.sandbox.job import DamagedFixture
from judge.sandbox.pool import Sandbox
from judge.sandbox.readable import within
from judge.sandbox.run import Run
from judge.sandbox.translation import translate

MOST_FRESH = 10_000

Progress = Callable[[int, int], None]
"""Called with (done, of) as fixtures are built."""


def silent(done: int, of: int) -> None:
    """Progress that nobody looks at."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which fixtures to judge on; `cached` is false for unseen seeds, which are built in memory and dropped."""

    cases: tuple[Case, ...]
    cached: bool = True


def select(problem: Problem, *, case: str | None = None, seed: int | None = None, fresh: int = 0) -> Selection:
    """The suite, or the part of it called `case`, or its cases drawn with another `seed`.

    With `fresh`, that many fixtures of unseen seeds, the cases in turn and the sample last; a `seed` then makes
    the choice repeatable. Raises UnknownName.
    """
    cases = problem.cases if case is None else tuple(c for c in problem.cases if c.name == case)
    if not cases:
        raise UnknownName.of("case", case or "", [c.name for c in problem.cases], f" in {problem.slug}")
    if not 0 <= fresh <= MOST_FRESH:
        raise CannotBegin(f"fresh is {fresh}; a number of fixtures from 1 to {MOST_FRESH} is expected")
    if fresh:
        chance = random.SystemRandom() if seed is None else random.Random(seed)
        in_turn = sorted(cases, key=lambda c: c.sample)
        seeds = chance.sample(range(1_000_000, 1_000_000_000), fresh)
        return Selection(tuple(drawn(in_turn[i % len(in_turn)], seed=s) for i, s in enumerate(seeds)), cached=False)
    return Selection(tuple(drawn(c, seed=seed) for c in cases))


def fixtures_of(
    problem: Problem, selection: Selection, cache: Cache, progress: Progress = silent
) -> tuple[Fixture, ...]:
    """The fixtures, found in the cache or built. Raises ProblemError."""
    find = partial(cache.find, problem) if selection.cached else lambda _: None
    found = [find(case) for case in selection.cases]
    make = partial(cache.make if selection.cached else in_memory, problem)
    missing = sum(fixture is None for fixture in found)
    fixtures: list[Fixture] = []
    done = 0
    for case, fixture in zip(selection.cases, found, strict=True):
        if fixture is None:
            progress(done, missing)
            done += 1
        fixtures.append(fixture or make(case))
    if missing:
        progress(missing, missing)
    return tuple(fixtures)


def judge_submission(
    problem: Problem,
    submission: Submission,
    selection: Selection,
    *,
    limits: Limits | None = None,
    cache: Cache | None = None,
    sandbox: Sandbox | None = None,
    required: frozenset[str] = frozenset(),
    progress: Progress = silent,
) -> Verdict:
    """Judge on the selected fixtures, in a worker of `sandbox` where one is kept.

    `required` are the layers of the sandbox without which the submission is not run (CannotBegin). Raises ProblemError
    when the problem itself is broken; a submission that is refused is a verdict, no error.
    """
    cache = cache or Cache()
    if submission.language not in problem.languages:
        asked = " or ".join(problem.languages)
        error = InvalidSubmission(f"{problem.slug} is answered in {asked}, this is {submission.language}")
        return refused(problem, submission.language, selection, error)
    _keep_hidden(problem.folder, cache.root)
    rebuilt: set[int] = set()
    believed = True
    with nullcontext(sandbox) if sandbox else Sandbox(ahead=False) as used:
        while True:
            fixtures = fixtures_of(problem, selection, cache, progress)
            try:
                return _judge(
                    problem, submission, fixtures, limits or Limits(), cache, used, required, believed=believed
                )
            except DamagedFixture as damage:  # cut short or overwritten since it was found: build it anew, once
                if damage.claimed and cache.whole(fixtures[damage.index]):
                    believed = False
                    continue
                if damage.index in rebuilt:
                    raise
                cache.evict(fixtures[damage.index])
                rebuilt.add(damage.index)


def _keep_hidden(*folders: Path) -> None:
    """Refuse to judge while references or expected results lie where a submission may read."""
    for folder in folders:
        if where := within(folder):
            raise CannotBegin(f"{folder} lies within {where}, where submissions read", "move it elsewhere")


def _judge(
    problem: Problem,
    submission: Submission,
    fixtures: Sequence[Fixture],
    limits: Limits,
    cache: Cache,
    sandbox: Sandbox,
    required: frozenset[str],
    *,
    believed: bool,
) -> Verdict:
    try:
        translated, note = translate(submission, fixtures[0].schema, limits, sandbox, required)
    except InvalidSubmission as error:
        return refused(problem, submission.language, Selection(tuple(f.case for f in fixtures)), error)
    notes = [note, *lock_notes(problem, fixtures)]
    results: list[FixtureResult] = []
    with run(problem, translated, fixtures, limits, sandbox, required=required, believed=believed) as running:
        expected = expected_of(problem, fixtures, cache, sandbox)  # while the worker is busy
        for result, remarks in _results(problem, fixtures, expected, running, sandbox):
            results.append(result)
            notes += remarks if result.verdict in ("accepted", "wrong_answer") else ()
    if translated is not submission:
        results = [_with_translation(result, translated) for result in results]
    failing = next((result.verdict for result in results if result.verdict != "accepted"), None)
    return Verdict(
        problem.slug,
        submission.language,
        "accepted" if failing is None or failing == "skipped" else failing,
        tuple(results),
        elapsed_ms=sum(result.elapsed_ms for result in results),
        output=running.output,
        notes=tuple(dict.fromkeys(filter(None, notes))),
    )


def results_of(
    problem: Problem,
    submission: Submission,
    fixtures: Sequence[Fixture],
    expected: Sequence[ResultSet],
    sandbox: Sandbox,
    limits: Limits,
) -> Iterator[FixtureResult]:
    """The result on each fixture, as it comes, where all that a verdict needs is at hand; stop when you have enough."""
    with run(problem, submission, fixtures, limits, sandbox) as running:
        for result, _ in _results(problem, fixtures, expected, running, sandbox, helpful=False):
            yield result


def _results(
    problem: Problem,
    fixtures: Sequence[Fixture],
    expected: Sequence[ResultSet],
    running: Run,
    sandbox: Sandbox,
    *,
    helpful: bool = True,
) -> Iterator[tuple[FixtureResult, tuple[str, ...]]]:
    """The result on each fixture with its notes; `helpful` ones look into the data for a help, which takes a query."""
    if problem.checker:
        return _checked(problem, fixtures, expected, running, sandbox)
    return _compared(problem, fixtures, expected, running, sandbox if helpful else None)


def _compared(
    problem: Problem, fixtures: Sequence[Fixture], expected: Sequence[ResultSet], running: Run, sandbox: Sandbox | None
) -> Iterator[tuple[FixtureResult, tuple[str, ...]]]:
    """The result on each fixture, compared with the expected one as it comes; with a sandbox, joins are looked into."""
    for fixture, wanted, outcome in zip(fixtures, expected, running, strict=True):
        found = Comparison(None)
        if outcome.result is not None:
            found = comparison(problem, wanted, outcome.result)
            if sandbox:
                found = fanout.explained(problem, fixture, wanted, outcome.result, found, sandbox)
        yield result_of(fixture.case, wanted, outcome, found), found.notes


def comparison(problem: Problem, expected: ResultSet, actual: ResultSet) -> Comparison:
    """A result beside the expected one, by the problem's own rules (those of a checker aside)."""
    return compare(
        expected,
        actual,
        problem.columns,
        order_by=problem.order_by,
        rows=problem.rows,
        key=problem.key,
        by=problem.columns_by,
        distinct=problem.distinct,
    )


def _checked(
    problem: Problem, fixtures: Sequence[Fixture], expected: Sequence[ResultSet], running: Run, sandbox: Sandbox
) -> Iterator[tuple[FixtureResult, tuple[str, ...]]]:
    """The same where the problem's checker decides, of all results together."""
    outcomes = list(running)
    comparisons = checking.checked(problem, fixtures, expected, outcomes, sandbox)
    for fixture, wanted, outcome, found in zip(fixtures, expected, outcomes, comparisons, strict=True):
        yield result_of(fixture.case, wanted, outcome, found), found.notes


def result_of(case: Case, expected: ResultSet, outcome: Outcome, found: Comparison) -> FixtureResult:
    """The verdict on one fixture, of what came there and how it compares."""
    result = FixtureResult(
        case.name, case.seed, "accepted", expected_rows=expected.asked, elapsed_ms=outcome.elapsed_ms
    )
    if outcome.result is None:
        return replace(result, verdict=outcome.failure, reason=outcome.message, detail=outcome.detail)
    result = replace(result, actual_rows=len(outcome.result.rows))
    if found.diff:
        return replace(result, verdict="wrong_answer", reason=found.diff.reason, diff=found.diff)
    return result


def _with_translation(result: FixtureResult, translated: Submission) -> FixtureResult:
    if result.verdict not in ("runtime_error", "invalid_submission"):
        return result
    text = f"translated from {translated.dialect}, this ran:\n{translated.source}"
    return replace(result, detail=f"{result.detail}\n\n{text}".strip())


def refused(
    problem: Problem, language: Language, selection: Selection, error: InvalidSubmission | ProblemError
) -> Verdict:
    """The verdict where nothing could be judged: the submission is refused, or the problem is broken."""
    status: Status = "invalid_submission" if isinstance(error, InvalidSubmission) else "problem_error"
    first, *others = selection.cases
    results = [FixtureResult(first.name, first.seed, status, error.message, error.help)]
    results += [FixtureResult(case.name, case.seed, "skipped") for case in others]
    return Verdict(problem.slug, language, status, tuple(results))
