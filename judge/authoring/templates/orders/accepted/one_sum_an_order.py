# sums the lines of each order first and maps the sums onto the orders, without a merge
import pandas as pd


def solve(orders, order_items, params):
    amount = order_items["quantity"] * order_items["unit_price"] - order_items["discount"].fillna(0)
    amount_of_order = amount.groupby(order_items["order_id"]).sum()

    delivered = orders.query("status == 'delivered'")
    delivered = delivered[delivered["delivered_at"].dt.normalize() <= params.at[0, "as_of"]]
    day = delivered["delivered_at"].dt.normalize()
    month = day - pd.to_timedelta(day.dt.day - 1, unit="D")

    by_month = delivered["order_id"].map(amount_of_order).fillna(0).groupby(month.rename("month"))
    months = by_month.agg(["size", "sum", "mean"])
    months.columns = ["orders", "revenue", "revenue_per_order"]
    return months[months["orders"] >= params.at[0, "min_orders"]].reset_index()
