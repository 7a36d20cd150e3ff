"""A length of time as clocks show it."""

from __future__ import annotations


def clock(seconds: float | None) -> str:
    """Seconds as m:ss, an hour and more as h:mm:ss; part of a second counts as none, and None is empty."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
