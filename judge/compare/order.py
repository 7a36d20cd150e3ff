"""Order, where the problem declares one: the sequence of sort keys is the expected one, and ties are free."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from judge.compare.matching import Table
from judge.compare.tolerance import Tolerance


def first_out_of_order(
    expected: Table, actual: Table, tolerances: Sequence[Tolerance | None], length: int
) -> int | None:
    """The first of `length` positions whose sort key is not the expected one; the tables hold the sort keys alone."""
    firsts = (_first(e[:length], a[:length], near) for e, a, near in zip(expected, actual, tolerances, strict=True))
    return min((first for first in firsts if first is not None), default=None)


def _first(expected: Sequence[Hashable], actual: Sequence[Hashable], tolerance: Tolerance | None) -> int | None:
    for position, (e, a) in enumerate(zip(expected, actual, strict=True)):
        if e != a and not (tolerance and tolerance.same(e, a)):
            return position
    return None
