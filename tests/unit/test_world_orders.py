"""The shop: types, keys, what is planted, and the awkward data, each checked without the code that made it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from fixtures.orders import CATEGORIES, HISTORY_START, PLANS, REASONS, STATUSES, Orders
from fixtures.world import Table, World

DTYPES = {
    "integer": "int64",
    "float": "float64",
    "decimal": "int64",
    "text": "object",
    "boolean": "bool",
    "date": "datetime64[D]",
    "timestamp": "datetime64[us]",
}
COLUMNS = {
    "customers": "customer_id name email city? country joined_at",
    "memberships": "membership_id customer_id plan started_on ended_on?",
    "sellers": "seller_id name country rating?",
    "categories": "category_id name parent?",
    "products": "product_id name category_id? seller_id price launched_on is_active",
    "orders": "order_id customer_id ordered_at status paid_at? shipped_at? delivered_at? cancelled_at?",
    "order_items": "order_id line product_id quantity unit_price discount?",
    "returns": "return_id order_id line returned_at reason? refund",
    "reviews": "review_id product_id customer_id rating body? posted_at",
    "banned_words": "word",
}
NOW, DAY = np.datetime64("2026-03-01T00:00:00", "us"), np.timedelta64(1, "D")


def build(seed: int = 7, scale: float = 1.0, awkward: Sequence[str] = ()) -> Orders:
    world = Orders(seed, scale=scale, awkward=awkward)
    customers = world.customers(200)
    memberships = world.memberships(customers, count=120)
    products = world.products(world.categories(16), world.sellers(20), count=80)
    orders = world.orders(customers, memberships, count=400)
    world.returns(orders, world.order_items(orders, products), products)
    world.banned_words(world.reviews(customers, products, count=300), count=5)
    return world


def rows(table: Table) -> list[dict[str, Any]]:
    """Plain Python rows, None for NULL, dates and instants as numpy's own integers since 1970."""
    plain = {}
    for column in table.columns:
        values = table[column.name]
        if values.dtype.kind == "M":
            values = values.astype(np.int64)
        masked = table.nulls.get(column.name, np.zeros(len(values), dtype=bool))
        plain[column.name] = [
            None if null else value for value, null in zip(values.tolist(), masked.tolist(), strict=True)
        ]
    return [dict(zip(plain, values, strict=True)) for values in zip(*plain.values(), strict=True)]


def content(world: World) -> dict[str, list[dict[str, Any]]]:
    return {name: rows(table) for name, table in world.tables.items()}


@pytest.fixture(scope="module")
def big() -> Orders:
    return build(seed=3, scale=40)


@pytest.fixture(scope="module")
def plain(big: Orders) -> dict[str, list[dict[str, Any]]]:
    return content(big)


@pytest.mark.parametrize("scale", [0.01, 1])
def test_columns_dtypes_and_descriptions(scale: float) -> None:
    tables = build(scale=scale).finish()
    assert {
        name: " ".join(c.name + "?" * c.nullable for c in table.columns) for name, table in tables.items()
    } == COLUMNS
    for table in tables.values():
        assert set(table.nulls) == {c.name for c in table.columns if c.nullable}
        for column in table.columns:
            assert table[column.name].dtype == np.dtype(DTYPES[column.kind]), (table.name, column.name)
            assert len(table[column.name]) == len(table)
            assert column.about
            assert "NULL" in column.about or not column.nullable, (table.name, column.name)


def test_text_is_text(plain: dict[str, list[dict[str, Any]]]) -> None:
    for name, column in (("customers", "email"), ("products", "name"), ("reviews", "body"), ("orders", "status")):
        assert {type(row[column]) for row in plain[name]} <= {str, type(None)}
    assert all(re.fullmatch(r"[a-z.]+\d+@[a-z.]+", row["email"]) for row in plain["customers"])
    assert len({row["email"] for row in plain["customers"]}) == len(plain["customers"])


def test_kinds_of_money_floats_and_flags() -> None:
    tables = build().tables
    kinds = {(t.name, c.name): c.kind for t in tables.values() for c in t.columns}
    for money in [
        ("products", "price"),
        ("order_items", "unit_price"),
        ("order_items", "discount"),
        ("returns", "refund"),
    ]:
        assert kinds[money] == "decimal"
    assert kinds["sellers", "rating"] == "float"
    assert kinds["products", "is_active"] == "boolean"
    assert kinds["memberships", "ended_on"] == kinds["products", "launched_on"] == "date"
    ratings = tables["sellers"]["rating"]
    assert (ratings == np.array([float(f"{r:.2f}") for r in ratings])).all()


def test_keys_are_unique_and_foreign_keys_hold(big: Orders, plain: dict[str, list[dict[str, Any]]]) -> None:
    keys = {
        "customers": ("customer_id",),
        "memberships": ("membership_id",),
        "sellers": ("seller_id",),
        "categories": ("category_id",),
        "products": ("product_id",),
        "orders": ("order_id",),
        "order_items": ("order_id", "line"),
        "returns": ("return_id",),
        "reviews": ("review_id",),
        "banned_words": (),
    }
    assert {name: table.key for name, table in big.tables.items()} == keys
    for name, key in keys.items():
        values = [tuple(row[k] for k in key or row) for row in plain[name]]
        assert len(set(values)) == len(values), name
        assert min(values)[0] != 1
    names: set[tuple[str, str]] = set()
    for table in big.tables.values():
        for foreign in table.foreign_keys:
            names.add((table.name, foreign.parent))
            parents = {tuple(row[c] for c in foreign.parent_columns) for row in plain[foreign.parent]}
            children = {tuple(row[c] for c in foreign.columns) for row in plain[table.name]}
            assert {child for child in children if None not in child} <= parents, (table.name, foreign)
    assert len(names) == 11


def test_same_arguments_same_content() -> None:
    assert content(build(seed=5)) == content(build(seed=5))
    other, one = content(build(seed=6)), content(build(seed=5))
    assert all(other[name] != one[name] for name in one if name != "categories")  # categories are the shop's own list


def test_finish_passes_and_keeps_the_rows() -> None:
    before = content(build())
    after = {name: rows(table) for name, table in build().finish().items()}
    for name, expected in before.items():
        assert Counter(map(str, after[name])) == Counter(map(str, expected))


@pytest.mark.parametrize("scale", [0.05, 1, 100])
def test_row_counts_follow_the_scale(scale: float) -> None:
    tables = build(scale=scale).tables
    for name, count in {
        "customers": 200,
        "memberships": 120,
        "sellers": 20,
        "categories": 16,
        "products": 80,
        "orders": 400,
        "reviews": 300,
    }.items():
        assert len(tables[name]) == max(1, round(count * scale)), name
    assert len(tables["order_items"]) >= len(tables["orders"])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("scale", [0.001, 0.005, 0.02])
def test_tiny_worlds(seed: int, scale: float) -> None:
    tables = build(seed, scale).finish()
    assert all(len(table) for name, table in tables.items() if name not in ("returns", "banned_words"))


def nothing(table: Table) -> Table:
    table.take(np.zeros(len(table), dtype=bool))
    return table


def test_empty_parents_have_empty_children() -> None:
    world = Orders(1)
    customers = nothing(world.customers())
    products = nothing(world.products(nothing(world.categories()), nothing(world.sellers())))
    memberships = world.memberships(customers)
    orders = world.orders(customers, memberships)
    items = world.order_items(orders, products)
    world.returns(orders, items, products)
    world.banned_words(world.reviews(customers, products))
    full = build()
    for name, table in world.finish().items():
        assert len(table) == 0, name
        assert {c: v.dtype for c, v in table.data.items()} == {c: v.dtype for c, v in full.tables[name].data.items()}


def test_one_empty_parent_is_enough() -> None:
    world = Orders(1)
    orders = world.orders(world.customers(), nothing(world.memberships(world.customers())))
    assert len(orders) == 400
    products = world.products(world.categories())
    items = world.order_items(orders, products)
    assert len(world.order_items(orders, nothing(world.products(world.categories())))) == 0
    assert len(world.products(world.categories(), nothing(world.sellers()))) == 0
    assert len(world.returns(nothing(orders), items, products)) == 0
    assert len(world.returns(world.orders(world.customers()), nothing(items), products)) == 0


def test_parents_filtered_before_children_are_drawn() -> None:
    world = Orders(2)
    customers, categories = world.customers(), world.categories()
    customers.take([5, 3])
    categories.take(categories.nulls["parent"])
    memberships = world.memberships(customers, count=4)
    products = world.products(categories)
    products.take([0, 2, 40])
    orders = world.orders(customers, memberships)
    items = world.order_items(orders, products)
    orders.take(orders["status"] == "delivered")
    items.take(np.isin(items["order_id"], orders["order_id"]))
    returns = world.returns(orders, items, products)
    reviews = world.reviews(customers, products)
    world.finish()
    assert set(orders["customer_id"].tolist()) == {1004, 1006}
    assert set(reviews["product_id"].tolist()) == {4001, 4003, 4041}
    assert set(returns["order_id"].tolist()) <= set(orders["order_id"].tolist())
    assert len(returns)


def test_sellers_are_optional() -> None:
    world = Orders(2)
    table = world.products(world.categories(), count=9)
    assert "seller_id" not in table.data
    assert [foreign.parent for foreign in table.foreign_keys] == ["categories"]


def test_nothing_happens_at_or_after_now(big: Orders) -> None:
    for table in big.tables.values():
        for column in table.columns:
            if column.kind in ("date", "timestamp"):
                present = ~table.nulls.get(column.name, np.zeros(len(table), dtype=bool))
                assert table[column.name][present].max() < NOW, (table.name, column.name)
    assert big.tables["orders"]["ordered_at"].min() >= HISTORY_START
    assert big.tables["orders"]["ordered_at"].min() < HISTORY_START + 2 * DAY
    assert big.tables["orders"]["ordered_at"].max() > NOW - 2 * DAY


def test_periods_of_a_customer_never_overlap_but_return(plain: dict[str, list[dict[str, Any]]]) -> None:
    periods = defaultdict(list)
    today = int(NOW.astype("datetime64[D]").astype(np.int64))
    for row in plain["memberships"]:
        end = today if row["ended_on"] is None else row["ended_on"]
        periods[row["customer_id"]].append((row["started_on"], end, row["plan"]))
    waits = []
    for own in periods.values():
        own.sort()
        assert all(start <= end for start, end, _ in own)
        waits += [later[0] - earlier[1] for earlier, later in pairwise(own)]
    assert min(waits) == 1  # the day after the last one
    assert len(waits) > 0.2 * len(periods)
    assert 0.1 < sum(wait == 1 for wait in waits) / len(waits) < 0.6
    assert {row["plan"] for row in plain["memberships"]} == set(PLANS)
    assert 0.2 < sum(row["ended_on"] is None for row in plain["memberships"]) / len(plain["memberships"]) < 0.7
    joined = {row["customer_id"]: row["joined_at"] // 86_400_000_000 for row in plain["customers"]}
    assert all(row["started_on"] >= joined[row["customer_id"]] for row in plain["memberships"])


def test_instants_of_an_order_ascend_and_agree_with_its_status(plain: dict[str, list[dict[str, Any]]]) -> None:
    joined = {row["customer_id"]: row["joined_at"] for row in plain["customers"]}
    happened = {
        "placed": {""},
        "paid": {"p"},
        "shipped": {"ps"},
        "delivered": {"psd"},
        "returned": {"psd"},
        "cancelled": {"c", "pc"},
    }
    seen = defaultdict(set)
    for row in plain["orders"]:
        steps = [row[f"{step}_at"] for step in ("paid", "shipped", "delivered", "cancelled")]
        seen[row["status"]].add("".join(c for c, at in zip("psdc", steps, strict=True) if at is not None))
        instants = [joined[row["customer_id"]], row["ordered_at"], *(at for at in steps if at is not None)]
        assert all(a < b for a, b in pairwise(instants)), row
    assert seen == happened
    assert set(seen) == set(STATUSES)
    by_id = sorted(plain["orders"], key=lambda row: row["order_id"])
    assert [row["ordered_at"] for row in by_id] == sorted(row["ordered_at"] for row in by_id)
    assert any(row["ordered_at"] % 1_000_000 for row in by_id)
    shares = Counter(row["status"] for row in by_id)
    assert 0.05 < shares["cancelled"] / len(by_id) < 0.09
    assert 0.04 < shares["returned"] / len(by_id) < 0.08
    assert shares["delivered"] / len(by_id) > 0.75


def test_items_are_numbered_from_one_and_not_repeated(plain: dict[str, list[dict[str, Any]]]) -> None:
    lines, products = defaultdict(list), defaultdict(list)
    for row in plain["order_items"]:
        lines[row["order_id"]].append(row["line"])
        products[row["order_id"]].append(row["product_id"])
        assert row["quantity"] >= 1
        assert 0 <= (row["discount"] or 0) < row["quantity"] * row["unit_price"]
    assert set(lines) == {row["order_id"] for row in plain["orders"]}
    assert all(sorted(own) == list(range(1, len(own) + 1)) for own in lines.values())
    assert all(len(set(own)) == len(own) for own in products.values())
    sizes = Counter(map(len, lines.values()))
    assert sizes[1] + sizes[2] + sizes[3] > 0.7 * len(lines)
    assert max(sizes) >= 8
    discounts = Counter("none" if r["discount"] is None else bool(r["discount"]) for r in plain["order_items"])
    assert 0.01 < discounts["none"] / discounts.total() < 0.08
    assert 0.15 < discounts[True] / discounts.total() < 0.35


def test_products_are_ordered_after_their_launch_at_about_their_price(plain: dict[str, list[dict[str, Any]]]) -> None:
    product = {row["product_id"]: row for row in plain["products"]}
    day = {row["order_id"]: row["ordered_at"] // 86_400_000_000 for row in plain["orders"]}
    assert all(product[r["product_id"]]["launched_on"] <= day[r["order_id"]] for r in plain["order_items"])
    oldest = min(product, key=lambda product_id: product[product_id]["launched_on"])
    assert sum(row["product_id"] == oldest for row in plain["order_items"]) < 0.01 * len(plain["order_items"])
    ratios = [row["unit_price"] / product[row["product_id"]]["price"] for row in plain["order_items"]]
    assert 0.89 < min(ratios) < 1 < max(ratios) <= 1.1
    assert ratios.count(1.0) > 0.8 * len(ratios)
    assert sum(row["launched_on"] >= HISTORY_START.astype(int) for row in product.values()) > 0.1 * len(product)


def test_returns_belong_to_orders_that_arrived(plain: dict[str, list[dict[str, Any]]]) -> None:
    order = {row["order_id"]: row for row in plain["orders"]}
    item = {(row["order_id"], row["line"]): row for row in plain["order_items"]}
    lines, back = Counter(key[0] for key in item), Counter(row["order_id"] for row in plain["returns"])
    assert len({(row["order_id"], row["line"]) for row in plain["returns"]}) == len(plain["returns"])
    for row in plain["returns"]:
        assert order[row["order_id"]]["delivered_at"] < row["returned_at"]
        line = item[row["order_id"], row["line"]]
        paid = line["quantity"] * line["unit_price"] - (line["discount"] or 0)
        assert row["refund"] in (paid, paid * 80 // 100)
    for order_id, row in order.items():
        if row["status"] == "returned":
            assert back[order_id] == lines[order_id]
        else:
            assert back[order_id] == 0 or (row["status"] == "delivered" and back[order_id] < lines[order_id])
    assert any(order[order_id]["status"] == "delivered" for order_id in back)
    assert {row["reason"] for row in plain["returns"]} == {*REASONS, None}


def test_orders_by_weekday_and_hour(big: Orders) -> None:
    at = big.tables["orders"]["ordered_at"]
    weekday = Counter(instant.weekday() for instant in at.astype("datetime64[s]").tolist())
    hour = Counter(instant.hour for instant in at.astype("datetime64[s]").tolist())
    weekend = (weekday[5] + weekday[6]) / 2
    midweek = (weekday[1] + weekday[2] + weekday[3]) / 3
    assert 1.3 < weekend / midweek < 1.65
    assert hour[20] > 12 * hour[4]


@pytest.mark.parametrize(("table", "column"), [("orders", "ordered_at"), ("reviews", "posted_at")])
def test_orders_by_season(big: Orders, table: str, column: str) -> None:
    days = Counter(big.tables[table][column].astype("datetime64[D]").tolist())

    def weekly(first: str) -> float:
        start = np.datetime64(first)
        return sum(days[day] for day in np.arange(start, start + 7).tolist())

    quiet = (weekly("2025-09-15") + weekly("2025-09-22") + weekly("2025-10-06")) / 3
    assert weekly("2025-11-25") > 2.2 * quiet
    assert 1.4 * quiet < weekly("2025-07-12") < weekly("2025-11-25")


@pytest.mark.parametrize("table", ["order_items", "reviews"])
def test_few_products_take_most(plain: dict[str, list[dict[str, Any]]], table: str) -> None:
    sold = Counter(row["product_id"] for row in plain[table])
    top = sum(n for _, n in sold.most_common(len(plain["products"]) // 10))
    assert 0.5 < top / sold.total() < 0.9


def test_the_same_products_are_popular_in_orders_and_reviews(plain: dict[str, list[dict[str, Any]]]) -> None:
    ten = [
        {p for p, _ in Counter(r["product_id"] for r in plain[t]).most_common(10)} for t in ("order_items", "reviews")
    ]
    assert len(ten[0] & ten[1]) >= 6


def test_customers_differ_in_their_number_of_orders(plain: dict[str, list[dict[str, Any]]]) -> None:
    orders = Counter(row["customer_id"] for row in plain["orders"])
    top = sum(n for _, n in orders.most_common(len(plain["customers"]) // 10))
    assert 0.33 < top / len(plain["orders"]) < 0.5
    assert 0.5 < len(orders) / len(plain["customers"]) < 0.75


def test_later_lines_share_the_category_of_the_first(plain: dict[str, list[dict[str, Any]]]) -> None:
    category = {row["product_id"]: row["category_id"] for row in plain["products"]}
    bought = {(row["order_id"], row["line"]): category[row["product_id"]] for row in plain["order_items"]}
    pairs = [(bought[order, 1], own) for (order, line), own in bought.items() if line == 2]
    together = sum(a == b for a, b in pairs) / len(pairs)
    shuffled = sum(a == b for (a, _), (_, b) in zip(pairs, pairs[1:] + pairs[:1], strict=True)) / len(pairs)
    assert together > shuffled + 0.2


def category_share(
    plain: dict[str, list[dict[str, Any]]], statuses: set[str], among: set[str], names: set[str]
) -> float:
    """The share of `statuses` among first lines of these categories, in orders that have a status `among`."""
    name = {row["category_id"]: row["name"] for row in plain["categories"]}
    category = {row["product_id"]: name.get(row["category_id"], "") for row in plain["products"]}
    status = {row["order_id"]: row["status"] for row in plain["orders"]}
    seen = [
        status[row["order_id"]] in statuses
        for row in plain["order_items"]
        if row["line"] == 1
        and re.sub(r" \d+$", "", category[row["product_id"]]) in names
        and status[row["order_id"]] in among
    ]
    assert len(seen) > 300
    return sum(seen) / len(seen)


def test_categories_differ_in_returns_and_cancellations(plain: dict[str, list[dict[str, Any]]]) -> None:
    clothing = {"Clothing", "Shoes", "Jackets"}
    books = {"Books", "Cookbooks", "Novels"}
    electronics = {"Electronics", "Headphones", "Chargers", "Tablets"}
    assert clothing | books | electronics <= set(CATEGORIES)
    arrived = {"delivered", "returned"}
    assert category_share(plain, {"returned"}, arrived, clothing) > 4 * category_share(
        plain, {"returned"}, arrived, books
    )
    assert category_share(plain, {"cancelled"}, set(STATUSES), electronics) > 3 * category_share(
        plain, {"cancelled"}, set(STATUSES), books
    )


def test_members_order_more_often(plain: dict[str, list[dict[str, Any]]]) -> None:
    """Orders per customer and day, on days of membership and on the other days since joining."""
    today, start = int(NOW.astype("datetime64[D]").astype(np.int64)), int(HISTORY_START.astype(np.int64))
    periods, member_days = defaultdict(list), 0
    for row in plain["memberships"]:
        first, last = max(row["started_on"], start), today - 1 if row["ended_on"] is None else row["ended_on"]
        periods[row["customer_id"]].append((first, last))
        member_days += max(0, last - first + 1)
    days = sum(today - max(start, row["joined_at"] // 86_400_000_000) for row in plain["customers"])
    inside = 0
    for row in plain["orders"]:
        day = row["ordered_at"] // 86_400_000_000
        inside += any(first <= day <= last for first, last in periods[row["customer_id"]])
    rate_inside, rate_outside = inside / member_days, (len(plain["orders"]) - inside) / (days - member_days)
    assert 1.8 < rate_inside / rate_outside < 2.8


def test_without_memberships_members_are_not_favoured() -> None:
    world = Orders(3, scale=30)
    customers = world.customers()
    memberships = world.memberships(customers)
    members = set(memberships["customer_id"].tolist())
    share = [
        sum(c in members for c in world.orders(customers, m)["customer_id"].tolist()) / 12_000
        for m in (None, memberships)
    ]
    assert share[1] > share[0] + 0.08


def test_ratings_are_high_and_words_go_with_them(plain: dict[str, list[dict[str, Any]]]) -> None:
    stars = Counter(row["rating"] for row in plain["reviews"])
    assert set(stars) == {1, 2, 3, 4, 5}
    assert (stars[4] + stars[5]) / stars.total() > 0.7
    assert stars[1] > stars[2]
    bodies = [(row["rating"], row["body"].lower()) for row in plain["reviews"] if row["body"] is not None]
    assert all("broken" not in body for rating, body in bodies if rating > 3)
    assert any("broken" in body for rating, body in bodies if rating < 3)
    assert 0.03 < 1 - len(bodies) / len(plain["reviews"]) < 0.09


def test_words_of_reviews(plain: dict[str, list[dict[str, Any]]]) -> None:
    bodies = [row["body"] for row in plain["reviews"] if row["body"] is not None]
    lengths = [len(re.findall(r"[\w'%]+", body)) for body in bodies]
    assert min(lengths) == 5
    assert 17 <= max(lengths) <= 20
    text = "\n".join(bodies)
    for sign in (".", ",", "!", "'", ";", "2", "USB3", "GREAT", "great", "The", "the", "Don't"):
        assert sign in text, sign
    words = Counter(re.findall(r"[a-z']+", text.lower()))
    frequent = words.most_common()
    assert frequent[0][0] == "the"
    assert sum(n for _, n in frequent[:10]) > 0.35 * words.total()
    assert frequent[0][1] > 3 * frequent[9][1] > 3 * frequent[39][1] > 3 * frequent[-1][1]


def test_banned_words_occur_in_reviews() -> None:
    for seed in range(5):
        tables = build(seed).tables
        bodies = [row["body"] for row in rows(tables["reviews"]) if row["body"] is not None]
        words = tables["banned_words"]["word"].tolist()
        assert len(words) == len(set(words)) == 5
        for word in words:
            assert re.fullmatch("[a-z]+", word)
            assert any(re.search(rf"\b{word}\b", body, re.IGNORECASE) for body in bodies)


def altered(
    name: str, table: str, offer: Callable[[Orders, Table], None]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of `table` before and after an offer of `name` that is asked for; not asked for, it must alter nothing."""
    unasked, asked = build(), build(awkward=[name])
    before = rows(asked.tables[table])
    for world in (unasked, asked):
        offer(world, world.tables[table])
    assert rows(unasked.tables[table]) == before
    return before, rows(asked.tables[table])


def test_awkward_ties() -> None:
    before, after = altered("ties", "products", lambda w, t: w.ties(t, "price"))
    assert len({row["price"] for row in after}) < 0.9 * len({row["price"] for row in before})


def test_awkward_exact_duplicates() -> None:
    _, after = altered("exact_duplicates", "banned_words", lambda w, t: w.exact_duplicates(t, share=0.4))
    assert max(Counter(row["word"] for row in after).values()) == 3


def test_awkward_near_duplicates() -> None:
    def offer(world: Orders, table: Table) -> None:
        world.near_duplicates(table, review_id=lambda ids: ids + 100_000)

    before, after = altered("near_duplicates", "reviews", offer)
    assert len(after) == len({row["review_id"] for row in after}) == len(before) * 6 // 5
    rest = Counter(str({k: v for k, v in row.items() if k != "review_id"}) for row in after)
    assert max(rest.values()) == 2


def test_awkward_nulls() -> None:
    before, after = altered("nulls", "products", lambda w, t: w.nulls(t, "category_id"))
    assert sum(row["category_id"] is None for row in before) < 8
    assert sum(row["category_id"] is None for row in after) >= 20


def test_awkward_boundary() -> None:
    midnight = np.datetime64("2025-11-01T00:00:00", "us")
    _, after = altered("boundary", "orders", lambda w, t: w.boundary(t, "ordered_at", midnight))
    at = Counter(row["ordered_at"] - int(midnight.astype(np.int64)) for row in after)
    assert at[0] == at[-1] == 100


def test_awkward_outside_window() -> None:
    start, end = np.datetime64("2025-01-01", "us"), np.datetime64("2026-03-01", "us")
    _, after = altered(
        "outside_window", "reviews", lambda w, t: w.outside_window(t, "posted_at", start, end, share=0.5)
    )
    assert sum(row["posted_at"] < start.astype(np.int64) for row in after) == 75
    assert sum(row["posted_at"] > end.astype(np.int64) for row in after) == 75


def test_awkward_childless() -> None:
    before, after = altered("childless", "order_items", lambda w, t: w.childless(t, "order_id"))
    assert len({row["order_id"] for row in before}) == 400
    assert len({row["order_id"] for row in after}) == 240


def test_awkward_one_row() -> None:
    before, after = altered("one_row", "sellers", lambda w, t: w.one_row(t))
    assert len(after) == 1
    assert after[0] in before


def test_awkward_empty() -> None:
    _, after = altered("empty", "returns", lambda w, t: w.empty(t))
    assert after == []


def test_awkward_empty_parents_with_their_children() -> None:
    world = build(awkward=["empty"])
    world.empty(*(world.tables[name] for name in ("orders", "order_items", "returns")))
    assert len(world.finish()["order_items"]) == 0


def test_awkward_leap_day() -> None:
    before, after = altered("leap_day", "customers", lambda w, t: w.leap_day(t, "joined_at"))
    leap = int(np.datetime64("2024-02-29").astype(np.int64))
    assert sum(row["joined_at"] // 86_400_000_000 == leap for row in after) >= 100
    assert [r["joined_at"] % 86_400_000_000 for r in after] == [r["joined_at"] % 86_400_000_000 for r in before]


def test_awkward_month_ends() -> None:
    def last_days(of: list[dict[str, Any]]) -> int:
        days = [np.datetime64(row["ordered_at"], "us").astype("datetime64[D]") for row in of]
        return sum((day + 1).item().day == 1 for day in days)

    before, after = altered("month_ends", "orders", lambda w, t: w.month_ends(t, "ordered_at"))
    assert last_days(before) < 60
    assert last_days(after) >= 200


def test_awkward_messy_text() -> None:
    before, after = altered("messy_text", "customers", lambda w, t: w.messy_text(t, "email"))
    assert [row["email"].strip().lower() for row in after] == [row["email"] for row in before]
    assert sum(row["email"] != row["email"].lower() for row in after) == 60
    assert sum(row["email"] != row["email"].strip() for row in after) == 60


def test_awkward_non_ascii() -> None:
    before, after = altered("non_ascii", "reviews", lambda w, t: w.non_ascii(t, "body"))
    assert all(row["body"] is None or row["body"].isascii() for row in before)
    assert sum(row["body"] is not None and not row["body"].isascii() for row in after) > 80
