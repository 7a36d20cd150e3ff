"""What a result is known by among wrong ones: two that differ from the expected one in the same way have one hash."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from typing import Any

from judge.columnar import MOST_AS_TUPLES
from judge.compare import codes
from judge.compare.kinds import NESTED, Unfit, column_keys
from judge.model import Column, Diff, FixtureResult, Problem, Row, Value

RIGHT = "="
_LENGTH = 10  # hexadecimal digits
_DIGITS = {"float": 9}  # to which numbers are told apart
_MOST_DIGITS = 12  # a decimal may be answered with a float


def fingerprint(problem: Problem, result: FixtureResult) -> str | None:
    """`=` where the result was accepted, else a short hash of how it differs from the expected one.

    Of wrong rows that is the bag of those that are missing and of those that are extra, each value as `compare` takes
    it, floats to nine digits at most, and where order counts the sort keys as they came; of wrong columns their names;
    of a runtime error its message. Two results that are
    equal have one fingerprint, but for floats that stand at the edge of a rounding. None where it cannot be told: too
    many rows differ, a checker decides, or a limit was met.
    """
    if result.verdict == "accepted":
        return RIGHT
    if result.verdict == "runtime_error":
        return _hash("error", result.reason)
    if result.verdict != "wrong_answer" or result.diff is None or problem.checker:
        return None
    diff = result.diff
    if len(diff.missing) + len(diff.extra) > MOST_AS_TUPLES:
        return None
    if diff.missing or diff.extra:
        bags = _bag(problem.columns, diff.missing), _bag(problem.columns, diff.extra)
        return _hash("rows", *bags, _sequence(problem, diff))
    if diff.sequence:
        return _hash("order", _sequence(problem, diff))
    return _otherwise(result, diff)


def _otherwise(result: FixtureResult, diff: Diff) -> str | None:
    """Too few of the rows that tie, or wrong columns; None for an order that is too long to be told."""
    if codes.ROW_COUNT in diff.codes:
        return _hash("rows", str(result.actual_rows))
    if codes.ORDER in diff.codes:
        return None
    return _hash(
        "columns", repr(sorted((finding.code, *map(str.casefold, finding.columns)) for finding in diff.findings))
    )


def _sequence(problem: Problem, diff: Diff) -> str:
    columns = {column.name.casefold(): column for column in problem.columns}
    sorted_by = [columns[name.casefold()] for name, _ in problem.order_by]
    return repr(list(zip(*_columns(sorted_by, diff.sequence), strict=True)))


def _bag(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    return "\n".join(sorted(map(repr, zip(*_columns(columns, rows), strict=True))))


def _columns(columns: Sequence[Column], rows: Sequence[Row]) -> list[list[str]]:
    cells = zip(*rows, strict=True) if rows else [()] * len(columns)
    return [_canonical(column, values) for column, values in zip(columns, cells, strict=True)]


def _canonical(column: Column, cells: Sequence[Value]) -> list[str]:
    """Cells as texts: one for all that are equal in the column, whatever type they came in."""
    keys = column_keys(column.kind, cells)
    written = _writer(column)
    if keys.unfit:
        return [
            f"{type(cell).__name__} {cell!r}" if type(key) is Unfit else "" if key is None else written(key)
            for cell, key in zip(cells, keys.values, strict=True)
        ]
    return ["" if key is None else written(key) for key in keys.values]


def _writer(column: Column) -> Callable[[Any], str]:
    """What makes a text of a key of the column."""
    if column.kind in NESTED:
        number = _number(column)
        return lambda key: f"{key.shape!r} {[number(each) for each in key.numbers]}"
    if column.kind in ("float", "decimal"):
        return _number(column)
    return repr if column.kind in ("text", "binary") else str


def _number(column: Column) -> Callable[[Any], str]:
    """What makes a text of a number, with as many digits as the column's tolerance leaves, nine at most of a float."""
    most = _DIGITS.get(column.kind, _MOST_DIGITS)
    told = math.floor(-math.log10(column.rel)) if 1e-9 < column.rel < 1 else most
    form = f".{max(1, min(most, told)) - 1}e"
    decimals = math.floor(-math.log10(column.abs)) if column.abs > 0 else None  # beyond them all is near 0

    def written(value: Any) -> str:
        try:
            number = float(value)
        except OverflowError:
            return str(value)
        if not math.isfinite(number):
            return str(number)
        near = number if decimals is None else round(number, decimals)
        return format(near + 0.0, form)  # -0.0 is 0.0

    return written


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
