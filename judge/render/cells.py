"""One value as text: NULL, blanks and control characters visible, numbers in full."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any

_LONG = 120
_BEFORE = 40


def cell(value: Any, *, quoted: bool = True) -> str:
    """How a value is printed; a text is quoted where its own edges or characters would not show."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        seconds, _, fraction = value.replace(tzinfo=None).isoformat(" ").partition(".")
        zone = "" if value.tzinfo is None else value.isoformat()[-6:]
        return f"{seconds}.{fraction.rstrip('0')}{zone}" if fraction else f"{seconds}{zone}"
    if isinstance(value, str):
        visible = "".join(
            c if c.isprintable() else c.encode("unicode_escape").decode("ascii", "replace") for c in value
        )
        edges = value != value.strip() or value in ("", "NULL")
        return f"'{visible}'" if quoted and (edges or visible != value) else visible
    return str(value)


def apart(value: Any, other: Any) -> tuple[str, str]:
    """Two values that differ, printed so that they do: with their types where these differ, else escaped."""
    from judge.compare.reasons import (
        type_names,
    )  # the comparator takes 25 ms to import, and not every screen has a diff

    texts = cell(value), cell(other)
    if type(value) is not type(other):
        return tuple(  # type: ignore[return-value]
            text if of is None else f"{text} ({type_names(frozenset({type(of)}))})"
            for text, of in zip(texts, (value, other), strict=True)
        )
    if _look_alike(*texts):
        return ascii(value), ascii(other)
    return texts


def _look_alike(text: str, other: str) -> bool:
    """Whether two texts differ only in characters that look the same: composed otherwise, or of another script."""
    if unicodedata.normalize("NFKC", text) == unicodedata.normalize("NFKC", other):
        return True
    differing = [(a, b) for a, b in zip(text, other, strict=False) if a != b]
    return len(text) == len(other) and all(_script(a) != _script(b) for a, b in differing)


def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0] if character.isalpha() else ""


def clipped(text: str, at: int = 0) -> str:
    """A long text from shortly before `at`, cut to a length that can be read, with a word on how much is hidden."""
    if len(text) <= _LONG:
        return text
    start = max(0, min(at - _BEFORE, len(text) - _LONG))
    hidden = len(text) - start - _LONG
    return "…" * (start > 0) + text[start : start + _LONG] + f"… ({hidden} more)" * (hidden > 0)
