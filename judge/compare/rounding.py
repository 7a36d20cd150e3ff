"""Values that differ because they came rounded, where the full ones are asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from judge.compare.alignment import Places
from judge.compare.pairs import Pair

_NEAR = 0.05  # 1/3 as 0.33 is 1% off
_FEWEST_DECIMALS, _MOST_DECIMALS = 2, 9


def rounded(pair: Pair, differ: dict[int, Places], came: Callable[[int], Sequence[Hashable]]) -> tuple[list[int], int]:
    """The float columns that differ, and to how many decimals all of them came rounded; no columns where they did not.

    `came` gives the whole of a column that came: what is right has to be rounded too. Nothing is claimed of values that
    came with fewer than two decimals, nor where rounding moved one by a twentieth of it or more.
    """
    columns = [c for c in differ if pair.columns[c].kind == "float" and pair.columns[c].round is None]
    if not all(_near(pair, column, differ[column]) for column in columns):
        return [], 0
    decimals = _decimals([value for column in columns for value in came(column)])
    half = 0.5 * 10.0**-decimals
    fit = _FEWEST_DECIMALS <= decimals <= _MOST_DECIMALS and all(
        # A half may go either way, and is one only as nearly as a float can say.
        abs(e - a) <= half + 1e-15 * abs(e)
        for column in columns
        for e, a in _numbers(pair, column, differ[column])
    )
    return (columns, decimals) if fit else ([], 0)


def _near(pair: Pair, column: int, rows: Places) -> bool:
    return len(numbers := _numbers(pair, column, rows)) == len(rows) and all(
        abs(e - a) < _NEAR * abs(e) for e, a in numbers
    )


def _numbers(pair: Pair, column: int, rows: Places) -> list[tuple[float, float]]:
    """The cells of a float column in these rows, where both are numbers."""
    wanted, came = pair.keys[0][column].values, pair.keys[1][column].values
    cells = [(wanted[e], came[a]) for e, a in rows]
    return [(e, a) for e, a in cells if isinstance(e, float) and isinstance(a, float)]


def _decimals(values: Sequence[Hashable]) -> int:
    """The fewest decimals with which all of the numbers can be written, or more than the most."""
    fewest = 0
    for value in values:
        if isinstance(value, float):
            while fewest <= _MOST_DECIMALS and round(value, fewest) != value:
                fewest += 1
    return fewest
