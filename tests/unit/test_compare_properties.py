"""What holds of every comparison, and a slow comparison that is obviously right."""

from __future__ import annotations

import math
from itertools import permutations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from judge.compare import compare
from judge.model import Column, Kind, ResultSet

quick = settings(deadline=None, derandomize=True, max_examples=150)

CELLS: dict[Kind, st.SearchStrategy[Any]] = {
    "integer": st.integers(-3, 3) | st.integers(),
    "float": st.sampled_from([0.0, 0.5, 1e-9, math.inf, math.nan]) | st.floats(),
    "decimal": st.decimals(-5, 5, places=1) | st.integers(-5, 5),
    "text": st.sampled_from(["", "a", "A", "a "]) | st.text(max_size=4),
    "boolean": st.booleans(),
    "date": st.dates(),
    "timestamp": st.datetimes(),
}


@st.composite
def tables(draw: st.DrawFn, least: int = 0) -> tuple[list[Column], ResultSet]:
    kinds = draw(st.lists(st.sampled_from(list(CELLS)), min_size=1, max_size=4))
    columns = [Column(f"c{index}", kind) for index, kind in enumerate(kinds)]
    row = st.tuples(*(st.none() | CELLS[kind] for kind in kinds))
    rows = draw(st.lists(row, min_size=least, max_size=8))
    # Repeats are what bags are about, so they are drawn on purpose.
    rows += [rows[draw(st.integers(0, len(rows) - 1))] for _ in range(draw(st.integers(0, 3)) if rows else 0)]
    return columns, ResultSet(tuple(column.name for column in columns), ("",) * len(columns), rows)


@quick
@given(tables(), st.data())
def test_a_result_is_itself_whatever_the_order_of_rows_and_columns(
    table: tuple[list[Column], ResultSet], data: st.DataObject
) -> None:
    columns, result = table
    keys = [(column.name, False) for column in columns]
    assert compare(result, result, columns, order_by=keys, rows=len(result.rows)).diff is None
    order = data.draw(st.permutations(range(len(columns))))
    rows = data.draw(st.permutations(result.rows))
    shuffled = ResultSet(
        tuple(result.columns[i].upper() for i in order),
        ("",) * len(order),
        [tuple(row[i] for i in order) for row in rows],
    )
    assert compare(result, shuffled, columns).diff is None
    assert compare(shuffled, result, columns).diff is None


@quick
@given(tables(least=1), st.data())
def test_a_dropped_or_doubled_row_is_found(table: tuple[list[Column], ResultSet], data: st.DataObject) -> None:
    columns, result = table
    at = data.draw(st.integers(0, len(result.rows) - 1))
    dropped = ResultSet(result.columns, result.types, result.rows[:at] + result.rows[at + 1 :])
    doubled = ResultSet(result.columns, result.types, [result.rows[at], *result.rows])
    fewer, more = compare(result, dropped, columns).diff, compare(result, doubled, columns).diff
    assert fewer is not None
    assert (len(fewer.missing), fewer.extra) == (1, ())
    assert more is not None
    assert (more.missing, len(more.extra)) == ((), 1)
    assert more.reason.endswith("1 is a copy of an expected row; a join may repeat it")


@quick
@given(tables(least=1), st.data())
def test_a_changed_cell_is_found_and_its_column_named(
    table: tuple[list[Column], ResultSet], data: st.DataObject
) -> None:
    columns, result = table
    at = data.draw(st.integers(0, len(result.rows) - 1))
    where = data.draw(st.integers(0, len(columns) - 1))
    old = result.rows[at][where]
    kind = columns[where].kind
    new: Any = None
    if old is None:
        new = data.draw(CELLS[kind])
    elif kind == "float" and math.isfinite(old) and abs(old) < 1e300:
        new = old + data.draw(st.sampled_from([-1, 1])) * (1.0 + abs(old)) * data.draw(st.floats(2.5e-9, 0.5))
    row = (*result.rows[at][:where], new, *result.rows[at][where + 1 :])
    changed = ResultSet(result.columns, result.types, [*result.rows[:at], row, *result.rows[at + 1 :]])
    diff = compare(result, changed, columns).diff
    assert diff is not None
    assert (len(diff.missing), len(diff.extra)) == (1, 1)
    assert diff.differing == (columns[where].name,)


def near(e: Any, a: Any, column: Column) -> bool:
    if column.kind != "float":
        return bool(e == a)
    if e is None or a is None:
        return e is a
    return bool(abs(e - a) <= max(column.abs, column.rel * max(abs(e), abs(a))))


def most_pairs(expected: list[Any], actual: list[Any], columns: list[Column]) -> int:
    """The most pairs of rows that are the same, by trying every way to pair them."""
    fits = [[all(map(near, e, a, columns)) for a in actual] for e in expected]
    if len(expected) > len(actual):
        fits = [list(column) for column in zip(*fits, strict=True)]
    width = max(len(expected), len(actual))
    return max(sum(fits[i][j] for i, j in enumerate(order)) for order in permutations(range(width), len(fits)))


@st.composite
def crowded(draw: st.DrawFn) -> tuple[list[Column], list[Any], list[Any]]:
    """Two small bags in which many rows are near to several others, in up to three float columns."""
    count = draw(st.integers(1, 3))
    columns = [Column("k", "text")] + [
        Column(f"x{i}", "float", abs=draw(st.sampled_from([1.0, 1.0, 0.0])), rel=draw(st.sampled_from([0.0, 0.5])))
        for i in range(count)
    ]
    numbers = st.sampled_from([0.5, 1.0, 1.5, 2.0, 2.5, 0.0, -1.0, None])
    row = st.tuples(st.sampled_from("aaaaaaab"), *[numbers] * count)
    return columns, draw(st.lists(row, max_size=5)), draw(st.lists(row, max_size=5))


@settings(quick, max_examples=800)
@given(crowded())
def test_as_many_rows_are_paired_as_can_be(drawn: tuple[list[Column], list[Any], list[Any]]) -> None:
    columns, expected, actual = drawn
    names = tuple(column.name for column in columns)
    types = ("DOUBLE",) * len(names)
    diff = compare(ResultSet(names, types, expected), ResultSet(names, types, actual), columns).diff
    missing, extra = (list(diff.missing), list(diff.extra)) if diff else ([], [])
    pairs = most_pairs(expected, actual, columns) if expected and actual else 0
    assert (len(missing), len(extra)) == (len(expected) - pairs, len(actual) - pairs)
    # What was paired can be paired, and what is left over cannot.
    for row in missing:
        expected.remove(row)
    for row in extra:
        actual.remove(row)
    assert not expected or most_pairs(expected, actual, columns) == len(expected)
