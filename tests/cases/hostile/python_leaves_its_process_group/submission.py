import os


def solve(members, plays):
    os.setpgid(0, os.getppid())
