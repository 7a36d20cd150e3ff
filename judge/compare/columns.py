"""The columns of a result against the declared ones: by name, case folded, in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, permutations
from typing import NamedTuple

from judge.model import Column

_MOST_LOOSE = 6
_MOST_TRIES = 24


class Names(NamedTuple):
    """Declared names that did not come, names that came undeclared, declared names that came more than once."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]
    repeated: tuple[str, ...]


def check_names(names: Sequence[str], columns: Sequence[Column]) -> Names:
    count = Counter(name.casefold() for name in names)
    declared = {column.name.casefold() for column in columns}
    return Names(
        tuple(column.name for column in columns if column.name.casefold() not in count),
        tuple({name.casefold(): name for name in reversed(names) if name.casefold() not in declared}.values())[::-1],
        tuple(column.name for column in columns if count[column.name.casefold()] > 1),
    )


def positions(names: Sequence[str], columns: Sequence[Column]) -> list[int]:
    """Where each declared column stands among `names`, all of which are right."""
    where = {name.casefold(): position for position, name in enumerate(names)}
    return [where[column.name.casefold()] for column in columns]


def assignments(
    names: Sequence[str], columns: Sequence[Column], fits: Callable[[int, int], bool]
) -> Iterator[list[int]]:
    """Ways to read wrongly named columns as the declared ones: the position of each, the likeliest way first.

    Columns that are rightly named stay; `fits` says whether the values at a position could be those of a declared
    column. Last, all columns by their position. The number of ways is bounded.
    """
    folded = [name.casefold() for name in names]
    where: list[int | None] = [
        folded.index(column.name.casefold()) if folded.count(column.name.casefold()) == 1 else None
        for column in columns
    ]
    loose = [position for position in range(len(names)) if position not in where]
    open_columns = [index for index, position in enumerate(where) if position is None]
    orders: Iterator[tuple[int, ...]] = permutations(loose) if len(loose) <= _MOST_LOOSE else iter([tuple(loose)])
    fitting = (order for order in orders if all(map(fits, order, open_columns)))
    for order in islice(fitting, _MOST_TRIES):
        filled = iter(order)
        yield [next(filled) if position is None else position for position in where]
    yield list(range(len(names)))
