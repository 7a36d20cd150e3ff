# transform() puts its session's length beside each click, and long sessions weigh more in the mean over clicks
import pandas as pd


def solve(clicks):
    clicks = clicks.sort_values(["user_id", "timestamp"])
    pause = clicks.groupby("user_id")["timestamp"].diff()
    session = (pause.isna() | (pause > pd.Timedelta(minutes=30))).cumsum()
    at = clicks.groupby(session)["timestamp"]
    minutes = (at.transform("max") - at.transform("min")).dt.total_seconds() / 60
    return pd.DataFrame({"sessions": [session.nunique()], "avg_minutes": [minutes.mean()]})
