# averages within users first, so a user with one session weighs as much as one with twenty
import pandas as pd


def solve(clicks):
    clicks = clicks.sort_values(["user_id", "timestamp"])
    pause = clicks.groupby("user_id")["timestamp"].diff()
    begins = pause.isna() | (pause > pd.Timedelta(minutes=30))
    at = clicks.groupby(["user_id", begins.cumsum()])["timestamp"]
    minutes = (at.max() - at.min()).dt.total_seconds() / 60
    return pd.DataFrame({"sessions": [len(minutes)], "avg_minutes": [minutes.groupby("user_id").mean().mean()]})
