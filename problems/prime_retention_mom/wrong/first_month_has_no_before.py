# shifts within the report, so the first month has no month before it although the data has one
import pandas as pd


def solve(memberships, params):
    months = pd.date_range(params["first_month"].iloc[0], params["last_month"].iloc[0], freq="MS")
    grid = memberships.merge(pd.DataFrame({"month": months}), how="cross")
    in_time = grid["started_on"] < grid["month"] + pd.DateOffset(months=1)
    running = grid["ended_on"].isna() | (grid["ended_on"] >= grid["month"])
    active = grid.loc[in_time & running, ["customer_id", "month"]].drop_duplicates()
    both = active.merge(active.assign(month=active["month"] + pd.DateOffset(months=1)))

    result = pd.DataFrame(index=months)
    result["members"] = active.groupby("month").size().reindex(months, fill_value=0)
    result["retained"] = both.groupby("month").size().reindex(months, fill_value=0)
    before = result["members"].shift()
    result["retention"] = (result["retained"] / before).where(before > 0)
    return result.rename_axis("month").reset_index()
