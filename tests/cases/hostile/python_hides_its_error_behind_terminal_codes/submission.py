def solve(members, plays):
    raise ValueError("what went wrong\n\x00\x1b[31m")
