# takes each user's first event for the sign-up, so that users who are not in the log are in no cohort
import pandas as pd


def solve(users, events, params):
    as_of = params["as_of"].iloc[0]
    log = events[events["event_at"] < as_of].dropna(subset=["user_id"])
    first_last = log.groupby("user_id")["event_at"].agg(["min", "max"]).reset_index()
    first_last["day_0"] = first_last["min"].dt.normalize()
    counted = first_last[first_last["day_0"] + pd.Timedelta(days=30) < as_of]
    counted = counted.assign(
        cohort_month=counted["day_0"].dt.to_period("M").dt.to_timestamp(),
        late=counted["max"] >= counted["day_0"] + pd.Timedelta(days=30),
    )
    return (
        counted.groupby("cohort_month")
        .agg(users=("user_id", "size"), retained=("late", "sum"), retention=("late", "mean"))
        .reset_index()
    )
