# measures the 30 minutes from the first click of the session, so no session is longer than that
import pandas as pd


def solve(clicks):
    sessions = []
    user = None
    for row in clicks.sort_values(["user_id", "timestamp"]).itertuples():
        if row.user_id == user and row.timestamp - sessions[-1][0] <= pd.Timedelta(minutes=30):
            sessions[-1][1] = row.timestamp
        else:
            sessions.append([row.timestamp, row.timestamp])
            user = row.user_id
    minutes = pd.Series([(end - begin).total_seconds() / 60 for begin, end in sessions], dtype="float64")
    return pd.DataFrame({"sessions": [len(minutes)], "avg_minutes": [minutes.mean()]})
