"""Rows of both sides in buckets of equal hashes, where each may be the partner of several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from judge.compare.arrays import Number, same_rows

if TYPE_CHECKING:
    from judge.compare.large import Large


class Bucketed:
    """Some rows of both sides in buckets of equal hashes, in which each may be the partner of several."""

    def __init__(self, engine: Large, places: Any, others: Any, hashes: tuple[Any, ...]) -> None:
        self._engine, self._places, self._others, self._hashes = engine, places, others, hashes
        self._both = engine.arrays(places, others)
        self._numbers = [both for both in self._both if isinstance(both[0], Number)]

    def difference(self, effort: int) -> tuple[Any, Any]:
        """Which of the rows, counted from 0, are left over on either side."""
        sizes = len(self._places), len(self._others)
        expected, actual = (
            _grouped(self._hashes[side], [both[side].array for both in self._numbers]) for side in (0, 1)
        )
        expected_most, actual_most = _met(expected, actual)
        kept = expected.first(expected_most)
        places, others = expected.order[kept], actual.order[actual.first(actual_most)]
        same = same_rows(self._both, places, others)
        alone = np.ones(sizes[0], bool), np.ones(sizes[1], bool)
        alone[0][places[same]] = False
        alone[1][others[same]] = False
        dubious = np.zeros(len(expected.counts), bool)
        dubious[expected.groups[kept][~same]] = True
        if self._numbers:
            uneven = (expected_most > 0) & (expected_most != expected.counts)
            if uneven.any():
                dubious |= uneven & ~self._uniform(expected, actual)
        dubious &= (expected.counts > 1) | (expected_most > 1)
        if dubious.any():
            self._match(expected, actual, dubious, alone, effort)
        return np.flatnonzero(alone[0]), np.flatnonzero(alone[1])

    def _uniform(self, expected: _Groups, actual: _Groups) -> Any:
        """Of each expected group whether all rows with its hash have the very same numbers: a join repeats them so."""
        uniform = np.ones(len(expected.counts), bool)
        group, found = _found(actual.values, expected.values)
        met, theirs = found[actual.groups], group[actual.groups]
        for left, right in self._numbers:
            first = left.array[expected.order[expected.starts]]
            np.logical_and.at(uniform, expected.groups, left.array[expected.order] == first[expected.groups])
            np.logical_and.at(uniform, theirs[met], right.array[actual.order[met]] == first[theirs[met]])
        return uniform

    def _match(self, expected: _Groups, actual: _Groups, dubious: Any, alone: tuple[Any, Any], effort: int) -> None:
        """Have the plain engine match the rows of these buckets, and mark in `alone` which are left over."""
        places = np.sort(expected.order[dubious[expected.groups]])
        others = np.sort(actual.order[np.isin(actual.values, expected.values[dubious])[actual.groups]])
        missing, extra = self._engine.matched(self._places[places], self._others[others], effort)
        for mask, positions, left in ((alone[0], places, missing), (alone[1], others, extra)):
            mask[positions] = False
            mask[positions[left]] = True


class _Groups(NamedTuple):
    """Rows in the order of their hashes: positions, the group of each place, and by group hash, start and size."""

    order: Any
    groups: Any
    values: Any
    starts: Any
    counts: Any

    def first(self, most: Any) -> Any:
        """The places of the first rows of each group, of each as many as `most` says."""
        rank = np.arange(len(self.order)) - self.starts[self.groups]
        return rank < most[self.groups]


def _grouped(hashes: Any, numbers: list[Any]) -> _Groups:
    """Rows with the same hash side by side, in order of their numbers and then of their positions."""
    order = np.lexsort([np.arange(len(hashes)), *reversed(numbers), hashes])
    ordered = hashes[order]
    new = np.ones(len(order), bool)
    new[1:] = ordered[1:] != ordered[:-1]
    starts = np.flatnonzero(new)
    counts = np.diff(starts, append=len(order))
    return _Groups(order, np.cumsum(new) - 1, ordered[starts], starts, counts)


def _met(expected: _Groups, actual: _Groups) -> tuple[Any, Any]:
    """For each group of either side, how many rows the other side has with its hash."""
    ours, theirs = np.zeros_like(expected.counts), np.zeros_like(actual.counts)
    if not len(ours) or not len(theirs):
        return ours, theirs
    place, found = _found(expected.values, actual.values)
    ours[found] = actual.counts[place[found]]
    theirs[place[found]] = expected.counts[found]
    return ours, theirs


def _found(values: Any, among: Any) -> tuple[Any, Any]:
    """Where each value stands among sorted ones, of which there is one at least, and whether it does."""
    place = np.searchsorted(among, values)
    place[place == len(among)] = 0
    return place, among[place] == values
