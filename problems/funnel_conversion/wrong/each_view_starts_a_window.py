# a later view starts a window of its own, and a user counts if any of them leads to a purchase
import pandas as pd

FUNNEL = ["view_item", "add_to_cart", "begin_checkout", "purchase"]
PLATFORMS = ["web", "ios", "android"]


def solve(events, params):
    log = events.dropna(subset="user_id").sort_values(["event_at", "server_id"])
    window = pd.Timedelta(hours=params["window_hours"].item())

    inside = log[log["event_name"] == "view_item"]
    inside = inside[["user_id", "platform", "event_at"]].rename(columns={"event_at": "reached_at"})
    inside["closes_at"] = inside["reached_at"] + window

    counts = {}
    for step, name in enumerate(FUNNEL, start=1):
        if step > 1:
            tries = inside.merge(log.loc[log["event_name"] == name, ["user_id", "event_at"]], on="user_id")
            tries = tries[tries["event_at"].between(tries["reached_at"], tries["closes_at"])]
            earliest = tries.sort_values("event_at").drop_duplicates(["user_id", "closes_at"])
            inside = earliest.drop(columns="reached_at").rename(columns={"event_at": "reached_at"})
        users = inside.drop_duplicates("user_id")
        counts[step, name] = users["platform"].value_counts().reindex(PLATFORMS, fill_value=0)

    table = pd.DataFrame(counts)
    table.columns.names = ["step", "event_name"]
    table.index.name = "platform"
    result = table.stack(["step", "event_name"]).astype("int64").rename("users").reset_index()
    result = result.sort_values(["platform", "step"])
    by_platform = result.groupby("platform")["users"]
    result["from_previous"] = result["users"] / by_platform.shift().replace(0, float("nan"))
    result["from_first"] = result["users"] / by_platform.transform("first").replace(0, float("nan"))
    return result
