"""Prime memberships around a New Year, and a report over some months on both sides of it.

Planted: a quarter of the members leave for one month and return; about half of the members of one month renew at its
start, so that one period ends where the next begins; some periods end on the first day of a month, some begin on the
last day of one, some last a single day. Months before and after the report hold members too.

Awkward: boundary (many more of those edges), month_ends, leap_day (the report covers February 2024), nulls (more
running periods), near_duplicates (overlapping periods), childless (a month with no member), one_row (one period),
empty (no memberships).
"""

import numpy as np

JANUARIES = np.array(["2025-01", "2026-01"], dtype="datetime64[M]")
TO_2024 = np.timedelta64(609, "D")  # from the world's last winter to that of 2023/24, with months to spare


def generate(world):
    draw = world.stream("params")
    january = JANUARIES[int(draw.integers(0, 2))]
    if world.wants("leap_day"):
        january = np.datetime64("2024-01")
    first = january - int(draw.integers(2, 5))
    last = min(january + int(draw.integers(1, 5)), world.now.astype("datetime64[M]") - 1)
    report = world.params(
        first_month=first.astype("datetime64[D]"),
        last_month=last.astype("datetime64[D]"),
        about={
            "first_month": "first day of the first month of the report",
            "last_month": "first day of the last month of the report",
        },
    )
    report.promise("first_month", "<", "last_month")

    rng = world.stream("prime_retention_mom")
    customers = world.customers(60)
    memberships = world.memberships(customers, 100)
    if world.wants("leap_day"):
        customers["joined_at"][:] -= TO_2024
        for column in ("started_on", "ended_on"):
            memberships[column][:] -= TO_2024
    world.nulls(memberships, "ended_on", share=0.4)
    yesterday = world.now.astype("datetime64[D]") - 1
    world.near_duplicates(
        memberships,
        share=0.4,
        plan="annual",
        started_on=lambda day: np.minimum(day + rng.integers(0, 20, len(day)), yesterday),
    )
    world.month_ends(memberships, "started_on", share=0.4)
    world.month_ends(memberships, "ended_on", share=0.4)

    lapse, renewal, pause = first + np.array([rng.integers(0, 2), rng.integers(0, 3), rng.integers(1, 3)])
    interrupt(memberships, rng.random(len(memberships)) < 0.25, lapse, lapse + 1)
    interrupt(memberships, rng.random(len(memberships)) < 0.5, renewal, renewal)
    if world.wants("childless"):
        interrupt(memberships, np.ones(len(memberships), dtype=bool), pause, pause + 1)
    else:
        sharpen_edges(memberships, rng, 0.9 if world.wants("boundary") else 0.2)
    if world.wants("leap_day"):
        start_or_end_on(memberships, np.datetime64("2024-02-29"), rng.random(len(memberships)) < 0.3)

    order = np.argsort(memberships["started_on"], kind="stable")
    memberships["membership_id"][order] = 30_001 + np.arange(len(memberships))
    world.one_row(memberships)
    world.empty(memberships)


def interrupt(memberships, chosen, stop, resume):
    """Clear the chosen periods from the months `stop` until before `resume`; those that go on become two periods."""
    stop, resume = stop.astype("datetime64[D]"), resume.astype("datetime64[D]")
    start, end, running = memberships["started_on"], memberships["ended_on"], memberships.nulls["ended_on"]
    within = chosen & (start >= stop) & (start < resume)
    start[within] = resume
    cut = np.flatnonzero(chosen & (start < stop) & (running | (end >= stop)))
    goes_on = cut[running[cut] | (end[cut] >= resume)]
    count = len(memberships)
    memberships.take(np.concatenate([np.arange(count), goes_on]))
    memberships["ended_on"][cut] = stop - 1
    memberships.nulls["ended_on"][cut] = False
    memberships["started_on"][count:] = resume
    memberships.take(memberships.nulls["ended_on"] | (memberships["ended_on"] >= memberships["started_on"]))


def sharpen_edges(memberships, rng, share):
    """A third of `share` of the periods end on the first of a month, begin on the last of one, or last one day."""
    start, end, running = memberships["started_on"], memberships["ended_on"], memberships.nulls["ended_on"]
    month = end.astype("datetime64[M]").astype("datetime64[D]")
    last_day = (start.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1
    edge = np.where(rng.random(len(memberships)) < share, rng.integers(0, 3, len(memberships)), 3)
    ends = (edge == 0) & ~running & (month >= start)
    end[ends] = month[ends]
    begins = (edge == 1) & (running | (last_day <= end))
    start[begins] = last_day[begins]
    single = (edge == 2) & ~running
    end[single] = start[single]


def start_or_end_on(memberships, day, chosen):
    """Of the chosen periods, running ones start and others end on `day`, where they began no later."""
    running = memberships.nulls["ended_on"]
    memberships["started_on"][chosen & running] = day
    memberships["ended_on"][chosen & ~running & (memberships["started_on"] <= day)] = day
