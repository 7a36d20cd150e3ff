# groups by event_at too, so that a copy sent after the clock was set right is an event of its own
import pandas as pd


def solve(events):
    log = events.sort_values(["received_at", "server_id"])
    log["id"] = log["event_id"].str.strip().str.lower().replace("", pd.NA)
    log["own_id"] = log["server_id"].where(log["id"].isna())

    same_event = ["client_id", "id", "own_id", "event_at"]
    log["copies"] = log.groupby(same_event, dropna=False)["server_id"].transform("size")
    kept = log.drop_duplicates(same_event)
    return kept[["server_id", "client_id", "event_id", "received_at", "copies"]]
