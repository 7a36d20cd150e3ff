# Bring the sign-up to each view, keep the views of the first 24 hours, and each user's items among them once.
# Their counts go back onto the users table by id, and a user who is not among them viewed nothing.
# The figures of a platform are means over its rows of the users table: of a number, and of a yes or no.
import pandas as pd


def solve(users, events, params):
    views = events[events["event_name"] == "view_item"]
    signed_up_at = views["user_id"].map(users.set_index("user_id")["signed_up_at"])
    end = signed_up_at + pd.Timedelta(hours=24)
    first_day = views[(views["event_at"] >= signed_up_at) & (views["event_at"] < end)]

    viewed = first_day[["user_id", "page_url"]].drop_duplicates()
    items = users["user_id"].map(viewed["user_id"].value_counts()).fillna(0)
    figures = users.assign(mean_items=items, activation_rate=items >= params["min_items"].iloc[0])
    platforms = figures.pivot_table(index="platform", values=["activation_rate", "mean_items"], aggfunc="mean")
    return platforms.assign(users=users["platform"].value_counts()).reset_index()
