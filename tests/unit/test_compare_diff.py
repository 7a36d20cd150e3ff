"""How a difference is told: the reason, the rows and the help."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from judge.compare import compare
from judge.model import Column, Diff, ResultSet

NAN = float("nan")
COLUMNS = [Column("day", "date"), Column("plan", "text"), Column("retention", "float", nullable=True)]
ROWS: list[tuple[Any, ...]] = [
    (date(2024, 1, day), plan, day / 10) for day in range(1, 7) for plan in ("basic", "premium")
]


def result(names: str, rows: list[tuple[Any, ...]]) -> ResultSet:
    columns = tuple(names.split())
    return ResultSet(columns, ("",) * len(columns), rows)


def diff(
    came: list[tuple[Any, ...]],
    names: str = "day plan retention",
    *,
    expected: list[tuple[Any, ...]] = ROWS,
    columns: list[Column] = COLUMNS,
    **how: Any,
) -> Diff:
    wanted = result(" ".join(column.name for column in columns), expected)
    found = compare(wanted, result(names, came), columns, **how).diff
    assert found is not None
    assert "\n" not in found.reason
    assert found.columns == wanted.columns
    return found


def change(rows: list[tuple[Any, ...]], column: int, **new: Any) -> list[tuple[Any, ...]]:
    """`rows` with new values in a column: `_3=0.5` for the row at position 3."""
    changed = [list(row) for row in rows]
    for position, value in new.items():
        changed[int(position[1:])][column] = value
    return [tuple(row) for row in changed]


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ("day plan", "column 'retention' is missing"),
        ("day", "columns 'plan' and 'retention' are missing"),
        ("day plan retention n", "column 'n' is not asked for"),
        ("day plan retention a b c d e f g", "columns 'a', 'b', 'c', 'd', 'e' and 2 more are not asked for"),
        ("day plan retention Plan", "column 'plan' came twice"),
        ("day plan DAY retention day", "column 'day' came 3 times"),
        (
            "day day n",
            "columns 'plan' and 'retention' are missing; column 'n' is not asked for; column 'day' came twice",
        ),
    ],
)
@pytest.mark.parametrize("count", [0, 2])
def test_names_are_told_apart_with_rows_and_without(names: str, reason: str, count: int) -> None:
    rows: list[tuple[Any, ...]] = [tuple(f"cell {i}" for i in range(len(names.split())))] * count
    found = diff(rows, names)
    assert found.reason == reason
    assert found.missing == found.extra == ()


def test_wrong_names_are_listed_once_each() -> None:
    found = diff([], "plan Rate rate DAY day")
    assert found.missing_columns == ("retention",)
    assert found.extra_columns == ("Rate",)
    assert found.repeated_columns == ("day",)


def test_a_near_name_is_hinted_at() -> None:
    assert diff([], "day plan retentoin").help == "'retentoin' is like 'retention'"
    assert diff([], "day plan n").help == ""


@pytest.mark.parametrize(
    ("index", "help_"),
    [
        (("Day",), "'day' is in the index: reset_index() makes it a column"),
        (("day", "plan", "n"), "'day' and 'plan' are in the index: reset_index() makes them columns"),
        (("n",), ""),
    ],
)
def test_a_column_left_in_the_index_is_told(index: tuple[str, ...], help_: str) -> None:
    found = compare(
        result("day plan retention", ROWS), ResultSet(("retention",), ("float64",), [], index), COLUMNS
    ).diff
    assert found is not None
    assert found.reason == "columns 'day' and 'plan' are missing"
    assert found.help == help_


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ("day plan rate", "the values are right, but the column is called 'rate'; it should be 'retention'"),
        ("day plan plan", "the values are right, but the column is called 'plan'; it should be 'retention'"),
        (
            "a plan b",
            "the values are right, but the columns are called 'a' and 'b'; they should be 'day' and 'retention'",
        ),
        (
            "plan day b",
            "the values are right, but the columns are called 'plan', 'day' and 'b'; "
            "they should be 'day', 'plan' and 'retention'",
        ),
    ],
)
def test_right_values_under_wrong_names_are_said_to_be_right(names: str, reason: str) -> None:
    found = diff(ROWS[::-1], names)
    assert (found.reason, found.help) == (reason, "")


def test_right_values_are_found_whatever_the_position_of_wrong_names() -> None:
    found = diff([(rate, day, plan) for day, plan, rate in ROWS], "rate tag plan")
    assert found.reason == (
        "the values are right, but the columns are called 'tag' and 'rate'; they should be 'day' and 'retention'"
    )


def test_wrong_values_under_a_wrong_name_are_not_said_to_be_right() -> None:
    assert diff(change(ROWS, 2, _3=9.0), "day plan rate").reason == (
        "column 'retention' is missing; column 'rate' is not asked for"
    )


@pytest.mark.parametrize(
    ("kind", "expected", "came", "reason"),
    [
        ("float", 0.5, "0.5", "column 'x' is text, a float is expected"),
        ("integer", 1, True, "column 'x' is boolean, an integer is expected"),
        ("integer", 1, 1.5, "column 'x' is float, an integer is expected"),
        ("boolean", True, "yes", "column 'x' is text, a boolean is expected"),
        ("date", date(2024, 1, 1), "2024-01-01", "column 'x' is text, a date is expected"),
        ("date", date(2024, 1, 1), datetime(2024, 1, 1, 9), "column 'x' is timestamp, a date is expected"),
        ("text", "1", 1, "column 'x' is integer, text is expected"),
        ("decimal", 1, [1], "column 'x' is list, a decimal is expected"),
    ],
)
def test_a_column_of_another_type_is_said_to_be_one(kind: Any, expected: Any, came: Any, reason: str) -> None:
    columns = [Column("k", "integer"), Column("x", kind)]
    rows = [(1, came), (2, came), (3, None)]
    found = diff(rows, "k x", expected=[(1, expected), (2, expected), (3, None)], columns=columns)
    assert found.reason == reason
    assert found.missing == ((1, expected), (2, expected))
    assert found.extra == ((1, came), (2, came))
    assert found.differing == ("x",)


def test_a_column_only_some_cells_of_which_are_of_another_type_has_rows_that_differ() -> None:
    assert diff(change(ROWS, 2, _3="0.2")).reason == "1 of 12 rows differs: column retention"


def test_large_floats_in_an_integer_column_get_a_help() -> None:
    found = diff([(float(2**60),)], "n", expected=[(2**60,)], columns=[Column("n", "integer")])
    assert found.help.startswith("a float holds every whole number only up to 2^53")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (ROWS[:-1], "12 rows expected, 11 came: 1 is missing"),
        ([], "12 rows expected, none came"),
        ([*ROWS, (date(2024, 2, 1), "basic", 0.5)], "12 rows expected, 13 came: 1 is extra"),
        ([*ROWS[:-1], *[(date(2024, 2, 1), "basic", 0.5)] * 3], "12 rows expected, 14 came: 1 is missing, 3 are extra"),
        ([*ROWS, *ROWS[:3]], "12 rows expected, 15 came: 3 are copies of expected rows; a join may repeat them"),
        ([*ROWS, ROWS[4]], "12 rows expected, 13 came: 1 is a copy of an expected row; a join may repeat it"),
        (
            [(day, plan, rate * (1 + noise)) for noise in (0, 1e-12, 2e-12) for day, plan, rate in ROWS],
            "12 rows expected, 36 came: 24 are copies of expected rows; a join may repeat them",
        ),
        ([*ROWS, ROWS[4], (date(2024, 2, 1), "basic", 0.5)], "12 rows expected, 14 came: 2 are extra"),
    ],
)
def test_another_number_of_rows_is_told_first(rows: list[tuple[Any, ...]], reason: str) -> None:
    found = diff(rows)
    assert found.reason == reason
    assert len(rows) == len(ROWS) - len(found.missing) + len(found.extra)


def test_rows_that_no_one_expected() -> None:
    assert diff(ROWS[:2], expected=[]).reason == "no rows expected, 2 came"


def test_repeats_that_were_dropped_are_told() -> None:
    found = diff(ROWS, expected=[*ROWS, ROWS[0], ROWS[0], ROWS[1]])
    assert found.reason == "15 rows expected, 12 came: 3 further copies of rows that came did not"
    assert found.help.startswith("equal rows count each time")
    partly = diff([*ROWS, ROWS[0]], expected=[*ROWS, ROWS[0], ROWS[0]])
    assert partly.reason == "14 rows expected, 13 came: 1 further copy of rows that came did not"
    assert partly.help == ""


def test_a_declared_number_of_rows_is_said() -> None:
    assert diff(ROWS[:10], rows=12).reason == "exactly 12 rows are asked for, 10 came: 2 are missing"
    assert diff(ROWS, expected=ROWS[:1], rows=1).reason == "exactly 1 row is asked for, 12 came: 11 are extra"
    assert diff([], rows=12).reason == "exactly 12 rows are asked for, none came"


@pytest.mark.parametrize(
    ("rows", "reason", "differing"),
    [
        (change(ROWS, 2, _1=0.9), "1 of 12 rows differs: column retention", ("retention",)),
        (change(ROWS, 2, _1=0.9, _4=None, _7=0.9), "3 of 12 rows differ: column retention", ("retention",)),
        (change(ROWS, 1, _1="Premium"), "1 of 12 rows differs: column plan", ("plan",)),
        (
            change(change(ROWS, 2, _1=0.9), 1, _1="Premium"),
            "1 of 12 rows differs: columns plan and retention",
            ("plan", "retention"),
        ),
        ([(day, plan, rate + 1) for day, plan, rate in ROWS], "all 12 rows differ: column retention", ("retention",)),
        # The right rates on the wrong days: each column holds the right values.
        (change(ROWS, 2, _1=0.2, _3=0.1), "2 of 12 rows differ: column retention", ("retention",)),
        ([*ROWS[1:], (date(2025, 1, 1), "trial", 9.0)], "1 of 12 rows differs", ()),
    ],
)
def test_the_columns_that_differ_are_named(
    rows: list[tuple[Any, ...]], reason: str, differing: tuple[str, ...]
) -> None:
    found = diff(rows[::-1])
    assert (found.reason, found.differing) == (reason, differing)


def test_a_single_row_and_a_single_column() -> None:
    columns = [Column("n", "integer")]
    assert diff([(2,)], "n", expected=[(1,)], columns=columns).reason == "the row differs: column n"
    found = diff([(1,), (2,), (2,)], "n", expected=[(1,), (2,), (3,)], columns=columns)
    assert found.reason == "1 of 3 rows differs: column n"


def test_values_under_swapped_names_are_told() -> None:
    columns = [Column("day", "date"), Column("won", "integer"), Column("lost", "integer")]
    expected = [(date(2024, 1, day), day, 10 * day) for day in range(1, 5)]
    found = diff([(day, lost, won) for day, won, lost in expected], "day won lost", expected=expected, columns=columns)
    assert found.reason == "all 4 rows differ: columns won and lost"
    assert found.help == "the values are right once columns won and lost change places"


def test_nan_is_said_not_to_be_null() -> None:
    found = diff(change(ROWS, 2, _3=NAN), expected=change(ROWS, 2, _3=None))
    assert found.reason == "1 of 12 rows differs: column retention"
    assert found.help.startswith("NaN is not NULL: 0/0 gives NaN here")
    assert diff(change(ROWS, 2, _3=0.9), expected=change(ROWS, 2, _3=NAN)).help == ""
    both = diff([(day, plan, NAN) for day, plan, _ in ROWS[:2]], expected=[(ROWS[2][0], "x", NAN), ROWS[0]])
    assert both.help == ""
    alone = diff([(NAN,)], "n", expected=[(3,)], columns=[Column("n", "integer")])
    assert alone.reason == "the row differs: column n"
    assert alone.help.startswith("NaN is not NULL")


def test_rows_out_of_order_are_told_with_the_declared_keys() -> None:
    found = diff([*ROWS[:3], ROWS[4], ROWS[3], *ROWS[5:]], order_by=[("day", False), ("plan", True)])
    assert found.reason == (
        "the rows are right, but not in the declared order (first at row 4): sort by day, then plan desc"
    )
    assert found.out_of_order == (3, ROWS[3], ROWS[4])


def test_differing_rows_stand_in_order_of_appearance_and_declared_columns() -> None:
    rows = [(rate, plan, day) for day, plan, rate in change(ROWS, 2, _8=7.0, _2=8.0)]
    found = diff(rows[::-1], "retention plan day")
    assert found.missing == (ROWS[2], ROWS[8])
    assert found.extra == ((*ROWS[8][:2], 7.0), (*ROWS[2][:2], 8.0))


def test_rows_are_shown_as_they_came() -> None:
    came = (datetime(2024, 1, 1), "basic", 3)
    assert diff([came, *ROWS[1:]]).extra == (came,)
    assert isinstance(diff([came, *ROWS[1:]]).extra[0][0], datetime)


def test_all_of_many_differing_rows_are_there() -> None:
    columns = [Column("n", "integer"), Column("x", "float")]
    expected = [(n, n / 7) for n in range(5_000)]
    found = diff([(n, x + 1) for n, x in expected], "n x", expected=expected, columns=columns)
    assert found.missing == tuple(expected)
    assert len(found.extra) == 5_000
