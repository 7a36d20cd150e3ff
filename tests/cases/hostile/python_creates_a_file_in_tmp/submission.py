def solve(members, plays):
    open("/tmp/drill-hostile", "x").write("x")
