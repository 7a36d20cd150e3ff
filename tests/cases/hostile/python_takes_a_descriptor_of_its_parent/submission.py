import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def solve(members, plays):
    if libc.syscall(438, 0, 1, 0) < 0:
        raise OSError(ctypes.get_errno(), "refused")
