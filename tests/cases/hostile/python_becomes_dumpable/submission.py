import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def solve(members, plays):
    if libc.syscall({"x86_64": 157, "aarch64": 167}[os.uname().machine], 4, 1, 0, 0, 0) < 0:
        raise OSError(ctypes.get_errno(), "refused")
