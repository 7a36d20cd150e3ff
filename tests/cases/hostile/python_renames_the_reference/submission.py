import os


def solve(members, plays):
    os.rename("@PROBLEM@/solution.py", "@SCRATCH@/solution.py")
