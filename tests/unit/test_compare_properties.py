"""What holds of every comparison, and a slow comparison that is obviously right."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from typing import Any
from unittest import mock

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from judge.compare import codes, large
from judge.model import Column, Evidence, Kind, ResultSet, Row
from tests.comparing import (
    BUCKETED,
    LARGE,
    PLAIN,
    both,
    finding,
    hashed_quickly,
    pairs,
    result,
    right,
    told_by,
    wrong,
)


@pytest.fixture(autouse=True, scope="module")
def many_comparisons() -> Iterator[None]:
    """Thousands of them: the hashes of DuckDB are tried elsewhere."""
    with mock.patch.object(large, "hashed", hashed_quickly):
        yield


quick = settings(deadline=None, derandomize=True, max_examples=100)


def once(value: Any) -> Any:
    """A time that is not the second of two of that name: Arrow knows no such thing, and nothing is compared by it."""
    return value.replace(fold=0)


ZONES: Any = st.sampled_from([None, timezone(timedelta(hours=-5)), timezone(timedelta(hours=2))])
SCALARS = st.integers(-3, 3) | st.sampled_from([0.5, math.nan, None, "a", "", True, Decimal("1.5"), date(2024, 1, 1)])
# Values far enough apart that none is near to another: what differs is beyond every tolerance.
CELLS: dict[Kind, st.SearchStrategy[Any]] = {
    "integer": st.integers(-3, 3) | st.sampled_from([2**53, 2**53 + 1, 2**70]),
    "float": st.sampled_from([0.0, 0.5, 1e-3, -1.5, 1e300, math.inf, -math.inf, math.nan]),
    "decimal": st.decimals(-5, 5, places=1) | st.integers(-5, 5),
    "text": st.sampled_from(["", "a", "A", "a ", "é", "\0"]) | st.text(max_size=3),
    "boolean": st.booleans(),
    "date": st.dates(date(2023, 12, 30), date(2024, 1, 3)) | st.dates(),
    "timestamp": (st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=ZONES) | st.datetimes()).map(once),
    "time": (st.times() | st.times(timezones=ZONES)).map(once),
    "interval": st.timedeltas(timedelta(-2), timedelta(2)) | st.timedeltas(),
    "list": st.lists(SCALARS | st.lists(SCALARS, max_size=2), max_size=3),
    "struct": st.dictionaries(st.sampled_from("abc"), SCALARS | st.lists(SCALARS, max_size=2), max_size=2),
    "binary": st.binary(max_size=2),
}
Table = tuple[list[Column], ResultSet]


@st.composite
def tables(draw: st.DrawFn, least: int = 0) -> Table:
    kinds = draw(st.lists(st.sampled_from(list(CELLS)), min_size=1, max_size=4))
    columns = [Column(f"c{index}", kind, nullable=True) for index, kind in enumerate(kinds)]
    row = st.tuples(*(st.none() | CELLS[kind] for kind in kinds))
    rows = draw(st.lists(row, min_size=least, max_size=6))
    # Repeats are what bags are about, so they are drawn on purpose.
    rows += [rows[draw(st.integers(0, len(rows) - 1))] for _ in range(draw(st.integers(0, 3)) if rows else 0)]
    return columns, result(" ".join(column.name for column in columns), rows)


def moment(value: Any) -> Any:
    """An instant or a time of day as the one in UTC, which is what it means."""
    if isinstance(value, time):
        value = datetime.combine(date(2000, 1, 2), value)
        return moment(value).time()
    if isinstance(value, datetime) and value.tzinfo:
        return value.replace(tzinfo=None) - (value.utcoffset() or timedelta(0))
    return value


def sign(value: Any) -> str:
    """Equal for values that are the same in a column, different else, where no float is merely near to another."""
    match value:
        case list():
            return f"[{', '.join(map(sign, value))}]"
        case dict():
            return f"{{{', '.join(f'{key}: {sign(value[key])}' for key in sorted(value))}}}"
        case bool() | str() | bytes() | None:
            return repr(value)
        case Decimal() | int() | float():
            return "nan" if math.isnan(value) else "∞" if math.isinf(value) and value > 0 else _ratio(value)
    return repr(moment(value))


def _ratio(value: Any) -> str:
    return "-∞" if math.isinf(value) else str(Fraction(value))


def row_sign(row: Row) -> str:
    return " | ".join(map(sign, row))


def same(row: Row | None, other: Row | None) -> bool:
    return row is not None and other is not None and row_sign(row) == row_sign(other)


@quick
@given(tables(), st.data())
def test_a_result_is_itself_whatever_the_order_of_rows_and_columns(table: Table, data: st.DataObject) -> None:
    columns, expected = table
    keys = [(column.name, False) for column in columns]
    for by in ("name", "position", "strict"):
        assert right(expected, expected, columns, order_by=keys, rows=len(expected.rows), by=by)
    order = data.draw(st.permutations(range(len(columns))))
    rows = data.draw(st.permutations(expected.rows))
    names = " ".join(expected.columns[i].upper() for i in order)
    shuffled = result(names, [tuple(row[i] for i in order) for row in rows])
    assert right(expected, shuffled, columns)
    assert right(shuffled, expected, columns)
    assert right(expected, shuffled, columns, distinct=True)


@quick
@given(tables(least=1), st.data())
def test_the_findings_are_the_same_whatever_the_order_of_the_columns(table: Table, data: st.DataObject) -> None:
    columns, expected = table
    came = data.draw(st.permutations(expected.rows))[: data.draw(st.integers(0, len(expected.rows)))]
    order = data.draw(st.permutations(range(len(columns))))
    names = " ".join(expected.columns[i] for i in order)
    actual = result(" ".join(expected.columns), came)
    moved = result(names, [tuple(row[i] for i in order) for row in came])
    assert repr(both(expected, moved, columns)) == repr(both(expected, actual, columns))


@st.composite
def alike(draw: st.DrawFn) -> tuple[list[Column], ResultSet, ResultSet]:
    """Two results of the same columns, of few different cells, so that they are often the same."""
    kinds = draw(st.lists(st.sampled_from(list(CELLS)), min_size=1, max_size=2))
    columns = [
        Column(f"c{index}", kind, nullable=True, abs=draw(st.sampled_from([0.0, 0.5, 1.0])), rel=0.0)
        for index, kind in enumerate(kinds)
    ]
    floats = st.sampled_from([0.0, 0.25, 0.5, 1.0, 1.5])
    pools = [
        draw(st.lists(floats if kind == "float" else CELLS[kind], min_size=1, max_size=2)) + [None][: draw(BIT)]
        for kind in kinds
    ]
    row = st.tuples(*(st.sampled_from(pool) for pool in pools))
    names = " ".join(column.name for column in columns)
    rows = draw(st.lists(row, max_size=4))
    other = draw(st.permutations(rows) | st.lists(row, max_size=4))
    return columns, result(names, rows), result(names, other)


BIT = st.integers(0, 1)


@settings(quick, max_examples=250)
@given(alike())
def test_what_is_right_one_way_is_right_the_other_way(drawn: tuple[list[Column], ResultSet, ResultSet]) -> None:
    columns, one, other = drawn
    assert right(one, other, columns) == right(other, one, columns)
    assert right(one, other, columns, distinct=True) == right(other, one, columns, distinct=True)


# One change, found and located


@quick
@given(tables(least=1), st.data())
def test_a_dropped_row_is_found(table: Table, data: st.DataObject) -> None:
    columns, expected = table
    at = data.draw(st.integers(0, len(expected.rows) - 1))
    row = expected.rows[at]
    left = [*expected.rows[:at], *expected.rows[at + 1 :]]
    diff = wrong(expected, result(" ".join(expected.columns), left), columns)
    [missing] = diff.missing
    assert same(missing, row)
    assert not diff.extra
    times = sum(same(row, other) for other in left)
    if not left:
        assert diff.codes == (codes.ROW_COUNT,)
        assert same(diff.findings[0].evidence[0].expected, row)
    elif times:
        assert diff.codes == (codes.ROW_COUNT, codes.LACKING_COPIES)
        located(finding(diff, codes.LACKING_COPIES).evidence, row, row, (times + 1, times))
    else:
        assert diff.codes == (codes.ROW_COUNT, codes.MISSING_ROWS)
        located(finding(diff, codes.MISSING_ROWS).evidence, row, None)


def located(evidence: Any, expected: Row | None, actual: Row | None, times: tuple[int, int] | None = None) -> None:
    """There is one piece of evidence, and it names these rows."""
    [only] = evidence
    assert isinstance(only, Evidence)
    assert (expected is None and only.expected is None) or same(only.expected, expected)
    assert (actual is None and only.actual is None) or same(only.actual, actual)
    assert only.times == times


@quick
@given(tables(least=1), st.data())
def test_a_doubled_row_is_found(table: Table, data: st.DataObject) -> None:
    columns, expected = table
    row = data.draw(st.sampled_from(expected.rows))
    came = list(expected.rows)
    came.insert(data.draw(st.integers(0, len(came))), row)
    diff = wrong(expected, result(" ".join(expected.columns), came), columns)
    assert diff.codes == (codes.ROW_COUNT, codes.DOUBLED_ROWS)
    [extra] = diff.extra
    assert same(extra, row)
    assert not diff.missing
    times = sum(same(row, other) for other in expected.rows)
    located(finding(diff, codes.DOUBLED_ROWS).evidence, row, row, (times, times + 1))


@settings(quick, max_examples=200)
@given(tables(least=1), st.data())
def test_a_changed_cell_is_found_with_its_row_and_its_column(table: Table, data: st.DataObject) -> None:
    columns, expected = table
    at = data.draw(st.integers(0, len(expected.rows) - 1))
    where = data.draw(st.integers(0, len(columns) - 1))
    old = expected.rows[at]
    cell = old[where]
    if columns[where].kind == "float" and cell is not None and math.isfinite(cell) and data.draw(st.booleans()):
        new: Any = cell + data.draw(st.sampled_from([-1, 1])) * (1.0 + abs(cell)) * data.draw(st.floats(2.5e-9, 0.5))
    else:
        new = data.draw(st.none() | CELLS[columns[where].kind])
    assume(sign(new) != sign(cell))
    row = (*old[:where], new, *old[where + 1 :])
    came = data.draw(st.permutations([*expected.rows[:at], row, *expected.rows[at + 1 :]]))
    diff = wrong(expected, result(" ".join(expected.columns), came), columns)
    [missing], [extra] = diff.missing, diff.extra
    assert same(missing, old)
    assert same(extra, row)
    copies = sum(same(old, other) for other in came)
    doubled = sum(same(row, other) for other in expected.rows)
    if copies:
        located(finding(diff, codes.LACKING_COPIES).evidence, old, old, (copies + 1, copies))
    if doubled:
        located(finding(diff, codes.DOUBLED_ROWS).evidence, row, row, (doubled, doubled + 1))
    if copies and not doubled:
        located(finding(diff, codes.EXTRA_ROWS).evidence, None, row)
    if doubled and not copies:
        located(finding(diff, codes.MISSING_ROWS).evidence, old, None)
    if not copies and not doubled:
        assert diff.codes == (codes.CHANGED_CELLS,)
        located(diff.findings[0].evidence, old, row)
        assert diff.findings[0].columns == (columns[where].name,)


@settings(quick, max_examples=200)
@given(st.lists(st.integers(0, 4), min_size=2, max_size=7), st.data())
def test_a_row_that_was_moved_is_found_where_the_order_breaks(numbers: list[int], data: st.DataObject) -> None:
    descending = data.draw(st.booleans())
    numbers = sorted(numbers, reverse=descending)
    rows = [(n, letter) for n, letter in zip(numbers, "abcdefg", strict=False)]
    came = list(rows)
    row = came.pop(data.draw(st.integers(0, len(rows) - 1)))
    came.insert(data.draw(st.integers(0, len(came))), row)
    columns = [Column("n", "integer"), Column("t", "text")]
    how: dict[str, Any] = {"order_by": [("n", descending)]}
    broken = [place for place, (e, a) in enumerate(zip(rows, came, strict=True)) if e[0] != a[0]]
    if not broken:
        assert right(result("n t", rows), result("n t", came), columns, **how)
        return
    diff = wrong(result("n t", rows), result("n t", came), columns, **how)
    assert diff.codes == (codes.ORDER,)
    assert pairs(diff.findings[0]) == [(rows[broken[0]], came[broken[0]])]
    assert f"(first at row {broken[0] + 1})" in diff.reason
    assert right(result("n t", rows), result("n t", came), columns)


# A slow comparison: every way to pair the rows is tried.


def near_floats(e: Any, a: Any, column: Column) -> bool:
    if e is None or a is None:
        return e is a
    if math.isnan(e) or math.isnan(a):
        return math.isnan(e) and math.isnan(a)
    if math.isinf(e) or math.isinf(a):
        return bool(e == a)
    return bool(abs(e - a) <= max(column.abs, column.rel * max(abs(e), abs(a))))


def near_decimals(e: Any, a: Any, column: Column) -> bool:
    if e is None or a is None:
        return e is a
    if isinstance(e, float) or isinstance(a, float):
        return near_floats(float(e), float(a), column)
    return bool(e == a)


def near_lists(e: Any, a: Any, column: Column) -> bool:
    if e is None or a is None:
        return e is a
    return len(e) == len(a) and all(
        near_decimals(one, other, column) if not isinstance(one, str) and not isinstance(other, str) else one == other
        for one, other in zip(e, a, strict=True)
    )


def rounds(e: Any, a: Any, column: Column) -> bool:
    """Whether `a` is `e` with so many decimals, as an exact fraction; the cells are no nearer to a half than 0.001."""
    if e is None or a is None:
        return e is a
    unit = Fraction(1, 10 ** (column.round or 0))
    written = Fraction(str(a))
    return written % unit == 0 and abs(Fraction(str(e)) - written) <= unit / 2


def equal(e: Any, a: Any, column: Column) -> bool:
    return bool(e == a)


Near = Callable[[Any, Any, Column], bool]
NUMBERS = [0.5, 1.0, 1.5, 2.0, 2.5, 0.0, -1.0, None]
TOLERANCES = st.sampled_from([(1.0, 0.0), (1.0, 0.0), (0.0, 0.5), (0.5, 0.25), (0.0, 0.0), (0.25, 0.0)])
KINDS_OF_NEAR: dict[str, tuple[Kind, Near, list[Any], list[Any]]] = {
    "float": ("float", near_floats, NUMBERS, NUMBERS),
    "odd float": (
        "float",
        near_floats,
        [*NUMBERS, math.nan, math.inf],
        [*NUMBERS, math.nan, math.inf, -math.inf, 1, 2],
    ),
    "decimal": (
        "decimal",
        near_decimals,
        [Decimal("1.0"), Decimal("1.5"), Decimal("2.0"), 2, None],
        [Decimal("1.00"), Decimal("1.5"), 1.0, 1.25, 2.0, 2, None],
    ),
    "decimal of floats": ("decimal", near_decimals, [1.0, 1.5, Decimal("2.0")], [Decimal("1.00"), 1, 2.0, 1.5]),
    "list": (
        "list",
        near_lists,
        [[1.0], [1.5], [1.0, 2.0], ["a", 1], ["a", 1.5], [Decimal("1.5")], [], None],
        [[1.0], [1.25], [1.5, 2.0], ["a", 1], ["a", 1.0], [1], [Decimal("1.50")], [], None],
    ),
    "rounded": ("float", rounds, [0.1, 0.12, 0.15, 0.25, 0.31, None], [0.1, 0.2, 0.3, 0.12, 0, None]),
    "text": ("text", equal, ["a", "b", None], ["a", "b", None]),
}
Pair = tuple[list[Column], list[Near], list[Row], list[Row]]


@st.composite
def crowded(draw: st.DrawFn, names: list[str], most: int = 3) -> Pair:
    """Two small bags in which many rows are near to several others, in up to `most` columns beside an exact one."""
    columns = [Column("k", "text")]
    nears: list[Near] = [equal]
    expected, actual = [st.sampled_from("aaaaaaab")], [st.sampled_from("aaaaaaab")]
    for place in range(draw(st.integers(1, most))):
        name = draw(st.sampled_from(names))
        kind, near, wanted, came = KINDS_OF_NEAR[name]
        absolute, relative = draw(TOLERANCES)
        decimals = 1 if name == "rounded" else None
        columns.append(Column(f"x{place}", kind, nullable=True, abs=absolute, rel=relative, round=decimals))
        nears.append(near)
        expected.append(st.sampled_from(wanted))
        actual.append(st.sampled_from(came))
    return (
        columns,
        nears,
        draw(st.lists(st.tuples(*expected), max_size=5)),
        draw(st.lists(st.tuples(*actual), max_size=5)),
    )


def fitting(drawn: Pair) -> list[list[bool]]:
    columns, nears, expected, actual = drawn
    return [
        [all(near(e, a, of) for near, e, a, of in zip(nears, one, other, columns, strict=True)) for other in actual]
        for one in expected
    ]


def most_pairs(fits: list[list[bool]]) -> int:
    """The most pairs of rows that are the same, by trying every way to pair them."""
    if not fits or not fits[0]:
        return 0
    if len(fits) > len(fits[0]):
        fits = [list(column) for column in zip(*fits, strict=True)]
    width = len(fits[0])
    return max(sum(fits[i][j] for i, j in enumerate(order)) for order in permutations(range(width), len(fits)))


def agreed(drawn: Pair) -> None:
    columns, nears, expected, actual = drawn
    names = " ".join(column.name for column in columns)
    told = [
        told_by(engine, result(names, expected), result(names, actual), columns) for engine in (PLAIN, LARGE, BUCKETED)
    ]
    assert repr(told[0]) == repr(told[1]) == repr(told[2])
    diff = told[0].diff  # type: ignore[union-attr]
    missing, extra = ([*diff.missing], [*diff.extra]) if diff else ([], [])
    fits = fitting(drawn)
    paired = most_pairs(fits)
    assert (len(missing), len(extra)) == (len(expected) - paired, len(actual) - paired)
    # What was paired can be paired, without those that are left over.
    rest, others = without(expected, missing), without(actual, extra)
    assert most_pairs(fitting((columns, nears, rest, others))) == len(rest) == len(others)
    as_sets = told_by(PLAIN, result(names, expected), result(names, actual), columns, distinct=True)
    partnered = all(map(any, fits)) and all(any(of) for of in zip(*fits, strict=True))
    bare = not expected or not actual
    assert (as_sets.diff is None) == (len(expected) == len(actual) if bare else partnered)  # type: ignore[union-attr]


def without(rows: list[Row], left_over: list[Row]) -> list[Row]:
    rest = list(rows)
    for row in left_over:
        del rest[next(place for place, other in enumerate(rest) if repr(other) == repr(row))]
    return rest


@settings(quick, max_examples=1_200)
@given(crowded(["float"]))
def test_as_many_rows_are_paired_as_can_be(drawn: Pair) -> None:
    agreed(drawn)


@settings(quick, max_examples=1_200)
@given(crowded(list(KINDS_OF_NEAR)))
def test_as_many_rows_of_any_kinds_are_paired_as_can_be(drawn: Pair) -> None:
    agreed(drawn)


@settings(quick, max_examples=400)
@given(crowded(["rounded", "decimal", "list"], most=1))
def test_as_many_rows_with_one_column_of_a_kind_are_paired_as_can_be(drawn: Pair) -> None:
    agreed(drawn)
