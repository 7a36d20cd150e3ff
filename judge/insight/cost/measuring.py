"""Fixtures of growing size, and what an answer and the reference take on each."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from judge.data import Cache, Fixture, drawn
from judge.errors import InvalidSubmission
from judge.insight.cost.cause import Cause
from judge.insight.cost.growth import Growth, growth
from judge.model import Case, Limits, Outcome, Problem, Submission
from judge.references import run
from judge.sandbox.pool import Sandbox

FEWEST, MOST = 1_000, 10_000_000
_STEP = 10**0.5
_WORTH = 1.5  # times the last fixture's rows: what is asked for is drawn too where it is so many more
_ROUNDS = 3
_ENOUGH_MS = 600.0  # in all rounds: a time that long is not measured again
_BUILD_SECONDS = 30.0  # what a fixture may take to build


@dataclass(frozen=True, slots=True)
class Timed:
    """The best time of an answer on a fixture, or why there is none: `failure` and its `message`."""

    ms: float | None
    failure: str = ""
    message: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A fixture of `rows` rows in all tables; None for an answer that was not run on it."""

    rows: int
    scale: float
    answer: Timed | None
    reference: Timed | None

    @property
    def ratio(self) -> float | None:
        """The answer's time to the reference's."""
        times = [timed.ms for timed in (self.answer, self.reference) if timed and timed.ms]
        return times[0] / times[1] if len(times) == 2 else None


@dataclass(frozen=True, slots=True)
class Profile:
    """What an answer costs on fixtures of `case`, next to the reference; `stopped` says why there is no larger one."""

    problem: str
    submission: Submission
    reference: str
    case: Case
    points: tuple[Point, ...]
    limits: Limits
    stopped: str = ""
    cause: Cause | None = None
    notes: tuple[str, ...] = field(default_factory=tuple)

    @property
    def growth(self) -> Growth | None:
        """How the answer's time grows with the rows."""
        return growth([(p.rows, p.answer.ms) for p in self.points if p.answer and p.answer.ms])

    @property
    def reference_growth(self) -> Growth | None:
        return growth([(p.rows, p.reference.ms) for p in self.points if p.reference and p.reference.ms])

    @property
    def failed(self) -> Timed | None:
        """Why nothing could be measured, where the answer failed on the smallest fixture."""
        first = self.points[0].answer
        return first if first and first.ms is None else None


def base_case(problem: Problem) -> Case:
    """The first case that is neither the sample nor awkward; where there is none, one that is not empty or one row."""
    plain = [case for case in problem.cases if not case.awkward and not case.sample]
    growing = [case for case in problem.cases if not {"empty", "one_row"} & set(case.awkward)]
    return (plain or [case for case in growing if not case.sample] or growing or [problem.sample])[0]


class Growing:
    """Fixtures of `case` of growing size, each half a power of ten larger, the last of about as many rows as asked.

    `first` is one that is drawn as it is, on which what is done once in a process is done. `stopped` says why there
    is no larger fixture, once there is none.
    """

    def __init__(self, problem: Problem, case: Case, rows_to: int, folder: Path) -> None:
        self._problem, self._case, self._rows_to, self._cache = problem, case, rows_to, Cache(folder)
        self.stopped = ""
        self.first = self._made(case)

    def _made(self, case: Case) -> Fixture:
        return self._cache.make(self._problem, case)

    def of(self, wanted: float, known: Fixture) -> Fixture:
        """A fixture of about so many rows, by the scale of one that is known; three tries, as rows may outgrow it."""
        for _ in range(3):
            known = self._made(drawn(known.case, scale=known.case.scale * wanted / max(1, rows_of(known))))
            if 0.8 * wanted < rows_of(known) < 1.25 * wanted:
                break
        return known

    def __iter__(self) -> Iterator[Fixture]:
        last = self.first
        seconds = 0.0
        before = 0
        for wanted in sizes(self._rows_to):
            if before and seconds * wanted / before > _BUILD_SECONDS:
                self.stopped = f"a fixture of {wanted:,.0f} rows would take over {_BUILD_SECONDS:.0f} s to build"
                return
            started = time.monotonic()
            try:
                last = self.of(wanted, last)
            except MemoryError:
                self.stopped = f"a fixture of {wanted:,.0f} rows needs more memory than there is"
                return
            seconds = time.monotonic() - started
            if rows_of(last) <= before:
                self.stopped = f"the generator draws {rows_of(last):,} rows at most"
                return
            before = rows_of(last)
            yield last


def sizes(rows_to: int) -> Iterator[float]:
    """The rows of the fixtures: half decades from the fewest, and at last `rows_to` where that is well beyond them."""
    wanted = float(FEWEST)
    while wanted <= rows_to * 1.01:
        yield wanted
        wanted *= _STEP
    if rows_to > wanted / _STEP * _WORTH:
        yield float(rows_to)


def rows_of(fixture: Fixture) -> int:
    """In all tables together."""
    return sum(table.rows for table in fixture.schema)


def timed(
    problem: Problem, submission: Submission, warm: Fixture, fixture: Fixture, limits: Limits, sandbox: Sandbox
) -> Timed:
    """The best of up to three runs on `fixture`, each in a new worker that has run on `warm` before.

    The time is that of a verdict: it ends when the last row has come. Raises InvalidSubmission where it is refused.
    """
    best, spent = None, 0.0
    for _ in range(_ROUNDS):
        with run(problem, submission, [warm, fixture], limits, sandbox, believed=False) as running:
            outcomes = list(running)
        outcome = next((one for one in outcomes if one.result is None), outcomes[-1])
        if outcome.failure == "invalid_submission":
            raise InvalidSubmission(outcome.message, outcome.detail)
        if outcome.result is None:
            return _failed(outcome)
        best = outcome.elapsed_ms if best is None else min(best, outcome.elapsed_ms)
        spent += outcome.elapsed_ms
        if spent > _ENOUGH_MS:
            break
    return Timed(best)


def _failed(outcome: Outcome) -> Timed:
    message = outcome.message.removesuffix(" on this fixture")
    return Timed(None, outcome.failure.replace("_", " "), message, outcome.detail)
