import resource


def solve(members, plays):
    resource.prlimit(int("@PARENT@"), resource.RLIMIT_NOFILE, (3, 3))
