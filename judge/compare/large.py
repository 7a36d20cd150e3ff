"""The engine for results of any size: rows are paired by hashes, and each pair is then looked at.

A result is taken for right because its rows were found equal, column by column, and never because a hash is: whoever
makes two rows collide gains nothing. What the arrays leave undecided (a bucket of rows that are near to one another)
goes to the matching of the plain engine.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from functools import cached_property
from typing import Any, overload

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from judge.compare.arrays import Both, Exact, Held, Keyed, Number, arrays_of, held, numbered, same_rows
from judge.compare.bags import difference
from judge.compare.buckets import Bucketed
from judge.compare.engine import Engine, Plain
from judge.compare.kinds import Keys, column_keys
from judge.compare.matching import EFFORT
from judge.compare.pairing import direct, paired
from judge.compare.pairs import Pair, key_columns
from judge.compare.partners import NONE, Partners, partners
from judge.compare.sides import Side, as_asked

THREADS = 1  # the verdict does not depend on it; a grader has one process on each core
_BLOCK = 1 << 16  # rows that are looked at together: their cells are moved side by side first
_SAMPLE = 4096
_FEW = 20_000
_MOST_PAIRS = 4_000_000


class Large:
    """Both sides as arrays; `ignored` columns are no part of what makes rows the same."""

    def __init__(self, expected: Side, actual: Side, ignored: Collection[int] = ()) -> None:
        self.expected, self.actual, self._ignored = expected, actual, ignored
        self._sizes = len(expected), len(actual)
        self._keys: tuple[list[Keys], list[Keys]] = ([], [])
        self._held: list[Held | None] = []
        self._of: list[int] = []
        self._both: list[Both] = []
        self._plain: Plain | None = None
        self._suspects: tuple[Any, ...] = (), ()
        self._anchor: Keyed | None = None
        for index, column in enumerate(expected.columns):
            left, right = (
                held(column, side.held(index), nan_is_missing=side.result.nan_is_missing) for side in self._sides
            )
            self._held.append(left)
            found: list[Both] | None
            if left and right:
                for side, keys, array in zip(self._sides, self._keys, (left, right), strict=True):
                    keys.append(Keys(_Values(side, index), array.types, 0))
                found = arrays_of(column, left.array, right.array)
            else:
                for side, keys in zip(self._sides, self._keys, strict=True):
                    keys.append(side.keys(index))
                found = self._numbered(index)
            if index in ignored:
                continue
            if found is None:
                self._plain = Plain(expected, actual, ignored)
                return
            self._both += found
            self._of += [index] * len(found)

    @property
    def _sides(self) -> tuple[Side, Side]:
        return self.expected, self.actual

    def _numbered(self, index: int) -> list[Both] | None:
        column = self.expected.columns[index]
        found: list[Both] = []
        for keys in key_columns(index, column, self._keys[0][index], self._keys[1][index]):
            arrays = numbered(keys)
            if arrays is None:
                return None
            found += arrays
        return found

    def again(self, expected: Side, actual: Side) -> Engine:
        return Large(expected, actual, self._ignored)

    def ignoring(self, indexes: Collection[int]) -> Engine:
        return Large(self.expected, self.actual, indexes)

    def expected_keys(self, index: int) -> Keys:
        return self._plain.expected_keys(index) if self._plain else self._keys[0][index]

    def actual_keys(self, index: int) -> Keys:
        return self._plain.actual_keys(index) if self._plain else self._keys[1][index]

    def times_expected(self, index: int, value: Hashable) -> int:
        if self._plain or not (array := self._held[index]):
            return (self._plain or self).expected_keys(index).values.count(value)
        if value is None:
            return int(array.array.null_count)
        try:
            return int(pc.sum(pc.equal(array.array, pa.scalar(value, array.array.type)), min_count=0).as_py())
        except (pa.ArrowException, OverflowError, UnicodeEncodeError):  # no value of that type, so none is equal
            return 0

    def rest(self, missing: Sequence[int], extra: Sequence[int]) -> Pair:
        if self._plain:
            return self._plain.rest(missing, extra)
        rows = self.expected.rows(missing), self.actual.rows(extra)
        keys = [
            [
                column_keys(column.kind, [row[index] for row in some])._replace(types=of[index].types)
                for index, column in enumerate(self.expected.columns)
            ]
            for some, of in zip(rows, self._keys, strict=True)
        ]
        shown = as_asked(self.expected.columns, rows[0]), rows[1]
        return Pair(self.expected.columns, (keys[0], keys[1]), shown, ignored=self._ignored)

    def partners(self, positions: Sequence[int], *, of_actual: bool) -> list[Partners] | None:
        if self._plain:
            return self._plain.partners(positions, of_actual=of_actual)
        side, at = int(of_actual), np.asarray(positions)
        rows = self._suspects
        if not np.isin(at, rows[side]).all():  # left over by another matching: of the sure rows of a LIMIT alone
            rows = np.arange(self._sizes[0]), np.arange(self._sizes[1])
        if sum(map(len, rows)) <= _FEW:
            return self._few_partners(rows, np.searchsorted(rows[side], at).tolist(), side)
        known = rows is self._suspects
        all_hashes = self._suspect_hashes if known else tuple(hashed(self._both, of, self._sizes[of]) for of in (0, 1))
        others, hashes = rows[1 - side], all_hashes[side][np.searchsorted(rows[side], at)]
        # Each row beside every one of the other side with which it shares a hash of all that is exact.
        order = np.argsort(all_hashes[1 - side])
        ordered = all_hashes[1 - side][order]
        first = np.searchsorted(ordered, hashes)
        counts = np.searchsorted(ordered, hashes, "right") - first
        if counts.sum() > _MOST_PAIRS:
            return None
        mine = np.repeat(np.arange(len(at)), counts)
        theirs = others[order[np.arange(len(mine)) + np.repeat(first - np.cumsum(counts) + counts, counts)]]
        pairs = (at[mine], theirs)
        same = same_rows(self._both, pairs[side], pairs[1 - side])
        mine, theirs = mine[same], theirs[same]
        lowest = np.full(len(at), max(self._sizes))
        np.minimum.at(lowest, mine, theirs)
        times = np.bincount(mine, minlength=len(at)).tolist()
        return [Partners(*of) if of[1] else NONE for of in zip(lowest.tolist(), times, strict=True)]

    def _few_partners(self, rows: tuple[Any, ...], at: list[int], side: int) -> list[Partners] | None:
        """The same of few rows, by the plain engine: to ask DuckDB for hashes takes 70 ms."""
        pair = self.rest(rows[0].tolist(), rows[1].tolist())
        tables = pair.expected, pair.actual
        found = partners(tables[side], at, tables[1 - side], pair.tolerances, of_actual=bool(side))
        return found and [of._replace(first=int(rows[1 - side][of.first])) if of.times else of for of in found]

    def first_out_of_order(self, sort_columns: Sequence[int], length: int) -> int | None:
        if self._plain:
            return self._plain.first_out_of_order(sort_columns, length)
        first, whole = length, slice(length)
        for index, (expected, actual) in zip(self._of, self._both, strict=True):
            if index in sort_columns:
                wrong = ~expected.part(whole).equal(actual.part(whole))  # type: ignore[arg-type]
                first = min(first, int(wrong.argmax())) if wrong.any() else first
        return first if first < length else None

    def difference(self, *, effort: int = EFFORT) -> tuple[list[int], list[int]]:
        if self._plain:
            return self._plain.difference(effort=effort)
        if self._sizes[0] == self._sizes[1] and self._same_in_place():
            return [], []
        left, right = self._hashes
        partner = direct(left, right)
        unique = partner is not None
        same, partner = self._same_pairs(partner if unique else paired(left, right))
        taken = np.zeros(self._sizes[1], bool)
        taken[partner[same]] = True
        if same.all() and taken.all():
            return [], []
        if unique:
            self._suspects = places, others = np.flatnonzero(~same), np.flatnonzero(~taken)
        else:  # whoever shares a hash with a row that is alone may have taken its partner
            hashes = np.unique(np.concatenate([left[~same], right[~taken]]))
            self._suspects = places, others = tuple(np.flatnonzero(np.isin(side, hashes)) for side in (left, right))
        if len(places) + len(others) <= _FEW:
            missing, extra = self.matched(places, others, effort)
        else:
            missing, extra = Bucketed(self, places, others, self._suspect_hashes).difference(effort)
        return places[missing].tolist(), others[extra].tolist()

    def matched(self, places: Any, others: Any, effort: int) -> tuple[list[int], list[int]]:
        """Which of these rows, counted from 0, the plain engine leaves over."""
        pair = self.rest(places.tolist(), others.tolist())
        return difference(pair.expected, pair.actual, pair.tolerances, effort)

    def arrays(self, places: Any, others: Any) -> list[Both]:
        """The arrays of these rows alone."""
        return [(expected.part(places), actual.part(others)) for expected, actual in self._both]

    @cached_property
    def _suspect_hashes(self) -> tuple[Any, ...]:
        """The hashes of all that is exact in the rows that may be left over."""
        some = self.arrays(*self._suspects)
        return hashed(some, 0, len(self._suspects[0])), hashed(some, 1, len(self._suspects[1]))

    def _same_in_place(self) -> bool:
        """Whether the rows are the same as they stand."""
        return all(expected.equal(actual).all() for expected, actual in self._both)  # type: ignore[arg-type]

    def _same_pairs(self, partner: Any) -> tuple[Any, Any]:
        """For each expected row whether it is the same as its partner; and the partners."""
        same = partner >= 0
        partner = partner.astype(np.intp)  # else numpy does that once for each column
        for expected, actual in self._both if self._sizes[1] else []:
            if expected is self._anchor:
                continue  # it is what partners were found by
            ready, shuffled = expected.ready(), actual.shuffled()
            for start in range(0, self._sizes[0], _BLOCK):
                block = slice(start, start + _BLOCK)
                same[block] &= ready.part(block).equal(shuffled.part(partner[block]))  # type: ignore[arg-type]
        return same, partner

    @cached_property
    def _hashes(self) -> tuple[Any, Any]:
        """A number for each row, the same for the same rows: a whole column where hardly two rows share a value."""
        for both in self._both:
            if all(isinstance(of, Exact) and _mostly_different(of.array) for of in both):
                self._anchor = both[0]
                left, right = (of.array.astype(np.int64, copy=False).view(np.uint64) for of in both)
                return left, right
        return hashed(self._both, 0, self._sizes[0]), hashed(self._both, 1, self._sizes[1])


def hashed(columns: Sequence[Both], side: int, size: int) -> Any:
    """DuckDB's hash of each row, of all that is exact in it, as unsigned 64-bit numbers."""
    exact = [both[side].column() for both in columns if not isinstance(both[side], Number)]  # type: ignore[union-attr]
    if not exact:
        return np.zeros(size, np.uint64)
    names = [f"c{place}" for place in range(len(exact))]
    with duckdb.connect(config={"threads": THREADS}) as connection:
        connection.register("keys", pa.table(exact, names))
        return connection.execute(f"SELECT hash({', '.join(names)}) AS h FROM keys").fetchnumpy()["h"]


def _mostly_different(array: Any) -> bool:
    if array.dtype.kind != "i" or not len(array):
        return False
    sample = array[:: max(1, len(array) // _SAMPLE)]
    return bool(len(np.unique(sample)) > 0.99 * len(sample))


class _Values(Sequence[Any]):
    """The keys of a column, made when they are first asked for."""

    def __init__(self, side: Side, index: int) -> None:
        self._side, self._index = side, index

    @cached_property
    def _all(self) -> Sequence[Any]:
        return self._side.keys(self._index).values

    def __len__(self) -> int:
        return len(self._side)

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        return self._all[at]
