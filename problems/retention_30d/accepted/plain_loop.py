# plain Python over the rows, with a dictionary of last days
from collections import defaultdict
from datetime import timedelta

import pandas as pd


def solve(users, events, params):
    as_of = params["as_of"].iloc[0]
    last_day = {}
    for user, at in zip(events["user_id"], events["event_at"]):
        if not pd.isna(user) and at < as_of:
            last_day[user] = max(last_day.get(user, at), at)

    cohorts = defaultdict(lambda: [0, 0])
    for user, at in zip(users["user_id"], users["signed_up_at"]):
        day_30 = at.normalize() + timedelta(days=30)
        if day_30 < as_of:
            cohort = cohorts[at.date().replace(day=1)]
            cohort[0] += 1
            cohort[1] += user in last_day and last_day[user] >= day_30

    rows = [(month, n, kept, kept / n) for month, (n, kept) in cohorts.items()]
    return pd.DataFrame(rows, columns=["cohort_month", "users", "retained", "retention"])
