# .dt.days of a difference of instants counts whole periods of 24 hours, not days on the calendar
import pandas as pd


def solve(members, plays, params):
    members = members.assign(cohort_week=members["signed_up_at"].dt.to_period("W").dt.start_time)
    played = plays.merge(members, on="member_id")
    day = (played["started_at"] - played["signed_up_at"]).dt.days
    members["is_retained"] = members["member_id"].isin(played.loc[day.between(1, 7), "member_id"])
    result = (
        members.groupby("cohort_week")
        .agg(members=("member_id", "size"), retained=("is_retained", "sum"), retention=("is_retained", "mean"))
        .reset_index()
    )
    return result[result["cohort_week"] + pd.Timedelta(days=13) <= params["as_of"].iloc[0]]
