"""How a difference is told: the findings, their rows and their help."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from judge.compare import codes
from judge.model import Column, Comparison, Diff, Evidence, Row
from tests.comparing import both, evidence, finding, helps, notes, pairs, result, right, wrong

NAN = float("nan")
UNDOUBLED = "without the copies the result is right"
COLUMNS = [Column("day", "date"), Column("plan", "text"), Column("retention", "float", nullable=True)]
ROWS: list[tuple[Any, ...]] = [
    (date(2024, 1, day), plan, day / 10) for day in range(1, 7) for plan in ("basic", "premium")
]
NEW = (date(2024, 2, 1), "basic", 0.5)
N = [Column("n", "integer", nullable=True)]


def diff(
    came: list[tuple[Any, ...]],
    names: str = "day plan retention",
    *,
    expected: list[tuple[Any, ...]] = ROWS,
    columns: list[Column] = COLUMNS,
    **how: Any,
) -> Diff:
    return wrong(result(" ".join(column.name for column in columns), expected), result(names, came), columns, **how)


def change(rows: list[tuple[Any, ...]], column: int, **new: Any) -> list[tuple[Any, ...]]:
    """`rows` with new values in a column: `_3=0.5` for the row at position 3."""
    changed = [list(row) for row in rows]
    for position, value in new.items():
        changed[int(position[1:])][column] = value
    return [tuple(row) for row in changed]


@pytest.mark.parametrize(
    ("kind", "expected", "came", "reason"),
    [
        ("float", 0.5, "0.5", "column 'x' is text, a float is expected"),
        ("integer", 1, True, "column 'x' is boolean, an integer is expected"),
        ("integer", 1, 1.5, "column 'x' is float, an integer is expected"),
        ("boolean", True, "yes", "column 'x' is text, a boolean is expected"),
        ("date", date(2024, 1, 1), "2024-01-01", "column 'x' is text, a date is expected"),
        ("date", date(2024, 1, 1), datetime(2024, 1, 1, 9), "column 'x' is timestamp, a date is expected"),
        ("timestamp", datetime(2024, 1, 1), "2024-01-01", "column 'x' is text, a timestamp is expected"),
        ("text", "1", 1, "column 'x' is integer, text is expected"),
        ("decimal", 1, [1], "column 'x' is list, a decimal is expected"),
        ("time", time(9), datetime(2024, 1, 1, 9), "column 'x' is timestamp, a time is expected"),
        ("time", time(9), "09:00", "column 'x' is text, a time is expected"),
        ("interval", timedelta(1), 86_400, "column 'x' is integer, an interval is expected"),
        ("list", [1], "[1]", "column 'x' is text, a list is expected"),
        ("struct", {"a": 1}, [1], "column 'x' is list, a struct is expected"),
        ("list", [1], {"a": 1}, "column 'x' is struct, a list is expected"),
        ("binary", b"a", "a", "column 'x' is text, binary data is expected"),
        ("text", "a", b"a", "column 'x' is binary, text is expected"),
    ],
)
def test_a_column_of_another_type_is_said_to_be_one(kind: Any, expected: Any, came: Any, reason: str) -> None:
    columns = [Column("k", "integer"), Column("x", kind, nullable=True)]
    found = diff(
        [(1, came), (2, came), (3, None)],
        "k x",
        expected=[(1, expected), (2, expected), (3, None)],
        columns=columns,
        key=["k"],
    )
    assert (found.reason, found.codes) == (reason, (codes.WRONG_TYPE,))
    assert ([*found.missing], [*found.extra]) == ([(1, expected), (2, expected)], [(1, came), (2, came)])
    assert found.findings[0].columns == ("x",)
    assert pairs(found.findings[0]) == [((1, expected), (1, came)), ((2, expected), (2, came))]


@pytest.mark.parametrize(
    ("kind", "expected", "came", "help_"),
    [
        ("date", date(2024, 1, 1), "2024-01-01", "a formatted date is text"),
        ("timestamp", datetime(2024, 1, 1), "2024-01-01", "a formatted time is text"),
        ("integer", 1, "1", "a number written as text is not a number"),
        ("float", 1.0, "1", "a number written as text is not a number"),
        ("decimal", 1, "1", "a number written as text is not a number"),
        ("integer", 1, True, "a condition gives a boolean"),
        ("date", date(2024, 1, 1), datetime(2024, 1, 1, 9), "the times of day are not midnight"),
        ("text", "1", 1, ""),
        ("list", [1], "[1]", ""),
    ],
)
def test_a_type_that_is_often_taken_for_another_gets_a_help(kind: Any, expected: Any, came: Any, help_: str) -> None:
    found = diff([(came,)], "x", expected=[(expected,)], columns=[Column("x", kind)])
    assert found.findings[0].help.startswith(help_)
    assert bool(found.findings[0].help) is bool(help_)


def test_columns_of_another_type_are_told_one_by_one_with_their_rows_once() -> None:
    found = diff([(str(day), plan, str(rate)) for day, plan, rate in ROWS], key=["day", "plan"])
    assert found.reason == "column 'day' is text, a date is expected; column 'retention' is text, a float is expected"
    assert [(len(one.evidence), one.columns) for one in found.findings] == [(12, ("day",)), (0, ("retention",))]
    assert len(found.missing) == len(found.extra) == 12


def test_rows_that_differ_besides_the_type_are_told_too() -> None:
    came = [(str(day), plan, rate) for day, plan, rate in change(ROWS, 2, _3=0.9)]
    found = diff(came)
    assert found.reason == "column 'day' is text, a date is expected; 1 of 12 rows differs: column retention"
    assert pairs(finding(found, codes.CHANGED_CELLS)) == [(ROWS[3], came[3])]
    assert diff(came[:-1]).codes == (codes.WRONG_TYPE, codes.ROW_COUNT, codes.MISSING_ROWS, codes.EXTRA_ROWS)


def test_the_rows_of_a_column_of_another_type_are_put_side_by_side_alike_each_time() -> None:
    """Where the other columns are the same in several rows, those that came first come first."""
    columns = [Column("k", "integer"), Column("day", "date")]
    expected = [(n // 4, date(2024, 1, 1 + n)) for n in range(12)]
    found = diff([(k, str(day)) for k, day in expected], "k day", expected=expected, columns=columns)
    assert pairs(found.findings[0]) == [((k, day), (k, str(day))) for k, day in expected]


def test_several_types_in_a_column_are_all_named() -> None:
    found = diff([("a",), (True,)], "n", expected=[(1,), (2,)], columns=N)
    assert found.reason == "column 'n' is boolean and text, an integer is expected"


def test_a_column_only_some_cells_of_which_are_of_another_type_has_rows_that_differ() -> None:
    found = diff(change(ROWS, 2, _3="0.2"))
    assert (found.reason, found.codes) == ("1 of 12 rows differs: column retention", (codes.CHANGED_CELLS,))


def test_large_floats_in_an_integer_column_get_a_help() -> None:
    found = diff([(float(2**60),)], "n", expected=[(2**60,)], columns=N)
    assert found.findings[0].help.startswith("a float holds every whole number only up to 2^53")
    small = diff([(1.5,)], "n", expected=[(1,)], columns=N)
    assert helps(small) == ()


COUNTS: list[tuple[list[Row], str]] = [
    (ROWS[:-1], "12 rows expected, 11 came; 1 row is missing"),
    (ROWS[:-2], "12 rows expected, 10 came; 2 rows are missing"),
    ([], "12 rows expected, none came"),
    ([*ROWS, NEW], "12 rows expected, 13 came; 1 row is extra"),
    ([*ROWS[:-1], *[NEW] * 3], "12 rows expected, 14 came; 1 row is missing; 3 rows are extra"),
    ([*ROWS, *ROWS[:3]], "12 rows expected, 15 came; 3 rows are doubled"),
    ([*ROWS, ROWS[4]], "12 rows expected, 13 came; 1 row is doubled"),
    ([*ROWS, ROWS[4], ROWS[4]], "12 rows expected, 14 came; 1 row is repeated: 2 copies too many"),
    ([*ROWS, *ROWS[:2], *ROWS[:3]], "12 rows expected, 17 came; 3 rows are repeated: 5 copies too many"),
    (
        [(day, plan, rate * (1 + noise)) for noise in (0, 1e-12, 2e-12) for day, plan, rate in ROWS],
        "12 rows expected, 36 came; 12 rows are repeated: 24 copies too many",
    ),
    ([*ROWS, ROWS[4], NEW], "12 rows expected, 14 came; 1 row is extra; 1 row is doubled"),
    (
        [*ROWS[1:], ROWS[4], ROWS[4]],
        "12 rows expected, 13 came; 1 row is missing; 1 row is repeated: 2 copies too many",
    ),
]


@pytest.mark.parametrize(("rows", "reason"), COUNTS)
def test_another_number_of_rows_is_told_first(rows: list[Row], reason: str) -> None:
    found = diff(rows)
    assert found.reason == reason
    assert found.codes[0] == codes.ROW_COUNT
    assert len(rows) == len(ROWS) - len(found.missing) + len(found.extra)


def test_the_rows_are_shown_under_the_finding_that_tells_of_them() -> None:
    found = diff([*ROWS[1:], ROWS[4], NEW, NEW])
    assert found.codes == (codes.ROW_COUNT, codes.MISSING_ROWS, codes.EXTRA_ROWS, codes.DOUBLED_ROWS)
    assert evidence(finding(found, codes.ROW_COUNT)) == []
    assert pairs(finding(found, codes.MISSING_ROWS)) == [(ROWS[0], None)]
    assert pairs(finding(found, codes.EXTRA_ROWS)) == [(None, NEW), (None, NEW)]
    assert evidence(finding(found, codes.DOUBLED_ROWS)) == [Evidence(ROWS[4], ROWS[4], (1, 2))]
    assert ([*found.missing], [*found.extra]) == ([ROWS[0]], [ROWS[4], NEW, NEW])


def test_where_nothing_came_all_that_was_expected_is_shown() -> None:
    assert pairs(diff([]).findings[0]) == [(row, None) for row in ROWS]


def test_rows_that_no_one_expected() -> None:
    found = diff(ROWS[:2], expected=[])
    assert (found.reason, found.codes) == ("no rows expected, 2 came", (codes.ROW_COUNT,))
    assert pairs(found.findings[0]) == [(None, row) for row in ROWS[:2]]


def test_as_many_rows_of_which_one_is_another() -> None:
    found = diff([*ROWS[1:], (date(2025, 1, 1), "trial", 9.0), ROWS[1]], expected=[*ROWS, NEW])
    assert found.reason == "2 rows are missing; 1 row is extra; 1 row is doubled"


@pytest.mark.parametrize(
    ("expected", "came", "times"),
    [
        ("ab", "abb", [("b", 1, 2)]),
        ("ab", "abbb", [("b", 1, 3)]),
        ("aab", "aaabb", [("a", 2, 3), ("b", 1, 2)]),
        ("abc", "ccbbaaa", [("c", 1, 2), ("b", 1, 2), ("a", 1, 3)]),
    ],
)
def test_each_row_that_came_too_often_is_shown_once_with_how_often(
    expected: str, came: str, times: list[tuple[str, int, int]]
) -> None:
    columns = [Column("x", "text")]
    found = diff([(x,) for x in came], "x", expected=[(x,) for x in expected], columns=columns)
    assert found.codes == (codes.ROW_COUNT, codes.DOUBLED_ROWS)
    told = evidence(found.findings[1])
    assert sorted(told) == sorted(Evidence((x,), (x,), (wanted, came)) for x, wanted, came in times)
    assert found.findings[1].notes == (UNDOUBLED,)


def test_the_result_is_right_without_the_copies_only_where_nothing_else_differs() -> None:
    assert notes(diff([*ROWS, ROWS[4]])) == (UNDOUBLED,)
    assert notes(diff([*ROWS, ROWS[4], NEW])) == ()
    assert notes(diff([*ROWS[1:], ROWS[4]])) == ()
    assert notes(diff([*ROWS, ROWS[4]], expected=[*ROWS, ROWS[1]])) == ()
    assert UNDOUBLED not in notes(diff([*change(ROWS, 2, _1=0.9), ROWS[4]], key=["day", "plan"]))


def test_copies_that_are_merely_near_are_shown_as_they_came() -> None:
    columns = [Column("x", "float", abs=0.01, rel=0.0)]
    found = diff([(1.001,), (0.999,), (5.0,)], "x", expected=[(1.0,), (5.0,)], columns=columns)
    [one] = evidence(finding(found, codes.DOUBLED_ROWS))
    assert one.expected == (1.0,)
    assert one.actual in [(1.001,), (0.999,)]
    assert one.times == (1, 2)


def test_repeats_that_were_dropped_are_told() -> None:
    found = diff(ROWS, expected=[*ROWS, ROWS[0], ROWS[0], ROWS[1]])
    assert found.reason == "15 rows expected, 12 came; 3 copies of rows that came are missing"
    lacking = finding(found, codes.LACKING_COPIES)
    assert lacking.help.startswith("equal rows count each time")
    assert sorted(evidence(lacking)) == [Evidence(ROWS[0], ROWS[0], (3, 1)), Evidence(ROWS[1], ROWS[1], (2, 1))]
    partly = diff([*ROWS, ROWS[0]], expected=[*ROWS, ROWS[0], ROWS[0]])
    assert partly.reason == "14 rows expected, 13 came; 1 copy of a row that came is missing"
    assert helps(partly) == ()
    assert evidence(finding(partly, codes.LACKING_COPIES)) == [Evidence(ROWS[0], ROWS[0], (3, 2))]


def test_a_result_in_which_a_row_came_twice_was_not_made_distinct() -> None:
    """Whichever row it is: one with NaN too, which is equal to itself."""
    columns = [Column("x", "float", nullable=True)]
    expected = [(1.0,), (1.0,), (NAN,), (NAN,)]
    for twice in ((2.0,), (None,), (NAN,)):
        wanted = [(1.0,), (1.0,), twice, twice]
        assert helps(diff([(1.0,), twice, twice], "x", expected=wanted, columns=columns)) == ()
        assert len(helps(diff([(1.0,), twice], "x", expected=wanted, columns=columns))) == 1
    apart = [(1.0,), (float("nan"),), (float("nan"),)]
    assert helps(diff(apart, "x", expected=expected, columns=columns)) == ()


def test_rows_that_lack_copies_and_rows_that_have_too_many() -> None:
    found = diff([(1,), (2,), (2,)], "n", expected=[(1,), (1,), (2,)], columns=N)
    assert found.reason == "1 row is doubled; 1 copy of a row that came is missing"
    assert evidence(finding(found, codes.DOUBLED_ROWS)) == [Evidence((2,), (2,), (1, 2))]
    assert evidence(finding(found, codes.LACKING_COPIES)) == [Evidence((1,), (1,), (2, 1))]
    assert notes(found) == ()
    assert helps(found) == ()


def test_a_declared_number_of_rows_is_said() -> None:
    assert diff(ROWS[:10], rows=12).reason == "exactly 12 rows are asked for, 10 came; 2 rows are missing"
    assert diff(ROWS, expected=ROWS[:1], rows=1).reason == "exactly 1 row is asked for, 12 came; 11 rows are extra"
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
        (
            [*ROWS[1:], (date(2025, 1, 1), "trial", 9.0)],
            "1 of 12 rows differs: columns day, plan and retention",
            ("day", "plan", "retention"),
        ),
    ],
)
def test_the_columns_that_differ_are_named(
    rows: list[tuple[Any, ...]], reason: str, differing: tuple[str, ...]
) -> None:
    found = diff(rows[::-1])
    assert (found.reason, found.codes) == (reason, (codes.CHANGED_CELLS,))
    assert found.findings[0].columns == differing
    changed = [(e, a) for e, a in zip(ROWS, rows, strict=True) if e != a]
    if len(differing) < 3:
        assert pairs(found.findings[0]) == changed


def test_a_single_row_and_a_single_column() -> None:
    assert diff([(2,)], "n", expected=[(1,)], columns=N).reason == "the row differs: column n"
    found = diff([(1,), (2,), (2,)], "n", expected=[(1,), (2,), (3,)], columns=N)
    assert found.reason == "1 row is missing; 1 row is doubled"
    many = diff([(1,), (2,), (4,), (5,)], "n", expected=[(1,), (2,), (3,), (6,)], columns=N)
    assert many.reason == "2 of 4 rows differ: column n"


def test_more_columns_than_are_named() -> None:
    columns = [Column(f"c{place}", "integer") for place in range(8)]
    names = " ".join(column.name for column in columns)
    found = diff([(1,) * 8], names, expected=[(0,) * 8], columns=columns)
    assert found.reason == "the row differs: columns c0, c1, c2, c3, c4 and 3 more"
    assert found.findings[0].columns == tuple(column.name for column in columns)


def test_values_under_swapped_names_are_told() -> None:
    columns = [Column("day", "date"), Column("won", "integer"), Column("lost", "integer")]
    expected = [(date(2024, 1, day), day, 10 * day) for day in range(1, 5)]
    swapped = [(day, lost, won) for day, won, lost in expected]
    found = diff(swapped, "day won lost", expected=expected, columns=columns)
    assert found.reason == "all 4 rows differ: columns won and lost"
    assert helps(found) == ("the values are right once columns won and lost change places",)
    other = [*swapped[1:], (*swapped[0][:2], 77)]
    assert helps(diff(other, "day won lost", expected=expected, columns=columns)) == ()
    assert helps(diff([*swapped, swapped[0]], "day won lost", expected=expected, columns=columns, key=["day"])) == ()


def test_values_of_two_kinds_under_swapped_names_are_told() -> None:
    columns = [Column("day", "date"), Column("won", "integer"), Column("share", "float")]
    expected = [(date(2024, 1, day), day, 10.0 * day) for day in range(1, 5)]
    swapped = [(day, share, won) for day, won, share in expected]
    assert helps(diff(swapped, "day won share", expected=expected, columns=columns)) == (
        "the values are right once columns won and share change places",
    )


def test_nan_is_said_not_to_be_null() -> None:
    found = diff(change(ROWS, 2, _3=NAN), expected=change(ROWS, 2, _3=None))
    assert found.reason == "1 of 12 rows differs: column retention"
    assert found.findings[0].help.startswith("NaN is not NULL: 0/0 gives NaN here")
    assert helps(diff(change(ROWS, 2, _3=0.9), expected=change(ROWS, 2, _3=NAN))) == ()
    alone = diff([(NAN,)], "n", expected=[(3,)], columns=N)
    assert alone.reason == "the row differs: column n"
    assert alone.findings[0].help.startswith("NaN is not NULL")


def test_nan_in_a_pandas_answer_is_told_in_other_words_where_it_is_a_value() -> None:
    columns = [Column("x", "float", nullable=True, nan=True)]
    for pandas, said in ((True, "in this column NaN is a value and is not NULL"), (False, "NaN is not NULL: 0/0")):
        came = result("x", [(NAN,)], nan_is_missing=pandas)
        [help_] = helps(wrong(result("x", [(None,)]), came, columns))
        assert help_.startswith(said)
    plain = [Column("x", "float", nullable=True)]
    assert helps(wrong(result("x", [(1.0,)]), result("x", [(NAN,)], nan_is_missing=True), plain)) == ()


def test_nan_in_rows_that_are_extra_is_said_not_to_be_null() -> None:
    found = diff([*ROWS, (NEW[0], "basic", NAN)])
    assert finding(found, codes.EXTRA_ROWS).help.startswith("NaN is not NULL")
    assert helps(diff([*ROWS, NEW])) == ()


def test_nan_that_was_expected_is_no_mistake() -> None:
    expected = [(ROWS[2][0], "x", NAN), ROWS[0]]
    assert helps(diff([(day, plan, NAN) for day, plan, _ in ROWS[:2]], expected=expected)) == ()
    declared = [*COLUMNS[:2], Column("retention", "float", nan=True)]
    assert helps(diff([*ROWS, (NEW[0], "basic", NAN)], columns=declared)) == ()


def test_differing_rows_stand_in_order_of_appearance_and_declared_columns() -> None:
    rows = [(rate, plan, day) for day, plan, rate in change(ROWS, 2, _8=7.0, _2=8.0)]
    found = diff(rows[::-1], "retention plan day")
    assert [*found.missing] == [ROWS[2], ROWS[8]]
    assert [*found.extra] == [(*ROWS[8][:2], 7.0), (*ROWS[2][:2], 8.0)]


def test_rows_are_shown_as_they_came() -> None:
    came = (datetime(2024, 1, 1), "basic", 3)
    found = diff([came, *ROWS[1:]])
    assert repr([*found.extra]) == repr([came])
    zoned = datetime(2024, 1, 1, 3, tzinfo=UTC)
    at = diff([(zoned,)], "t", expected=[(datetime(2024, 1, 1),)], columns=[Column("t", "timestamp")])
    assert repr([*at.extra]) == repr([(zoned,)])


def test_all_of_many_differing_rows_are_there() -> None:
    columns = [Column("n", "integer"), Column("x", "float")]
    expected = [(n, n / 7) for n in range(5_000)]
    came = [(n, x + 1) for n, x in expected]
    found = diff(came, "n x", expected=expected, columns=columns)
    assert [*found.missing] == expected
    assert [*found.extra] == came
    assert pairs(found.findings[0]) == list(zip(expected, came, strict=True))


def of_sets(expected: str, came: str) -> Diff:
    """How sets of letters differ; a letter may stand there more than once."""
    columns = [Column("x", "text")]
    return diff([(x,) for x in came], "x", expected=[(x,) for x in expected], columns=columns, distinct=True)


@pytest.mark.parametrize(
    ("expected", "came", "reason"),
    [
        ("abc", "aab", "1 row is missing"),
        ("abc", "aaa", "2 rows are missing"),
        ("ab", "aabd", "1 row is extra"),
        ("aab", "abd", "1 row is extra"),
        ("abb", "acb", "1 row is extra"),
    ],
)
def test_in_a_set_copies_are_nothing_to_tell(expected: str, came: str, reason: str) -> None:
    assert of_sets(expected, came).reason == reason


def test_in_a_set_what_came_too_often_is_not_extra_nor_what_lacks_a_copy_missing() -> None:
    missing, extra = of_sets("abc", "aab"), of_sets("aab", "abd")
    assert ([*missing.missing], [*missing.extra]) == ([("c",)], [])
    assert ([*extra.missing], [*extra.extra]) == ([], [("d",)])


@pytest.mark.parametrize(
    ("expected", "came", "reason"),
    [
        ("a", "add", "1 row is extra"),
        ("abb", "a", "1 row is missing"),
        ("ab", "add", "1 of 2 rows differs: column x"),
        ("abb", "ad", "1 of 2 rows differs: column x"),
    ],
)
def test_in_a_set_a_row_counts_once_where_it_differs_too(expected: str, came: str, reason: str) -> None:
    assert of_sets(expected, came).reason == reason


def test_a_set_of_which_nothing_came() -> None:
    found = diff([], "n", expected=[(1,), (2,)], columns=N, distinct=True)
    assert found.codes == (codes.MISSING_ROWS,)
    assert len(found.missing) == 2


def test_a_set_with_a_column_of_another_type() -> None:
    columns = [Column("k", "integer"), Column("x", "integer")]
    found = diff([(1, "1"), (1, "1")], "k x", expected=[(1, 1)], columns=columns, distinct=True)
    assert found.codes == (codes.WRONG_TYPE,)
    assert found.reason == "column 'x' is text, an integer is expected"


def test_a_right_result_has_no_findings() -> None:
    expected = result("day plan retention", ROWS)
    assert both(expected, result("day plan retention", ROWS[::-1]), COLUMNS, key=["day", "plan"]) == Comparison(None)
    assert right(expected, expected, COLUMNS, rows=12)
