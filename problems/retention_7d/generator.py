"""Members who signed up in the weeks before an as-of day, and what they played up to the end of it.

Planted for this problem: the as-of day is a Wednesday, or a Saturday on which the cohort of the week before lacks one
day; the weeks run over the turn of a year, and in one of them nobody signed up.

Awkward data: `boundary` (sign-ups at the midnight that begins a week, plays at the two midnights that bound a member's
window, and a microsecond before each; the as-of day is a Sunday, on which a cohort has just finished), `childless`
(members who never played), `outside_window` (plays before the window, also before the sign-up, and after it), `nulls`
(plays without a stop), `near_duplicates` (a play logged again under another id), `one_row` (one member, one play;
together with `childless` no play), `empty`.
"""

import numpy as np

DAY = np.timedelta64(1, "D")
FIRST_MONDAY = np.datetime64("2026-01-12")  # of the as-of days


def generate(world):
    rng = world.stream("params")
    monday = FIRST_MONDAY + 7 * rng.integers(0, 6)
    as_of = monday + (6 if world.wants("boundary") else rng.choice([2, 5]))
    world.params(as_of=as_of, about={"as_of": "last day for which the data are complete"})
    end = as_of + DAY

    weeks = 2 + round(7 * world.scale**0.5)
    members = world.members(600)
    week = (monday - _monday(members["signed_up_at"])) // (7 * DAY)  # 0 is the week of the as-of day
    members.take((week >= 0) & (week < weeks) & (week != rng.integers(3, weeks - 1)) & (members["signed_up_at"] < end))
    world.boundary(members, "signed_up_at", _monday(members["signed_up_at"]), share=0.2)
    world.one_row(members)
    world.empty(members)

    plays = world.plays(members, count=3 * len(members) / world.scale)
    plays.waive("members.signed_up_at")
    lasted = plays["stopped_at"] - plays["started_at"]
    row_of = np.argsort(members["member_id"])
    row_of = row_of[np.searchsorted(members["member_id"], plays["member_id"], sorter=row_of)]
    signed_up_on = members["signed_up_at"][row_of].astype("datetime64[D]")
    edge = signed_up_on + np.where(row_of % 2 == 0, 1, 8)
    world.outside_window(plays, "started_at", signed_up_on + 1, signed_up_on + 8)
    world.boundary(plays, "started_at", edge, share=0.7)
    plays.data["stopped_at"] = plays["started_at"] + lasted
    plays.nulls["stopped_at"] |= plays["stopped_at"] >= end
    plays.take(plays["started_at"] < end)
    world.nulls(plays, "stopped_at", share=0.5)
    world.near_duplicates(plays, play_id=lambda ids: ids + 100_000)
    world.one_row(plays)
    world.childless(plays, "member_id")


def _monday(instants):
    day = instants.astype("datetime64[D]")
    return day - (day.astype(np.int64) + 3) % 7  # day 0 was a Thursday
