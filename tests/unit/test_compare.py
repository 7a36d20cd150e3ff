"""When two results are equal: one rule at a time."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from judge.errors import ProblemError
from judge.model import KINDS, Column, Comparison, Kind, ResultSet
from tests.comparing import both, result, right, wrong

NAN, INF = float("nan"), float("inf")
DAY, NOON = date(2024, 2, 29), datetime(2024, 2, 29, 12)
MIDNIGHT = datetime(2024, 2, 29)
EAST, WEST = timezone(timedelta(hours=2)), timezone(timedelta(hours=-5))


def cell(kind: Kind, expected: Any, actual: Any, **column: Any) -> Comparison:
    return both(result("x", [(expected,)]), result("x", [(actual,)]), [Column("x", kind, **column)])


SAME: list[tuple[Kind, Any, Any]] = [
    ("integer", 3, 3),
    ("integer", 3, 3.0),
    ("integer", 3, Decimal("3.00")),
    ("integer", 2**53, float(2**53)),
    ("integer", -(2**53), float(-(2**53))),
    ("integer", 2**70, 2**70),
    ("integer", 0, -0.0),
    ("integer", None, None),
    ("float", 0.3, 0.1 + 0.2),
    ("float", 1.0, 1),
    ("float", 0.1, Decimal("0.1")),
    ("float", 0.0, -0.0),
    ("float", 0.0, 1e-9),
    ("float", INF, INF),
    ("float", -INF, -INF),
    ("float", NAN, float("nan")),
    ("float", NAN, Decimal("NaN")),
    ("float", None, None),
    ("decimal", Decimal("1.50"), Decimal("1.5")),
    ("decimal", Decimal("2.00"), 2),
    ("decimal", Decimal("0.10"), 0.1),
    ("decimal", 0.1, Decimal("0.1")),
    ("decimal", None, None),
    ("boolean", True, 1),
    ("boolean", False, 0.0),
    ("boolean", True, Decimal(1)),
    ("boolean", None, None),
    ("date", DAY, DAY),
    ("date", DAY, MIDNIGHT),
    ("date", DAY, datetime(2024, 2, 29, 2, tzinfo=EAST)),
    ("timestamp", NOON, NOON),
    ("timestamp", NOON, NOON.replace(tzinfo=UTC)),
    ("timestamp", NOON, datetime(2024, 2, 29, 14, tzinfo=EAST)),
    ("timestamp", datetime(2024, 2, 29, 14, tzinfo=EAST), datetime(2024, 2, 29, 7, tzinfo=WEST)),
    ("timestamp", MIDNIGHT, DAY),
    ("time", time(1, 2, 3, 4), time(1, 2, 3, 4)),
    ("time", time(10), time(10, tzinfo=UTC)),
    ("time", time(10), time(12, tzinfo=EAST)),
    ("time", time(23), time(1, tzinfo=EAST)),  # of the day after
    ("time", time(1), time(20, tzinfo=WEST)),  # of the day before
    ("time", time(12, tzinfo=EAST), time(5, tzinfo=WEST)),
    ("time", None, None),
    ("interval", timedelta(days=1), timedelta(hours=24)),
    ("interval", timedelta(0), -timedelta(0)),
    ("interval", timedelta.max, timedelta.max),
    ("interval", None, None),
    ("text", "Ø ", "Ø "),
    ("text", "\0", "\0"),
    ("text", "\ud800", "\ud800"),
    ("text", None, None),
    ("list", [], []),
    ("list", [1, [2, None]], [1, [2, None]]),
    ("list", [1, 2], (1, 2)),
    ("list", [1, Decimal("2.50")], [1.0, Decimal("2.5")]),
    ("list", [0.3], [0.1 + 0.2]),
    ("list", [NAN, INF], [float("nan"), INF]),
    ("list", [NOON], [datetime(2024, 2, 29, 14, tzinfo=EAST)]),
    ("list", [{"a": [1]}], [{"a": [1.0]}]),
    ("list", None, None),
    ("struct", {"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ("struct", {"a": 1, "b": [NAN]}, {"b": [NAN], "a": 1}),
    ("struct", {"a": 0.3}, {"a": 0.1 + 0.2}),
    ("struct", {"a": {"b": None}}, {"a": {"b": None}}),
    ("struct", {1: "a", DAY: "b"}, {DAY: "b", 1: "a"}),  # a map: its keys need not be texts
    ("struct", {}, {}),
    ("struct", None, None),
    ("binary", b"\0\xff", b"\0\xff"),
    ("binary", b"", b""),
    ("binary", None, None),
]
DIFFERENT: list[Any] = [
    ("integer", 1, True),
    ("integer", 1, [1]),
    ("integer", 3, "3"),
    ("integer", 3, 3.5),
    ("integer", 3, Decimal("3.01")),
    ("integer", 2**53 + 1, 2**53),
    ("integer", 2**53 + 1, float(2**53)),
    ("integer", 2**54, float(2**54)),
    ("integer", 2**63, -(2**63)),
    ("integer", 0, None),
    ("integer", None, 0),
    ("integer", 10, Decimal("1E+999999999")),
    pytest.param("integer", 10, 10**400, id="integer-10-1E+400"),
    ("float", 0.121, 0.129),
    ("float", 0.0, 1.1e-9),
    ("float", 1.0, True),
    ("float", 1.0, "1.0"),
    ("float", 1.0, DAY),
    ("float", 1.0, 5e-324),
    ("float", INF, -INF),
    ("float", INF, 1e308),
    pytest.param("float", INF, 10**400, id="float-inf-1E+400"),
    ("float", INF, Decimal("1E+400")),
    ("float", 1.7e308, -1.7e308),
    ("float", NAN, None),
    ("float", None, NAN),
    ("float", 0.0, NAN),
    ("float", NAN, INF),
    ("float", 1.0, Decimal("sNaN")),
    ("decimal", Decimal("1.50"), Decimal("1.5000000001")),
    ("decimal", Decimal("0.1"), 0.1001),
    ("decimal", Decimal("1"), "1"),
    ("decimal", Decimal("1"), True),
    ("decimal", Decimal("1"), Decimal("sNaN")),
    ("decimal", Decimal("1"), Decimal("NaN")),
    ("boolean", True, 2),
    ("boolean", True, "true"),
    ("boolean", False, None),
    ("boolean", False, NAN),
    ("date", DAY, "2024-02-29"),
    ("date", DAY, NOON),
    ("date", DAY, datetime(2024, 2, 29, tzinfo=EAST)),
    ("date", DAY, None),
    ("timestamp", NOON, NOON + timedelta(microseconds=1)),
    ("timestamp", NOON, str(NOON)),
    ("timestamp", NOON, DAY),
    ("timestamp", NOON, NOON.replace(tzinfo=EAST)),
    ("timestamp", NOON, datetime.min.replace(tzinfo=timezone(timedelta(hours=5)))),
    ("time", time(10), time(10, 0, 0, 1)),
    ("time", time(10), time(10, tzinfo=EAST)),
    ("time", time(10), NOON),
    ("time", time(10), timedelta(hours=10)),
    ("time", time(10), "10:00:00"),
    ("time", time(0), None),
    ("interval", timedelta(days=1), timedelta(days=1, microseconds=1)),
    ("interval", timedelta(days=1), 86_400),
    ("interval", timedelta(days=1), "1 day"),
    ("interval", timedelta(hours=1), time(1)),
    ("interval", timedelta(days=-1), timedelta.max),
    ("interval", timedelta(0), None),
    ("text", "a", "A"),
    ("text", "a", "a "),
    ("text", "é", "e\u0301"),
    ("text", "", None),
    ("text", None, ""),
    ("text", "1", 1),
    ("text", "[1]", [1]),
    ("text", "a", b"a"),
    ("list", [1, 2], [2, 1]),
    ("list", [1, 2], [1]),
    ("list", [1], [1, None]),
    ("list", [None], []),
    ("list", [], None),
    ("list", [1], [True]),
    ("list", [1], ["1"]),
    ("list", [1], [1.1]),
    ("list", [0.5], [None]),
    ("list", [NAN], [None]),
    ("list", [INF], [-INF]),
    ("list", [2**53 + 1], [2**53]),
    ("list", [Decimal("0.1")], [Decimal("0.1000000001")]),
    ("list", [[1], 2], [[1, 2]]),
    ("list", [1], "[1]"),
    ("list", [1], {"0": 1}),
    ("list", [DAY], [MIDNIGHT]),
    ("struct", {"a": 1}, {"a": 2}),
    ("struct", {"a": 1}, {"A": 1}),
    ("struct", {"a": 1}, {"a": 1, "b": None}),
    ("struct", {"a": 1, "b": 2}, {"a": 2, "b": 1}),
    ("struct", {"a": None}, {}),
    ("struct", {"a": 0.5}, {"a": 0.6}),
    ("struct", {1: "a"}, {"1": "a"}),
    ("struct", {"a": 1}, '{"a": 1}'),
    ("struct", {"a": 1}, [1]),
    ("struct", {}, None),
    ("binary", b"a", b"A"),
    ("binary", b"a", "a"),
    ("binary", b"", None),
]


@pytest.mark.parametrize(("kind", "expected", "actual"), SAME)
def test_these_cells_are_the_same(kind: Kind, expected: Any, actual: Any) -> None:
    assert cell(kind, expected, actual).diff is None


@pytest.mark.parametrize(("kind", "expected", "actual"), DIFFERENT)
def test_these_cells_differ(kind: Kind, expected: Any, actual: Any) -> None:
    diff = cell(kind, expected, actual).diff
    assert diff is not None
    assert repr([*diff.missing, *diff.extra]) == repr([(expected,), (actual,)])


def test_every_kind_is_tried_right_and_wrong() -> None:
    wrong_ones = {case.values[0] if hasattr(case, "values") else case[0] for case in DIFFERENT}
    assert {kind for kind, _, _ in SAME} == wrong_ones == set(KINDS)


@pytest.mark.parametrize(
    ("expected", "actual", "tolerance", "same"),
    [
        (100.0, 100.9, {"abs": 1.0, "rel": 0.0}, True),
        (100.0, 101.1, {"abs": 1.0, "rel": 0.0}, False),
        (100.0, 100.9, {"abs": 0.0, "rel": 0.01}, True),
        (100.0, 101.1, {"abs": 0.0, "rel": 0.01}, False),
        (1e-12, 2e-12, {}, True),
        (1e-12, 2e-12, {"abs": 0.0}, False),
        (0.1, 0.1 + 1e-15, {"abs": 0.0, "rel": 0.0}, False),
        (1e300, 1.0000000001e300, {}, True),
        (100.0, Decimal("100.9"), {"abs": 1.0, "rel": 0.0}, True),
        (100.0, 101, {"abs": 1.0, "rel": 0.0}, True),
    ],
)
def test_a_float_is_right_within_the_larger_tolerance(
    expected: float, actual: Any, tolerance: dict[str, float], same: bool
) -> None:
    assert (cell("float", expected, actual, **tolerance).diff is None) is same


def test_a_decimal_has_its_tolerance_only_against_a_float() -> None:
    near, loose = Decimal("1.004"), {"abs": 0.01}
    assert cell("decimal", Decimal("1.00"), float(near), **loose).diff is None
    assert cell("decimal", Decimal("1.00"), near, **loose).diff is not None
    columns = [Column("x", "decimal", abs=0.01)]
    expected = result("x", [(Decimal("1.00"),), (Decimal("1.00"),)])
    assert right(expected, result("x", [(1.004,), (1,)]), columns)
    mixed = wrong(expected, result("x", [(1.004,), (near,)]), columns)
    assert ([*mixed.missing], [*mixed.extra]) == ([(Decimal("1.00"),)], [(near,)])


@pytest.mark.parametrize("kind", ["list", "struct"])
def test_numbers_within_a_value_have_the_columns_tolerance_where_one_is_a_float(kind: Kind) -> None:
    def value(number: Any) -> Any:
        return ["a", [number]] if kind == "list" else {"a": {"b": number}}

    loose = {"abs": 0.01, "rel": 0.0}
    assert cell(kind, value(1.0), value(1.009), **loose).diff is None
    assert cell(kind, value(1), value(1.009), **loose).diff is None
    assert cell(kind, value(Decimal("1.009")), value(1.0), **loose).diff is None
    assert cell(kind, value(1.0), value(1.011), **loose).diff is not None
    assert cell(kind, value(Decimal("1.009")), value(1), **loose).diff is not None
    assert cell(kind, value(True), value(1.0), **loose).diff is not None


def test_each_number_within_a_value_is_compared_with_its_own() -> None:
    columns = [Column("x", "list", abs=0.1, rel=0.0)]
    expected = result("x", [([1.0, 2.0],), ([1.05, 3.0],)])
    assert right(expected, result("x", [([1.1, 3.05],), ([0.96, 1.95],)]), columns)
    assert not right(expected, result("x", [([1.1, 2.2],), ([0.96, 2.95],)]), columns)
    assert not right(expected, result("x", [([2.0, 1.0],), ([1.05, 3.0],)]), columns)
    # A list that is longer is another one, however near its numbers are.
    assert not right(expected, result("x", [([1.0, 2.0, 0.0],), ([1.05, 3.0],)]), columns)


@pytest.mark.parametrize(
    ("kind", "value", "types"),
    [("text", [1], "list"), ("text", b"x", "binary"), ("text", {"a": 1}, "struct"), ("text", time(1), "time")],
)
def test_a_value_has_the_column_of_its_kind_and_no_column_of_text(kind: Kind, value: Any, types: str) -> None:
    with pytest.raises(ProblemError, match=rf"column 'x' is declared text, and 1 of 1 row \({types}\) do not fit"):
        cell(kind, value, value)


NAN_IS_NULL: list[tuple[Kind, Any, Any, bool]] = [
    ("float", None, NAN, True),
    ("float", 0.5, NAN, False),
    ("integer", None, NAN, True),
    ("integer", 0, NAN, False),
    ("text", None, NAN, True),
    ("boolean", None, NAN, True),
    ("date", None, NAN, True),
    ("interval", None, NAN, True),
    ("list", [None, 1], [NAN, 1.0], True),
    ("list", [[None]], [[NAN]], True),
    ("list", [0.0], [NAN], False),
    ("list", None, NAN, True),
    ("struct", {"a": None}, {"a": NAN}, True),
    ("struct", {"a": [{"b": None}]}, {"a": [{"b": NAN}]}, True),
    ("struct", {"a": 0.0}, {"a": NAN}, False),
    ("float", NAN, NAN, False),
]


@pytest.mark.parametrize(("kind", "expected", "actual", "same"), NAN_IS_NULL)
def test_nan_is_null_in_a_pandas_answer(kind: Kind, expected: Any, actual: Any, same: bool) -> None:
    columns = [Column("x", kind, nullable=True)]
    came = result("x", [(actual,)], nan_is_missing=True)
    assert right(result("x", [(expected,)]), came, columns) is same
    # In a SQL answer it never is, so that only a NaN that was asked for is right.
    sql = right(result("x", [(expected,)]), result("x", [(actual,)]), columns)
    assert sql is (expected is actual is NAN)


@pytest.mark.parametrize("kind", ["float", "list", "struct"])
def test_nan_is_a_value_where_the_column_says_so(kind: Kind) -> None:
    def value(number: float | None) -> Any:
        return {"float": number, "list": [number], "struct": {"a": number}}[kind]

    columns = [Column("x", kind, nullable=True, nan=True)]
    for pandas in (True, False):
        nan, null = (result("x", [(value(number),)], nan_is_missing=pandas) for number in (float("nan"), None))
        assert right(result("x", [(value(NAN),)]), nan, columns)
        assert right(result("x", [(value(None),)]), null, columns)
        assert not right(result("x", [(value(NAN),)]), null, columns)
        assert not right(result("x", [(value(None),)]), nan, columns)


def test_what_was_nan_is_shown_as_null_where_it_is_missing() -> None:
    expected = result("k x", [(1, 0.5), (2, None)])
    came = result("k x", [(1, NAN), (2, NAN)], nan_is_missing=True)
    diff = wrong(expected, came, [Column("k", "integer"), Column("x", "float", nullable=True)])
    assert ([*diff.missing], [*diff.extra]) == ([(1, 0.5)], [(1, None)])


PLAN_N = [Column("plan", "text"), Column("n", "integer")]


def test_rows_are_a_bag() -> None:
    expected = result("plan n", [("a", 1), ("b", 2), ("a", 1)])
    assert right(expected, result("plan n", [("b", 2), ("a", 1), ("a", 1)]), PLAN_N)
    assert not right(expected, result("plan n", [("a", 1), ("b", 2), ("b", 2)]), PLAN_N)
    assert not right(expected, result("plan n", [("a", 1), ("b", 2)]), PLAN_N)


def test_rows_are_compared_whole() -> None:
    diff = wrong(result("plan n", [("a", 1), ("b", 2)]), result("plan n", [("a", 2), ("b", 1)]), PLAN_N)
    assert [*diff.missing] == [("a", 1), ("b", 2)]


def test_no_rows_are_equal_to_no_rows() -> None:
    assert both(result("plan n"), result("plan n"), PLAN_N, order_by=[("n", False)], rows=0) == Comparison(None)


@pytest.mark.parametrize(
    ("expected", "came", "same"),
    [
        ([1, 2], [2, 1], True),
        ([1, 2], [1, 1, 2, 2, 2], True),
        ([1, 1, 2], [1, 2], True),
        ([1, 1, 2], [2, 2, 1], True),
        ([], [], True),
        ([1, 2], [1], False),
        ([1, 2], [1, 1], False),
        ([1, 2], [1, 2, 3], False),
        ([1, 1], [2, 2], False),
        ([1], [], False),
        ([], [1], False),
        ([None], [None, None], True),
    ],
)
def test_rows_are_a_set_where_the_problem_says_so(expected: list[Any], came: list[Any], same: bool) -> None:
    columns = [Column("n", "integer", nullable=True)]
    wanted, actual = result("n", [(n,) for n in expected]), result("n", [(n,) for n in came])
    assert right(wanted, actual, columns, distinct=True) is same
    assert right(wanted, actual, columns) is (sorted(map(str, expected)) == sorted(map(str, came)))


def test_a_set_is_one_within_the_tolerance() -> None:
    columns = [Column("x", "float", abs=0.1, rel=0.0)]
    assert right(result("x", [(1.0,)]), result("x", [(1.05,), (0.95,), (1.0,)]), columns, distinct=True)
    assert not right(result("x", [(1.0,)]), result("x", [(1.05,), (0.85,)]), columns, distinct=True)


@pytest.mark.parametrize(
    ("actual", "same"),
    [
        # 1.4 is near to both expected rows, and nearer to the one that has no choice but 1.0.
        ([(1.4, 1.0), (1.0, 1.0)], True),
        ([(1.4, 1.0), (2.4, 1.0)], True),
        ([(2.4, 1.0), (2.6, 1.0)], False),
        ([(1.9, 1.0), (1.9, 1.7)], False),
    ],
)
def test_near_is_not_transitive_and_each_row_has_one_partner(actual: list[tuple[float, float]], same: bool) -> None:
    columns = [Column("x", "float", abs=0.5, rel=0), Column("y", "float", abs=0.5, rel=0)]
    assert right(result("x y", [(1.0, 1.0), (1.9, 1.0)]), result("x y", actual), columns) is same


def test_a_partner_is_given_up_where_another_row_needs_it() -> None:
    columns = [Column("x", "float", abs=1.0, rel=0), Column("y", "float", abs=1.0, rel=0)]
    expected = result("x y", [(0.0, 0.0), (1.0, 1.0)])
    # (0, 0) is nearer to (0.5, 0.5), the only one that (1, 1) can take beside (1.8, 1.8).
    assert right(expected, result("x y", [(0.5, 0.5), (-0.9, 0.9)]), columns)
    assert right(expected, result("x y", [(0.5, 0.5), (1.8, 1.8)]), columns)
    assert not right(expected, result("x y", [(1.5, 1.5), (1.8, 1.8)]), columns)


def test_every_column_counts_where_rows_are_near_in_one() -> None:
    columns = [Column("x", "float", abs=1.0, rel=0), Column("y", "float", abs=1.0, rel=0)]
    expected = result("x y", [(0.0, 0.0), (0.5, 0.9), (1.5, 1.8)])
    assert not right(expected, result("x y", [(1.5, 0.0), (0.5, 0.9), (0.0, 1.8)]), columns)


def test_a_conversion_of_days_is_noted_whether_right_or_wrong() -> None:
    columns = [Column("day", "date"), Column("at", "timestamp")]
    expected = result("day at", [(DAY, MIDNIGHT)])
    notes = (
        "column day: timestamps at midnight were taken as dates",
        "column at: dates were taken as their midnight",
    )
    assert both(expected, result("day at", [(MIDNIGHT, DAY)]), columns).notes == notes
    wrong_too = both(expected, result("day at", [(MIDNIGHT, DAY), (MIDNIGHT, DAY)]), columns)
    assert wrong_too.diff is not None
    assert wrong_too.notes == notes
    assert both(expected, expected, columns).notes == ()
    pandas = ResultSet(("day", "at"), ("datetime64[us]", "datetime64[us]"), [(MIDNIGHT, MIDNIGHT)])
    assert both(expected, pandas, columns) == Comparison(None)  # pandas has no dates: nothing to note
    assert cell("date", DAY, NOON).notes == ()


def test_a_conversion_of_some_days_is_noted_where_others_do_not_fit() -> None:
    came = both(result("d", [(DAY,), (DAY,)]), result("d", [(MIDNIGHT,), (NOON,)]), [Column("d", "date")])
    assert came.diff is not None
    assert came.notes == ("column d: timestamps at midnight were taken as dates",)


def test_a_broken_expectation_is_the_problems_fault() -> None:
    with pytest.raises(ProblemError, match=r"column 'n' is missing; column 'm' is not asked for"):
        both(result("plan m"), result("plan n"), PLAN_N)
    with pytest.raises(ProblemError, match=r"column 'n' is declared integer, and 1 of 2 rows"):
        both(result("plan n", [("a", 1), ("b", "2")]), result("plan n"), PLAN_N)
    with pytest.raises(ProblemError, match=r"1 of 1 row \(list\) do not fit"):
        both(result("plan n", [("a", [1])]), result("plan n", [("a", [1])]), PLAN_N)


def test_a_broken_expectation_is_the_problems_fault_whatever_came() -> None:
    with pytest.raises(ProblemError, match=r"column 'n' is declared integer, and 1 of 1 row"):
        both(result("plan n", [("a", "2")]), result("plan m", [("a", 2)]), PLAN_N)


def test_a_long_chain_in_one_column_is_matched() -> None:
    columns = [Column("x", "float", abs=0.01, rel=0)]
    rows = [(position / 20_000,) for position in range(20_000)]
    actual = [(x + 0.009,) for (x,) in reversed(rows)]
    assert right(result("x", rows), result("x", actual), columns)


def test_a_long_chain_in_two_columns_is_matched() -> None:
    columns = [Column("x", "float", abs=1.0, rel=0), Column("y", "float", abs=1.0, rel=0)]
    expected = [(float(position), float(position)) for position in range(2_000)]
    # All but two rows are equal, and yet every row has to take its other neighbour.
    actual = [(x + 1.0, y + 1.0) for x, y in expected]
    assert right(result("x y", expected), result("x y", actual), columns)
    diff = wrong(result("x y", expected), result("x y", [*actual[:-1], (2_001.0, 2_000.0)]), columns)
    assert (len(diff.missing), len(diff.extra)) == (1, 1)


def test_nothing_heavy_is_imported() -> None:
    code = """
import sys
from judge.compare import compare
from judge.model import Column, Comparison, ResultSet
one = ResultSet(("x",), ("DOUBLE",), [(1.5,), (2.5,)])
assert compare(one, ResultSet(("y",), ("DOUBLE",), [(1.5,), (3.5,)]), [Column("x", "float")]).diff
assert compare(one, ResultSet(("x",), ("DOUBLE",), [(1.5,), (3.5,)]), [Column("x", "float")]).diff
print(*{"duckdb", "pandas", "numpy", "pyarrow", "click", "rich", "sqlglot", "faker"} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
