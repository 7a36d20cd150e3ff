"""A result against the expected one: columns, then types, then rows as bags, then order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from judge.compare import reasons
from judge.compare.columns import check_names, positions
from judge.compare.diffs import wrong_names, wrong_order, wrong_rows
from judge.compare.kinds import Unfit
from judge.compare.order import first_out_of_order
from judge.compare.sides import Pair, Side
from judge.errors import ProblemError
from judge.model import Column, Comparison, ResultSet


def compare(
    expected: ResultSet,
    actual: ResultSet,
    columns: Sequence[Column],
    *,
    order_by: Sequence[tuple[str, bool]] = (),
    rows: int | None = None,
    key: Sequence[str] = (),
) -> Comparison:
    """Compare `actual` with `expected` under the declared `columns`; `Comparison.diff` is None where it is right.

    `order_by` holds the sort keys (declared column, descending) where order counts; `rows` is the number of result rows
    where the problem fixes it, and `key` the declared columns that tell rows apart: both serve the wording alone. A
    ProblemError where `expected` itself does not have the declared columns, or has a value that is none of its
    column's kind.
    """
    wanted = _expected(expected, columns)
    names = check_names(actual.columns, columns)
    if any(names):
        return Comparison(wrong_names(wanted, actual, names))
    where = positions(actual.columns, columns)
    came = Side(actual, columns, where, wanted)
    notes = _notes(came, [actual.types[position] for position in where])
    pair = Pair(wanted, came)
    missing, extra = pair.difference()
    declared = {column.name.casefold(): index for index, column in enumerate(columns)}
    if missing or extra:
        key_columns = [declared[name.casefold()] for name in key]
        return Comparison(wrong_rows(pair, missing, extra, rows, key_columns), notes)
    sort_columns = [declared[name.casefold()] for name, _ in order_by]
    first = first_out_of_order(wanted.table, came.table, pair.tolerances, sort_columns)
    diff = None if first is None else wrong_order(pair, first, order_by)
    return Comparison(diff, notes)


def _expected(expected: ResultSet, columns: Sequence[Column]) -> Side:
    names = check_names(expected.columns, columns)
    if any(names):
        raise ProblemError(f"the expected result is broken: {reasons.wrong_names(names, expected.columns)}")
    side = Side(expected, columns, positions(expected.columns, columns))
    for column, keys in zip(columns, side.keys, strict=True):
        if keys.unfit:
            types = reasons.type_names(keys.types - {type(None)})
            raise ProblemError(
                f"the expected result is broken: column {column.name!r} is declared {column.kind}, "
                f"and {keys.unfit} of {reasons.rows(len(side))} ({types}) do not fit"
            )
    return side


def _notes(came: Side, types: Sequence[str]) -> tuple[str, ...]:
    """What was taken for what; pandas has no dates, so that there it goes without saying."""
    notes = []
    for column, cells, keys, engine_type in zip(came.columns, came.cells, came.keys, types, strict=True):
        if engine_type.startswith("datetime64"):
            continue
        of = {"date": datetime, "timestamp": date}.get(column.kind)
        if of in keys.types and any(
            type(cell) is of and type(key) is not Unfit for cell, key in zip(cells, keys.values, strict=True)
        ):
            notes.append(reasons.note(column.name, column.kind))
    return tuple(notes)
