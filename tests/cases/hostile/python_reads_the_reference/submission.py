def solve(members, plays):
    return open("@PROBLEM@/solution.sql").read()
