"""Each layer tried by itself: a process puts it on and then does what it is to prevent.

`python -m judge.sandbox.inside trial LAYER FILE PORT PID` prints as JSON whether each attempt was held; FILE, PORT and
PID are what is to be out of reach: a file, a listening TCP port of this machine, a process.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from judge.sandbox.inside import kernel, landlock, seccomp, syscalls
from judge.sandbox.readable import readable

Attempts = dict[str, bool]
_GETPID_X86 = 39


def _held(attempt: Callable[[], object], by: type[OSError] = PermissionError) -> bool:
    try:
        attempt()
    except OSError as error:
        return isinstance(error, by)
    return False


def try_landlock(file: Path, port: int, pid: int) -> Attempts:
    """Nothing where this kernel has no Landlock."""
    version = landlock.abi()
    if not version:
        return {}
    kernel.forgo_privileges()
    landlock.restrict(landlock.ruleset(readable(), version))
    attempts = {
        "other files are not read": _held(file.read_bytes),
        "nothing is written": _held(file.with_name("new").touch) and _held(file.unlink),
    }
    if version >= landlock.TCP_SINCE:
        attempts["no TCP port is reached"] = _held(lambda: socket.create_connection(("127.0.0.1", port), 1))
    if version >= landlock.SCOPED_SINCE:
        attempts["no other process is signalled"] = _held(lambda: os.kill(pid, 0))
    return attempts


def try_seccomp(_: Path, __: int, pid: int) -> Attempts:
    """Nothing where there is no table for this architecture."""
    architecture = syscalls.here()
    if not architecture:
        return {}
    filtered = _killed_by_a_foreign_call(architecture) if architecture.foreign else True
    kernel.forgo_privileges()
    seccomp.install(seccomp.program(architecture, os.getpid()))
    return {
        "no process is started": _held(os.fork) and _held(lambda: os.execv(sys.executable, [sys.executable, "-V"])),
        "no socket is opened": _held(socket.socket),
        "no other process is signalled": _held(lambda: os.kill(pid, 0)),
        "no call beyond the list is made": _held(lambda: os.sched_setaffinity(0, {0})),
        "calls of another architecture end it": filtered,
    }


def _killed_by_a_foreign_call(architecture: syscalls.Architecture) -> bool:
    """Whether a child with the filter on is killed when it makes a call of x32."""
    child = os.fork()
    if child == 0:
        kernel.forgo_privileges()
        seccomp.install(seccomp.program(architecture, os.getpid()))
        with suppress(OSError):
            kernel.syscall(architecture.foreign | _GETPID_X86)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGSYS


def try_bubblewrap(file: Path, port: int, _: int) -> Attempts:
    """To be run within bubblewrap, which is what holds here."""
    return {
        "other files do not exist": _held(file.read_bytes, by=FileNotFoundError),
        "nothing is written": _held(Path("/new").touch, by=OSError),
        "no TCP port is reached": _held(lambda: socket.create_connection(("127.0.0.1", port), 1), by=OSError),
        "no other process is seen": sum(entry.name.isdigit() for entry in Path("/proc").iterdir()) <= 3,
    }


TRIALS = {"landlock": try_landlock, "seccomp": try_seccomp, "bubblewrap": try_bubblewrap}


def main(layer: str, file: str, port: str, pid: str) -> None:
    attempts = TRIALS[layer](Path(file), int(port), int(pid))
    sys.stdout.write(json.dumps(attempts))
