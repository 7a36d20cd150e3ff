# weekly periods name the cohorts, and two grouped counts are put side by side instead of one flag
import pandas as pd


def solve(members, plays, params):
    as_of = params.at[0, "as_of"]
    m = members[["member_id", "signed_up_at"]].copy()
    m["cohort_week"] = m["signed_up_at"].dt.to_period("W-SUN").dt.start_time
    m = m[m["cohort_week"] <= as_of - pd.Timedelta(days=13)]

    p = plays[["member_id", "started_at"]].merge(m, on="member_id")
    begin = p["signed_up_at"].dt.floor("D") + pd.Timedelta(days=1)
    p = p[(p["started_at"] >= begin) & (p["started_at"] < begin + pd.Timedelta(days=7))]

    result = pd.DataFrame(
        {
            "members": m.groupby("cohort_week")["member_id"].nunique(),
            "retained": p.groupby("cohort_week")["member_id"].nunique(),
        }
    )
    result["retained"] = result["retained"].fillna(0).astype("int64")
    result["retention"] = result["retained"] / result["members"]
    return result.rename_axis("cohort_week").reset_index()
