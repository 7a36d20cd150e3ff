"""Fixtures and expected results on disk, keyed by all that they depend on.

    <root>/<slug>/<case>-<seed>-<key>/fixture.duckdb
                                      meta.json              schema, digest, size and checksum of the file
                                      expected-<key>.json    the reference's result

A fixture's folder is made under another name and renamed into place, a result is written beside its place and renamed
over it, so that several processes at once see whole entries or none. What is not whole is built anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from judge.data.fixture import Fixture, build, in_memory
from judge.data.versions import version
from judge.model import Case, Invariant, Problem, TableColumn, TableSchema

_FIXTURE_VERSIONS = ("numpy", "faker", "duckdb", "pyarrow")


def default_root() -> Path:
    """`DRILL_CACHE_DIR`, or the platform's cache folder for drill."""
    given = os.environ.get("DRILL_CACHE_DIR")
    if given:
        return Path(given)
    import platformdirs

    return Path(platformdirs.user_cache_dir("drill-judge", appauthor=False))


@dataclass(frozen=True, slots=True)
class Entry:
    """One cached fixture, for `drill cache`."""

    slug: str
    name: str
    bytes: int


class Cache:
    """The cache under `root`. `trouble` says in a sentence why nothing can be kept, once that has been met."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = default_root() if root is None else root
        self.trouble = ""

    def find(self, problem: Problem, case: Case) -> Fixture | None:
        """The fixture, if it is here and whole."""
        folder = self._folder(problem, case)
        try:
            meta = json.loads((folder / "meta.json").read_bytes())
            if meta.pop("crc") != _crc(meta) or (folder / "fixture.duckdb").stat().st_size != meta["bytes"]:
                return None
            schema = tuple(_table(table) for table in meta["schema"])
            return Fixture(case, schema, meta["digest"], folder / "fixture.duckdb", folder=folder)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def make(self, problem: Problem, case: Case) -> Fixture:
        """Build the fixture and keep it; where nothing can be written, it is in memory alone. Raises ProblemError."""
        folder = self._folder(problem, case)
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            workplace = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
        except OSError as error:
            return self._without(error, problem, case)
        try:
            from judge.data.files import write_duckdb

            fixture, arrow = build(problem, case)
            file = workplace / "fixture.duckdb"
            write_duckdb(file, fixture.schema, arrow)
            meta = {
                "bytes": file.stat().st_size,
                "content": zlib.crc32(file.read_bytes()),
                "digest": fixture.digest,
                "schema": [asdict(table) for table in fixture.schema],
            }
            (workplace / "meta.json").write_text(json.dumps(meta | {"crc": _crc(meta)}), "utf-8")
            self._place(workplace, folder, problem, case)
            return replace(fixture, path=folder / "fixture.duckdb", folder=folder)
        except OSError as error:
            return self._without(error, problem, case)
        finally:
            shutil.rmtree(workplace, ignore_errors=True)

    def _place(self, workplace: Path, folder: Path, problem: Problem, case: Case) -> None:
        for _ in range(3):
            with suppress(OSError):
                workplace.rename(folder)
                return
            if self.find(problem, case):  # another process was first, with the same content
                return
            self._remove(folder)
        workplace.rename(folder)

    def _without(self, error: OSError, problem: Problem, case: Case) -> Fixture:
        reason = error.strerror or str(error)
        self.trouble = f"the cache {self.root} cannot be written ({reason}): fixtures are built in memory, every time"
        return in_memory(problem, case)

    def expected(self, fixture: Fixture, key: str) -> bytes | None:
        """What was kept under `key` for this fixture."""
        if fixture.folder is None:
            return None
        with suppress(OSError):
            return (fixture.folder / f"expected-{key}.json").read_bytes()
        return None

    def keep_expected(self, fixture: Fixture, key: str, content: bytes) -> None:
        if fixture.folder is None:
            return
        half: Path | None = None
        try:
            with tempfile.NamedTemporaryFile(dir=fixture.folder, prefix=".making-", delete=False) as file:
                half = Path(file.name)
                file.write(content)
            half.replace(fixture.folder / f"expected-{key}.json")
        except OSError as error:
            if half is not None:
                with suppress(OSError):
                    half.unlink()
            self.trouble = f"the cache {self.root} cannot be written ({error.strerror or error})"

    def whole(self, fixture: Fixture) -> bool:
        """Whether the fixture's file is still, byte for byte, what was written."""
        if fixture.folder is None or fixture.path is None:
            return True
        try:
            meta = json.loads((fixture.folder / "meta.json").read_bytes())
            return bool(meta["content"] == zlib.crc32(fixture.path.read_bytes()))
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def evict(self, fixture: Fixture) -> None:
        """Drop a fixture that turned out to be damaged."""
        if fixture.folder is not None:
            self._remove(fixture.folder)

    def _remove(self, folder: Path) -> None:
        """Take the folder out of its place in one step, then delete it."""
        with suppress(OSError):
            grave = Path(tempfile.mkdtemp(prefix=".gone-", dir=folder.parent))
            with suppress(OSError):
                folder.rename(grave / "entry")
            shutil.rmtree(grave, ignore_errors=True)

    def entries(self) -> list[Entry]:
        """All cached fixtures, by problem and name."""
        return sorted(
            (Entry(slug.name, entry.name, _size(entry)) for slug, entry in self._folders()),
            key=lambda entry: (entry.slug, entry.name),
        )

    def clear(self, slug: str | None = None) -> int:
        """Delete the fixtures of one problem, or of all; returns how many. Leaves alone what drill did not make."""
        gone = 0
        for problem, entry in list(self._folders()):
            if slug in (None, problem.name):
                with suppress(FileNotFoundError):  # another process clears or builds at the same time
                    shutil.rmtree(entry)
                gone += not entry.name.startswith(".")
                with suppress(OSError):
                    for book in problem.glob("mistakes-*.json"):
                        book.unlink()
                    problem.rmdir()
        return gone

    def _folders(self) -> Iterable[tuple[Path, Path]]:
        for problem in self.root.iterdir() if self.root.is_dir() else ():
            for entry in problem.iterdir() if problem.is_dir() else ():
                made = (entry / "meta.json").exists() or entry.name.startswith((".making-", ".gone-"))
                if entry.is_dir() and made:
                    yield problem, entry

    def _folder(self, problem: Problem, case: Case) -> Path:
        depends = [_sources(problem), case.name, str(case.seed), repr(case.scale), *case.awkward]
        key = hashlib.sha256("\n".join([*depends, *map(version, _FIXTURE_VERSIONS)]).encode()).hexdigest()[:16]
        return self.root / problem.slug / f"{case.name}-{case.seed}-{key}"


def key_of(*parts: str | bytes) -> str:
    """A short key of everything that a kept result depends on."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()[:16]


@cache
def source_of(folder: Path) -> bytes:
    """A hash of the Python files right in `folder`."""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.digest()


def _sources(problem: Problem) -> str:
    from judge.data.worlds import world_folder

    generator = (problem.folder / "generator.py").read_bytes()
    folders = [source_of(folder) for folder in (world_folder(problem), problem.worlds[-1], Path(__file__).parent)]
    return key_of(generator, problem.world, *folders)


def _crc(meta: dict[str, Any]) -> int:
    return zlib.crc32(json.dumps(meta).encode())


def _size(folder: Path) -> int:
    total = 0
    for file in folder.iterdir():
        with suppress(OSError):
            total += file.stat().st_size
    return total


def _table(meta: dict[str, Any]) -> TableSchema:
    columns = tuple(TableColumn(**column) for column in meta["columns"])
    foreign = tuple((tuple(own), parent, tuple(theirs)) for own, parent, theirs in meta["foreign_keys"])
    invariants = tuple(Invariant(**invariant) for invariant in meta["invariants"])
    return TableSchema(
        meta["name"], meta["rows"], columns, tuple(meta["key"]), foreign, invariants, tuple(meta["alike"])
    )
