"""Packs that installed distributions offer, found without importing anything of theirs.

A distribution offers one in its entry points: `[project.entry-points."drill.problems"] acme = "acme_drills.problems"`.
The name is the pack's, the value the package, dotted or not, whose folder holds problem folders.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from judge.errors import CannotBegin

GROUP = "drill.problems"


def installed() -> tuple[list[Path], list[str]]:
    """The folders of the packs that are offered, sorted by entry point, and a sentence for each broken one.

    Where two distributions offer a pack under one name both count, the one of the first distribution by name first.
    """
    offers: list[tuple[str, str, str]] = []
    folders: dict[Path, None] = {}
    troubles: list[str] = []
    for metadata in _offering():
        distribution = " ".join(_named(metadata.name)).strip()
        try:
            offers += [(name, distribution, package) for name, package in _entries(metadata)]
        except Exception as error:  # importlib.metadata says of a broken file only what it stumbled over
            file = metadata / "entry_points.txt"
            troubles.append(f"the pack of {distribution} is skipped: {file} is broken: {type(error).__name__}: {error}")
    for name, distribution, package in sorted(offers):
        try:
            folders.update(dict.fromkeys(_folders(package)))
        except CannotBegin as error:
            troubles.append(f"pack {name!r} ({distribution}) is skipped: {error.message}")
    return list(folders), troubles


def _offering() -> list[Path]:
    """The metadata folders whose entry points name the group; importlib.metadata alone takes 38 ms to import."""
    found: list[Path] = []
    seen: set[str] = set()
    for entry in dict.fromkeys(sys.path):
        names: list[str] = []
        with suppress(OSError, ValueError), os.scandir(entry or ".") as entries:
            names = [one.name for one in entries if one.name.endswith((".dist-info", ".egg-info"))]
        # What an earlier folder of sys.path has hides a later one; "~" is what pip leaves of a failed removal.
        names = [name for name in sorted(names) if _named(name)[0] not in seen and not name.startswith("~")]
        seen.update(_named(name)[0] for name in names)
        for name in names:
            metadata = Path(entry, name)
            with suppress(OSError):
                if f"[{GROUP}]".encode() in (metadata / "entry_points.txt").read_bytes():
                    found.append(metadata)
    return found


def _named(metadata: str) -> tuple[str, str]:
    """The name and version that the name of a metadata folder tells, the version empty where it tells none."""
    name, _, version = metadata.rpartition(".")[0].partition("-")
    return name.casefold().replace("_", "-").replace(".", "-"), version.partition("-")[0]


def _entries(metadata: Path) -> list[tuple[str, str]]:
    """(name, value) of each entry point of the group."""
    from importlib.metadata import Distribution

    return [(entry.name, entry.value) for entry in Distribution.at(metadata).entry_points.select(group=GROUP)]


def _folders(package: str) -> list[Path]:
    """The folders of a package that hold problems: one, or several of a namespace package; CannotBegin where none does.

    Only the top-level name is looked up, since to look up a dotted one would import what stands before the dot.
    """
    from importlib.util import find_spec

    from judge.catalog.lookup import slugs

    top, *rest = package.split(".")
    if not all(part.isidentifier() for part in (top, *rest)):
        raise CannotBegin(f"expected a package such as acme_drills.problems, found {package!r}")
    try:
        spec = find_spec(top)
    except Exception as error:  # an editable install brings a finder of its own, which may fail in any way
        raise CannotBegin(f"{top} cannot be looked up: {type(error).__name__}: {error}") from None
    if spec is None:
        raise CannotBegin(f"there is no package {top}")
    if spec.submodule_search_locations is None:
        raise CannotBegin(f"{top} is a module, not a package: {spec.origin}")
    around = [Path(place) for place in spec.submodule_search_locations]
    there = [folder for place in around if (folder := place.joinpath(*rest)).is_dir()]
    if not there:
        files = [place.joinpath(*rest).with_suffix(".py") for place in around]
        for module in filter(Path.is_file, files):
            raise CannotBegin(f"{package} is a module, not a package: {module}")
        raise CannotBegin(f"there is no package {package} in {', '.join(map(str, around))}")
    found = [folder for folder in there if slugs([folder])]
    if not found:
        raise CannotBegin(f"{package} holds no problem folder: {', '.join(map(str, there))}")
    return found
