import sys
sys.setrecursionlimit(10**9)
def solve(members, plays):
    nested = []
    for _ in range(60_000):
        nested = [nested]
    return repr(nested)
