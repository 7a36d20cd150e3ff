def solve(members, plays):
    members.to_csv("@SCRATCH@/members.csv")
