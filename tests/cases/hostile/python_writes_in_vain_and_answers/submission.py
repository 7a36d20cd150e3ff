import contextlib
import os


def solve(members, plays):
    for attempt in (
        lambda: open("@SCRATCH@/w", "w"),
        lambda: open("@PROBLEM@/solution.py", "a"),
        lambda: os.mkdir("@SCRATCH@/folder"),
        lambda: os.rmdir("@SCRATCH@"),
        lambda: os.truncate("@PROBLEM@/solution.py", 0),
    ):
        with contextlib.suppress(OSError):
            return attempt()
    n = members.member_id.map(plays.groupby("member_id").size()).fillna(0).astype("int64")
    return members[["member_id"]].assign(plays=n, share=n / len(plays))
