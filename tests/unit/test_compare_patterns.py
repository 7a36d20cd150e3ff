"""What is said to hold for the whole of a difference, and when nothing is said."""

from __future__ import annotations

import struct
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from judge.compare import codes
from judge.model import Column, Diff, Kind, Row
from tests.comparing import finding, notes, result, wrong

NAN, INF = float("nan"), float("inf")
DAY, AT, HOUR = date(2024, 2, 29), datetime(2024, 2, 29, 22, 30), timedelta(hours=1)
HALF = timedelta(milliseconds=500)
Pairs = list[tuple[Any, Any]]


def single(number: float) -> float:
    """The 32-bit float that is nearest to a number."""
    return float(struct.unpack("<f", struct.pack("<f", number))[0])


def of_cells(kind: Kind, cells: Pairs, *, right: Pairs | None = None, **column: Any) -> tuple[str, ...]:
    """The notes on a column x of which these cells (expected, came) differ, beside cells that are `right`."""
    rows = [*cells, *(right or [])]
    columns = [Column("k", "integer"), Column("x", kind, nullable=True, **column)]
    expected = result("k x", [(k, e) for k, (e, _) in enumerate(rows)])
    actual = result("k x", [(k, a) for k, (_, a) in enumerate(rows)])
    diff = wrong(expected, actual, columns, key=["k"])
    assert diff.codes == (codes.CHANGED_CELLS,)
    assert len(diff.missing) == len(cells)
    return diff.findings[0].notes


CELLS: list[tuple[str, Kind, str, Pairs]] = [
    ("null", "integer", "is NULL", [(1, None), (2, None)]),
    ("null of one value", "integer", "is NULL in place of 1", [(1, None), (1, None)]),
    ("null of a text", "text", "is NULL in place of ''", [("", None), ("", None)]),
    ("null of a truth", "boolean", "is NULL in place of false", [(False, None), (False, None)]),
    ("null of a date", "date", "is NULL in place of 2024-02-29", [(DAY, None), (DAY, None)]),
    ("null of an instant", "timestamp", "is NULL in place of 2024-02-29 22:30:00", [(AT, None), (AT, None)]),
    ("null of lists", "list", "is NULL", [([1], None), ([2], None)]),
    ("null of structs", "struct", "is NULL", [({"a": 1}, None), ({"a": 2}, None)]),
    ("a value for null", "integer", "is 0 in place of NULL", [(None, 0), (None, 0)]),
    ("a text for null", "text", "is '' in place of NULL", [(None, ""), (None, "")]),
    ("truths negated", "boolean", "is true for false and false for true", [(True, False), (False, True)]),
    ("letters", "text", "differs in capital and small letters alone", [("Ab", "aB"), ("x", "X")]),
    ("blanks", "text", "differs in blanks at its ends alone", [("a", " a"), ("b", "b\t\n")]),
    ("accents", "text", "differs in how its accents are composed alone", [("é", "e\u0301"), ("ä", "a\u0308")]),
    ("days late", "date", "is 1 day late", [(DAY, date(2024, 3, 1)), (date(2024, 1, 1), date(2024, 1, 2))]),
    ("days early", "date", "is 2 days early", [(DAY, date(2024, 2, 27)), (date(2024, 1, 1), date(2023, 12, 30))]),
    ("a day of instants", "timestamp", "is 1 day late", [(AT, AT + 24 * HOUR), (AT + HOUR, AT + 25 * HOUR)]),
    ("hours", "timestamp", "is 5 hours late", [(AT, AT + 5 * HOUR), (AT + HOUR, AT + 6 * HOUR)]),
    ("an hour", "timestamp", "is 1 hour early", [(AT, AT - HOUR), (AT + HOUR, AT)]),
    ("minutes", "timestamp", "is 90 minutes late", [(AT, AT + 1.5 * HOUR), (AT + HOUR, AT + 2.5 * HOUR)]),
    ("long intervals", "interval", "is 1 day too long", [(HOUR, 25 * HOUR), (-HOUR, 23 * HOUR)]),
    ("short intervals", "interval", "is 2 hours too short", [(HOUR, -HOUR), (9 * HOUR, 7 * HOUR)]),
    ("sign", "integer", "has the wrong sign", [(5, -5), (-7, 7)]),
    ("sign of floats", "float", "has the wrong sign", [(0.5, -0.5), (-0.25, 0.25)]),
    ("percent", "float", "is the expected one times 100", [(0.51, 51.0), (0.003, 0.3)]),
    ("a share", "float", "is the expected one divided by 100", [(51.0, 0.51), (0.3, 0.003)]),
    ("thousands", "integer", "is the expected one times 1000", [(3, 3000), (4, 4000)]),
    ("millionths", "integer", "is the expected one divided by 1000000", [(3_000_000, 3), (5_000_000, 5)]),
    ("minutes of hours", "integer", "is the expected one times 60", [(3, 180), (4, 240)]),
    ("seconds of hours", "integer", "is the expected one times 3600", [(3, 10_800), (4, 14_400)]),
    ("days of hours", "integer", "is the expected one divided by 24", [(48, 2), (72, 3)]),
    ("weeks of days", "integer", "is the expected one divided by 7", [(14, 2), (70, 10)]),
    ("months of years", "integer", "is the expected one times 12", [(3, 36), (4, 48)]),
    ("zero stays", "integer", "is the expected one times 100", [(3, 300), (4, 400)]),
    ("any factor", "float", "is the expected one times 1.05", [(10.0, 10.5), (20.0, 21.0), (30.0, 31.5)]),
    ("one too high", "integer", "is 1 too high", [(5, 6), (9, 10)]),
    ("some too low", "integer", "is 3 too low", [(5, 2), (9, 6)]),
    ("too high from zero", "integer", "is 1 too high", [(0, 1), (5, 6)]),
    ("too high beyond floats", "integer", "is 1 too high", [(10**20, 10**20 + 1), (2**60, 2**60 + 1)]),
    ("floats too high", "float", "is 0.25 too high", [(0.5, 0.75), (0.1, 0.35)]),
    ("decimals too low", "decimal", "is 1 too low", [(Decimal("1.50"), Decimal("0.5")), (3, 2)]),
    ("cut", "float", "is the expected one without its decimals", [(2.7, 2.0), (-3.9, -3.0)]),
    ("complement", "float", "is 1 minus the expected one", [(0.3, 0.7), (0.2, 0.8)]),
    (
        "half precision",
        "float",
        "has the precision of a 32-bit float alone",
        [(1 / 3, single(1 / 3)), (0.1, single(0.1))],
    ),
]
PATTERNS = pytest.mark.parametrize(("kind", "said", "cells"), [of[1:] for of in CELLS], ids=[of[0] for of in CELLS])


@PATTERNS
def test_what_every_cell_of_a_column_has_in_common_is_said(kind: Kind, said: str, cells: Pairs) -> None:
    assert of_cells(kind, cells) == (f"every value of x {said}",)


UNLIKE: dict[Kind, Any] = {
    "integer": (41, 977),
    "float": (41.75, 977.125),
    "decimal": (Decimal("41.75"), Decimal("977.125")),
    "text": ("left", "right"),
    "boolean": (None, True),
    "date": (date(2020, 1, 1), date(2021, 5, 5)),
    "timestamp": (datetime(2020, 1, 1), datetime(2021, 5, 5, 1, 2, 3)),
    "interval": (timedelta(1), timedelta(days=9, seconds=7)),
    "list": ([1], [2]),
    "struct": ({"a": 1}, {"a": 2}),
}


@PATTERNS
def test_nothing_is_said_where_one_cell_does_not_fit(kind: Kind, said: str, cells: Pairs) -> None:
    assert of_cells(kind, [*cells, UNLIKE[kind]]) == ()
    assert of_cells(kind, [UNLIKE[kind], *cells]) == ()


@PATTERNS
def test_cells_that_are_right_do_not_count(kind: Kind, said: str, cells: Pairs) -> None:
    value = {"text": "q", "boolean": True, "date": date(2020, 1, 1), "timestamp": AT, "interval": HOUR}.get(kind, 17)
    value = {"list": [17], "struct": {"q": 1}}.get(kind, value)
    assert of_cells(kind, cells, right=[(value, value)]) == (f"each differing value of x {said}",)


@pytest.mark.parametrize(
    ("kind", "cell", "said"),
    [
        ("integer", (5, None), "is NULL in place of 5"),
        ("text", ("Ab", "ab"), "differs in capital and small letters alone"),
        ("text", ("a", "a "), "differs in blanks at its ends alone"),
        ("text", ("é", "e\u0301"), "differs in how its accents are composed alone"),
        ("date", (DAY, date(2024, 3, 1)), "is 1 day late"),
        ("timestamp", (AT, AT + 5 * HOUR), "is 5 hours late"),
        ("interval", (HOUR, 2 * HOUR), "is 1 hour too long"),
        ("integer", (5, -5), "has the wrong sign"),
        ("float", (0.51, 51.0), "is the expected one times 100"),
        ("integer", (5, 6), "is 1 too high"),
        ("integer", (5, 4), "is 1 too low"),
    ],
)
def test_some_things_are_plain_from_a_single_cell(kind: Kind, cell: Any, said: str) -> None:
    assert of_cells(kind, [cell]) == (f"x {said}",)


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("integer", (None, 0)),
        ("boolean", (True, False)),
        ("text", ("a", "b")),
        ("text", ("a b", "ab")),
        ("timestamp", (AT, AT + timedelta(seconds=30))),
        ("time", (time(1), time(2))),
        ("integer", (5, 8)),
        ("integer", (5, 10)),
        ("float", (5.0, 6.0)),
        ("float", (10.0, 10.5)),
        ("decimal", (Decimal("1.5"), Decimal("2.5"))),
        ("float", (1.0, 1e-300)),
        ("list", ([1], [2])),
        ("struct", ({"a": 1}, {"a": -1})),
        ("binary", (b"a", b"A")),
    ],
)
def test_of_a_single_cell_no_more_is_claimed(kind: Kind, cell: Any) -> None:
    assert of_cells(kind, [cell]) == ()


@pytest.mark.parametrize("came", [7, 12, 24, 60])
def test_a_single_small_number_is_no_multiple(came: int) -> None:
    """1 goes into every number: that 7 came for it says nothing of weeks."""
    assert of_cells("integer", [(1, came)]) == ()


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("integer", [(None, 0), (None, 1)]),
        ("integer", [(None, 0), (1, 0)]),
        ("boolean", [(True, False), (True, False)]),
        ("boolean", [(False, True), (False, True)]),
        ("text", [("Ab", "ab"), ("b", "c ")]),
        ("date", [(DAY, date(2024, 3, 1)), (DAY, date(2024, 2, 28))]),
        ("timestamp", [(AT, AT + timedelta(seconds=30)), (AT + HOUR, AT + HOUR + timedelta(seconds=30))]),
        ("timestamp", [(AT, AT + HOUR), (AT, AT + HOUR + timedelta(microseconds=1))]),
        ("time", [(time(1), time(2)), (time(2), time(3))]),
        ("interval", [(HOUR, 2 * HOUR), (2 * HOUR, 4 * HOUR)]),
        ("integer", [(5, 6), (9, 8)]),
        ("integer", [(0, 100), (3, 300)]),  # nothing is 100 times zero
        ("float", [(INF, -INF), (1.0, -1.0)]),
        ("float", [(0.5, 1.5), (0.6, None)]),
        ("float", [(0.5, NAN), (0.6, NAN)]),
        ("float", [(2.7, 2.0), (3.9, 4.0)]),
        ("float", [(-2.7, -3.0), (-3.9, -4.0)]),
        ("float", [(0.0, 1.0), (1.0, 0.0)]),
        ("float", [(1e308, 1e-308), (1e307, 1e-307)]),
        ("float", [(1.0, 5e-324), (2.0, 5e-324)]),
        ("text", [("1", "100"), ("2", "200")]),
        ("list", [([1], [2]), ([2], [3])]),
        ("struct", [({"a": 1}, {"a": 2}), ({"a": 2}, {"a": 3})]),
    ],
)
def test_nothing_is_claimed_of_what_only_looks_alike(kind: Kind, cells: Pairs) -> None:
    assert of_cells(kind, cells) == ()


@pytest.mark.parametrize(
    ("kind", "cells", "said"),
    [
        ("integer", [(1, 0), (2, 0)], "every value of x is 0"),
        ("float", [(0.3, 0.7), (1.0, 0.0)], "every value of x is 1 minus the expected one"),
        (
            "text",
            [("Ab", "ab"), ("b", "b ")],
            "every value of x differs in capitals and outer blanks alone",
        ),
        ("float", [(7.152590909, 429.15545454)], "x is the expected one times 60"),
        ("float", [(1 / 3, 33.33), (0.5, 50.0)], "every value of x is the expected one times 100, and rounded"),
        ("float", [(0.8, 0.0), (0.8, 0.0)], "every value of x is 0"),
        ("float", [(1.8, 1.0), (0.8, 0.0)], "every value of x is the expected one without its decimals"),
        ("timestamp", [(AT + HALF, AT)], "x is the expected one without its fraction of a second"),
    ],
)
def test_what_people_get_wrong_has_its_sentence(kind: Kind, cells: Pairs, said: str) -> None:
    assert of_cells(kind, cells) == (said,)


def test_a_single_zero_is_not_said_to_be_cut() -> None:
    """It may be an honest count of nothing."""
    assert of_cells("float", [(0.5, 0.0)]) == ()


def test_a_factor_of_one_is_none() -> None:
    """Large numbers that differ by little, each by another amount."""
    assert of_cells("integer", [(10**12, 10**12 + 1), (2 * 10**12, 2 * 10**12 + 5)]) == ()
    assert of_cells("integer", [(10**10 + 1, 10**10 + 4), (10**10 + 2, 10**10 + 9)]) == ()


def test_what_is_too_high_by_little_is_too_high_by_as_much_everywhere() -> None:
    """The noise of large floats is no measure for what they differ by."""
    assert of_cells("float", [(1e6, 1e6 + 0.003), (2e6, 2e6 + 0.004)]) == ()
    assert of_cells("float", [(1e6, 1e6 + 1e-5), (2e6, 2e6 + 4e-5)], abs=0.0, rel=1e-12) == ()
    assert of_cells("float", [(1e6, 1e6 + 0.25), (2e6, 2e6 + 0.25)]) == ("every value of x is 0.25 too high",)


def test_of_a_constant_column_no_factor_is_claimed() -> None:
    """Times 2 or 5 too high: of one number nothing tells which."""
    assert of_cells("integer", [(5, 10), (5, 10)]) == ("every value of x is 5 too high",)
    assert of_cells("float", [(5.0, 8.0), (5.0, 8.0)]) == ("every value of x is 3 too high",)


def test_numbers_beyond_floats_are_measured_without_an_error() -> None:
    assert of_cells("integer", [(5, 10**400)]) == ()
    assert of_cells("integer", [(5, 10**400), (7, 10**400 + 1)]) == ()
    assert of_cells("integer", [(-(10**308), 10**308), (1, 2 * 10**308 + 3)]) == ()
    assert of_cells("decimal", [(Decimal("1E-400"), Decimal("1E+400")), (1, 5)]) == ()
    assert of_cells("float", [(1.7e308, -1.7e308), (1.0, 5.0)]) == ()


def test_intervals_too_far_apart_for_an_interval_are_measured_without_an_error() -> None:
    assert of_cells("interval", [(-timedelta(1), timedelta.max)]) == ()
    assert of_cells("interval", [(timedelta(1), timedelta.min), (timedelta(1), timedelta.max)]) == ()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("list", [1, "a"]),
        ("struct", {"a": 1}),
        ("float", NAN),
        ("time", time(1, tzinfo=timezone(HOUR))),
        ("interval", HOUR),
    ],
)
def test_no_value_is_shown_as_the_judge_holds_it(kind: Kind, value: Any) -> None:
    for cells in ([(value, None)] * 2, [(None, value)] * 2):
        said = " ".join(of_cells(kind, cells, nan=True))
        assert not any(word in said for word in ("Frozen", "shape", "nan", "datetime"))


def test_a_null_is_told_alike_whichever_nan_was_expected() -> None:
    one, other = (of_cells("float", [(nan, None), (twin, None)]) for nan, twin in [(NAN, NAN), (NAN, float("nan"))])
    assert one == other


def test_each_column_that_differs_has_its_own_note() -> None:
    columns = [Column("k", "integer"), Column("n", "integer"), Column("x", "float"), Column("plan", "text")]
    expected = [(k, k + 5, k / 8, "ab"[k % 2]) for k in range(4)]
    came = [(k, n + 1, x * 100, "q") for k, n, x, _ in expected]
    diff = wrong(result("k n x plan", expected), result("k n x plan", came), columns, key=["k"])
    assert notes(diff) == ("every value of n is 1 too high", "each differing value of x is the expected one times 100")
    assert finding(diff, codes.CHANGED_CELLS).columns == ("n", "x", "plan")


PLAYS = [
    Column("member", "integer"),
    Column("plan", "text", nullable=True),
    Column("plays", "integer", nullable=True),
    Column("active", "boolean"),
    Column("day", "date"),
]
MEMBERS: list[Row] = [
    (1, "basic", 0, True, DAY),
    (2, "basic", 0, False, DAY),
    (3, "premium", 4, True, DAY),
    (4, "premium", 5, True, DAY),
    (5, None, 5, True, DAY),
    (6, None, 6, True, DAY),
]


def of_rows(missing: list[int], extra: list[Row] | None = None, rows: list[Row] | None = None) -> tuple[str, ...]:
    """The notes where the expected rows at these positions are missing and others come besides."""
    rows = rows or MEMBERS
    names = " ".join(column.name for column in PLAYS)
    came = [row for place, row in enumerate(rows) if place not in missing]
    diff: Diff = wrong(result(names, rows), result(names, [*came, *(extra or [])]), PLAYS)
    assert set(diff.codes) <= {codes.ROW_COUNT, codes.MISSING_ROWS, codes.EXTRA_ROWS}
    return notes(diff)


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ([0, 1], "all missing rows have plays = 0"),
        ([2, 3], "all missing rows have plan = 'premium'"),
        ([3, 4], "all missing rows have plays = 5"),
        ([1], "the missing row has active = false"),
    ],
)
def test_what_the_missing_rows_have_in_common_is_said(missing: list[int], said: str) -> None:
    assert of_rows(missing) == (said,)


def test_that_rows_lack_a_value_is_said() -> None:
    [missing] = of_rows([4, 5])
    [extra] = of_rows([], [(7, "trial", None, True, DAY), (8, "basic", None, True, DAY)])
    for note, rows, column in ((missing, "all missing rows", "plan"), (extra, "all extra rows", "plays")):
        assert note.startswith(rows)
        assert {column, "NULL"} <= set(note.split())


@pytest.mark.parametrize(
    "missing",
    [
        [0, 2],  # nothing in common but what all rows have
        [0, 1, 2],  # one row does not fit
        [2],  # a single row with a usual value, which no other row has
        [3],  # a value that a row has too that came
        [1, 2],
        [0, 1, 2, 3, 4],
    ],
)
def test_nothing_is_said_of_rows_that_nothing_sets_apart(missing: list[int]) -> None:
    assert of_rows(missing) == ()


def test_a_constant_column_sets_no_rows_apart() -> None:
    rows: list[Row] = [(member, None, 0, False, DAY) for member in range(1, 5)]
    assert of_rows([0, 1], rows=rows) == ()
    assert of_rows([0], rows=rows) == ()


def test_a_value_that_rows_have_which_came_is_said_only_where_it_is_telling() -> None:
    """Zero, NULL, false and the empty text are what joins and filters drop; any other value is chance."""
    rows: list[Row] = [*MEMBERS, (7, "trial", 0, True, DAY), (8, "premium", 9, True, DAY)]
    assert of_rows([0, 1], rows=rows) == ("all missing rows have plays = 0",)
    assert of_rows([2, 3], rows=rows) == ()


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ([(7, "trial", 1, True, DAY), (8, "trial", 2, True, DAY)], ("all extra rows have plan = 'trial'",)),
        ([(7, "", 1, True, DAY)], ("the extra row has plan = ''",)),
        ([(7, "trial", 1, True, DAY)], ()),
        ([(7, "trial", 1, True, DAY), (8, "basic", 2, True, DAY)], ()),
        ([(7, "basic", 1, True, DAY), (8, "basic", 2, True, DAY)], ()),  # others that were expected have it too
    ],
)
def test_what_the_extra_rows_have_in_common_is_said(extra: list[Row], said: tuple[str, ...]) -> None:
    assert of_rows([], extra) == said


def test_true_is_not_one_and_false_not_zero() -> None:
    columns = [Column("k", "integer"), Column("x", "boolean"), Column("n", "integer")]
    rows: list[Row] = [(1, False, 0), (2, False, 1), (3, True, 0), (4, True, 1)]
    diff = wrong(result("k x n", rows), result("k x n", rows[2:]), columns)
    assert notes(diff) == ("all missing rows have x = false",)


def test_what_the_differing_rows_have_in_common_is_said_where_their_cells_tell_nothing() -> None:
    columns = [Column("k", "integer"), Column("plan", "text"), Column("n", "integer")]
    rows: list[Row] = [(1, "basic", 5), (2, "basic", 9), (3, "pro", 14), (4, "pro", 25)]

    def told(*came: int) -> tuple[str, ...]:
        changed = [(*row[:2], n) for row, n in zip(rows, came, strict=True)]
        return notes(wrong(result("k plan n", rows), result("k plan n", changed), columns, key=["k"]))

    assert told(5, 9, 141, 7) == ("all differing rows have plan = 'pro'",)
    assert told(5, 9, 15, 26) == ("each differing value of n is 1 too high",)
    assert told(5, 90, 141, 25) == ()
    assert told(5, 9, 141, 25) == ()
    assert told(50, 91, 141, 7) == ()


def test_a_long_text_is_cut_in_a_note() -> None:
    [note] = of_cells("text", [("x" * 100, None), ("x" * 100, None)])
    assert note == f"every value of x is NULL in place of '{'x' * 39}…'"
