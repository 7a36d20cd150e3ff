import os


def solve(members, plays):
    os.chroot("@SCRATCH@")
