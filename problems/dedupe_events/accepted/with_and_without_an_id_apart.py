# Rows with an id and rows without one are deduplicated apart, each by its own key, and put together again.
import pandas as pd


def first_of(log, key):
    counts = log.groupby(key).size().rename("copies").reset_index()
    firsts = log.sort_values(["received_at", "server_id"]).groupby(key).head(1)
    return firsts.merge(counts, on=key)


def solve(events):
    norm = events["event_id"].fillna("").str.strip().str.lower()
    log = events.assign(norm=norm)
    with_id = first_of(log[log["norm"] != ""], ["client_id", "norm"])
    without = first_of(log[log["norm"] == ""], ["server_id"])
    both = pd.concat([with_id, without])
    return both[["client_id", "event_id", "server_id", "received_at", "copies"]]
