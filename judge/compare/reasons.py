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
    "time": "a time",
    "interval": "an interval",
    "list": "a list",
    "struct": "a struct",
    "binary": "binary data",
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
REVERSED = "they are sorted the other way round"
NULLS_ELSEWHERE = "they are sorted but for the rows with NULL, which stand elsewhere"
UNDOUBLED = "without the copies the result is right"
NAN_HELP = (
    "NaN is not NULL: 0/0 gives NaN here, elsewhere an error or NULL; dividing by NULLIF(x, 0) gives NULL everywhere"
)
NAN_HELP_PANDAS = "in this column NaN is a value and is not NULL: None in a column of objects, or pd.NA, gives NULL"
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


def round_it(column: str, decimals: int) -> str:
    return f"column {column} is asked for with {decimals} decimal{'s' * (decimals != 1)}: round it"


def missing_columns(names: Sequence[str]) -> str:
    return f"{_columns(names)} missing"


def extra_columns(names: Sequence[str]) -> str:
    return f"{_columns(names)} not asked for"


def repeated_column(name: str, came: Sequence[str]) -> str:
    return f"column {_named(name)} came {_times(name, came)}"


def column_count(expected: int, actual: int) -> str:
    return f"{expected} column{'s' * (expected != 1)} {'is' if expected == 1 else 'are'} asked for, {actual} came"


def column_order(expected: Sequence[str], actual: Sequence[str]) -> str:
    """The names are right but for their order, or but for capital letters."""
    if [name.casefold() for name in expected] != [name.casefold() for name in actual]:
        return (
            f"the columns stand in another order: {_and(actual)}, where {_and(expected)} {_is(len(expected))} asked for"
        )
    pairs = [(a, e) for e, a in zip(expected, actual, strict=True) if e != a]
    return "; ".join(f"column {_named(a)} is to be written {_named(e)}" for a, e in pairs)


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


def wrong_type(name: str, types: frozenset[type], kind: Kind, unfit: int, total: int) -> str:
    """`unfit` of `total` cells are no value of the declared kind; `types` are theirs."""
    some = "" if unfit == total else f" in {rows(unfit)}"
    return f"column {_named(name)} is {type_names(types)}{some}, {_KINDS[kind]} is expected"


def type_names(types: frozenset[type]) -> str:
    return _and(sorted({_TYPES.get(of, of.__name__) for of in types}))


def type_help(types: frozenset[type], kind: Kind) -> str:
    return _TYPE_HELP.get((type_names(types), kind), "")


def row_count(expected: int, actual: int, *, fixed: bool) -> str:
    came = f"{actual} came" if actual else "none came"
    if fixed:
        asked = "exactly 1 row is" if expected == 1 else f"exactly {expected} rows are"
        return f"{asked} asked for, {came}"
    return f"{rows(expected)} expected, {came}" if expected else f"no rows expected, {came}"


def missing_rows(count: int) -> str:
    return f"{rows(count)} {_is(count)} missing"


def extra_rows(count: int) -> str:
    return f"{rows(count)} {_is(count)} extra"


def doubled_rows(surplus: int, different: int) -> str:
    """`surplus` rows came too often, of which `different` are not the same."""
    if surplus == different:
        return f"{rows(surplus)} {_is(surplus)} doubled"
    return f"{rows(different)} {_is(different)} repeated: {surplus} copies too many"


def lacking_copies(count: int) -> str:
    return "1 copy of a row that came is missing" if count == 1 else f"{count} copies of rows that came are missing"


def in_common(what: str, count: int, said: str) -> str:
    return f"the {what} row has {said}" if count == 1 else f"all {what} rows have {said}"


def cells(differ: int, total: int, columns: Sequence[str]) -> str:
    """`differ` of `total` expected rows came with other values in these columns."""
    if total == 1:
        what = "the row differs"
    elif differ == total:
        what = f"all {total} rows differ"
    else:
        what = f"{differ} of {total} rows {'differs' if differ == 1 else 'differ'}"
    return f"{what}: {'column' if len(columns) == 1 else 'columns'} {_and(columns)}"


def each(column: str, said: str, *, cells: int, whole: bool) -> str:
    """`said` of the differing cells of a column; `whole` where no cell of it is right."""
    if cells == 1:
        return f"{column} {said}"
    return f"{'every' if whole else 'each differing'} value of {column} {said}"


def swapped(columns: Sequence[str]) -> str:
    return f"the values are right once columns {_and(columns)} change places"


def out_of_order(position: int, order_by: Sequence[tuple[str, bool]]) -> str:
    keys = ", then ".join(f"{name} desc" if descending else name for name, descending in order_by)
    return f"the rows are right, but not in the declared order (first at row {position + 1}): sort by {keys}"


def sorted_by(columns: Sequence[str], rest: Sequence[str]) -> str:
    return f"they are sorted by {_and(columns)}, but rows that tie in that are not by {_and(rest)}"


def note(column: str, kind: Kind) -> str:
    what = "timestamps at midnight were taken as dates" if kind == "date" else "dates were taken as their midnight"
    return f"column {column}: {what}"


def rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


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
