"""Missing and extra rows that belong together: they differ in some cells, rather than being missing and extra."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from judge.compare.bags import difference
from judge.compare.kinds import Unfit, is_nan
from judge.compare.pairs import Pair

HINT_EFFORT = 50_000
_MOST_ROWS = 20_000  # of which the columns that differ are sought without a key: some ten comparisons
Places = list[tuple[int, int]]


class Alignment(NamedTuple):
    """Pairs of an expected row and the one that came for it, and by column those of them that differ there."""

    pairs: Places
    columns: dict[int, Places]


def aligned(pair: Pair, key: Sequence[int]) -> Alignment:
    """Align all rows of `pair`, by the key columns or else by the fewest columns that explain every difference.

    Rows that have no counterpart are in none of the pairs.
    """
    by_key = _with_columns(pair, _same_key(pair, key))
    left, right = pair.size
    whole = len(by_key.pairs) == left == right
    if left != right or left > _MOST_ROWS or (whole and len(by_key.columns) == 1):
        return by_key
    columns = _differing(pair)
    if not columns or (whole and len(columns) >= len(by_key.columns)):
        return by_key
    found = _with_columns(pair, _same_but_for(pair, columns))
    return found if len(found.pairs) == left else by_key


def _with_columns(pair: Pair, pairs: Places) -> Alignment:
    found = {}
    for index in range(len(pair.columns)):
        unequal = pair.differing(index, pairs)
        if unequal:
            found[index] = unequal
    return Alignment(pairs, found)


def _same_key(pair: Pair, key: Sequence[int]) -> Places:
    """Rows under the same key, exactly; without any, a single missing row is the counterpart of a single extra one.

    NULL and NaN are no key, and where a key tells no two rows apart there are no pairs at all.
    """
    expected, actual = (
        _by_key([keys[index].values for index in key], size) for keys, size in zip(pair.keys, pair.size, strict=True)
    )
    if expected is None or actual is None:
        return []
    return [(position, actual[of]) for of, position in expected.items() if of in actual]


def _by_key(columns: Sequence[Sequence[Hashable]], size: int) -> dict[tuple[Hashable, ...], int] | None:
    found: dict[tuple[Hashable, ...], int] = {}
    without = {place for column in columns for place, value in enumerate(column) if value is None or is_nan(value)}
    for position, of in enumerate(zip(*columns, strict=True) if columns else [()] * size):
        if position in without:
            continue
        if found.setdefault(of, position) != position:
            return None
    return found


def _differing(pair: Pair) -> list[int]:
    """The columns in which the missing rows differ from as many extra ones; empty where no few columns say it.

    A column whose own values differ must be among them. If leaving those out does not make the rows the same, one
    more column does, or none is named; measures stand on the right of what they measure, so it is sought there.
    """
    everything = range(len(pair.columns))

    def differ(among: Sequence[int]) -> bool:
        return any(difference(*pair.only(among), HINT_EFFORT))

    compared = [c for c in everything if pair.only([c])[0]]
    wrong = [c for c in compared if differ([c])]
    for more in (None, *reversed(compared)):
        left_out = {*wrong, *(() if more is None else (more,))}
        rest = [c for c in compared if c not in left_out]
        if left_out and more not in wrong and (not differ(rest) if rest else len(compared) == 1):
            return sorted(left_out)
    return []


def _same_but_for(pair: Pair, columns: Sequence[int]) -> Places:
    """Rows that are the same in all other columns; of several such rows, those with the lower values come together."""
    others = [index for index in range(len(pair.columns)) if index not in columns]

    def in_order(side: int) -> list[int]:
        by = [[_sortable(value) for value in pair.keys[side][index].values] for index in (*others, *columns)]
        return sorted(range(pair.size[side]), key=lambda position: [values[position] for values in by])

    places = list(zip(in_order(0), in_order(1), strict=True))
    wrong = {place for index in others for place in pair.differing(index, places)}
    return sorted(place for place in places if place not in wrong)


def _sortable(value: Hashable) -> tuple[int, float, str]:
    if value is None:
        return 0, 0.0, ""
    if type(value) is Unfit:
        return 3, 0.0, ""  # these stay in the order in which they came
    if isinstance(value, int | float) and not is_nan(value) and abs(value) < 2**53:
        return 1, float(value), ""
    return 2, 0.0, str(value)
