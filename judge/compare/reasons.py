"""The wording of a difference: one line, lower case, what differs and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from judge.compare.columns import Names
from judge.model import Kind

_MOST_NAMES = 6
_LONGEST_NAME = 80
_KINDS: dict[Kind, str] = {
    "integer": "an integer",
    "float": "a float",
    "decimal": "a decimal",
    "text": "text",
    "boolean": "a boolean",
    "date": "a date",
    "timestamp": "a timestamp",
}
_TYPES: dict[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "float",
    Decimal: "decimal",
    str: "text",
    date: "date",
    datetime: "timestamp",
    time: "time",
    timedelta: "interval",
    bytes: "binary",
    list: "list",
    tuple: "list",
    dict: "struct",
}
NAN_HELP = (
    "NaN is not NULL: 0/0 gives NaN here, elsewhere an error or NULL; dividing by NULLIF(x, 0) gives NULL everywhere"
)
FLOAT_HELP = "a float holds every whole number only up to 2^53; beyond, compute and return an integer"
DISTINCT_HELP = "equal rows count each time: DISTINCT, UNION without ALL or drop_duplicates would drop them"
_TYPE_HELP: dict[tuple[str, Kind], str] = {
    ("text", "date"): "a formatted date is text: leave it a date, or cast it back to one",
    ("text", "timestamp"): "a formatted time is text: leave it a timestamp, or cast it back to one",
    ("text", "integer"): "a number written as text is not a number: cast it",
    ("text", "float"): "a number written as text is not a number: cast it",
    ("text", "decimal"): "a number written as text is not a number: cast it",
    ("boolean", "integer"): "a condition gives a boolean: count it, or cast it",
    ("timestamp", "date"): "the times of day are not midnight: cast to a date",
}


def rounded(columns: Sequence[str], decimals: int) -> str:
    what = "column {} is" if len(columns) == 1 else "columns {} are"
    return (
        f"{what.format(_and(columns))} rounded to {decimals} decimals: leave the rounding out, full values are compared"
    )


def wrong_names(names: Names, came: Sequence[str]) -> str:
    parts = []
    if names.missing:
        parts.append(f"{_columns(names.missing)} missing")
    if names.extra:
        parts.append(f"{_columns(names.extra)} not asked for")
    parts += [f"column {_named(name)} came {_times(name, came)}" for name in names.repeated]
    return "; ".join(parts)


def like_names(names: Names) -> str:
    """Which undeclared name may be meant for which missing one."""
    from difflib import get_close_matches

    left = {name.casefold(): name for name in names.missing}
    pairs = []
    for name in names.extra:
        for near in get_close_matches(name.casefold(), left, n=1, cutoff=0.6):
            pairs.append(f"{_named(name)} is like {_named(left.pop(near))}")
    return ", ".join(pairs)


def in_index(names: Sequence[str]) -> str:
    verb, them = ("is", "it a column") if len(names) == 1 else ("are", "them columns")
    return f"{_and([_named(name) for name in names])} {verb} in the index: reset_index() makes {them}"


def renamed(pairs: Sequence[tuple[str, str]]) -> str:
    """`pairs`: the name that came and the one that it should be."""
    if len(pairs) == 1:
        return (
            f"the values are right, but the column is called {_named(pairs[0][0])}; it should be {_named(pairs[0][1])}"
        )
    came, wanted = ([_named(pair[side]) for pair in pairs] for side in (0, 1))
    return f"the values are right, but the columns are called {_and(came)}; they should be {_and(wanted)}"


def wrong_types(columns: Sequence[tuple[str, frozenset[type], Kind]]) -> str:
    """`columns`: name, types of the cells that came, declared kind."""
    return "; ".join(
        f"column {_named(name)} is {type_names(types)}, {_KINDS[kind]} is expected" for name, types, kind in columns
    )


def type_names(types: frozenset[type]) -> str:
    return _and(sorted({_TYPES.get(of, of.__name__) for of in types}))


def type_help(types: frozenset[type], kind: Kind) -> str:
    return _TYPE_HELP.get((type_names(types), kind), "")


def row_count(expected: int, actual: int, fixed: bool, detail: str) -> str:
    """The numbers of rows differ; `detail` says which rows these are, where that tells more."""
    came = f"{actual} came" if actual else "none came"
    told = f": {detail}" if actual and detail else ""
    if fixed:
        asked = "exactly 1 row is" if expected == 1 else f"exactly {expected} rows are"
        return f"{asked} asked for, {came}{told}"
    if not expected:
        return f"no rows expected, {came}"
    return f"{rows(expected)} expected, {came}{told}"


def left_over(missing: int, extra: int, extra_are_copies: bool, missing_are_copies: bool) -> str:
    if extra_are_copies:
        what = "is a copy of an expected row" if extra == 1 else "are copies of expected rows"
        return f"{extra} {what}; a join may repeat {'it' if extra == 1 else 'them'}"
    if missing_are_copies:
        return f"{missing} further {'copy' if missing == 1 else 'copies'} of rows that came did not"
    return _missing_extra(missing, extra)


def by_key(missing: int, extra: int, differ: int, columns: Sequence[str]) -> str:
    """`differ` rows came under the key of an expected one with other values in `columns`, the others did not."""
    where = f" in {'column' if len(columns) == 1 else 'columns'} {_and(columns)}" if columns else ""
    what = f"{differ} {'differs' if differ == 1 else 'differ'}{where}"
    return ", ".join(filter(None, [_missing_extra(missing, extra), what]))


def cells(differ: int, total: int, columns: Sequence[str]) -> str:
    """As many rows came as expected, and `differ` of them differ, in these columns where they can be named."""
    if total == 1:
        what = "the row differs"
    elif differ == total:
        what = f"all {total} rows differ"
    else:
        what = f"{differ} of {total} rows {'differs' if differ == 1 else 'differ'}"
    return f"{what}: {'column' if len(columns) == 1 else 'columns'} {_and(columns)}" if columns else what


def swapped(columns: Sequence[str]) -> str:
    return f"the values are right once columns {_and(columns)} change places"


def out_of_order(position: int, order_by: Sequence[tuple[str, bool]]) -> str:
    keys = ", then ".join(f"{name} desc" if descending else name for name, descending in order_by)
    return f"the rows are right, but not in the declared order (first at row {position + 1}): sort by {keys}"


def note(column: str, kind: Kind) -> str:
    what = "timestamps at midnight were taken as dates" if kind == "date" else "dates were taken as their midnight"
    return f"column {column}: {what}"


def rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _missing_extra(missing: int, extra: int) -> str:
    return ", ".join(
        f"{n} {'is' if n == 1 else 'are'} {what}" for n, what in ((missing, "missing"), (extra, "extra")) if n
    )


def _columns(names: Sequence[str]) -> str:
    return (
        f"column {_named(names[0])} is" if len(names) == 1 else f"columns {_and([_named(name) for name in names])} are"
    )


def _named(name: str) -> str:
    """A name in quotes, cut: a column without an alias is called by its whole expression."""
    return repr(name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…")


def _times(name: str, came: Sequence[str]) -> str:
    count = sum(other.casefold() == name.casefold() for other in came)
    return "twice" if count == 2 else f"{count} times"


def _and(words: Sequence[str]) -> str:
    if len(words) > _MOST_NAMES:
        words = [*words[: _MOST_NAMES - 1], f"{len(words) - _MOST_NAMES + 1} more"]
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
