"""What the history holds: an attempt, and a session with its problems."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from judge.model import Difficulty, Explain, Language, Status
from judge.practice.request import Languages

State = Literal["new", "working", "accepted", "shown"]
"""How far a problem of a session is: not begun, begun, accepted in time, ended by looking at the solution."""

Now = Callable[[], datetime]
"""A clock that tells the date and time, in UTC."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    """An id that no other attempt or session has on any machine: 32 hexadecimal digits."""
    return uuid.uuid4().hex


def hash_of(source: str) -> str:
    """What tells an answer from another: a hash of its text, in 16 hexadecimal digits."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One judged answer. The problem's `topics`, `difficulty` and `minutes` are kept as they were then.

    `version` is the hash of what decides a verdict on the problem, `seconds` the time on the problem until then (None
    where no clock ran, as in `drill run`), `elapsed_ms` what the answer took to run. `codes` and `reason` tell of the
    first fixture that was not passed, whose name is `case`. `session` is the id of the session, empty outside one;
    `late` says that its time was up.
    """

    id: str
    at: datetime
    player: str
    problem: str
    version: str
    difficulty: Difficulty
    minutes: int
    topics: tuple[str, ...]
    language: Language
    dialect: str
    source: str
    verdict: Status
    passed: int
    fixtures: int
    elapsed_ms: float
    case: str = ""
    codes: tuple[str, ...] = ()
    reason: str = ""
    seconds: float | None = None
    session: str = ""
    late: bool = False

    @property
    def source_hash(self) -> str:
        return hash_of(self.source)

    @property
    def accepted(self) -> bool:
        return self.verdict == "accepted"

    @property
    def counted(self) -> bool:
        """Whether it is wrong in a way that costs: what does not parse, or a broken problem, costs nothing."""
        return self.verdict not in ("accepted", "invalid_submission", "problem_error")


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """A problem of a session as it stands: `place` from 0, `seconds` on it, `hints` taken, `points` so far.

    `expected` says that what was expected is shown beside what came, which costs as much as a hint.
    """

    place: int
    problem: str
    version: str
    title: str
    difficulty: Difficulty
    minutes: int
    topics: tuple[str, ...]
    state: State = "new"
    seconds: float = 0.0
    hints: int = 0
    wrong: int = 0
    points: int = 0
    expected: bool = False

    @property
    def taken(self) -> int:
        """All that costs as a hint does."""
        return self.hints + self.expected


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session as it stands. `seconds` have passed of its `minutes`; `language` is sql, pandas or any.

    `packs` are the folders that were named with --problems, `folder` the one with the candidate's files; `current` is
    the place of the problem that is worked on. `finished_at` is None while it can be resumed; `explain` is how much is
    told of a wrong answer.
    """

    id: str
    player: str
    track: str
    started_at: datetime
    minutes: int
    language: Languages
    dialect: str
    folder: str
    packs: tuple[str, ...] = ()
    seconds: float = 0.0
    current: int = 0
    finished_at: datetime | None = None
    tasks: tuple[TaskRecord, ...] = ()
    explain: Explain = "data"

    @property
    def over(self) -> bool:
        """Whether its points can change no more: it is finished, or its time is up."""
        return self.finished_at is not None or self.seconds >= 60 * self.minutes

    @property
    def points(self) -> int:
        return sum(task.points for task in self.tasks)

    @property
    def solved(self) -> int:
        return sum(task.state == "accepted" for task in self.tasks)
