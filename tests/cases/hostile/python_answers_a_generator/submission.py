def solve(members, plays):
    while True:
        yield members
