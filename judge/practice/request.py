"""What a session is asked for; it knows no other room, so that the app can paint its first screen before the rest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from judge.model import Explain

Languages = Literal["sql", "pandas", "any"]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for, names not yet looked up; `packs` are folders of --problems, "" or None what nobody named.

    With `resume` it is the session that `player` left last, or the one in `folder`, and the rest is not looked at.
    """

    packs: tuple[Path, ...] = ()
    player: str = ""
    folder: Path | None = None
    resume: bool = False
    problems: tuple[str, ...] = ()
    track: str = ""
    topic: str | None = None
    difficulty: str | None = None
    minutes: int | None = None
    language: Languages = "any"
    dialect: str = ""
    seed: int | None = None
    explain: Explain = "data"
