"""Some four months of orders and their lines, and an as-of day near the end of them.

Planted: orders go on for two weeks after the as-of day, and `min_orders` is the number of orders of one of the months,
so that some month always lies exactly on the threshold.

Awkward data that a case in problem.toml can ask for: `boundary` (orders delivered at the midnight that ends the as-of
day or begins a month, and a microsecond before it), `childless` (orders without lines, which an inner join loses),
`nulls` (more discounts that are NULL), `one_row` (a single order, which counts; together with `childless` it has no
lines), `empty` (no orders).
"""

import numpy as np

DAY = np.timedelta64(1, "D")


def generate(world):
    """Add the tables `orders`, `order_items` and `params` to `world`, which is one of fixtures/orders.py."""
    # A stream is a source of chance with a name of its own: what it draws stays the same when other tables change.
    as_of = np.datetime64("2025-09-01") + world.stream("params").integers(0, 120)
    end = as_of + DAY

    # Counts are those at scale 1. A table that others only point at is drawn and then left out.
    customers = world.customers(80)
    products = world.products(world.categories(16), count=60)
    orders = world.orders(customers, count=600)
    for name in ("customers", "categories", "products"):
        del world.tables[name]

    # take() keeps rows, by a mask or by positions.
    orders.take((orders["ordered_at"] >= end - 110 * DAY) & (orders["ordered_at"] < end + 14 * DAY))

    # boundary() wants one instant, or one a row. It does nothing unless the case asks for it, like every offer below.
    delivered_at = orders["delivered_at"].copy()
    month = delivered_at.astype("datetime64[M]").astype("datetime64[us]")
    world.boundary(orders, "delivered_at", np.where(np.arange(len(orders)) % 3 == 0, month, end))
    for step in ("ordered_at", "paid_at", "shipped_at"):  # the whole order moves, so that its steps still ascend
        orders[step][:] += orders["delivered_at"] - delivered_at
    # Cancellations stay where they are. The world promises that they come last, and finish() checks it: take that back.
    orders.waive("cancelled_at")

    # wants() asks whether the case wants something, for what takes more than the one call.
    counts = (orders["status"] == "delivered") & (orders["delivered_at"] < end)
    if world.wants("one_row"):
        orders.take(counts)
    world.one_row(orders)
    world.empty(orders)

    items = world.order_items(orders, products)  # of the orders that are left
    world.nulls(items, "discount", share=0.5)
    world.childless(items, "order_id", share=1 if len(orders) == 1 else 0.3)

    # params() adds a table of one row: what differs from fixture to fixture and is no data.
    counts = (orders["status"] == "delivered") & (orders["delivered_at"] < end)
    months, sizes = np.unique(orders["delivered_at"][counts].astype("datetime64[M]"), return_counts=True)
    world.params(
        as_of=as_of,
        min_orders=int(np.sort(sizes)[len(months) // 3]) if len(months) else 1,
        about={"as_of": "last day that counts", "min_orders": "fewest orders of a month that is listed"},
    )
