"""Two sides as tables of keys: the columns by which rows are told to be the same, each with its tolerance."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Sequence
from typing import NamedTuple

from judge.compare.kinds import NESTED, Keys, Unfit, tolerance
from judge.compare.matching import Table
from judge.compare.nested import has_floats, parted
from judge.compare.tolerance import Tolerance, is_rounded
from judge.model import Column, Row


class KeyColumn(NamedTuple):
    """A column of keys on both sides; `of` is the index of the declared column that it tells of."""

    of: int
    expected: Sequence[Hashable]
    actual: Sequence[Hashable]
    tolerance: Tolerance | None


def key_columns(index: int, column: Column, expected: Keys, actual: Keys) -> Iterator[KeyColumn]:
    """The key columns of a declared one: itself, but for lists and structs that hold floats, which are taken apart."""
    left, right = expected.values, actual.values
    if column.kind in NESTED and (has_floats(left) or has_floats(right)):
        near = Tolerance(column.abs, column.rel)
        for place, (e, a) in enumerate(parted(left, right)):
            yield KeyColumn(index, e, a, near if place else None)
        return
    if column.round is not None:
        right = [key if is_rounded(key, column.round) else Unfit() for key in right]
    yield KeyColumn(index, left, right, tolerance(column, expected, actual))


class Pair:
    """Rows of both sides with their keys; the `ignored` columns are no part of what makes rows the same."""

    def __init__(
        self,
        columns: Sequence[Column],
        keys: tuple[Sequence[Keys], Sequence[Keys]],
        rows: tuple[Sequence[Row], Sequence[Row]] = ((), ()),
        *,
        ignored: Collection[int] = (),
    ) -> None:
        self.columns = tuple(columns)
        self.keys = keys
        self.expected_rows, self.actual_rows = rows
        self.key_columns = [
            key
            for index, of in enumerate(zip(columns, *keys, strict=True))
            if index not in ignored
            for key in key_columns(index, *of)
        ]
        self.expected: Table = [column.expected for column in self.key_columns]
        self.actual: Table = [column.actual for column in self.key_columns]
        self.tolerances = [column.tolerance for column in self.key_columns]
        self.size = len(self.expected[0]), len(self.actual[0])

    def differing(self, index: int, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Those pairs of rows (expected, actual) that differ in a declared column."""
        found: list[tuple[int, int]] = []
        for of, expected, actual, near in self.key_columns:
            if of == index:
                some = [(e, a) for e, a in pairs if expected[e] != actual[a]]
                if near:
                    some = [(e, a) for e, a in some if not near.same(expected[e], actual[a])]
                found = sorted({*found, *some}) if found else some
        return found

    def only(self, indexes: Sequence[int]) -> tuple[Table, Table, list[Tolerance | None]]:
        """The keys of these declared columns alone."""
        chosen = [column for column in self.key_columns if column.of in indexes]
        return [c.expected for c in chosen], [c.actual for c in chosen], [c.tolerance for c in chosen]


def chosen(keys: Keys, at: Sequence[int]) -> Keys:
    return Keys([keys.values[position] for position in at], keys.types, keys.unfit)
