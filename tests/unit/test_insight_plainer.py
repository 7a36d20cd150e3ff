"""Values made plainer: as plain as the fault allows, within what a column holds, and never against the schema."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judge.insight.data import At, Keys, Rows
from judge.insight.plainer import Plainer
from judge.model import InputTable, Invariant, Row
from tests.counterexamples import table

quick = settings(deadline=None, derandomize=True, max_examples=60)
START = datetime(2026, 3, 1, 9, 30, 15, 123456)
PARAMS = table("params", {"as_of": "DATE", "k": "BIGINT"}, [(date(2026, 3, 31), 10_007)])


def members(*rows: Row) -> InputTable:
    return table("members", {"member_id": "BIGINT", "plan": "VARCHAR"}, rows, key=("member_id",))


def plays(columns: Mapping[str, str], *rows: Row, **more: Any) -> InputTable:
    """Plays of members: `rows` hold (play, member, …) with the `columns` behind."""
    foreign = ((("member_id",), "members", ("member_id",)),)
    ids = {"play_id": "BIGINT", "member_id": "BIGINT?"}
    return table("plays", ids | columns, rows, key=("play_id",), foreign_keys=foreign, **more)


def one_column(sql: str, *values: Any) -> InputTable:
    return table("things", {"thing_id": "BIGINT", "x": sql}, [(n, value) for n, value in enumerate(values, 1)])


def rows_in(*tables: InputTable) -> dict[At, Row]:
    return {At(table.schema.name, number): row for table in tables for number, row in enumerate(table.rows)}


def plain(
    *tables: InputTable,
    left: Mapping[str, int] | None = None,
    differs: Callable[[dict[str, list[Row]]], bool] = lambda _: True,
) -> dict[str, list[Row]]:
    """The first `left` rows of each table (all of them, if not told) made plain while `differs` says so, by table."""
    whole = rows_in(*tables)
    some = {at: row for at, row in whole.items() if left is None or at.number < left.get(at.table, 0)}
    keys = Keys(tuple(table.schema for table in tables))

    def watched(rows: Rows, after: Rows | None) -> bool:
        assert after is None or (after.keys() == some.keys() and keys.hold(after))
        assert rows.keys() == some.keys()
        assert keys.hold(rows)
        return differs(by_table(rows))

    plainer = Plainer(keys, whole, some, watched)
    plainer.run()
    assert differs(by_table(plainer.rows))
    assert [*plainer.rows] == [*some]
    return by_table(plainer.rows)


def by_table(rows: Rows) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for at, row in rows.items():
        found.setdefault(at.table, []).append(row)
    return found


def cells(found: dict[str, list[Row]], place: int = 1, name: str = "things") -> list[Any]:
    return [row[place] for row in found[name]]


# ids


def test_ids_count_from_one_in_their_order_and_alike_everywhere() -> None:
    found = plain(
        members((10_009, "basic"), (10_003, "basic"), (10_005, "basic")),
        plays({}, (500_007, 10_009), (500_001, 10_003), (500_004, None)),
        PARAMS,
        differs=lambda of: len({row[1] for row in of["plays"]}) == 3,
    )
    assert cells(found, 0, "members") == [3, 1, 2]
    assert found["plays"] == [(3, 3), (1, 1), (2, None)]
    assert found["params"] == [*PARAMS.rows]


def test_an_id_in_params_is_left_as_it_is() -> None:
    params = table("params", {"member_id": "BIGINT"}, [(10_003,)])
    found = plain(members((10_009, "basic"), (10_003, "basic")), params)
    assert found["params"] == [(10_003,)]
    asked_for = plain(
        members((10_009, "basic"), (10_003, "basic")),
        params,
        differs=lambda of: of["params"][0][0] in [row[0] for row in of["members"]],
    )
    assert asked_for["params"] == [(10_003,)]


def test_an_id_that_matters_stays_and_the_others_do_not() -> None:
    found = plain(
        members((10_009, "basic"), (10_003, "basic")),
        plays({}, (500_007, 10_009)),
        differs=lambda of: any(row[0] == 10_009 for row in of["members"]),
    )
    assert cells(found, 0, "members") == [10_009, 10_003]
    assert found["plays"] == [(1, 10_009)]


def test_a_parent_under_another_name_is_numbered_with_it() -> None:
    tree = table(
        "categories", {"category_id": "BIGINT", "parent": "BIGINT?"}, [(90, 40), (40, None), (70, 40)],
        key=("category_id",), foreign_keys=((("parent",), "categories", ("category_id",)),),
    )  # fmt: skip
    found = plain(tree, differs=lambda of: [row[1] is None for row in of["categories"]] == [False, True, False])
    assert found["categories"] == [(3, 1), (1, None), (2, 1)]


def test_ids_that_are_texts_are_left() -> None:
    events = table("events", {"event_id": "VARCHAR", "server_id": "BIGINT"}, [("e-9", 80), ("e-7", 70)])
    assert plain(events)["events"] == [("e-9", 2), ("e-7", 1)]


# numbers and booleans


@pytest.mark.parametrize(
    ("sql", "held", "becomes"),
    [
        ("BIGINT", [*range(37, -3, -1)], 1),
        ("BIGINT", [*range(237, 200, -1)], 201),  # 1 is less than any
        ("BIGINT", [*range(-237, -200)], -237),
        ("DOUBLE", [number + 0.37 for number in range(30)], 1.0),
        ("DECIMAL(18,2)", [Decimal("0.37") + number for number in range(30)], Decimal(1)),
        ("BIGINT", [4, 3, 4, 3, 4, 3], 3),  # a choice of a few
        ("BOOLEAN", [True, False], False),
        ("BOOLEAN", [True, True], True),  # of which there is no other
    ],
)
def test_a_number_that_does_not_matter(sql: str, held: list[Any], becomes: Any) -> None:
    [found] = cells(plain(one_column(sql, *held), left={"things": 1}))
    assert found == becomes
    assert type(found) is type(becomes)


def test_a_number_that_matters_is_round_or_left() -> None:
    many = one_column("BIGINT", 4321, *range(0, 9000, 7))
    assert cells(plain(many, left={"things": 1}, differs=lambda of: cells(of)[0] > 1)) == [4000]
    assert cells(plain(many, left={"things": 1}, differs=lambda of: cells(of)[0] > 4000)) == [4321]
    assert cells(plain(one_column("BOOLEAN", True, False), differs=lambda of: any(cells(of)))) == [True, False]


def test_a_number_past_what_a_float_tells_apart() -> None:
    large = 2**62 + 1
    many = one_column("BIGINT", large, *range(40))
    assert cells(plain(many, left={"things": 1}, differs=lambda of: cells(of)[0] == large)) == [large]


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), float("-inf")])
def test_a_float_that_is_no_number_is_no_stumbling_block(odd: float) -> None:
    many = one_column("DOUBLE", odd, *(number / 7 for number in range(40)))
    found = plain(many, left={"things": 1}, differs=lambda of: repr(cells(of)[0]) == repr(odd))
    assert repr(cells(found)[0]) == repr(odd)


def test_null_stays_null_and_nothing_becomes_null() -> None:
    kinds = ["BIGINT", "DOUBLE", "VARCHAR", "BOOLEAN", "DATE", "TIMESTAMP", "DECIMAL(18,2)"]
    values = [7, 7.5, "seven", True, date(2026, 3, 7), START, Decimal("7.50")]
    columns = {f"c{number}": f"{sql}?" for number, sql in enumerate(kinds)}
    found = plain(table("things", columns, [tuple(values), (None,) * len(kinds)]))["things"]
    assert None not in found[0]
    assert found[1] == (None,) * len(kinds)


# texts


def test_texts_are_the_plainest_of_the_fixture_and_stay_apart() -> None:
    plans = ["premium", "basic", "basic", "premium", "basic", "x"] * 3
    assert cells(plain(one_column("VARCHAR", *plans), left={"things": 2})) == ["basic", "x"]
    alike = one_column("VARCHAR", "premium", "premium", *plans)
    assert cells(plain(alike, left={"things": 2})) == ["x", "x"]
    found = plain(alike, left={"things": 1}, differs=lambda of: "i" in cells(of)[0])
    assert cells(found) == ["premium"]


def test_texts_are_taken_together_from_a_row_that_lacks_the_same_values() -> None:
    """An order that is delivered has an instant of delivery, and a city lies in its country."""
    shape = {"id": "BIGINT", "status": "VARCHAR", "city": "VARCHAR", "country": "VARCHAR", "at": "TIMESTAMP?"}
    rows = [
        (1, "delivered", "Amsterdam", "NL", datetime(2025, 5, 5)),
        (2, "paid", "Rome", "IT", None),
        (3, "shipped", "Berlin", "DE", datetime(2025, 5, 5)),
        (4, "new", "Oslo", "NO", None),
    ]
    orders = table("orders", shape, rows, key=("id",))
    assert plain(orders, left={"orders": 1})["orders"] == [(1, "shipped", "Berlin", "DE", datetime(2025, 5, 5))]
    found = plain(orders, left={"orders": 2}, differs=lambda of: of["orders"][0][1] == "delivered")
    assert found["orders"] == rows[:2]  # a column that matters is left in all rows
    found = plain(orders, left={"orders": 2}, differs=lambda of: of["orders"][0][2] == "Amsterdam")
    assert found["orders"] == rows[:2]


def test_texts_stay_where_no_row_lacks_the_same_values() -> None:
    shape = {"id": "BIGINT", "name": "VARCHAR", "at": "TIMESTAMP?"}
    rows = [(1, "a long name", None), (2, "a longer name", None), (3, "short", datetime(2025, 5, 5))]
    assert plain(table("things", shape, rows, key=("id",)), left={"things": 2})["things"] == rows[:2]
    others = table("others", {"id": "BIGINT", "of": "BIGINT?", "name": "VARCHAR"}, [(1, None, "x"), (2, 1, "long")],
                   key=("id",), foreign_keys=((("of",), "others", ("id",)),))  # fmt: skip
    assert plain(others)["others"] == [(1, None, "x"), (2, None, "long")]


def test_a_foreign_key_is_let_go_where_some_lack_it_and_else_shared() -> None:
    lacking = plain(members((1, "basic"), (2, "basic")), plays({}, (1, 1), (2, 2), (3, None)))
    assert lacking["plays"] == [(1, None), (2, None), (3, None)]
    shared = plain(members((1, "basic"), (2, "basic")), plays({}, (1, 2), (2, 1)))
    assert shared["plays"] == [(1, 2), (2, 2)]


def test_a_text_becomes_the_shortest_and_one_that_matters_loses_its_words() -> None:
    names = one_column("VARCHAR", "the quick brown fox jumps", *(f"name {number}" for number in range(10, 30)), "ab")
    assert cells(plain(names, left={"things": 1})) == ["ab"]
    found = plain(names, left={"things": 1}, differs=lambda of: "quick" in cells(of)[0] and "jumps" in cells(of)[0])
    assert cells(found) == ["quick jumps"]


@pytest.mark.parametrize("text", ['{"a b": "c d e"}', '["a b", "c d"]'])
def test_a_document_is_left_whole(text: str) -> None:
    names = one_column("VARCHAR", text, *(f"name {number}" for number in range(30)))
    assert cells(plain(names, left={"things": 1}, differs=lambda of: cells(of)[0].endswith(text[-2:]))) == [text]


# days and instants


def held_on(sql: str, *values: Any) -> InputTable:
    return one_column(sql, *values, *(values[0] + timedelta(days=day, hours=7) for day in range(-20, 20)))


def test_an_instant_becomes_midnight_of_the_first_day_of_all() -> None:
    later = START + timedelta(days=3)
    found = plain(held_on("TIMESTAMP", START, later), left={"things": 2})
    assert cells(found) == [datetime(2026, 3, 1)] * 2
    found = plain(held_on("TIMESTAMP", START, later), left={"things": 2}, differs=lambda of: len(set(cells(of))) == 2)
    assert sorted(cells(found)) == [datetime(2026, 3, 1), datetime(2026, 3, 4)]


@pytest.mark.parametrize(
    ("matters", "becomes"),
    [
        (lambda at: at.hour == 9, datetime(2026, 3, 1, 9)),
        (lambda at: at.minute == 30, datetime(2026, 3, 1, 9, 30)),
        (lambda at: at.second == 15, datetime(2026, 3, 1, 9, 30, 15)),
        (lambda at: at.microsecond == 123456, START),
    ],
)
def test_an_instant_is_as_round_as_it_may_be(matters: Callable[[datetime], bool], becomes: datetime) -> None:
    found = plain(held_on("TIMESTAMP", START), left={"things": 1}, differs=lambda of: matters(cells(of)[0]))
    assert cells(found) == [becomes]


def test_a_day_stays_a_day() -> None:
    days = [date(2026, 3, 5), date(2026, 3, 1)]
    found = cells(plain(one_column("DATE", *days, *(date(2026, 2, day) for day in range(1, 28))), left={"things": 2}))
    assert found == [date(2026, 3, 1)] * 2
    assert {type(value) for value in found} == {date}


# the schema


def test_an_invariant_keeps_two_instants_apart() -> None:
    since = (Invariant("started_at", "<", "stopped_at"),)
    columns = {"started_at": "TIMESTAMP", "stopped_at": "TIMESTAMP"}
    many = [(n, 1, START + timedelta(days=n), START + timedelta(days=n, hours=5)) for n in range(40)]
    found = plain(members((1, "a")), plays(columns, *many, invariants=since), left={"members": 1, "plays": 1})
    [(_, _, start, stop)] = found["plays"]
    assert start < stop
    assert (start.minute, start.second, start.microsecond) == (0, 0, 0)


def test_rows_that_are_one_row_stay_one() -> None:
    columns = {"event_id": "VARCHAR", "at": "TIMESTAMP", "n": "BIGINT"}
    others = [(str(number), START, number) for number in range(9, 40)]
    twice = [("a", START, 7), ("a", START, 7), ("b", START + timedelta(days=2), 8)]
    events = table("events", columns, [*twice, *others], alike=("event_id",))
    day = datetime(2026, 3, 1)
    assert plain(events, left={"events": 3})["events"] == [("a", day, 7), ("a", day, 7), ("b", day, 7)]
    apart = plain(events, left={"events": 3}, differs=lambda of: of["events"][0][1] != of["events"][2][1])["events"]
    assert apart[0] == apart[1] != apart[2]


VALUES = st.tuples(
    st.none() | st.integers(-5, 2000),
    st.none() | st.decimals(-9, 99, places=2),
    st.none() | st.text("ab c{", max_size=8),
    st.none() | st.booleans(),
    st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 2, 1)),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 2, 1)),
)
COLUMNS = {"n": "BIGINT?", "price": "DECIMAL(18,2)?", "name": "VARCHAR?", "done": "BOOLEAN?"} | {
    "started_at": "TIMESTAMP?",
    "day": "DATE?",
}


@quick
@given(st.lists(VALUES, min_size=1, max_size=20), st.integers(0, 5), st.integers(1, 6), st.integers(0, 99))
def test_whatever_matters(values: list[Row], count: int, one_in: int, salt: int) -> None:
    """NULLs, ids, `params`, and all that a column holds: each as promised, and the same twice."""
    people = members(*((10 * number, "basic") for number in range(1, 4)))
    rows = [(100 + number, 10 * (number % 3 + 1), *row) for number, row in enumerate(values)]
    played = plays(COLUMNS, *rows)
    some = {"members": 3, "plays": count, "params": 1}
    first = by_table({at: row for at, row in rows_in(people, played, PARAMS).items() if at.number < some[at.table]})

    def differs(of: dict[str, list[Row]]) -> bool:
        return of == first or zlib.crc32(f"{salt} {of}".encode()) % one_in == 0

    found = plain(people, played, PARAMS, left=some, differs=differs)
    assert found == plain(people, played, PARAMS, left=some, differs=differs)
    assert found["params"] == first["params"]
    for after, before in zip(found.get("plays", []), first.get("plays", []), strict=True):
        assert [cell is None for cell in after] == [cell is None for cell in before]
        assert [type(cell) for cell in after] == [type(cell) for cell in before]
    for place in range(2, len(COLUMNS) + 2):
        held = [row[place] for row in rows if row[place] is not None]
        for cell in (row[place] for row in found.get("plays", []) if row[place] is not None):
            if isinstance(cell, str):
                assert any(_words_of(cell, text) for text in held)
            elif isinstance(cell, datetime):
                assert min(held).date() <= cell.date() <= max(held).date()
            elif not isinstance(cell, bool):
                assert min(held) <= cell <= max(held)


def _words_of(some: str, text: str) -> bool:
    """Whether `some` is `text` without some of its words."""
    words = iter(text.split(" "))
    return all(word in words for word in some.split(" ")) or not some
