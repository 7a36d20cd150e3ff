"""How a difference is told by the problem's key: rows that differ, and rows that are missing or extra."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from judge.compare import codes
from judge.model import Column, Diff, Kind
from tests.comparing import finding, notes, pairs, result, wrong

NAN = float("nan")
SALES = [Column("Day", "date"), Column("shop", "text"), Column("n", "integer"), Column("share", "float")]
D1, D2, D3, D4 = (date(2024, 1, day) for day in range(1, 5))
ROWS: list[tuple[Any, ...]] = [(D1, "a", 3, 0.5), (D1, "b", 3, 0.25), (D2, "a", 5, 0.5), (D3, "a", 7, 1.0)]


def diff(
    expected: list[tuple[Any, ...]],
    came: list[tuple[Any, ...]],
    columns: list[Column] = SALES,
    key: tuple[str, ...] = ("DAY", "shop"),
    **how: Any,
) -> Diff:
    names = " ".join(column.name for column in columns)
    return wrong(result(names, expected), result(names, came), columns, key=key, **how)


@pytest.mark.parametrize(
    ("came", "reason"),
    [
        (
            [(D1, "a", 2, 0.5), (D1, "b", 2, 0.25), *ROWS[2:], (D4, "a", 1, 1.0)],
            "4 rows expected, 5 came; 1 row is extra; 2 of 4 rows differ: column n",
        ),
        (
            [(D1, "a", 2, 0.5), *ROWS[1:3]],
            "4 rows expected, 3 came; 1 row is missing; 1 of 4 rows differs: column n",
        ),
        (
            [(D1, "a", 2, 0.5), (D1, "b", 3, 0.2), ROWS[2], (D4, "a", 7, 1.0), (D4, "b", 7, 1.0)],
            "4 rows expected, 5 came; 1 row is missing; 2 rows are extra; 2 of 4 rows differ: columns n and share",
        ),
        (
            [(D4, "a", 3, 0.5), *ROWS[1:], (D4, "b", 3, 0.5)],
            "4 rows expected, 5 came; 1 row is missing; 2 rows are extra",
        ),
        ([*ROWS, (D4, "a", 3, 0.5)], "4 rows expected, 5 came; 1 row is extra"),
        ([*ROWS, ROWS[0]], "4 rows expected, 5 came; 1 row is doubled"),
        (
            [(D1, "a", 2, 0.5), *ROWS[1:], ROWS[1]],
            "4 rows expected, 5 came; 1 row is doubled; 1 of 4 rows differs: column n",
        ),
        # What is near enough does not differ.
        (
            [(D1, "a", 2, 0.1 + 0.4 + 1e-12), *ROWS[1:], (D4, "a", 1, 1.0)],
            "4 rows expected, 5 came; 1 row is extra; 1 of 4 rows differs: column n",
        ),
        # A key is all of its columns.
        (
            [(D2, "b", 3, 0.5), *ROWS[1:], (D4, "b", 3, 0.5)],
            "4 rows expected, 5 came; 1 row is missing; 2 rows are extra",
        ),
    ],
)
def test_rows_under_one_key_differ_and_the_others_are_missing_or_extra(
    came: list[tuple[Any, ...]], reason: str
) -> None:
    found = diff(ROWS, came[::-1])
    assert found.reason == reason
    assert len(found.extra) - len(found.missing) == len(came) - len(ROWS)


def test_rows_under_one_key_stand_side_by_side() -> None:
    came = [(D1, "b", 3, 0.2), (D4, "a", 7, 1.0), (D1, "a", 2, 0.5), ROWS[2], (D4, "b", 7, 1.0)]
    found = diff(ROWS, came)
    assert pairs(finding(found, codes.CHANGED_CELLS)) == [(ROWS[0], came[2]), (ROWS[1], came[0])]
    assert finding(found, codes.CHANGED_CELLS).columns == ("n", "share")
    assert pairs(finding(found, codes.MISSING_ROWS)) == [(ROWS[3], None)]
    assert pairs(finding(found, codes.EXTRA_ROWS)) == [(None, came[1]), (None, came[4])]
    assert ([*found.missing], [*found.extra]) == ([ROWS[0], ROWS[1], ROWS[3]], [came[0], came[1], came[2], came[4]])


def test_the_order_of_the_columns_does_not_matter_to_the_key() -> None:
    columns = [Column("category", "integer"), Column("sales_rank", "integer"), Column("product", "text")]
    expected = [(1, 1, "a"), (1, 2, "b"), (1, 3, "c"), (2, 1, "d")]
    came = [(1, 1, "a"), (1, 3, "b"), (1, 2, "c")]
    found = diff(expected, came, columns, ("product",))
    assert found.reason == "4 rows expected, 3 came; 1 row is missing; 2 of 4 rows differ: column sales_rank"


def test_without_a_key_no_pairs_are_claimed() -> None:
    came = [(D1, "a", 2, 0.5), *ROWS[1:3]]
    assert diff(ROWS, came, key=()).reason == "4 rows expected, 3 came; 2 rows are missing; 1 row is extra"


@pytest.mark.parametrize(
    ("expected", "came", "reason"),
    [
        (
            [(1, "x"), (2, "x"), (3, "x")],
            [(1, "y"), (1, "z"), (2, "x"), (3, "x")],
            "3 rows expected, 4 came; 1 row is missing; 2 rows are extra",
        ),
        (
            [(1, "x"), (1, "y"), (2, "x")],
            [(1, "z"), (2, "x")],
            "3 rows expected, 2 came; 2 rows are missing; 1 row is extra",
        ),
        # One repeated key is enough: nothing is said to be a pair, the rows of another key included.
        (
            [(1, "x"), (2, "x"), (3, "x")],
            [(1, "y"), (1, "z"), (2, "y"), (3, "x")],
            "3 rows expected, 4 came; 2 rows are missing; 3 rows are extra",
        ),
    ],
)
def test_a_repeated_key_pairs_nothing(expected: list[Any], came: list[Any], reason: str) -> None:
    assert diff(expected, came, [Column("k", "integer"), Column("v", "text")], ("k",)).reason == reason


def test_a_row_that_was_expected_does_not_repeat_a_key() -> None:
    """It is doubled, and the others have their pairs."""
    columns = [Column("k", "integer"), Column("v", "text")]
    found = diff([(1, "x"), (2, "x")], [(1, "x"), (1, "x"), (2, "y")], columns, ("k",))
    assert found.reason == "2 rows expected, 3 came; 1 row is doubled; 1 of 2 rows differs: column v"


@pytest.mark.parametrize(("kind", "nothing"), [("text", None), ("integer", None), ("float", None), ("float", NAN)])
def test_no_key_is_no_pair(kind: Kind, nothing: Any) -> None:
    columns = [Column("k", kind, nullable=True), Column("j", "integer"), Column("v", "integer")]
    one = {"text": "a", "integer": 1, "float": 1.0}[kind]
    expected = [(nothing, 1, 1), (one, 1, 1)]
    came = [(nothing, 1, 2), (one, 1, 2), (one, 2, 2)]
    reason = "2 rows expected, 3 came; 1 row is missing; 2 rows are extra; 1 of 2 rows differs: column v"
    assert diff(expected, came, columns, ("k", "j")).reason == reason
    # Many rows without a key are no repeated key.
    came = [(nothing, 1, 2), (nothing, 1, 3), (one, 1, 2)]
    assert diff(expected, came, columns, ("k", "j")).reason == reason


EAST = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("kind", "expected", "came", "one"),
    [
        ("date", D1, datetime(2024, 1, 1), True),
        ("date", D1, datetime(2024, 1, 1, tzinfo=UTC), True),
        ("timestamp", datetime(2024, 1, 1), D1, True),
        ("timestamp", datetime(2024, 1, 1), datetime(2024, 1, 1, 2, tzinfo=EAST), True),
        ("time", time(1), time(3, tzinfo=EAST), True),
        ("interval", timedelta(days=1), timedelta(hours=24), True),
        ("list", [1, "a"], [1.0, "a"], True),
        ("struct", {"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ("binary", b"a", b"a", True),
        ("integer", 7, 7.0, True),
        ("integer", 7, Decimal("7.00"), True),
        ("decimal", Decimal("1.50"), 1.5, True),
        ("boolean", True, 1, True),
        ("date", D1, D2, False),
        ("date", D1, datetime(2024, 1, 1, 9), False),
        ("time", time(1), time(1, tzinfo=EAST), False),
        ("interval", timedelta(days=1), 86_400, False),
        ("list", [1, "a"], ["a", 1], False),
        ("struct", {"a": 1}, {"A": 1}, False),
        ("binary", b"a", "a", False),
        ("integer", 7, "7", False),
        ("integer", 1, True, False),
        ("text", "a", "A", False),
    ],
)
def test_keys_are_equal_by_kind(kind: Kind, expected: Any, came: Any, one: bool) -> None:
    columns = [Column("k", kind), Column("v", "integer")]
    other = {
        "date": D4,
        "timestamp": datetime(2024, 1, 4),
        "text": "z",
        "boolean": False,
        "time": time(9),
        "interval": timedelta(9),
        "list": [9],
        "struct": {"z": 9},
        "binary": b"z",
    }.get(kind, 9)
    reason = diff([(expected, 1), (other, 1)], [(came, 2), (other, 1), (other, 3)], columns, ("k",)).reason
    assert reason == "2 rows expected, 3 came; " + (
        "1 row is extra; 1 of 2 rows differs: column v" if one else "1 row is missing; 2 rows are extra"
    )


def test_where_as_many_rows_came_the_wording_needs_no_key() -> None:
    assert diff(ROWS, [(D1, "a", 2, 0.5), *ROWS[1:]]).reason == "1 of 4 rows differs: column n"
    assert diff(ROWS, [(D1, "a", 2, 0.5), *ROWS[1:]], key=()).reason == "1 of 4 rows differs: column n"


def test_where_the_key_itself_differs_the_fewest_columns_tell_it() -> None:
    """By the key each row of one side would differ from another in everything."""
    columns = [Column("rank", "integer"), Column("shop", "text"), Column("n", "integer")]
    expected = [(1, "a", 9), (2, "b", 8), (3, "c", 7)]
    came = [(2, "a", 9), (3, "b", 8), (1, "c", 7)]
    found = diff(expected, came, columns, ("rank",))
    assert found.reason == "all 3 rows differ: column rank"
    assert pairs(found.findings[0]) == list(zip(expected, came, strict=True))


def test_a_type_is_told_before_what_else_differs() -> None:
    came = [(day, shop, str(n), share) for day, shop, n, share in ROWS[:3]]
    assert diff(ROWS, came).reason == (
        "column 'n' is text, an integer is expected; 4 rows expected, 3 came; 1 row is missing"
    )
    late = [(day, shop, str(n), share) for day, shop, n, share in [(D1, "a", 3, 0.75), *ROWS[1:]]]
    assert diff(ROWS, late).reason == ("column 'n' is text, an integer is expected; 1 of 4 rows differs: column share")
    assert diff(ROWS, [(day, shop, str(n), share) for day, shop, n, share in ROWS]).codes == (codes.WRONG_TYPE,)


def test_the_rows_of_a_key_of_another_type_are_not_paired_by_it() -> None:
    came = [(str(day), shop, n, share) for day, shop, n, share in ROWS[:3]]
    assert diff(ROWS, came).codes == (codes.WRONG_TYPE, codes.ROW_COUNT, codes.MISSING_ROWS)


@pytest.mark.parametrize(
    ("expected", "rows", "reason"),
    [
        (1, 1, "exactly 1 row is asked for, 227 came"),
        (1, None, "1 row expected, 227 came; 1 row is missing; 227 rows are extra"),
        (2, 2, "exactly 2 rows are asked for, 227 came; 2 rows are missing; 227 rows are extra"),
    ],
)
def test_that_a_single_row_is_missing_is_not_said_beside_its_number(
    expected: int, rows: int | None, reason: str
) -> None:
    columns = [Column("n", "integer")]
    came: list[tuple[Any, ...]] = [(n,) for n in range(227)]
    wanted = [(1_000 + n,) for n in range(expected)]
    found = diff(wanted, came, columns, (), rows=rows)
    assert found.reason == reason
    assert ([*found.missing], [*found.extra]) == (wanted, came)


def test_a_single_row_that_came_among_others_is_told() -> None:
    columns = [Column("n", "integer")]
    assert diff([(1,)], [(1,), (2,)], columns, (), rows=1).reason == (
        "exactly 1 row is asked for, 2 came; 1 row is extra"
    )
    two = [Column("k", "integer"), Column("n", "integer")]
    assert diff([(1, 1)], [(1, 2), (2, 2)], two, ("k",), rows=1).reason == (
        "exactly 1 row is asked for, 2 came; 1 row is extra; the row differs: column n"
    )


def test_the_rows_of_a_value_that_are_missing_are_told_beside_those_that_differ() -> None:
    columns = [Column("k", "integer"), Column("n", "integer")]
    expected = [(1, 0), (2, 0), (3, 5), (4, 6)]
    found = diff(expected, [(3, 6), (4, 6)], columns, ("k",))
    assert found.reason == "4 rows expected, 2 came; 2 rows are missing; 1 of 4 rows differs: column n"
    assert notes(found) == ("all missing rows have n = 0", "n is 1 too high")
