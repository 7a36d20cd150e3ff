# does not leave out plays without a stop, of which nobody knows whether they were completed
import pandas as pd


def solve(members, plays, params):
    first = params["as_of"].iloc[0] - pd.Timedelta(days=27)
    end = params["as_of"].iloc[0] + pd.Timedelta(days=1)
    counted = plays[(plays["started_at"] >= first) & (plays["started_at"] < end)]
    plan = counted["member_id"].map(members.set_index("member_id")["plan"])

    plans = pd.DataFrame(
        {
            "members": members["plan"].value_counts(),
            "plays": plan.value_counts(),
            "completion_rate": counted["completed"].groupby(plan).mean(),
        }
    )
    plans["plays"] = plans["plays"].fillna(0)
    return plans.rename_axis("plan").reset_index()
