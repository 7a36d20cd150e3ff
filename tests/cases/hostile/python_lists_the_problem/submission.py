import os


def solve(members, plays):
    return os.listdir("@PROBLEM@")
