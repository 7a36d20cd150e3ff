# A state machine in plain Python: sort each user's events by instant and step, then move one step on at a time.
import pandas as pd

STEPS = {"view_item": 1, "add_to_cart": 2, "begin_checkout": 3, "purchase": 4}


def solve(events, params):
    window = pd.Timedelta(hours=int(params.loc[0, "window_hours"]))
    log = events[events["user_id"].notna() & events["event_name"].isin(list(STEPS))].copy()
    log["step"] = log["event_name"].map(STEPS)
    log = log.sort_values(["event_at", "step", "server_id"])

    depth, start, platform = {}, {}, {}
    for event in log.itertuples():
        user = event.user_id
        if user not in depth:
            if event.step == 1:
                depth[user], start[user], platform[user] = 1, event.event_at, event.platform
        elif event.step == depth[user] + 1 and event.event_at <= start[user] + window:
            depth[user] += 1

    rows = []
    for name in ("web", "ios", "android"):
        reached = [sum(platform[u] == name and depth[u] >= step for u in depth) for step in STEPS.values()]
        for (event_name, step), users in zip(STEPS.items(), reached, strict=True):
            before = reached[step - 2] if step > 1 else 0
            rows.append(
                {
                    "platform": name,
                    "step": step,
                    "event_name": event_name,
                    "users": users,
                    "from_previous": users / before if before else None,
                    "from_first": users / reached[0] if reached[0] else None,
                }
            )
    return pd.DataFrame(rows)
