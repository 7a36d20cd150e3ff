# takes a snapshot on the first day of each month, so who joins or returns during it is not a member
import pandas as pd


def solve(memberships, params):
    ended = memberships["ended_on"].fillna(pd.Timestamp("2200-01-01"))

    def members(month):
        return set(memberships.loc[(memberships["started_on"] <= month) & (ended >= month), "customer_id"])

    rows = []
    for month in pd.date_range(params["first_month"].iloc[0], params["last_month"].iloc[0], freq="MS"):
        before, now = members(month - pd.DateOffset(months=1)), members(month)
        both = now & before
        rows.append((month, len(now), len(both), len(both) / len(before) if before else None))
    return pd.DataFrame(rows, columns=["month", "members", "retained", "retention"])
