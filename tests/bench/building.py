"""Rows per second of whole worlds beside Faker drawing every value of the same tables, and the time of fixtures."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from time import process_time
from timeit import timeit

from faker import Faker

from fixtures.clickstream import Clickstream
from fixtures.member_events import MemberEvents
from fixtures.orders import Orders
from fixtures.world import Column, Kind, Table
from judge import catalog
from judge.data import Cache, build
from tests.bench.timing import Line, interleaved, milliseconds

TARGET = 50.0
FAKER_ROWS = 300
FEW = 40  # different texts: names of events, devices, plans
BEGIN, END = datetime(2025, 1, 1), datetime(2026, 3, 1)


def lines() -> Iterator[Line]:
    for draw in (_member_events, _orders, _clickstream):
        for scale in (1.0, 100.0):
            yield _against_faker(draw, scale)
    for slug in ("retention_7d", "top_products_per_category"):
        yield from _fixture(slug)


def _member_events(scale: float) -> Mapping[str, Table]:
    world = MemberEvents(1, scale=scale)
    members, titles = world.members(), world.titles()
    world.plays(members, titles, world.episodes(titles), world.profiles(members))
    world.subscriptions(members)
    world.events(members)
    return world.tables


def _orders(scale: float) -> Mapping[str, Table]:
    world = Orders(1, scale=scale)
    customers = world.customers()
    products = world.products(world.categories(), world.sellers())
    orders = world.orders(customers, world.memberships(customers))
    world.returns(orders, world.order_items(orders, products), products)
    world.reviews(customers, products)
    return world.tables


def _clickstream(scale: float) -> Mapping[str, Table]:
    world = Clickstream(1, scale=scale)
    users = world.users()
    world.events(users)
    world.search_results(world.searches(users))
    return world.tables


def _against_faker(draw: Callable[[float], Mapping[str, Table]], scale: float) -> Line:
    tables = draw(scale)
    rows = sum(len(table) for table in tables.values())
    ours = interleaved({"ours": lambda: draw(scale)}, 3, process_time)["ours"]
    faker = sum(len(table) * _seconds_per_row(table) for table in tables.values())
    what = f"{draw.__name__[1:]}, {len(tables)} tables, {rows:,} rows"
    return Line(what, f"{rows / ours:,.0f}/s", f"{rows / faker:,.0f}/s", faker / ours, TARGET, at_least=True)


def _seconds_per_row(table: Table) -> float:
    """What Faker takes for one row, each value from the provider that one would take for its column."""
    draws = [_provider(table, column) for column in table.columns]
    return (
        min(timeit(lambda: [draw() for draw in draws], process_time, number=FAKER_ROWS) for _ in range(3)) / FAKER_ROWS
    )


def _provider(table: Table, column: Column) -> Callable[[], object]:
    faker = _faker()
    by_name: dict[str, Callable[[], object]] = {
        "name": faker.name,
        "email": faker.email,
        "city": faker.city,
        "country": faker.country_code,
        "body": partial(faker.sentence, 12),
        "page_url": faker.uri_path,
        "query": partial(faker.sentence, 2),
    }
    by_kind: dict[Kind, Callable[[], object]] = {
        "integer": faker.random_int,
        "float": faker.pyfloat,
        "decimal": partial(faker.pydecimal, left_digits=4, right_digits=2),
        "text": faker.uuid4,
        "boolean": faker.pybool,
        "date": partial(faker.date_between, date(2025, 1, 1), date(2026, 3, 1)),
        "timestamp": partial(faker.date_time_between, BEGIN, END),
    }
    if column.name in by_name:
        return by_name[column.name]
    words = list(dict.fromkeys(table[column.name][:1_000].tolist())) if column.kind == "text" else []
    return partial(faker.random_element, words) if 0 < len(words) <= FEW else by_kind[column.kind]


@cache
def _faker() -> Faker:
    return Faker("en_US")


def _fixture(slug: str) -> Iterator[Line]:
    problem = catalog.load(slug, catalog.packs())
    case = next(case for case in problem.cases if case.scale == 1)
    with tempfile.TemporaryDirectory() as folder:
        numbers = iter(range(1_000))

        def written() -> None:
            Cache(Path(folder) / str(next(numbers))).make(problem, case)

        best = interleaved({"drawn": lambda: build(problem, case), "written": written}, 5)
    rows = sum(table.rows for table in build(problem, case)[0].schema)
    yield Line(f"fixture of {slug}, {rows:,} rows, drawn", milliseconds(best["drawn"]))
    yield Line("  and written to the cache", milliseconds(best["written"]))
