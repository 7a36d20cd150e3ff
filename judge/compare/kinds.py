"""The rule table: which Python values fit a declared kind, and the key by which each is compared there.

Two cells of a column are equal if their keys are equal, or near where the column has a tolerance. Cells are plain
values, never of a subclass, so that no `__eq__` of a candidate's own is ever asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from judge.compare.tolerance import NAN, Tolerance
from judge.model import Column, Kind, Value

EXACT_IN_FLOAT = 2**53
_LONGEST_DECIMAL = 1_000  # digits; writing out 1E+999999999 would fill the memory
_NONE = type(None)
_NO_KIND: frozenset[type] = frozenset({list, tuple, dict, bytes, time, timedelta})


class Unfit:
    """The key of a cell that is no value of its column's kind: equal to nothing, another such cell included."""

    __slots__ = ()


class Keys(NamedTuple):
    """A column made comparable: `values` in row order, and the Python `types` of the cells as they came."""

    values: Sequence[Hashable]
    types: frozenset[type]
    unfit: int


def column_keys(kind: Kind, cells: Sequence[Value], like: frozenset[type] | None = None) -> Keys:
    """The keys of a column's cells; `like` are the types of the expected cells, None where these are they.

    No kind is meant for lists, structs, bytes, times and intervals: a column declared as text may hold them if the
    expected one does.
    """
    types = frozenset(map(type, cells))
    plain, key = RULES[kind]
    if types <= plain and not (datetime in types and any(cell is not None and cell.tzinfo for cell in cells)):
        return Keys(cells, types, 0)
    frozen = _NO_KIND & (types if like is None else like) if kind == "text" else frozenset()
    values = [None if cell is None else freeze(cell) if type(cell) in frozen else key(cell) for cell in cells]
    return Keys(values, types, sum(type(value) is Unfit for value in values))


def tolerance(column: Column, *sides: Keys) -> Tolerance | None:
    """The tolerance of a column: every float has one, and a decimal where either side came as floats."""
    if column.kind == "float" or (column.kind == "decimal" and any(float in side.types for side in sides)):
        return Tolerance(column.abs, column.rel)
    return None


def is_nan(value: Value) -> bool:
    return math.isnan(value) if type(value) is float else type(value) is Decimal and value.is_nan()


def freeze(value: Value) -> Hashable:
    """A hashable stand-in for a value within a list or a dict: equal where value and kind are."""
    if isinstance(value, list | tuple):
        return "list", tuple(map(freeze, value))
    if isinstance(value, dict):
        return "dict", frozenset((freeze(key), freeze(item)) for key, item in value.items())
    if isinstance(value, bool):
        return "bool", value
    if isinstance(value, datetime):
        return _utc(value)
    if is_nan(value):
        return (NAN,)
    return value  # type: ignore[no-any-return]


def _integer(value: Value) -> Hashable:
    of = type(value)
    if of is int:
        return value  # type: ignore[no-any-return]
    if of is float and value.is_integer() and abs(value) <= EXACT_IN_FLOAT:
        return int(value)
    if (
        of is Decimal
        and value.is_finite()
        and value.adjusted() < _LONGEST_DECIMAL
        and value == value.to_integral_value()
    ):
        return int(value)
    return Unfit()


def _float(value: Value) -> Hashable:
    if type(value) in (float, int, Decimal):
        try:
            number = float(value)
        except (OverflowError, ValueError):  # an integer beyond every float; a signalling NaN
            return Unfit()
        # Too large for a float is not the same as infinite.
        return Unfit() if math.isinf(number) and type(value) is Decimal and value.is_finite() else number
    return Unfit()


def _decimal(value: Value) -> Hashable:
    if type(value) is Decimal:
        return value if value.is_finite() else _float(value)
    return value if type(value) in (int, float) else Unfit()


def _boolean(value: Value) -> Hashable:
    if type(value) is Decimal and not value.is_finite():
        return Unfit()
    return bool(value) if type(value) in (bool, int, float, Decimal) and value in (0, 1) else Unfit()


def _date(value: Value) -> Hashable:
    if type(value) is datetime:
        moment = _utc(value)
        return moment.date() if isinstance(moment, datetime) and moment.time() == time.min else Unfit()
    return value if type(value) is date else Unfit()


def _timestamp(value: Value) -> Hashable:
    if type(value) is datetime:
        return _utc(value)
    return datetime.combine(value, time.min) if type(value) is date else Unfit()


def _text(value: Value) -> Hashable:
    return value if type(value) is str else Unfit()


def _utc(value: datetime) -> datetime | Unfit:
    if value.tzinfo is None:
        return value
    try:
        return value.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:  # the first or last hours of the calendar, elsewhere
        return Unfit()


# For each kind: the types that Python itself compares rightly there, and the key of any other value.
RULES: dict[Kind, tuple[frozenset[type], Callable[[Value], Hashable]]] = {
    "integer": (frozenset({int, _NONE}), _integer),
    "float": (frozenset({float, _NONE}), _float),
    "decimal": (frozenset({int, _NONE}), _decimal),
    "boolean": (frozenset({bool, _NONE}), _boolean),
    "date": (frozenset({date, _NONE}), _date),
    "timestamp": (frozenset({datetime, _NONE}), _timestamp),  # but for times with a zone, which column_keys looks at
    "text": (frozenset({str, _NONE}), _text),
}
