"""The SQLite file of the history: opened, brought to the schema of today, set aside where it is damaged.

Opening, setting aside and closing take the lock beside the file, so that processes do these one after another. What is
read and written in between needs no lock but SQLite's own. Where another process has set the file aside, that is seen
by its identity: what was written to it after that is written again, to the one that took its place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

from judge.errors import CannotBegin
from judge.practice import records
from judge.practice.lock import Lock
from judge.practice.migrations import MIGRATIONS

SECONDS = 30.0
"""How long to wait for another process."""

_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_CANNOT = (
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_READONLY),
    *(sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOLFS, sqlite3.SQLITE_PERM),
)
_TRIES = 3
_PARTS = ("-wal", "-shm", "-journal", "")  # the file itself last: SQLite deletes the -wal of one that is missing
_HELD = f"another program has held it for {SECONDS:.0f} s"
_NEWER = "a newer drill has changed it meanwhile"

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]


class Unwritten(Exception):
    """The file cannot be written now; the text says why."""


class Unreadable(Exception):
    """A row holds what was never written there: the file is damaged."""


class Database:
    """The database in `file`, or in memory where that cannot be written; `trouble` says why, `note` what was set aside.

    `check` reads every row and raises Unreadable for one that was never written so. One thread at a time.
    """

    def __init__(self, file: Path, check: Work[object]) -> None:
        self.file = file
        self.trouble = ""
        self.note = ""
        self._check = check
        self._identity: tuple[int, int] | None = None  # of the file that is open; None in memory
        try:
            self.file = file.expanduser().absolute()
        except RuntimeError:
            self._connection = self._in_memory("there is no home folder", _connection(":memory:"))
        else:
            self._connection = self._open()

    def read(self, work: Work[T]) -> T:
        """What `work` reads, of one moment. Raises CannotBegin where the file cannot be read."""
        try:
            return self._attempted("BEGIN", work)
        except Unwritten as error:
            raise CannotBegin(f"the history {self.file} cannot be read ({error})") from None

    def write(self, work: Work[T]) -> T:
        """Do `work` in a transaction that the disk holds when this returns. Raises Unwritten, and all is as before."""
        try:
            return self._attempted("BEGIN IMMEDIATE", work)
        except CannotBegin:  # it was opened again, and is of another schema now
            raise Unwritten(_NEWER) from None

    def close(self) -> None:
        """As the last one, SQLite deletes the file's -wal by its name: never while the file is being set aside."""
        with Lock(self._lock_file) as lock:
            if self._identity:
                with suppress(OSError):
                    lock.acquire(SECONDS)
            self._connection.close()

    def _attempted(self, begin: str, work: Work[T]) -> T:
        for _ in range(_TRIES):
            if self._moved():
                self._reopen()
            try:
                result = _transaction(self._connection, begin, work)
            except (sqlite3.DatabaseError, Unreadable) as error:
                if not _is_damage(error):
                    raise _unwritten(error) from None
                self._reopen(self._identity)
            else:
                if not self._moved():
                    return result
        raise Unwritten("it is damaged again and again")

    def _moved(self) -> bool:
        return self._identity is not None and self._identity != _identity(self.file)

    def _reopen(self, damaged: tuple[int, int] | None = None) -> None:
        self.close()
        self._identity = (0, 0)  # of no file, should it not open: the next one tries again
        self._connection = self._open(damaged)

    def _open(self, damaged: tuple[int, int] | None = None) -> sqlite3.Connection:
        """Open the file, or what does in its stead; `damaged` is the identity of one in which damage was met."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with Lock(self._lock_file) as lock:
                if not lock.acquire(SECONDS):
                    return self._in_memory(_HELD, self._copy())
                # Another process may have been first, and a -wal that was left alone may have mended it.
                if damaged and damaged == _identity(self.file) and self._is_damaged():
                    self._set_aside()
                return self._connect()
        except FileExistsError:
            return self._in_memory(f"{self.file.parent} is a file", _connection(":memory:"))
        except OSError as error:
            return self._in_memory(error.strerror or str(error), self._copy())
        except sqlite3.DatabaseError as error:
            reason = _unwritten(error)
            if not isinstance(reason, Unwritten):
                raise
            return self._in_memory(str(reason), self._copy())

    def _connect(self) -> sqlite3.Connection:
        """Open and migrate the file, under the lock; a damaged one is set aside before."""
        for _ in range(2):
            if self._has_lost_its_beginning():
                self._set_aside()
            connection = _connection(str(self.file))
            try:
                self._prepare(connection)
            except (sqlite3.DatabaseError, Unreadable) as error:
                connection.close()
                if not _is_damage(error):
                    raise
            except CannotBegin:
                connection.close()
                raise
            else:
                self._identity = _identity(self.file)
                return connection
            self._set_aside()
        raise OSError("a new one is damaged at once")

    def _prepare(self, connection: sqlite3.Connection) -> None:
        [version] = connection.execute("PRAGMA user_version").fetchone()
        known = len(MIGRATIONS)
        if version > known:
            raise CannotBegin(
                f"the history {self.file} was written by a newer drill (schema {version}; this one knows {known})",
                "update drill, or keep another history: DRILL_DATA_DIR names its folder",
            )
        tables = [name for [name] in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        if ("attempts" in tables) != (version > 0):
            raise Unreadable("the schema is not the one that the version says")
        connection.execute("PRAGMA journal_mode = WAL")
        # A commit waits for the disk, so that a power cut loses nothing. Measured on a virtual disk: 0.2 ms with FULL,
        # 0.02 ms with NORMAL; a disk that turns takes some 10 ms. Either is nothing beside judging an answer.
        connection.execute("PRAGMA synchronous = FULL")
        for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
            try:
                connection.executescript(f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {number}; COMMIT;")
            finally:
                if connection.in_transaction:
                    connection.rollback()

    def _has_lost_its_beginning(self) -> bool:
        """Whether there is a -wal and nothing that it belongs to: SQLite would delete it."""
        sizes = [_size(self.file), _size(Path(f"{self.file}-wal"))]
        return sizes[0] == 0 and sizes[1] > 0

    def _is_damaged(self) -> bool:
        with closing(_connection(str(self.file))) as connection:
            try:
                self._check(connection)
                return _integrity(connection) != "ok"
            except (sqlite3.DatabaseError, Unreadable) as error:
                if not _is_damage(error):
                    raise
                return True

    def _set_aside(self) -> None:
        """Rename the file and what belongs to it, under the lock. Raises OSError."""
        stamp = f"{records.utc_now():%Y%m%dT%H%M%SZ}"
        number = 1
        while True:
            again = "" if number == 1 else f"-{number}"
            aside = self.file.with_name(f"{self.file.stem}.damaged-{stamp}{again}{self.file.suffix}")
            if not any(Path(f"{aside}{part}").exists() for part in _PARTS):
                break
            number += 1
        try:
            for part in _PARTS:
                with suppress(FileNotFoundError):
                    Path(f"{self.file}{part}").rename(f"{aside}{part}")
        except OSError as error:
            raise OSError(f"it is damaged, and cannot be set aside: {error.strerror}") from None
        self.note = f"the history {self.file} was damaged: it is kept beside it as {aside.name}, and a new one is begun"

    def _in_memory(self, reason: str, connection: sqlite3.Connection) -> sqlite3.Connection:
        self._identity = None
        self.trouble = f"the history {self.file} cannot be written ({reason}): what is new is forgotten when drill ends"
        self._prepare(connection)
        return connection

    def _copy(self) -> sqlite3.Connection:
        """A copy in memory of a file that can be read but not written; an empty one where it cannot be read either."""
        memory = _connection(":memory:")
        # Without a -wal nobody is writing, and SQLite need not make one, which it could not.
        mode = "mode=ro" if Path(f"{self.file}-wal").exists() else "mode=ro&immutable=1"
        try:
            with closing(sqlite3.connect(f"{self.file.as_uri()}?{mode}", uri=True)) as there:
                there.backup(memory)
            self._prepare(memory)
            self._check(memory)
            if _integrity(memory) == "ok":
                return memory
        except (sqlite3.DatabaseError, Unreadable):  # whatever ails it, there is nothing to be shown of it
            pass
        memory.close()
        return _connection(":memory:")

    @property
    def _lock_file(self) -> Path:
        return self.file.with_suffix(".lock")


def _connection(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=SECONDS, isolation_level=None, check_same_thread=False)
    connection.text_factory = _text
    return connection


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise Unreadable("a text is not UTF-8") from None


def _transaction(connection: sqlite3.Connection, begin: str, work: Work[T]) -> T:
    connection.execute(begin)
    try:
        if connection.execute("PRAGMA user_version").fetchone() != (len(MIGRATIONS),):
            raise Unwritten(_NEWER)
        result = work(connection)
        connection.execute("COMMIT")
        return result
    finally:
        if connection.in_transaction:
            connection.rollback()


def _integrity(connection: sqlite3.Connection) -> str:
    return "\n".join(said for [said] in connection.execute("PRAGMA integrity_check"))


def _code(error: Exception) -> int:
    """SQLite's code without what extends it; -1 for what Python itself raised."""
    return getattr(error, "sqlite_errorcode", -1) & 0xFF


def _is_damage(error: Exception) -> bool:
    return isinstance(error, Unreadable) or _code(error) in _DAMAGED


def _unwritten(error: Exception) -> Exception:
    """What to raise in its stead: Unwritten where the disk is to blame, and what is our own fault as it is."""
    if _code(error) == sqlite3.SQLITE_BUSY:
        return Unwritten(_HELD)
    return Unwritten(str(error)) if _code(error) in _CANNOT else error


def _identity(file: Path) -> tuple[int, int] | None:
    """What tells the file from another one of its name."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
