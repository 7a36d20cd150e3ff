# a set of items for each user and a loop over the log, without a merge
from collections import defaultdict

import pandas as pd


def solve(users, events, params):
    least = params.at[0, "min_items"]
    signed_up_at = users.set_index("user_id")["signed_up_at"].to_dict()
    items = defaultdict(set)
    for event in events.dropna(subset="user_id").itertuples():
        begin = signed_up_at.get(event.user_id)
        if begin is None or event.event_name != "view_item":
            continue
        if begin <= event.event_at < begin + pd.Timedelta(days=1):
            items[event.user_id].add(event.page_url)

    platforms = defaultdict(list)
    for user in users.itertuples():
        platforms[user.platform].append(len(items[user.user_id]))
    rows = [(p, len(n), sum(k >= least for k in n) / len(n), sum(n) / len(n)) for p, n in platforms.items()]
    return pd.DataFrame(rows, columns=["platform", "users", "activation_rate", "mean_items"])
