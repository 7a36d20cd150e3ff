"""When two results are equal: one rule at a time."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from judge.compare import compare
from judge.errors import ProblemError
from judge.model import Column, Comparison, Kind, ResultSet

NAN, INF = float("nan"), float("inf")
DAY, NOON = date(2024, 2, 29), datetime(2024, 2, 29, 12)
MIDNIGHT = datetime(2024, 2, 29)


def result(names: str, *rows: tuple[Any, ...]) -> ResultSet:
    columns = tuple(names.split())
    return ResultSet(columns, ("",) * len(columns), list(rows))


def cell(kind: Kind, expected: Any, actual: Any, **tolerance: Any) -> Comparison:
    return compare(result("x", (expected,)), result("x", (actual,)), [Column("x", kind, **tolerance)])


SAME: list[tuple[Kind, Any, Any]] = [
    ("integer", 3, 3),
    ("integer", 3, 3.0),
    ("integer", 3, Decimal("3.00")),
    ("integer", 2**53, float(2**53)),
    ("integer", 2**70, 2**70),
    ("integer", None, None),
    ("float", 0.3, 0.1 + 0.2),
    ("float", 1.0, 1),
    ("float", 0.1, Decimal("0.1")),
    ("float", 0.0, -0.0),
    ("float", INF, INF),
    ("float", NAN, float("nan")),
    ("float", None, None),
    ("decimal", Decimal("1.50"), Decimal("1.5")),
    ("decimal", Decimal("2.00"), 2),
    ("decimal", Decimal("0.10"), 0.1),
    ("decimal", 0.1, Decimal("0.1")),
    ("boolean", True, 1),
    ("boolean", False, 0.0),
    ("boolean", True, Decimal(1)),
    ("boolean", None, None),
    ("date", DAY, DAY),
    ("date", DAY, MIDNIGHT),
    ("date", DAY, datetime(2024, 2, 29, 2, tzinfo=timezone(timedelta(hours=2)))),
    ("timestamp", NOON, NOON),
    ("timestamp", NOON, NOON.replace(tzinfo=UTC)),
    ("timestamp", NOON, datetime(2024, 2, 29, 17, tzinfo=timezone(timedelta(hours=5)))),
    ("timestamp", MIDNIGHT, DAY),
    ("text", "Ø ", "Ø "),
    ("text", [1, [2.5, None]], [1, [2.5, None]]),
    ("text", {"a": 1, "b": [NAN]}, {"b": [NAN], "a": 1}),
    ("text", b"x", b"x"),
    ("text", time(1), time(1)),
    ("text", timedelta(days=1), timedelta(hours=24)),
]
DIFFERENT: list[tuple[Kind, Any, Any]] = [
    ("integer", 1, True),
    ("integer", 1, [1]),
    ("integer", 3, "3"),
    ("integer", 3, 3.5),
    ("integer", 3, Decimal("3.01")),
    ("integer", 2**53 + 1, 2**53),
    ("integer", 2**53 + 1, float(2**53)),
    ("integer", 2**54, float(2**54)),
    ("integer", 0, None),
    ("integer", None, 0),
    ("integer", 10, Decimal("1E+999999999")),
    ("float", 0.121, 0.129),
    ("float", 1.0, True),
    ("float", 1.0, "1.0"),
    ("float", 1.0, DAY),
    ("float", INF, -INF),
    ("float", INF, 1e308),
    ("float", INF, 10**400),
    ("float", INF, Decimal("1E+400")),
    ("float", NAN, None),
    ("float", None, NAN),
    ("float", 0.0, NAN),
    ("float", 1.0, Decimal("sNaN")),
    ("decimal", Decimal("1.50"), Decimal("1.5000000001")),
    ("decimal", Decimal("0.1"), 0.1001),
    ("decimal", Decimal("1"), "1"),
    ("decimal", Decimal("1"), True),
    ("decimal", Decimal("1"), Decimal("sNaN")),
    ("boolean", True, 2),
    ("boolean", True, "true"),
    ("boolean", False, None),
    ("boolean", False, NAN),
    ("date", DAY, "2024-02-29"),
    ("date", DAY, NOON),
    ("date", DAY, None),
    ("timestamp", NOON, NOON + timedelta(microseconds=1)),
    ("timestamp", NOON, str(NOON)),
    ("timestamp", NOON, DAY),
    ("timestamp", NOON, datetime.min.replace(tzinfo=timezone(timedelta(hours=5)))),
    ("text", "a", "A"),
    ("text", "a", "a "),
    ("text", "", None),
    ("text", None, ""),
    ("text", "1", 1),
    ("text", [1, 2], [2, 1]),
    ("text", [1], [True]),
    ("text", [1], "[1]"),
    ("text", "[1]", [1]),
    ("text", {"a": 1}, {"a": 2}),
]


@pytest.mark.parametrize(("kind", "expected", "actual"), SAME)
def test_these_cells_are_the_same(kind: Kind, expected: Any, actual: Any) -> None:
    assert cell(kind, expected, actual).diff is None


@pytest.mark.parametrize(("kind", "expected", "actual"), DIFFERENT)
def test_these_cells_differ(kind: Kind, expected: Any, actual: Any) -> None:
    diff = cell(kind, expected, actual).diff
    assert diff is not None
    assert diff.missing == ((expected,),)
    assert diff.extra == ((actual,),)


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
    ],
)
def test_a_float_is_right_within_the_larger_tolerance(
    expected: float, actual: float, tolerance: dict[str, float], same: bool
) -> None:
    assert (cell("float", expected, actual, **tolerance).diff is None) is same


def test_a_decimal_has_its_tolerance_only_against_a_float() -> None:
    near, loose = Decimal("1.004"), {"abs": 0.01}
    assert cell("decimal", Decimal("1.00"), float(near), **loose).diff is None
    assert cell("decimal", Decimal("1.00"), near, **loose).diff is not None
    columns = [Column("x", "decimal", abs=0.01)]
    expected = result("x", (Decimal("1.00"),), (Decimal("1.00"),))
    assert compare(expected, result("x", (1.004,), (1,)), columns).diff is None
    mixed = compare(expected, result("x", (1.004,), (near,)), columns).diff
    assert mixed is not None
    assert (mixed.missing, mixed.extra) == (((Decimal("1.00"),),), ((near,),))


PLAN_N = [Column("plan", "text"), Column("n", "integer")]


def test_columns_are_found_by_folded_name_in_any_order() -> None:
    assert compare(result("plan n", ("a", 1)), result("N Plan", (1, "a")), PLAN_N).diff is None


def test_rows_are_a_bag() -> None:
    expected = result("plan n", ("a", 1), ("b", 2), ("a", 1))
    assert compare(expected, result("plan n", ("b", 2), ("a", 1), ("a", 1)), PLAN_N).diff is None
    assert compare(expected, result("plan n", ("a", 1), ("b", 2), ("b", 2)), PLAN_N).diff is not None
    assert compare(expected, result("plan n", ("a", 1), ("b", 2)), PLAN_N).diff is not None


def test_rows_are_compared_whole() -> None:
    diff = compare(result("plan n", ("a", 1), ("b", 2)), result("plan n", ("a", 2), ("b", 1)), PLAN_N).diff
    assert diff is not None
    assert diff.missing == (("a", 1), ("b", 2))


def test_no_rows_are_equal_to_no_rows() -> None:
    assert compare(result("plan n"), result("plan n"), PLAN_N, order_by=[("n", False)], rows=0).diff is None


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
    assert (compare(result("x y", (1.0, 1.0), (1.9, 1.0)), result("x y", *actual), columns).diff is None) is same


def test_a_partner_is_given_up_where_another_row_needs_it() -> None:
    columns = [Column("x", "float", abs=1.0, rel=0), Column("y", "float", abs=1.0, rel=0)]
    expected = result("x y", (0.0, 0.0), (1.0, 1.0))
    # (0, 0) is nearer to (0.5, 0.5), the only one that (1, 1) can take beside (1.8, 1.8).
    assert compare(expected, result("x y", (0.5, 0.5), (-0.9, 0.9)), columns).diff is None
    assert compare(expected, result("x y", (0.5, 0.5), (1.8, 1.8)), columns).diff is None
    assert compare(expected, result("x y", (1.5, 1.5), (1.8, 1.8)), columns).diff is not None


def test_every_column_counts_where_rows_are_near_in_one() -> None:
    columns = [Column("x", "float", abs=1.0, rel=0), Column("y", "float", abs=1.0, rel=0)]
    expected = result("x y", (0.0, 0.0), (0.5, 0.9), (1.5, 1.8))
    assert compare(expected, result("x y", (1.5, 0.0), (0.5, 0.9), (0.0, 1.8)), columns).diff is not None


TOP = [Column("plan", "text"), Column("n", "integer", nullable=True), Column("rate", "float")]
TOP_ROWS = [("a", 9, 0.5), ("b", 9, 0.3), ("c", 7, 0.3), ("d", None, 0.1), ("e", None, 0.2)]


@pytest.mark.parametrize(
    ("positions", "order_by", "first"),
    [
        ([0, 1, 2, 3, 4], [("n", True)], None),
        ([1, 0, 2, 4, 3], [("n", True)], None),
        ([1, 0, 2, 4, 3], [], None),
        ([0, 2, 1, 3, 4], [("n", True)], 1),
        ([3, 4, 0, 1, 2], [("n", True)], 0),
        ([1, 0, 2, 3, 4], [("n", True), ("plan", False)], 0),
        ([0, 1, 2, 4, 3], [("N", True), ("plan", False)], 3),
    ],
)
def test_order_counts_where_declared_and_ties_are_free(
    positions: list[int], order_by: list[tuple[str, bool]], first: int | None
) -> None:
    actual = result("plan n rate", *(TOP_ROWS[position] for position in positions))
    diff = compare(result("plan n rate", *TOP_ROWS), actual, TOP, order_by=order_by).diff
    if first is None:
        assert diff is None
    else:
        assert diff is not None
        assert diff.out_of_order == (first, TOP_ROWS[first], TOP_ROWS[positions[first]])
        assert diff.missing == diff.extra == ()


def test_the_first_position_is_the_first_of_any_key() -> None:
    columns = [Column("a", "integer"), Column("b", "integer")]
    expected = result("a b", (1, 1), (1, 2), (2, 3))
    diff = compare(expected, result("a b", (1, 2), (2, 3), (1, 1)), columns, order_by=[("a", False), ("b", False)]).diff
    assert diff is not None
    assert diff.out_of_order == (0, (1, 1), (1, 2))


def test_sort_keys_are_compared_by_kind_and_tolerance() -> None:
    columns = [Column("rate", "float"), Column("plan", "text")]
    expected = result("rate plan", (0.3, "a"), (0.1 + 0.2, "b"), (NAN, "c"))
    actual = result("rate plan", (0.1 + 0.2, "b"), (Decimal("0.3"), "a"), (float("nan"), "c"))
    assert compare(expected, actual, columns, order_by=[("rate", False)]).diff is None


def test_a_conversion_of_days_is_noted_whether_right_or_wrong() -> None:
    columns = [Column("day", "date"), Column("at", "timestamp")]
    expected = result("day at", (DAY, MIDNIGHT))
    notes = (
        "column day: timestamps at midnight were taken as dates",
        "column at: dates were taken as their midnight",
    )
    assert compare(expected, result("day at", (MIDNIGHT, DAY)), columns).notes == notes
    wrong = compare(expected, result("day at", (MIDNIGHT, DAY), (MIDNIGHT, DAY)), columns)
    assert wrong.diff is not None
    assert wrong.notes == notes
    assert compare(expected, expected, columns).notes == ()
    pandas = ResultSet(("day", "at"), ("datetime64[us]", "datetime64[us]"), [(MIDNIGHT, MIDNIGHT)])
    assert compare(expected, pandas, columns) == Comparison(None)  # pandas has no dates: nothing to note
    assert cell("date", DAY, NOON).notes == ()


def test_a_broken_expectation_is_the_problems_fault() -> None:
    with pytest.raises(ProblemError, match=r"column 'n' is missing; column 'm' is not asked for"):
        compare(result("plan m"), result("plan n"), PLAN_N)
    with pytest.raises(ProblemError, match=r"column 'n' is declared integer, and 1 of 2 rows"):
        compare(result("plan n", ("a", 1), ("b", "2")), result("plan n"), PLAN_N)
    with pytest.raises(ProblemError, match=r"1 of 1 row \(list\) do not fit"):
        compare(result("plan n", ("a", [1])), result("plan n", ("a", [1])), PLAN_N)


def test_a_long_chain_in_one_column_is_matched() -> None:
    columns = [Column("x", "float", abs=0.01, rel=0)]
    rows = [(position / 20_000,) for position in range(20_000)]
    actual = [(x + 0.009,) for (x,) in reversed(rows)]
    assert compare(result("x", *rows), result("x", *actual), columns).diff is None


def test_a_long_chain_in_two_columns_is_matched() -> None:
    columns = [Column("x", "float", abs=1.0, rel=0), Column("y", "float", abs=1.0, rel=0)]
    expected = [(float(position), float(position)) for position in range(2_000)]
    # All but two rows are equal, and yet every row has to take its other neighbour.
    actual = [(x + 1.0, y + 1.0) for x, y in expected]
    assert compare(result("x y", *expected), result("x y", *actual), columns).diff is None
    diff = compare(result("x y", *expected), result("x y", *actual[:-1], (2_001.0, 2_000.0)), columns).diff
    assert diff is not None
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
