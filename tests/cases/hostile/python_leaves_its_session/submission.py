import os


def solve(members, plays):
    os.setsid()
