# Plain Python: one dictionary from the event to its best row so far and its count, one pass over the log.
import pandas as pd


def solve(events):
    best, copies = {}, {}
    for row in events.itertuples(index=False):
        name = "" if pd.isna(row.event_id) else row.event_id.strip().lower()
        event = (row.client_id, name) if name else row.server_id
        copies[event] = copies.get(event, 0) + 1
        if event not in best or (row.received_at, row.server_id) < (best[event].received_at, best[event].server_id):
            best[event] = row
    rows = [(r.server_id, r.client_id, r.event_id, r.received_at, copies[event]) for event, r in best.items()]
    return pd.DataFrame(rows, columns=["server_id", "client_id", "event_id", "received_at", "copies"])
