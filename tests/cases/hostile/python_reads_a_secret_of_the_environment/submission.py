import os


def solve(members, plays):
    return os.environ["DRILL_SECRET"]
