"""Where a remark points: a file of the problem, and a line of it."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from judge import catalog
from judge.catalog.document import Document
from judge.catalog.folder import MANIFEST
from judge.errors import DrillError, ProblemError
from judge.model import Problem

_AT_ITS_HEAD = re.compile(r"(\S+/\S+?(?::\d+)?): (.*)", re.DOTALL)


def place(problem: Problem, *steps: str | int) -> str:
    """`slug/problem.toml:7`, the line at which the value at `steps` stands."""
    text = (problem.folder / MANIFEST).read_text("utf-8-sig")
    line = Document(f"{problem.slug}/{MANIFEST}", text).line(steps)
    return f"{problem.slug}/{MANIFEST}" + (f":{line}" if line else "")


def command(problem: Problem, *words: str) -> str:
    """A drill command about this problem, to be pasted: with --problems where its slug alone would not find it."""
    try:
        found = catalog.folder_of(problem.slug, catalog.packs()).resolve() == problem.folder.resolve()
    except DrillError:
        found = False
    return shlex.join(["drill", *words, *(() if found else ("--problems", near(problem.folder.parent)))])


def near(path: Path) -> str:
    """The path as it is seen from the working directory, where it lies below."""
    here = os.path.relpath(path)
    return str(path) if here.startswith("..") else here


def parted(error: ProblemError, slug: str) -> tuple[str, str]:
    """Where an error says that it is, and what it says."""
    found = _AT_ITS_HEAD.fullmatch(error.message)
    return (found[1], found[2]) if found else (slug, error.message)
