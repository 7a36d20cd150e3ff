"""When a result is said to be rounded."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from judge.compare import compare
from judge.model import Column, Diff, ResultSet

KX = [Column("k", "integer"), Column("x", "float", nullable=True)]
KXY = [*KX, Column("y", "float")]
FULL = [12.345678912345, 2 / 3 * 100, 987.6543217777, 55.5]
ROUNDED = {
    2: [12.35, 66.67, 987.65, 55.5],
    3: [12.346, 66.667, 987.654, 55.5],
    6: [12.345679, 66.666667, 987.654322, 55.5],
}


def diff(
    columns: Sequence[Column], expected: list[tuple[Any, ...]], came: list[tuple[Any, ...]], key: Sequence[str] = ("k",)
) -> Diff:
    names = tuple(column.name for column in columns)
    types = ("",) * len(names)
    found = compare(ResultSet(names, types, expected), ResultSet(names, types, came), columns, key=key).diff
    assert found is not None
    return found


def help_of(came: Sequence[Any], expected: Sequence[Any] = FULL) -> str:
    return diff(KX, list(enumerate(expected)), list(enumerate(came))[::-1]).help


def told(columns: str, decimals: int) -> str:
    return f"{columns} rounded to {decimals} decimals: leave the rounding out, full values are compared"


@pytest.mark.parametrize("decimals", [2, 3, 6])
def test_a_column_that_came_rounded_is_said_to_be(decimals: int) -> None:
    assert help_of(ROUNDED[decimals]) == told("column x is", decimals)
    assert help_of([Decimal(str(value)) for value in ROUNDED[decimals]]) == told("column x is", decimals)


def test_differences_within_the_tolerance_are_no_matter() -> None:
    expected = [123.4564999999, 100.25 + 1e-12, 2 / 3]
    assert help_of([123.456, 100.25, 0.667], expected) == told("column x is", 3)
    assert help_of([123.456, None, 0.667], [123.4564999999, None, 2 / 3]) == told("column x is", 3)


@pytest.mark.parametrize("how", [ROUND_HALF_EVEN, ROUND_HALF_UP])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_half_may_go_either_way(how: str, sign: int) -> None:
    expected = [sign * value for value in (12.125, 12.375, 2047.625, 100.3333)]
    came = [float(Decimal(value).quantize(Decimal("0.01"), how)) for value in expected]
    assert help_of(came, expected) == told("column x is", 2)


@pytest.mark.parametrize(
    "came",
    [
        pytest.param([12.34, 66.66, 987.65, 55.5], id="cut, not rounded"),
        pytest.param([12.35, 66.67, 987.66, 55.5], id="one is another number"),
        pytest.param([12.35, 66.66667, 987.65, 55.5], id="not all to as many decimals"),
        pytest.param([12.35, 66.67, 987.65, 55.4], id="one is wrong"),
        pytest.param([12.35, 66.67, 987.65, None], id="one is NULL"),
        pytest.param([12.35, 66.67, 987.65, "55.5"], id="one is text"),
        pytest.param([12.35, 66.67, 987.65, float("inf")], id="one is infinite"),
        pytest.param([12.345678, 66.666666, 987.6543219, 55.5], id="not rounded at all"),
        pytest.param([12.3456788, 66.6666666, 987.6543216, 55.5000001], id="near by chance"),
    ],
)
def test_no_other_difference_is_said_to_be_rounding(came: list[Any]) -> None:
    assert help_of(came) == ""


@pytest.mark.parametrize(
    ("expected", "came"),
    [
        ([1234.5004, 99.9999], [1234.5, 100.0]),  # to one decimal, or to none
        ([1234.0004, 9999.9999], [1234.0, 10000.0]),
        ([0.004, 123.456], [0.0, 123.46]),  # all of a small value is lost
        ([0.0149, 200 / 3], [0.01, 66.67]),  # a third of it is lost
    ],
)
def test_nothing_is_said_of_few_decimals_or_much_lost(expected: list[float], came: list[float]) -> None:
    assert help_of(came, expected) == ""


def test_rows_that_are_no_pair_are_not_measured() -> None:
    expected, came = list(enumerate(FULL)), list(enumerate(ROUNDED[2]))
    assert diff(KX, expected, came, key=()).help == ""
    assert diff(KX, expected, [(k + 10, x) for k, x in came]).help == ""
    assert diff(KX, expected, [*came, came[0]]).help == ""
    assert diff(KX, expected[:1], came[:1], key=()).help == told("column x is", 2)


def test_the_help_is_there_where_rows_are_missing_too() -> None:
    found = diff(KX, list(enumerate(FULL)), list(enumerate(ROUNDED[2]))[:2])
    assert found.reason == "4 rows expected, 2 came: 2 are missing, 2 differ in column x"
    assert found.help == told("column x is", 2)


def test_columns_are_rounded_to_as_many_decimals_or_nothing_is_said() -> None:
    expected = [(k, x, x + 100) for k, x in enumerate(FULL)]
    came = [(k, x, x + 100) for k, x in enumerate(ROUNDED[2])]
    came = [(k, x, round(y, 2)) for k, x, y in came]
    assert diff(KXY, expected, came).help == told("columns x and y are", 2)
    assert diff(KXY, expected, [(k, x, y) for (k, x, _), (_, _, y) in zip(came, expected, strict=True)]).help == (
        told("column x is", 2)
    )
    assert diff(KXY, expected, [(k, x, y + 1) for k, x, y in came]).help == ""
    other = [(k, x, round(y, 4)) for (k, x, _), (_, _, y) in zip(came, expected, strict=True)]
    assert diff(KXY, expected, other).help == ""


def test_a_decimal_is_no_float() -> None:
    columns = [Column("k", "integer"), Column("x", "decimal")]
    assert diff(columns, [(1, Decimal("12.345678"))], [(1, Decimal("12.35"))]).help == ""


def test_another_help_goes_first() -> None:
    expected = [(k, x, x + 0.01) for k, x in enumerate(ROUNDED[2])]
    swapped = [(k, y, x) for k, x, y in expected]
    assert diff(KXY, expected, swapped).help == "the values are right once columns x and y change places"
    came = [(k, x, float("nan")) for k, x in enumerate(ROUNDED[2])]
    assert diff(KXY, [(k, x, 1.0) for k, x in enumerate(FULL)], came).help.startswith("NaN is not NULL")
