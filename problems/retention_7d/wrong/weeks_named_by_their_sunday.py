# pd.Grouper(freq="W") names a week by its last day, Sunday, and adds weeks without sign-ups
import pandas as pd


def solve(members, plays, params):
    played = plays.merge(members, on="member_id")
    day = (played["started_at"].dt.normalize() - played["signed_up_at"].dt.normalize()).dt.days
    returned = played.loc[day.between(1, 7), "member_id"]
    members = members.assign(is_retained=members["member_id"].isin(returned))
    result = (
        members.groupby(pd.Grouper(key="signed_up_at", freq="W"))
        .agg(members=("member_id", "size"), retained=("is_retained", "sum"), retention=("is_retained", "mean"))
        .rename_axis("cohort_week")
        .reset_index()
    )
    return result[result["cohort_week"] + pd.Timedelta(days=7) <= params["as_of"].iloc[0]]
