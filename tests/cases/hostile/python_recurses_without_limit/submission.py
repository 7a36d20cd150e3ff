import sys
sys.setrecursionlimit(10**9)
def again(n):
    return again(n + 1)
def solve(members, plays):
    return again(0)
