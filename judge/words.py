"""Wording that several rooms share."""

from __future__ import annotations


def counted(count: int, what: str) -> str:
    """A number of things: `1 error`, `2 errors`."""
    return f"{count} {what}{'' if count == 1 else 's'}"
