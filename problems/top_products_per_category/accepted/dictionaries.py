# plain dictionaries and sorted lists; pandas only carries the tables in and out
from collections import defaultdict
from datetime import timedelta

import pandas as pd


def solve(params, categories, products, orders, order_items):
    end = params["as_of"].iloc[0]
    start = end - timedelta(days=30)
    counted = {
        order.order_id
        for order in orders.itertuples()
        if order.status == "delivered" and start <= order.ordered_at < end
    }
    units = defaultdict(int)
    for line in order_items.itertuples():
        if line.order_id in counted:
            units[line.product_id] += line.quantity

    names = dict(zip(categories["category_id"], categories["name"]))
    shelves = defaultdict(list)
    for product in products.itertuples():
        if product.product_id in units and not pd.isna(product.category_id):
            shelves[product.category_id].append(product)

    rows = []
    for category_id in sorted(shelves):
        shelf = sorted(shelves[category_id], key=lambda product: (-units[product.product_id], product.product_id))
        all_units = [units[product.product_id] for product in shelf]
        for product in shelf:
            sold = units[product.product_id]
            rank = all_units.index(sold) + 1
            if rank <= 3:
                rows.append((category_id, names[category_id], product.product_id, product.name, sold, rank))
    columns = ["category_id", "category_name", "product_id", "product_name", "units", "sales_rank"]
    return pd.DataFrame(rows, columns=columns)
