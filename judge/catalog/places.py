"""Where problems are looked for."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from judge.errors import CannotBegin


def home() -> Path:
    """The folder that holds the built-in `problems/` and `fixtures/`: the installed package, or else the checkout."""
    package = Path(__file__).resolve().parents[1]
    return package if (package / "problems").is_dir() else package.parent


def packs(extra: Sequence[Path] = (), environ: Mapping[str, str] | None = None) -> tuple[Path, ...]:
    """The folders of problem folders, resolved, each once, in order of precedence.

    First `extra` (the values of --problems), then those in DRILL_PROBLEMS, last the built-in ones. Raises CannotBegin
    for a folder that is not there.
    """
    listed = (os.environ if environ is None else environ).get("DRILL_PROBLEMS", "")
    named = [(path, "--problems") for path in extra]
    named += [(Path(path), "DRILL_PROBLEMS") for path in listed.split(os.pathsep) if path]
    for path, origin in named:
        if not path.is_dir():
            found = "a file, not a folder" if path.exists() else "not there"
            raise CannotBegin(f"{path}, named by {origin}, is {found}", "give a folder that holds problem folders")
    return tuple(dict.fromkeys(path.resolve() for path in [*(path for path, _ in named), home() / "problems"]))
