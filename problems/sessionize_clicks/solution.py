# Sort, then take the pause before each click within its own user; a user's first click has none.
# A missing pause or one above 30 minutes begins a session, so a running sum over the sorted table numbers them all:
# every user begins with a new number, which keeps users apart.
# Whole Timedeltas are compared and subtracted: their .seconds would leave out the days.
import pandas as pd


def solve(clicks):
    clicks = clicks.sort_values(["user_id", "timestamp"])
    pause = clicks.groupby("user_id")["timestamp"].diff()
    session = (pause.isna() | (pause > pd.Timedelta(minutes=30))).cumsum()

    at = clicks.groupby(session)["timestamp"]
    minutes = (at.max() - at.min()).dt.total_seconds() / 60
    return pd.DataFrame({"sessions": [len(minutes)], "avg_minutes": [minutes.mean()]})
