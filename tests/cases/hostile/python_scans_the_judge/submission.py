import os


def solve(members, plays):
    return [entry.name for entry in os.scandir("@JUDGE@")]
