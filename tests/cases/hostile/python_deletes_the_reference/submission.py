import os


def solve(members, plays):
    os.unlink("@PROBLEM@/solution.py")
