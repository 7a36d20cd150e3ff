"""Sittings: what one player did on one problem at one go, made of attempts and of the problems of sessions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from judge.model import Language
from judge.practice.records import Attempt, SessionRecord, TaskRecord

_BEGUN = 60
"""A problem of a session that was on the screen for no longer, without an attempt, was only looked at."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """The attempts on a problem within one session, or on one UTC day outside sessions, oldest first.

    There may be none where a session's problem was begun all the same. `task` is that problem of the session as it
    stands, None outside one; `language` the one that the session asks for, `open` whether it can still be resumed.
    """

    problem: str
    at: datetime
    minutes: int
    topics: tuple[str, ...]
    attempts: tuple[Attempt, ...]
    task: TaskRecord | None = None
    language: str = "any"
    open: bool = False

    @property
    def shown(self) -> bool:
        """Whether the solution was looked at before an answer was accepted."""
        return self.task is not None and self.task.state == "shown"

    @property
    def right(self) -> Attempt | None:
        """The first attempt that was accepted without the solution."""
        return None if self.shown else next((attempt for attempt in self.attempts if attempt.accepted), None)

    @property
    def accepted(self) -> bool:
        """Whether it was solved, be it after the session's time was up."""
        if self.attempts:
            return self.right is not None
        return self.task is not None and self.task.state == "accepted"

    @property
    def late(self) -> bool:
        return self.right is not None and self.right.late

    @property
    def wrong(self) -> int:
        """The wrong attempts that count, up to the accepted one."""
        if not self.attempts:
            return self.task.wrong if self.task else 0
        until = self.attempts.index(self.right) if self.right else len(self.attempts)
        return sum(attempt.counted for attempt in self.attempts[:until])

    @property
    def hints(self) -> int:
        return self.task.taken if self.task else 0

    @property
    def seconds(self) -> float | None:
        """The time until it was accepted, or all that was spent; None where no clock ran."""
        if self.right:
            return self.right.seconds
        if self.task:
            return self.task.seconds
        return self.attempts[-1].seconds

    @property
    def share(self) -> float | None:
        """`seconds` as a share of the problem's minutes: 1 is on target."""
        return None if self.seconds is None else self.seconds / (60 * max(1, self.minutes))  # 0 may be imported

    def within(self, language: Language) -> Sitting | None:
        """The same with the attempts in one language alone; None where it was not practised."""
        mine = tuple(attempt for attempt in self.attempts if attempt.language == language)
        if mine:
            return replace(self, attempts=mine)
        return self if not self.attempts and self.language == language else None


def sittings(attempts: Iterable[Attempt], sessions: Iterable[SessionRecord]) -> list[Sitting]:
    """The sittings of one player, whose attempts and sessions are given in any order, oldest first.

    An attempt whose problem was broken tells nothing about the player and is left out.
    """
    groups: dict[tuple[str, str], list[Attempt]] = {}
    for attempt in sorted(attempts, key=lambda attempt: (attempt.at, attempt.id)):
        if attempt.verdict != "problem_error":
            where = attempt.session or attempt.at.astimezone(UTC).date().isoformat()
            groups.setdefault((where, attempt.problem), []).append(attempt)
    found: list[Sitting] = []
    for session in sessions:
        for task in session.tasks:
            mine = groups.pop((session.id, task.problem), [])
            if mine or task.seconds > _BEGUN or task.state in ("accepted", "shown"):
                found.append(_in_session(session, task, tuple(mine)))
    for group in groups.values():
        last = group[-1]
        found.append(Sitting(last.problem, last.at, last.minutes, last.topics, tuple(group)))
    return sorted(found, key=lambda sitting: (sitting.at, sitting.problem))


def _in_session(session: SessionRecord, task: TaskRecord, attempts: tuple[Attempt, ...]) -> Sitting:
    return Sitting(
        problem=task.problem,
        at=attempts[-1].at if attempts else session.finished_at or session.started_at,
        minutes=task.minutes,
        topics=task.topics,
        attempts=attempts,
        task=task,
        language=session.language,
        open=not session.over,
    )
