"""When a result is said to be rounded, and what is right where the problem asks for rounding."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from judge.model import Column, Diff
from tests.comparing import helps, notes, result, right, wrong

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
    names = " ".join(column.name for column in columns)
    return wrong(result(names, expected), result(names, came), columns, key=key)


def help_of(came: Sequence[Any], expected: Sequence[Any] = FULL) -> str:
    return "".join(helps(diff(KX, list(enumerate(expected)), list(enumerate(came))[::-1])))


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
        pytest.param([12.35, 2 / 3 * 100, 987.65, 55.5], id="one is right, and not rounded"),
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
    assert helps(diff(KX, expected, [(k + 10, x) for k, x in came])) == ()
    assert helps(diff(KX, expected, [(k + 10, x) for k, x in came], key=())) == ()
    assert helps(diff(KX, expected[:3], came, key=())) == ()
    # As many rows that are the same but for one column are pairs without a key.
    assert helps(diff(KX, expected, came, key=())) == (told("column x is", 2),)
    assert helps(diff(KX, expected[:1], came[:1], key=())) == (told("column x is", 2),)


def test_a_key_that_came_twice_makes_no_pairs() -> None:
    expected, came = list(enumerate(FULL)), list(enumerate(ROUNDED[2]))
    assert helps(diff(KX, expected, [*came, came[0]])) == ()


def test_the_help_is_there_where_rows_are_missing_too() -> None:
    found = diff(KX, list(enumerate(FULL)), list(enumerate(ROUNDED[2]))[:2])
    assert found.reason == "4 rows expected, 2 came; 2 rows are missing; 2 of 4 rows differ: column x"
    assert helps(found) == (told("column x is", 2),)


def test_columns_are_rounded_to_as_many_decimals_or_nothing_is_said() -> None:
    expected = [(k, x, x + 100) for k, x in enumerate(FULL)]
    came = [(k, x, x + 100) for k, x in enumerate(ROUNDED[2])]
    came = [(k, x, round(y, 2)) for k, x, y in came]
    assert helps(diff(KXY, expected, came)) == (told("columns x and y are", 2),)
    assert helps(diff(KXY, expected, [(k, x, y) for (k, x, _), (_, _, y) in zip(came, expected, strict=True)])) == (
        told("column x is", 2),
    )
    assert helps(diff(KXY, expected, [(k, x, y + 1) for k, x, y in came])) == ()
    other = [(k, x, round(y, 4)) for (k, x, _), (_, _, y) in zip(came, expected, strict=True)]
    assert helps(diff(KXY, expected, other)) == ()


def test_a_decimal_is_no_float() -> None:
    columns = [Column("k", "integer"), Column("x", "decimal")]
    assert helps(diff(columns, [(1, Decimal("12.345678"))], [(1, Decimal("12.35"))])) == ()


def test_another_help_goes_first() -> None:
    expected = [(k, x, x + 0.01) for k, x in enumerate(ROUNDED[2])]
    swapped = [(k, y, x) for k, x, y in expected]
    assert helps(diff(KXY, expected, swapped)) == ("the values are right once columns x and y change places",)
    came = [(k, x, float("nan")) for k, x in enumerate(ROUNDED[2])]
    [help_] = helps(diff(KXY, [(k, x, 1.0) for k, x in enumerate(FULL)], came))
    assert help_.startswith("NaN is not NULL")


def rounds(decimals: int, expected: Any, came: Any, **column: Any) -> bool:
    columns = [Column("x", column.pop("kind", "float"), round=decimals, nullable=True, **column)]
    return right(result("x", [(expected,)]), result("x", [(came,)]), columns)


@pytest.mark.parametrize(
    ("decimals", "expected", "came", "same"),
    [
        (2, 12.345678, 12.35, True),
        (2, 12.345678, 12.34, False),
        (2, 12.345678, 12.36, False),
        (2, 12.345678, 12.345678, False),  # not rounded
        (2, 12.345678, 12.346, False),  # to too many decimals
        (2, 12.345678, 12.3, False),  # to too few
        (2, 12.3, 12.3, True),
        (2, 12.3, 12.30, True),
        (2, 12.0, 12, True),
        (2, 11.999, 12, True),
        (2, 12.345678, Decimal("12.35"), True),
        (2, 12.345678, Decimal("12.350"), True),
        (2, 12.345678, Decimal("12.351"), False),
        (2, 12.345678, "12.35", False),
        # A half may go either way, and no further.
        (2, 0.125, 0.12, True),
        (2, 0.125, 0.13, True),
        (2, -0.125, -0.12, True),
        (2, -0.125, -0.13, True),
        (2, 0.125, 0.11, False),
        (2, 0.125, 0.14, False),
        # 2.675 is a little less, as a float; as what it was meant to be it is a half.
        (2, 2.675, 2.67, True),
        (2, 2.675, 2.68, True),
        (2, 0.1249, 0.13, False),
        (2, 0.0, -0.0, True),
        (2, -0.001, -0.0, True),
        (2, -0.001, 0.0, True),
        (0, 2.5, 2, True),
        (0, 2.5, 3.0, True),
        (0, 2.4, 3, False),
        (0, 2.4, 2.4, False),
        (6, 1 / 3, 0.333333, True),
        (6, 1 / 3, 0.333334, False),
        (2, 123_456_789.125, 123_456_789.13, True),
        (2, 123_456_789.125, 123_456_789.12, True),
        (2, 123_456_789.125, 123_456_789.14, False),
        (2, None, None, True),
        (2, None, 0.0, False),
        (2, 0.0, None, False),
        (2, float("inf"), float("inf"), True),
        (2, float("inf"), -float("inf"), False),
        (2, float("nan"), float("nan"), True),
        (2, float("nan"), 0.0, False),
    ],
)
def test_a_rounded_column_has_its_decimals_and_is_right_within_half_of_the_last(
    decimals: int, expected: Any, came: Any, same: bool
) -> None:
    assert rounds(decimals, expected, came) is same


@pytest.mark.parametrize(
    ("expected", "came", "same"),
    [
        (Decimal("12.345"), Decimal("12.34"), True),
        (Decimal("12.345"), Decimal("12.35"), True),
        (Decimal("12.345"), Decimal("12.345"), False),
        (Decimal("12.3451"), Decimal("12.34"), False),
        (Decimal("12.34500000000000000000001"), Decimal("12.34"), False),  # more than half, however little
        (Decimal("12.34500000000000000000001"), Decimal("12.35"), True),
        (Decimal("12.345"), 12.35, True),
        (Decimal("12.345"), 12.34, True),
        (Decimal("12.345"), 12.345, False),
        (Decimal("12.00"), 12, True),
        (Decimal("12.004"), 12, True),
        (Decimal("12.006"), 12, False),
        (Decimal("1E+3"), Decimal("1000.00"), True),
        (None, None, True),
    ],
)
def test_a_rounded_decimal_is_exact(expected: Any, came: Any, same: bool) -> None:
    assert rounds(2, expected, came, kind="decimal") is same


def test_the_tolerance_of_a_rounded_column_is_its_rounding() -> None:
    assert not rounds(2, 12.345678, 12.36, abs=1.0, rel=1.0)
    assert rounds(2, 12.345678, 12.35, abs=0.0, rel=0.0)


def test_rounding_hides_no_partner() -> None:
    """Each rounded row takes the unrounded one that leaves the other row its own."""
    columns = [Column("x", "float", round=1)]
    expected = result("x", [(0.15,), (0.12,), (0.25,)])
    assert right(expected, result("x", [(0.2,), (0.1,), (0.2,)]), columns)
    assert right(expected, result("x", [(0.1,), (0.1,), (0.3,)]), columns)
    assert not right(expected, result("x", [(0.2,), (0.2,), (0.3,)]), columns)


def test_a_column_that_is_to_be_rounded_and_was_not_is_said_to_be_so() -> None:
    """What differs cannot be seen from the values: they may be those that were expected."""
    columns = [Column("k", "integer"), Column("x", "float", round=2)]
    found = diff(columns, list(enumerate(FULL)), list(enumerate(FULL)))
    assert found.reason == "3 of 4 rows differ: column x"
    assert any("2 decimals" in said for said in (*helps(found), *notes(found)))


def test_a_column_that_is_to_be_rounded_is_not_asked_to_leave_the_rounding_out() -> None:
    columns = [Column("k", "integer"), Column("x", "float", round=3)]
    found = diff(columns, list(enumerate(FULL)), list(enumerate(ROUNDED[2])))
    assert not any("leave the rounding out" in help_ for help_ in helps(found))


def test_nothing_is_claimed_of_values_that_differ_in_their_decimals_alone() -> None:
    columns = [Column("k", "integer"), Column("x", "float", round=2)]
    found = diff(columns, [(k, 12.345 + k) for k in range(3)], [(k, 12.345 + k) for k in range(3)])
    assert not any("times" in note for note in notes(found))
