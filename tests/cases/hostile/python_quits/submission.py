def solve(members, plays):
    quit()
