"""Matching rows of which some columns have a tolerance.

Rows are first put into buckets by all that is exact, then a bucket is split where no two rows on either side of a gap
can be near, and only what is left is matched: a row may be near to several others, and which partner it takes decides
what is left to the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

from judge.compare.paths import Ambiguous
from judge.compare.tolerance import Tolerance, classify

Table = Sequence[Sequence[Hashable]]
"""Keys column by column, all of one length."""

EFFORT = 1_000_000
"""How many pairs of an ambiguous matching are looked at, beside some for each row: a second or two."""
_EFFORT_PER_ROW = 16


class Matching:
    """A largest matching between two bags, of which some columns have a tolerance."""

    def __init__(self, expected: Table, actual: Table, tolerances: Sequence[Tolerance | None], effort: int) -> None:
        self.tolerances: list[Tolerance] = []
        # Of the columns with a tolerance: the keys, and the floats that they are.
        self.keys: tuple[list[Sequence[Hashable]], list[Sequence[Hashable]]] = ([], [])
        self.numbers: tuple[list[list[float]], list[list[float]]] = ([], [])
        exact: tuple[list[Sequence[Hashable]], list[Sequence[Hashable]]] = ([], [])
        for tolerance, *columns in zip(tolerances, expected, actual, strict=True):
            for side, column in enumerate(columns):
                if tolerance is None:
                    exact[side].append(column)
                    continue
                classes, numbers = classify(column)
                exact[side].append(classes)
                self.keys[side].append(column)
                self.numbers[side].append(numbers)
            if tolerance is not None:
                self.tolerances.append(tolerance)
        self.buckets: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, table in enumerate(exact):
            for position, bucket in enumerate(zip(*table, strict=True)):
                self.buckets[bucket][side].append(position)
        self.columns = list(zip(self.tolerances, *self.keys, *self.numbers, strict=True))
        self.effort = effort + _EFFORT_PER_ROW * len(expected[0])

    def leftover(self) -> tuple[list[int], list[int]]:
        missing: list[int] = []
        extra: list[int] = []
        for es, cs in self.buckets.values():
            if len(es) == len(cs) == 1 and self.close(es[0], cs[0]):
                continue
            for part in self.parts(es, cs):
                left, right = self.match(*part)
                missing += left
                extra += right
        return sorted(missing), sorted(extra)

    def close(self, e: int, a: int) -> bool:
        for tolerance, left, right, xs, ys in self.columns:  # noqa: SIM110 the innermost loop: all(...) takes twice as long
            if not tolerance.close(left[e], right[a], xs[e], ys[a]):
                return False
        return True

    def parts(self, es: list[int], cs: list[int]) -> Iterator[tuple[list[int], list[int]]]:
        """Parts of a bucket with no near pair across them, split until no column has a gap."""
        count = len(self.tolerances)
        stack = [(es, cs, 0, 0)]
        while stack:
            es, cs, column, whole = stack.pop()
            if whole == count or not es or not cs or len(es) == len(cs) == 1:
                yield es, cs
                continue
            pieces = self.split(es, cs, column)
            whole = whole + 1 if len(pieces) == 1 else 1
            stack.extend((*piece, (column + 1) % count, whole) for piece in pieces)

    def split(self, es: list[int], cs: list[int], column: int) -> list[tuple[list[int], list[int]]]:
        left, right, near = self.numbers[0][column], self.numbers[1][column], self.tolerances[column].near
        marks = sorted([(left[e], 0, e) for e in es] + [(right[a], 1, a) for a in cs])
        pieces: list[tuple[list[int], list[int]]] = [([], [])]
        before = marks[0][0]
        for number, side, position in marks:
            # The reach of a number grows with it: where two neighbours are not near, no pair around them is.
            if not near(before, number):
                pieces.append(([], []))
            pieces[-1][side].append(position)
            before = number
        return pieces

    def match(self, es: list[int], cs: list[int]) -> tuple[list[int], list[int]]:
        if not es or not cs:
            return es, cs
        if len(es) == len(cs) == 1:
            return ([], []) if self.close(es[0], cs[0]) else (es, cs)
        loose = [c for c in range(len(self.tolerances)) if self.loose(c, es, cs)]
        if not loose:  # every row is near to every other
            return sorted(es)[len(cs) :], sorted(cs)[len(es) :]
        if len(loose) == 1 and not self.mixed(loose[0], es, cs):
            return self.sweep(loose[0], es, cs)
        return Ambiguous(self, es, cs).leftover()

    def loose(self, column: int, es: list[int], cs: list[int]) -> bool:
        """Whether some pair may differ in this column."""
        numbers = [self.numbers[0][column][e] for e in es] + [self.numbers[1][column][a] for a in cs]
        return self.mixed(column, es, cs) or not self.tolerances[column].near(min(numbers), max(numbers))

    def mixed(self, column: int, es: list[int], cs: list[int]) -> bool:
        """Whether exact decimals stand on both sides: those are not compared with a tolerance."""
        return all(
            any(type(self.keys[side][column][position]) is not float for position in positions)
            for side, positions in enumerate((es, cs))
        )

    def sweep(self, column: int, es: list[int], cs: list[int]) -> tuple[list[int], list[int]]:
        """One column decides: going up both sides and taking the first that is near leaves the fewest."""
        left, right, near = self.numbers[0][column], self.numbers[1][column], self.tolerances[column].near
        es, cs = sorted(es, key=lambda e: (left[e], e)), sorted(cs, key=lambda a: (right[a], a))
        missing: list[int] = []
        extra: list[int] = []
        i = j = 0
        while i < len(es) and j < len(cs):
            x, y = left[es[i]], right[cs[j]]
            if near(x, y):
                i, j = i + 1, j + 1
            elif x < y:
                missing.append(es[i])
                i += 1
            else:
                extra.append(cs[j])
                j += 1
        return missing + es[i:], extra + cs[j:]
