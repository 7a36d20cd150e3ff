import os


def solve(members, plays):
    os.setxattr("@PROBLEM@/solution.py", "user.hostile", b"x")
