"""A submission over a problem's fixtures: expected results from the reference, outcomes from the sandbox, a verdict."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from judge import catalog
from judge.compare import compare
from judge.data import Cache, Fixture, drawn, in_memory, key_of, lock_notes, source_of
from judge.data.versions import version
from judge.errors import CannotBegin, InvalidSubmission, ProblemError, UnknownName
from judge.model import (
    Case,
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
from judge.sandbox.job import DamagedFixture, FixtureSource, Job
from judge.sandbox.pool import Sandbox
from judge.sandbox.readable import within
from judge.sandbox.rows import decode_result, encode_result
from judge.sandbox.run import Run
from judge.sandbox.translation import translate

REFERENCE_LIMITS = Limits(seconds=60.0, answer_mb=512)
MOST_FRESH = 10_000
_ENGINE_VERSIONS = ("duckdb", "pandas", "numpy", "pyarrow")

Progress = Callable[[int, int], None]
"""Called with (done, of) as fixtures are built."""


def _silent(done: int, of: int) -> None:
    pass


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
    problem: Problem, selection: Selection, cache: Cache, progress: Progress = _silent
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


def reference(problem: Problem) -> Submission:
    """The reference that expected results come from: the SQL one where there is one."""
    language: Language = "sql" if "sql" in problem.languages else "pandas"
    file = catalog.solution(problem, language)
    return Submission(language, file.read_text("utf-8"), f"{problem.slug}/{file.name}")


def expected_of(problem: Problem, fixtures: Sequence[Fixture], cache: Cache, sandbox: Sandbox) -> list[ResultSet]:
    """The reference's result on each fixture, from the cache or run now in `sandbox`.

    Raises ProblemError when the reference fails, or gives columns, kinds or a number of rows other than declared.
    """
    solution = reference(problem)
    room = Path(__file__).parent / "sandbox"
    key = key_of(
        solution.language,
        solution.source,
        repr((problem.columns, problem.order_by, problem.rows, problem.list_answer)),  # what a result is checked by
        *(source_of(folder) for folder in (room, room / "inside")),
        *map(version, _ENGINE_VERSIONS),
    )
    results = [_kept(cache.expected(fixture, key)) for fixture in fixtures]
    missing = [i for i, result in enumerate(results) if result is None]
    if missing:
        try:
            with run(problem, solution, [fixtures[i] for i in missing], REFERENCE_LIMITS, sandbox) as outcomes:
                for i, outcome in zip(missing, outcomes, strict=True):
                    result = results[i] = _checked(problem, solution, fixtures[i].case, outcome)
                    cache.keep_expected(fixtures[i], key, encode_result(result))
        except DamagedFixture as damage:
            raise damage.at(missing[damage.index]) from None
    return [result for result in results if result is not None]


def _kept(content: bytes | None) -> ResultSet | None:
    try:
        return None if content is None else decode_result(content)
    except ValueError:
        return None  # cut short: the reference runs again


def _checked(problem: Problem, solution: Submission, case: Case, outcome: Outcome) -> ResultSet:
    where = f"{solution.name}: case {case.name!r}, seed {case.seed}"
    if outcome.result is None:
        help = outcome.detail.removeprefix(outcome.message).strip()
        raise ProblemError(f"{where}: {outcome.failure.replace('_', ' ')}: {outcome.message}", help)
    if problem.rows not in (None, len(outcome.result.rows)):
        raise ProblemError(f"{where}: problem.toml declares rows = {problem.rows}, {len(outcome.result.rows)} came")
    try:
        compare(outcome.result, outcome.result, problem.columns)
    except ProblemError as error:
        raise ProblemError(f"{where}: {error.message}", error.help) from None
    _check_cells(problem, outcome.result, where)
    return outcome.result


def _check_cells(problem: Problem, result: ResultSet, where: str) -> None:
    """A reference yields NULL only in nullable columns, NaN or infinity nowhere, and its key tells rows apart."""
    declared = {column.name.casefold(): column for column in problem.columns}
    for position, name in enumerate(result.columns):
        cells = [row[position] for row in result.rows]
        if not declared[name.casefold()].nullable and None in cells:
            raise ProblemError(f"{where}: column {name} holds NULL", "say nullable = true, or give it a value")
        if any(isinstance(cell, float) and not math.isfinite(cell) for cell in cells):
            raise ProblemError(f"{where}: column {name} holds NaN or infinity", "NULLIF keeps a division by zero NULL")
    names = [name.casefold() for name in result.columns]
    keys = [tuple(str(row[names.index(name.casefold())]) for name in problem.key) for row in result.rows]
    if problem.key and len(set(keys)) < len(keys):
        raise ProblemError(
            f"{where}: the key ({', '.join(problem.key)}) is the same in two rows", "key names what tells rows apart"
        )


def run(
    problem: Problem,
    submission: Submission,
    fixtures: Sequence[Fixture],
    limits: Limits,
    sandbox: Sandbox,
    *,
    required: frozenset[str] = frozenset(),
    believed: bool = True,
) -> Run:
    """A run of `submission` on `fixtures` in a worker of `sandbox`; iterate it for the outcomes (see `Job`)."""
    names = tuple(column.name for column in problem.columns)
    sources = [FixtureSource(f.schema, "" if f.path is None else str(f.path), f.streams) for f in fixtures]
    return Run(sandbox, Job(submission, sources, limits, names, problem.list_answer, required, believed))


def judge_submission(
    problem: Problem,
    submission: Submission,
    selection: Selection,
    *,
    limits: Limits | None = None,
    cache: Cache | None = None,
    sandbox: Sandbox | None = None,
    required: frozenset[str] = frozenset(),
    progress: Progress = _silent,
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
        for fixture, wanted, outcome in zip(fixtures, expected, running, strict=True):
            result, remarks = _compared(problem, fixture.case, wanted, outcome)
            results.append(result)
            notes += remarks
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


def _compared(
    problem: Problem, case: Case, expected: ResultSet, outcome: Outcome
) -> tuple[FixtureResult, tuple[str, ...]]:
    result = FixtureResult(
        case.name, case.seed, "accepted", expected_rows=len(expected.rows), elapsed_ms=outcome.elapsed_ms
    )
    if outcome.result is None:
        return replace(result, verdict=outcome.failure, reason=outcome.message, detail=outcome.detail), ()
    comparison = compare(
        expected, outcome.result, problem.columns, order_by=problem.order_by, rows=problem.rows, key=problem.key
    )
    result = replace(result, actual_rows=len(outcome.result.rows))
    if comparison.diff:
        result = replace(result, verdict="wrong_answer", reason=comparison.diff.reason, diff=comparison.diff)
    return result, comparison.notes


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
