"""The processes beneath a process, and whether one of them has ended. Linux alone: both ask the kernel."""

from __future__ import annotations

import os
import select
from contextlib import suppress
from pathlib import Path


def descendants(pid: int | None = None) -> frozenset[int]:
    """The processes beneath `pid`, by default beneath this one, zombies among them.

    Children are asked for rather than all of /proc, which takes milliseconds: what is watched goes on meanwhile.
    """
    children: list[int] = []
    with suppress(OSError):  # it has ended
        for task in Path(f"/proc/{os.getpid() if pid is None else pid}/task").iterdir():
            with suppress(OSError):  # threads come and go
                children += map(int, (task / "children").read_text().split())
    return frozenset(children).union(*map(descendants, children))


def gone(pid: int) -> bool:
    """Wait for the process to end, reaped or not, if it is still ending; False where it goes on for 30 s."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], 30)[0])
    finally:
        os.close(descriptor)
