import time
time.sleep(3600)
def solve(members, plays):
    return members
