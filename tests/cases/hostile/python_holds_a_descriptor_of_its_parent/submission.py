import os


def solve(members, plays):
    return os.pidfd_open(int("@PARENT@"))
