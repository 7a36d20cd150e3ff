"""The engine for results of any size: DuckDB and numpy tell what the plain one tells, whatever a hash says."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judge.columnar import MOST_AS_TUPLES, ColumnRows
from judge.compare import codes, compare, large
from judge.compare.arrays import arrays_of, held
from judge.compare.kinds import RULES, Unfit
from judge.compare.pairing import paired
from judge.compare.sides import Side
from judge.model import KINDS, Column, Comparison, Kind, ResultSet, Row
from judge.sandbox import arrow, wire
from judge.sandbox.batches import Batches
from judge.sandbox.rows import encode_rows
from tests.comparing import BUCKETED, LARGE, PLAIN, both, evidence, finding, pairs, result, right, told_by, wrong

NAN, INF = float("nan"), float("inf")
ENGINES = (PLAIN, LARGE, BUCKETED)
KXT = [
    Column("k", "integer", nullable=True),
    Column("x", "float", nullable=True, abs=0.5, rel=0.0),
    Column("t", "text", nullable=True),
]


def random_rows(chance: Random, count: int) -> list[Row]:
    return [
        (chance.choice([1, 2, 3, None]), chance.choice([0.0, 0.4, 0.8, 1.2, INF, None]), chance.choice(["a", "b", ""]))
        for _ in range(count)
    ]


# Hashes


def constant(columns: Any, side: int, size: int) -> Any:
    return np.zeros(size, np.uint64)


def few(columns: Any, side: int, size: int) -> Any:
    return TRUE_HASHES(columns, side, size) % np.uint64(3)


def largest(columns: Any, side: int, size: int) -> Any:
    """All of them beyond what a signed number holds."""
    return TRUE_HASHES(columns, side, size) | np.uint64(2**63)


TRUE_HASHES = large.hashed
HASHES: dict[str, Callable[[Any, int, int], Any]] = {"constant": constant, "few": few, "largest": largest}


@pytest.fixture(params=["constant", "few", "largest", "constant, in buckets", "few, in buckets", "one column"])
def collisions(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Rows that share a hash and are not the same: for the plain engine to match, or to be parted into buckets first.

    Or the numbers of one column stand for hashes, however often each of them is there.
    """
    which, _, bucketed = request.param.partition(", ")
    if which in HASHES:
        monkeypatch.setattr(large, "_mostly_different", lambda array: False)
        monkeypatch.setattr(large, "hashed", HASHES[which])
    else:
        monkeypatch.setattr(large, "_mostly_different", lambda array: array.dtype.kind == "i" and len(array) > 0)
    if bucketed:
        monkeypatch.setattr(large, "_FEW", -1)
    return str(which)


def test_rows_whose_hashes_collide_are_told_apart(collisions: str) -> None:
    chance = Random(collisions)
    found = 0
    for _ in range(60):
        rows = random_rows(chance, chance.randrange(12))
        came = [row for row in rows if chance.random() < 0.9] + random_rows(chance, chance.randrange(3))
        chance.shuffle(came)
        found += not right(result("k x t", rows), result("k x t", came), KXT)
    assert found > 20


def test_a_row_that_collides_with_a_missing_one_is_not_taken_for_it(collisions: str) -> None:
    columns = [Column("k", "integer"), Column("t", "text")]
    rows: list[Row] = [(k, t) for k in range(5) for t in "ab"]
    for place in range(len(rows)):
        came = [*rows[:place], (99, "a"), *rows[place + 1 :]]
        diff = wrong(result("k t", rows), result("k t", came[::-1]), columns)
        assert ([*diff.missing], [*diff.extra]) == ([rows[place]], [(99, "a")])
    assert right(result("k t", rows), result("k t", rows[::-1]), columns)


def test_copies_are_counted_where_hashes_collide(collisions: str) -> None:
    columns = [Column("t", "text")]
    expected, came = result("t", [(t,) for t in "aabbcd"]), result("t", [(t,) for t in "dabbbcc"])
    diff = wrong(expected, came, columns)
    assert ([*diff.missing], sorted(diff.extra)) == ([("a",)], [("b",), ("c",)])
    assert finding(diff, codes.LACKING_COPIES).evidence[0].times == (2, 1)
    assert sorted(of.times for of in evidence(finding(diff, codes.DOUBLED_ROWS)) if of.times) == [(1, 2), (2, 3)]


def test_a_choice_at_a_limit_is_found_where_hashes_collide(collisions: str) -> None:
    columns = [Column("k", "integer"), Column("t", "text")]
    expected = result("k t", [(1, "a"), (2, "b"), (3, "c"), (3, "d"), (3, "d")], limit=4, tied=3)
    assert right(expected, result("k t", [(3, "d"), (2, "b"), (3, "d"), (1, "a")]), columns)
    diff = wrong(expected, result("k t", [(3, "d"), (3, "c"), (3, "d"), (1, "a")]), columns)
    assert ([*diff.missing], [*diff.extra]) == ([(2, "b")], [])
    diff = wrong(expected, result("k t", [(1, "a"), (1, "a"), (2, "b"), (3, "c")]), columns)
    assert evidence(finding(diff, codes.DOUBLED_ROWS))[0].times == (1, 2)


def test_no_hash_is_asked_for_where_all_rows_stand_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "hashed", None)
    monkeypatch.setattr(large, "_mostly_different", lambda array: False)
    rows: list[Row] = [(1, 0.5, "a"), (2, NAN, None), (None, None, "b")]
    assert right(result("k x t", rows), result("k x t", rows), KXT)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(
    st.lists(st.integers(0, 5) | st.integers(2**64 - 3, 2**64 - 1) | st.integers(0, 2**64 - 1), max_size=12),
    st.lists(st.integers(0, 5) | st.integers(2**64 - 3, 2**64 - 1), max_size=12),
    st.randoms(use_true_random=False),
)
def test_rows_are_paired_with_rows_of_their_hash_and_none_twice(
    expected: list[int], actual: list[int], chance: Random
) -> None:
    actual = [*actual, *chance.sample(expected, len(expected) // 2)]
    partners = paired(np.array(expected, np.uint64), np.array(actual, np.uint64)).tolist()
    assert len(partners) == len(expected)
    found = [partner for partner in partners if partner >= 0]
    assert len(set(found)) == len(found)
    assert all(actual[partner] == of for of, partner in zip(expected, partners, strict=True) if partner >= 0)


def test_a_hash_that_only_one_row_has_finds_its_row() -> None:
    chance = Random(5)
    hashes = np.array([chance.getrandbits(64) for _ in range(2_000)], np.uint64)
    order = np.array(chance.sample(range(2_000), 2_000))
    partners = paired(hashes, hashes[order])
    assert (order[partners] == np.arange(2_000)).all()
    near = np.arange(2**40, 2**40 + 2_000, dtype=np.uint64)
    assert (order[paired(near, near[order])] == np.arange(2_000)).all()


def test_the_rows_are_looked_at_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "_BLOCK", 2)
    chance = Random(7)
    for count in range(8):
        rows = random_rows(chance, count)
        came = [*rows[1:], (9, 9.0, "z")]
        chance.shuffle(came)
        assert right(result("k x t", rows), result("k x t", rows[::-1]), KXT)
        assert not right(result("k x t", rows), result("k x t", came), KXT)


def test_a_connection_of_its_own_serves_as_well() -> None:
    """The other tests share one."""
    rows: list[Row] = [(k, k / 7, f"t{k}") for k in range(50)]
    came = [*rows[:20:-1], *rows[:20], (99, 0.0, "")]
    told = [compare(result("k x t", rows), result("k x t", came), KXT, plain_rows=n) for n in (LARGE, PLAIN)]
    assert told[0] == told[1]
    assert told[0].diff is not None
    assert ([*told[0].diff.missing], [*told[0].diff.extra]) == ([rows[20]], [(99, 0.0, "")])


# Rows by the thousand


def many(count: int, seed: int = 0) -> list[Row]:
    chance = Random(seed)
    return [
        (k, f"name {k % 97}", chance.random(), date(2024, 1, 1) + timedelta(k % 366), k % 5 == 0 or None)
        for k in range(count)
    ]


MANY_COLUMNS = [
    Column("k", "integer"),
    Column("name", "text"),
    Column("x", "float"),
    Column("day", "date"),
    Column("flag", "boolean", nullable=True),
]
MANY_NAMES = "k name x day flag"


def test_each_of_many_changes_is_found_where_it_was_made() -> None:
    rows = many(5_000)
    came = list(rows)
    chance = Random(1)
    places = sorted(chance.sample(range(len(rows)), 40))
    for place in places[:10]:
        came[place] = (*rows[place][:2], rows[place][2] + 1e-3, *rows[place][3:])
    dropped, doubled = set(places[10:25]), places[25:]
    came = [row for place, row in enumerate(came) if place not in dropped]
    came += [rows[place] for place in doubled]
    chance.shuffle(came)
    diff = wrong(result(MANY_NAMES, rows), result(MANY_NAMES, came), MANY_COLUMNS, key=["k"])
    assert diff.codes == (codes.MISSING_ROWS, codes.DOUBLED_ROWS, codes.CHANGED_CELLS)
    changed, missing = finding(diff, codes.CHANGED_CELLS), finding(diff, codes.MISSING_ROWS)
    assert [e for e, _ in pairs(changed)] == [rows[place] for place in places[:10]]
    assert [a[2] - e[2] for e, a in pairs(changed) if e and a] == pytest.approx([1e-3] * 10)
    assert [e for e, _ in pairs(missing)] == [rows[place] for place in places[10:25]]
    assert sorted(e for e, _ in pairs(finding(diff, codes.DOUBLED_ROWS)) if e) == [rows[p] for p in doubled]


def test_many_rows_are_right_in_any_order_of_rows_and_columns() -> None:
    rows = many(5_000)
    came = [(flag, x, k, day, name) for k, name, x, day, flag in rows]
    Random(2).shuffle(came)
    assert right(result(MANY_NAMES, rows), result("flag x k day name", came), MANY_COLUMNS)
    assert right(result(MANY_NAMES, rows), result(MANY_NAMES, rows), MANY_COLUMNS, order_by=[("k", False)])
    swapped = [*rows[:4_000], rows[4_001], rows[4_000], *rows[4_002:]]
    diff = wrong(result(MANY_NAMES, rows), result(MANY_NAMES, swapped), MANY_COLUMNS, order_by=[("k", False)])
    assert "(first at row 4001)" in diff.reason


def test_above_fifty_thousand_rows_duckdb_compares() -> None:
    """And below, nothing but the standard library is imported."""
    code = f"""
import sys
from judge.compare import compare
from judge.model import Column, ResultSet

HEAVY = ("duckdb", "numpy", "pandas", "pyarrow")
COLUMNS = [Column("n", "integer"), Column("x", "float")]

def told(count, *more):
    rows = [(n, n / 7) for n in range(count)]
    came = [*rows[::-1], *more]
    found = compare(ResultSet(("n", "x"), ("", ""), rows), ResultSet(("n", "x"), ("", ""), came), COLUMNS)
    loaded = [name for name in HEAVY if name in sys.modules]
    print(count, len(more), found.diff and found.diff.reason, *loaded, sep="|")

told({MOST_AS_TUPLES})
told({MOST_AS_TUPLES} - 1, (-1, 0.0))
told({MOST_AS_TUPLES}, (-1, 0.0))
told(60_000)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    small, below, above, large_ = [line.split("|") for line in done.stdout.splitlines()]
    assert small == ["50000", "0", "None"]
    assert below == ["49999", "1", "49999 rows expected, 50000 came; 1 row is extra"]
    assert above[:3] == ["50000", "1", "50000 rows expected, 50001 came; 1 row is extra"]
    assert {"duckdb", "numpy", "pyarrow"} <= set(above[3:])
    assert large_[:3] == ["60000", "0", "None"]


def test_either_side_may_be_the_larger_one() -> None:
    rows = many(30)
    for expected, came in ((rows, rows[:9]), (rows[:9], rows)):
        most = max(len(expected), len(came))
        told = [
            compare(result(MANY_NAMES, expected), result(MANY_NAMES, came), MANY_COLUMNS, plain_rows=n)
            for n in (most, most - 1)
        ]
        assert told[0] == told[1]


# Partners that only the plain engine can choose


def test_rows_near_to_several_others_find_their_partners_in_several_columns() -> None:
    columns = [Column(name, "float", abs=1.0, rel=0.0) for name in "xy"]
    expected = [(float(place), float(place)) for place in range(300)]
    came = [(x + 1.0, y + 1.0) for x, y in expected]
    assert right(result("x y", expected), result("x y", came[::-1]), columns)
    # The pairs in order of x are wrong, and another choice is right.
    assert right(result("x y", [(0.0, 5.0), (0.5, 0.0)]), result("x y", [(0.4, 0.0), (0.6, 5.0)]), columns)


def test_a_bucket_with_more_rows_on_one_side_leaves_the_same_ones_over() -> None:
    columns = [Column("k", "text"), Column("x", "float", abs=0.1, rel=0.0)]
    expected = [("a", 0.0), ("a", 0.1), ("a", 0.2), ("b", 0.0)]
    for came in ([("a", 0.15), ("b", 0.05)], [("a", -0.1)] * 3 + [("b", 9.0)], [("a", 0.3), ("a", 0.1), ("a", 0.1)]):
        assert not right(result("k x", expected), result("k x", came), columns)
        assert not right(result("k x", came), result("k x", expected), columns)


def test_exact_decimals_beside_floats_are_compared_one_by_one() -> None:
    columns = [Column("x", "decimal", abs=0.01, rel=0.0)]
    expected = result("x", [(Decimal("1.00"),), (Decimal("1.00"),), (2.0,)])
    assert right(expected, result("x", [(Decimal("2.009"),), (1.009,), (Decimal("1.0"),)]), columns)
    assert not right(expected, result("x", [(2.0,), (1.009,), (Decimal("1.009"),)]), columns)


def test_a_rounded_column_is_matched_by_its_full_values() -> None:
    """0.15 may be 0.1 or 0.2; that another row needs a partner to be sought for it does not make it the latter."""
    columns = [Column("x", "float", round=1), Column("n", "float")]
    expected = result("x n", [(0.15, 2.0), (0.3, 1.0), (0.31, 0.0)])
    assert right(expected, result("x n", [(0.1, 2.0), (0.3, 0.0), (0.3, 1.0)]), columns)
    assert right(expected, result("x n", [(0.2, 2.0), (0.3, 0.0), (0.3, 1.0)]), columns)
    assert not right(expected, result("x n", [(0.3, 2.0), (0.3, 0.0), (0.3, 1.0)]), columns)


def test_how_often_a_rounded_row_was_expected_is_told_by_its_full_values() -> None:
    columns = [Column("x", "float", round=1)]
    diff = wrong(result("x", [(0.15,), (0.9,)]), result("x", [(0.1,), (0.1,), (0.9,)]), columns)
    assert diff.codes == (codes.ROW_COUNT, codes.DOUBLED_ROWS)


# Columns in Arrow

SPECIAL: dict[str, tuple[Any, list[Any]]] = {
    "bool": (pa.bool_(), [True, False]),
    "int8": (pa.int8(), [-128, -1, 0, 1, 127]),
    "int16": (pa.int16(), [-(2**15), 0, 1, 2**15 - 1]),
    "int32": (pa.int32(), [-(2**31), 0, 1, 2**31 - 1]),
    "int64": (pa.int64(), [-(2**63), -(2**53) - 1, 0, 1, 2**53 - 1, 2**53, 2**53 + 1, 2**54, 2**63 - 1]),
    "uint8": (pa.uint8(), [0, 1, 255]),
    "uint16": (pa.uint16(), [0, 1, 2**16 - 1]),
    "uint32": (pa.uint32(), [0, 1, 2**32 - 1]),
    "uint64": (pa.uint64(), [0, 1, 2**53 - 1, 2**53, 2**53 + 1, 2**63 - 1, 2**63, 2**64 - 1]),
    "float": (pa.float32(), [0.0, -0.0, 0.5, 1.0, 2.0**53, 2.0**54, -1e30, INF, -INF, NAN]),
    "double": (
        pa.float64(),
        [
            *(0.0, -0.0, 1e-10, 5e-10, 1e-9, 5e-324, 0.5, 1.0, 1.0 + 5e-10, 1.0 + 2e-9, 2.0**53 - 1, 2.0**53),
            *(2.0**53 + 2, -(2.0**53), 2.0**63, 1e300, 1.7e308, -1.7e308, INF, -INF, NAN),
        ],
    ),
    "string": (pa.string(), ["", "a", "A", "a ", "é", "e\u0301", "\0", "1", "𝄞"]),
    "large_string": (pa.large_string(), ["", "a", "A", "a ", "é", "e\u0301", "\0", "1", "𝄞"]),
    "date32": (pa.date32(), [date.min, date(1969, 12, 31), date(1970, 1, 1), date(2024, 2, 29), date.max]),
    "timestamp": (
        pa.timestamp("us"),
        [
            *(datetime.min, datetime(1969, 12, 31), datetime(1969, 12, 31, 23, 59, 59, 999_999), datetime(1970, 1, 1)),
            *(
                datetime(1970, 1, 1, 0, 0, 0, 1),
                datetime(2024, 2, 29),
                datetime(2024, 2, 29, 12),
                datetime(9999, 12, 31),
            ),
            *(datetime(9999, 12, 31, 0, 0, 0, 1), datetime.max),
        ],
    ),
    "duration": (
        pa.duration("us"),
        [timedelta(0), timedelta(1), timedelta(hours=24), timedelta(microseconds=-1), timedelta(microseconds=2**62)],
    ),
}


def same_by_the_table(column: Column, expected: Any, actual: Any, *, nan_is_missing: bool) -> bool | None:
    """Whether two cells are the same by the rule table, cell by cell; None where the expected one does not fit."""
    _, key = RULES[column.kind]
    if nan_is_missing and not column.nan and actual != actual:  # noqa: PLR0124  # only NaN differs from itself
        actual = None
    left, right_ = (None if cell is None else key(cell) for cell in (expected, actual))
    if isinstance(left, Unfit):
        return None
    if isinstance(right_, Unfit):
        return False
    if column.kind != "float" or left is None or right_ is None:
        return bool(left == right_)
    if math.isnan(left) or math.isnan(right_):  # type: ignore[arg-type]
        return math.isnan(left) and math.isnan(right_)  # type: ignore[arg-type]
    if math.isinf(left) or math.isinf(right_):  # type: ignore[arg-type]
        return left == right_
    x, y = float(left), float(right_)  # type: ignore[arg-type]
    return abs(x - y) <= max(column.abs, column.rel * max(abs(x), abs(y)))


@st.composite
def arrow_columns(draw: st.DrawFn) -> tuple[Column, Any, Any, bool]:
    """A column, an array for each side, as many cells in both, and whether NaN stands for NULL in the second."""
    column = Column("x", draw(st.sampled_from(KINDS)), nullable=True, nan=draw(st.booleans()))
    arrays = []
    length = draw(st.integers(1, 6))
    for _ in range(2):
        kind, values = SPECIAL[draw(st.sampled_from(sorted(SPECIAL)))]
        cells = draw(st.lists(st.none() | st.sampled_from(values), min_size=length, max_size=length))
        arrays.append(pa.array(cells, kind))
    return column, arrays[0], arrays[1], draw(st.booleans())


@settings(deadline=None, derandomize=True, max_examples=1_500)
@given(arrow_columns())
def test_a_shortcut_tells_the_same_as_the_rule_table(drawn: tuple[Column, Any, Any, bool]) -> None:
    column, expected, actual, nan_is_missing = drawn
    left = held(column, expected, nan_is_missing=False)
    other = held(column, actual, nan_is_missing=nan_is_missing)
    cells = [
        same_by_the_table(column, e, a, nan_is_missing=nan_is_missing)
        for e, a in zip(expected.to_pylist(), actual.to_pylist(), strict=True)
    ]
    if left is None or other is None:
        return
    assert None not in cells
    told = [True] * len(cells)
    for one, its_other in arrays_of(column, left.array, other.array):
        told = [bool(a and b) for a, b in zip(told, one.equal(its_other), strict=True)]  # type: ignore[arg-type]
    assert told == cells


def test_most_arrays_of_a_kind_have_a_shortcut() -> None:
    """Else the test before would test nothing."""
    for kind, of in (
        *(("integer", of) for of in ("int8", "int64", "uint32")),
        *(("float", of) for of in ("double", "float", "int32", "uint8")),
        *(("text", of) for of in ("string", "large_string")),
        ("boolean", "bool"),
        ("date", "date32"),
        ("timestamp", "timestamp"),
        ("timestamp", "date32"),
        ("interval", "duration"),
    ):
        array_type, values = SPECIAL[of]
        assert held(Column("x", kind), pa.array([*values, None], array_type), nan_is_missing=False), (kind, of)  # type: ignore[arg-type]
    days = pa.array([datetime(2024, 2, 29), None])
    assert held(Column("x", "date"), days, nan_is_missing=False)
    assert held(Column("x", "integer"), pa.array([1.0, 2.0**53, None]), nan_is_missing=False)
    assert held(Column("x", "integer"), pa.array([1.0, NAN]), nan_is_missing=True)


FIT: dict[Kind, list[Any]] = {
    "integer": [0, 1, -1, 255, 2**53, 2**53 + 1, 2**63, 2**64 - 1, None],
    "float": [0.0, 0.5, 1.0, 2.0**53, 2.0**63, 2.0**64, INF, -INF, NAN, None],
    "decimal": [0, 1, Decimal("0.5"), 0.5, 2**64 - 1, None],
    "text": ["", "a", "1", None],
    "boolean": [True, False, None],
    "date": [date.min, date(1969, 12, 31), date(1970, 1, 1), date(2024, 2, 29), date.max, None],
    "timestamp": [datetime.min, datetime(1970, 1, 1), datetime(2024, 2, 29, 12), datetime.max, None],
    "interval": [timedelta(0), timedelta(1), timedelta(microseconds=-1), None],
    "time": [None],
    "list": [[1], None],
    "struct": [None],
    "binary": [b"a", None],
}


@pytest.mark.parametrize("of", SPECIAL)
@pytest.mark.parametrize("kind", KINDS)
def test_what_came_in_arrow_is_told_as_if_it_had_come_as_values(kind: Kind, of: str) -> None:
    """Each kind, and each type that a column may have, fitting or not: alone, and beside what is right."""
    array_type, values = SPECIAL[of]
    columns = [Column("k", "integer"), Column("x", kind, nullable=True)]
    fit = FIT[kind]
    for came in ([*values, None], [None], values[:1], values[-1:]):
        expected = result("k x", [(k, fit[k % len(fit)]) for k in range(len(came))])
        array = pa.array(came, array_type)
        cells = array.to_pylist()
        in_arrow = ColumnRows([pa.array(range(len(came))), array])
        for nan_is_missing in (False, True):
            as_values = result("k x", list(enumerate(cells)), nan_is_missing=nan_is_missing)
            actual = ResultSet(("k", "x"), ("", ""), in_arrow, nan_is_missing=nan_is_missing)
            wanted = told_by(PLAIN, expected, as_values, columns, key=["k"])
            for engine in ENGINES:
                assert repr(told_by(engine, expected, actual, columns, key=["k"])) == repr(wanted)


@pytest.mark.parametrize("kind", ["date", "timestamp"])
def test_a_column_without_a_value_took_nothing_for_anything(kind: Kind) -> None:
    """The type of the column says of what its cells would be; there are none."""
    other, value = (pa.timestamp("us"), date(2024, 2, 29)) if kind == "date" else (pa.date32(), datetime(2024, 2, 29))
    columns = [Column("k", "integer"), Column("x", kind, nullable=True)]
    expected = result("k x", [(1, value), (2, value)])
    for array in (pa.nulls(2, other), pa.array([], other)):
        actual = ResultSet(("k", "x"), ("", ""), ColumnRows([pa.array([1, 2][: len(array)], pa.int64()), array]))
        for engine in ENGINES:
            assert told_by(engine, expected, actual, columns).notes == ()  # type: ignore[union-attr]


def test_a_column_may_be_in_pieces() -> None:
    pieces = pa.chunked_array([["a", None], [], ["b", "c"]], pa.large_string())
    numbers = pa.chunked_array([[1], [2, 3], [None]], pa.int64())
    actual = ResultSet(("t", "n"), ("", ""), ColumnRows([pieces, numbers]))
    columns = [Column("n", "integer", nullable=True), Column("t", "text", nullable=True)]
    rows: list[Row] = [(1, "a"), (2, None), (3, "b"), (None, "c")]
    for engine in ENGINES:
        assert told_by(engine, result("n t", rows[::-1]), actual, columns) == Comparison(None)
        told = told_by(engine, result("n t", [*rows[1:], (7, "a")]), actual, columns)
        assert isinstance(told, Comparison)
        assert told.diff is not None
        assert ([*told.diff.missing], [*told.diff.extra]) == ([(7, "a")], [(1, "a")])


@pytest.mark.parametrize("block", [1, 3, 1 << 16])
def test_texts_of_any_length_are_compared_wherever_they_lie(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrow keeps short texts in place and long ones elsewhere; an array may begin in the middle of another."""
    monkeypatch.setattr(large, "_BLOCK", block)
    monkeypatch.setattr(large, "_mostly_different", lambda array: False)
    texts = [None if length % 7 == 0 else f"{length:02}" + "ø" * length for length in range(40)]
    columns = [Column("t", "text", nullable=True), Column("n", "integer")]
    rows = [(text, place % 4) for place, text in enumerate(texts)]
    around = pa.array(["x" * 30, *texts, "y" * 30], pa.large_string())
    pieces = [around.slice(1, 9), around.slice(10, 0), around.slice(10, 31)]
    forms = {
        "part": around.slice(1, 40),
        "short": pa.array(texts, pa.string()),
        "pieces": pa.chunked_array(pieces),
    }
    order = Random(block).sample(range(40), 40)
    for text in forms.values():
        actual = ResultSet(("t", "n"), ("", ""), ColumnRows([text, pa.array([place % 4 for place in range(40)])]))
        for engine in ENGINES:
            assert told_by(engine, result("t n", rows), actual, columns) == Comparison(None)
            assert told_by(engine, result("t n", [rows[place] for place in order]), actual, columns) == Comparison(None)
            for place in (1, 12, 39):
                other = (f"{texts[place]}!", place % 4)
                expected = [rows[at] if at != place else other for at in order]
                told = told_by(engine, result("t n", expected), actual, columns)
                assert isinstance(told, Comparison)
                assert told.diff is not None
                assert ([*told.diff.missing], [*told.diff.extra]) == ([other], [rows[place]])


def test_a_column_of_texts_and_one_of_values_lie_side_by_side() -> None:
    actual = ResultSet(("t", "v"), ("", ""), ColumnRows([pa.array(["a", "b"]), [[1], Decimal("1.5")]]))
    columns = [Column("t", "text"), Column("v", "list")]
    told = [told_by(engine, result("t v", [("a", [1]), ("b", [2])]), actual, columns) for engine in ENGINES]
    assert told[0] == told[1]
    assert isinstance(told[0], Comparison)
    assert told[0].diff is not None
    assert [*told[0].diff.extra] == [("b", Decimal("1.5"))]


# Rows in columns


def columnar(*columns: Any) -> ColumnRows:
    return ColumnRows(columns)


@pytest.mark.parametrize(
    "numbers",
    [
        list(range(7)),
        pa.array(range(7)),
        pa.chunked_array([[0, 1], [2, 3, 4], [], [5, 6]]),
    ],
    ids=["values", "array", "pieces"],
)
def test_rows_in_columns_are_a_sequence_of_rows(numbers: Any) -> None:
    rows = columnar(numbers, pa.array(list("abcdefg")))
    plain: Sequence[Row] = list(enumerate("abcdefg"))
    assert len(rows) == 7
    assert list(rows) == plain
    assert list(reversed(rows)) == plain[::-1]
    assert [rows[place] for place in range(-7, 7)] == [plain[place] for place in range(-7, 7)]
    for part in (slice(2, 5), slice(None), slice(-3, None), slice(None, None, -2), slice(5, 2), slice(100)):
        assert rows[part] == plain[part]
    assert rows.take([6, 0, 0, 3]) == [plain[6], plain[0], plain[0], plain[3]]
    assert rows.take([]) == []
    assert rows.values(0) == list(range(7))
    assert (3, "d") in rows
    assert rows.index((3, "d")) == 3
    for place in (7, -8):
        with pytest.raises(IndexError):
            rows[place]


def test_many_rows_in_columns_are_made_piece_by_piece() -> None:
    rows = columnar(pa.array(range(25_001)))
    assert sum(number for (number,) in rows) == 25_001 * 25_000 // 2


def test_no_rows_in_columns() -> None:
    for rows in (columnar([], []), columnar(pa.array([], pa.int64()), pa.array([], pa.string()))):
        assert (len(rows), list(rows), rows[:]) == (0, [], [])
        none = ResultSet(("k", "t"), ("", ""), rows)
        columns = [Column("k", "integer"), Column("t", "text")]
        for engine in ENGINES:
            assert told_by(engine, none, none, columns) == Comparison(None)
            assert told_by(engine, result("k t", [(1, "a")]), none, columns) != Comparison(None)


# An answer of many frames


def test_json_batches_joined_to_arrow_ones_are_one_result() -> None:
    """As a SQL answer comes: the first rows as JSON, the others in Arrow."""
    rows = many(MOST_AS_TUPLES + 2_000)
    first, rest = rows[:1_000], rows[1_000:]
    types = [pa.int64(), pa.large_string(), pa.float64(), pa.date32(), pa.bool_()]
    cells = list(zip(*rest, strict=True))
    batches = Batches(5, 1 << 30)
    batches.add(wire.JSON + encode_rows(first))
    for start in range(0, len(rest), 20_000):
        arrays = [pa.array(of[start : start + 20_000], kind) for of, kind in zip(cells, types, strict=True)]
        batches.add(wire.ARROW + arrow.write([("value", array) for array in arrays]))
    names = tuple(MANY_NAMES.split())
    came = ResultSet(names, ("",) * 5, batches.rows())
    assert isinstance(came.rows, ColumnRows)
    assert all(str(column.type) == str(kind) for column, kind in zip(came.rows.columns, types, strict=True))
    expected = list(rows)
    Random(3).shuffle(expected)
    assert told_by(None, result(MANY_NAMES, expected), came, MANY_COLUMNS) == Comparison(None)
    at = expected.index(rows[500])
    changed = (-1, *rows[500][1:])
    expected[at] = changed
    for engine in (None, *ENGINES):
        told = told_by(engine, result(MANY_NAMES, expected), came, MANY_COLUMNS)
        assert isinstance(told, Comparison)
        assert told.diff is not None
        assert pairs(finding(told.diff, codes.CHANGED_CELLS)) == [(changed, rows[500])]


def test_a_side_in_columns_is_placed_as_one_of_rows() -> None:
    columns = [Column("a", "integer"), Column("b", "text")]
    rows: list[Row] = [("x", 1), ("y", 2)]
    sides = [
        Side(ResultSet(("b", "a"), ("TEXT", "INT"), of), columns, [1, 0])
        for of in (rows, columnar(pa.array(["x", "y"]), pa.array([1, 2])))
    ]
    for side in sides:
        assert side.rows([1, 0]) == [(2, "y"), (1, "x")]
        assert (side.cells(0), side.cells(1)) == ([1, 2], ["x", "y"])
        assert (side.engine_type(0), side.engine_type(1)) == ("INT", "TEXT")
        assert side.first(1).rows([0]) == [(1, "x")]
        assert side.placed([1, 0]).cells(0) == ["x", "y"]
        assert both(side.in_order(), side.in_order(), columns) == Comparison(None)
