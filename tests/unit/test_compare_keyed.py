"""How a difference is told by the problem's key: rows that differ, and rows that are missing or extra."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from judge.compare import compare
from judge.model import Column, Diff, Kind, ResultSet

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
    names = tuple(column.name for column in columns)
    types = ("",) * len(names)
    found = compare(ResultSet(names, types, expected), ResultSet(names, types, came), columns, key=key, **how).diff
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("came", "reason"),
    [
        (
            [(D1, "a", 2, 0.5), (D1, "b", 2, 0.25), *ROWS[2:], (D4, "a", 1, 1.0)],
            "4 rows expected, 5 came: 1 is extra, 2 differ in column n",
        ),
        ([(D1, "a", 2, 0.5), *ROWS[1:3]], "4 rows expected, 3 came: 1 is missing, 1 differs in column n"),
        (
            [(D1, "a", 2, 0.5), (D1, "b", 3, 0.2), ROWS[2], (D4, "a", 7, 1.0), (D4, "b", 7, 1.0)],
            "4 rows expected, 5 came: 1 is missing, 2 are extra, 2 differ in columns n and share",
        ),
        ([(D4, "a", 3, 0.5), *ROWS[1:], (D4, "b", 3, 0.5)], "4 rows expected, 5 came: 1 is missing, 2 are extra"),
        ([*ROWS, (D4, "a", 3, 0.5)], "4 rows expected, 5 came: 1 is extra"),
        ([*ROWS, ROWS[0]], "4 rows expected, 5 came: 1 is a copy of an expected row; a join may repeat it"),
        # What is near enough does not differ.
        (
            [(D1, "a", 2, 0.1 + 0.4 + 1e-12), *ROWS[1:], (D4, "a", 1, 1.0)],
            "4 rows expected, 5 came: 1 is extra, 1 differs in column n",
        ),
        # A key is all of its columns.
        ([(D2, "b", 3, 0.5), *ROWS[1:], (D4, "b", 3, 0.5)], "4 rows expected, 5 came: 1 is missing, 2 are extra"),
    ],
)
def test_rows_under_one_key_differ_and_the_others_are_missing_or_extra(
    came: list[tuple[Any, ...]], reason: str
) -> None:
    found = diff(ROWS, came[::-1])
    assert found.reason == reason
    assert len(found.extra) - len(found.missing) == len(came) - len(ROWS)


def test_the_order_of_the_columns_does_not_matter_to_the_key() -> None:
    columns = [Column("category", "integer"), Column("sales_rank", "integer"), Column("product", "text")]
    expected = [(1, 1, "a"), (1, 2, "b"), (1, 3, "c"), (2, 1, "d")]
    came = [(1, 1, "a"), (1, 3, "b"), (1, 2, "c")]
    found = diff(expected, came, columns, ("product",))
    assert found.reason == "4 rows expected, 3 came: 1 is missing, 2 differ in column sales_rank"


def test_without_a_key_no_pairs_are_claimed() -> None:
    came = [(D1, "a", 2, 0.5), *ROWS[1:3]]
    assert diff(ROWS, came, key=()).reason == "4 rows expected, 3 came: 2 are missing, 1 is extra"


@pytest.mark.parametrize(
    ("expected", "came"),
    [
        ([(1, "x"), (2, "x"), (3, "x")], [(1, "y"), (1, "z"), (2, "x"), (3, "x")]),
        ([(1, "x"), (1, "y"), (2, "x")], [(1, "z"), (2, "x")]),
        # One repeated key is enough: nothing is said to be a pair, the rows of another key included.
        ([(1, "x"), (2, "x"), (3, "x")], [(1, "y"), (1, "z"), (2, "y"), (3, "x")]),
    ],
)
def test_a_repeated_key_pairs_nothing(expected: list[Any], came: list[Any]) -> None:
    columns = [Column("k", "integer"), Column("v", "text")]
    left, right = set(expected) - set(came), set(came) - set(expected)
    told = ", ".join(
        f"{len(rows)} {'is' if len(rows) == 1 else 'are'} {what}"
        for rows, what in ((left, "missing"), (right, "extra"))
    )
    assert diff(expected, came, columns, ("k",)).reason.endswith(f"{len(came)} came: {told}")


@pytest.mark.parametrize(("kind", "nothing"), [("text", None), ("integer", None), ("float", None), ("float", NAN)])
def test_no_key_is_no_pair(kind: Kind, nothing: Any) -> None:
    columns = [Column("k", kind, nullable=True), Column("j", "integer"), Column("v", "integer")]
    one = {"text": "a", "integer": 1, "float": 1.0}[kind]
    expected = [(nothing, 1, 1), (one, 1, 1)]
    came = [(nothing, 1, 2), (one, 1, 2), (one, 2, 2)]
    assert diff(expected, came, columns, ("k", "j")).reason == (
        "2 rows expected, 3 came: 1 is missing, 2 are extra, 1 differs in column v"
    )
    # Many rows without a key are no repeated key.
    came = [(nothing, 1, 2), (nothing, 1, 3), (one, 1, 2)]
    assert diff(expected, came, columns, ("k", "j")).reason == (
        "2 rows expected, 3 came: 1 is missing, 2 are extra, 1 differs in column v"
    )


@pytest.mark.parametrize(
    ("kind", "expected", "came", "one"),
    [
        ("date", D1, datetime(2024, 1, 1), True),
        ("date", D1, datetime(2024, 1, 1, tzinfo=UTC), True),
        ("timestamp", datetime(2024, 1, 1), D1, True),
        ("integer", 7, 7.0, True),
        ("integer", 7, Decimal("7.00"), True),
        ("decimal", Decimal("1.50"), 1.5, True),
        ("boolean", True, 1, True),
        ("date", D1, D2, False),
        ("date", D1, datetime(2024, 1, 1, 9), False),
        ("integer", 7, "7", False),
        ("integer", 1, True, False),
        ("text", "a", "A", False),
    ],
)
def test_keys_are_equal_by_kind(kind: Kind, expected: Any, came: Any, one: bool) -> None:
    columns = [Column("k", kind), Column("v", "integer")]
    other = {"date": D4, "timestamp": datetime(2024, 1, 4), "text": "z", "boolean": False}.get(kind, 9)
    reason = diff([(expected, 1), (other, 1)], [(came, 2), (other, 1), (other, 3)], columns, ("k",)).reason
    assert reason == "2 rows expected, 3 came: " + (
        "1 is extra, 1 differs in column v" if one else "1 is missing, 2 are extra"
    )


def test_where_as_many_rows_came_the_wording_needs_no_key() -> None:
    assert diff(ROWS, [(D1, "a", 2, 0.5), *ROWS[1:]]).reason == "1 of 4 rows differs: column n"


def test_the_type_is_told_before_pairs() -> None:
    came = [(day, shop, str(n), share) for day, shop, n, share in ROWS[:3]]
    assert diff(ROWS, came).reason == "column 'n' is text, an integer is expected"


@pytest.mark.parametrize(
    ("expected", "rows", "reason"),
    [
        (1, 1, "exactly 1 row is asked for, 227 came"),
        (1, None, "1 row expected, 227 came: 1 is missing, 227 are extra"),
        (2, 2, "exactly 2 rows are asked for, 227 came: 2 are missing, 227 are extra"),
    ],
)
def test_that_a_single_row_is_missing_is_not_said_beside_its_number(
    expected: int, rows: int | None, reason: str
) -> None:
    columns = [Column("n", "integer")]
    came: list[tuple[Any, ...]] = [(n,) for n in range(227)]
    wanted = [(1_000 + n,) for n in range(expected)]
    assert diff(wanted, came, columns, (), rows=rows).reason == reason


def test_a_single_row_that_came_among_others_is_told() -> None:
    columns = [Column("n", "integer")]
    assert diff([(1,)], [(1,), (2,)], columns, (), rows=1).reason == ("exactly 1 row is asked for, 2 came: 1 is extra")
    two = [Column("k", "integer"), Column("n", "integer")]
    assert diff([(1, 1)], [(1, 2), (2, 2)], two, ("k",), rows=1).reason == (
        "exactly 1 row is asked for, 2 came: 1 is extra, 1 differs in column n"
    )
