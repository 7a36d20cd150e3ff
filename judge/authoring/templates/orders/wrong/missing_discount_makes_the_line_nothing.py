# a price less a missing discount is missing, and the sum passes over the whole line
import pandas as pd


def solve(orders, order_items, params):
    end = params["as_of"].iloc[0] + pd.Timedelta(days=1)
    counted = orders[(orders["status"] == "delivered") & (orders["delivered_at"] < end)]

    lines = counted.merge(order_items, on="order_id", how="left")
    lines["amount"] = lines["quantity"] * lines["unit_price"] - lines["discount"]
    lines["month"] = lines["delivered_at"].dt.to_period("M").dt.start_time

    months = lines.groupby("month", as_index=False).agg(orders=("order_id", "nunique"), revenue=("amount", "sum"))
    months["revenue_per_order"] = months["revenue"] / months["orders"]
    return months[months["orders"] >= params["min_orders"].iloc[0]]
