"""The shop's event log as it was delivered: at least once.

Planted always: clients send some events up to three more times, seconds to hours later, and the row numbers come
from several servers, so that a lower `server_id` need not mean an earlier receipt. One event of each client has
the id "00000001", as if clients counted: other clients use it too. Of the events sent again, a third were first sent by
a clock that was slow and set right before the retry (another `event_at`), and a third were retried by a newer app
that calls the event something else (another `event_name`).

Awkward data offered: `messy_text` (older apps send ids in capitals, or with spaces around them; from scale 1 on, two
more clients use the event ids of busy ones, from whom one differs in capitals alone and one in a blank at the end),
`nulls` (ids that are NULL, empty or nothing but spaces), `exact_duplicates` (rows loaded again, `server_id` and all),
`near_duplicates` (one tap that an app logged under two ids: two events), `ties` (copies received at the same instant),
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
    columns["event_name"] = replace(
        columns["event_name"], about=f"{columns['event_name'].about}; some app versions put shop. before it"
    )
    events = world.table("events", tuple(columns.values()), {name: log[name] for name in KEPT}, alike=["server_id"])
    events.promise("event_at", "<", "received_at")
    for name in ("client_id", "event_id"):
        events[name][:] = events[name].astype("U8")  # short enough to read side by side
    events["received_at"][:] = events["received_at"].astype("datetime64[ms]")

    _, first_of_client = np.unique(events["client_id"].astype("U"), return_index=True)
    events["event_id"][first_of_client] = "00000001"
    if world.wants("messy_text") and world.scale >= 1:  # a smaller one is there to be read whole
        _clients_almost_alike(events)
    world.near_duplicates(events, event_id=lambda ids: ids + "b", received_at=lambda at: at + np.timedelta64(40, "ms"))

    sent = len(events)
    again = np.repeat(np.arange(sent), rng.choice([0, 0, 0, 1, 1, 2, 3], sent))
    wait = np.round(10 ** rng.uniform(3, 7.5, len(again))).astype("timedelta64[ms]")
    if world.wants("ties"):
        wait[rng.random(len(again)) < 0.7] = np.timedelta64(0, "ms")
    events.take(np.append(np.arange(sent), again))
    events["received_at"][sent:] += wait
    resent = np.unique(again)
    slow = resent[::3]
    events["event_at"][slow] -= rng.integers(60, 6 * 3600, len(slow)).astype("timedelta64[s]")
    renamed = sent + np.flatnonzero(np.isin(again, resent[1::3]))
    events["event_name"][renamed] = "shop." + events["event_name"][renamed]
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


def _clients_almost_alike(events):
    clients = events["client_id"].astype("U")
    lettered, sent = np.unique(clients[np.strings.upper(clients) != clients], return_counts=True)
    busiest = lettered[np.argsort(-sent, kind="stable")[:2]]
    for client, twin in zip(busiest, (str.upper, "{} ".format), strict=False):
        before = len(events)
        events.take(np.append(np.arange(before), np.flatnonzero(events["client_id"] == client)))
        events["client_id"][before:] = twin(str(client))
        for name in ("event_at", "received_at"):
            events[name][before:] -= np.timedelta64(3, "h")
