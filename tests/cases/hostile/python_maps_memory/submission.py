import mmap
def solve(members, plays):
    return mmap.mmap(-1, 8 << 30)
