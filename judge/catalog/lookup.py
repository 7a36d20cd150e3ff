"""Problems by name, over all packs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from judge.catalog.folder import MANIFEST, load_folder
from judge.errors import CannotBegin, ManifestError, ProblemError, UnknownName
from judge.model import DIFFICULTIES, Problem, Track


def slugs(packs: Sequence[Path]) -> list[str]:
    """The names of all folders with a `problem.toml`, sorted; nothing is parsed."""
    return list(_index(packs))


def load(slug: str, packs: Sequence[Path]) -> Problem:
    """The problem called `slug` of the first pack that has it; UnknownName where none has."""
    return load_folder(folder_of(slug, packs))


def folders(pack: Path) -> list[Path]:
    """The problem folders of one pack, sorted by name; nothing is parsed."""
    return list(_index([pack]).values())


def folder_of(slug: str, packs: Sequence[Path]) -> Path:
    """The folder of the problem called `slug`, of the first pack that has it; UnknownName where none has."""
    index = _index(packs)
    if slug in index:
        return index[slug]
    if any(slug == folder.name for pack in packs for folder in _folders(pack)):
        raise ManifestError(f"{slug}/{MANIFEST}", "", "this file is missing", "every problem has one")
    raise UnknownName.of("problem", slug, index)


def load_all(packs: Sequence[Path]) -> tuple[list[Problem], list[ProblemError]]:
    """Every problem, and what is wrong with each broken one, both sorted by slug."""
    problems: list[Problem] = []
    errors: list[ProblemError] = []
    for folder in _index(packs).values():
        try:
            problems.append(load_folder(folder))
        except ProblemError as error:
            errors.append(error)
    return problems, errors


def select(
    problems: Iterable[Problem], *, topic: str | None = None, difficulty: str | None = None, track: Track | None = None
) -> list[Problem]:
    """Those of `problems` that fit all that is asked for, in their own order, or in that of the track.

    Raises UnknownName for a topic that no problem has and for a difficulty that there is not.
    """
    given = list(problems)
    if topic is not None and topic not in (topics := {name for problem in given for name in problem.topics}):
        raise UnknownName.of("topic", topic, topics)
    if difficulty is not None and difficulty not in DIFFICULTIES:
        raise UnknownName.of("difficulty", difficulty, DIFFICULTIES)
    if track is not None:
        by_slug = {problem.slug: problem for problem in given}
        given = [by_slug[slug] for slug in track.problems if slug in by_slug]
    return [p for p in given if topic in (None, *p.topics) and difficulty in (None, p.difficulty)]


def _folders(pack: Path) -> list[Path]:
    """The folders of a pack; hidden ones (an editor's copies) are none."""
    try:
        return [path for path in pack.iterdir() if not path.name.startswith(".") and path.is_dir()]
    except OSError as error:
        raise CannotBegin(f"{pack} cannot be read: {error.strerror}") from None


def _index(packs: Sequence[Path]) -> dict[str, Path]:
    """Each slug with the folder that wins, sorted."""
    found = {
        folder.name: folder for pack in reversed(packs) for folder in _folders(pack) if (folder / MANIFEST).exists()
    }
    return dict(sorted(found.items()))
