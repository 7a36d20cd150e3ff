"""Fingerprints: one for all results that differ in the same way, another for any other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from judge.compare import compare
from judge.insight.fingerprint import RIGHT, fingerprint
from judge.model import Case, Column, Diff, FixtureResult, Kind, Problem, ResultSet, Row

quick = settings(deadline=None, derandomize=True, max_examples=200)
CELLS: dict[Kind, st.SearchStrategy[Any]] = {
    "integer": st.integers(-3, 3) | st.just(2**70),
    "float": st.sampled_from([0.0, 0.5, -1.5, 12.25, 1e300, math.inf]),
    "decimal": st.decimals(-5, 5, places=1),
    "text": st.sampled_from(["", "a", "A", "a ", "é"]),
    "boolean": st.booleans(),
    "date": st.dates(date(2023, 12, 30), date(2024, 1, 3)),
    "timestamp": st.datetimes(datetime(2000, 1, 1), datetime(2000, 1, 3)),
}
OTHERWISE: dict[Kind, Any] = {
    "integer": Decimal,
    "float": lambda cell: int(cell) if math.isfinite(cell) and cell == int(cell) and abs(cell) < 100 else cell,
    "decimal": float,
    "text": str,
    "boolean": int,
    "date": lambda cell: datetime.combine(cell, time.min),
    "timestamp": lambda cell: cell.replace(tzinfo=UTC).astimezone(timezone(timedelta(hours=5))),
}
"""The same values as another engine may give them."""


def problem(*kinds: Kind, order_by: tuple[tuple[str, bool], ...] = (), **more: Any) -> Problem:
    columns = tuple(Column(f"c{i}", kind, nullable=True, **more) for i, kind in enumerate(kinds))
    folder = Path("toy")
    return Problem("toy", folder, "", "easy", 1, (), ("sql",), "", columns, (), order_by, (Case("base", 1),), ())


def told(asked: Problem, expected: Sequence[Row], came: Sequence[Row], **more: Any) -> str | None:
    """The fingerprint of rows that came."""
    names = tuple(column.name for column in asked.columns)
    types = ("",) * len(names)
    found = compare(
        ResultSet(names, types, list(expected)),
        ResultSet(more.pop("names", names), types, list(came), **more),
        asked.columns,
        order_by=asked.order_by,
    ).diff
    verdict: Any = "wrong_answer" if found else "accepted"
    return fingerprint(asked, FixtureResult("base", 1, verdict, actual_rows=len(came), diff=found))


@st.composite
def answers(draw: Any) -> tuple[Problem, list[Row], list[Row]]:
    kinds = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=3))
    rows = st.lists(st.tuples(*(CELLS[kind] | st.none() for kind in kinds)), max_size=5)
    return problem(*kinds), draw(rows), draw(rows)


@quick
@given(answers(), st.randoms(use_true_random=False))
def test_equal_results_have_one_fingerprint(of: tuple[Problem, list[Row], list[Row]], chance: Any) -> None:
    asked, expected, came = of
    kinds = [column.kind for column in asked.columns]
    other = [
        tuple(None if cell is None else OTHERWISE[kind](cell) for kind, cell in zip(kinds, row, strict=True))
        for row in came
    ]
    chance.shuffle(other)
    assert told(asked, came, other) == RIGHT
    assert told(asked, expected, other) == told(asked, expected, came)


@quick
@given(answers(), st.data())
def test_one_changed_cell_has_another(of: tuple[Problem, list[Row], list[Row]], data: Any) -> None:
    asked, expected, came = of
    assume(came)
    row = data.draw(st.integers(0, len(came) - 1))
    place = data.draw(st.integers(0, len(asked.columns) - 1))
    cell = data.draw(CELLS[asked.columns[place].kind] | st.none())
    changed = [*came]
    changed[row] = (*came[row][:place], cell, *came[row][place + 1 :])
    assume(told(asked, came, changed) != RIGHT)
    assert told(asked, expected, changed) != told(asked, expected, came)


def test_what_is_accepted() -> None:
    assert told(problem("integer"), [(1,)], [(1,)]) == RIGHT


def test_noise_of_a_sum_is_the_same() -> None:
    asked = problem("float")
    assert told(asked, [(1.0,)], [(0.1 + 0.2,)]) == told(asked, [(1.0,)], [(0.3,)])


def test_nan_of_pandas_is_null() -> None:
    asked = problem("float")
    assert told(asked, [(1.0,)], [(math.nan,)], nan_is_missing=True) == told(asked, [(1.0,)], [(None,)])
    assert told(asked, [(1.0,)], [(math.nan,)]) != told(asked, [(1.0,)], [(None,)])


def test_nan_that_is_a_value_is_no_null() -> None:
    asked = problem("float", nan=True)
    assert told(asked, [(1.0,)], [(math.nan,)], nan_is_missing=True) != told(asked, [(1.0,)], [(None,)])


def test_a_type_that_does_not_fit_is_another_answer() -> None:
    asked = problem("integer")
    assert told(asked, [(1,)], [("2",)]) != told(asked, [(1,)], [(2,)])


def test_rows_that_repeat_count() -> None:
    asked = problem("integer")
    assert told(asked, [(1,)], [(1,), (2,)]) != told(asked, [(1,)], [(1,), (2,), (2,)])


def test_order_is_told_by_the_sort_keys_alone() -> None:
    asked = problem("integer", "text", order_by=(("c0", False),))
    expected: list[Row] = [(1, "a"), (2, "b"), (2, "c"), (3, "d")]
    one = told(asked, expected, [(2, "b"), (2, "c"), (1, "a"), (3, "d")])
    assert one not in (RIGHT, None)
    assert one == told(asked, expected, [(2, "c"), (2, "b"), (1, "a"), (3, "d")])
    assert one != told(asked, expected, [(2, "b"), (1, "a"), (2, "c"), (3, "d")])


def test_columns_by_their_names() -> None:
    asked = problem("integer", "integer")
    one = told(asked, [(1, 2)], [(1, 3)], names=("c0", "other"))
    assert one == told(asked, [(1, 2)], [(1, 4)], names=("c0", "OTHER"))
    assert one != told(asked, [(1, 2)], [(1, 3)], names=("c0", "another"))


def error(reason: str, verdict: Any = "runtime_error") -> str | None:
    return fingerprint(problem("integer"), FixtureResult("base", 1, verdict, reason=reason))


def test_an_error_by_its_message() -> None:
    assert error("KeyError: 'a'") == error("KeyError: 'a'")
    assert error("KeyError: 'a'") != error("KeyError: 'b'")  # another cause of the same class is another mistake
    assert error("KeyError: 'a'") != error("ValueError: 'a'")
    assert error("KeyError: 'a'") not in (RIGHT, None)


@pytest.mark.parametrize("verdict", ["time_limit", "memory_limit", "output_limit", "skipped", "invalid_submission"])
def test_a_limit_tells_nothing(verdict: str) -> None:
    assert error("it took too long", verdict) is None


def test_a_checker_tells_nothing() -> None:
    asked = replace(problem("integer"), checker=True)
    assert told(asked, [(1,)], [(2,)]) is None


@pytest.mark.parametrize(("rows", "is_told"), [(50_000, True), (50_001, False)])
def test_too_many_rows_tell_nothing(rows: int, is_told: bool) -> None:
    diff = Diff((), ("c0",), [(0,)] * rows)
    result = FixtureResult("base", 1, "wrong_answer", actual_rows=0, diff=diff)
    assert (fingerprint(problem("integer"), result) is not None) is is_told
