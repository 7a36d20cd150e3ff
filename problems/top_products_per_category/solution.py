# Narrow the orders to delivered ones of the window, take their lines, and sum the pieces of each product.
# Then rank within the category: method="min" gives tied products the best place they share, and
# ascending=False puts the most units first. The inner merges drop products that are not filed.
import pandas as pd


def solve(params, orders, order_items, products, categories):
    end = params["as_of"].iloc[0]
    start = end - pd.Timedelta(days=30)
    placed = orders["ordered_at"]
    counted = orders[(orders["status"] == "delivered") & (placed >= start) & (placed < end)]

    lines = order_items[order_items["order_id"].isin(counted["order_id"])]
    units = lines.groupby("product_id", as_index=False).agg(units=("quantity", "sum"))
    sold = products.rename(columns={"name": "product_name"}).merge(units, on="product_id")
    sold = sold.merge(categories.rename(columns={"name": "category_name"}), on="category_id")

    by_category = sold.groupby("category_id")["units"]
    sold["sales_rank"] = by_category.rank(method="min", ascending=False)
    best = sold[sold["sales_rank"] <= 3].sort_values(["category_id", "sales_rank", "product_id"])
    return best[["category_id", "category_name", "product_id", "product_name", "units", "sales_rank"]]
