import os


def solve(members, plays):
    os.write(os.memfd_create("x"), b"x")
