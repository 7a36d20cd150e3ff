"""Installed versions, read off the names of `*.dist-info` folders (importlib.metadata alone takes 38 ms to import)."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cache
from pathlib import Path


@cache
def versions() -> dict[str, str]:
    """Version by distribution name, lower case with underscores, of all that `sys.path` can import."""
    found: dict[str, str] = {}
    for entry in sys.path:
        with suppress(OSError):
            for folder in Path(entry or ".").iterdir():
                stem, dot, ending = folder.name.rpartition(".")
                if dot and ending == "dist-info":
                    name, _, version = stem.partition("-")
                    found.setdefault(name.casefold().replace(".", "_"), version)
    return found


def version(name: str) -> str:
    """The installed version of `name`, or `unknown`."""
    return versions().get(name, "unknown")
