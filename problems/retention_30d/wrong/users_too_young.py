# counts all who signed up, also those whose day 30 is not over
import pandas as pd


def solve(users, events, params):
    as_of = params["as_of"].iloc[0]
    day_0 = users["signed_up_at"].dt.normalize()
    users = users.assign(day_0=day_0, cohort_month=day_0.dt.to_period("M").dt.to_timestamp())
    counted = users[users["signed_up_at"] < as_of]
    seen = events[events["event_at"] < as_of].merge(counted, on="user_id")
    late = seen[(seen["event_at"].dt.normalize() - seen["day_0"]).dt.days >= 30]
    counted = counted.assign(late=counted["user_id"].isin(late["user_id"]))
    return (
        counted.groupby("cohort_month")
        .agg(users=("user_id", "size"), retained=("late", "sum"), retention=("late", "mean"))
        .reset_index()
    )
