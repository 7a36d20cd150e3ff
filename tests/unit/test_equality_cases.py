"""Every folder of tests/cases/equality is judged as it says, by either engine and however its results are held.

Some folders name a simpler comparison that they fool. Those stand here, to show that they are fooled.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from judge.columnar import ColumnRows
from judge.model import ResultSet, Row
from tests.equality import CASES, Case, load, names

PLAIN, LARGE = 1_000_000, -1


@pytest.mark.parametrize("name", names())
def test_the_judgement_is_the_one_in_the_folder(name: str) -> None:
    case = load(name)
    comparison = case.judged(plain_rows=PLAIN)
    diff = comparison.diff
    found = (diff is None, diff.codes if diff else (), diff.reason if diff else "", comparison.notes)
    assert found == (case.right, case.codes, case.reason, case.notes), case.about


@pytest.mark.parametrize("name", names())
def test_both_engines_say_the_same_of_rows_held_as_tuples_and_in_columns(name: str) -> None:
    few, many = load(name), load(name, as_many=True)
    plain = few.judged(plain_rows=PLAIN)
    assert few.judged(plain_rows=LARGE) == plain, few.about
    # By their text, since a NaN that was read twice is not equal to itself.
    assert repr(many.judged(plain_rows=LARGE)) == repr(plain), few.about
    assert repr(many.judged(plain_rows=PLAIN)) == repr(plain), few.about


def test_large_results_are_held_in_columns() -> None:
    case = load("difference_past_the_hundredth_row", as_many=True)
    assert isinstance(case.expected.rows, ColumnRows)
    assert isinstance(load("pandas_int64", as_many=True).actual.rows, ColumnRows)


def test_there_are_many_cases_and_each_says_what_it_is_about() -> None:
    files = {name: {file.name: file.read_text("utf-8") for file in (CASES / name).iterdir()} for name in names()}
    assert len(files) >= 400
    assert {tuple(sorted(of)) for of in files.values()} == {("actual.md", "case.toml", "expected.md")}
    abouts = [of["case.toml"].splitlines()[0] for of in files.values()]
    assert all(about.startswith('about = "') for about in abouts)
    assert len(set(abouts)) == len(abouts)
    # Two folders with the same tables differ in what is declared of them.
    apart = {(of["expected.md"], of["actual.md"], of["case.toml"].partition("\n")[2]) for of in files.values()}
    assert len(apart) == len(files)


# The simpler comparisons: each takes a case and says whether its results are equal.


def _rows(result: ResultSet) -> list[Row]:
    """The rows, their cells in the order of the columns' names."""
    places = sorted(range(len(result.columns)), key=lambda place: result.columns[place].casefold())
    return [tuple(row[place] for place in places) for row in result.rows]


def _same_bag(left: Sequence[Any], right: Sequence[Any]) -> bool:
    rest = list(right)
    for item in left:
        if item not in rest:
            return False
        rest.remove(item)
    return not rest


def _with(key: Callable[[Any], Any], case: Case) -> bool:
    """Rows as bags, each cell taken for its key."""
    sides = ([tuple(map(key, row)) for row in _rows(side)] for side in (case.expected, case.actual))
    return _same_bag(*sides)


def _near(near: Callable[[float, float], bool], case: Case) -> bool:
    """Rows one by one as they stand, numbers with a tolerance."""
    left, right = _rows(case.expected), _rows(case.actual)
    return len(left) == len(right) and all(_all_near(near, e, a) for e, a in zip(left, right, strict=True))


def _all_near(near: Callable[[float, float], bool], expected: Row, actual: Row) -> bool:
    cells = zip(expected, actual, strict=True)
    return all(near(e, a) if isinstance(e, int | float) and isinstance(a, int | float) else e == a for e, a in cells)


def _is_nan(cell: Any) -> bool:
    return isinstance(cell, float) and math.isnan(cell)


def _nan_as_null(cell: Any) -> Any:
    return list(map(_nan_as_null, cell)) if isinstance(cell, list) else None if _is_nan(cell) else cell


def _missing_as(value: Any, cell: Any) -> Any:
    return value if cell is None or _is_nan(cell) else cell


def _sorted_near(case: Case) -> bool:
    sides = zip(sorted(_rows(case.expected)), sorted(_rows(case.actual)), strict=True)
    return all(_all_near(partial(math.isclose, rel_tol=1e-9), e, a) for e, a in sides)


def _greedy(case: Case) -> bool:
    near = max(column.abs for column in case.columns)
    rest = list(case.actual.rows)
    for row in case.expected.rows:
        found = next((other for other in rest if _all_near(lambda e, a: abs(e - a) <= near, row, other)), None)
        if found is None:
            return False
        rest.remove(found)
    return not rest


def _tolerances_added(case: Case) -> bool:
    column = case.columns[-1]
    return _near(lambda e, a: abs(e - a) <= column.abs + column.rel * abs(e), case)


def _columns(result: ResultSet) -> list[Row]:
    return list(zip(*result.rows, strict=True))


SIMPLER: dict[str, Callable[[Case], bool]] = {
    "a bag of equal rows": partial(_with, lambda cell: cell),
    "a set of rows": lambda case: set(_rows(case.expected)) == set(_rows(case.actual)),
    "rows in the order in which they came": lambda case: _rows(case.expected) == _rows(case.actual),
    "rows sorted before they are compared": _sorted_near,
    "the first 100 rows": lambda case: _rows(case.expected)[:100] == _rows(case.actual)[:100],
    "columns by their position": lambda case: _same_bag(case.expected.rows, case.actual.rows),
    "columns matched by their values": lambda case: _same_bag(_columns(case.expected), _columns(case.actual)),
    "columns sorted one by one": lambda case: (
        [sorted(column) for column in _columns(case.expected)] == [sorted(column) for column in _columns(case.actual)]
    ),
    "names with their capitals": lambda case: set(case.expected.columns) == set(case.actual.columns),
    "frames with their index": lambda case: case.expected.index == case.actual.index,
    "types as they are called": lambda case: case.expected.types == case.actual.types,
    "values as texts": partial(_with, str),
    "truth as Python sees it": partial(_with, bool),
    "numbers as floats": partial(_with, lambda cell: float(cell) if isinstance(cell, int | Decimal) else cell),
    "numbers within a hundredth": partial(_near, lambda e, a: abs(e - a) <= 0.01),
    "numbers with a tolerance": partial(_near, lambda e, a: abs(e - a) <= 1e-8 + 1e-5 * abs(e)),
    "tolerances added up": _tolerances_added,
    "greedy pairing": _greedy,
    "instants cut to their day": partial(_with, lambda cell: cell.date() if isinstance(cell, datetime) else cell),
    "missing values taken for 0": partial(_with, partial(_missing_as, 0)),
    "missing values taken for ''": partial(_with, partial(_missing_as, "")),
    "NaN taken for NULL": partial(_with, _nan_as_null),
    "texts without blanks and capitals": partial(
        _with, lambda cell: cell.strip().casefold() if isinstance(cell, str) else cell
    ),
    "lists as bags": partial(_with, lambda cell: set(cell) if isinstance(cell, list) else cell),
}


def test_a_simpler_comparison_judges_wrongly_where_a_folder_says_so() -> None:
    fooling = [case for case in map(load, names()) if case.fools]
    judged = {case.name: SIMPLER[case.fools](case) for case in fooling}
    assert judged == {case.name: not case.right for case in fooling}
    assert {case.fools for case in fooling} == SIMPLER.keys()
