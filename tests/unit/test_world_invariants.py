"""What a table promises of its rows: checked when a world is finished, named when broken, taken back by a generator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pytest

from fixtures.clickstream import Clickstream
from fixtures.member_events import MemberEvents
from fixtures.orders import Orders
from fixtures.world import Column, ForeignKey, Invariant, Table, World, WorldError

OWNERS = [Column("owner_id", "integer", "x"), Column("since", "date", "x", nullable=True)]
OF_OWNER = ForeignKey(("owner_id",), "owners", ("owner_id",))
LOOSE = ForeignKey(("owner_id",), "owners", ("owner_id",), loose=True)
COLUMNS = [
    Column("owner_id", "integer", "x", nullable=True),
    Column("first", "timestamp", "x"),
    Column("last", "timestamp", "x", nullable=True),
    Column("name", "text", "x"),
]
ORDERED = Invariant("first", "<", "last")
NOT_BEFORE = Invariant("owners.since", "<=", "first")


def day(number: int, microseconds: int = 0) -> np.datetime64:
    return np.datetime64("2025-06-01", "us") + np.timedelta64(number, "D") + np.timedelta64(microseconds, "us")


def world(
    *invariants: Invariant,
    first: Sequence[np.datetime64] = (day(1), day(2)),
    last: Sequence[np.datetime64] = (day(3), day(3)),
    owner: Sequence[int] = (1, 2),
    foreign_keys: Sequence[ForeignKey] = (OF_OWNER,),
    nulls: Mapping[str, Any] | None = None,
    since_unknown: Sequence[bool] = (False, False),
    alike: Sequence[str] = (),
) -> tuple[World, Table]:
    """Owner 1 since the first of June, owner 2 since the third; and a table of things that are theirs."""
    made = World(1)
    since = np.array(["2025-06-01", "2025-06-03"])
    made.table("owners", OWNERS, {"owner_id": [1, 2], "since": since}, nulls={"since": since_unknown}, key=["owner_id"])
    data = {"owner_id": owner, "first": first, "last": last, "name": ["a"] * len(first)}
    things = made.table(
        "things", COLUMNS, data, nulls=nulls, foreign_keys=foreign_keys, invariants=invariants, alike=alike
    )
    return made, things


def said(made: World) -> str:
    with pytest.raises(WorldError) as broken:
        made.finish()
    return str(broken.value)


def test_one_that_holds_passes_and_stays_declared() -> None:
    made, things = world(ORDERED, NOT_BEFORE)
    assert made.finish()["things"] is things
    assert things.invariants == (ORDERED, NOT_BEFORE)


@pytest.mark.parametrize(
    ("operator", "last", "rows"),
    [("<", [day(1), day(2, -1)], 2), ("<=", [day(1), day(2, -1)], 1), ("<", [day(1, 1), day(2)], 1)],
)
def test_a_broken_one_names_the_table_the_invariant_and_the_rows(
    operator: Literal["<", "<="], last: list[np.datetime64], rows: int
) -> None:
    message = said(world(Invariant("first", operator, "last"), last=last)[0])
    assert message.startswith(f"table things: first {operator} last does not hold in {rows} of 2 rows")
    assert "waive('first')" in message


def test_what_is_equal_keeps_to_at_most() -> None:
    world(Invariant("first", "<=", "last"), last=[day(1), day(2)])[0].finish()


def test_null_on_either_side_holds() -> None:
    world(ORDERED, last=[day(0), day(0)], nulls={"last": [True, True]})[0].finish()
    world(Invariant("last", "<", "first"), nulls={"last": [True, True]})[0].finish()
    assert "in 1 of 2 rows" in said(world(ORDERED, last=[day(0), day(0)], nulls={"last": [False, True]})[0])


def test_a_column_of_a_parent_is_that_of_the_row_which_is_named() -> None:
    world(NOT_BEFORE, first=[day(0), day(2)])[0].finish()
    world(NOT_BEFORE, first=[day(2), day(0)], owner=[2, 1])[0].finish()
    assert "owners.since <= first does not hold in 1 of 2 rows" in said(
        world(NOT_BEFORE, first=[day(0), day(2)], owner=[2, 2])[0]
    )
    assert "first < owners.since does not hold in 2 of 2" in said(world(Invariant("first", "<", "owners.since"))[0])


def test_a_date_is_its_midnight() -> None:
    world(NOT_BEFORE, first=[day(0), day(2)])[0].finish()
    assert "in 1 of 2 rows" in said(world(NOT_BEFORE, first=[day(0), day(2, -1)])[0])
    assert "in 2 of 2 rows" in said(world(Invariant("owners.since", "<", "first"), first=[day(0), day(2)])[0])


def test_null_in_the_parent_or_in_the_foreign_key_holds() -> None:
    early = [day(-1), day(-1)]
    world(NOT_BEFORE, first=early, since_unknown=[True, True])[0].finish()
    world(NOT_BEFORE, first=early, nulls={"owner_id": [True, True]})[0].finish()
    assert "in 1 of 2 rows" in said(world(NOT_BEFORE, first=early, since_unknown=[False, True])[0])
    assert "in 1 of 2 rows" in said(world(NOT_BEFORE, first=early, nulls={"owner_id": [False, True]})[0])


def test_where_a_loose_key_finds_no_parent_it_holds() -> None:
    early = [day(-1), day(-1)]
    world(NOT_BEFORE, first=early, owner=[0, 99], foreign_keys=[LOOSE])[0].finish()
    assert "in 1 of 2 rows" in said(world(NOT_BEFORE, first=early, owner=[1, 99], foreign_keys=[LOOSE])[0])
    made, _ = world(NOT_BEFORE, first=early, foreign_keys=[LOOSE])
    made.tables["owners"].take([])
    made.finish()


def test_a_key_of_several_columns_leads_to_its_row() -> None:
    made = World(1)
    pair = [Column("a", "integer", "x"), Column("b", "text", "x")]
    both = {"a": [1, 1, 2], "b": ["x", "y", "x"]}
    made.table("parents", [*pair, Column("least", "integer", "x")], {**both, "least": [5, 0, 5]}, key=["a", "b"])
    children = made.table(
        "children",
        [*pair, Column("n", "integer", "x")],
        {"a": [1, 2, 1], "b": ["y", "x", "x"], "n": [1, 6, 6]},
        foreign_keys=[ForeignKey(("a", "b"), "parents", ("a", "b"))],
        invariants=[Invariant("parents.least", "<", "n")],
    )
    made.finish()
    children["n"][:] = 1
    assert "parents.least < n does not hold in 2 of 3 rows" in said(made)


def test_where_the_parent_or_a_column_was_left_out_nothing_is_asked() -> None:
    early = [day(-1), day(-1)]
    made, _ = world(NOT_BEFORE, first=early)
    del made.tables["owners"]
    made.finish()
    made, _ = world(NOT_BEFORE, first=early)
    made.tables["owners"].columns = made.tables["owners"].columns[:1]
    made.finish()
    made, things = world(ORDERED, last=early)
    things.columns = (things.columns[0], things.columns[2])
    made.finish()


@pytest.mark.parametrize(
    ("invariant", "message"),
    [
        (Invariant("frist", "<", "last"), "table things has no column 'frist'; it has owner_id, first, last, name"),
        (Invariant("first", "<", "ended"), "table things has no column 'ended'"),
        (Invariant("owners.until", "<", "last"), "table owners has no column 'until'; it has owner_id, since"),
        (Invariant("owner.since", "<", "last"), "owner.since < last: no foreign keys lead to 'owner'"),
        (Invariant("first", ">", "last"), "first > last: an invariant has < or <=, not '>'"),  # type: ignore[arg-type]
        (Invariant("first", "<", "name"), "first < name compares timestamp with text"),
        (Invariant("owners.since", "<", "owner_id"), "owners.since < owner_id compares date with integer"),
    ],
)
def test_one_that_cannot_be_meant_is_told(invariant: Invariant, message: str) -> None:
    told = said(world(invariant)[0])
    assert told.startswith("table ") and message in told


def test_a_parent_to_which_two_keys_lead_is_told() -> None:
    made, _ = world(NOT_BEFORE, foreign_keys=[OF_OWNER, LOOSE])
    assert "owners.since <= first: 2 foreign keys lead to 'owners'" in said(made)


def test_a_generator_promises_more_and_takes_back() -> None:
    made, things = world(NOT_BEFORE, last=[day(0), day(0)])
    things.promise("first", "<", "last")
    assert things.invariants == (NOT_BEFORE, ORDERED)
    assert "first < last does not hold" in said(made)
    things.waive("last")
    assert things.invariants == (NOT_BEFORE,)
    made.finish()
    things.waive("owners.since")
    assert things.invariants == ()
    with pytest.raises(WorldError, match="table things: no invariant names 'last'"):
        things.waive("last")


class TestAlike:
    def test_rows_that_are_the_same_in_all(self) -> None:
        world(first=[day(1)] * 2, owner=[1, 1], alike=["owner_id"])[0].finish()
        world(owner=[1, 2], alike=["owner_id"])[0].finish()

    def test_rows_that_differ(self) -> None:
        told = said(world(owner=[1, 1], alike=["owner_id"])[0])
        assert told == "table things: rows of the same (owner_id) differ in first"

    def test_several_columns_tell_rows_apart_together(self) -> None:
        world(owner=[1, 1], alike=["owner_id", "first"])[0].finish()
        told = said(world(owner=[1, 1], last=[day(3), day(4)], alike=["name", "owner_id"])[0])
        assert "rows of the same (name, owner_id) differ in first" in told

    def test_null_beside_a_value_differs_and_beside_null_does_not(self) -> None:
        same: dict[str, Any] = {"first": [day(1)] * 2, "owner": [1, 1], "alike": ["owner_id"]}
        assert "differ in last" in said(world(**same, nulls={"last": [True, False]})[0])
        fillers = [day(3), day(4)]
        world(**same, last=fillers, nulls={"last": [True, True]})[0].finish()

    def test_null_names_no_row(self) -> None:
        world(owner=[1, 1], nulls={"owner_id": [True, True]}, alike=["owner_id"])[0].finish()

    def test_an_unknown_column(self) -> None:
        assert "table things has no column 'thing_id'" in said(world(alike=["thing_id"])[0])

    def test_an_empty_table(self) -> None:
        made, things = world(ORDERED, NOT_BEFORE, alike=["owner_id"])
        things.take([])
        made.finish()


def declared(made: World) -> dict[str, set[str]]:
    return {name: {str(one) for one in table.invariants} for name, table in made.tables.items() if table.invariants}


def streaming(seed: int, scale: float = 1.0, signed_up_at: np.datetime64 | None = None) -> MemberEvents:
    made = MemberEvents(seed, scale=scale)
    members, titles = made.members(), made.titles()
    if signed_up_at is not None:
        members["signed_up_at"][:] = signed_up_at
    episodes, profiles = made.episodes(titles), made.profiles(members)
    made.plays(members, titles, episodes, profiles)
    made.subscriptions(members)
    made.events(members)
    return made


def shop(seed: int, scale: float = 1.0) -> Orders:
    made = Orders(seed, scale=scale)
    customers, products = made.customers(), made.products(made.categories())
    orders = made.orders(customers, made.memberships(customers))
    made.returns(orders, made.order_items(orders, products), products)
    made.reviews(customers, products)
    return made


def site(seed: int, scale: float = 1.0) -> Clickstream:
    made = Clickstream(seed, scale=scale)
    users = made.users()
    made.events(users)
    made.clicks(users)
    made.search_results(made.searches(users))
    return made


def test_the_worlds_promise_what_happens_before_what() -> None:
    assert declared(streaming(1)) == {
        "profiles": {"members.signed_up_at <= created_at"},
        "episodes": {"titles.released_on <= released_on"},
        "plays": {
            "started_at < stopped_at",
            "members.signed_up_at <= started_at",
            "titles.released_on <= started_at",
            "episodes.released_on <= started_at",
            "profiles.created_at <= started_at",
        },
        "subscriptions": {"started_on <= ended_on"},
        "events": {"members.signed_up_at <= event_at"},
    }
    assert declared(shop(1)) == {
        "memberships": {"started_on <= ended_on"},
        "orders": {
            "customers.joined_at <= ordered_at",
            "ordered_at < paid_at",
            "paid_at < shipped_at",
            "shipped_at < delivered_at",
            "ordered_at < cancelled_at",
            "paid_at < cancelled_at",
        },
        "returns": {"orders.delivered_at < returned_at"},
        "reviews": {"customers.joined_at <= posted_at", "products.launched_on <= posted_at"},
    }
    assert declared(site(1)) == {
        "events": {"users.signed_up_at <= event_at", "event_at < received_at"},
        "clicks": {"users.signed_up_at <= timestamp"},
        "searches": {"users.signed_up_at <= searched_at"},
        "search_results": {"searches.searched_at < clicked_at"},
    }


@pytest.mark.parametrize("scale", [0.01, 0.1, 1, 30])
@pytest.mark.parametrize("seed", range(3))
def test_the_worlds_keep_their_promises(seed: int, scale: float) -> None:
    for made in (streaming(seed, scale), shop(seed, scale), site(seed, scale)):
        made.finish()


@pytest.mark.parametrize("microseconds", [1, 3_500_001])
def test_sign_ups_between_two_milliseconds_keep_them_too(microseconds: int) -> None:
    """Plays start on whole milliseconds, and profiles are told apart by whole seconds."""
    streaming(1, signed_up_at=MemberEvents.now - np.timedelta64(microseconds, "us")).finish()


def test_plays_of_titles_that_are_not_out_yet_promise_no_release() -> None:
    made = MemberEvents(3)
    members, titles = made.members(), made.titles()
    titles.take(titles["released_on"] >= np.datetime64("2026-01-01"))
    assert len(titles)
    plays = made.plays(members, titles)
    assert {str(one) for one in plays.invariants} == {"started_at < stopped_at", "members.signed_up_at <= started_at"}
    made.finish()
