"""How an interpreter of the sandbox is started: its command line, its environment, and what is put around it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from judge.sandbox import readable


def environment() -> dict[str, str]:
    """All that the environment of a sandbox holds: what makes runs alike, and one thread for each library."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH") if name in os.environ}
    return kept | {
        "PYTHONPATH": readable.ROOT,
        "PYTHONHASHSEED": "0",
        "PYTHONUNBUFFERED": "1",  # what was printed before a kill is shown too
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
        "MALLOC_ARENA_MAX": "2",
    }


def interpreter(*arguments: str) -> list[str]:
    """Python on `judge.sandbox.inside`, without the user's packages and the working directory in its path."""
    return [sys.executable, "-s", "-P", "-X", "utf8", "-m", "judge.sandbox.inside", *arguments]


def bubblewrap() -> str | None:
    """Where the program is installed, if it is."""
    if sys.platform != "linux":
        return None
    for folder in os.get_exec_path():
        program = os.path.join(folder, "bwrap")  # noqa: PTH118  # pathlib takes 10 ms to import
        if os.access(program, os.X_OK):
            return program
    return None


def wrapped(program: str, command: Sequence[str]) -> list[str]:
    """`command` within namespaces of its own: no network, no other process, and of the files only those that an
    interpreter and the sandbox's own code need, read-only."""
    home = os.path.realpath(sys.prefix)
    package = os.path.join(readable.ROOT, "judge")  # noqa: PTH118  # pathlib takes 10 ms to import
    libraries = readable.roots()
    packed = [site for site in readable.sites() if any(site.startswith(f"{root}/") for root in libraries)]
    needed = [
        os.path.dirname(os.path.realpath(sys.executable)),  # noqa: PTH120
        *(f"{home}/{part}" for part in ("bin", "pyvenv.cfg")),
        *readable.packages(readable.PACKAGES | {"sqlglot"}),  # which translates dialects
        *(f"{package}/{part}" for part in ("__init__.py", "errors.py", "model.py", "sandbox", "submission")),
    ]
    # each mount makes the next one slower: 300 took 200 ms
    mounts: list[tuple[str, ...]] = [("--ro-bind", path, path) for path in libraries]
    mounts += [("--tmpfs", site) for site in packed]
    mounts += [("--ro-bind", path, path) for path in needed if os.path.exists(path)]  # noqa: PTH110
    mounts += [("--symlink", os.readlink(path), path) for path in readable.SYSTEM if os.path.islink(path)]  # noqa: PTH114, PTH115
    mounts += [("--dev-bind", path, path) for path in readable.DEVICES]
    space = [word for mount in mounts for word in mount]
    closed = [word for site in packed for word in ("--remount-ro", site)]
    return [
        *(program, "--unshare-all", "--cap-drop", "ALL", "--proc", "/proc", *space, *closed, "--remount-ro", "/"),
        *("--chdir", "/", "--", *command),
    ]
