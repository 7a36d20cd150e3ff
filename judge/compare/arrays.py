"""Whole columns as arrays of keys: equal where the keys of the rule table are.

What Arrow holds in one type goes there by a shortcut, without a Python value for each cell. Everything else goes
through the rule table cell by cell, and its keys are numbered.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from judge.compare.kinds import EXACT_IN_FLOAT
from judge.compare.pairs import KeyColumn
from judge.compare.tolerance import NUMBER, Rounded, Tolerance, classify
from judge.model import Column, Kind

_DAY = 86_400_000_000  # microseconds
_TYPES: dict[type, Any] = {
    bool: pa.bool_(),
    int: pa.int64(),
    float: pa.float64(),
    str: pa.large_string(),
    date: pa.date32(),
    datetime: pa.timestamp("us"),
    timedelta: pa.duration("us"),
}
_PYTHON = {str(arrow): python for python, arrow in _TYPES.items()} | {"string": str, "float": float}
_AS: dict[Kind, Any] = {
    "integer": pa.int64(),
    "float": pa.float64(),
    "text": pa.large_string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "interval": pa.duration("us"),
}


def near_at_hand(array: Any) -> Any:
    """A copy of an array that is about to be read in another order.

    numpy keeps large arrays on huge pages and Arrow does not: of a million numbers of Arrow's each takes 16 ns to
    fetch, of a copy 3, and the copy itself 1.
    """
    return np.array(array)


class Exact(NamedTuple):
    """A column whose cells are the same or not, in a numpy array."""

    array: Any

    def equal(self, other: Exact) -> Any:
        """Whether each cell is the same as the one at its position there."""
        return self.array == other.array

    def part(self, rows: Any) -> Exact:
        """The cells at these positions, or in this slice."""
        return Exact(_at(self.array, rows))

    def ready(self) -> Exact:
        """The same in the form that is moved and compared fastest, for as long as that is done."""
        return self

    def shuffled(self) -> Exact:
        """The same, made ready to be read in another order."""
        return Exact(near_at_hand(self.array))

    def column(self) -> Any:
        return pa.array(self.array)


class Text(NamedTuple):
    """A column of texts; where one is NULL an Exact beside it tells.

    To be moved they become an Arrow array of views (`ready`): 16 bytes each, whatever their length.
    """

    array: Any

    def ready(self) -> Text:
        if self.array.type == pa.string_view():
            return self
        return Text((self.array.fill_null("") if self.array.null_count else self.array).cast(pa.string_view()))

    def equal(self, other: Text) -> Any:
        return pc.equal(self.ready().array, other.ready().array).to_numpy(zero_copy_only=False)

    def part(self, rows: Any) -> Text:
        if isinstance(rows, slice):
            return Text(self.array[rows])
        views, texts = self._buffers()
        # pyarrow has no `take` for views; a complex number is 16 bytes that numpy moves as they are
        return _text(_at(views, rows), texts)

    def shuffled(self) -> Text:
        views, texts = self._buffers()
        return _text(near_at_hand(views), texts)

    def _buffers(self) -> tuple[Any, list[Any]]:
        array = self.ready().array
        _, views, *texts = array.buffers()
        return np.frombuffer(views, np.complex128)[array.offset : array.offset + len(array)], texts

    def column(self) -> Any:
        return self.array


def _text(views: Any, texts: Sequence[Any]) -> Text:
    return Text(pa.Array.from_buffers(pa.string_view(), len(views), [None, pa.py_buffer(views), *texts]))


class Number(NamedTuple):
    """A column of finite numbers with a tolerance; a cell that is none is 0 here, and an Exact beside it tells."""

    array: Any
    tolerance: Tolerance

    def equal(self, other: Number) -> Any:
        x, y = self.array, other.array
        near = self.tolerance
        with np.errstate(over="ignore"):  # the largest floats are infinitely far apart
            apart, size = np.abs(x - y), np.maximum(np.abs(x), np.abs(y))
            reach = near.abs + near.rel * size if isinstance(near, Rounded) else np.maximum(near.abs, near.rel * size)
            return (apart <= reach) | (x == y)

    def part(self, rows: Any) -> Number:
        return Number(_at(self.array, rows), self.tolerance)

    def ready(self) -> Number:
        return self

    def shuffled(self) -> Number:
        return Number(near_at_hand(self.array), self.tolerance)


Keyed = Exact | Text | Number
Both = tuple[Keyed, Keyed]


def same_rows(columns: Sequence[Both], places: Any, others: Any) -> Any:
    """Whether expected rows at `places` are the same as those that came at `others`, pair by pair."""
    same = np.ones(len(places), bool)
    for expected, actual in columns:
        same &= expected.part(places).equal(actual.part(others))  # type: ignore[arg-type]
    return same


def _at(array: Any, rows: Any) -> Any:
    """The elements in a slice, or at positions, of which -1 may be any: numpy clips faster than it looks."""
    return array[rows] if isinstance(rows, slice) else array.take(rows, mode="clip")


class Held(NamedTuple):
    """A column whose cells all fit, in the Arrow type of its kind, and the Python types that they would be."""

    array: Any
    types: frozenset[type]


def held(column: Column, cells: Any, *, nan_is_missing: bool) -> Held | None:
    """The column in the Arrow type of its kind, if every cell fits and there is one; else None."""
    if column.kind not in _AS or column.round is not None:
        return None
    array = _arrow(cells)
    if array is None:
        return None
    of = str(array.type)
    if pa.types.is_floating(array.type) and nan_is_missing and not column.nan:
        array = pc.if_else(pc.is_nan(array), pa.scalar(None, array.type), array)
    found = _fitted(column.kind, array)
    if found is None:
        return None
    python = int if pa.types.is_integer(array.type) else _PYTHON[of]
    values = {python} if found.null_count < len(found) else set()
    return Held(found, frozenset(values | ({type(None)} if found.null_count else set())))


def _arrow(cells: Any) -> Any:
    """One Arrow array of a type that is known here, made of Python values where that is sure to keep them."""
    if not isinstance(cells, list):
        array = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
        return array if str(array.type) in _PYTHON or pa.types.is_integer(array.type) else None
    types = set(map(type, cells)) - {type(None)}
    if len(types) != 1 or not types <= _TYPES.keys():
        return None
    (of,) = types
    if of is datetime and any(cell is not None and cell.tzinfo for cell in cells):
        return None
    try:
        return pa.array(cells, _TYPES[of])
    except (pa.ArrowException, OverflowError, UnicodeEncodeError):  # beyond 64 bits; a lone surrogate
        return None


def _fitted(kind: Kind, array: Any) -> Any:
    """The array cast to the type of the kind, None where some cell does not fit, or only Python can tell."""
    wanted = _AS[kind]
    if array.type == wanted:
        return array
    integers, floats = pa.types.is_integer(array.type), pa.types.is_floating(array.type)
    match kind:
        case "text" if pa.types.is_string(array.type):
            return array
        case "integer" if integers:
            return _cast(array, wanted)
        case "integer" if floats:
            small = pc.less_equal(pc.abs(array), float(EXACT_IN_FLOAT))
            return _cast(array, wanted) if _all(small) and _all(pc.equal(pc.floor(array), array)) else None
        case "float" if floats:
            return array.cast(wanted)
        case "float" if integers:
            ends = pc.min_max(array).as_py().values()
            small = all(end is None or abs(end) <= EXACT_IN_FLOAT for end in ends)
            return array.cast(wanted) if small else None
        case "date" if pa.types.is_timestamp(array.type):
            instants = array.cast(pa.int64())
            days = pc.floor(pc.divide(instants.cast(pa.float64(), safe=False), float(_DAY))).cast(pa.int64())
            whole = _all(pc.equal(pc.multiply(days, _DAY), instants))
            return days.cast(pa.int32()).cast(wanted) if whole else None
        case "timestamp" if pa.types.is_date(array.type):
            return array.cast(wanted)
    return None


def _cast(array: Any, wanted: Any) -> Any:
    try:
        return array.cast(wanted)
    except pa.ArrowException:
        return None


def _all(truths: Any) -> bool:
    return bool(pc.all(truths, min_count=0).as_py())


def arrays_of(column: Column, expected: Any, actual: Any) -> list[Both]:
    """The arrays of both sides of a column that is held in the Arrow type of its kind."""
    if column.kind == "float":
        near = Tolerance(column.abs, column.rel)
        parts = [_parted(side) for side in (expected, actual)]
        numbers = Number(parts[0][0], near), Number(parts[1][0], near)
        classes = Exact(parts[0][1]), Exact(parts[1][1])
        return [numbers, *([classes] if parts[0][1].any() or parts[1][1].any() else [])]
    found: list[Both] = []
    if expected.null_count or actual.null_count:
        found.append((Exact(_nulls(expected)), Exact(_nulls(actual))))
    if pa.types.is_large_string(expected.type) or pa.types.is_string(expected.type):
        return [*found, (Text(expected), Text(actual))]
    return [*found, (Exact(_fixed(expected)), Exact(_fixed(actual)))]


def _parted(array: Any) -> tuple[Any, Any]:
    """The finite numbers of an array of floats, 0 elsewhere, and what each cell is: a number, NULL, NaN, ∞ or -∞."""
    classes = array.is_null().to_numpy(zero_copy_only=False).view(np.int8)
    numbers = (array.fill_null(0.0) if array.null_count else array).to_numpy()
    finite = np.isfinite(numbers)
    if not finite.all():
        classes = np.where(finite, classes, np.where(np.isnan(numbers), 2, np.where(numbers > 0, 3, 4))).astype(np.int8)
        numbers = np.where(finite, numbers, 0.0)
    return numbers, classes


def _nulls(array: Any) -> Any:
    return array.is_null().to_numpy(zero_copy_only=False)


def _fixed(array: Any) -> Any:
    """An array of fixed width as numpy has it, dates and instants as integers, 0 for NULL."""
    if pa.types.is_boolean(array.type):
        return array.fill_null(False).to_numpy(zero_copy_only=False)
    integers = array.view(pa.int32() if pa.types.is_date(array.type) else pa.int64())
    return (integers.fill_null(0) if integers.null_count else integers).to_numpy(zero_copy_only=False)


def numbered(column: KeyColumn) -> list[Both] | None:
    """The arrays of a column of Python keys: numbers for equal keys; None where only Python can compare them.

    That is so where exact decimals and floats stand side by side: the former are compared without a tolerance.
    """
    if column.tolerance is None:
        return [_numbered(column.expected, column.actual)]
    if all(any(type(key) not in (float, type(None)) for key in side) for side in (column.expected, column.actual)):
        return None
    return _near(column, column.tolerance)


def _near(column: KeyColumn, tolerance: Tolerance) -> list[Both]:
    (classes, numbers), (other_classes, other_numbers) = classify(column.expected), classify(column.actual)
    both = Number(np.array(numbers, float), tolerance), Number(np.array(other_numbers, float), tolerance)
    plain = all(of == (NUMBER,) for side in (classes, other_classes) for of in side)
    return [both] if plain else [both, _numbered(classes, other_classes)]


def _numbered(*sides: Sequence[Hashable]) -> tuple[Exact, Exact]:
    codes: dict[Hashable, int] = {}
    left, right = (np.array([codes.setdefault(key, len(codes)) for key in side], np.int64) for side in sides)
    return Exact(left), Exact(right)
