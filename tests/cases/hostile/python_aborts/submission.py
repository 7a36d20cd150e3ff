import os
def solve(members, plays):
    os.abort()
