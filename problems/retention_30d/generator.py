"""A third of a year of sign-ups before the as-of day, and a thinned log of what the users did.

Planted: a quarter of the users come back on day 30 at an earlier hour than that of their sign-up and are not seen
later; another quarter are last seen in the evening of day 29; a third quarter are signed out from day 30 until
`as_of`. For a tenth of the users day 30 is the last day before `as_of`, for another tenth it is `as_of` itself. The
latest cohort counts with only a part of its month. The log goes on after `as_of`, holds more signed-out events, and
holds events of accounts that were deleted since.

Awkward: boundary (day 30 and `as_of` to the microsecond, sign-ups at the start of a month), month_ends (sign-ups),
nulls (more signed-out events), near_duplicates (retries), late_arrivals, childless (users with no event), one_row (one
user), empty (no users where the seed is odd, no events where it is even).
"""

import numpy as np

DAY = np.timedelta64(1, "D")
TICK = np.timedelta64(1, "us")


def generate(world):
    rng = world.stream("retention_30d")
    as_of = np.datetime64("2025-10-01") + int(world.stream("params").integers(0, 140))
    if as_of - 30 == (as_of - 30).astype("datetime64[M]"):  # else the latest cohort counts with its whole month
        as_of += 1
    world.params(as_of=as_of, about={"as_of": "the day of the report, itself not reported on"})

    users = world.users(105)
    lot = rng.permutation(len(users))
    age = np.where(lot % 10 == 0, 31, np.where(lot % 10 == 1, 30, rng.integers(2, 125, len(users))))
    clock = users["signed_up_at"] - users["signed_up_at"].astype("datetime64[D]")
    users["signed_up_at"][:] = (as_of - np.sort(age)[::-1]).astype("datetime64[us]") + clock
    world.month_ends(users, "signed_up_at")
    world.boundary(users, "signed_up_at", users["signed_up_at"].astype("datetime64[M]"), share=0.2)

    events = world.events(users, 1260)
    events.take(rng.permutation(len(events))[: world.rows(210)])  # about one event of a visit
    role = rng.permutation(len(users)) % 4
    who = np.searchsorted(users["user_id"], events["user_id"])
    day_30 = (users["signed_up_at"].astype("datetime64[D]") + 30 * DAY).astype("datetime64[us]")
    if world.wants("boundary"):
        end = np.full(len(users), as_of, dtype="datetime64[us]")
        last_seen = np.choose(role, [day_30, day_30 - TICK, end, end - TICK])
        staged = role < 4
    else:
        morning = day_30 + (rng.random(len(users)) * 0.9 * clock.astype(np.int64)).astype("timedelta64[us]")
        evening = day_30 - rng.integers(1, 14_400, len(users)).astype("timedelta64[s]")
        last_seen = np.where(role == 0, morning, evening)
        staged = role < 2
        signed_out = (role[who] == 2) & (events["event_at"] >= day_30[who]) & (events["event_at"] < as_of)
        events.nulls["user_id"] |= signed_out
    move_last_visit(events, who, last_seen, staged, day_30 - DAY)

    world.nulls(events, "user_id", share=0.4)
    world.childless(events, "user_id")
    world.near_duplicates(events, share=0.3, received_at=lambda at: at + np.timedelta64(4, "s"))
    world.late_arrivals(events, "received_at", "event_at", share=0.6)
    world.empty(users if world.seed % 2 else events)
    events.take(rng.permutation(len(events)))
    world.renumber(events)
    users.take(lot[: len(users)] % 13 != 12)  # accounts deleted since; their events stay
    world.one_row(users)


def move_last_visit(events, who, last_seen, staged, until):
    """Keep staged users' events before `until`, and move one signed-in event of each to `last_seen`."""
    signed_in = np.flatnonzero(~events.nulls["user_id"] & staged[who])
    moved = signed_in[np.unique(who[signed_in], return_index=True)[1]]
    by = last_seen[who[moved]] - events["event_at"][moved]
    kept = ~staged[who] | (events["event_at"] < until[who])
    kept[moved] = True
    for column in ("event_at", "received_at"):
        events[column][moved] += by
    events.take(kept)
