"""An answer and the reference at growing scale, and what takes the answer's time on the largest fixture it managed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from judge import catalog
from judge.data import Fixture
from judge.errors import InvalidSubmission, ProblemError
from judge.insight.cost import functions, queries
from judge.insight.cost.cause import Cause
from judge.insight.cost.measuring import Growing, Point, Profile, Timed, base_case, rows_of, timed
from judge.model import Limits, Problem, Submission
from judge.references import LIMITS, sources
from judge.sandbox.job import Job
from judge.sandbox.pool import Sandbox
from judge.sandbox.run import Run
from judge.sandbox.translation import translate

_FEW = 4  # sizes: an answer that managed fewer is run on smaller ones too, so that its growth can be told
_SMALLER = (300, 100)  # rows
_SLOWER = 4.0  # times the time: what a function with a watch on its lines is given more
_LIMITS = {"time limit", "memory limit", "output limit"}
_ROUNDS = 3
_SHORT_MS = 300.0  # what one hold-up of the machine would distort
_PROFILES = 3  # fixtures, from the largest: one that cannot be profiled is not the end of it


def profiled(
    problem: Problem,
    submission: Submission,
    *,
    rows_to: int,
    seconds: float,
    sandbox: Sandbox,
    progress: Callable[[str], None] = lambda _: None,
) -> Profile:
    """Run both on fixtures of 1,000 rows and up to `rows_to`, half a power of ten apart, or until a limit.

    An answer that soon comes to a limit is run on smaller ones too. It is not judged. Each fixture may take `seconds`.
    Raises InvalidSubmission where the answer is refused, and ProblemError where the generator or the reference fails.
    """
    if submission.language not in problem.languages:
        asked = " or ".join(problem.languages)
        raise InvalidSubmission(f"{problem.slug} is answered in {asked}, this is {submission.language}")
    file = catalog.solution(problem, submission.language)
    solution = Submission(submission.language, catalog.source(file), f"{problem.slug}/{file.name}")
    limits = replace(LIMITS, seconds=seconds)
    with tempfile.TemporaryDirectory(prefix="drill-profile-") as folder:
        progress("drawing the first fixture")
        growing = Growing(problem, base_case(problem), rows_to, Path(folder))
        translated, note = translate(submission, growing.first.schema, limits, sandbox, frozenset())
        points: list[Point] = []
        fixtures: list[Fixture] = []

        def measured(fixture: Fixture, *, own: bool = True, model: bool = True) -> Point:
            progress(f"{rows_of(fixture):,} rows")
            answer = timed(problem, translated, growing.first, fixture, limits, sandbox) if own else None
            other = _reference(problem, solution, growing.first, fixture, limits, sandbox) if model else None
            return Point(rows_of(fixture), fixture.case.scale, answer, other)

        for fixture in growing:
            own = not points or _goes_on(points[-1].answer)
            model = not points or _goes_on(points[-1].reference)
            point = measured(fixture, own=own, model=model)
            points.append(point)
            fixtures.append(fixture)
            if not _goes_on(point.answer) and (len(points) == 1 or not _goes_on(point.reference)):
                break
        managed = sum(_goes_on(point.answer) for point in points)
        for wanted in _SMALLER if 0 < managed < min(_FEW, len(points)) else ():
            fixture = growing.of(wanted, fixtures[0])
            point = measured(fixture)
            if point.rows >= points[0].rows or not _goes_on(point.answer):
                break
            points.insert(0, point)
            fixtures.insert(0, fixture)
        progress("looking for what takes the time")
        profile = Profile(problem.slug, submission, solution.name, growing.first.case, tuple(points), limits)
        cause = _cause(problem, translated, growing.first, fixtures, points, limits, sandbox)
        return replace(profile, stopped=growing.stopped, cause=cause, notes=(note,) if note else ())


def _goes_on(timed_: Timed | None) -> bool:
    return timed_ is not None and timed_.ms is not None


def _reference(
    problem: Problem, model: Submission, warm: Fixture, fixture: Fixture, limits: Limits, sandbox: Sandbox
) -> Timed:
    try:
        found = timed(problem, model, warm, fixture, limits, sandbox)
    except InvalidSubmission as error:
        raise ProblemError(f"{model.name}: {error.message}", error.help) from None
    if found.failure and found.failure not in _LIMITS:
        raise ProblemError(f"{fixture.case.of(model.name)}: {found.failure}: {found.message}", found.detail)
    return found


def _cause(
    problem: Problem,
    submission: Submission,
    warm: Fixture,
    fixtures: Sequence[Fixture],
    points: Sequence[Point],
    limits: Limits,
    sandbox: Sandbox,
) -> Cause | None:
    """What takes the time on the largest fixture on which the answer can be profiled, None where that fails too."""
    managed = [(fixture, p.answer.ms) for fixture, p in zip(fixtures, points, strict=True) if p.answer and p.answer.ms]
    for fixture, ms in managed[: -_PROFILES - 1 : -1]:
        rounds = _ROUNDS if ms < _SHORT_MS else 1
        texts = [_profile(problem, submission, warm, fixture, limits, sandbox) for _ in range(rounds)]
        seen = [text for text in texts if text]
        try:
            if seen and submission.language == "sql":
                return queries.cause(seen, rows_of(fixture))
            if seen:
                return functions.cause(seen, submission.source, rows_of(fixture))
        except ValueError:  # not what a worker of ours sends: the answer has put something else in its place
            continue
    return None


def _profile(
    problem: Problem, submission: Submission, warm: Fixture, fixture: Fixture, limits: Limits, sandbox: Sandbox
) -> str | None:
    """What the worker saw, as JSON; None where it came to no end."""
    runner = "sql_profile" if submission.language == "sql" else "pandas_profile"
    longer = replace(limits, seconds=limits.seconds * _SLOWER)
    names = tuple(column.name for column in problem.columns)
    job = Job(submission, sources([warm, fixture]), longer, names, problem.list_answer, believed=False, runner=runner)
    with Run(sandbox, job) as running:
        outcome = list(running)[-1]
    cells = [cell for row in outcome.result.rows for cell in row] if outcome.result else []
    return cells[0] if len(cells) == 1 and isinstance(cells[0], str) else None
