def solve(members, plays):
    while True:
        try:
            bytes(8 << 30)
        except MemoryError:
            pass
