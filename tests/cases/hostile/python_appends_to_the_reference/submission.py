def solve(members, plays):
    open("@PROBLEM@/solution.py", "a").write("x")
