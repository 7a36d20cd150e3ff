# drops plays whose stop is missing
import pandas as pd


def solve(members, plays, params):
    as_of = params["as_of"].iloc[0]
    members = members.assign(
        signed_up_on=members["signed_up_at"].dt.normalize(),
        cohort_week=members["signed_up_at"].dt.to_period("W").dt.start_time,
    )
    played = plays.dropna(subset=["stopped_at"]).merge(members, on="member_id")
    day = (played["started_at"].dt.normalize() - played["signed_up_on"]).dt.days
    members["is_retained"] = members["member_id"].isin(played.loc[day.between(1, 7), "member_id"])
    result = members.groupby("cohort_week").agg(
        members=("member_id", "size"), retained=("is_retained", "sum"), retention=("is_retained", "mean")
    )
    return result[result.index + pd.Timedelta(days=13) <= as_of].reset_index()
