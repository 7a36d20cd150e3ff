"""The list of attempts: one line each, cut to the width it is printed at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.text import Text

from judge.practice.records import Attempt
from judge.render.cells import cell
from judge.render.clock import clock

_LATELY = timedelta(days=180)
_SHORT_ID = 8


def attempt_list(attempts: Sequence[Attempt], now: datetime) -> RenderableType:
    """Id, local time, problem, language, verdict, fixtures passed, time on it, reason; in the order that is given.

    The year stands in place of the time of day where an attempt is half a year old. The player is told where there are
    several, and a late attempt before its reason.
    """
    several = len({attempt.player for attempt in attempts}) > 1
    rows = [_row(attempt, now, several=several) for attempt in attempts]
    widths = [max(cell_len(row[column].plain) for row in rows) for column in range(len(rows[0]) - 1)] if rows else []
    return Group(*(_line(row, widths) for row in rows))


def _row(attempt: Attempt, now: datetime, *, several: bool) -> list[Text]:
    verdict = "invalid" if attempt.verdict == "invalid_submission" else attempt.verdict.replace("_", " ")
    reason = "; ".join(["late"] * attempt.late + [cell(attempt.reason, quoted=False)] * bool(attempt.reason))
    return [
        Text(attempt.id[:_SHORT_ID], "dim"),
        Text(_when(attempt.at, now)),
        *([Text(cell(attempt.player, quoted=False))] if several else []),
        Text(cell(attempt.problem, quoted=False), "bold"),
        Text(attempt.language),
        Text(verdict, "green" if attempt.accepted else "red"),
        Text(f"{attempt.passed}/{attempt.fixtures}"),
        Text(clock(attempt.seconds), justify="right"),
        Text(reason, "dim"),
    ]


def _line(row: Sequence[Text], widths: Sequence[int]) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    for part, width in zip(row, widths, strict=False):
        gap = " " * (width - cell_len(part.plain))
        line.append(gap if part.justify == "right" else "").append_text(part)
        line.append("" if part.justify == "right" else gap).append(" ")
    line.append_text(row[-1])
    line.rstrip()
    return line


def _when(at: datetime, now: datetime) -> str:
    here = at.astimezone()
    return f"{here:%m-%d %H:%M}" if now - at < _LATELY else f"{here:%Y-%m-%d}"
