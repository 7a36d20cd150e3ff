"""The streaming service: its types, its keys, the behaviour planted in it and the awkward data it can hold."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from fixtures.awkward import AWKWARD
from fixtures.member_events import (
    BEGIN,
    CHANNELS,
    COUNTRIES,
    DEVICES,
    EVENTS,
    GENRES,
    KINDS,
    PLANS,
    PRICES,
    UTC_OFFSET_MINUTES,
    MemberEvents,
)
from fixtures.world import Array, Table, WorldError

DTYPES = {
    "integer": "int64",
    "float": "float64",
    "decimal": "int64",
    "text": "object",
    "boolean": "bool",
    "date": "datetime64[D]",
    "timestamp": "datetime64[us]",
}
KINDS_OF = {
    "members": {
        "member_id": "integer",
        "plan": "text",
        "country": "text",
        "signed_up_at": "timestamp",
        "channel": "text",
        "device": "text",
    },
    "profiles": {
        "profile_id": "integer",
        "member_id": "integer",
        "name": "text",
        "is_kids": "boolean",
        "created_at": "timestamp",
    },
    "titles": {
        "title_id": "integer",
        "name": "text",
        "kind": "text",
        "genre": "text",
        "released_on": "date",
        "runtime_minutes": "integer",
    },
    "episodes": {
        "episode_id": "integer",
        "title_id": "integer",
        "season": "integer",
        "number": "integer",
        "runtime_minutes": "integer",
        "released_on": "date",
    },
    "plays": {
        "play_id": "integer",
        "member_id": "integer",
        "profile_id": "integer",
        "title_id": "integer",
        "episode_id": "integer",
        "started_at": "timestamp",
        "stopped_at": "timestamp",
        "position_seconds": "integer",
        "completed": "boolean",
        "device": "text",
    },
    "subscriptions": {
        "subscription_id": "integer",
        "member_id": "integer",
        "plan": "text",
        "started_on": "date",
        "ended_on": "date",
        "price": "decimal",
    },
    "events": {
        "event_id": "integer",
        "member_id": "integer",
        "event_at": "timestamp",
        "name": "text",
        "device": "text",
        "properties": "text",
    },
}
NULLABLE = {
    ("titles", "runtime_minutes"),
    ("plays", "profile_id"),
    ("plays", "episode_id"),
    ("plays", "stopped_at"),
    ("subscriptions", "ended_on"),
    ("events", "properties"),
}
KEYS = {name: () if name == "events" else (next(iter(columns)),) for name, columns in KINDS_OF.items()}
PARENTS = [
    ("profiles", "member_id", "members"),
    ("episodes", "title_id", "titles"),
    ("plays", "member_id", "members"),
    ("plays", "profile_id", "profiles"),
    ("plays", "title_id", "titles"),
    ("plays", "episode_id", "episodes"),
    ("subscriptions", "member_id", "members"),
    ("events", "member_id", "members"),
]
DAY = np.timedelta64(1, "D")


def fill(world: MemberEvents) -> MemberEvents:
    members, titles = world.members(), world.titles()
    world.plays(members, titles, world.episodes(titles), world.profiles(members))
    world.subscriptions(members)
    world.events(members)
    return world


@pytest.fixture(scope="module")
def large() -> dict[str, Table]:
    return fill(MemberEvents(3, scale=60)).tables


def cells(table: Table) -> dict[str, list[Any]]:
    """Each column as a list of Python values, None for NULL."""
    found = {}
    for column in table.columns:
        values, mask = table[column.name].tolist(), table.nulls.get(column.name)
        found[column.name] = [None if mask is not None and mask[row] else value for row, value in enumerate(values)]
    return found


def of_members(tables: dict[str, Table], name: str, column: str) -> Array:
    """A column of members for each row of the table `name`."""
    members = tables["members"]
    order = np.argsort(members["member_id"])
    return np.asarray(members[column][order][np.searchsorted(members["member_id"][order], tables[name]["member_id"])])


def local(tables: dict[str, Table], name: str, column: str) -> Array:
    minutes = [UTC_OFFSET_MINUTES[country] for country in of_members(tables, name, "country")]
    return np.asarray(tables[name][column] + np.array(minutes, dtype="timedelta64[m]"))


def hours(instants: Array) -> Array:
    return np.asarray((instants - instants.astype("datetime64[D]")) // np.timedelta64(1, "h"))


def weekends(instants: Array) -> Array:
    return ~np.is_busday(instants.astype("datetime64[D]"))


@pytest.mark.parametrize("name", KINDS_OF)
def test_a_table_has_its_columns_kinds_and_key(name: str, large: dict[str, Table]) -> None:
    table = large[name]
    assert {column.name: column.kind for column in table.columns} == KINDS_OF[name]
    assert {(name, column.name) for column in table.columns if column.nullable} == {n for n in NULLABLE if n[0] == name}
    assert {c: str(values.dtype) for c, values in table.data.items()} == {
        c: DTYPES[kind] for c, kind in KINDS_OF[name].items()
    }
    assert table.key == KEYS[name]
    assert all(column.about for column in table.columns)
    assert all("NULL" in column.about for column in table.columns if column.nullable)
    assert len({len(values) for values in table.data.values()}) == 1
    first_id = table[next(iter(KINDS_OF[name]))]
    assert first_id.min() > 1
    assert len(set(first_id.tolist())) == len(table)


@pytest.mark.parametrize(("child", "column", "parent"), PARENTS)
def test_foreign_keys_hold(child: str, column: str, parent: str, large: dict[str, Table]) -> None:
    known = set(large[parent][column].tolist())
    named = set(cells(large[child])[column]) - {None}
    assert named
    assert named <= known
    declared = {(f.columns, f.parent, f.parent_columns, f.loose) for f in large[child].foreign_keys}
    assert ((column,), parent, (column,), child == "events") in declared


def test_ids_of_two_tables_never_meet() -> None:
    ids = [value for table in fill(MemberEvents(1)).tables.values() for value in table[table.columns[0].name].tolist()]
    assert len(set(ids)) == len(ids)


def test_words_are_the_published_ones(large: dict[str, Table]) -> None:
    words = {
        ("members", "plan"): PLANS,
        ("members", "country"): COUNTRIES,
        ("members", "channel"): CHANNELS,
        ("members", "device"): DEVICES,
        ("titles", "kind"): KINDS,
        ("titles", "genre"): GENRES,
        ("plays", "device"): DEVICES,
        ("subscriptions", "plan"): PLANS,
        ("events", "name"): EVENTS,
        ("events", "device"): DEVICES,
    }
    for (name, column), known in words.items():
        assert set(large[name][column].tolist()) == set(known), (name, column)
    assert all(isinstance(value, str) for value in large["titles"]["name"].tolist())


def test_base_case_finishes() -> None:
    world = fill(MemberEvents(5))
    before = {name: len(table) for name, table in world.tables.items()}
    assert {name: len(table) for name, table in world.finish().items()} == before


def test_same_arguments_same_content_other_seed_other_content() -> None:
    one, again, other = (fill(MemberEvents(seed)).tables for seed in (11, 11, 12))
    for name in KINDS_OF:
        assert cells(one[name]) == cells(again[name])
        assert cells(one[name]) != cells(other[name])


def test_one_table_never_shifts_another() -> None:
    alone = MemberEvents(4)
    members = alone.members()
    assert cells(alone.events(members)) == cells(fill(MemberEvents(4)).tables["events"])


@pytest.mark.parametrize("scale", [0.05, 1, 100])
def test_counts_follow_the_scale(scale: float) -> None:
    tables = fill(MemberEvents(3, scale=scale)).tables
    counts = {name: len(tables[name]) for name in ("members", "titles", "plays", "events")}
    assert counts == {
        name: n * scale for name, n in {"members": 200, "titles": 60, "plays": 600, "events": 800}.items()
    }
    for name in ("profiles", "subscriptions"):
        assert set(tables[name]["member_id"].tolist()) == set(tables["members"]["member_id"].tolist())


@pytest.mark.parametrize("scale", [0.001, 0.002, 0.005, 0.01, 0.02])
@pytest.mark.parametrize("seed", range(4))
def test_tiny_worlds_finish(seed: int, scale: float) -> None:
    tables = fill(MemberEvents(seed, scale=scale)).finish()
    assert len(tables["members"]) == max(1, 200 * scale)
    assert len(tables["plays"]) >= 1


def test_children_of_an_empty_parent_are_empty_and_typed() -> None:
    world = MemberEvents(2, awkward=["empty"])
    members, titles = world.members(), world.titles()
    world.empty(members, titles)
    assert len(members) == len(titles) == 0
    profiles, episodes = world.profiles(members), world.episodes(titles)
    children = [
        profiles,
        episodes,
        world.plays(members, titles, episodes, profiles),
        world.subscriptions(members),
        world.events(members),
    ]
    for table in children:
        assert len(table) == 0
        assert {c: str(v.dtype) for c, v in table.data.items()} == {
            c: DTYPES[k] for c, k in KINDS_OF[table.name].items()
        }
    world.finish()


def test_plays_cope_with_an_empty_table_to_point_at() -> None:
    world = MemberEvents(2, awkward=["empty"])
    members, titles = world.members(), world.titles()
    episodes, profiles = world.episodes(titles), world.profiles(members)
    world.empty(episodes, profiles)
    plays = world.plays(members, titles, episodes, profiles)
    assert len(plays) == 600
    assert plays.nulls["episode_id"].all()
    assert plays.nulls["profile_id"].all()
    world.empty(titles)
    assert len(world.plays(members, titles)) == 0
    world.finish()


def test_plays_leave_out_what_is_not_given() -> None:
    world = MemberEvents(2)
    members = world.members()
    names = list(KINDS_OF["plays"])
    assert list(world.plays(members).data) == [n for n in names if n not in ("profile_id", "title_id", "episode_id")]
    world.finish()
    assert list(world.plays(members, world.titles()).data) == [
        n for n in names if n not in ("profile_id", "episode_id")
    ]
    assert list(world.plays(members, profiles=world.profiles(members)).data) == [
        n for n in names if n not in ("title_id", "episode_id")
    ]
    with pytest.raises(WorldError, match="titles"):
        world.plays(members, episodes=world.episodes(world.titles()))


def test_children_follow_filtered_parents() -> None:
    world = MemberEvents(6)
    members, titles = world.members(), world.titles()
    members.take(np.arange(0, 200, 7)[::-1])
    titles.take(titles["kind"] == "series")
    plays = world.plays(members, titles, world.episodes(titles), world.profiles(members), count=300)
    assert len(plays) == 300
    assert set(plays["member_id"].tolist()) <= set(members["member_id"].tolist())
    assert not plays.nulls["episode_id"].any()
    world.subscriptions(members)
    world.events(members)
    world.finish()


def test_subscriptions_of_a_member_do_not_depend_on_the_other_members() -> None:
    def first_days(keep: slice) -> dict[int, str]:
        world = MemberEvents(6)
        members = world.members()
        members.take(np.arange(200)[keep])
        starts = cells(world.subscriptions(members))
        return {
            member: str(
                min(day for m, day in zip(starts["member_id"], starts["started_on"], strict=True) if m == member)
            )
            for member in members["member_id"].tolist()
        }

    every, some = first_days(slice(None)), first_days(slice(50, 90))
    assert some == {member: every[member] for member in some}


def test_history_lies_before_now(large: dict[str, Table]) -> None:
    now = np.datetime64("2026-03-01", "us")
    for name, columns in KINDS_OF.items():
        for column, kind in columns.items():
            if kind in ("date", "timestamp"):
                present = ~large[name].nulls.get(column, np.zeros(len(large[name]), dtype=bool))
                assert (large[name][column][present] < now).all(), (name, column)
    assert np.datetime64("2025-01-01", "us") == BEGIN
    assert (large["members"]["signed_up_at"] >= BEGIN).all()


def test_nothing_precedes_its_cause(large: dict[str, Table]) -> None:
    plays = cells(large["plays"])
    created = dict(zip(*(large["profiles"][c].tolist() for c in ("profile_id", "created_at")), strict=True))
    owner = dict(zip(*(large["profiles"][c].tolist() for c in ("profile_id", "member_id")), strict=True))
    title_out = dict(zip(*(large["titles"][c].tolist() for c in ("title_id", "released_on")), strict=True))
    episode_out = dict(zip(*(large["episodes"][c].tolist() for c in ("episode_id", "released_on")), strict=True))
    series_of = dict(zip(*(large["episodes"][c].tolist() for c in ("episode_id", "title_id")), strict=True))
    kind = dict(zip(*(large["titles"][c].tolist() for c in ("title_id", "kind")), strict=True))
    for row, start in enumerate(plays["started_at"]):
        title, episode, profile = (plays[c][row] for c in ("title_id", "episode_id", "profile_id"))
        assert title_out[title] <= start.date()
        assert (episode is None) == (kind[title] == "film")
        assert episode is None or (series_of[episode] == title and episode_out[episode] <= start.date())
        assert profile is None or (owner[profile] == plays["member_id"][row] and created[profile] <= start)
        assert plays["stopped_at"][row] is None or plays["stopped_at"][row] > start
    for name, column in (("plays", "started_at"), ("events", "event_at"), ("profiles", "created_at")):
        assert (large[name][column] >= of_members(large, name, "signed_up_at")).all()


def test_log_instants_are_finer_than_seconds(large: dict[str, Table]) -> None:
    def parts(instants: Array) -> Array:
        return instants.astype(np.int64) % 1_000_000

    assert len(np.unique(parts(large["plays"]["started_at"]))) > 900
    assert (parts(large["plays"]["started_at"]) % 1000 == 0).all()
    assert len(np.unique(parts(large["events"]["event_at"]) % 1000)) == 1000


def test_series_have_no_runtime_and_films_do(large: dict[str, Table]) -> None:
    titles = large["titles"]
    assert (titles.nulls["runtime_minutes"] == (titles["kind"] == "series")).all()
    films = titles["runtime_minutes"][titles["kind"] == "film"]
    assert 75 <= films.min() < films.max() <= 185
    numbers: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for title, season, number in zip(
        *(large["episodes"][c].tolist() for c in ("title_id", "season", "number")), strict=True
    ):
        assert (season, number) not in numbers[title]
        numbers[title].add((season, number))
    assert all((1, 1) in some for some in numbers.values())
    assert set(numbers) == set(titles["title_id"][titles["kind"] == "series"].tolist())


def test_completed_means_nine_tenths_of_the_runtime(large: dict[str, Table]) -> None:
    plays = cells(large["plays"])
    minutes = dict(zip(*(large["titles"][c].tolist() for c in ("title_id", "runtime_minutes")), strict=True))
    of_episode = dict(zip(*(large["episodes"][c].tolist() for c in ("episode_id", "runtime_minutes")), strict=True))
    done: dict[bool, list[bool]] = {True: [], False: []}
    for row, title in enumerate(plays["title_id"]):
        episode = plays["episode_id"][row]
        runtime = minutes[title] if episode is None else of_episode[episode]
        position = plays["position_seconds"][row]
        assert 0 <= position <= runtime * 60
        assert plays["completed"][row] == (position >= runtime * 54)
        done[runtime >= 90].append(plays["completed"][row])
    assert np.mean(done[False]) > np.mean(done[True]) + 0.15


def test_position_and_elapsed_time_differ(large: dict[str, Table]) -> None:
    plays = large["plays"]
    known = ~plays.nulls["stopped_at"]
    elapsed = (plays["stopped_at"] - plays["started_at"])[known] / np.timedelta64(1, "s")
    position = plays["position_seconds"][known]
    assert 0.07 < (elapsed < position - 1).mean() < 0.2
    assert 0.07 < (elapsed > position + 1).mean() < 0.2
    assert 0.005 < 1 - known.mean() < 0.05


def test_evenings_and_weekends_are_busy(large: dict[str, Table]) -> None:
    at = local(large, "plays", "started_at")
    counts = np.bincount(hours(at), minlength=24)
    assert counts[20:22].mean() > 4 * counts[9:12].mean() > 4 * counts[3:6].mean()
    weekend = weekends(at)
    assert 1.3 < (weekend.sum() / 2) / ((~weekend).sum() / 5) < 2
    afternoon = (hours(at) >= 9) & (hours(at) < 17)
    assert afternoon[weekend].mean() > 1.3 * afternoon[~weekend].mean()


def test_devices_change_with_the_hour(large: dict[str, Table]) -> None:
    for name, column in (("plays", "started_at"), ("events", "event_at")):
        hour, device = hours(local(large, name, column)), large[name]["device"]
        day = (hour >= 6) & (hour < 18)
        assert (device[~day] == "tv").mean() > 2 * (device[day] == "tv").mean()
        assert (device[day] == "phone").mean() > 1.6 * (device[~day] == "phone").mean()


def test_few_titles_and_members_take_most_plays(large: dict[str, Table]) -> None:
    for column, table, least in (("title_id", "titles", 0.4), ("member_id", "members", 0.35)):
        counts = np.sort(np.unique(large["plays"][column], return_counts=True)[1])[::-1]
        assert counts[: len(large[table]) // 10].sum() / counts.sum() > least
    played = set(large["plays"]["member_id"].tolist())
    assert 0.1 < 1 - len(played) / len(large["members"]) < 0.6


def test_plays_of_a_new_release_decay(large: dict[str, Table]) -> None:
    titles = large["titles"]
    recent = titles["released_on"] >= np.datetime64("2025-01-01")
    out = dict(zip(titles["title_id"][recent].tolist(), titles["released_on"][recent], strict=True))
    ages = [
        (day - out[title]).astype(int)
        for title, day in zip(
            large["plays"]["title_id"].tolist(), large["plays"]["started_at"].astype("datetime64[D]"), strict=True
        )
        if title in out
    ]
    fortnights = np.bincount(np.array(ages) // 14)
    assert fortnights[0] > 2 * fortnights[1] > 3 * fortnights[2] > 3 * fortnights[5]


def test_retention_decays_and_depends_on_the_channel(large: dict[str, Table]) -> None:
    members = large["members"]
    signed_up = members["signed_up_at"].astype("datetime64[D]")
    matured = signed_up < np.datetime64("2025-09-01")
    age = (
        large["plays"]["started_at"].astype("datetime64[D]")
        - of_members(large, "plays", "signed_up_at").astype("datetime64[D]")
    ) // DAY

    def retained(channel: str, first: int, last: int) -> float:
        cohort = set(members["member_id"][matured & (members["channel"] == channel)].tolist())
        back = set(large["plays"]["member_id"][(age >= first) & (age <= last)].tolist())
        return len(cohort & back) / len(cohort)

    for channel in CHANNELS:
        assert retained(channel, 1, 30) > 1.25 * retained(channel, 61, 90)
    assert retained("referral", 1, 7) > 1.1 * retained("social", 1, 7)
    assert retained("referral", 91, 120) > 1.2 * retained("paid_search", 91, 120) > 1.4 * retained("social", 91, 120)


def test_sign_ups_grow(large: dict[str, Table]) -> None:
    early = (large["members"]["signed_up_at"] < np.datetime64("2025-08-01")).mean()
    assert 0.3 < early < 0.47


def test_subscriptions_never_overlap_and_cover_every_play(large: dict[str, Table]) -> None:
    rows = cells(large["subscriptions"])
    periods = defaultdict(list)
    for member, start, end, plan in zip(
        *(rows[c] for c in ("member_id", "started_on", "ended_on", "plan")), strict=True
    ):
        periods[member].append((start.toordinal(), end.toordinal() if end else 10**9, plan))
    gaps = changes = 0
    for some in periods.values():
        some.sort()
        assert all(start <= end for start, end, _ in some)
        for (_, end, plan), (start, _, next_plan) in pairwise(some):
            assert start > end
            gaps += start > end + 1
            changes += start == end + 1
            assert start > end + 1 or plan != next_plan
    assert min(gaps, changes) > 0.05 * len(periods)
    assert all((end - start + 1) % 30 == 0 for some in periods.values() for start, end, _ in some if end < 10**9)
    first = dict(zip(large["members"]["member_id"].tolist(), large["members"]["signed_up_at"].tolist(), strict=True))
    plan_of = dict(zip(large["members"]["member_id"].tolist(), large["members"]["plan"].tolist(), strict=True))
    assert all((some[0][0], some[0][2]) == (first[m].toordinal(), plan_of[m]) for m, some in periods.items())
    for member, start in zip(*(large["plays"][c].tolist() for c in ("member_id", "started_at")), strict=True):
        assert any(begin <= start.toordinal() <= end for begin, end, _ in periods[member])


def test_prices_follow_the_plan_and_rise_once(large: dict[str, Table]) -> None:
    rows = cells(large["subscriptions"])
    seen = {
        (plan, str(day) >= "2025-10-01", price)
        for plan, day, price in zip(*(rows[c] for c in ("plan", "started_on", "price")), strict=True)
    }
    assert seen == {
        (plan, late, price + 200 * late) for plan, price in zip(PLANS, PRICES, strict=True) for late in (False, True)
    }
    assert 0.1 < large["subscriptions"].nulls["ended_on"].mean() < 0.7


def test_some_plays_overlap_and_some_follow(large: dict[str, Table]) -> None:
    plays = large["plays"]
    order = np.lexsort((plays["started_at"], plays["member_id"]))
    same = plays["member_id"][order][1:] == plays["member_id"][order][:-1]
    same &= ~plays.nulls["stopped_at"][order][:-1]
    gap = (plays["started_at"][order][1:] - plays["stopped_at"][order][:-1]) / np.timedelta64(1, "s")
    assert 0.05 < (same & (gap < 0)).sum() / len(plays) < 0.15
    assert 0.08 < (same & (gap >= 0) & (gap < 91)).sum() / len(plays) < 0.16


def test_profiles_are_one_to_five_and_the_first_is_no_childs(large: dict[str, Table]) -> None:
    made = defaultdict(list)
    for member, at, kids in zip(
        *(large["profiles"][c].tolist() for c in ("member_id", "created_at", "is_kids")), strict=True
    ):
        made[member].append((at, kids))
    counts = [len(some) for some in made.values()]
    assert (min(counts), max(counts)) == (1, 5)
    assert 2 < np.mean(counts) < 2.4
    assert all(not all(kids for _, kids in some) for some in made.values())
    assert any(kids for some in made.values() for _, kids in some)


def test_properties_are_json_and_logins_have_none(large: dict[str, Table]) -> None:
    rows = cells(large["events"])
    for name, properties in zip(rows["name"], rows["properties"], strict=True):
        assert (properties is None) == (name == "login")
    assert all(isinstance(json.loads(text), dict) for text in set(rows["properties"]) - {None})


def test_cancel_clicks_come_late_in_a_life(large: dict[str, Table]) -> None:
    events = large["events"]
    cancel = events["name"] == "cancel_click"
    last_seen: dict[int, Any] = {}
    for member, at in zip(*(events[c].tolist() for c in ("member_id", "event_at")), strict=True):
        last_seen[member] = max(at, last_seen.get(member, at))
    left = np.array([last_seen[member] for member in events["member_id"].tolist()], dtype="datetime64[us]")
    close = (left - events["event_at"]) / DAY < 7
    assert close[cancel].mean() > 0.25 + close[~cancel].mean()
    assert 0.005 < cancel.mean() < 0.05


def snapshot(table: Table) -> list[tuple[Any, ...]]:
    return list(zip(*cells(table).values(), strict=True))


NOON = np.datetime64("2025-06-15T12:00:00", "us")
Ask = Callable[[MemberEvents, dict[str, Table]], None]
Seen = Callable[[Table], bool | np.bool_]


def repeated(rows: list[Any]) -> int:
    return len(rows) - len(set(rows))


AWKWARD_HERE: list[tuple[str, str, Ask, Seen]] = [
    (
        "ties",
        "plays",
        lambda w, t: w.ties(t["plays"], "started_at"),
        lambda t: repeated(t["started_at"].tolist()) >= len(t) // 5,
    ),
    (
        "exact_duplicates",
        "events",
        lambda w, t: w.exact_duplicates(t["events"]),
        lambda t: len(t) > 800 and repeated(snapshot(t)) == len(t) - 800,
    ),
    (
        "near_duplicates",
        "events",
        lambda w, t: w.near_duplicates(t["events"], event_at=lambda at: at + np.timedelta64(2, "s")),
        lambda t: repeated(t["event_id"].tolist()) == len(t) - 800 > 0 == repeated(snapshot(t)),
    ),
    (
        "near_duplicates",
        "plays",
        lambda w, t: w.near_duplicates(t["plays"], play_id=900_001 + np.arange(120)),
        lambda t: len(t) == 720 and repeated([row[1:] for row in snapshot(t)]) == 120,
    ),
    (
        "nulls",
        "plays",
        lambda w, t: w.nulls(t["plays"]),
        lambda t: all(t.nulls[c].mean() > 0.2 for c in ("profile_id", "episode_id", "stopped_at")),
    ),
    (
        "nulls",
        "events",
        lambda w, t: w.nulls(t["events"], "properties"),
        lambda t: bool((t.nulls["properties"] & (t["name"] != "login")).sum() > 50),
    ),
    (
        "boundary",
        "plays",
        lambda w, t: w.boundary(t["plays"], "started_at", NOON),
        lambda t: (
            (t["started_at"] == NOON).sum() == 150 and (t["started_at"] == NOON - np.timedelta64(1, "us")).sum() == 150
        ),
    ),
    (
        "outside_window",
        "events",
        lambda w, t: w.outside_window(t["events"], "event_at", BEGIN, w.now),
        lambda t: (t["event_at"] < BEGIN).sum() == 120 and (t["event_at"] >= np.datetime64("2026-03-01")).sum() == 120,
    ),
    (
        "childless",
        "subscriptions",
        lambda w, t: w.childless(t["subscriptions"], "member_id"),
        lambda t: len(set(t["member_id"].tolist())) == 120,
    ),
    ("one_row", "members", lambda w, t: w.one_row(t["members"]), lambda t: len(t) == 1),
    ("empty", "plays", lambda w, t: w.empty(t["plays"]), lambda t: len(t) == 0),
    (
        "leap_day",
        "members",
        lambda w, t: w.leap_day(t["members"], "signed_up_at"),
        lambda t: sum(str(at).startswith("2024-02-29 ") for at in t["signed_up_at"].tolist()) == 100,
    ),
    (
        "leap_day",
        "subscriptions",
        lambda w, t: w.leap_day(t["subscriptions"], "started_on"),
        lambda t: 0.4 < np.mean([str(day) == "2024-02-29" for day in t["started_on"].tolist()]) < 0.6,
    ),
    (
        "month_ends",
        "members",
        lambda w, t: w.month_ends(t["members"], "signed_up_at"),
        lambda t: np.mean([(at + timedelta(days=1)).day == 1 for at in t["signed_up_at"].tolist()]) >= 0.5,
    ),
    (
        "messy_text",
        "members",
        lambda w, t: w.messy_text(t["members"], "channel"),
        lambda t: (
            sum(text not in CHANNELS for text in t["channel"].tolist()) == 120
            and {text.strip().lower() for text in t["channel"].tolist()} == set(CHANNELS)
        ),
    ),
    (
        "non_ascii",
        "profiles",
        lambda w, t: w.non_ascii(t["profiles"], "name"),
        lambda t: 0.35 < np.mean([not text.isascii() for text in t["name"].tolist()]) < 0.45,
    ),
    (
        "non_ascii",
        "titles",
        lambda w, t: w.non_ascii(t["titles"], "name"),
        lambda t: sum(not text.isascii() for text in t["name"].tolist()) == 24,
    ),
]


@pytest.mark.parametrize(("awkward", "name", "ask", "seen"), AWKWARD_HERE)
def test_awkward_data_comes_when_asked_for_and_only_then(awkward: str, name: str, ask: Ask, seen: Seen) -> None:
    asked, plain = fill(MemberEvents(8, awkward=[awkward])), fill(MemberEvents(8))
    before = snapshot(plain.tables[name])
    assert snapshot(asked.tables[name]) == before
    assert not seen(plain.tables[name])
    for world in (asked, plain):
        ask(world, world.tables)
    assert snapshot(plain.tables[name]) == before
    assert seen(asked.tables[name])


def test_all_awkward_data_but_late_arrivals_has_a_place_here() -> None:
    # no table here has both when a thing happened and when it was received
    assert {awkward for awkward, *_ in AWKWARD_HERE} == set(AWKWARD) - {"late_arrivals"}
