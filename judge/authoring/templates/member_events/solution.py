# Count members, plays and completed plays apart, each for every plan; the columns of the DataFrame then meet by plan.
# Every plan has members, so a plan that the other two lack keeps its row, with a missing number there.
import pandas as pd


def solve(members, plays, params):
    first = params["as_of"].iloc[0] - pd.Timedelta(days=27)
    end = params["as_of"].iloc[0] + pd.Timedelta(days=1)
    counted = plays[(plays["started_at"] >= first) & (plays["started_at"] < end) & plays["stopped_at"].notna()]
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
