def solve(members, plays):
    while True:
        pass
