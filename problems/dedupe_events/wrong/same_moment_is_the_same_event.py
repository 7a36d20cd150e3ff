# groups by client, time and name of the event: two taps with two ids become one
import pandas as pd


def solve(events):
    log = events.sort_values(["received_at", "server_id"])
    log["id"] = log["event_id"].str.strip().str.lower().replace("", pd.NA)
    log["own_id"] = log["server_id"].where(log["id"].isna())

    same_event = ["client_id", "event_at", "event_name"]
    log["copies"] = log.groupby(same_event, dropna=False)["server_id"].transform("size")
    kept = log.drop_duplicates(same_event)
    return kept[["server_id", "client_id", "event_id", "received_at", "copies"]]
