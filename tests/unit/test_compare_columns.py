"""How the columns of a result are found: by name, by position, strictly; and what is told where they are not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from judge.compare import codes, expected_in_order, schema_findings
from judge.errors import ProblemError
from judge.model import COLUMNS_BY, Column, ColumnsBy, Comparison, Diff, ResultSet
from tests.comparing import both, finding, helps, result, right, wrong

COLUMNS = [Column("day", "date"), Column("plan", "text"), Column("retention", "float", nullable=True)]
ROWS: list[tuple[Any, ...]] = [
    (date(2024, 1, day), plan, day / 10) for day in range(1, 7) for plan in ("basic", "premium")
]
EXPECTED = result("day plan retention", ROWS)
PLAN_N = [Column("plan", "text"), Column("n", "integer")]


def diff(came: list[tuple[Any, ...]], names: str, **how: Any) -> Diff:
    return wrong(EXPECTED, result(names, came), COLUMNS, **how)


def test_columns_are_found_by_folded_name_in_any_order() -> None:
    assert right(result("plan n", [("a", 1)]), result("N Plan", [(1, "a")]), PLAN_N)
    assert right(result("n PLAN", [(1, "a")]), result("plan n", [("a", 1)]), PLAN_N)


@pytest.mark.parametrize(
    ("names", "reason", "found"),
    [
        ("day plan", "column 'retention' is missing", [codes.MISSING_COLUMN]),
        ("day", "columns 'plan' and 'retention' are missing", [codes.MISSING_COLUMN]),
        ("day plan retention n", "column 'n' is not asked for", [codes.EXTRA_COLUMN]),
        (
            "day plan retention a b c d e f g",
            "columns 'a', 'b', 'c', 'd', 'e' and 2 more are not asked for",
            [codes.EXTRA_COLUMN],
        ),
        ("day plan retention Plan", "column 'plan' came twice", [codes.REPEATED_COLUMN]),
        ("day plan DAY retention day", "column 'day' came 3 times", [codes.REPEATED_COLUMN]),
        (
            "day plan plan day retention",
            "column 'day' came twice; column 'plan' came twice",
            [codes.REPEATED_COLUMN, codes.REPEATED_COLUMN],
        ),
        (
            "day day n",
            "columns 'plan' and 'retention' are missing; column 'n' is not asked for; column 'day' came twice",
            [codes.MISSING_COLUMN, codes.EXTRA_COLUMN, codes.REPEATED_COLUMN],
        ),
    ],
)
@pytest.mark.parametrize("count", [0, 2])
@pytest.mark.parametrize("by", ["name", "strict"])
def test_names_are_told_apart_with_rows_and_without(
    names: str, reason: str, found: list[str], count: int, by: ColumnsBy
) -> None:
    rows: list[tuple[Any, ...]] = [tuple(f"cell {i}" for i in range(len(names.split())))] * count
    told = diff(rows, names, by=by)
    assert (told.reason, [*told.codes]) == (reason, found)
    assert not told.missing
    assert not told.extra
    assert not any(one.evidence for one in told.findings)


def test_wrong_names_are_listed_once_each() -> None:
    told = diff([], "plan Rate rate DAY day")
    assert [(one.code, one.columns) for one in told.findings] == [
        (codes.MISSING_COLUMN, ("retention",)),
        (codes.EXTRA_COLUMN, ("Rate",)),
        (codes.REPEATED_COLUMN, ("day",)),
    ]


def test_a_near_name_is_hinted_at() -> None:
    assert finding(diff([], "day plan retentoin"), codes.MISSING_COLUMN).help == "'retentoin' is like 'retention'"
    assert helps(diff([], "day plan n")) == ()
    # Each missing name is hinted at once.
    assert helps(diff([], "day plan retentoin retentio")) == ("'retentoin' is like 'retention'",)
    assert helps(diff([], "dai plam retentoin retention")) == ("'dai' is like 'day', 'plam' is like 'plan'",)


def test_a_long_name_is_cut() -> None:
    name = "x" * 200
    told = diff([], f"day plan retention {name}")
    assert told.reason == f"column '{'x' * 79}…' is not asked for"
    assert told.findings[0].columns == (name,)


@pytest.mark.parametrize(
    ("index", "help_"),
    [
        (("Day",), "'day' is in the index: reset_index() makes it a column"),
        (("day", "plan", "n"), "'day' and 'plan' are in the index: reset_index() makes them columns"),
        (("n",), ""),
    ],
)
def test_a_column_left_in_the_index_is_told(index: tuple[str, ...], help_: str) -> None:
    told = wrong(EXPECTED, ResultSet(("retention",), ("float64",), [], index), COLUMNS)
    assert told.reason == "columns 'day' and 'plan' are missing"
    assert told.findings[0].help == help_


RENAMED = [
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
]


@pytest.mark.parametrize(("names", "reason"), RENAMED)
@pytest.mark.parametrize("by", ["name", "strict"])
def test_right_values_under_wrong_names_are_said_to_be_right(names: str, reason: str, by: ColumnsBy) -> None:
    told = diff(ROWS[::-1], names, by=by)
    assert (told.reason, told.codes, helps(told)) == (reason, (codes.WRONG_NAME,), ())


def test_the_finding_on_wrong_names_has_those_that_came() -> None:
    assert diff(ROWS, "a plan b").findings[0].columns == ("a", "b")


def test_right_values_are_found_whatever_the_position_of_wrong_names() -> None:
    told = diff([(rate, day, plan) for day, plan, rate in ROWS], "rate tag plan")
    assert told.reason == (
        "the values are right, but the columns are called 'tag' and 'rate'; they should be 'day' and 'retention'"
    )


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([*ROWS[1:], (*ROWS[0][:2], 9.0)], "day plan rate"),
        (ROWS[1:], "day plan rate"),
        ([*ROWS, ROWS[0]], "day plan rate"),
        ([], "day plan rate"),
    ],
)
def test_wrong_values_under_a_wrong_name_are_not_said_to_be_right(rows: list[tuple[Any, ...]], names: str) -> None:
    assert diff(rows, names).reason == "column 'retention' is missing; column 'rate' is not asked for"


def test_values_that_are_right_in_part_under_two_wrong_names_are_not_said_to_be_right() -> None:
    """Each column holds the right values, and no row does."""
    columns = [Column("a", "integer"), Column("b", "integer")]
    told = wrong(result("a b", [(1, 1), (2, 2)]), result("x y", [(1, 2), (2, 1)]), columns)
    assert told.codes == (codes.MISSING_COLUMN, codes.EXTRA_COLUMN)


@pytest.mark.parametrize("names", ["day plan retention", "a b c", "plan day day", "Day PLAN Retention"])
def test_columns_by_position_may_be_called_anything(names: str) -> None:
    assert both(EXPECTED, result(names, ROWS[::-1]), COLUMNS, by="position") == Comparison(None)


def test_columns_by_position_are_not_sought_by_name() -> None:
    moved = [(plan, day, rate) for day, plan, rate in ROWS]
    told = diff(moved, "plan day retention", by="position")
    assert told.codes[:2] == (codes.WRONG_TYPE, codes.WRONG_TYPE)
    assert right(EXPECTED, result("plan day retention", moved), COLUMNS)


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ("day", "3 columns are asked for, 1 came"),
        ("day plan", "3 columns are asked for, 2 came"),
        ("day plan retention n", "3 columns are asked for, 4 came"),
    ],
)
def test_another_number_of_columns_by_position_is_told(names: str, reason: str) -> None:
    width = len(names.split())
    told = diff([(*row, 0)[:width] for row in ROWS], names, by="position")
    assert (told.reason, told.codes) == (reason, (codes.COLUMN_COUNT,))
    assert told.findings[0].columns == tuple(names.split())
    one = wrong(result("n", [(1,)]), result("n m", [(1, 2)]), [Column("n", "integer")], by="position")
    assert one.reason == "1 column is asked for, 2 came"


def test_an_expected_result_is_found_by_name_where_it_can_be() -> None:
    moved = result("retention day plan", [(rate, day, plan) for day, plan, rate in ROWS])
    for by in COLUMNS_BY:
        assert right(moved, EXPECTED, COLUMNS, by=by)
    assert right(result("a b c", ROWS), EXPECTED, COLUMNS, by="position")
    with pytest.raises(ProblemError, match="is broken: column 'retention' is missing; column 'c' is not asked for"):
        both(result("day plan c", ROWS), EXPECTED, COLUMNS, by="strict")
    with pytest.raises(ProblemError, match="is broken: 3 columns are asked for, 2 came"):
        both(result("day plan"), EXPECTED, COLUMNS, by="position")


@pytest.mark.parametrize(
    ("names", "places", "reason"),
    [
        (
            "plan day retention",
            (1, 0, 2),
            "the columns stand in another order: plan, day and retention, where day, plan and retention are asked for",
        ),
        ("Day plan retention", (0, 1, 2), "column 'Day' is to be written 'day'"),
        (
            "Day plan RETENTION",
            (0, 1, 2),
            "column 'Day' is to be written 'day'; column 'RETENTION' is to be written 'retention'",
        ),
        (
            "PLAN day retention",
            (1, 0, 2),
            "the columns stand in another order: PLAN, day and retention, where day, plan and retention are asked for",
        ),
    ],
)
def test_strict_columns_have_their_order_and_their_letters(names: str, places: tuple[int, ...], reason: str) -> None:
    came = [tuple(row[place] for place in places) for row in ROWS]
    told = diff(came, names, by="strict")
    assert (told.reason, told.codes) == (reason, (codes.COLUMN_ORDER,))
    assert told.findings[0].columns == tuple(names.split())
    assert right(EXPECTED, result(names, came), COLUMNS)
    assert right(EXPECTED, result("day plan retention", ROWS[::-1]), COLUMNS, by="strict")


def test_strict_columns_are_those_that_are_declared_and_no_more() -> None:
    assert diff(ROWS, "day plan rate", by="strict").codes == (codes.WRONG_NAME,)
    assert diff([(*row, 0) for row in ROWS], "day plan retention n", by="strict").codes == (codes.EXTRA_COLUMN,)


# What a checker is asked about: the columns and the types of a result by themselves.


@pytest.mark.parametrize("by", COLUMNS_BY)
def test_a_result_that_fits_its_columns_is_handed_on_in_their_order(by: ColumnsBy) -> None:
    names, rows = ("n plan", [(1.0, "a"), (2, None)]) if by == "name" else ("plan n", [("a", 1.0), (None, 2)])
    found, came = schema_findings(result(names, rows, index=("k",)), PLAN_N, by)
    assert found == []
    assert repr(came) == repr(result("plan n", [("a", 1.0), (None, 2)]))


def test_a_result_that_is_handed_on_has_null_where_pandas_has_nan() -> None:
    came = result("plan n", [("a", float("nan")), (float("nan"), 2.0)], nan_is_missing=True)
    assert schema_findings(came, PLAN_N, "name") == ([], result("plan n", [("a", None), (None, 2.0)]))


@pytest.mark.parametrize(
    ("names", "by", "found"),
    [
        ("plan", "name", [codes.MISSING_COLUMN]),
        ("plan n m", "name", [codes.EXTRA_COLUMN]),
        ("plan n N", "name", [codes.REPEATED_COLUMN]),
        ("plan m", "name", [codes.MISSING_COLUMN, codes.EXTRA_COLUMN]),
        ("n plan", "strict", [codes.COLUMN_ORDER]),
        ("plan", "position", [codes.COLUMN_COUNT]),
    ],
)
def test_a_result_of_other_columns_is_not_handed_to_a_checker(names: str, by: ColumnsBy, found: list[str]) -> None:
    assert [one.code for one in schema_findings(result(names), PLAN_N, by)[0]] == found


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["1", "2"], "column 'n' is text, an integer is expected"),
        ([1, "2"], "column 'n' is text in 1 row, an integer is expected"),
        ([1, 2.5, 3.5], "column 'n' is float in 2 rows, an integer is expected"),
        ([1, True, "a", 4], "column 'n' is boolean and text in 2 rows, an integer is expected"),
        ([None, "2"], "column 'n' is text, an integer is expected"),
    ],
)
def test_each_cell_that_a_checker_sees_is_of_its_columns_kind(cells: list[Any], message: str) -> None:
    [found], _ = schema_findings(result("plan n", [("a", n) for n in cells]), PLAN_N, "name")
    assert (found.code, found.message, found.columns) == (codes.WRONG_TYPE, message, ("n",))


def test_a_nan_that_a_checker_would_see_as_an_integer_is_found() -> None:
    for cells in ([float("nan")], [1, float("nan")]):
        [found], _ = schema_findings(result("plan n", [("a", n) for n in cells]), PLAN_N, "name")
        assert found.code == codes.WRONG_TYPE
        assert "integer in" not in found.message


def test_an_expected_result_is_put_in_declared_order() -> None:
    moved = result("N Plan", [(1, "a")], index=("k",), limit=1, tied=1)
    assert expected_in_order(moved, PLAN_N, "name") == result("plan n", [("a", 1)], limit=1, tied=1)
    assert expected_in_order(result("x y", [("a", 1)]), PLAN_N, "position") == result("plan n", [("a", 1)])
    with pytest.raises(ProblemError, match="column 'n' is missing; column 'y' is not asked for"):
        expected_in_order(result("plan y", [("a", 1)]), PLAN_N, "name")
    with pytest.raises(ProblemError, match=r"column 'n' is declared integer, and 1 of 2 rows \(integer and text\)"):
        expected_in_order(result("plan n", [("a", 1), ("b", "2")]), PLAN_N, "strict")
