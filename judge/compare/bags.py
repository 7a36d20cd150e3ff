"""Bags of rows: which rows of either side find no partner on the other. Rows are compared whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from judge.compare.matching import EFFORT, Matching, Table
from judge.compare.tolerance import Tolerance


def difference(
    expected: Table, actual: Table, tolerances: Sequence[Tolerance | None], effort: int = EFFORT
) -> tuple[list[int], list[int]]:
    """Positions of the expected rows that did not come and of the rows that came unexpected, both ascending.

    There is at least one column. Of equal rows, the later ones are left over.
    """
    left, right = list(zip(*expected, strict=True)), list(zip(*actual, strict=True))
    if left == right:
        return [], []
    missing, extra = _exact(left, right)
    if not (missing or extra) or not any(tolerances):
        return missing, extra
    return Matching(expected, actual, tolerances, effort).leftover()


def _exact(left: Sequence[Hashable], right: Sequence[Hashable]) -> tuple[list[int], list[int]]:
    def surplus(rows: Sequence[Hashable], others: Counter[Hashable]) -> list[int]:
        over = []
        for position, row in enumerate(rows):
            if others[row] > 0:
                others[row] -= 1
            else:
                over.append(position)
        return over

    left_count, right_count = Counter(left), Counter(right)
    if left_count == right_count:
        return [], []
    return surplus(left, right_count), surplus(right, left_count)
