# counts for each member first, with 0 for those without plays, and then adds up the members of each plan
import pandas as pd


def solve(members, plays, params):
    days_ago = (params.at[0, "as_of"] - plays["started_at"].dt.normalize()).dt.days
    counted = plays[days_ago.between(0, 27)].dropna(subset="stopped_at")
    grouped = counted.groupby("member_id")["completed"]

    m = members.assign(
        plays=members["member_id"].map(grouped.count()).fillna(0).astype("int64"),
        completed=members["member_id"].map(grouped.sum()).fillna(0).astype("int64"),
    )
    plans = m.groupby("plan", as_index=False).agg(
        members=("member_id", "nunique"), plays=("plays", "sum"), completed=("completed", "sum")
    )
    plans["completion_rate"] = plans["completed"] / plans["plays"].where(plans["plays"] > 0)
    return pd.DataFrame(plans.drop(columns="completed"))
