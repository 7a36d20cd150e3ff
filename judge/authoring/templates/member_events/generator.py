"""Members of a streaming service, and their plays of some two months about an as-of day.

Planted: the plays begin four weeks before the 28 days that count and go on for ten days after them.

Awkward data that a case in problem.toml can ask for: `boundary` (plays that start at the midnights that begin and end
the 28 days, and a microsecond before each), `childless` (members who never played, among them all members of one
plan), `outside_window` (more plays before and after the 28 days), `nulls` (more plays without a stop), `one_row` (a
single play, which counts and was not completed), `empty` (no plays; the members stay).
"""

import numpy as np

DAY = np.timedelta64(1, "D")
WINDOW = 28 * DAY


def generate(world):
    """Add the tables `members`, `plays` and `params` to `world`, which is one of fixtures/member_events.py."""
    # A stream is a source of chance with a name of its own: what it draws stays the same when other tables change.
    as_of = np.datetime64("2025-11-20") + world.stream("params").integers(0, 80)
    # params() adds a table of one row: what differs from fixture to fixture and is no data.
    world.params(as_of=as_of, about={"as_of": "last day that counts"})
    end = as_of + DAY
    start = end - WINDOW

    # Counts are those at scale 1. take() keeps rows, by a mask or by positions.
    members = world.members(80)
    members.take(members["signed_up_at"] < end)
    plays = world.plays(members, count=900)
    plays.take((plays["started_at"] >= start - WINDOW) & (plays["started_at"] < end + 10 * DAY))

    # boundary() wants one instant, or one a row. It does nothing unless the case asks for it, like every offer below.
    lasted = plays["stopped_at"] - plays["started_at"]
    world.outside_window(plays, "started_at", start, end)
    world.boundary(plays, "started_at", np.where(np.arange(len(plays)) % 3 == 0, start, end))
    plays["stopped_at"][:] = plays["started_at"] + lasted  # the stop moves with the start
    # The world promises that nothing is played before the sign-up, and finish() checks it: take that back.
    plays.waive("members.signed_up_at")
    world.nulls(plays, "stopped_at", share=0.3)

    # wants() asks whether the case wants something, for what takes more than the one call.
    if world.wants("childless"):
        plan = world.stream("plan that never played").choice(members["plan"])
        plays.take(~np.isin(plays["member_id"], members["member_id"][members["plan"] == plan]))
    world.childless(plays, "member_id", share=0.3)
    if world.wants("one_row"):
        counts = (plays["started_at"] >= start) & (plays["started_at"] < end) & ~plays.nulls["stopped_at"]
        plays.take(counts & ~plays["completed"])  # a rate of 0 beside the plans whose rate is NULL
    world.one_row(plays)
    world.empty(plays)
