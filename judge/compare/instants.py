"""Instants with a zone, as naive UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def utc(value: datetime) -> datetime | None:
    """The instant without its zone; None in the first or last hours of the calendar, where UTC has none for it."""
    if value.tzinfo is None:
        return value
    try:
        return value.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        return None
