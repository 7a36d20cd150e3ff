"""Order where it is declared, and a LIMIT whose boundary ties."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import combinations, permutations, product
from typing import Any

import pytest

from judge.compare import codes
from judge.model import Column, Comparison, Diff, Row
from tests.comparing import both, finding, notes, pairs, result, right, wrong

NAN = float("nan")
REVERSED = "they are sorted the other way round"
TOP = [Column("plan", "text"), Column("n", "integer", nullable=True), Column("rate", "float")]
TOP_ROWS: list[Row] = [("a", 9, 0.5), ("b", 9, 0.3), ("c", 7, 0.3), ("d", None, 0.1), ("e", None, 0.2)]
KN = [Column("k", "text"), Column("n", "integer")]


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
    expected = result("plan n rate", TOP_ROWS)
    actual = result("plan n rate", [TOP_ROWS[position] for position in positions])
    comparison = both(expected, actual, TOP, order_by=order_by)
    if first is None:
        assert comparison == Comparison(None)
        return
    diff = wrong(expected, actual, TOP, order_by=order_by)
    assert diff.codes == (codes.ORDER,)
    assert pairs(diff.findings[0]) == [(TOP_ROWS[first], TOP_ROWS[positions[first]])]
    assert f"(first at row {first + 1})" in diff.reason
    assert not diff.missing
    assert not diff.extra


def told(rows: list[Row], came: list[Row], order_by: list[tuple[str, bool]]) -> Diff:
    return wrong(result("k n", rows), result("k n", came), KN, order_by=order_by)


def test_rows_out_of_order_are_told_with_the_declared_keys() -> None:
    rows = [("a", 2), ("b", 2), ("c", 1), ("d", 1)]
    diff = told(rows, [rows[0], rows[1], rows[3], rows[2]], [("n", True), ("k", False)])
    assert diff.reason == ("the rows are right, but not in the declared order (first at row 3): sort by n desc, then k")
    assert diff.findings[0].columns == ("n", "k")


def test_the_first_position_is_the_first_of_any_key() -> None:
    columns = [Column("a", "integer"), Column("b", "integer")]
    expected = result("a b", [(1, 1), (1, 2), (2, 3)])
    diff = wrong(expected, result("a b", [(1, 2), (2, 3), (1, 1)]), columns, order_by=[("a", False), ("b", False)])
    assert pairs(diff.findings[0]) == [((1, 1), (1, 2))]


def test_sort_keys_are_compared_by_kind_and_tolerance() -> None:
    columns = [Column("rate", "float"), Column("plan", "text")]
    expected = result("rate plan", [(0.3, "a"), (0.1 + 0.2, "b"), (NAN, "c")])
    actual = result("rate plan", [(0.1 + 0.2, "b"), (Decimal("0.3"), "a"), (float("nan"), "c")])
    assert right(expected, actual, columns, order_by=[("rate", False)])


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("date", [date(2024, 1, 1), date(2024, 1, 2), None]),
        ("time", [time(1), time(2), None]),
        ("interval", [timedelta(1), timedelta(2), None]),
        ("binary", [b"a", b"b", None]),
        ("list", [[1], [1, 2], None]),
        ("list", [[0.5, 1], [0.5, 2], None]),
        ("struct", [{"a": 1}, {"a": 2}, None]),
        ("decimal", [Decimal("0.1"), 1, None]),
        ("text", ["A", "a", None]),
        ("boolean", [False, True, None]),
        ("float", [0.5, NAN, None]),
    ],
)
def test_each_kind_may_be_a_sort_key(kind: Any, values: list[Any]) -> None:
    columns = [Column("x", kind, nullable=True), Column("k", "integer")]
    rows = [(value, k) for value, k in zip([*values, *values], range(6), strict=True)]
    rows.sort(key=lambda row: next(place for place, value in enumerate(values) if value is row[0]))
    expected = result("x k", rows)
    assert right(expected, result("x k", [rows[1], rows[0], *rows[2:]]), columns, order_by=[("x", False)])
    diff = wrong(expected, result("x k", [*rows[:1], *rows[2:], rows[1]]), columns, order_by=[("x", False)])
    assert repr(pairs(diff.findings[0])) == repr([(rows[1], rows[2])])


def test_a_rounded_sort_key_ties_where_its_values_do() -> None:
    columns = [Column("k", "text"), Column("x", "float", round=1)]
    expected = result("k x", [("a", 0.38), ("b", 0.33), ("c", 0.31), ("d", 0.12)])
    order_by = [("x", True)]
    assert right(expected, result("k x", [("a", 0.4), ("c", 0.3), ("b", 0.3), ("d", 0.1)]), columns, order_by=order_by)
    assert not right(
        expected, result("k x", [("a", 0.4), ("c", 0.3), ("d", 0.1), ("b", 0.3)]), columns, order_by=order_by
    )


@pytest.mark.parametrize(
    ("numbers", "came", "descending"),
    [
        ([1, 2, 3], [3, 2, 1], False),
        ([3, 2, 1], [1, 2, 3], True),
        ([1, 1, 2], [2, 1, 1], False),
        ([2, 2, 1], [1, 2, 2], True),
    ],
)
def test_rows_sorted_the_other_way_round_are_said_to_be(numbers: list[int], came: list[int], descending: bool) -> None:
    columns = [Column("n", "integer")]
    expected, actual = result("n", [(n,) for n in numbers]), result("n", [(n,) for n in came])
    diff = wrong(expected, actual, columns, order_by=[("n", descending)])
    assert diff.findings[0].notes == (REVERSED,)


@pytest.mark.parametrize("came", [[2, 1, 3], [3, 1, 2], [2, 3, 1]])
def test_rows_in_another_order_are_not_said_to_be_the_other_way_round(came: list[int]) -> None:
    columns = [Column("n", "integer")]
    expected, actual = result("n", [(1,), (2,), (3,)]), result("n", [(n,) for n in came])
    assert notes(wrong(expected, actual, columns, order_by=[("n", False)])) == ()


def test_the_other_way_round_is_so_in_every_key() -> None:
    rows: list[Row] = [("a", 1), ("b", 1), ("a", 2), ("b", 2)]
    order_by = [("n", False), ("k", False)]
    assert told(rows, rows[::-1], order_by).findings[0].notes == (REVERSED,)
    assert told(rows, [*rows[2:], *rows[:2]], order_by).findings[0].notes == ()


def test_where_only_a_later_key_is_missing_it_is_said() -> None:
    rows: list[Row] = [("a", 1), ("b", 1), ("a", 2), ("b", 2)]
    came = [rows[1], rows[0], *rows[2:]]
    diff = told(rows, came, [("n", False), ("k", False)])
    assert diff.findings[0].notes == ("they are sorted by n, but rows that tie in that are not by k",)
    columns = [Column(name, "integer") for name in "abc"]
    three: list[Row] = [(1, 1, 1), (1, 1, 2), (1, 2, 1)]
    diff = wrong(
        result("a b c", three),
        result("a b c", [three[1], three[0], three[2]]),
        columns,
        order_by=[("a", False), ("b", False), ("c", True)],
    )
    assert diff.findings[0].notes == ("they are sorted by a and b, but rows that tie in that are not by c",)


def test_that_the_order_is_wrong_is_told_of_right_rows_alone() -> None:
    diff = told([("a", 1), ("b", 2)], [("b", 2), ("a", 3)], [("n", False)])
    assert diff.codes == (codes.CHANGED_CELLS,)


@pytest.mark.parametrize("came", ["ab", "ba", "aab", "aba", "bba", "bbaa"])
@pytest.mark.parametrize("expected", ["ab", "aab"])
@pytest.mark.parametrize("keys", [1, 2])
def test_a_set_has_no_order(expected: str, came: str, keys: int) -> None:
    order_by = [("n", False), ("k", False)][:keys]
    wanted, actual = (result("k n", [(letter, ord(letter)) for letter in side]) for side in (expected, came))
    assert right(wanted, actual, KN, order_by=order_by, distinct=True)


# A LIMIT that ties: of the rows `sure` all are to come, and of those in `tied` as many as make up the limit.


def limited(sure: Sequence[Row], tied: Sequence[Row], limit: int) -> Any:
    return result("k n", [*sure, *tied], limit=limit, tied=len(tied))


SURE: list[Row] = [("a", 9), ("b", 8)]
TIED: list[Row] = [("c", 7), ("d", 7), ("e", 7)]


@pytest.mark.parametrize("limit", [3, 4, 5])
@pytest.mark.parametrize("order_by", [[], [("n", True)]])
def test_any_choice_of_the_rows_that_tie_is_right(limit: int, order_by: list[tuple[str, bool]]) -> None:
    expected = limited(SURE, TIED, limit)
    for chosen in combinations(TIED, limit - len(SURE)):
        for order in permutations(chosen):
            assert right(expected, result("k n", [*SURE, *order]), KN, order_by=order_by, rows=limit)


@pytest.mark.parametrize(
    ("came", "reason"),
    [
        # a sure row is missing, and one more of those that tie came
        ([SURE[0], *TIED], "1 row is missing"),
        # a row that ties with none
        ([*SURE, TIED[0], ("x", 7)], "1 row is extra"),
        ([*SURE, TIED[0], ("c", 6)], "1 row is extra"),
        ([SURE[0], ("b", 1), *TIED[:2]], "1 of 4 rows differs: column n"),
        # a row twice, of either sort
        ([*SURE, TIED[0], TIED[0]], "1 row is doubled"),
        ([*SURE, SURE[0], TIED[0]], "1 row is doubled"),
        # too few, and too many
        ([*SURE, TIED[0]], "4 rows expected, 3 came"),
        ([*SURE, *TIED], "4 rows expected, 5 came"),
        (SURE[:1], "4 rows expected, 1 came; 1 row is missing"),
        ([], "4 rows expected, none came"),
    ],
)
def test_no_other_choice_is_right(came: list[Row], reason: str) -> None:
    expected = limited(SURE, TIED, 4)
    diff = wrong(expected, result("k n", came), KN, key=["k"])
    assert diff.reason == reason


def test_the_number_of_rows_is_that_of_the_limit() -> None:
    expected = limited(SURE, TIED, 3)
    diff = wrong(expected, result("k n", [*SURE, *TIED]), KN, rows=3)
    assert (diff.reason, diff.codes) == ("exactly 3 rows are asked for, 5 came", (codes.ROW_COUNT,))


def test_rows_that_may_come_are_not_missing() -> None:
    expected = limited(SURE, TIED, 3)
    diff = wrong(expected, result("k n", [*SURE, ("x", 1)]), KN)
    assert ([*diff.missing], [*diff.extra]) == ([], [("x", 1)])
    diff = wrong(expected, result("k n", [SURE[0], TIED[0], ("x", 1)]), KN)
    assert ([*diff.missing], [*diff.extra]) == ([SURE[1]], [("x", 1)])
    assert pairs(finding(diff, codes.CHANGED_CELLS)) == [(SURE[1], ("x", 1))]


def test_rows_that_may_come_are_not_missing_where_a_column_is_of_another_type() -> None:
    expected = limited(SURE, TIED, 3)
    diff = wrong(expected, result("k n", [(k, str(n)) for k, n in [*SURE, TIED[1]]]), KN)
    assert diff.codes == (codes.WRONG_TYPE,)
    diff = wrong(expected, result("k n", [(k, str(n)) for k, n in [SURE[0], TIED[0], TIED[1]]]), KN)
    assert diff.codes == (codes.WRONG_TYPE, codes.MISSING_ROWS)


def test_the_order_of_a_choice_counts() -> None:
    expected, order_by = limited(SURE, TIED, 4), [("n", True)]
    diff = wrong(expected, result("k n", [SURE[0], TIED[2], SURE[1], TIED[0]]), KN, order_by=order_by)
    assert diff.codes == (codes.ORDER,)
    assert diff.reason.startswith("the rows are right, but not in the declared order (first at row 2)")
    came = [TIED[2], TIED[0], *SURE[::-1]]
    diff = wrong(expected, result("k n", came), KN, order_by=order_by)
    assert diff.findings[0].notes == (REVERSED,)


def test_all_rows_may_tie_and_none() -> None:
    assert right(limited([], TIED, 1), result("k n", [TIED[2]]), KN)
    assert not right(limited([], TIED, 1), result("k n", [("x", 7)]), KN)
    assert not right(limited([], TIED, 1), result("k n", []), KN)
    assert right(limited(SURE, [], 2), result("k n", SURE[::-1]), KN)
    assert not right(limited(SURE, [], 2), result("k n", SURE[:1]), KN)


def test_equal_rows_may_be_sure_and_tie() -> None:
    expected = limited([("a", 9), ("c", 7)], [("c", 7), ("c", 7)], 3)
    assert right(expected, result("k n", [("a", 9), ("c", 7), ("c", 7)]), KN)
    assert not right(expected, result("k n", [("c", 7), ("c", 7), ("c", 7)]), KN)
    assert not right(expected, result("k n", [("a", 9), ("a", 9), ("c", 7)]), KN)


@pytest.mark.parametrize(
    ("came", "same"),
    [
        ([*SURE, TIED[0], TIED[1]], True),
        ([*SURE, TIED[0]], False),
        ([*SURE, TIED[0], TIED[0]], False),
        ([*SURE, *TIED], False),
        ([SURE[0], *TIED], False),
        ([*SURE, TIED[0], ("x", 7)], False),
    ],
)
def test_a_choice_of_a_set_has_as_many_different_rows(came: list[Row], same: bool) -> None:
    assert right(limited(SURE, TIED, 4), result("k n", came), KN, distinct=True) is same


NEAR = [Column("x", "float", abs=1.0, rel=0.0)]


def a_choice(expected: Sequence[float], tied: int, limit: int, came: Sequence[float]) -> bool:
    """Whether some choice of the rows that tie can be paired with what came, by trying all of both."""
    sure, ties = expected[: len(expected) - tied], expected[len(expected) - tied :]
    return len(came) == limit and any(
        all(abs(e - a) <= 1.0 for e, a in zip([*sure, *chosen], order, strict=True))
        for chosen in combinations(ties, limit - len(sure))
        for order in permutations(came)
    )


def test_a_choice_and_a_partner_are_sought_together() -> None:
    """Each of the sure rows has a partner, and each row that came: then one pairing has both, though not every one."""
    numbers = [0.0, 0.5, 1.0, 2.0]
    agreed = 0
    for expected in product(numbers, repeat=3):
        for came in combinations(numbers, 2):
            same = a_choice(expected, 2, 2, came)
            wanted = result("x", [(x,) for x in expected], limit=2, tied=2)
            assert right(wanted, result("x", [(x,) for x in came]), NEAR) is same
            agreed += same
    assert 0 < agreed < len(numbers) ** 3 * 6


def test_that_only_the_nulls_stand_elsewhere_is_told() -> None:
    came = [*TOP_ROWS[3:], *TOP_ROWS[:3]]
    told_of = wrong(result("plan n rate", TOP_ROWS), result("plan n rate", came), TOP, order_by=[("n", True)])
    assert notes(told_of) == ("they are sorted but for the rows with NULL, which stand elsewhere",)
    shuffled = [TOP_ROWS[3], TOP_ROWS[2], TOP_ROWS[0], TOP_ROWS[1], TOP_ROWS[4]]
    assert (
        notes(wrong(result("plan n rate", TOP_ROWS), result("plan n rate", shuffled), TOP, order_by=[("n", True)]))
        == ()
    )
