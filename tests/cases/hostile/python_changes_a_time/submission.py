import os


def solve(members, plays):
    os.utime("@PROBLEM@/solution.py", (0, 0))
