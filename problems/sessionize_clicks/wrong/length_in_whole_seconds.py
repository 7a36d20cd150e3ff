# cuts the instants to whole seconds, which the lengths then lack
import pandas as pd


def solve(clicks):
    clicks = clicks.sort_values(["user_id", "timestamp"])
    pause = clicks.groupby("user_id")["timestamp"].diff()
    session = (pause.isna() | (pause > pd.Timedelta(minutes=30))).cumsum()
    at = clicks["timestamp"].dt.floor("s").groupby(session)
    minutes = (at.max() - at.min()).dt.total_seconds() / 60
    return pd.DataFrame({"sessions": [len(minutes)], "avg_minutes": [minutes.mean()]})
