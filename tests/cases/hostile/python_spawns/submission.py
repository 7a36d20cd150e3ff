import os


def solve(members, plays):
    os.posix_spawn("/bin/true", ["true"], {})
