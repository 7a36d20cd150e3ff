"""A Diff as rows side by side: what was expected above what came, the differing cells marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from judge.model import Diff, Problem, Row, Value
from judge.render.cells import cell, clipped
from judge.render.grid import Grid, numeric

Pair = tuple[Row | None, Row | None]
"""The row that was expected, and the one that came in its place."""

_ROWS = 12
_COLUMNS = 7


def diff_lines(problem: Problem, diff: Diff) -> list[RenderableType]:
    """The differing rows, cut to a few with a word on how many are hidden, then the help if there is one."""
    diff = _dated(problem, diff)
    parts: list[RenderableType] = []
    if diff.missing or diff.extra:
        parts.append(Padding(_rows(problem, diff), (1, 0, 0, 2)))
    elif diff.out_of_order:
        _, expected, actual = diff.out_of_order  # the reason names the row
        parts.append(Padding(_table(diff.columns, [(expected, actual)], "", []), (1, 0, 0, 2)))
    if diff.help:
        parts += ["", Text.assemble(("help: ", "bold cyan"), diff.help)]
    return parts


def _dated(problem: Problem, diff: Diff) -> Diff:
    """The diff with the midnights of date columns as dates: pandas has no other, and they are equal."""
    dates = {diff.columns.index(c.name) for c in problem.columns if c.kind == "date" and c.name in diff.columns}

    def dated(rows: Sequence[Row]) -> tuple[Row, ...]:
        return tuple(tuple(_date(v) if i in dates else v for i, v in enumerate(row)) for row in rows)

    if diff.out_of_order:
        position, *rows = diff.out_of_order
        expected, came = dated(rows)
        diff = replace(diff, out_of_order=(position, expected, came))
    return replace(diff, missing=dated(diff.missing), extra=dated(diff.extra))


def _date(value: Value) -> Value:
    return value.date() if isinstance(value, datetime) and value.time() == time.min else value


def _rows(problem: Problem, diff: Diff) -> RenderableType:
    pairs = _pairs(diff, [diff.columns.index(name) for name in problem.key if name in diff.columns])
    shown, room = [], _ROWS
    for pair in pairs:
        room -= sum(row is not None for row in pair)
        if room < 0:
            break
        shown.append(pair)
    hidden = sum(row is not None for pair in pairs[len(shown) :] for row in pair)
    caption = f"{hidden} more differing rows are not shown" if hidden else ""
    return _table(diff.columns, shown, caption, [name for name in problem.key if name in diff.columns])


def _pairs(diff: Diff, key: list[int]) -> list[Pair]:
    """(expected, came) by equal key where there is one; what has no counterpart stands alone."""
    came: dict[str, list[Row]] = {}
    for row in diff.extra:
        came.setdefault(_key(row, key), []).append(row)
    pairs: list[Pair] = []
    for row in diff.missing:
        others = came.get(_key(row, key)) if key else None
        pairs.append((row, others.pop(0) if others else None))
    pairs += [(None, row) for rows in came.values() for row in rows]
    return sorted(pairs, key=lambda pair: None in pair)  # whole pairs teach the most


def _key(row: Row, key: list[int]) -> str:
    return repr([str(row[i]) for i in key])


def _table(columns: tuple[str, ...], pairs: list[Pair], caption: str, key: list[str]) -> RenderableType:
    chosen = _chosen(columns, pairs, key)
    right = frozenset(
        place for place, i in enumerate(chosen, 1) if numeric([row[i] for pair in pairs for row in pair if row])
    )
    rows = []
    for expected, came in pairs:
        for row, other, word, style in ((expected, came, "expected", "green"), (came, expected, "yours", "red")):
            if row is not None:
                rows.append([Text(word, style), *(_marked(row[i], other and other[i], style, other) for i in chosen)])
    lead = 1 + sum(columns[i] in key for i in chosen)
    leading = all(columns[i] in key for i in chosen[: lead - 1])
    grid = Grid(["", *(columns[i] for i in chosen)], rows, right, lead if leading else 1)
    hidden = [name for i, name in enumerate(columns) if i not in chosen]
    under = [f"not shown: {', '.join(hidden)}"] if hidden else []
    return Group(grid, *(Text(line, "dim") for line in [*under, caption] if line))


def _marked(value: Value, other_value: Value, style: str, other: Row | None) -> Text:
    """The cell, in `style` where the other row has another; a long text begins shortly before it differs."""
    text, other_text = cell(value), cell(other_value)
    if other is None:
        return Text(clipped(text), style)
    if text == other_text:
        return Text(clipped(text))
    alike = next(
        (i for i, (a, b) in enumerate(zip(text, other_text, strict=False)) if a != b), min(len(text), len(other_text))
    )
    return Text(clipped(text, alike), style)


def _chosen(columns: tuple[str, ...], pairs: list[Pair], key: list[str]) -> list[int]:
    """The columns to show where they are many: the key, then those that differ, then the rest, in their order."""

    def differs(i: int) -> bool:
        return any(a is None or b is None or cell(a[i]) != cell(b[i]) for a, b in pairs)

    ranked = sorted(range(len(columns)), key=lambda i: (columns[i] not in key, not differs(i), i))
    return sorted(ranked[:_COLUMNS])
