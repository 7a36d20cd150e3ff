"""The clickstream world: sound tables, the behaviour that its docstring promises, and awkward data on request."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from fixtures.awkward import AWKWARD
from fixtures.clickstream import CHANNELS, COUNTRIES, EVENTS, FUNNEL, PLATFORMS, RELEASES, Clickstream
from fixtures.world import Table, WorldError

NOW = datetime(2026, 3, 1)
DTYPES = {
    "integer": "int64",
    "text": "object",
    "boolean": "bool",
    "timestamp": "datetime64[us]",
}
NULLABLE = {("events", "user_id"), ("events", "app_version"), ("search_results", "clicked_at")}
RANK_OF_VERSION = {version: place for place, version in enumerate(RELEASES)}


def values(table: Table, column: str) -> list[Any]:
    """Plain Python values, None for NULL."""
    plain: list[Any] = table[column].tolist()
    if column not in table.nulls:
        return plain
    return [None if missing else value for value, missing in zip(plain, table.nulls[column].tolist(), strict=True)]


def rows(table: Table, *columns: str) -> list[tuple[Any, ...]]:
    return list(zip(*(values(table, c) for c in columns or [c.name for c in table.columns]), strict=True))


def content(world: Clickstream) -> dict[str, list[tuple[Any, ...]]]:
    return {name: rows(table) for name, table in world.tables.items()}


def drawn(seed: int = 7, scale: float = 1.0, awkward: Iterable[str] = ()) -> Clickstream:
    world = Clickstream(seed, scale=scale, awkward=list(awkward))
    users = world.users(100)
    world.events(users, 600)
    world.clicks(users, 400)
    world.search_results(world.searches(users, 80))
    return world


@pytest.fixture(scope="module")
def large() -> Clickstream:
    """Some 11 visits a user. Shared: not to be changed."""
    world = Clickstream(3, scale=40)
    users = world.users(20)
    world.events(users, 1_400)
    world.clicks(users, 300)
    world.search_results(world.searches(users, 250))
    return world


Visit = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def visits(large: Clickstream) -> list[Visit]:
    """Events (at, name, url, platform, client, user) cut wherever one owner is idle for over 30 minutes.

    The owner is the user that the client belongs to, found through the signed-in events.
    """
    events = large.tables["events"]
    every = rows(events, "client_id", "event_at", "event_name", "page_url", "platform", "user_id")
    owner = {client: user for client, *_, user in every if user is not None}
    by_owner: dict[Any, Visit] = defaultdict(list)
    for client, at, name, url, platform, user in every:
        by_owner[owner.get(client, client)].append((at, name, url, platform, client, user))
    cut: list[Visit] = []
    for history in by_owner.values():
        history.sort(key=lambda event: event[0])
        last = datetime.min
        for event in history:
            if event[0] - last > timedelta(minutes=30):
                cut.append([])
            cut[-1].append(event)
            last = event[0]
    return cut


# Sound tables


def test_columns_have_the_dtype_of_their_kind_and_a_description() -> None:
    for table in drawn().tables.values():
        for column in table.columns:
            assert table[column.name].dtype == DTYPES[column.kind], (table.name, column.name)
            assert column.about and not column.about.endswith(".")
            assert column.nullable == ((table.name, column.name) in NULLABLE) == (column.name in table.nulls)
            if column.nullable:
                assert "NULL" in column.about
            if column.kind == "text":
                assert all(type(text) is str for text in table[column.name])


def test_the_lean_log_has_three_columns_and_no_key() -> None:
    clicks = drawn().tables["clicks"]
    assert [(c.name, c.kind) for c in clicks.columns] == [
        ("user_id", "integer"),
        ("timestamp", "timestamp"),
        ("page_url", "text"),
    ]
    assert clicks.key == ()


def test_keys_are_unique_and_foreign_keys_hold(large: Clickstream) -> None:
    tables = large.tables
    keys = {"users": ("user_id",), "events": ("server_id",), "searches": ("search_id",)}
    for name, key in {**keys, "search_results": ("search_id", "rank")}.items():
        assert tables[name].key == key
        assert len(set(rows(tables[name], *key))) == len(tables[name])
    assert len(set(values(tables["events"], "event_id"))) == len(tables["events"])
    users = set(values(tables["users"], "user_id"))
    for name in ("events", "clicks", "searches"):
        assert set(values(tables[name], "user_id")) - {None} <= users
    assert set(values(tables["search_results"], "search_id")) <= set(values(tables["searches"], "search_id"))
    assert [f.loose for f in tables["events"].foreign_keys + tables["clicks"].foreign_keys] == [True, True]
    assert [f.loose for f in tables["searches"].foreign_keys + tables["search_results"].foreign_keys] == [False, False]


def test_no_id_starts_at_one() -> None:
    tables = drawn().tables
    for name, column in [("users", "user_id"), ("events", "server_id"), ("searches", "search_id")]:
        assert min(tables[name][column].tolist()) > 100
    assert min(tables["search_results"]["item_id"].tolist()) > 100


def test_texts_come_from_the_named_constants() -> None:
    tables = drawn().tables
    assert set(values(tables["users"], "channel")) <= set(CHANNELS)
    assert set(values(tables["users"], "country")) <= set(COUNTRIES)
    assert set(values(tables["users"], "platform")) == set(PLATFORMS) == set(values(tables["events"], "platform"))
    assert set(values(tables["events"], "event_name")) == set(EVENTS)
    assert set(values(tables["events"], "app_version")) <= {None, *RELEASES}
    assert FUNNEL == ("view_item", "add_to_cart", "begin_checkout", "purchase")


def test_the_world_is_over_before_now_and_began_fourteen_months_earlier(large: Clickstream) -> None:
    joined = dict(rows(large.tables["users"], "user_id", "signed_up_at"))
    assert min(joined.values()) >= datetime(2025, 1, 1)
    assert max(joined.values()) < NOW - timedelta(days=1)
    assert values(large.tables["users"], "signed_up_at") == sorted(joined.values())
    for table, column in [("events", "event_at"), ("clicks", "timestamp"), ("searches", "searched_at")]:
        assert all(
            user is None or joined[user] <= at < NOW for user, at in rows(large.tables[table], "user_id", column)
        )
    assert max(values(large.tables["events"], "received_at")) < NOW
    assert max(at for at in values(large.tables["search_results"], "clicked_at") if at) < NOW


def test_the_base_case_finishes() -> None:
    assert set(drawn().finish()) == {"users", "events", "clicks", "searches", "search_results"}


# The same arguments give the same rows, and scale multiplies them


def test_the_same_arguments_give_the_same_rows_and_another_seed_others() -> None:
    first, other = content(drawn(seed=7)), content(drawn(seed=8))
    assert content(drawn(seed=7)) == first
    for name, table in first.items():
        assert other[name] != table


def test_a_table_does_not_depend_on_the_tables_drawn_before_it() -> None:
    world = Clickstream(7)
    world.clicks(world.users(100), 400)
    assert rows(world.tables["clicks"]) == content(drawn(seed=7))["clicks"]


@pytest.mark.parametrize(("scale", "times"), [(0.05, 0.05), (1, 1), (100, 100)])
def test_scale_multiplies_the_rows(scale: float, times: float) -> None:
    tables = drawn(scale=scale).tables
    assert {name: len(table) for name, table in tables.items() if name != "search_results"} == {
        "users": round(100 * times),
        "events": round(600 * times),
        "clicks": round(400 * times),
        "searches": round(80 * times),
    }


@pytest.mark.parametrize("count", range(1, 11))
def test_tiny_worlds_finish(count: int) -> None:
    world = Clickstream(count, scale=0.01)
    users = world.users(count * 100)
    world.events(users, count * 100)
    world.clicks(users, 100)
    world.search_results(world.searches(users, count * 100))
    tables = world.finish()
    assert [len(tables[name]) for name in ("users", "events", "clicks", "searches")] == [count, count, 1, count]


def test_children_of_filtered_parents_belong_to_those_that_are_left() -> None:
    world = Clickstream(5)
    users = world.users(50)
    users.take([3, 40, 30])
    left = set(values(users, "user_id"))
    events, clicks, searches = world.events(users, 300), world.clicks(users, 90), world.searches(users, 40)
    searches.take(searches["results_count"] > 5)
    results = world.search_results(searches, page=4)
    for table, count in ((events, 300), (clicks, 90)):
        assert len(table) == count
    assert set(values(events, "user_id")) - {None} == left
    assert set(values(clicks, "user_id")) <= left
    assert len(results) == 4 * len(searches) > 0
    world.finish()


def test_empty_parents_have_empty_children_with_the_right_dtypes() -> None:
    world = Clickstream(5)
    users = world.users(50)
    users.take(np.zeros(50, dtype=bool))
    world.events(users, 300)
    world.clicks(users, 300)
    world.search_results(world.searches(users, 300))
    for table in world.finish().values():
        assert len(table) == 0
        assert {c.name: str(table[c.name].dtype) for c in table.columns} == {
            c.name: DTYPES[c.kind] for c in table.columns
        }
        assert all(len(mask) == 0 for mask in table.nulls.values())


def test_a_user_with_more_visits_than_time_is_still_drawn() -> None:
    world = Clickstream(5)
    users = world.users(1)
    users["signed_up_at"][:] = np.datetime64("2026-02-27T12:00:00")
    at = values(world.events(users, 3_000), "event_at")
    assert len(at) == 3_000
    assert min(at) >= datetime(2026, 2, 27, 12)
    assert max(at) < NOW


# What the docstring promises


def test_visits_are_bursts_far_apart(visits: list[Visit], large: Clickstream) -> None:
    within = [b[0] - a[0] for visit in visits for a, b in pairwise(visit)]
    assert timedelta(seconds=2) <= min(within)
    assert max(within) <= timedelta(minutes=15)
    assert timedelta(seconds=15) < sorted(within)[len(within) // 2] < timedelta(seconds=60)
    assert 5.8 < len(large.tables["events"]) / len(visits) < 6.2
    by_user: dict[Any, list[datetime]] = defaultdict(list)
    for user, at in rows(large.tables["clicks"], "user_id", "timestamp"):
        by_user[user].append(at)
    gaps = [b - a for history in map(sorted, by_user.values()) for a, b in pairwise(history)]
    assert not [gap for gap in gaps if timedelta(minutes=15) < gap < timedelta(minutes=45)]
    between = sorted(gap for gap in gaps if gap > timedelta(minutes=30))
    assert between[len(between) // 2] > timedelta(days=1)


def test_a_visit_stays_on_one_client(visits: list[Visit]) -> None:
    assert all(len({(platform, client) for *_, platform, client, _ in visit}) == 1 for visit in visits)


def test_the_funnel_goes_in_order_and_leaks_most_on_the_web(visits: list[Visit]) -> None:
    reached: dict[str, Counter[str]] = defaultdict(Counter)
    for visit in visits:
        names = [name for _, name, *_ in visit]
        for earlier, later in pairwise(FUNNEL):
            assert later not in names or names.index(earlier) < names.index(later)
        assert names.count("purchase") <= 1
        reached[visit[0][3]].update(set(names) & set(FUNNEL))
    for earlier, later in pairwise(FUNNEL):
        kept = {platform: counts[later] / counts[earlier] for platform, counts in reached.items()}
        assert 0.2 < kept["web"] < kept["android"] < kept["ios"] < 0.8, (later, kept)


def test_pages_fit_their_events(visits: list[Visit]) -> None:
    for visit in visits:
        item = None
        for _, name, url, *_ in visit:
            if name == "view_item":
                item = url
                assert url.startswith("/item/") and url.removeprefix("/item/").isdigit()
            elif name == "add_to_cart":
                assert url == item
            elif name == "search":
                assert url.startswith("/search?q=") and " " not in url
            elif name in ("begin_checkout", "purchase"):
                assert url == {"begin_checkout": "/checkout", "purchase": "/checkout/thanks"}[name]
            else:
                assert not url.startswith(("/item", "/search"))


def test_activity_fades_after_sign_up_and_paid_social_fades_first(large: Clickstream) -> None:
    users = {
        user: (at, channel) for user, at, channel in rows(large.tables["users"], "user_id", "signed_up_at", "channel")
    }
    observed = {user for user, (at, _) in users.items() if at < NOW - timedelta(days=90)}
    weeks: Counter[int] = Counter()
    active: dict[int, set[int]] = defaultdict(set)
    ages: dict[str, list[int]] = defaultdict(list)
    for user, at in rows(large.tables["events"], "user_id", "event_at"):
        if user in observed:
            days = (at - users[user][0]).days
            weeks[days // 7] += 1
            active[days // 30].add(user)
            ages[users[user][1]].append(days)
    assert weeks[0] > 1.2 * weeks[1] > 1.2 * weeks[3] > 2 * weeks[10] > 0
    assert len(active[0]) / len(observed) > 0.6
    assert len(active[0]) > 1.3 * len(active[1]) > 1.3 * len(active[2]) > 0.1 * len(observed)
    typical = {channel: sorted(days)[len(days) // 2] for channel, days in ages.items()}
    assert min(typical, key=lambda channel: typical[channel]) == "paid_social"
    assert typical["referral"] > 1.5 * typical["paid_social"]


@pytest.mark.parametrize(("table", "column"), [("events", "event_at"), ("searches", "searched_at")])
def test_evenings_and_weekends_are_busy(large: Clickstream, table: str, column: str) -> None:
    instants = values(large.tables[table], column)
    hours = Counter(at.hour for at in instants)
    assert sum(hours[h] for h in (18, 19, 20, 21)) > 5 * sum(hours[h] for h in (2, 3, 4, 5))
    days = Counter(at.weekday() for at in instants)
    assert 1.25 < (days[5] + days[6]) / 2 / (sum(days[d] for d in range(5)) / 5) < 1.75


def test_a_tenth_of_the_items_takes_most_views(large: Clickstream) -> None:
    log = rows(large.tables["events"], "event_name", "page_url")
    views = Counter(url for name, url in log if name == "view_item").most_common()
    assert len(views) > 400
    assert sum(n for _, n in views[:50]) > 0.55 * sum(n for _, n in views)
    ids = [int(url.removeprefix("/item/")) for url, _ in views[:50]]
    assert max(ids) - min(ids) > 250, "popular items are spread over the ids"
    queries = Counter(values(large.tables["searches"], "query")).most_common()
    assert sum(n for _, n in queries[:16]) > 0.45 * sum(n for _, n in queries)


def test_a_client_is_one_user_on_one_platform_mostly_that_of_sign_up(large: Clickstream) -> None:
    home = dict(rows(large.tables["users"], "user_id", "platform"))
    owners: dict[str, set[tuple[int, str]]] = defaultdict(set)
    log = rows(large.tables["events"], "client_id", "user_id", "platform")
    for client, user, platform in log:
        if user is not None:
            owners[client].add((user, platform))
    assert all(len(pairs) == 1 for pairs in owners.values())
    at_home = [home[user] == platform for _, user, platform in log if user is not None]
    assert 0.75 < sum(at_home) / len(at_home) < 0.95


def test_nobody_checks_out_signed_out_and_the_web_is_signed_out_most(visits: list[Visit]) -> None:
    unknown: dict[str, list[bool]] = defaultdict(list)
    for visit in visits:
        users = [user for *_, user in visit]
        unknown[visit[0][3]].append(users[0] is None)
        named = [user for user in users if user is not None]
        assert users == [None] * (len(users) - len(named)) + named, "who has signed in stays so"
        assert all(user is not None for _, name, *_, user in visit if name in ("begin_checkout", "purchase"))
    shares = {platform: sum(states) / len(states) for platform, states in unknown.items()}
    assert 0.2 < shares["web"] < 0.35
    assert 0 < max(shares["ios"], shares["android"]) < 0.08


def test_versions_roll_out_over_time_and_sooner_on_ios(large: Clickstream) -> None:
    log = rows(large.tables["events"], "platform", "app_version", "event_at", "client_id")
    assert all((version is None) == (platform == "web") for platform, version, *_ in log)
    released = {version: day.astype(datetime) for version, day in RELEASES.items()}
    running: dict[str, int] = {}
    fresh: dict[str, list[bool]] = defaultdict(list)
    settled: list[bool] = []
    for platform, version, at, client in sorted(log, key=lambda event: event[2]):
        if platform == "web":
            continue
        assert at.date() >= released[version]
        assert RANK_OF_VERSION[version] >= running.get(client, 0)
        running[client] = RANK_OF_VERSION[version]
        newest = max((day, name) for name, day in released.items() if day <= at.date())
        if at.date() - newest[0] < timedelta(days=14):
            fresh[platform].append(version == newest[1])
        elif at.date() - newest[0] > timedelta(days=49):
            settled.append(version == newest[1])
    ios, android = (sum(fresh[platform]) / len(fresh[platform]) for platform in ("ios", "android"))
    assert 0.1 < android < ios - 0.15 < 0.65
    assert sum(settled) / len(settled) > 0.9


def test_receipt_follows_the_event_by_a_tenth_to_five_seconds_and_numbers_follow_receipt(large: Clickstream) -> None:
    log = sorted(rows(large.tables["events"], "server_id", "received_at", "event_at"))
    assert [at for _, at, _ in log] == sorted(at for _, at, _ in log)
    assert [number for number, *_ in log] == list(range(log[0][0], log[0][0] + len(log)))
    delays = [received - at for _, received, at in log]
    assert timedelta(seconds=0.1) <= min(delays) < timedelta(seconds=0.2)
    assert timedelta(seconds=4) < max(delays) <= timedelta(seconds=5)
    assert any(at.microsecond % 1000 for _, at, _ in log)
    assert not any(at.microsecond % 1000 for *_, at in log)


def test_clicks_on_results_fall_with_rank(large: Clickstream) -> None:
    searches = {
        search: (n, at) for search, n, at in rows(large.tables["searches"], "search_id", "results_count", "searched_at")
    }
    shown: Counter[int] = Counter()
    clicks: Counter[int] = Counter()
    ranks: dict[int, list[int]] = defaultdict(list)
    items: dict[int, set[int]] = defaultdict(set)
    for search, rank, item, clicked, clicked_at in rows(large.tables["search_results"]):
        shown[rank] += 1
        clicks[rank] += clicked
        ranks[search].append(rank)
        items[search].add(item)
        assert clicked == (clicked_at is not None)
        assert clicked_at is None or timedelta() < clicked_at - searches[search][1] < timedelta(minutes=3)
    rates = {rank: clicks[rank] / shown[rank] for rank in shown}
    assert 0.3 < rates[1] < 0.45
    assert rates[1] > 1.5 * rates[2] > 1.5 * rates[4] > 1.5 * rates[10] > 0
    for search, (found, _) in searches.items():
        assert sorted(ranks[search]) == list(range(1, min(found, 10) + 1))
        assert len(items[search]) == len(ranks[search])
    nothing = sum(found == 0 for found, _ in searches.values()) / len(searches)
    assert 0.02 < nothing < 0.15


def test_a_query_gets_the_same_items_in_every_search() -> None:
    world = drawn(scale=5)
    queries = dict(rows(world.tables["searches"], "search_id", "query"))
    items: dict[tuple[str, int], set[int]] = defaultdict(set)
    for search, rank, item in rows(world.tables["search_results"], "search_id", "rank", "item_id"):
        items[queries[search], rank].add(item)
    assert all(len(seen) == 1 for seen in items.values())
    assert len(set(map(tuple, items.values()))) > 100


# Awkward data: what each offer does when asked, and that it does nothing when not

START, END = datetime(2025, 6, 1), datetime(2025, 7, 1)
TWO_SECONDS = np.timedelta64(2, "s")


def _resend(world: Clickstream) -> None:
    events = world.tables["events"]
    world.near_duplicates(events, received_at=lambda at: at + TWO_SECONDS)
    world.renumber(events)


def _late(world: Clickstream) -> None:
    world.late_arrivals(world.tables["events"], "received_at", "event_at")
    world.renumber(world.tables["events"])


def _month_ends(world: Clickstream) -> None:
    _without(world, "search_results", "searches.searched_at")
    world.month_ends(world.tables["searches"], "searched_at")


def _without(world: Clickstream, table: str, column: str) -> Table:
    """The table without the promises that its awkward data break."""
    world.tables[table].waive(column)
    return world.tables[table]


OFFERS: dict[str, Callable[[Clickstream], None]] = {
    "ties": lambda w: w.ties(_without(w, "clicks", "timestamp"), "timestamp"),
    "exact_duplicates": lambda w: w.exact_duplicates(w.tables["clicks"]),
    "near_duplicates": _resend,
    "nulls": lambda w: w.nulls(w.tables["events"]),
    "boundary": lambda w: w.boundary(_without(w, "clicks", "timestamp"), "timestamp", np.datetime64(START)),
    "outside_window": lambda w: w.outside_window(
        _without(w, "events", "event_at"), "event_at", np.datetime64(START), np.datetime64(END), share=1
    ),
    "childless": lambda w: w.childless(w.tables["events"], "user_id"),
    "one_row": lambda w: w.one_row(w.tables["clicks"]),
    "empty": lambda w: w.empty(w.tables["searches"], w.tables["search_results"]),
    "leap_day": lambda w: w.leap_day(w.tables["users"], "signed_up_at"),
    "month_ends": _month_ends,
    "messy_text": lambda w: w.messy_text(w.tables["searches"], "query"),
    "non_ascii": lambda w: w.non_ascii(w.tables["searches"], "query"),
    "late_arrivals": _late,
}


def asked(name: str) -> tuple[dict[str, list[tuple[Any, ...]]], Clickstream]:
    """The world as it is without, and one that asked for `name` and was offered it (and finished)."""
    world = drawn(awkward=[name])
    OFFERS[name](world)
    copy = content(world)
    world.finish()
    assert {table: Counter(lines) for table, lines in copy.items()} == {
        table: Counter(lines) for table, lines in content(world).items()
    }
    return content(drawn()), world


@pytest.mark.parametrize("name", AWKWARD)
def test_an_offer_that_no_case_asks_for_changes_nothing(name: str) -> None:
    world = drawn()
    OFFERS[name](world)
    assert content(world) == content(drawn())


def test_a_case_cannot_ask_for_what_is_not_offered() -> None:
    with pytest.raises(WorldError, match="leap_day"):
        drawn(awkward=["leap_day"]).finish()


def test_ties() -> None:
    before, world = asked("ties")
    assert len({at for _, at, _ in before["clicks"]}) == 400
    assert len(set(values(world.tables["clicks"], "timestamp"))) < 320


def test_exact_duplicates() -> None:
    before, world = asked("exact_duplicates")
    after = Counter(rows(world.tables["clicks"]))
    assert max(Counter(before["clicks"]).values()) == 1
    assert set(after) == set(before["clicks"])
    assert set(after.values()) == {1, 2, 3}


def test_near_duplicates_keep_the_event_id_and_get_a_number_of_their_own() -> None:
    before, world = asked("near_duplicates")
    events = world.tables["events"]
    copies: dict[str, list[datetime]] = defaultdict(list)
    for name, at in rows(events, "event_id", "received_at"):
        copies[name].append(at)
    assert len(events) == 720 and len(copies) == len(before["events"]) == 600
    assert all(max(at) - min(at) == timedelta(seconds=2) for at in copies.values() if len(at) == 2)
    numbers = sorted(rows(events, "server_id", "received_at"))
    assert len({number for number, _ in numbers}) == 720
    assert [at for _, at in numbers] == sorted(at for _, at in numbers)


def test_nulls() -> None:
    before, world = asked("nulls")
    users = [user for _, _, user, *_ in before["events"]]
    assert 0.03 < users.count(None) / 600 < 0.25
    assert values(world.tables["events"], "user_id").count(None) > users.count(None) + 80
    log = rows(world.tables["events"], "platform", "app_version")
    assert sum(platform != "web" and version is None for platform, version in log) > 40


def test_boundary() -> None:
    before, world = asked("boundary")
    counts = Counter(values(world.tables["clicks"], "timestamp"))
    assert (counts[START], counts[START - timedelta(microseconds=1)]) == (100, 100)
    assert START not in {at for _, at, _ in before["clicks"]}


def test_outside_window() -> None:
    before, world = asked("outside_window")
    assert any(START <= row[4] < END for row in before["events"])
    instants = values(world.tables["events"], "event_at")
    assert sum(at < START for at in instants) == 300
    assert sum(at >= END for at in instants) == 300


def test_childless() -> None:
    before, world = asked("childless")
    had = {row[2] for row in before["events"]} - {None}
    have = set(values(world.tables["events"], "user_id")) - {None}
    assert 0 < len(have) < 0.75 * len(had)


def test_one_row() -> None:
    before, world = asked("one_row")
    assert len(world.tables["clicks"]) == 1
    assert rows(world.tables["clicks"])[0] in before["clicks"]


def test_one_user_has_all_the_events() -> None:
    world = Clickstream(7, awkward=["one_row"])
    users = world.users(100)
    world.one_row(users)
    events = world.events(users, 600)
    assert len(events) == 600
    assert set(values(events, "user_id")) - {None} == set(values(users, "user_id"))
    world.finish()


def test_empty() -> None:
    before, world = asked("empty")
    assert len(before["searches"]) == 80
    assert (len(world.tables["searches"]), len(world.tables["search_results"])) == (0, 0)


def test_leap_day_of_sign_ups_drawn_upon() -> None:
    _, world = asked("leap_day")
    assert sum(at.date() == datetime(2024, 2, 29).date() for at in values(world.tables["users"], "signed_up_at")) == 50
    events = world.events(world.tables["users"], 300)
    joined = dict(rows(world.tables["users"], "user_id", "signed_up_at"))
    assert all(user is None or joined[user] <= at < NOW for user, at in rows(events, "user_id", "event_at"))


def test_month_ends() -> None:
    before, world = asked("month_ends")
    last = [(at + timedelta(days=1)).day == 1 for at in values(world.tables["searches"], "searched_at")]
    assert sum(last) >= 40 > sum((row[2] + timedelta(days=1)).day == 1 for row in before["searches"])


def test_messy_text() -> None:
    before, world = asked("messy_text")
    clean = {row[0]: row[3] for row in before["searches"]}
    messy = dict(rows(world.tables["searches"], "search_id", "query"))
    assert all(text == text.strip().lower() for text in clean.values())
    assert {search: text.strip().lower() for search, text in messy.items()} == clean
    assert sum(messy[search] != clean[search] for search in clean) == 48


def test_non_ascii() -> None:
    before, world = asked("non_ascii")
    assert all(row[3].isascii() for row in before["searches"])
    assert sum(not text.isascii() for text in values(world.tables["searches"], "query")) == 32


def test_late_arrivals_are_numbered_when_they_arrive() -> None:
    _, world = asked("late_arrivals")
    log = sorted(rows(world.tables["events"], "server_id", "received_at", "event_at"))
    late = [received - at for _, received, at in log if received - at > timedelta(seconds=5)]
    assert len(late) == 180
    assert timedelta(days=1) <= min(late) and max(late) <= timedelta(days=3)
    assert [at for _, at, _ in log] == sorted(at for _, at, _ in log)
