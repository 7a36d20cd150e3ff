"""What either engine tells of two results; and the plain one, in nothing but the standard library."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import Protocol

from judge.compare.bags import difference
from judge.compare.kinds import Keys
from judge.compare.matching import EFFORT
from judge.compare.order import first_out_of_order
from judge.compare.pairs import Pair, chosen
from judge.compare.partners import Partners, partners
from judge.compare.sides import Side, as_asked


class Engine(Protocol):
    """Two results under the same columns; positions count rows of either from 0."""

    expected: Side
    actual: Side

    def difference(self, *, effort: int = EFFORT) -> tuple[list[int], list[int]]:
        """The expected rows that did not come and those that came unexpected, ascending, by a largest matching."""

    def again(self, expected: Side, actual: Side) -> Engine:
        """The same with other sides."""

    def ignoring(self, indexes: Collection[int]) -> Engine:
        """The same without these declared columns, which some are left of."""

    def rest(self, missing: Sequence[int], extra: Sequence[int]) -> Pair:
        """These rows alone."""

    def partners(self, positions: Sequence[int], *, of_actual: bool) -> list[Partners] | None:
        """For each row that was left over on a side, which of the other are the same; None if that takes too long."""

    def expected_keys(self, index: int) -> Keys:
        """The keys of a whole expected column."""

    def times_expected(self, index: int, value: Hashable) -> int:
        """How many expected rows have this key in a column."""

    def actual_keys(self, index: int) -> Keys:
        """The keys of a whole column that came."""

    def first_out_of_order(self, sort_columns: Sequence[int], length: int) -> int | None:
        """The first of `length` positions whose sort key is not the expected one."""


class Plain:
    """The engine for results of tens of thousands of rows: rows as tuples, bags as Counters."""

    def __init__(self, expected: Side, actual: Side, ignored: Collection[int] = ()) -> None:
        self.expected, self.actual, self._ignored = expected, actual, ignored
        indexes = range(len(expected.columns))
        self._keys = [expected.keys(index) for index in indexes], [actual.keys(index) for index in indexes]
        self._pair = Pair(expected.columns, self._keys, ignored=ignored)

    def again(self, expected: Side, actual: Side) -> Plain:
        return Plain(expected, actual, self._ignored)

    def ignoring(self, indexes: Collection[int]) -> Plain:
        return Plain(self.expected, self.actual, indexes)

    def difference(self, *, effort: int = EFFORT) -> tuple[list[int], list[int]]:
        pair = self._pair
        return difference(pair.expected, pair.actual, pair.tolerances, effort)

    def rest(self, missing: Sequence[int], extra: Sequence[int]) -> Pair:
        left, right = self._keys
        keys = [chosen(of, missing) for of in left], [chosen(of, extra) for of in right]
        rows = as_asked(self.expected.columns, self.expected.rows(missing)), self.actual.rows(extra)
        return Pair(self.expected.columns, keys, rows, ignored=self._ignored)

    def partners(self, positions: Sequence[int], *, of_actual: bool) -> list[Partners] | None:
        pair = self._pair
        mine, others = (pair.actual, pair.expected) if of_actual else (pair.expected, pair.actual)
        return partners(mine, positions, others, pair.tolerances, of_actual=of_actual)

    def expected_keys(self, index: int) -> Keys:
        return self._keys[0][index]

    def times_expected(self, index: int, value: Hashable) -> int:
        return self._keys[0][index].values.count(value)

    def actual_keys(self, index: int) -> Keys:
        return self._keys[1][index]

    def first_out_of_order(self, sort_columns: Sequence[int], length: int) -> int | None:
        expected, actual, tolerances = self._pair.only(sort_columns)
        return first_out_of_order(expected, actual, tolerances, length)
