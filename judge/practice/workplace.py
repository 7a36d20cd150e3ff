"""The folder in which a session's answers lie: a file for each problem and language, and a lock while it is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from judge.errors import CannotBegin
from judge.model import SUFFIXES, Language, Problem


@dataclass(frozen=True, slots=True)
class Answer:
    """The file that answers the problem at `place` in `language`."""

    file: Path
    place: int
    language: Language


def new_folder(parent: Path, today: date) -> Path:
    """A folder in `parent` that is not there yet, named by the day."""
    names = (f"drill-{today.isoformat()}{f'-{n}' if n > 1 else ''}" for n in range(1, 10_000))
    return next(folder for name in names if not (folder := parent / name).exists())


def answers(folder: Path, problems: Sequence[Problem], language: str) -> list[Answer]:
    """The files of a session in `language` (or any), named by problem: SQL before pandas."""
    return [
        Answer(folder / f"{problem.slug}{suffix}", place, spoken)
        for place, problem in enumerate(problems)
        for suffix, spoken in SUFFIXES.items()
        if spoken in problem.languages and language in ("any", spoken)
    ]


def check(folder: Path) -> None:
    """Raises CannotBegin for a name that is not UTF-8, which cannot be watched."""
    try:
        str(folder).encode()
    except UnicodeEncodeError:
        named = str(folder).encode("utf-8", "backslashreplace").decode()
        raise CannotBegin(f"{named} is not UTF-8, and cannot be watched", "choose a place with --folder") from None


def lay(file: Path, text: str) -> bool:
    """Write a stub where there is no file yet, and its folder, and tell whether; what is there is never touched.

    Raises CannotBegin.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists():
            return False
        _write_whole(file, text)
        return True
    except OSError as error:
        raise CannotBegin(
            f"{file} cannot be written: {error.strerror or error}", "choose a place with --folder"
        ) from None


def take_back(folder: Path, stubs: Mapping[str, str]) -> None:
    """Delete the stubs, by name, that nobody has touched, and the folder if nothing else is in it."""
    if not stubs:
        return
    with suppress(OSError):  # what cannot be deleted stays, and harms nobody
        for name, text in stubs.items():
            if (folder / name).is_file() and (folder / name).read_bytes() == text.encode():
                (folder / name).unlink()
        folder.rmdir()


def _write_whole(file: Path, text: str) -> None:
    """All of it or nothing: half a stub would stand in the way of the next one."""
    partial = file.with_name(f".{file.name}.new")
    try:
        partial.write_bytes(text.encode())
        partial.rename(file)
    finally:
        partial.unlink(missing_ok=True)
