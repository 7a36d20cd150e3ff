"""Missing and extra rows that stand under the same key: they differ, rather than being missing and extra."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from judge.compare.kinds import is_nan
from judge.compare.sides import Pair, Side

_NEAR = 0.05  # 1/3 as 0.33 is 1% off
_FEWEST_DECIMALS, _MOST_DECIMALS = 2, 9
_Rows = list[tuple[int, int]]


def same_key(pair: Pair, missing: Sequence[int], extra: Sequence[int], key: Sequence[int]) -> _Rows:
    """The positions (expected, came) of rows under the same key; none at all where a key tells no two rows apart.

    `key` are columns; without any, a single missing row is the counterpart of a single extra one. Keys are equal by
    kind, and exactly: NULL and NaN are no key, and keys that are merely near are two.
    """
    wanted, came = _by_key(pair.expected, missing, key), _by_key(pair.actual, extra, key)
    if wanted is None or came is None:
        return []
    return [(position, came[of]) for of, position in wanted.items() if of in came]


def differing(pair: Pair, rows: _Rows) -> dict[int, _Rows]:
    """The columns in which rows under the same key differ, each with the rows that do, in declared order."""
    found = {}
    for column, tolerance in enumerate(pair.tolerances):
        wanted, came = pair.expected.table[column], pair.actual.table[column]
        unequal = [(e, a) for e, a in rows if wanted[e] != came[a]]
        if tolerance:
            unequal = [(e, a) for e, a in unequal if not tolerance.same(wanted[e], came[a])]
        if unequal:
            found[column] = unequal
    return found


def rounded(pair: Pair, differ: dict[int, _Rows]) -> tuple[list[int], int]:
    """The float columns that differ, and to how many decimals all of them came rounded; no columns where they did not.

    Nothing is claimed of values that came with fewer than two decimals, nor where rounding moved one by a twentieth
    of it or more.
    """
    columns = [column for column in differ if pair.expected.columns[column].kind == "float"]
    if not all(_near(pair, column, differ[column]) for column in columns):
        return [], 0
    decimals = _decimals([value for column in columns for value in pair.actual.table[column]])
    half = 0.5 * 10.0**-decimals
    fit = _FEWEST_DECIMALS <= decimals <= _MOST_DECIMALS and all(
        # A half may go either way, and is one only as nearly as a float can say.
        abs(e - a) <= half + 1e-15 * abs(e)
        for column in columns
        for e, a in _numbers(pair, column, differ[column])
    )
    return (columns, decimals) if fit else ([], 0)


def _by_key(side: Side, at: Sequence[int], key: Sequence[int]) -> dict[tuple[Hashable, ...], int] | None:
    """The rows by their key, but those without one; None where two have the same."""
    found: dict[tuple[Hashable, ...], int] = {}
    for position in at:
        of = tuple(side.table[column][position] for column in key)
        if any(value is None or is_nan(value) for value in of):
            continue
        if found.setdefault(of, position) != position:
            return None
    return found


def _near(pair: Pair, column: int, rows: _Rows) -> bool:
    return len(numbers := _numbers(pair, column, rows)) == len(rows) and all(
        abs(e - a) < _NEAR * abs(e) for e, a in numbers
    )


def _numbers(pair: Pair, column: int, rows: _Rows) -> list[tuple[float, float]]:
    """The cells of a float column in these rows, where both are numbers."""
    wanted, came = pair.expected.table[column], pair.actual.table[column]
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
