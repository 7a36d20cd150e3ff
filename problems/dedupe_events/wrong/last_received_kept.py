# keeps the latest copy, which is right for updates and wrong for deliveries
import pandas as pd


def solve(events):
    log = events.sort_values(["received_at", "server_id"])
    log["id"] = log["event_id"].str.strip().str.lower().replace("", pd.NA)
    log["own_id"] = log["server_id"].where(log["id"].isna())

    same_event = ["client_id", "id", "own_id"]
    log["copies"] = log.groupby(same_event, dropna=False)["server_id"].transform("size")
    kept = log.drop_duplicates(same_event, keep="last")
    return kept[["server_id", "client_id", "event_id", "received_at", "copies"]]
