"""What the commands on the history read of it: one player's part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from judge.practice.history import History
    from judge.practice.records import Attempt, SessionRecord


@dataclass(frozen=True, slots=True)
class Practised:
    """The attempts and sessions of a `player`."""

    player: str
    attempts: Sequence[Attempt]
    sessions: Sequence[SessionRecord]

    @property
    def nothing(self) -> bool:
        return not self.attempts and not self.sessions


def practised(player: str | None) -> Practised:
    """What the history has of `player`, or of this machine's user; its troubles are told on stderr.

    Raises UnknownName for a name that was given and is not in the history, unless it is the user's own.
    """
    from judge.errors import UnknownName
    from judge.practice.history import History, default_player

    with History() as history:
        name = player or default_player()
        found = Practised(name, history.attempts(player=name), history.sessions(player=name))
        known = players(history) if found.nothing and name != default_player() else set()
        tell(history)
    if found.nothing and name != default_player():
        raise UnknownName.of("player", name, known)
    return found


def players(history: History) -> set[str]:
    """All who have an attempt or a session."""
    return {attempt.player for attempt in history.attempts()} | {session.player for session in history.sessions()}


def tell(history: History) -> None:
    """Say on stderr what is amiss with the history."""
    for said in (history.note, history.trouble):
        if said:
            click.echo(f"note: {said}", err=True)
