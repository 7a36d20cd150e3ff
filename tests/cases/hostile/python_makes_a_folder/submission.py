import os


def solve(members, plays):
    os.mkdir("@SCRATCH@/folder")
