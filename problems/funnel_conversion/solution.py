# Keep one row for each user who is still in the funnel: the platform, the end of the window and the instant at which
# the last step was reached. For each step, join that step's events, keep those between the two instants and take
# the earliest; step 1 needs no case of its own, for it finds the first view again. Counts are reindexed by all
# platforms, so that nobody is 0 and not a missing row. Only 0 is ever divided by 0, which is NaN in pandas.
import pandas as pd

FUNNEL = ["view_item", "add_to_cart", "begin_checkout", "purchase"]
PLATFORMS = ["web", "ios", "android"]


def solve(events, params):
    log = events.dropna(subset="user_id")
    window = pd.Timedelta(hours=params["window_hours"].item())

    views = log[log["event_name"] == "view_item"].sort_values(["event_at", "server_id"])
    inside = views.drop_duplicates("user_id")[["user_id", "platform", "event_at"]]
    inside = inside.rename(columns={"event_at": "reached_at"})
    inside["closes_at"] = inside["reached_at"] + window

    counts = {}
    for step, name in enumerate(FUNNEL, start=1):
        tries = inside.merge(log.loc[log["event_name"] == name, ["user_id", "event_at"]], on="user_id")
        tries = tries[tries["event_at"].between(tries["reached_at"], tries["closes_at"])]
        earliest = tries.sort_values("event_at").drop_duplicates("user_id")
        inside = earliest.drop(columns="reached_at").rename(columns={"event_at": "reached_at"})
        counts[step, name] = inside["platform"].value_counts().reindex(PLATFORMS, fill_value=0)

    table = pd.DataFrame(counts)
    table.columns.names = ["step", "event_name"]
    table.index.name = "platform"
    result = table.stack(["step", "event_name"]).rename("users").reset_index()
    by_platform = result.groupby("platform")["users"]
    result["from_previous"] = result["users"] / by_platform.shift()
    result["from_first"] = result["users"] / by_platform.transform("first")
    return result
