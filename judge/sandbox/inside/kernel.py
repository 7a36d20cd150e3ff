"""The few calls of the Linux kernel that Python's library has no function for."""

from __future__ import annotations

import ctypes
import os

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_CAPABILITY_VERSION_3 = 0x20080522
_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def syscall(number: int, *arguments: object) -> int:
    """The call's result; raises OSError."""
    result: int = _libc.syscall(ctypes.c_long(number), *arguments)
    return _checked(result)


def prctl(option: int, *arguments: object) -> None:
    padded = [*arguments, *[ctypes.c_ulong(0)] * (4 - len(arguments))]
    _checked(_libc.prctl(ctypes.c_int(option), *padded))


def die_with_parent(signal: int) -> None:
    """Have the kernel send this process `signal` when its parent has died."""
    prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(signal))


def forgo_privileges() -> None:
    """Give up every capability (root's power over files, limits and processes), and the ways to get one back."""
    prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1))
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    _checked(_libc.capset(header, (ctypes.c_uint32 * 6)()))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
