"""A few weeks of orders on either side of a 30-day window, in a shop where names repeat.

Planted: every department has a category called Outlet; some articles are listed twice under one name; orders lie from
15 days before the window to 9 days after it, and statuses are mixed; as_of follows a month of 28 or 31 days, so that
a month back is not 30 days back.

Awkward data: boundary (orders placed on either end of the window), outside_window, ties (at most three pieces of a
product), nulls (more products not filed), childless (products that never sold, and categories where two or none did),
near_duplicates (a product on two lines of an order), one_row (one line, which counts), empty (no orders).
"""

import numpy as np

DAY = np.timedelta64(1, "D")
WINDOW = 30 * DAY
AFTER_28_OR_31_DAYS = ("2025-03", "2025-04", "2025-06", "2025-09", "2025-11", "2026-01")
OUTLETS = ("Tablets", "Jackets", "Novels", "Bedding", "Board Games")
STEPS = ("paid_at", "shipped_at", "delivered_at", "cancelled_at")


def generate(world):
    rng = world.stream("params")
    as_of = np.datetime64(rng.choice(AFTER_28_OR_31_DAYS), "D") + rng.integers(0, 20)
    world.params(about={"as_of": "the day of the list"}, as_of=as_of)

    categories = world.categories(max(9, 3 / world.scale))
    for name in OUTLETS:
        categories["name"][np.strings.startswith(categories["name"].astype("U"), name)] = "Outlet"
    products = _products(world, categories)
    orders = _orders(world, as_of)
    items = world.order_items(orders, products)
    if world.wants("near_duplicates"):
        _split_lines(world, items)
    if world.wants("ties"):
        _sell_alike(items)
    if world.wants("childless"):
        _leave_unsold(world, categories, products, items)
    if world.wants("one_row"):
        filed = products["product_id"][~products.nulls["category_id"]]
        at, status = orders["ordered_at"], orders["status"]
        sold = orders["order_id"][(status == "delivered") & (at >= as_of - WINDOW) & (at < as_of)]
        items.take(np.isin(items["order_id"], sold) & np.isin(items["product_id"], filed))
    world.one_row(items)
    world.empty(items, orders)


def _products(world, categories):
    products = world.products(categories, count=max(45, 10 / world.scale))
    first = np.arange(0, len(products) - 1, 5)
    for column in ("name", "category_id"):
        products[column][first + 1] = products[column][first]
    products.nulls["category_id"][first + 1] = products.nulls["category_id"][first]
    world.nulls(products, "category_id")
    return products


def _orders(world, as_of):
    """Orders of the weeks around the window, their later steps as long after them as the world drew."""
    orders = world.orders(world.customers(80), count=150)
    del world.tables["customers"]
    placed = orders["ordered_at"].copy()
    day = as_of - 45 + world.stream("days").integers(0, 55, len(orders))
    orders["ordered_at"][:] = day.astype("datetime64[us]") + (placed - placed.astype("datetime64[D]"))
    ends = np.where(np.arange(len(orders)) % 2, as_of, as_of - WINDOW)
    world.boundary(orders, "ordered_at", ends)
    world.outside_window(orders, "ordered_at", as_of - WINDOW, as_of, share=0.5)
    for step in STEPS:
        orders[step][:] += orders["ordered_at"] - placed
    ids = orders["order_id"].copy()
    orders.take(np.argsort(orders["ordered_at"], kind="stable"))
    orders["order_id"][:] = ids
    return orders


def _split_lines(world, items):
    """Put some products on a second line of their order, and number the lines anew."""
    world.near_duplicates(items, share=0.35, discount=0)
    items.take(np.lexsort((items["line"], items["order_id"])))
    items["line"][:] = np.arange(len(items)) - np.searchsorted(items["order_id"], items["order_id"]) + 1


def _sell_alike(items):
    """Leave each product three lines of one piece at most, so that few amounts are shared by many products."""
    items["quantity"][:] = 1
    items.take(np.argsort(items["product_id"], kind="stable"))
    earlier = np.arange(len(items)) - np.searchsorted(items["product_id"], items["product_id"])
    items.take(earlier < 3)


def _leave_unsold(world, categories, products, items):
    """Sell nothing of one category in three, and of one in three only two products."""
    world.childless(items, "product_id", share=0.2)
    filed = np.where(products.nulls["category_id"], -1, products["category_id"])
    sold = np.isin(products["product_id"], items["product_id"])
    keep = sold.copy()
    turn = world.stream("few sold").permutation(len(categories))
    for category, place in zip(categories["category_id"], turn % 3, strict=True):
        here = np.flatnonzero(sold & (filed == category))
        keep[here[(0, 2, len(here))[place] :]] = False
    items.take(np.isin(items["product_id"], products["product_id"][keep]))
