# numbers sessions within each user with shift() and averages the lengths as Timedeltas (to the microsecond)
import pandas as pd


def solve(clicks):
    df = clicks.drop_duplicates(["user_id", "timestamp"]).sort_values("timestamp")
    before = df.groupby("user_id")["timestamp"].shift()
    df["is_new"] = ~(df["timestamp"] - before <= pd.Timedelta("30min"))
    df["session"] = df.groupby("user_id")["is_new"].cumsum()
    ends = df.groupby(["user_id", "session"])["timestamp"].agg(["min", "max"])
    length = ends["max"] - ends["min"]
    return pd.DataFrame({"sessions": [len(length)], "avg_minutes": [length.mean() / pd.Timedelta(minutes=1)]})
