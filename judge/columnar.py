"""Rows held column by column, for results too large to be made into Python values before they are compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, overload

from judge.model import Row, Value

MOST_AS_TUPLES = 50_000
"""Results of more rows are kept in columns, and compared there."""
_AT_ONCE = 10_000


class ColumnRows(Sequence[Row]):
    """Rows of which each column is an Arrow array (chunked or not) or a list of Python values, all of one length.

    A row is made when it is asked for. This module does not import pyarrow: arrays come from whoever did.
    """

    def __init__(self, columns: Sequence[Any]) -> None:
        self.columns = tuple(columns)
        self._count = len(columns[0])

    def __len__(self) -> int:
        return self._count

    def values(self, column: int) -> list[Value]:
        """The whole of a column as Python values."""
        return values_of(self.columns[column])

    def take(self, positions: Sequence[int]) -> list[Row]:
        """The rows at `positions`, in their order."""
        return list(zip(*(_taken(column, positions) for column in self.columns), strict=True))

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, self._count, _AT_ONCE):
            yield from self[start : start + _AT_ONCE]

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return self.take(range(*at.indices(self._count)))
        return self.take([range(self._count)[at]])[0]


def values_of(column: Any) -> list[Value]:
    """A column as Python values, whichever way it is held."""
    return column if isinstance(column, list) else column.to_pylist()


def _taken(column: Any, positions: Sequence[int]) -> list[Value]:
    if isinstance(column, list):
        return [column[position] for position in positions]
    if not positions:
        return []
    if isinstance(positions, range) and positions.step == 1:
        return values_of(column.slice(positions.start, len(positions)))
    return values_of(column.take(list(positions)))
