# one pass over the sorted clicks in plain Python, keeping the session that is open
from datetime import timedelta

import pandas as pd


def solve(clicks):
    sessions = []
    user = None
    for row in clicks.sort_values(["user_id", "timestamp"]).itertuples():
        if row.user_id == user and row.timestamp - sessions[-1][1] <= timedelta(minutes=30):
            sessions[-1][1] = row.timestamp
        else:
            sessions.append([row.timestamp, row.timestamp])
            user = row.user_id
    minutes = [(end - begin).total_seconds() / 60 for begin, end in sessions]
    average = sum(minutes) / len(minutes) if minutes else None
    return pd.DataFrame({"sessions": [len(minutes)], "avg_minutes": [average]})
