"""What a function may return, what each cell becomes, and what is said of anything else."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from judge.model import Outcome
from tests.running import ONE, pandas_here, without_nan

IMPORTS = (
    "import pandas as pd, numpy as np, pyarrow as pa, datetime as dt, decimal, uuid, collections\n"
    "from decimal import Decimal\n"
)


def returned(expression: str, **options: Any) -> Outcome:
    [outcome] = pandas_here(f"{IMPORTS}def solve(plays):\n    return {expression}\n", ONE, **options)
    return outcome


def column(expression: str) -> list[Any]:
    """The cells of a frame's only column."""
    outcome = returned(f"pd.DataFrame({{'x': {expression}}})")
    assert outcome.result is not None, outcome
    return [without_nan(cell) for (cell,) in outcome.result.rows]


NO_TABLES = {
    "None": ("None", "solve() returned None", "is there a return statement?"),
    "a Series": ("plays.member_id", "solve() returned a Series", "to_frame()"),
    "an Index": ("plays.index", "solve() returned a RangeIndex", "return a DataFrame with the column x"),
    "a scalar": ("3", "solve() returned an int", "return a DataFrame with the column x"),
    "a numpy scalar": ("np.float64(3)", "solve() returned a float64", "return a DataFrame"),
    "a list": ("[(1,)]", "solve() returned a list", "return a DataFrame"),
    "a dict": ("{'x': [1]}", "solve() returned a dict", "return a DataFrame"),
    "an array": ("plays.to_numpy()", "solve() returned a ndarray", "return a DataFrame"),
    "a generator": ("(x for x in [1])", "solve() returned a generator", "return a DataFrame"),
    "groups": ("plays.groupby('member_id')", "groups that are not aggregated yet", ".agg(…) or .size() comes first"),
    "groups of a column": ("plays.groupby('member_id').play_id", "groups that are not aggregated yet", ".size()"),
    "cells of sets": ("pd.DataFrame({'x': [{1}]})", "column 'x' holds set objects", "a cell is a number"),
    "cells of frames": ("pd.DataFrame({'x': [plays]}, dtype=object)", "column 'x' holds DataFrame objects", "a cell"),
    "complex cells": ("pd.DataFrame({'x': [1j]})", "column 'x' holds complex objects", "a cell"),
    "intervals": ("pd.DataFrame({'x': pd.cut([1, 2], 2)})", "column 'x' holds Interval objects", "a cell"),
    "own objects": ("pd.DataFrame({'x': [collections.OrderedDict, object()]})", "column 'x' holds type objects", ""),
    "own objects deep inside": ("pd.DataFrame({'x': [[1, (object(),)]]})", "column 'x' holds object objects", ""),
}


@pytest.mark.parametrize(("expression", "said", "help"), NO_TABLES.values(), ids=NO_TABLES)
def test_what_is_no_table_is_a_wrong_answer_that_says_so(expression: str, said: str, help: str) -> None:
    outcome = returned(expression)
    assert outcome.failure == "wrong_answer"
    assert said in outcome.message
    assert help in outcome.detail


NAN = "[1.5, float('nan'), None, np.nan, pd.NA, pd.NaT]"
HOUR = timedelta(hours=1)
CELLS: dict[str, tuple[str, list[Any]]] = {
    "integers": ("np.array([1, 2], dtype='int8')", [1, 2]),
    "unsigned": ("np.array([2**64 - 1], dtype='uint64')", [2**64 - 1]),
    "floats": ("np.array([0.5, np.nan, np.inf])", [0.5, None, float("inf")]),
    "small floats": ("np.array([0.5], dtype='float16')", [0.5]),
    "long floats": ("np.array([0.5, np.nan], dtype='longdouble')", [0.5, None]),
    "booleans": ("[True, False]", [True, False]),
    "nullable integers": ("pd.array([2**60 + 1, None], dtype='Int64')", [2**60 + 1, None]),
    "nullable floats": ("pd.array([0.5, None], dtype='Float64')", [0.5, None]),
    "NaN in nullable floats": ("pd.array([0.0, None], 'Float64') / pd.array([0, 1], 'Int64')", [None, None]),
    "nullable booleans": ("pd.array([True, None], dtype='boolean')", [True, None]),
    "texts": ("pd.array(['a', None], dtype='str')", ["a", None]),
    "string dtype": ("pd.array(['a', None], dtype='string')", ["a", None]),
    "Arrow integers": ("pd.array([2**60 + 1, None], dtype='int64[pyarrow]')", [2**60 + 1, None]),
    "Arrow floats": ("pd.array([0.5, None], dtype='double[pyarrow]')", [0.5, None]),
    "Arrow texts": ("pd.array(['a', None], dtype=pd.ArrowDtype(pa.string()))", ["a", None]),
    "Arrow dates": ("pd.array([dt.date(2026, 3, 1), None], pd.ArrowDtype(pa.date32()))", [date(2026, 3, 1), None]),
    "Arrow instants": (
        "pd.array([dt.datetime(2026, 3, 1), None], dtype=pd.ArrowDtype(pa.timestamp('us')))",
        [datetime(2026, 3, 1), None],
    ),
    "Arrow decimals": ("pd.array([Decimal('1.50')], dtype=pd.ArrowDtype(pa.decimal128(9, 2)))", [Decimal("1.50")]),
    "Arrow lists": ("pd.Series([[1, 2], None], dtype=pd.ArrowDtype(pa.list_(pa.int64())))", [[1, 2], None]),
    "categories": ("pd.Categorical(['b', None, 'a'])", ["b", None, "a"]),
    "categories of integers": ("pd.Categorical([2, None, 1])", [2, None, 1]),
    "categories of booleans": ("pd.Categorical([True, None])", [True, None]),
    "categories of instants": ("pd.Categorical(pd.to_datetime(['2026-03-01', None]))", [datetime(2026, 3, 1), None]),
    "no categories": ("pd.Categorical([None, None])", [None, None]),
    "instants": ("pd.to_datetime(['2026-03-01 12:00', None])", [datetime(2026, 3, 1, 12), None]),
    "instants in ns": ("np.array(['2026-03-01T00:00:00.123456789'], 'M8[ns]')",
                       [datetime(2026, 3, 1, 0, 0, 0, 123456)]),
    "instants in s": ("np.array(['1600-03-01'], 'M8[s]')", [datetime(1600, 3, 1)]),
    "instants with a zone": (
        "pd.to_datetime(['2026-03-01 12:00', None]).tz_localize('Europe/Kyiv')",
        [datetime(2026, 3, 1, 10), None],
    ),
    "spans": ("pd.to_timedelta(['1h', None])", [HOUR, None]),
    "periods": ("pd.PeriodIndex(['2026-03', 'NaT'], freq='M')", [datetime(2026, 3, 1), None]),
    "sparse": ("pd.arrays.SparseArray([0, 0, 5])", [0, 0, 5]),
    "dates": ("[dt.date(2026, 3, 1), None]", [date(2026, 3, 1), None]),
    "times": ("[dt.time(1, 2), None]", [time(1, 2), None]),
    "decimals": ("[Decimal('1.10'), None, Decimal('-0')]", [Decimal("1.10"), None, Decimal("-0")]),
    "mixed": ("[1, 'a', 0.5, True, None, dt.date(2026, 3, 1)]", [1, "a", 0.5, True, None, date(2026, 3, 1)]),
    "all that is missing": (f"pd.Series({NAN}, dtype=object)", [1.5, None, None, None, None, None]),
    "missing numpy scalars": ("pd.Series([np.datetime64('NaT'), np.timedelta64('NaT')], dtype=object)", [None, None]),
    "numpy scalars": (
        "pd.Series([np.int64(3), np.float32(0.5), np.bool_(True), np.str_('a')], dtype=object)",
        [3, 0.5, True, "a"],
    ),
    "numpy instants": (
        "pd.Series([np.datetime64('2026-03-01'), np.timedelta64(3600, 's')], dtype=object)",
        [datetime(2026, 3, 1), HOUR],
    ),
    "pandas scalars": (
        "pd.Series([pd.Timestamp('2026-03-01'), pd.Timedelta('1h'), pd.Period('2026-03')], dtype=object)",
        [datetime(2026, 3, 1), HOUR, datetime(2026, 3, 1)],
    ),
    "scalars with a zone": (
        "pd.Series([pd.Timestamp('2026-03-01 12:00', tz='Europe/Kyiv'), 1], dtype=object)",
        [datetime(2026, 3, 1, 10, tzinfo=UTC), 1],
    ),
    "lists": ("[[1, np.nan, np.int64(2)], (3,), np.array([4.5])]", [[1, None, 2], [3], [4.5]]),
    "dicts": ("[{'a': np.int64(1), 2: [None]}]", [{"a": 1, 2: [None]}]),
    "bytes": ("[b'ab', None]", [b"ab", None]),
    "subclasses": (
        "pd.Series([collections.UserString and type('T', (str,), {})('a'), type('I', (int,), {})(3)], dtype=object)",
        ["a", 3],
    ),
    "lone surrogates": ("pd.Series(['\\ud800'], dtype=object)", ["\ud800"]),
}  # fmt: skip


@pytest.mark.parametrize(("expression", "cells"), CELLS.values(), ids=CELLS)
def test_cells_become_plain_values(expression: str, cells: list[Any]) -> None:
    came = column(expression)
    assert came == cells
    assert [type(cell) for cell in came] == [type(cell) for cell in cells]


def test_what_cannot_be_sent_fails_without_ending_the_worker() -> None:
    source = (
        f"{IMPORTS}calls = []\nclass D(dt.date):\n  def isoformat(self): raise KeyError('mine')\n"
        "def solve(plays):\n  calls.append(1)\n"
        "  return pd.DataFrame({'x': [[10**5000], [D(2026, 3, 1)], [7]][len(calls) - 1]}, dtype=object)"
    )
    first, second, third = pandas_here(source, ONE, ONE, ONE)
    assert first.failure == "runtime_error"
    assert "4300 digits" in first.message
    assert (second.failure, second.message) == ("runtime_error", "KeyError: 'mine'")
    assert third.result is not None
    assert third.result.rows == [(7,)]


def test_names_repeat_are_no_texts_or_have_levels() -> None:
    for expression, names in {
        "pd.DataFrame([[1, 2]], columns=['x', 'x'])": ("x", "x"),
        "pd.DataFrame([[1, 2]])": ("0", "1"),
        "pd.DataFrame([[1, 2]], columns=[1.5, 'y'])": ("1.5", "y"),
        "pd.DataFrame({('a', 'min'): [1], ('a', 'max'): [2]})": ("('a', 'min')", "('a', 'max')"),
    }.items():
        outcome = returned(expression)
        assert outcome.result is not None
        assert (outcome.result.columns, outcome.result.rows) == (names, [(1, 2)])


def test_a_key_in_the_index_is_told_apart_from_the_columns() -> None:
    grouped = returned("plays.groupby('member_id').agg(n=('play_id', 'size'))").result
    assert grouped is not None
    assert (grouped.columns, grouped.index, grouped.rows) == (("n",), ("member_id",), [(2,)])


def test_no_columns_and_no_rows_keep_their_numbers() -> None:
    cases: list[tuple[str, tuple[str, ...], list[Any]]] = [
        ("pd.DataFrame(index=range(2))", (), [(), ()]),
        ("pd.DataFrame({'x': []})", ("x",), []),
    ]
    for expression, columns, rows in cases:
        outcome = returned(expression)
        assert outcome.result is not None
        assert (outcome.result.columns, outcome.result.rows) == (columns, rows)


LISTS: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "tuples": ("[('a', 2), ('b', None)]", [("a", 2), ("b", None)]),
    "lists": ("[['a', 2]]", [("a", 2)]),
    "dicts": ("[{'word': 'a', 'n': 2**60 + 1}, {'word': 'b'}]", [("a", 2**60 + 1), ("b", None)]),
    "nothing": ("[]", []),
    "a frame": ("pd.DataFrame({'word': ['a'], 'n': [2]})", [("a", 2)]),
}


@pytest.mark.parametrize(("expression", "rows"), LISTS.values(), ids=LISTS)
def test_a_list_of_rows_where_the_problem_allows_one(expression: str, rows: list[tuple[Any, ...]]) -> None:
    outcome = returned(expression, columns=("word", "n"), list_answer=True)
    assert outcome.result is not None, outcome
    assert (outcome.result.columns, without_nan(outcome.result.rows)) == (("word", "n"), rows)


def test_a_list_of_single_values_where_there_is_one_column() -> None:
    outcome = returned("['a', ('b',), ['c']]", columns=("word",), list_answer=True)
    assert outcome.result is not None
    assert outcome.result.rows == [("a",), ("b",), ("c",)]


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("[('a', 2), ('b',)]", "a list whose item 1 is tuple \"('b',)\""),
        ("['a', 'b']", "a list whose item 0 is str 'a'"),
        ("[('a', 2), {'word': 'b'}]", "a list whose item 1 is dict"),
        ("[('a', 2, 3)]", "a list whose item 0 is tuple"),
        ("('a', 2)", "returned a tuple"),
    ],
)
def test_a_list_of_other_things_is_a_wrong_answer(expression: str, said: str) -> None:
    outcome = returned(expression, columns=("word", "n"), list_answer=True)
    assert outcome.failure == "wrong_answer"
    assert said in outcome.message
