"""What a mutation gives: a reference with one slip in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from judge.model import Language

ID_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Mutant:
    """A reference with one slip in it; `source` is the whole text, which runs as it is.

    `operator` names the kind of slip, `columns` the columns (lower case, without tables) that it touches, `line` the
    line of the reference where it stands, `was` and `now` the piece of text before and after. `id` is a hash of the
    normalised text, so that it stays the same while comments and line breaks of the reference change.
    """

    id: str
    language: Language
    operator: str
    columns: tuple[str, ...]
    line: int
    was: str
    now: str
    source: str


def id_of(language: Language, normalised: str) -> str:
    """The id of a mutant whose normalised text is `normalised`."""
    return hashlib.sha256(f"{language}\n{normalised}".encode()).hexdigest()[:ID_LENGTH]
