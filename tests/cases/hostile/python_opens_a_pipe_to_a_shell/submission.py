import os


def solve(members, plays):
    return os.popen("echo x").read()
