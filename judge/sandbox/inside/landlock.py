"""Landlock: what a process may still open, connect to and signal. Rights are only ever given up.

Bits and structures: linux/landlock.h. A kernel knows those up to its ABI version, and refuses the rest.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from contextlib import suppress

from judge.sandbox.inside.kernel import syscall

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_VERSION_FLAG = 1
_PATH_BENEATH = 1
READ_FILE, READ_DIR = 1 << 2, 1 << 3
# ABI version: rights over files that it knows. 2 REFER, 3 TRUNCATE, 5 IOCTL_DEV
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
TCP_SINCE, _TCP = 4, 0b11  # bind, connect
SCOPED_SINCE, _SCOPED = 6, 0b11  # abstract sockets, signals


def abi() -> int:
    """The version that this kernel has, 0 where it has none or has it switched off."""
    try:
        return syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_FLAG))
    except OSError:
        return 0


def ruleset(readable: Iterable[str], version: int) -> int:
    """A descriptor of rules: files beneath `readable` may be read, nothing else may be done. Raises OSError."""
    files = (1 << max(bits for since, bits in _FILE_RIGHTS.items() if since <= version)) - 1
    attributes = struct.pack("Q", files)
    for since, bits in ((TCP_SINCE, _TCP), (SCOPED_SINCE, _SCOPED)):
        if version >= since:
            attributes += struct.pack("Q", bits)
    rules = syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0))
    for path in readable:
        with suppress(FileNotFoundError):
            _allow(rules, path)
    return rules


def _allow(rules: int, path: str) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        rule = struct.pack("=Qi", READ_FILE | (READ_DIR if folder else 0), descriptor)
        syscall(_ADD_RULE, ctypes.c_int(rules), ctypes.c_int(_PATH_BENEATH), rule, ctypes.c_uint32(0))
    finally:
        os.close(descriptor)


def restrict(rules: int) -> None:
    """Hold this process, for good, to `rules`; privileges must have been forgone. Raises OSError."""
    syscall(_RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint32(0))
