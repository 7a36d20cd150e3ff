# plain dictionaries and a loop over members, without a join or a groupby
from collections import defaultdict
from datetime import timedelta

import pandas as pd


def solve(members, plays, params):
    days_played = defaultdict(set)
    for play in plays.itertuples():
        days_played[play.member_id].add(play.started_at.date())

    as_of = params["as_of"].iloc[0].date()
    cohorts = defaultdict(lambda: [0, 0])
    for member in members.itertuples():
        day = member.signed_up_at.date()
        monday = day - timedelta(days=day.weekday())
        if monday + timedelta(days=13) > as_of:
            continue
        window = {day + timedelta(days=n) for n in range(1, 8)}
        cohorts[monday][0] += 1
        cohorts[monday][1] += bool(window & days_played[member.member_id])

    rows = [(monday, n, kept, kept / n) for monday, (n, kept) in cohorts.items()]
    return pd.DataFrame(rows, columns=["cohort_week", "members", "retained", "retention"])
