import os


def solve(members, plays):
    os.chown("@SCRATCH@", 12345, 12345)
