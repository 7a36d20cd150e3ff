# lets every month have 30 days, so that a start on the 31st is missed and February reaches into March
import pandas as pd


def solve(memberships, params):
    ended = memberships["ended_on"].fillna(pd.Timestamp("2200-01-01"))

    def members(month):
        end = month + pd.Timedelta(days=29)
        return set(memberships.loc[(memberships["started_on"] <= end) & (ended >= month), "customer_id"])

    rows = []
    for month in pd.date_range(params["first_month"].iloc[0], params["last_month"].iloc[0], freq="MS"):
        before, now = members(month - pd.DateOffset(months=1)), members(month)
        both = now & before
        rows.append((month, len(now), len(both), len(both) / len(before) if before else None))
    return pd.DataFrame(rows, columns=["month", "members", "retained", "retention"])
