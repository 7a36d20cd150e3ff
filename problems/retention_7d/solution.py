# Number the day of each play from the midnight before the sign-up; who has a play on day 1 to 7 is retained.
# A flag on the members table keeps one row a member, so the group's size is the cohort and its sum the retained.
# Cohorts are cut as a whole: the window of a week's last sign-up, on its Sunday, ends 13 days after its Monday.
import pandas as pd


def solve(members, plays, params):
    signed_up_on = members["signed_up_at"].dt.normalize()
    monday = signed_up_on - pd.to_timedelta(signed_up_on.dt.dayofweek, unit="D")

    played = plays.merge(members[["member_id", "signed_up_at"]], on="member_id")
    day = (played["started_at"] - played["signed_up_at"].dt.normalize()).dt.days
    returned = played.loc[day.between(1, 7), "member_id"]

    cohorts = (
        members.assign(cohort_week=monday, is_retained=members["member_id"].isin(returned))
        .groupby("cohort_week", as_index=False)
        .agg(members=("member_id", "size"), retained=("is_retained", "sum"))
    )
    cohorts["retention"] = cohorts["retained"] / cohorts["members"]
    return cohorts[cohorts["cohort_week"] + pd.Timedelta(days=13) <= params["as_of"].iloc[0]]
