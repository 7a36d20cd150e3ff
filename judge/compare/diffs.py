"""From what differs to a Diff: the most telling thing is said first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from judge.compare import reasons
from judge.compare.bags import difference
from judge.compare.columns import Names, assignments
from judge.compare.keyed import differing as differing_cells
from judge.compare.keyed import rounded, same_key
from judge.compare.kinds import EXACT_IN_FLOAT, is_nan
from judge.compare.matching import Table
from judge.compare.sides import Pair, Side
from judge.compare.tolerance import Tolerance
from judge.model import Column, Diff, ResultSet

_LAYERS = 10


def wrong_names(wanted: Side, actual: ResultSet, names: Names) -> Diff:
    """The names are wrong, and perhaps nothing else."""
    reason = reasons.wrong_names(names, actual.columns)
    levels = {level.casefold() for level in actual.index}
    indexed = [name for name in names.missing if name.casefold() in levels]
    help_ = reasons.in_index(indexed) if indexed else reasons.like_names(names)
    pairs = _renamed(wanted, actual)
    if pairs:
        reason, help_ = reasons.renamed(pairs), ""
    return Diff(reason, wanted.header, *names, help=help_)


def _renamed(wanted: Side, actual: ResultSet) -> list[tuple[str, str]]:
    """The wrong names (came, declared) if the values are right under other names, else nothing."""
    columns = wanted.columns
    if len(actual.columns) != len(columns) or len(actual.rows) != len(wanted) or not actual.rows:
        return []

    @cache
    def fits(position: int, index: int) -> bool:
        column = columns[index : index + 1]
        alone = ResultSet((), (), [(value,) for value in wanted.cells[index]])
        one = Side(alone, column, [0])
        return Pair(one, Side(actual, column, [position], one)).same

    for where in assignments(actual.columns, columns, fits):
        if Pair(wanted, Side(actual, columns, where, wanted)).same:
            return [
                (actual.columns[position], column.name)
                for position, column in zip(where, columns, strict=True)
                if actual.columns[position].casefold() != column.name.casefold()
            ]
    return []


def wrong_rows(pair: Pair, missing: list[int], extra: list[int], fixed: int | None, key: Sequence[int]) -> Diff:
    """The rows are not the same bag: which are `missing` and `extra`, by position.

    `fixed` is a declared row count, `key` are the columns that tell rows apart.
    """
    wanted, came = pair.expected, pair.actual
    differing = pair.differing(missing, extra) if len(missing) == len(extra) else []
    mistyped = _mistyped(came)
    if mistyped:
        reason = reasons.wrong_types([(column.name, types, column.kind) for column, types, _ in mistyped])
        help_ = mistyped[0][2]
    else:
        reason, help_ = _unlike(pair, missing, extra, differing, fixed, key)
    if _swapped(pair, differing):
        help_ = reasons.swapped([wanted.columns[c].name for c in differing])
    if _nan(came, extra) - _nan(wanted, missing):
        help_ = reasons.NAN_HELP
    return Diff(
        reason,
        columns=wanted.header,
        differing=tuple(wanted.columns[c].name for c in differing),
        missing=wanted.rows(missing),
        extra=came.rows(extra),
        help=help_,
    )


def _unlike(
    pair: Pair, missing: list[int], extra: list[int], differing: list[int], fixed: int | None, key: Sequence[int]
) -> tuple[str, str]:
    """A reason and a help where the types are right."""
    wanted, came = pair.expected, pair.actual
    both = same_key(pair, missing, extra, key)
    differ = differing_cells(pair, both)
    columns, decimals = rounded(pair, differ)
    help_ = reasons.rounded([wanted.columns[c].name for c in columns], decimals) if columns else ""
    if len(wanted) == len(came):
        return reasons.cells(len(missing), len(wanted), [wanted.columns[c].name for c in differing]), help_
    more = not missing and _copies(wanted.table, came.table, extra, pair.tolerances)
    fewer = not extra and _copies(came.table, wanted.table, missing, pair.tolerances)
    if both:
        counts = len(missing) - len(both), len(extra) - len(both), len(both)
        detail = reasons.by_key(*counts, [wanted.columns[c].name for c in differ])
    else:
        detail = reasons.left_over(len(missing), len(extra), more, fewer)
    if fewer and max(Counter(zip(*came.table, strict=True)).values()) == 1:
        help_ = reasons.DISTINCT_HELP
    # Where the one row is not among those that came, how many these are says it all.
    vain = fixed == len(wanted) == len(missing) == 1 and not both
    return reasons.row_count(len(wanted), len(came), fixed == len(wanted), "" if vain else detail), help_


def wrong_order(pair: Pair, first: int, order_by: Sequence[tuple[str, bool]]) -> Diff:
    """The rows are right and their sequence is not; `first` is the first position that is out of order."""
    (wanted,), (came,) = pair.expected.rows([first]), pair.actual.rows([first])
    return Diff(reasons.out_of_order(first, order_by), columns=pair.expected.header, out_of_order=(first, wanted, came))


def _mistyped(came: Side) -> list[tuple[Column, frozenset[type], str]]:
    """The columns no cell of which fits the declared kind, with the types that came and a help."""
    found = []
    for column, keys, cells in zip(came.columns, came.keys, came.cells, strict=True):
        # NaN is the wrong value rather than the wrong type.
        held = [cell for cell in cells if cell is not None and not is_nan(cell)] if keys.unfit else []
        if held and keys.unfit == len(cells) - cells.count(None):
            types = frozenset(map(type, held))
            help_ = reasons.type_help(types, column.kind)
            if column.kind == "integer" and types == {float} and all(abs(cell) > EXACT_IN_FLOAT for cell in held):
                help_ = reasons.FLOAT_HELP
            found.append((column, types, help_))
    return found


def _copies(table: Table, other: Table, surplus: list[int], tolerances: Sequence[Tolerance | None]) -> bool:
    """Whether every surplus row of `other` is the same as some row of `table`."""
    # One row takes one partner, so rows that are near but not equal take a layer each; beyond a few, no claim is made.
    rest = list(dict.fromkeys(zip(*([column[position] for position in surplus] for column in other), strict=True)))
    for _ in range(_LAYERS):
        if not rest:
            return True
        _, left = difference(table, list(zip(*rest, strict=True)), tolerances)
        if len(left) == len(rest):
            return False
        rest = [rest[position] for position in left]
    return not rest


def _swapped(pair: Pair, differing: Sequence[int]) -> bool:
    """Whether the result is right once the two columns that differ change places."""
    if len(differing) != 2:
        return False
    where = list(range(len(pair.expected.columns)))
    first, second = differing
    where[first], where[second] = second, first
    came = ResultSet((), (), list(zip(*pair.actual.cells, strict=True)))
    swapped = Side(came, pair.expected.columns, where, pair.expected)
    return Pair(pair.expected, swapped).same


def _nan(side: Side, at: Sequence[int]) -> set[int]:
    """The columns that hold NaN in these rows."""
    return {
        index
        for index, cells in enumerate(side.cells)
        if float in side.keys[index].types and any(is_nan(cells[position]) for position in at)
    }
