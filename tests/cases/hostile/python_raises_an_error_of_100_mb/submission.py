def solve(members, plays):
    raise ValueError("x" * 100_000_000)
