"""What `drill doctor` looks at: each check is a small function that returns findings and never raises."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from judge.model import Problem

OLDEST_PYTHON = (3, 11)
PACKAGES = ("duckdb", "pandas", "numpy", "pyarrow", "sqlglot", "faker")


class Finding(NamedTuple):
    """One line: `ok` is None where something is worth knowing and keeps nobody from judging; `help` what would do."""

    ok: bool | None
    text: str
    help: str = ""


def python() -> list[Finding]:
    text = f"Python {platform.python_version()} on {platform.platform(terse=True)}"
    oldest = ".".join(map(str, OLDEST_PYTHON))
    return [Finding(sys.version_info >= OLDEST_PYTHON, text, f"drill needs Python {oldest} or newer")]


def packages() -> list[Finding]:
    from judge.data.versions import versions

    found = versions()
    return [
        Finding(name in found, f"{name} {found.get(name, 'is not installed')}", "pip install drill-judge")
        for name in PACKAGES
    ]


def locks(problems: Iterable[Problem]) -> list[Finding]:
    """Whether numpy and Faker here are those with which the problems were locked."""
    from judge.data.lock import read
    from judge.data.versions import version
    from judge.errors import ProblemError

    others: dict[str, set[str]] = {}
    findings: list[Finding] = []
    locked = 0
    for problem in problems:
        try:
            _, drawn_with = read(problem)
        except ProblemError as error:
            findings.append(Finding(False, error.message, error.help))
            continue
        locked += bool(drawn_with)
        for name, then in drawn_with.items():
            if then != version(name):
                others.setdefault(name, set()).add(then)
    for name, locked_with in sorted(others.items()):
        text = f"{name} {version(name)} is here, the problems were locked with {', '.join(sorted(locked_with))}"
        findings.append(Finding(None, text, "fixtures may differ from the locked ones; a verdict says where they do"))
    if not findings and not locked:
        return [Finding(None, "no problem has a fixtures.lock", "drill data SLUG --lock writes one")]
    return findings or [Finding(True, f"numpy and Faker are those that {locked} problems were locked with")]


def cache() -> list[Finding]:
    from judge.data import Cache

    kept = Cache()
    entries = kept.entries()
    size = f"{len(entries)} fixtures, {sum(entry.bytes for entry in entries) / 1024:,.0f} KB"
    try:
        kept.root.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=kept.root).close()
    except OSError as error:
        help = "fixtures are built anew every time; name a folder of your own in DRILL_CACHE_DIR"
        return [Finding(None, f"cache {kept.root} cannot be written: {error.strerror or error}", help)]
    return [Finding(True, f"cache {kept.root}: {size}")]


def catalogue(packs: tuple[Path, ...]) -> tuple[list[Problem], list[Finding]]:
    """The problems that load, and what there is to say of all of them and of the tracks."""
    from judge import catalog
    from judge.errors import DrillError

    problems, errors = catalog.load_all(packs)
    findings = [Finding(bool(problems), f"{len(problems)} problems load", "no problem is found: install drill again")]
    findings += [Finding(False, f"broken problem: {error.message}", error.help) for error in errors]
    try:
        findings.append(Finding(True, f"{len(catalog.tracks(packs))} tracks load"))
    except DrillError as error:
        findings.append(Finding(False, f"broken tracks: {error.message}", error.help))
    return problems, findings


def terminal() -> list[Finding]:
    encoding = sys.stdout.encoding or "unknown"
    columns = shutil.get_terminal_size().columns
    utf8 = encoding.casefold().replace("-", "") == "utf8"
    return [
        Finding(utf8 or None, f"stdout is {encoding}", "letters beyond it are escaped; PYTHONIOENCODING=utf-8 helps"),
        Finding(columns >= 80 or None, f"the terminal is {columns} columns wide", "80 or more read better"),
    ]


def guarded(check: Callable[[], list[Finding]]) -> list[Finding]:
    """The findings, or the fault that kept the check from its end as one."""
    from judge.errors import DrillError

    try:
        return check()
    except DrillError as error:
        return [Finding(False, error.message, error.help)]
    except Exception as error:
        return [Finding(False, f"{type(error).__name__}: {error}", "this is a fault of drill's own; please report it")]


def on_linux() -> bool:
    """Whether the kernel holds a process to RLIMIT_AS: macOS takes the call and ignores it, Windows has none."""
    return os.name == "posix" and sys.platform.startswith("linux")
