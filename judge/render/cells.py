"""One value as text: NULL, blanks and control characters visible, numbers in full."""

from __future__ import annotations

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
        seconds, _, fraction = value.isoformat(" ").partition(".")
        return f"{seconds}.{fraction.rstrip('0')}" if fraction else seconds
    if isinstance(value, str):
        visible = "".join(
            c if c.isprintable() else c.encode("unicode_escape").decode("ascii", "replace") for c in value
        )
        edges = value != value.strip() or value in ("", "NULL")
        return f"'{visible}'" if quoted and (edges or visible != value) else visible
    return str(value)


def clipped(text: str, at: int = 0) -> str:
    """A long text from shortly before `at`, cut to a length that can be read, with a word on how much is hidden."""
    if len(text) <= _LONG:
        return text
    start = max(0, min(at - _BEFORE, len(text) - _LONG))
    hidden = len(text) - start - _LONG
    return "…" * (start > 0) + text[start : start + _LONG] + f"… ({hidden} more)" * (hidden > 0)
