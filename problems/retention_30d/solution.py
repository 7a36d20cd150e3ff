# Decide who is counted from the users alone, and mark each of them as retained or not; then the mean of the mark
# is the retention, its sum the retained and its size the users.
# Normalised (midnight) instants make it calendar days. The marks come from a set of user ids, so retries
# cannot count twice, and signed-out events and deleted accounts find no user in the merge.
import pandas as pd


def solve(users: pd.DataFrame, events: pd.DataFrame, params: pd.DataFrame) -> pd.DataFrame:
    as_of = params["as_of"].iloc[0]
    day_30 = users["signed_up_at"].dt.normalize() + pd.Timedelta(days=30)
    counted = users.assign(day_30=day_30)[day_30 < as_of]

    seen = events[["user_id", "event_at"]].merge(counted, on="user_id")
    late = seen[(seen["event_at"] >= seen["day_30"]) & (seen["event_at"] < as_of)]

    return (
        counted.assign(
            cohort_month=counted["signed_up_at"].dt.to_period("M").dt.to_timestamp(),
            is_retained=counted["user_id"].isin(late["user_id"]),
        )
        .groupby("cohort_month", as_index=False)
        .agg(users=("user_id", "size"), retained=("is_retained", "sum"), retention=("is_retained", "mean"))
    )
