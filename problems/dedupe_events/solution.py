# Build the columns that say what one event is: the client, the id in one spelling, and the server_id where there is
# no id. Count each group with dropna=False, or the rows without an id would vanish; then sort by receipt
# and keep the first row of each group.
import pandas as pd


def solve(events):
    log = events.sort_values(["received_at", "server_id"])
    log["id"] = log["event_id"].str.strip().str.lower().replace("", pd.NA)
    log["own_id"] = log["server_id"].where(log["id"].isna())

    same_event = ["client_id", "id", "own_id"]
    log["copies"] = log.groupby(same_event, dropna=False)["server_id"].transform("size")
    kept = log.drop_duplicates(same_event)
    return kept[["server_id", "client_id", "event_id", "received_at", "copies"]]
