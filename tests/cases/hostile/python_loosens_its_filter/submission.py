import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def solve(members, plays):
    if libc.syscall({"x86_64": 317, "aarch64": 277}[os.uname().machine], 1, 0, ctypes.byref(ctypes.c_ulong())) < 0:
        raise OSError(ctypes.get_errno(), "refused")
