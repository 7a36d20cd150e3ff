"""A problem folder: its manifest read, its files in place."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from judge.catalog import manifest
from judge.catalog.document import read_text
from judge.catalog.places import home
from judge.errors import CannotBegin, ManifestError, UnknownName
from judge.model import SUFFIXES, Language, Problem

MANIFEST = "problem.toml"
CHECKER = "checker.py"
_DECIDING = (
    *("languages", "world", "columns", "key", "order_by", "cases"),
    *("rows", "list_answer", "columns_by", "distinct", "ties"),
)
"""The fields of a Problem without which it would ask for something else."""
SOLUTIONS: dict[Language, str] = {language: f"solution{suffix}" for suffix, language in SUFFIXES.items()}


def load_folder(folder: Path) -> Problem:
    """The problem in `folder`, whichever pack it lies in, or in none.

    Raises ManifestError for the first thing that breaks the format, CannotBegin where there is no such folder.
    """
    if not folder.is_dir():
        raise CannotBegin(f"{folder} is {'a file, not a folder' if folder.exists() else 'not there'}")
    # A link keeps its own name, which is the slug; only `.` and `..` have none.
    folder = folder.resolve() if folder.name in ("", "..") else folder.absolute()
    if not manifest.is_slug(folder.name):
        raise ManifestError(
            folder.name,
            "",
            f"expected a folder name of lower-case letters, digits and _, a letter first, found {folder.name!r}",
            "rename the folder: its name is how the problem is called",
        )
    where = f"{folder.name}/{MANIFEST}"
    fields = manifest.parse(read_text(folder / MANIFEST, where), where)
    for name in ("prompt.md", "generator.py", *(SOLUTIONS[language] for language in fields["languages"])):
        _check_file(folder, name)
    for name in ("accepted", "wrong"):
        _answers(folder, name)
    checker = (folder / CHECKER).exists()
    if checker:
        _check_file(folder, CHECKER)
    return Problem(slug=folder.name, folder=folder, worlds=_worlds(folder.parent), checker=checker, **fields)


def version(problem: Problem) -> str:
    """A hash of what decides a verdict; it stays while prompt, hints, marks and the answers beside it change."""
    import hashlib

    names = ("generator.py", *(SOLUTIONS[language] for language in problem.languages))
    digest = hashlib.sha256(repr([getattr(problem, name) for name in _DECIDING]).encode())
    for name in (*names, CHECKER) if problem.checker else names:
        content = (problem.folder / name).read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def prompt(problem: Problem) -> str:
    """The text of the problem's `prompt.md`."""
    return read_text(problem.folder / "prompt.md", f"{problem.slug}/prompt.md")


def solution(problem: Problem, language: str) -> Path:
    """The file of the reference in `language`; UnknownName where the problem is not set in it."""
    for known in problem.languages:
        if known == language:
            return problem.folder / SOLUTIONS[known]
    raise UnknownName.of("language", language, problem.languages, where=f" in {problem.slug}")


def source(file: Path) -> str:
    """The text of a reference or an answer as it is judged: a byte order mark is dropped, CRLF is LF."""
    return file.read_bytes().decode("utf-8-sig", errors="replace").replace("\r\n", "\n")


def answers(problem: Problem, kind: Literal["accepted", "wrong"]) -> list[Path]:
    """The files in the problem's `accepted/` or `wrong/`, sorted by name; none where there is no such folder."""
    return _answers(problem.folder, kind)


def _check_file(folder: Path, name: str) -> None:
    path, where = folder / name, f"{folder.name}/{name}"
    if path.is_dir():
        raise ManifestError(where, "", "expected a file, found a folder")
    if not path.is_file():
        language = SUFFIXES[path.suffix] if name.startswith("solution") else None
        help = f"write it, or leave {language!r} out of languages" if language else "every problem has one"
        raise ManifestError(where, "", "this file is missing", help)


def _answers(folder: Path, kind: str) -> list[Path]:
    where = f"{folder.name}/{kind}"
    if not (folder / kind).exists():
        return []
    if not (folder / kind).is_dir():
        raise ManifestError(where, "", "expected a folder, found a file")
    paths = sorted(p for p in (folder / kind).iterdir() if not p.name.startswith(".") and p.name != "__pycache__")
    for path in paths:
        if path.suffix not in SUFFIXES or not path.is_file():
            found = "a folder" if path.is_dir() else "another file"
            raise ManifestError(f"{where}/{path.name}", "", f"expected only .sql and .py files, found {found}")
    return paths


def _worlds(pack: Path) -> tuple[Path, ...]:
    around = (pack / "fixtures", pack / ".." / "fixtures", home() / "fixtures")
    return tuple(dict.fromkeys(path.resolve() for path in around if path.is_dir()))
