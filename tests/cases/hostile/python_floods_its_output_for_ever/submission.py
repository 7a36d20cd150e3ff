import os
def solve(members, plays):
    while True:
        os.write(1, b"x" * 65536)
