# groups by day too, so a session over midnight becomes two
import pandas as pd


def solve(clicks):
    clicks = clicks.sort_values(["user_id", "timestamp"])
    pause = clicks.groupby("user_id")["timestamp"].diff()
    begins = pause.isna() | (pause > pd.Timedelta(minutes=30))
    at = clicks.groupby([begins.cumsum(), clicks["timestamp"].dt.date])["timestamp"]
    minutes = (at.max() - at.min()).dt.total_seconds() / 60
    return pd.DataFrame({"sessions": [len(minutes)], "avg_minutes": [minutes.mean()]})
