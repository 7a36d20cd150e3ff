"""Users of a shop, and the raw log of what they did in the days after their sign-up.

Planted: each user's log is drawn together, 24 days into one, so that a good part of it lies within the first 24 hours;
of the events that are no views of an item only one in three is kept; `min_items` is 2 or 3.

Awkward data that a case in problem.toml can ask for: `boundary` (events at the instant of the sign-up and 24 hours
after it, and a microsecond before each), `outside_window` (events before the sign-up, and more of them after the 24
hours), `near_duplicates` (events that come again a minute later), `childless` (users without any event), `nulls` (more
events of which nobody knows the user), `one_row` (a single user), `empty` (no events; the users stay).
"""

import numpy as np

DAY = np.timedelta64(1, "D")
MINUTE = np.timedelta64(1, "m")


def generate(world):
    """Add the tables `users`, `events` and `params` to `world`, which is one of fixtures/clickstream.py."""
    # A stream is a source of chance with a name of its own: what it draws stays the same when other tables change.
    # params() adds a table of one row: what differs from fixture to fixture and is no data.
    world.params(
        min_items=int(world.stream("params").integers(2, 4)),
        about={"min_items": "fewest different items of an activated user"},
    )

    # Counts are those at scale 1.
    users = world.users(60)
    world.one_row(users)
    events = world.events(users, count=600)
    # take() keeps rows, by a mask or by positions.
    events.take((events["event_name"] == "view_item") | (world.stream("other events").random(len(events)) < 1 / 3))

    # Users stand in the order of their ids here, so that this finds the sign-up that belongs to each event.
    signed_up_at = users["signed_up_at"][np.searchsorted(users["user_id"], events["user_id"])]
    delay = events["received_at"] - events["event_at"]
    events["event_at"][:] = signed_up_at + (events["event_at"] - signed_up_at) // 24

    # boundary() wants one instant, or one a row. It does nothing unless the case asks for it, like every offer below.
    world.outside_window(events, "event_at", signed_up_at, signed_up_at + DAY)
    edge = signed_up_at + np.where(np.arange(len(events)) % 3 == 0, 0, DAY)
    world.boundary(events, "event_at", edge)
    events["received_at"][:] = events["event_at"] + delay  # the receipt moves with the event
    # The world promises that nothing is logged before the sign-up, and finish() checks it: take that back.
    events.waive("users.signed_up_at")
    world.near_duplicates(events, event_at=lambda at: at + MINUTE, received_at=lambda at: at + MINUTE)
    world.renumber(events)  # the server numbers events in the order of their receipt

    world.nulls(events, "user_id")
    world.childless(events, "user_id")
    world.empty(events)
