import os


def solve(members, plays):
    if os.fork() == 0:
        os._exit(0)
