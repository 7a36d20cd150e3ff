"""The shop's event log, and in it one planted journey for each user.

The journeys (`JOURNEYS`) are dealt out evenly, so that every fixture of usual size has each of them: purchases
in time, just too late, and in time only of the step before; items put in the cart before the first view; steps
skipped, repeated (a checkout once more after the purchase too), or taken in the wrong order; a second view, which
starts no new window. Later steps often happen on another platform than the first view. Around them lies the world's
own traffic, some of it signed out.

Awkward data offered: `nulls` (events of nobody known), `ties` (steps at the same instant, first views on two
platforms at once, journeys of two users that start together, some of them on one platform), `boundary` (last steps at
the end of the window, and a microsecond on either side), `near_duplicates` (events that were sent twice),
`late_arrivals` (days on the way, most first views until after the second ones), `childless` (a platform without
events), `one_row`, `empty`.
"""

import numpy as np

PLATFORMS = np.array(["web", "ios", "android"], dtype=object)
KEPT = ("server_id", "user_id", "event_at", "received_at", "event_name", "platform")

VIEW, CART, CHECKOUT, BUY = "view_item", "add_to_cart", "begin_checkout", "purchase"

JOURNEYS = (  # in order of time, each event so many windows after the first view
    ((VIEW, 0), (CART, 0.1), (CHECKOUT, 0.3), (BUY, 0.6)),
    ((CART, -0.4), (VIEW, 0), (CHECKOUT, 0.3), (BUY, 0.5)),
    ((VIEW, 0), (CART, 0.2), (CHECKOUT, 0.5), (BUY, 1.005)),
    ((CART, -0.3), (VIEW, 0), (CART, 0.2), (CHECKOUT, 0.4), (BUY, 0.8)),
    ((VIEW, 0), (CHECKOUT, 0.2), (CART, 0.4), (BUY, 0.7)),
    ((VIEW, 0),),
    ((VIEW, 0), (CART, 0.3)),
    ((VIEW, 0), (CART, 0.2), (CHECKOUT, 0.4)),
    ((VIEW, 0), (CART, 0.2), (CHECKOUT, 0.3), (BUY, 0.4), (CHECKOUT, 0.5)),
    ((VIEW, 0), (CART, 0.6), (CHECKOUT, 1.2), (BUY, 1.8)),
    ((VIEW, 0), (VIEW, 0.7), (CART, 1.2), (CHECKOUT, 1.3), (BUY, 1.5)),
    ((VIEW, 0), (CART, 0.2), (VIEW, 0.5), (CHECKOUT, 0.6), (BUY, 0.9)),
    ((VIEW, 0), (CART, 0.2), (BUY, 0.5)),
    ((VIEW, 0), (CART, 0.2), (BUY, 0.3), (CHECKOUT, 0.5)),
    ((VIEW, 0), (CART, 0.2), (BUY, 0.3), (CHECKOUT, 0.5), (BUY, 0.9)),
    ((VIEW, 0), (CART, 0.2), (CART, 0.3), (CHECKOUT, 0.4), (CHECKOUT, 0.5)),
)
LENGTHS = np.array([len(journey) for journey in JOURNEYS])
NAMES = np.array([name for journey in JOURNEYS for name, _ in journey], dtype=object)
OFFSETS = np.array([offset for journey in JOURNEYS for _, offset in journey])


def generate(world):
    users = world.users(48)
    traffic = world.events(users, 60)
    hours = int(world.stream("params").choice([24, 36, 48, 72]))

    rng = world.stream("journeys")
    journey = rng.permutation(len(users)) % len(JOURNEYS)
    who = np.repeat(np.arange(len(users)), LENGTHS[journey])
    first_row = np.cumsum(LENGTHS[journey]) - LENGTHS[journey]
    hit = (np.cumsum(LENGTHS) - LENGTHS)[journey][who] + np.arange(len(who)) - first_row[who]
    name, offset = NAMES[hit], OFFSETS[hit]

    window = np.timedelta64(hours * 3_600_000, "ms")
    start = users["signed_up_at"] + (window * rng.uniform(0.5, 1, len(users))).astype("timedelta64[ms]")
    start = np.minimum(start, world.now - 2 * window)
    if world.wants("ties"):
        start = np.minimum.reduceat(start, np.arange(0, len(users), 2)).repeat(2)[: len(users)]
    start = start[who]
    jitter = (rng.integers(1, 60_000, len(who)) * (offset != 0)).astype("timedelta64[ms]")
    at = start + (window * offset).astype("timedelta64[ms]") + jitter
    platform = np.argmax(users["platform"][who][:, None] == PLATFORMS, axis=1)
    moved = (rng.random(len(who)) < 0.4) & (offset != 0)
    platform = (platform + moved * rng.integers(1, 3, len(who))) % 3

    if world.wants("boundary"):
        last = np.append(who[1:] != who[:-1], True) & (offset > 0)
        step = (np.arange(last.sum()) % 3 - 1).astype("timedelta64[us]")
        at[last] = start[last] + window + step
    if world.wants("ties"):
        tied = np.append(False, who[1:] == who[:-1]) & (rng.random(len(who)) < 0.5) & (offset != 0)
        at = np.where(tied, np.roll(at, 1), at)
        twice = np.flatnonzero(offset == 0)
        who, name, at, offset = (np.append(values, values[twice]) for values in (who, name, at, offset))
        platform = np.append(platform, (platform[twice] + 1) % 3)

    delay = np.round(100_000 * 50 ** rng.random(len(who))).astype("timedelta64[us]")
    if world.wants("late_arrivals"):
        delay[(offset == 0) & (who % 3 > 0)] += np.timedelta64(3, "D")
    planted = {
        "server_id": np.zeros(len(who)),
        "user_id": users["user_id"][who],
        "event_at": at,
        "received_at": at + delay,
        "event_name": name,
        "platform": PLATFORMS[platform],
    }
    events = world.table(
        "events",
        [traffic.column(column) for column in KEPT],
        {column: np.append(traffic[column], planted[column]) for column in KEPT},
        nulls={"user_id": np.append(traffic.nulls["user_id"], np.zeros(len(who), dtype=bool))},
        key=["server_id"],
    )
    events.promise("event_at", "<", "received_at")
    del world.tables["users"]

    world.nulls(events, "user_id")
    world.near_duplicates(events, share=0.4, received_at=lambda at: at + np.timedelta64(2, "s"))
    world.late_arrivals(events, "received_at", "event_at")
    world.renumber(events)
    world.childless(events, "platform", share=0.3)
    world.one_row(events)
    world.empty(events)
    world.params(about={"window_hours": "hours that a user has from the first view on"}, window_hours=hours)
