"""What is told at the end of a session, as data; judge.render draws it, and `--export` writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from judge.practice import scoring
from judge.practice.records import Attempt, SessionRecord, TaskRecord
from judge.practice.session import Session
from judge.practice.spacing import Advice


@dataclass(frozen=True, slots=True)
class Told:
    """A problem of the session: how it stands, its `attempts`, the `best` points before, what an interviewer asks."""

    task: TaskRecord
    attempts: tuple[Attempt, ...]
    best: int | None
    follow_up: tuple[str, ...]

    @property
    def wrong(self) -> Attempt | None:
        """The first wrong attempt; what did not even parse only where there is no other."""
        wrong = [attempt for attempt in self.attempts if not attempt.accepted]
        return next((attempt for attempt in wrong if attempt.counted), wrong[0] if wrong else None)


@dataclass(frozen=True, slots=True)
class Summary:
    """The session as it stands, its problems, the most points it could give, and what to practise `next`."""

    session: SessionRecord
    told: tuple[Told, ...]
    most: int
    next: tuple[Advice, ...]


def summary(session: Session, best: Mapping[str, int], advice: Sequence[Advice]) -> Summary:
    """`best` are the best points of earlier sessions by problem, `advice` is what to practise next, best first."""
    told = tuple(
        Told(task, tuple(session.attempts(task.place)), best.get(task.problem), problem.follow_up)
        for task, problem in zip(session.tasks, session.problems, strict=True)
    )
    return Summary(session.record, told, sum(scoring.best(task.difficulty) for task in session.tasks), tuple(advice))
