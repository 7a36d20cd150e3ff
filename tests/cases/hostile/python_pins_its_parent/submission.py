import os


def solve(members, plays):
    os.sched_setaffinity(int("@PARENT@"), {0})
