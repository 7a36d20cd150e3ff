def solve(members, plays):
    open("@SCRATCH@/w", "w").write("x")
