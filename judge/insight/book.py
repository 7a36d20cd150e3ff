"""A problem's book of mistakes: what each of them does on every fixture, so that an answer is known by what it does.

It is kept beside the problem as `mistakes.lock`, or in the cache, each under a key of all that it depends on.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache as once
from pathlib import Path
from typing import Any

from judge import catalog
from judge.data import Cache, key_of, source_of
from judge.model import Mistake, Problem

LOCK = "mistakes.lock"
_HERE = Path(__file__).parent
_SOURCES = ("book.py", "fingerprint.py", "sentences*.py")


@dataclass(frozen=True, slots=True)
class Part:
    """Mistakes that no fixture has told apart, the best known first, and their fingerprints on the class's trials."""

    on: tuple[str, ...]
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class Class:
    """Mistakes with the same fingerprints `on` all cases of the suite, in order.

    Where there are several parts, they part on the unseen `trials`: (case, seed).
    """

    on: tuple[str, ...]
    trials: tuple[tuple[str, int], ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """All mistakes of a problem that are told from the reference, by what they do."""

    classes: tuple[Class, ...]

    def like(self, on: tuple[str, ...]) -> Class | None:
        """The mistakes with these fingerprints on the suite."""
        return next((found for found in self.classes if found.on == on), None)


def read(problem: Problem, cache: Cache) -> Book | None:
    """The published book if it is of this very problem, else the one that was kept; None where there is neither."""
    key = key_to(problem)
    return _read(problem.folder / LOCK, key) or _read(_kept(problem, cache, key), key)


def is_stale(problem: Problem) -> bool:
    """Whether a book is published, and of another version of the problem or of the mutants."""
    file = problem.folder / LOCK
    return file.exists() and _read(file, key_to(problem)) is None


def publish(problem: Problem, book: Book) -> Path:
    """Write the book beside the problem and return the file."""
    file = problem.folder / LOCK
    file.write_text(_document(book, key_to(problem)), "utf-8", newline="\n")
    return file


def keep(problem: Problem, book: Book, cache: Cache) -> None:
    """Keep the book in the cache, where it can be written, in place of those of other versions."""
    key = key_to(problem)
    file = _kept(problem, cache, key)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=file.parent, prefix=".making-", delete=False
        ) as half:
            half.write(_document(book, key))
        Path(half.name).replace(file)
    except OSError as error:
        cache.trouble = f"the cache {cache.root} cannot be written ({error.strerror or error})"
        return
    for old in set(file.parent.glob("mistakes-*.json")) - {file}:
        with suppress(OSError):
            old.unlink()


def key_to(problem: Problem) -> str:
    """A short key of everything that the book depends on."""
    files = [problem.folder / "fixtures.lock", *catalog.answers(problem, "wrong")]
    texts = [f"{file.name}\n{catalog.source(file)}" for file in files if file.exists()]
    return key_of(catalog.version(problem), *texts, *_sources())


@once
def _sources() -> Iterable[bytes]:
    """What mutants, sentences and fingerprints are made by."""
    own = [file.read_bytes() for pattern in _SOURCES for file in sorted(_HERE.glob(pattern))]
    return source_of(_HERE.parent / "mutation"), *own


def _kept(problem: Problem, cache: Cache, key: str) -> Path:
    return cache.root / problem.slug / f"mistakes-{key}.json"


def _read(file: Path, key: str) -> Book | None:
    try:
        document = json.loads(file.read_bytes())
        return Book(tuple(map(_class, document["classes"]))) if document["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _class(document: dict[str, Any]) -> Class:
    parts = tuple(
        Part(tuple(part["on"].split()), tuple(Mistake(**mistake) for mistake in part["mistakes"]))
        for part in document["parts"]
    )
    trials = tuple((case, seed) for case, seed in document["trials"])
    return Class(tuple(document["on"].split()), trials, parts)


def _document(book: Book, key: str) -> str:
    """JSON with a line for each mistake, so that a diff shows which have changed."""
    classes = [
        {
            "on": " ".join(each.on),
            "trials": each.trials,
            "parts": [
                {"on": " ".join(part.on), "mistakes": [asdict(mistake) for mistake in part.mistakes]}
                for part in each.parts
            ],
        }
        for each in book.classes
    ]
    return json.dumps({"key": key, "classes": classes}, indent=1, ensure_ascii=False) + os.linesep.replace("\r\n", "\n")
