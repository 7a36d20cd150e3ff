# merge_asof forward finds the next event of a step, at the same instant or later; the window is checked afterwards.
import pandas as pd

STEPS = ["view_item", "add_to_cart", "begin_checkout", "purchase"]


def solve(events, params):
    log = events.dropna(subset=["user_id"]).sort_values(["event_at", "server_id"])
    views = log[log["event_name"].eq("view_item")].groupby("user_id", as_index=False).first()
    at = views[["user_id", "platform", "event_at"]].sort_values("event_at")
    at["until"] = at["event_at"] + pd.to_timedelta(params["window_hours"].iloc[0], unit="h")

    grid = pd.MultiIndex.from_product([["web", "ios", "android"], [1, 2, 3, 4]], names=["platform", "step"])
    reached = [at.assign(step=1)]
    for step in (2, 3, 4):
        hits = log.loc[log["event_name"] == STEPS[step - 1], ["user_id", "event_at"]]
        hits = hits.rename(columns={"event_at": "hit"})
        at = pd.merge_asof(
            at.sort_values("event_at"), hits, left_on="event_at", right_on="hit", by="user_id", direction="forward"
        )
        at = at[at["hit"] <= at["until"]].assign(event_at=lambda t: t["hit"]).drop(columns="hit")
        reached.append(at.assign(step=step))

    users = pd.concat(reached).groupby(["platform", "step"]).size().reindex(grid, fill_value=0)
    out = users.rename("users").reset_index()
    out["event_name"] = out["step"].map(dict(enumerate(STEPS, start=1)))
    first = out.groupby("platform")["users"].transform("first")
    before = out.groupby("platform")["users"].shift()
    out["from_previous"] = (out["users"] / before).where(before > 0)
    out["from_first"] = (out["users"] / first).where(first > 0)
    return out
