# a set of customers for each month, and the intersection of neighbours
import pandas as pd


def solve(memberships, params):
    day_after = pd.Timestamp("2200-01-01")
    ended = memberships["ended_on"].fillna(day_after)

    def members(month):
        after = month + pd.DateOffset(months=1)
        return set(memberships.loc[(memberships["started_on"] < after) & (ended >= month), "customer_id"])

    rows = []
    for month in pd.date_range(params["first_month"].iloc[0], params["last_month"].iloc[0], freq="MS"):
        before, now = members(month - pd.DateOffset(months=1)), members(month)
        both = now & before
        rows.append((month.date(), len(now), len(both), len(both) / len(before) if before else None))
    return pd.DataFrame(rows, columns=["month", "members", "retained", "retention"])
