# knows the lengths of the months by heart, but not those of a leap year
import pandas as pd


def solve(memberships, params):
    ended = memberships["ended_on"].fillna(pd.Timestamp("2200-01-01"))

    def members(month):
        days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month.month - 1]
        end = month.replace(day=days)
        return set(memberships.loc[(memberships["started_on"] <= end) & (ended >= month), "customer_id"])

    rows = []
    for month in pd.date_range(params["first_month"].iloc[0], params["last_month"].iloc[0], freq="MS"):
        before, now = members(month - pd.DateOffset(months=1)), members(month)
        both = now & before
        rows.append((month, len(now), len(both), len(both) / len(before) if before else None))
    return pd.DataFrame(rows, columns=["month", "members", "retained", "retention"])
