# merges with the events' platform, and so puts a user who signed up on the web under the app
import pandas as pd


def solve(users, events, params):
    merged = users.drop(columns="platform").merge(events[events["event_name"] == "view_item"], on="user_id", how="left")
    age = merged["event_at"] - merged["signed_up_at"]
    inside = (age >= pd.Timedelta(0)) & (age < pd.Timedelta(hours=24))
    merged["item"] = merged["page_url"].where(inside)

    per_user = merged.groupby(["platform", "user_id"], as_index=False).agg(items=("item", "nunique"))
    per_user["activated"] = per_user["items"] >= params["min_items"].iloc[0]
    return per_user.groupby("platform", as_index=False).agg(
        users=("user_id", "size"), activation_rate=("activated", "mean"), mean_items=("items", "mean")
    )
