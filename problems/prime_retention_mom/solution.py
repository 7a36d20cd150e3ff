# Number the months (year * 12 + month), so that "the month before" is minus one, also in January.
# A period is active in every number from that of its first day to that of its last: it explodes into one row per
# customer and month, without repeats. Shifted by one month and merged with itself, that table gives the retained.
# Months outside the report fall away when the counts are reindexed, and 0 / 0 is NaN, as it should be.
import pandas as pd


def number(days):
    return days.dt.year * 12 + days.dt.month - 1


def solve(memberships: pd.DataFrame, params: pd.DataFrame) -> pd.DataFrame:
    first, last = number(params["first_month"])[0], number(params["last_month"])[0]
    starts = number(memberships["started_on"])
    ends = number(memberships["ended_on"]).fillna(last).astype("int64")
    spans = [list(range(start, end + 1)) for start, end in zip(starts, ends, strict=True)]

    active = pd.DataFrame({"customer_id": memberships["customer_id"], "month": pd.Series(spans, dtype="object")})
    active = active.explode("month").drop_duplicates()
    retained = active.merge(active.assign(month=active["month"] + 1))

    months = range(first - 1, last + 1)
    result = pd.DataFrame(
        {
            "members": active["month"].value_counts().reindex(months, fill_value=0),
            "retained": retained["month"].value_counts().reindex(months, fill_value=0),
        }
    )
    result["retention"] = result["retained"] / result["members"].shift()
    result["month"] = [pd.Timestamp(year=m // 12, month=m % 12 + 1, day=1) for m in months]
    return result.iloc[1:][["month", "members", "retained", "retention"]]
