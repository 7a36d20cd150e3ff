def solve(members, plays):
    nested = []
    while True:
        nested = [nested] + [None] * 100_000
