"""The seccomp filter of a submission: system calls on an allow-list, some only with harmless arguments.

A filter is a program of the kernel's classic BPF (linux/filter.h) over `struct seccomp_data` (linux/seccomp.h).
"""

from __future__ import annotations

import ctypes
import errno
import struct
from collections.abc import Sequence

from judge.sandbox.inside.kernel import prctl
from judge.sandbox.inside.syscalls import Architecture

Instruction = tuple[int, int, int, int]
"""`code`, jump if true, jump if false, constant."""

ALLOW = 0x7FFF0000
KILL = 0x80000000
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in seccomp_data
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2

_CLONE_THREAD, _CLONE_NAMESPACES = 0x00010000, 0x7E020080
_WRITING = 0o3 | 0o100 | 0o1000  # O_WRONLY and O_RDWR, O_CREAT, O_TRUNC
_DUPLICATE_FLAGS_LOCKS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030)  # of fcntl; not F_SETOWN, which sends signals
_IS_A_TERMINAL, _CLOSE_ON_EXEC, _BYTES_WAITING = 0x5401, 0x5451, 0x541B  # of ioctl
_NAME_THREAD, _NAME_MEMORY = 15, 0x53564D41  # of prctl


def refusal(number: int) -> int:
    """What a filter returns for a call that fails with the error `number`."""
    return 0x00050000 | number


_REFUSE = (RETURN, 0, 0, refusal(errno.EPERM))
_PASS = (RETURN, 0, 0, ALLOW)


def program(architecture: Architecture, pid: int) -> list[Instruction]:
    """The filter for the process `pid`: it returns an action for each call, and kills on those of another ABI."""
    filter_ = [
        (LOAD, 0, 0, _ARCHITECTURE),
        (EQUAL, 1, 0, architecture.audit),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, _NUMBER),
    ]
    if architecture.foreign:
        filter_ += [(AT_LEAST, 0, 1, architecture.foreign), (RETURN, 0, 0, KILL)]
    for name, number in architecture.numbers.items():
        verdict = _verdict(name, pid)
        filter_ += [(EQUAL, 0, len(verdict), number), *verdict]
    return [*filter_, _REFUSE]


def _verdict(name: str, pid: int) -> list[Instruction]:
    match name:
        case "clone":  # a thread, and neither a process nor a namespace
            return [_load(0), (ANY_BIT, 1, 0, _CLONE_NAMESPACES), (ANY_BIT, 1, 0, _CLONE_THREAD), _REFUSE, _PASS]
        case "clone3":  # its flags lie in memory, where no filter sees them; without it libc falls back to clone
            return [(RETURN, 0, 0, refusal(errno.ENOSYS))]
        case "open":
            return [_load(1), (ANY_BIT, 0, 1, _WRITING), (RETURN, 0, 0, refusal(errno.EACCES)), _PASS]
        case "openat":
            return [_load(2), (ANY_BIT, 0, 1, _WRITING), (RETURN, 0, 0, refusal(errno.EACCES)), _PASS]
        case "tgkill":  # abort() signals its own process
            return _one_of(0, [pid])
        case "sched_getaffinity":
            return _one_of(0, [0, pid])
        case "prlimit64":  # its own limits may be read
            read = [_load(2), (EQUAL, 0, 3, 0), _load(2, high=True), (EQUAL, 0, 1, 0), _PASS, _REFUSE]
            return [_load(0), (EQUAL, 2, 0, 0), (EQUAL, 1, 0, pid), _REFUSE, *read]
        case "fcntl":
            return _one_of(1, _DUPLICATE_FLAGS_LOCKS)
        case "ioctl":
            return _one_of(1, [_IS_A_TERMINAL, _CLOSE_ON_EXEC, _BYTES_WAITING])
        case "prctl":
            return _one_of(0, [_NAME_THREAD, _NAME_MEMORY])
    return [_PASS]


def _load(argument: int, *, high: bool = False) -> Instruction:
    """Load half of an argument; both architectures are little-endian."""
    return LOAD, 0, 0, _ARGUMENTS + 8 * argument + 4 * high


def _one_of(argument: int, values: Sequence[int]) -> list[Instruction]:
    """Allow if the argument, an int of 32 bits, is one of `values`."""
    tests = [(EQUAL, len(values) - i, 0, value) for i, value in enumerate(values)]
    return [_load(argument), *tests, _REFUSE, _PASS]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def install(filter_: Sequence[Instruction]) -> None:
    """Hold this process, for good, to the filter; privileges must have been forgone. Raises OSError."""
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in filter_)
    prctl(_PR_SET_SECCOMP, ctypes.c_ulong(_MODE_FILTER), ctypes.byref(_Program(len(filter_), code)))
