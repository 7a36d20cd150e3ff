def solve(members, plays):
    raise ValueError("\ud800" * 9)
