"""Which files a submission may read: the interpreter's library, the system's libraries, the named packages.

Neither the judge nor a problem is among them, though in an installation they lie in the same folder as the packages.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = frozenset(
    {"numpy", "pandas", "scipy", "pyarrow", "duckdb", "_duckdb", "dateutil", "pytz", "six", "tzdata"}
)  # those that are promised, and what they import; a test compares this with what their metadata asks for
ROOT = __file__.rsplit(os.sep, 3)[0]  # the folder that holds the package judge; pathlib takes 8 ms to import
SYSTEM = (
    "/lib",
    "/lib32",
    "/lib64",
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/local/lib",
    "/etc/ld.so.cache",
    "/usr/share/zoneinfo",
)
DEVICES = ("/dev/null", "/dev/urandom")


def roots() -> list[str]:
    """The folders of the interpreter's library and the system's, some with packages among what they hold."""
    library = os.path.dirname(os.__file__)  # noqa: PTH120  # pathlib takes 10 ms to import
    lib = os.path.join(sys.base_prefix, "lib")  # noqa: PTH118  # likewise
    found = sorted({os.path.realpath(path) for path in (library, lib, *SYSTEM) if os.path.exists(path)})  # noqa: PTH110
    return [path for path in found if not any(path.startswith(f"{other}/") for other in found)]


def sites() -> list[str]:
    """The folders in which packages are installed, this one's own and other interpreters' among them."""
    library = os.path.dirname(os.__file__)  # noqa: PTH120
    inside = {library, os.path.join(library, "lib-dynload")}  # noqa: PTH118
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    usual = [
        f"{root}/{python}/{name}"
        for root in (os.path.dirname(library), "/usr/lib", "/usr/lib64", "/usr/local/lib")  # noqa: PTH120
        for python in (version, "python3")
        for name in ("site-packages", "dist-packages")
    ]
    candidates = dict.fromkeys([ROOT, *sys.path, *usual])
    return [os.path.realpath(f) for f in candidates if f not in inside and os.path.isdir(f)]  # noqa: PTH112


def packages(named: frozenset[str] = PACKAGES) -> list[str]:
    """The named packages, with the libraries and metadata beside them (`numpy.libs`, `numpy-2.3.5.dist-info`)."""
    ours = {os.path.realpath(folder) for folder in sys.path}
    found = []
    for folder in filter(ours.__contains__, sites()):
        with os.scandir(folder) as entries:
            found += [entry.path for entry in entries if _package(entry.name) in named]
    return found


def readable() -> list[str]:
    """Files and folders, each of which may be read with all that is beneath it."""
    hidden = sites()
    return [*(part for root in roots() for part in _without(root, hidden)), *DEVICES, *packages()]


@cache
def within(path: Path) -> str | None:
    """Which of the `readable` folders `path` lies in, if it is one."""
    place = f"{os.path.realpath(path)}/"
    return next((folder for folder in readable() if place.startswith(f"{folder}/")), None)


def _without(root: str, hidden: Iterable[str]) -> list[str]:
    """`root`, or the parts of it that together leave out the folders `hidden`."""
    beneath = [folder for folder in hidden if f"{folder}/".startswith(f"{root}/")]
    if not beneath:
        return [root]
    if root in beneath:
        return []
    with os.scandir(root) as entries:
        return [part for entry in entries if not entry.is_symlink() for part in _without(entry.path, beneath)]


def _package(entry: str) -> str:
    return entry.partition(".")[0].partition("-")[0]
