"""What is wrong with the columns of a result: their names, their order, their number, their types."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from judge.compare import codes, reasons
from judge.compare.columns import Names, check_names
from judge.compare.engine import Engine
from judge.compare.kinds import EXACT_IN_FLOAT, NUMERIC, Unfit, is_nan
from judge.model import Column, ColumnsBy, Finding, ResultSet, Value

Renamed = Callable[[], list[tuple[str, str]]]
"""The wrong names (came, declared) if the values are right under other names, else nothing."""


def wrong_columns(actual: ResultSet, columns: Sequence[Column], by: ColumnsBy, renamed: Renamed) -> list[Finding]:
    """The findings on names, order and number; none where each declared column can be found."""
    declared = [column.name for column in columns]
    if by == "position":
        if len(actual.columns) == len(columns):
            return []
        message = reasons.column_count(len(columns), len(actual.columns))
        return [Finding(codes.COLUMN_COUNT, message, tuple(actual.columns))]
    names = check_names(actual.columns, columns)
    if any(names):
        pairs = renamed()
        if pairs:
            return [Finding(codes.WRONG_NAME, reasons.renamed(pairs), tuple(came for came, _ in pairs))]
        return list(_wrong_names(names, actual))
    if by == "strict" and list(actual.columns) != declared:
        message = reasons.column_order(declared, actual.columns)
        return [Finding(codes.COLUMN_ORDER, message, tuple(actual.columns))]
    return []


def _wrong_names(names: Names, actual: ResultSet) -> Iterator[Finding]:
    if names.missing:
        levels = {level.casefold() for level in actual.index}
        indexed = [name for name in names.missing if name.casefold() in levels]
        help_ = reasons.in_index(indexed) if indexed else reasons.like_names(names)
        yield Finding(codes.MISSING_COLUMN, reasons.missing_columns(names.missing), names.missing, help=help_)
    if names.extra:
        yield Finding(codes.EXTRA_COLUMN, reasons.extra_columns(names.extra), names.extra)
    for name in names.repeated:
        yield Finding(codes.REPEATED_COLUMN, reasons.repeated_column(name, actual.columns), (name,))


def mistyped(engine: Engine, *, every: bool = False) -> dict[int, Finding]:
    """By column, that none of its cells fits the declared kind; with `every`, that some do not."""
    found = {}
    for index, column in enumerate(engine.actual.columns):
        keys = engine.actual_keys(index)
        if not keys.unfit:
            continue
        cells = engine.actual.cells(index)
        # NaN is the wrong value rather than the wrong type.
        unfit = [
            cell
            for cell, key in zip(cells, keys.values, strict=True)
            if type(key) is Unfit and (every or not is_nan(cell))
        ]
        if not unfit or (keys.unfit < len(cells) - cells.count(None) and not every):
            continue
        types = frozenset(map(type, unfit))
        message = reasons.wrong_type(column.name, types, column.kind, keys.unfit, len(cells) - cells.count(None))
        help_ = reasons.FLOAT_HELP if _beyond_floats(column, unfit) else reasons.type_help(types, column.kind)
        if types == {str} and column.kind in NUMERIC and not all(map(_is_number, unfit)):
            help_ = ""  # a cast would fail
        found[index] = Finding(codes.WRONG_TYPE, message, (column.name,), help=help_)
    return found


def _beyond_floats(column: Column, cells: Sequence[Value]) -> bool:
    return column.kind == "integer" and all(
        type(cell) is float and EXACT_IN_FLOAT < abs(cell) < math.inf for cell in cells
    )


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
