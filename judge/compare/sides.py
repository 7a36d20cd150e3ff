"""One result in the order of the declared columns, and the keys by which it is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from judge.columnar import ColumnRows
from judge.compare.kinds import NESTED, Keys, column_keys
from judge.compare.tolerance import rounded
from judge.model import Column, ResultSet, Row, Value


class Side:
    """A result whose columns are found: `where` tells where each declared one stands."""

    def __init__(self, result: ResultSet, columns: Sequence[Column], where: Sequence[int]) -> None:
        self.columns = tuple(columns)
        self.result = result
        self._where = where

    def __len__(self) -> int:
        return len(self.result.rows)

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def placed(self, where: Sequence[int]) -> Side:
        """The same result with its columns exchanged: `where` tells at which declared one each declared one stands."""
        return Side(self.result, self.columns, [self._where[place] for place in where])

    def in_order(self) -> ResultSet:
        """The same result, its columns in declared order and under their declared names, no NaN standing for NULL."""
        types = tuple(self.engine_type(index) for index in range(len(self.columns)))
        rows = self.rows(range(len(self)))
        return replace(self.result, columns=self.header, types=types, rows=rows, index=(), nan_is_missing=False)

    def alone(self, index: int) -> Side:
        """One declared column of it."""
        return Side(self.result, self.columns[index : index + 1], [self._where[index]])

    def first(self, count: int) -> Side:
        """The first rows of it."""
        return Side(replace(self.result, rows=self.result.rows[:count]), self.columns, self._where)

    def engine_type(self, index: int) -> str:
        return self.result.types[self._where[index]]

    def held(self, index: int) -> object:
        """A column as it is held: an Arrow array, or a list of Python values."""
        rows = self.result.rows
        return rows.columns[self._where[index]] if isinstance(rows, ColumnRows) else self.cells(index)

    def cells(self, index: int) -> list[Value]:
        """A whole column as Python values, NaN as None where it stands for NULL."""
        rows, place = self.result.rows, self._where[index]
        cells = rows.values(place) if isinstance(rows, ColumnRows) else [row[place] for row in rows]
        return self._without_nan(self.columns[index], cells)

    def rows(self, at: Sequence[int]) -> list[Row]:
        """The rows at these positions, their cells in declared order."""
        rows = self.result.rows
        taken = rows.take(at) if isinstance(rows, ColumnRows) else [rows[position] for position in at]
        columns = [
            self._without_nan(column, [row[place] for row in taken])
            for column, place in zip(self.columns, self._where, strict=True)
        ]
        return list(zip(*columns, strict=True))

    def keys(self, index: int) -> Keys:
        return column_keys(self.columns[index].kind, self.cells(index))

    def _without_nan(self, column: Column, cells: list[Value]) -> list[Value]:
        if not self.result.nan_is_missing or column.nan:
            return cells
        if column.kind in NESTED:
            return [_without_nan(cell) for cell in cells]
        return [None if cell != cell else cell for cell in cells] if float in set(map(type, cells)) else cells  # noqa: PLR0124  # only NaN differs from itself


def as_asked(columns: Sequence[Column], rows: Sequence[Row]) -> Sequence[Row]:
    """Expected rows with the values that an answer is to round rounded, a half up."""
    decimals = [column.round for column in columns]
    if not rows or all(places is None for places in decimals):
        return rows
    cells = [
        values if n is None else [rounded(value, n) for value in values]
        for values, n in zip(zip(*rows, strict=True), decimals, strict=True)
    ]
    return list(zip(*cells, strict=True))


def _without_nan(value: Value) -> Value:
    match value:
        case list():
            return [_without_nan(item) for item in value]
        case dict():
            return {key: _without_nan(item) for key, item in value.items()}
        case float() if value != value:  # noqa: PLR0124
            return None
    return value
