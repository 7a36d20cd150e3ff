"""A lock between processes that the system takes back when its holder dies, on every platform alike."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path
from types import TracebackType


class Lock:
    """The lock that `file` stands for; it is made where it is missing, stays empty, and is never deleted.

    It is an SQLite database in an exclusive transaction: SQLite knows how each platform locks a file, and tells two
    holders in one process apart too. Leaving the context releases it; entering does not acquire it.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._held: sqlite3.Connection | None = None

    def acquire(self, seconds: float = 0) -> bool:
        """Wait up to so many seconds; whether it is held now. Raises OSError where the file cannot be written."""
        if self._held:
            return True
        connection: sqlite3.Connection | None = None
        try:
            connection = sqlite3.connect(self.file, timeout=seconds, isolation_level=None, check_same_thread=False)
            connection.execute("BEGIN EXCLUSIVE")
            if not os.access(self.file, os.W_OK):  # SQLite would be content with a lock that others can share
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self.file))
            self._held, connection = connection, None
            return True
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return False
            raise OSError(f"{self.file.name}: {error}") from None
        finally:
            if connection:
                connection.close()

    def release(self) -> None:
        if self._held:
            self._held.close()
            self._held = None

    def __enter__(self) -> Lock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
