"""Which rows of one side are the same as a row of the other, each taken by itself: how often a row stands there."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from judge.compare.matching import Table
from judge.compare.tolerance import Tolerance, classify

_EFFORT = 2_000_000


class Partners(NamedTuple):
    """The first row of the other side that is the same as a row, and how many are; (-1, 0) where none is."""

    first: int
    times: int


NONE = Partners(-1, 0)


def partners(
    table: Table, at: Sequence[int], others: Table, tolerances: Sequence[Tolerance | None], *, of_actual: bool
) -> list[Partners] | None:
    """For each row `at` a position of `table`, its partners among `others`; None where finding out takes too long.

    `of_actual` says that `table` is the side that came.
    """
    if not any(tolerances):
        return _exact(table, at, others)
    return _Near(table, others, tolerances, of_actual).found(at)


def _exact(table: Table, at: Sequence[int], others: Table) -> list[Partners]:
    rows = [tuple(column[position] for column in table) for position in at]
    found = dict.fromkeys(rows, NONE)
    for position, row in enumerate(zip(*others, strict=True)):
        if row in found:
            first, times = found[row]
            found[row] = Partners(position if first < 0 else first, times + 1)
    return [found[row] for row in rows]


class _Near:
    def __init__(self, table: Table, others: Table, tolerances: Sequence[Tolerance | None], of_actual: bool) -> None:
        self.exact: tuple[list[Sequence[Hashable]], list[Sequence[Hashable]]] = ([], [])
        self.columns: list[tuple[Tolerance, Sequence[Hashable], Sequence[Hashable], list[float], list[float]]] = []
        self.of_actual = of_actual
        for tolerance, mine, theirs in zip(tolerances, table, others, strict=True):
            if tolerance is None:
                self.exact[0].append(mine)
                self.exact[1].append(theirs)
                continue
            (classes, xs), (other_classes, ys) = classify(mine), classify(theirs)
            self.exact[0].append(classes)
            self.exact[1].append(other_classes)
            self.columns.append((tolerance, mine, theirs, xs, ys))

    def found(self, at: Sequence[int]) -> list[Partners] | None:
        buckets: list[Hashable] = [tuple(column[position] for column in self.exact[0]) for position in at]
        others: dict[Hashable, list[int]] = defaultdict(list)
        wanted = set(buckets)
        for position, other in enumerate(zip(*self.exact[1], strict=True)):
            if other in wanted:
                others[other].append(position)
        lead = self.columns[0][4]
        values = {}
        for of, positions in others.items():
            positions.sort(key=lead.__getitem__)
            values[of] = [lead[position] for position in positions]
        effort, result = _EFFORT, []
        for position, bucket in zip(at, buckets, strict=True):
            same = []
            for near in self._around(position, others.get(bucket, []), values.get(bucket, [])):
                effort -= 1
                if self._same(position, near):
                    same.append(near)
            if effort < 0:
                return None
            result.append(Partners(min(same), len(same)) if same else NONE)
        return result

    def _around(self, position: int, others: list[int], values: list[float]) -> Iterator[int]:
        tolerance, _, _, xs, _ = self.columns[0]
        number = xs[position]
        start = bisect_left(values, number)
        for places in (range(start, len(values)), range(start - 1, -1, -1)):
            for place in places:
                if not tolerance.near(number, values[place]):
                    break
                yield others[place]

    def _same(self, position: int, other: int) -> bool:
        for tolerance, mine, theirs, xs, ys in self.columns:
            pair = (mine[position], theirs[other], xs[position], ys[other])
            if self.of_actual:
                pair = (pair[1], pair[0], pair[3], pair[2])
            if not tolerance.close(*pair):
                return False
        return True
