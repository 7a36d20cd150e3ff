import ctypes
def solve(members, plays):
    return ctypes.string_at(0)
