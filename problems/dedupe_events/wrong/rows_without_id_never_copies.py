# takes every row without an id for an event of its own, even two that have one server_id
import pandas as pd


def solve(events):
    log = events.sort_values(["received_at", "server_id"])
    log["id"] = log["event_id"].str.strip().str.lower().replace("", pd.NA)
    log["own_id"] = log.index.to_series().where(log["id"].isna())

    same_event = ["client_id", "id", "own_id"]
    log["copies"] = log.groupby(same_event, dropna=False)["server_id"].transform("size")
    kept = log.drop_duplicates(same_event)
    return kept[["server_id", "client_id", "event_id", "received_at", "copies"]]
