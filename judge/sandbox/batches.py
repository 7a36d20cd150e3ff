"""The rows of an answer, gathered from its frames: as tuples, or column by column where they are many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from judge.columnar import MOST_AS_TUPLES, ColumnRows, values_of
from judge.model import Row
from judge.sandbox import arrow, wire
from judge.sandbox.rows import decode_rows, row_cost


class Batches:
    """Frames of an answer of `width` columns, which may count `room` bytes in all."""

    def __init__(self, width: int, room: int) -> None:
        self._width, self._room = width, room
        self._batches: list[tuple[list[Row] | None, list[Any]]] = []
        self.count = 0

    def add(self, frame: bytes) -> None:
        """Take the rows of one frame; raises ValueError and TooMuch."""
        rows: list[Row] | None = None
        columns: list[Any] = []
        match frame[:1]:
            case wire.JSON:
                rows = decode_rows(frame[1:], self._width, self._room)
                count = len(rows)
            case wire.ARROW:
                columns, count = arrow.decode(frame[1:], self._width, self._room)
            case _:
                raise ValueError("rows that are neither JSON nor Arrow")
        if not count:
            raise ValueError("a batch without rows")
        self._room -= count * row_cost(self._width)
        self.count += count
        self._batches.append((rows, columns))

    def rows(self) -> Sequence[Row]:
        if self.count > MOST_AS_TUPLES and any(columns for _, columns in self._batches):
            return ColumnRows([self._column(place) for place in range(self._width)])
        found: list[Row] = []
        for rows, columns in self._batches:
            found += zip(*map(values_of, columns), strict=True) if rows is None else rows
        return found

    def _column(self, place: int) -> Any:
        """A column of all batches as one Arrow array, or as a list where its cells have no one type."""
        pieces = [[row[place] for row in rows] if rows else columns[place] for rows, columns in self._batches]
        types = {piece.type for piece in pieces if not isinstance(piece, list)}
        if len(types) == 1 and (whole := arrow.joined(pieces, types.pop())) is not None:
            return whole
        return [cell for piece in pieces for cell in values_of(piece)]
