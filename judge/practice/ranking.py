"""The best sessions, track by track: what a track's problems are worth is no measure for another one's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from judge.practice import scoring
from judge.practice.records import SessionRecord


@dataclass(frozen=True, slots=True)
class Ranked:
    """A session and its place, from 1, among those of its track; equal ones share a place."""

    place: int
    session: SessionRecord

    @property
    def best(self) -> int:
        """The most that the problems of the session can give."""
        return sum(scoring.best(task.difficulty) for task in self.session.tasks)


@dataclass(frozen=True, slots=True)
class Board:
    """The ranked sessions of a `track`, the best first; the track is empty for sessions without one."""

    track: str
    ranked: tuple[Ranked, ...]


def boards(sessions: Sequence[SessionRecord], count: int | None = None) -> list[Board]:
    """A board a track, by name, the one of the sessions without a track last; of each only the best `count`.

    More points are better, then more problems solved, then less time. Only sessions that are over are ranked: the
    points of an open one may still grow, and it would stand there as a bad one.
    """
    done = [session for session in sessions if session.over]
    tracks = sorted({session.track for session in done}, key=lambda track: (not track, track))
    return [Board(track, _ranked([s for s in done if s.track == track])[:count]) for track in tracks]


def _ranked(sessions: Sequence[SessionRecord]) -> tuple[Ranked, ...]:
    ordered = sorted(sessions, key=lambda session: (_merit(session), session.started_at, session.id))
    merits = [_merit(session) for session in ordered]
    return tuple(Ranked(merits.index(_merit(session)) + 1, session) for session in ordered)


def _merit(session: SessionRecord) -> tuple[int, int, float]:
    """What sorts the better one first."""
    return -session.points, -session.solved, session.seconds
