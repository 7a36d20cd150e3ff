"""The shop's event log as it was delivered: at least once.

Planted always: clients send some events up to three more times, seconds to hours later, and the row numbers come
from several servers, so that a lower `server_id` need not mean an earlier receipt. One event of each client has
the id "00000001", as if clients counted: other clients use it too.

Awkward data offered: `messy_text` (older apps send ids in capitals, or with spaces around them), `nulls` (ids that
are NULL, empty or nothing but spaces), `exact_duplicates` (rows loaded again, `server_id` and all), `near_duplicates`
(one tap that an app logged under two ids: two events), `ties` (copies received at the same instant),
`late_arrivals` (days on the way), `one_row`, `empty`.
"""

from dataclasses import replace

import numpy as np

KEPT = ("server_id", "client_id", "event_id", "event_name", "event_at", "received_at")


def generate(world):
    log = world.events(world.users(15), 90)
    del world.tables["users"]
    rng = world.stream("deliveries")
    columns = {name: log.column(name) for name in KEPT}
    columns["server_id"] = replace(
        columns["server_id"], about="number of the row; each server draws from a block of numbers of its own"
    )
    columns["event_id"] = replace(columns["event_id"], nullable=True)
    events = world.table("events", tuple(columns.values()), {name: log[name] for name in KEPT})
    for name in ("client_id", "event_id"):
        events[name][:] = events[name].astype("U8")  # short enough to read side by side
    events["received_at"][:] = events["received_at"].astype("datetime64[ms]")

    _, first_of_client = np.unique(events["client_id"].astype("U"), return_index=True)
    events["event_id"][first_of_client] = "00000001"
    world.near_duplicates(events, event_id=lambda ids: ids + "b", received_at=lambda at: at + np.timedelta64(40, "ms"))

    sent = len(events)
    again = np.repeat(np.arange(sent), rng.choice([0, 0, 0, 1, 1, 2, 3], sent))
    wait = np.round(10 ** rng.uniform(3, 7.5, len(again))).astype("timedelta64[ms]")
    if world.wants("ties"):
        wait[rng.random(len(again)) < 0.7] = np.timedelta64(0, "ms")
    events.take(np.append(np.arange(sent), again))
    events["received_at"][sent:] += wait
    events["server_id"][:] = 5_000_001 + rng.permutation(len(events))

    world.late_arrivals(events, "received_at", "event_at")
    world.messy_text(events, "event_id")
    world.nulls(events, "event_id", share=0.15)
    if world.wants("nulls"):
        blank = rng.permutation(len(events))[: 1 + len(events) // 10]
        events["event_id"][blank] = np.array(["", "  "], dtype=object)[np.arange(len(blank)) % 2]
    world.exact_duplicates(events)
    world.one_row(events)
    world.empty(events)
