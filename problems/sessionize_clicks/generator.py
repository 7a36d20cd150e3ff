"""The lean click log of a shop: user, instant, page; no users table and no session ids.

Planted for this problem: half of the visits pause for 24 to 36 minutes before their last click, about as long as the
idle time that ends a session; two users in three are moved so that their longest such pause lies about a midnight,
four users about the same one, which mixes their clicks; and one user in three clicks once more a day later, up to 25
minutes after the time of day of the last click.

Awkward data: `boundary` (those pauses are exactly 30 minutes, or a microsecond more), `exact_duplicates` (rows that
repeat), `near_duplicates` (another page of the same user at the same instant), `ties` (clicks moved to the instant of
another click, mostly of another user), `one_row`, `empty`.
"""

import numpy as np

DAY = np.timedelta64(1, "D")
IDLE, LONGEST = np.timedelta64(30, "m"), np.timedelta64(36, "m")
FIRST_NIGHT = np.datetime64("2025-01-06")


def generate(world):
    rng = world.stream("pauses")
    clicks = world.clicks(world.users(40), count=220)
    del world.tables["users"]
    clicks.take(np.lexsort((clicks["timestamp"], clicks["user_id"])))
    clicks.data["timestamp"] -= 30 * DAY  # room for what is moved ahead below
    users, user = np.unique(clicks["user_id"], return_inverse=True)
    at = clicks["timestamp"]

    goes_on = _goes_on(user, at)
    lasts = np.flatnonzero(goes_on & ~np.append(goes_on[1:], False)) + 1
    lasts = rng.permutation(lasts)[: (len(lasts) + 1) // 2]
    if world.wants("boundary"):
        at[lasts] = at[lasts - 1] + IDLE + (np.arange(len(lasts)) % 2).astype("timedelta64[us]")
    else:
        at[lasts] = at[lasts - 1] + rng.integers(24 * 60_000, 36 * 60_000, len(lasts)).astype("timedelta64[ms]")

    pause = np.where(user[1:] == user[:-1], np.diff(at), LONGEST + IDLE)
    pauses = np.flatnonzero(pause <= LONGEST)
    pauses = pauses[np.argsort(-pause[pauses].astype(np.int64), kind="stable")]
    pauses = rng.permutation(pauses[np.unique(user[pauses], return_index=True)[1]])  # the longest of each user
    pauses = pauses[: (2 * len(pauses) + 2) // 3]
    middle = at[pauses] + pause[pauses] // 2
    shift = np.zeros(len(users), dtype="timedelta64[us]")
    shift[user[pauses]] = middle - (FIRST_NIGHT + np.arange(len(pauses)) // 4 % 20)
    at -= shift[user]  # all clicks of a user alike, so that pauses stay

    lasts = rng.permutation(np.flatnonzero(np.append(user[1:] != user[:-1], True)))[: (len(users) + 2) // 3]
    later = DAY + rng.integers(60_000, 25 * 60_000, len(lasts)).astype("timedelta64[ms]")
    clicks.take(np.concatenate([np.arange(len(clicks)), lasts]))
    clicks["timestamp"][-len(lasts) :] += later

    world.exact_duplicates(clicks, share=0.4)
    world.near_duplicates(clicks, share=0.4, page_url="/help")
    world.ties(clicks, "timestamp", share=0.3)
    world.one_row(clicks)
    world.empty(clicks)


def _goes_on(user, at):
    """Whether the next click is the same user's and no more than IDLE later; rows are in order of user and time."""
    return np.append((user[1:] == user[:-1]) & (np.diff(at) <= IDLE), False)
