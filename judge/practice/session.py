"""A session as a state machine: it is told what happens and how much time has passed, and knows no clock of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from judge import catalog
from judge.errors import CannotBegin
from judge.model import Explain, Problem, Submission, Verdict
from judge.practice import scoring
from judge.practice.records import Attempt, SessionRecord, TaskRecord, hash_of, new_id

if TYPE_CHECKING:
    from judge.practice.choosing import Plan
    from judge.practice.request import Languages

OPEN = ("new", "working")
"""The states of a problem on which time still runs."""


@dataclass(frozen=True, slots=True)
class Moment:
    """How the problem at `place` stood when an answer to it was saved.

    `seconds` were on it, so many `hints` taken; `expected` says that what was expected was shown, `open` that points
    could be had, `late` that the time was up.
    """

    place: int
    seconds: float
    hints: int
    open: bool
    late: bool
    at: datetime
    expected: bool = False


class Session:
    """What a session is now; `record` is all of it, to be kept, and a Session is made from one again.

    `problems` are those of the record's tasks, in their order, `attempts` those made so far. It begins paused.
    """

    def __init__(self, record: SessionRecord, problems: Sequence[Problem], attempts: Sequence[Attempt] = ()) -> None:
        self.problems = tuple(problems)
        self.paused = True
        self._record = record
        self._tasks = list(record.tasks)
        self._attempts: list[list[Attempt]] = [[a for a in attempts if a.problem == p.slug] for p in self.problems]

    @property
    def record(self) -> SessionRecord:
        return replace(self._record, tasks=tuple(self._tasks))

    @property
    def tasks(self) -> Sequence[TaskRecord]:
        return tuple(self._tasks)

    @property
    def current(self) -> int:
        return self._record.current

    @property
    def problem(self) -> Problem:
        return self.problems[self.current]

    @property
    def task(self) -> TaskRecord:
        return self._tasks[self.current]

    @property
    def left(self) -> float:
        """The seconds that are left, 0 where time is up."""
        return max(0.0, 60 * self._record.minutes - self._record.seconds)

    @property
    def over(self) -> bool:
        """Whether the board is frozen: time is up, or the session is finished."""
        return self._record.over

    @property
    def finished(self) -> bool:
        return self._record.finished_at is not None

    def open(self, place: int) -> bool:
        """Whether a save of now could still give points on the problem at `place`."""
        return self._tasks[place].state in OPEN and not self.over

    def attempts(self, place: int) -> Sequence[Attempt]:
        """The attempts on a problem, oldest first."""
        return tuple(self._attempts[place])

    def place(self, attempt: Attempt) -> int:
        """The place of the problem that the attempt was made on."""
        return next(task.place for task in self._tasks if task.problem == attempt.problem)

    def number(self, attempt: Attempt) -> int:
        """The how manieth attempt on its problem it was, from 1."""
        return 1 + [other.id for other in self._attempts[self.place(attempt)]].index(attempt.id)

    def pass_time(self, seconds: float) -> bool:
        """So many seconds have gone by; True where they were the last ones. A pause stops both clocks."""
        if self.paused or self.over:
            return False
        passed = min(seconds, self.left)
        self._record = replace(self._record, seconds=self._record.seconds + passed)
        if self.task.state in OPEN:
            self._change(self.current, seconds=self.task.seconds + passed, state="working")
        return self.left == 0

    def start(self, at: datetime) -> None:
        """Its user begins, or goes on: the clocks run."""
        self.paused = False
        if not self._record.seconds:
            self._record = replace(self._record, started_at=at)

    def go(self, place: int) -> None:
        """Work on the problem at `place`."""
        self._record = replace(self._record, current=place)

    def step(self, by: int) -> None:
        """Work on the next problem, or with -1 on the one before; the first follows the last."""
        self.go((self.current + by) % len(self._tasks))

    def moment(self, place: int, at: datetime) -> Moment:
        """The moment at which an answer to the problem at `place` is saved."""
        task = self._tasks[place]
        return Moment(place, task.seconds, task.hints, self.open(place), self.over, at, task.expected)

    def same(self, submission: Submission, place: int) -> Attempt | None:
        """The earlier attempt with the very same text, which is not judged again."""
        source = hash_of(submission.source)
        alike = (a for a in self._attempts[place] if a.source_hash == source and a.language == submission.language)
        return next(alike, None)

    def judged(self, moment: Moment, submission: Submission, verdict: Verdict) -> Attempt:
        """Take a verdict on what was saved at `moment`; what has happened since has no part in its points."""
        place = moment.place
        attempt = attempt_of(
            self.problems[place],
            submission,
            verdict,
            version=self._tasks[place].version,
            player=self._record.player,
            at=moment.at,
            seconds=moment.seconds,
            session=self._record.id,
            late=moment.late,
        )
        self._attempts[place].append(attempt)
        task = self._tasks[place]
        if not moment.open or task.state == "accepted":
            return attempt
        if attempt.accepted:
            then = replace(task, seconds=moment.seconds, hints=moment.hints, expected=moment.expected)
            worth = scoring.points(then.difficulty, then.minutes, then.seconds, then.wrong, then.taken)
            self._tasks[place] = replace(then, state="accepted", points=worth)
        else:
            state = "working" if task.state == "new" else task.state
            self._change(place, state=state, wrong=task.wrong + attempt.counted)
        return attempt

    def hint(self) -> str | None:
        """The next hint for the current problem, which costs points; None after the last, or once it is ended."""
        hints = self.problem.hints
        if self.task.hints >= len(hints) or self.task.state not in OPEN:
            return None
        self._change(self.current, hints=self.task.hints + 1)
        return hints[self.task.hints - 1]

    def withholds(self, place: int) -> bool:
        """Whether what was expected stays hidden in verdicts on a problem: as long as points can be had for it."""
        return self._record.explain != "full" and self.open(place) and not self._tasks[place].expected

    def show_expected(self) -> None:
        """What was expected is shown from now on in verdicts on the current problem, which costs as a hint does."""
        if self.withholds(self.current):
            self._change(self.current, expected=True)

    def show_solution(self) -> None:
        """The solution of the current problem is looked at, which ends it; an accepted one stays accepted."""
        if self.open(self.current):
            self._change(self.current, state="shown")

    def finish(self, at: datetime) -> None:
        self._record = replace(self._record, finished_at=at)

    def _change(self, place: int, **fields: object) -> None:
        self._tasks[place] = replace(self._tasks[place], **fields)  # type: ignore[arg-type]  # names are checked by replace


def attempt_of(
    problem: Problem,
    submission: Submission,
    verdict: Verdict,
    *,
    version: str,
    player: str,
    at: datetime,
    seconds: float | None = None,
    session: str = "",
    late: bool = False,
) -> Attempt:
    """The attempt that the history keeps of a verdict."""
    failing = verdict.failing
    return Attempt(
        id=new_id(),
        at=at,
        player=player,
        problem=problem.slug,
        version=version,
        difficulty=problem.difficulty,
        minutes=problem.minutes,
        topics=problem.topics,
        language=verdict.language,
        dialect=submission.dialect,
        source=submission.source,
        verdict=verdict.verdict,
        passed=verdict.passed,
        fixtures=verdict.fixtures,
        elapsed_ms=verdict.elapsed_ms,
        case=failing.case if failing and verdict.verdict != "invalid_submission" else "",  # which was never run
        codes=failing.diff.codes if failing and failing.diff else (),
        reason=failing.reason if failing else "",
        seconds=seconds,
        session=session,
        late=late,
    )


def begin(
    plan: Plan,
    language: Languages,
    *,
    player: str,
    track: str,
    folder: Path,
    packs: Sequence[str],
    now: datetime,
    explain: Explain = "data",
) -> Session:
    """A new session on what was planned, its clocks at rest."""
    tasks = tuple(
        TaskRecord(
            place=place,
            problem=problem.slug,
            version=catalog.version(problem),
            title=problem.title,
            difficulty=problem.difficulty,
            minutes=problem.minutes,
            topics=problem.topics,
        )
        for place, problem in enumerate(plan.problems)
    )
    record = SessionRecord(
        id=new_id(),
        player=player,
        track=track,
        started_at=now,
        minutes=plan.minutes,
        language=language,
        dialect=plan.dialect,
        folder=str(folder),
        packs=tuple(packs),
        tasks=tasks,
        explain=explain,
    )
    return Session(record, plan.problems)


def problems_of(record: SessionRecord, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems of a session that is resumed. Raises CannotBegin where one is not there any more."""
    by_slug = {problem.slug: problem for problem in problems}
    gone = [task.problem for task in record.tasks if task.problem not in by_slug]
    if gone:
        raise CannotBegin(
            f"{gone[0]}, a problem of the session, is not there any more", "name its pack: drill --problems DIR session"
        )
    return tuple(by_slug[task.problem] for task in record.tasks)
