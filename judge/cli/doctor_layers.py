"""The layers of the sandbox as `drill doctor` tries them: each by itself, against what it is to prevent."""

from __future__ import annotations

import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from judge.cli import doctor_limits
from judge.cli.doctor_checks import Finding
from judge.errors import CannotBegin
from judge.model import Limits
from judge.sandbox import command
from judge.sandbox.pool import FOR_STRANGERS

_MISSING = {
    "landlock": "it comes with Linux 5.13, where it is not switched off",
    "seccomp": "it is used on x86-64 and aarch64",
}


def layers() -> list[Finding]:
    """What of the sandbox holds here, and whether it is enough for strangers' code."""
    if sys.platform != "linux":
        return [_elsewhere()]
    return [*_tried("landlock"), *_tried("seccomp"), *_bubblewrap(), _strangers()]


def _elsewhere() -> Finding:
    system = platform.system()
    held = "the limits above and the clock" if os.name == "posix" else "the clock alone"
    text = f"{system} has no sandbox that drill knows: an answer is held by {held}"
    return Finding(None, text, "a stranger's answer (--stranger) is refused without --trust: run those on Linux")


def _tried(layer: str) -> list[Finding]:
    attempts = _attempts(layer)
    return _findings(layer, attempts) if attempts else [Finding(None, f"{layer} is not here", _MISSING[layer])]


def _bubblewrap() -> list[Finding]:
    program = command.bubblewrap()
    if program is None:
        return [Finding(None, "bubblewrap is not installed", "apt install bubblewrap puts a third wall around answers")]
    try:
        return _findings("bubblewrap", _attempts("bubblewrap", program))
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().splitlines()
        text = f"bubblewrap does not start: {said[-1] if said else f'exit code {error.returncode}'}"
        return [Finding(None, text, "it needs user namespaces; answers are run without it")]


def _findings(layer: str, attempts: dict[str, bool]) -> list[Finding]:
    return [
        Finding(held, f"{layer}: {what}{'' if held else ': this does not hold'}", "run no answers but your own here")
        for what, held in attempts.items()
    ]


def _attempts(layer: str, bubblewrap: str | None = None) -> dict[str, bool]:
    """Run a trial in a process of its own, with a file, a port and a process that it is not to reach."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
        file = Path(folder) / "secret"
        file.touch()
        port, pid = server.getsockname()[1], os.getpid()
        trial = command.interpreter("trial", layer, str(file), str(port), str(pid))
        done = subprocess.run(
            command.wrapped(bubblewrap, trial) if bubblewrap else trial,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=command.environment(),
            cwd=os.sep,
            check=True,
            timeout=60,
        )
    attempts: dict[str, bool] = json.loads(done.stdout)
    return attempts


def _strangers() -> Finding:
    """Whether a worker, with all of it on, says that what a stranger's code needs is there."""
    try:
        outcome, _ = doctor_limits.run("sql", doctor_limits.ANSWERS["sql"], Limits(), FOR_STRANGERS)
    except CannotBegin as error:
        return Finding(None, error.message, error.help)
    return Finding(outcome.result is not None, "a stranger's answer may be run here", outcome.message)
