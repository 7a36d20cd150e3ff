import os


def solve(members, plays):
    os.kill(-1, 0)
