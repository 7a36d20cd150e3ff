def solve(members, plays):
    print("\x1b]0;owned\x07\x1b[2J\x1b[1;1H\x00\x9b\u202e")
    return 1 / 0
