# the latest day of each user, looked up for each user; a user never seen gets NaT, which is no later than anything
import pandas as pd


def solve(users, events, params):
    as_of = params.loc[0, "as_of"]
    latest = events[events["event_at"] < as_of].groupby("user_id")["event_at"].max().dt.normalize()
    day_0 = users["signed_up_at"].dt.normalize()
    last_day = latest.reindex(users["user_id"]).set_axis(users.index)
    frame = pd.DataFrame(
        {
            "cohort_month": day_0 - pd.to_timedelta(day_0.dt.day - 1, unit="D"),
            "retained": ((last_day - day_0).dt.days >= 30).astype("int64"),
        }
    )
    frame = frame[(as_of - day_0).dt.days > 30]
    result = frame.groupby("cohort_month")["retained"].agg(["count", "sum"]).reset_index()
    result.columns = ["cohort_month", "users", "retained"]
    result["retention"] = result["retained"] / result["users"]
    return result
