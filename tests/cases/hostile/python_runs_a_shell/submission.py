import os


def solve(members, plays):
    if os.system("touch @SCRATCH@/touched") != 0:
        raise ChildProcessError("no shell")
