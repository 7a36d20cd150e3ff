"""Locking a worker in, once all that it needs is open: what the kernel of this machine has, in one order."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress

if sys.platform == "linux":
    from judge.sandbox.inside import kernel, landlock, seccomp, syscalls


def rules(readable: Iterable[str]) -> int | None:
    """A descriptor of the rule that `readable` is all that may be read; None where the kernel has no Landlock."""
    if sys.platform != "linux":
        return None
    version = landlock.abi()
    return landlock.ruleset(readable, version) if version else None


def confine(rules: int | None) -> list[str]:
    """Give up privileges, the file system but for what the rules allow, and system calls; returns the layers that hold.

    A layer that the kernel does not have is left out: whoever started the worker decides whether what holds is enough.
    """
    if sys.platform != "linux":
        return []
    held = []
    kernel.forgo_privileges()
    if rules is not None:
        landlock.restrict(rules)
        os.close(rules)
        held.append("landlock")
    architecture = syscalls.here()
    if architecture:
        with suppress(OSError):  # a kernel built without filters
            seccomp.install(seccomp.program(architecture, os.getpid()))
            held.append("seccomp")
    return held
