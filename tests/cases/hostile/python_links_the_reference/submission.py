import os


def solve(members, plays):
    os.link("@PROBLEM@/solution.py", "@SCRATCH@/link")
