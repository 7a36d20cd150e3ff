"""Where problems are looked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from judge.catalog.installed import installed
from judge.errors import CannotBegin


def home() -> Path:
    """The folder that holds the built-in `problems/` and `fixtures/`: the installed package, or else the checkout."""
    package = Path(__file__).resolve().parents[1]
    return package if (package / "problems").is_dir() else package.parent


def packs(
    extra: Sequence[Path] = (),
    environ: Mapping[str, str] | None = None,
    note: Callable[[str], object] | None = None,
) -> tuple[Path, ...]:
    """The folders of problem folders, resolved, each once, in order of precedence.

    First `extra` (the values of --problems), then those in DRILL_PROBLEMS, then the built-in ones, last those of
    installed packs, so that a name of ours never means another's. Raises CannotBegin for a folder of the first two
    that is not there; a broken installed pack is skipped, and `note` is called with a sentence about it.
    """
    given = named(extra, environ)
    offered, troubles = installed()
    if note:
        for trouble in troubles:
            note(trouble)
    return tuple(dict.fromkeys(folder.resolve() for folder in (*given, home() / "problems", *offered)))


def named(extra: Sequence[Path] = (), environ: Mapping[str, str] | None = None) -> tuple[Path, ...]:
    """The folders of `extra`, then those in DRILL_PROBLEMS, as given. Raises CannotBegin for one that is not there."""
    listed = (os.environ if environ is None else environ).get("DRILL_PROBLEMS", "")
    given = [(path, "--problems") for path in extra]
    given += [(Path(path), "DRILL_PROBLEMS") for path in listed.split(os.pathsep) if path]
    for path, origin in given:
        if not path.is_dir():
            found = "a file, not a folder" if path.exists() else "not there"
            raise CannotBegin(f"{path}, named by {origin}, is {found}", "give a folder that holds problem folders")
    return tuple(path for path, _ in given)
