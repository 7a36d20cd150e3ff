"""Rows while they are cut down: what the schema says of them is seen to be kept or broken, and what hangs together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest

from judge.api import load_problem
from judge.data import Cache, in_memory, worlds
from judge.insight.data import At, Keys, below, entities, input_tables, rows_of, tables_of
from judge.model import InputTable, Invariant, Row
from tests.authoring import write_problem
from tests.counterexamples import table
from tests.running import SANDBOX

DAY, NEXT = datetime(2026, 3, 1, 9), datetime(2026, 3, 2, 9)
MEMBERS = table(
    "members",
    {"member_id": "BIGINT", "signed_up_at": "TIMESTAMP", "invited_by": "BIGINT?"},
    [(1, DAY, None), (2, NEXT, 1)],
    key=("member_id",),
    foreign_keys=((("invited_by",), "members", ("member_id",)),),
)
TITLES = table("titles", {"title_id": "BIGINT", "released_on": "DATE?"}, [(7, date(2026, 3, 1))], key=("title_id",))
PLAYS = table(
    "plays",
    {
        "play_id": "BIGINT",
        "member_id": "BIGINT?",
        "title_id": "BIGINT?",
        "started_at": "TIMESTAMP",
        "stopped_at": "TIMESTAMP?",
    },
    [(10, 1, 7, DAY, NEXT), (11, 2, None, NEXT, None), (12, None, 7, NEXT, None)],
    key=("play_id",),
    foreign_keys=((("member_id",), "members", ("member_id",)), (("title_id",), "titles", ("title_id",))),
    invariants=(Invariant("started_at", "<", "stopped_at"), Invariant("members.signed_up_at", "<=", "started_at")),
)
LINES = table(
    "lines",
    {"play_id": "BIGINT", "line": "BIGINT", "text": "VARCHAR?"},
    [(10, 1, "a"), (10, 2, "a"), (11, 1, None)],
    key=("play_id", "line"),
    foreign_keys=((("play_id",), "plays", ("play_id",)),),
)
EVENTS = table(
    "events",
    {"event_id": "VARCHAR?", "server": "VARCHAR", "at": "TIMESTAMP"},
    [("a", "s", DAY), ("a", "s", DAY), ("a", "t", DAY), ("b", "s", NEXT)],
    alike=("event_id", "server"),
)
ALL = (MEMBERS, TITLES, PLAYS, LINES, EVENTS)


def keys_of(*tables: InputTable) -> Keys:
    return Keys(tuple(table.schema for table in tables))


def rows_in(*tables: InputTable) -> dict[At, Row]:
    return {At(table.schema.name, number): row for table in tables for number, row in enumerate(table.rows)}


def holds_with(name: str, *rows: Row) -> bool:
    """Whether the schema is kept where a table has these rows in place of its own."""
    others = {at: row for at, row in rows_in(*ALL).items() if at.table != name}
    return keys_of(*ALL).hold(others | {At(name, number): row for number, row in enumerate(rows)})


def test_what_is_whole_holds_and_so_does_nothing_at_all() -> None:
    assert keys_of(*ALL).hold(rows_in(*ALL))
    assert keys_of(*ALL).hold({})


LINE = LINES.rows[0]


@pytest.mark.parametrize(
    ("name", "rows", "kept"),
    [
        ("lines", [(10, 1, "a"), (10, 1, "b")], False),  # key
        ("lines", [(10, 1, "a"), (10, 1, "a")], False),
        ("lines", [(10, 1, "a"), (11, 1, "a")], True),
        ("lines", [(13, 1, "a")], False),  # foreign key
        ("lines", [(None, 1, "a")], False),  # NOT NULL
        ("lines", [(10, None, "a")], False),
        ("lines", [(10, 1, None)], True),
        ("members", [(1, DAY, None), (2, NEXT, 2)], True),  # refers to its own table
        ("members", [(1, DAY, None), (2, NEXT, 3)], False),
        ("events", [("a", "s", DAY), ("a", "s", NEXT)], False),  # alike
        ("events", [("a", "s", DAY), ("a", "t", NEXT)], True),
        ("events", [(None, "s", DAY), (None, "s", NEXT)], False),
    ],
)
def test_what_is_broken_by_hand_is_seen(name: str, rows: list[Row], kept: bool) -> None:
    assert holds_with(name, *rows) is kept


@pytest.mark.parametrize(
    ("start", "stop", "kept"),
    [(DAY, NEXT, True), (DAY, DAY, False), (NEXT, DAY, False), (DAY, None, True), (NEXT, None, True)],
)
def test_an_invariant_within_the_row(start: datetime, stop: datetime | None, kept: bool) -> None:
    assert holds_with("plays", (10, 1, 7, start, stop), *PLAYS.rows[1:]) is kept


@pytest.mark.parametrize(
    ("member", "start", "kept"),
    [(1, DAY, True), (2, DAY, False), (2, NEXT, True), (None, DAY, True), (1, datetime(2026, 3, 1, 8, 59), False)],
)
def test_an_invariant_over_the_parent(member: int | None, start: datetime, kept: bool) -> None:
    assert holds_with("plays", (10, member, None, start, None), (11, 2, None, NEXT, None)) is kept


@pytest.mark.parametrize(
    ("released", "kept"), [(date(2026, 3, 1), True), (date(2026, 3, 2), False), (date(2026, 2, 28), True), (None, True)]
)
def test_a_day_beside_an_instant_is_its_midnight(released: date | None, kept: bool) -> None:
    """A world says that nothing is played before the day on which it is released."""
    since = table(
        "plays",
        {"play_id": "BIGINT", "title_id": "BIGINT", "started_at": "TIMESTAMP"},
        [(10, 7, DAY)],
        foreign_keys=((("title_id",), "titles", ("title_id",)),),
        invariants=(Invariant("titles.released_on", "<=", "started_at"),),
    )
    titles = table("titles", {"title_id": "BIGINT", "released_on": "DATE?"}, [(7, released)], key=("title_id",))
    assert keys_of(titles, since).hold(rows_in(titles, since)) is kept


@pytest.mark.parametrize(("member", "kept"), [(2, False), (1, True), (3, True), (None, True)])
def test_a_parent_that_need_not_be_there(member: int | None, kept: bool) -> None:
    """Raw logs refer to rows by a key that may dangle and is not declared: the parent's own, under the same name."""
    log = table(
        "log",
        {"member_id": "BIGINT?", "at": "TIMESTAMP"},
        [(member, DAY)],
        invariants=(Invariant("members.signed_up_at", "<=", "at"),),
    )
    assert keys_of(MEMBERS, log).hold(rows_in(MEMBERS, log)) is kept


def test_what_refers_to_a_row_goes_with_it() -> None:
    children = keys_of(*ALL).children(rows_in(*ALL))
    member, invited = At("members", 0), At("members", 1)
    plays = [At("plays", number) for number in range(3)]
    lines = [At("lines", number) for number in range(3)]
    assert below([invited], children) == {invited, plays[1], lines[2]}
    assert below([member], children) == {member, invited, *plays[:2], *lines}
    assert below([At("titles", 0)], children) == {At("titles", 0), plays[0], plays[2], *lines[:2]}
    assert below([lines[0], At("events", 0)], children) == {lines[0], At("events", 0)}
    assert below([], children) == set()
    for at in rows_in(*ALL):
        gone = below([at], children)
        assert keys_of(*ALL).hold({other: row for other, row in rows_in(*ALL).items() if other not in gone})


def test_rows_that_refer_to_themselves_or_in_a_ring() -> None:
    ring = table(
        "members", {"member_id": "BIGINT", "by": "BIGINT"}, [(1, 2), (2, 1), (3, 3)],
        key=("member_id",), foreign_keys=((("by",), "members", ("member_id",)),),
    )  # fmt: skip
    children = keys_of(ring).children(rows_in(ring))
    assert below([At("members", 0)], children) == {At("members", 0), At("members", 1)}
    assert below([At("members", 2)], children) == {At("members", 2)}


def numbers(groups: Sequence[Sequence[At]]) -> list[list[tuple[str, int]]]:
    return [[(at.table, at.number) for at in of] for of in groups]


def test_things_are_the_rows_of_one_id_the_largest_things_first() -> None:
    found = [numbers(of) for of in entities(keys_of(MEMBERS, PLAYS, LINES), rows_in(MEMBERS, PLAYS, LINES))]
    assert found == [
        [[("plays", 0), ("plays", 2)]],  # of the only title
        [[("members", 0), ("plays", 0)], [("members", 1), ("plays", 1)]],
        [
            [("plays", 0), ("lines", 0), ("lines", 1)],
            [("plays", 1), ("lines", 2)],
            [("plays", 2)],
        ],
    ]
    assert [*entities(keys_of(TITLES), rows_in(TITLES))] == []


def test_tables_without_rows_are_there() -> None:
    keys = keys_of(MEMBERS, TITLES)
    some = {At("members", 1): MEMBERS.rows[1]}
    assert tables_of(keys, some) == {"members": (MEMBERS.rows[1],), "titles": ()}
    made = input_tables(keys, some)
    assert [(one.schema.name, one.schema.rows, one.rows) for one in made] == [
        ("members", 1, (MEMBERS.rows[1],)),
        ("titles", 0, ()),
    ]
    assert made[0].schema.columns == MEMBERS.schema.columns


def test_rows_are_read_as_they_are(tmp_path: Any) -> None:
    """From a file and from memory alike, in their order; the expected ones are drawn by the world itself."""
    problem = load_problem(write_problem(tmp_path))
    cache = Cache(tmp_path / "cache")
    for case in problem.cases:
        drawn = worlds.draw(problem, case)
        for fixture in (cache.make(problem, case), in_memory(problem, case)):
            rows = rows_of(problem, fixture, SANDBOX)
            assert [at.table for at in rows] == [name for name, one in drawn.items() for _ in range(len(one))]
            plays = [row for at, row in rows.items() if at.table == "plays"]
            assert [row[0] for row in plays] == drawn["plays"].data["play_id"].tolist()
            place = [column.name for column in fixture.schema[1].columns].index("started_at")
            assert [row[place] for row in plays] == drawn["plays"].data["started_at"].tolist()
            assert [at.number for at in rows if at.table == "plays"] == [*range(len(plays))]
