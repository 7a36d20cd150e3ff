import sys


def solve(members, plays):
    return sys.modules["judge.sandbox"].__loader__.get_data("@PROBLEM@/solution.py").decode()
