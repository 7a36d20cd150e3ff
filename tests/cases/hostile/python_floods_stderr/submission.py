import sys
def right(members, plays):
    n = members.member_id.map(plays.groupby("member_id").size()).fillna(0).astype("int64")
    return members[["member_id"]].assign(plays=n, share=n / len(plays))
def solve(members, plays):
    for _ in range(100):
        sys.stderr.write("x" * (1 << 20))
    return right(members, plays)
