"""The system calls that a submission may make, and their numbers on x86-64 and aarch64.

Numbers: asm/unistd_64.h and asm-generic/unistd.h. What is not here is refused: fork, exec, sockets, ptrace, io_uring,
keyctl, bpf, mounts, links and renames among it.
"""

from __future__ import annotations

import os
import sys
from typing import NamedTuple


class Architecture(NamedTuple):
    """`audit` is how the kernel names it to a filter (linux/audit.h); `foreign` the bit of calls in another ABI."""

    audit: int
    numbers: dict[str, int]
    foreign: int = 0


# fmt: off
_X86_64 = {
    "read": 0, "write": 1, "readv": 19, "writev": 20, "pread64": 17, "pwrite64": 18, "lseek": 8, "close": 3,
    "fstat": 5, "newfstatat": 262, "statx": 332, "stat": 4, "lstat": 6, "access": 21, "faccessat": 269,
    "faccessat2": 439, "readlink": 89, "readlinkat": 267, "getcwd": 79, "getdents": 78, "getdents64": 217,
    "open": 2, "openat": 257, "dup": 32, "dup2": 33, "dup3": 292, "fcntl": 72, "ioctl": 16, "fadvise64": 221,
    "pipe": 22, "pipe2": 293, "eventfd2": 290, "poll": 7, "ppoll": 271, "select": 23, "pselect6": 270,
    "mmap": 9, "munmap": 11, "mprotect": 10, "mremap": 25, "madvise": 28, "brk": 12,
    "futex": 202, "set_robust_list": 273, "rseq": 334, "clone": 56, "clone3": 435, "exit": 60, "exit_group": 231,
    "sched_yield": 24, "sched_getaffinity": 204, "getcpu": 309, "gettid": 186, "getpid": 39, "getppid": 110,
    "tgkill": 234, "restart_syscall": 219, "prctl": 157, "prlimit64": 302, "getrlimit": 97, "getrusage": 98,
    "getuid": 102, "geteuid": 107, "getgid": 104, "getegid": 108,
    "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "sigaltstack": 131, "rt_sigtimedwait": 128,
    "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230, "nanosleep": 35, "gettimeofday": 96,
    "time": 201, "times": 100, "getrandom": 318, "uname": 63, "sysinfo": 99,
}
_AARCH64 = {
    "read": 63, "write": 64, "readv": 65, "writev": 66, "pread64": 67, "pwrite64": 68, "lseek": 62, "close": 57,
    "fstat": 80, "newfstatat": 79, "statx": 291, "faccessat": 48, "faccessat2": 439, "readlinkat": 78, "getcwd": 17,
    "getdents64": 61, "openat": 56, "dup": 23, "dup3": 24, "fcntl": 25, "ioctl": 29, "fadvise64": 223,
    "pipe2": 59, "eventfd2": 19, "ppoll": 73, "pselect6": 72,
    "mmap": 222, "munmap": 215, "mprotect": 226, "mremap": 216, "madvise": 233, "brk": 214,
    "futex": 98, "set_robust_list": 99, "rseq": 293, "clone": 220, "clone3": 435, "exit": 93, "exit_group": 94,
    "sched_yield": 124, "sched_getaffinity": 123, "getcpu": 168, "gettid": 178, "getpid": 172, "getppid": 173,
    "tgkill": 131, "restart_syscall": 128, "prctl": 167, "prlimit64": 261, "getrlimit": 163, "getrusage": 165,
    "getuid": 174, "geteuid": 175, "getgid": 176, "getegid": 177,
    "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "sigaltstack": 132, "rt_sigtimedwait": 137,
    "clock_gettime": 113, "clock_getres": 114, "clock_nanosleep": 115, "nanosleep": 101, "gettimeofday": 169,
    "times": 153, "getrandom": 278, "uname": 160, "sysinfo": 179,
}
# fmt: on

ARCHITECTURES = {
    "x86_64": Architecture(0xC000003E, _X86_64, foreign=0x40000000),  # x32 calls carry this bit
    "aarch64": Architecture(0xC00000B7, _AARCH64),
}


def here() -> Architecture | None:
    """That of this interpreter; None where there is no table for it. To be asked on Linux alone."""
    if sys.maxsize <= 2**32:  # a 32-bit interpreter makes calls of another ABI
        return None
    return ARCHITECTURES.get(os.uname().machine)
