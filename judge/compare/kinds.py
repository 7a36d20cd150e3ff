"""The rule table: which Python values fit a declared kind, and the key by which each is compared there.

Two cells of a column are equal if their keys are equal, or near where the column has a tolerance. Cells are plain
values, never of a subclass, so that no `__eq__` of a candidate's own is ever asked. Both engines compare by these
keys: the large one has shortcuts for whole Arrow columns (`arrays`), each tested against this table.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from judge.compare.instants import utc
from judge.compare.nested import frozen
from judge.compare.tolerance import Rounded, Tolerance
from judge.model import Column, Kind, Value

EXACT_IN_FLOAT = 2**53
NUMERIC: frozenset[Kind] = frozenset({"integer", "float", "decimal"})
NESTED: frozenset[Kind] = frozenset({"list", "struct"})
_LONGEST_DECIMAL = 1_000  # digits; writing out 1E+999999999 would fill the memory
_NONE = type(None)


class Unfit:
    """The key of a cell that is no value of its column's kind: equal to nothing, another such cell included."""

    __slots__ = ()


class Keys(NamedTuple):
    """A column made comparable: `values` in row order, and the Python `types` of the cells as they came."""

    values: Sequence[Hashable]
    types: frozenset[type]
    unfit: int


def column_keys(kind: Kind, cells: Sequence[Value]) -> Keys:
    """The keys of a column's cells."""
    types = frozenset(map(type, cells))
    plain, key = RULES[kind]
    if types <= plain and not (types & _ZONED and any(cell is not None and cell.tzinfo for cell in cells)):
        return Keys(cells, types, 0)
    values = [None if cell is None else key(cell) for cell in cells]
    return Keys(values, types, sum(type(value) is Unfit for value in values))


def tolerance(column: Column, *sides: Keys) -> Tolerance | None:
    """The tolerance of a column: a float has one, what is rounded, and a decimal where a side came as floats."""
    if column.round is not None:
        return Rounded.to(column.round)
    if column.kind == "float" or (column.kind == "decimal" and any(float in side.types for side in sides)):
        return Tolerance(column.abs, column.rel)
    return None


def is_nan(value: Value) -> bool:
    return math.isnan(value) if type(value) is float else type(value) is Decimal and value.is_nan()


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
        moment = utc(value)
        return moment.date() if moment and moment.time() == time.min else Unfit()
    return value if type(value) is date else Unfit()


def _timestamp(value: Value) -> Hashable:
    if type(value) is datetime:
        return utc(value) or Unfit()
    return datetime.combine(value, time.min) if type(value) is date else Unfit()


def _time(value: Value) -> Hashable:
    """A time of day; with a zone, the time that it is then in UTC, before or after midnight."""
    if type(value) is not time:
        return Unfit()
    offset = value.utcoffset()
    if not offset:
        return value.replace(tzinfo=None)
    return (datetime.combine(date(2000, 1, 2), value.replace(tzinfo=None)) - offset).time()


def _text(value: Value) -> Hashable:
    return value if type(value) is str else Unfit()


def _interval(value: Value) -> Hashable:
    return value if type(value) is timedelta else Unfit()


def _list(value: Value) -> Hashable:
    return frozen(value) if type(value) in (list, tuple) else Unfit()


def _struct(value: Value) -> Hashable:
    return frozen(value) if type(value) is dict else Unfit()


def _binary(value: Value) -> Hashable:
    return value if type(value) is bytes else Unfit()


_ZONED = {datetime, time}

# For each kind: the types that Python itself compares rightly there, and the key of any other value. Instants and
# times may have a zone, which `column_keys` looks at.
RULES: dict[Kind, tuple[frozenset[type], Callable[[Value], Hashable]]] = {
    "integer": (frozenset({int, _NONE}), _integer),
    "float": (frozenset({float, _NONE}), _float),
    "decimal": (frozenset({int, _NONE}), _decimal),
    "boolean": (frozenset({bool, _NONE}), _boolean),
    "date": (frozenset({date, _NONE}), _date),
    "timestamp": (frozenset({datetime, _NONE}), _timestamp),
    "time": (frozenset({time, _NONE}), _time),
    "interval": (frozenset({timedelta, _NONE}), _interval),
    "text": (frozenset({str, _NONE}), _text),
    "list": (frozenset({_NONE}), _list),
    "struct": (frozenset({_NONE}), _struct),
    "binary": (frozenset({bytes, _NONE}), _binary),
}
