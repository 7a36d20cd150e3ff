held = [bytes(1 << 20) for _ in range(1 << 20)]
def solve(members, plays):
    return members
