import os


def solve(members, plays):
    os.write(os.open("@SCRATCH@", os.O_TMPFILE | os.O_RDWR), b"x")
