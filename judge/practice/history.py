"""The history: every attempt and every session, kept in a database that several processes may use at once."""

from __future__ import annotations

import getpass
import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from judge.errors import CannotBegin, UnknownName
from judge.practice import records
from judge.practice.database import Database, Unreadable, Unwritten
from judge.practice.records import Attempt, SessionRecord, TaskRecord

T = TypeVar("T")
Works = dict[tuple[type, str], Callable[[sqlite3.Connection], object]]
"""What is to be written of an attempt or a session, by its type and id: of several, only the newest."""
Touched = tuple[SessionRecord, datetime]
"""A session, and when it was saved last."""

_ATTEMPT = tuple(field.name for field in fields(Attempt))
_SESSION = tuple(field.name for field in fields(SessionRecord) if field.name != "tasks")
_TASK = tuple(field.name for field in fields(TaskRecord))
_TIMES = {"at", "started_at", "finished_at", "touched"}
_LISTS = {"topics", "codes", "packs"}
_COUNTS = {"minutes", "passed", "fixtures", "current", "place", "hints", "wrong", "points"}
_NUMBERS = {"seconds", "elapsed_ms"}
_FLAGS = {"late", "expected"}
_MAY_LACK = {"seconds", "finished_at"}


def default_file() -> Path:
    """In `DRILL_DATA_DIR`, or in the platform's folder for drill's data."""
    given = os.environ.get("DRILL_DATA_DIR")
    if given:
        return Path(given) / "history.sqlite"
    import platformdirs

    return Path(platformdirs.user_data_dir("drill-judge", appauthor=False)) / "history.sqlite"


def default_player() -> str:
    """`DRILL_PLAYER`, or the name of the system's user, or "player" where there is none."""
    try:
        return os.environ.get("DRILL_PLAYER") or getpass.getuser()
    except (OSError, KeyError, ImportError):  # which of them depends on the platform and on Python's version
        return "player"


class History:
    """The history in the SQLite database `file`; any thread may use it.

    `trouble` says in a sentence why nothing can be kept, as long as that is so; `note` says that a damaged file was set
    aside. Nothing that is added or saved raises for the sake of the disk: what cannot be written now is tried again
    together with what comes next.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._lock = threading.RLock()
        self._waiting: Works = {}  # as it stands now, by id
        self._unwritten = ""
        self._database = Database(default_file() if file is None else file, _check)

    @property
    def file(self) -> Path:
        return self._database.file

    @property
    def trouble(self) -> str:
        return self._database.trouble or self._unwritten

    @property
    def note(self) -> str:
        return self._database.note

    def add(self, attempt: Attempt) -> None:
        """Keep the attempt; one whose id is there already changes nothing."""
        self._write({(Attempt, attempt.id): lambda connection: _insert_attempt(connection, attempt)})

    def save(self, session: SessionRecord, attempt: Attempt | None = None) -> None:
        """Keep the session and its tasks as they stand now, in place of what was kept of them.

        With an attempt of it, both or neither: an attempt without the points that it gave would stay so for ever.
        """
        touched = records.utc_now()
        works: Works = {(SessionRecord, session.id): lambda connection: _put_session(connection, session, touched)}
        if attempt:
            works[Attempt, attempt.id] = lambda connection: _insert_attempt(connection, attempt)
        self._write(works)

    def attempts(
        self, *, player: str = "", problem: str = "", session: str = "", last: int | None = None
    ) -> list[Attempt]:
        """The attempts that fit, oldest first; with `last`, only the last so many."""
        given = {"player": player, "problem": problem, "session": session}
        wanted = {name: value for name, value in given.items() if value}
        return self._read(lambda connection: _attempts(connection, wanted, last))

    def attempt(self, id_prefix: str) -> Attempt:
        """The one attempt whose id begins so. Raises UnknownName where there is none, CannotBegin for several."""
        found = self._read(lambda connection: _beginning(connection, id_prefix))
        if not found:
            raise UnknownName(f"no attempt's id begins with {id_prefix!r}", "drill history lists the attempts")
        if len(found) > 1:
            ids = ", ".join(attempt.id for attempt in found[:5]) + (", …" if len(found) > 5 else "")
            raise CannotBegin(f"{len(found)} attempts' ids begin with {id_prefix!r}", f"say more of the id: {ids}")
        return found[0]

    def sessions(self, *, player: str = "", track: str | None = None) -> list[SessionRecord]:
        """The sessions that fit, oldest first; track "" is those without one, None all."""
        found = self._read(lambda connection: _sessions(connection, {"player": player} if player else {}))
        return [session for session, _ in found if track in (None, session.track)]

    def session(self, id: str) -> SessionRecord | None:
        found = self._read(lambda connection: _sessions(connection, {"id": id}))
        return found[0][0] if found else None

    def unfinished(self, player: str) -> list[SessionRecord]:
        """The player's sessions that can be resumed, the one that was saved last first."""
        found = self._read(lambda connection: _sessions(connection, {"player": player}))
        found.sort(key=lambda pair: pair[1], reverse=True)
        return [session for session, _ in found if session.finished_at is None]

    def best_points(self, player: str, before: str = "") -> dict[str, int]:
        """The player's best points on each problem that was begun in a session, that with the id `before` aside."""
        query = """
            SELECT problem, max(points) FROM sessions JOIN tasks ON session = sessions.id
            WHERE player = ? AND sessions.id <> ? AND state <> 'new' GROUP BY problem ORDER BY problem
        """
        values = [_kept(player), _kept(before)]
        rows = self._read(lambda connection: connection.execute(query, values).fetchall())
        return {_value("problem", problem): _value("points", points) for problem, points in rows}

    def everything(self) -> tuple[list[Touched], list[Attempt]]:
        """All sessions and all attempts of one moment, oldest first."""
        return self._read(lambda connection: (_sessions(connection, {}), _attempts(connection, {})))

    def merge(self, sessions: Iterable[Touched], attempts: Iterable[Attempt]) -> tuple[int, int]:
        """Add all of them or none, and return how many sessions and attempts were new.

        What is there already stays, except that a finished session takes the place of the unfinished one of its id.
        Raises CannotBegin where they cannot be kept.
        """

        def merged(connection: sqlite3.Connection) -> tuple[int, int]:
            new_sessions = sum(_merge_session(connection, session, touched) for session, touched in sessions)
            return new_sessions, sum(_insert_attempt(connection, attempt) for attempt in attempts)

        sessions, attempts = list(sessions), list(attempts)  # a file that turns out damaged makes it begin again
        with self._lock:
            if self._database.trouble:
                raise CannotBegin(self._database.trouble)
            try:
                counts = self._database.write(merged)
            except Unwritten as error:
                raise CannotBegin(f"the history {self.file} cannot be written ({error})") from None
            if self._database.trouble:
                raise CannotBegin(self._database.trouble)
            return counts

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def __enter__(self) -> History:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            return self._database.read(work)

    def _write(self, works: Works) -> None:
        with self._lock:
            works = self._waiting | works
            try:
                self._database.write(lambda connection: [each(connection) for each in works.values()])
            except Unwritten as error:
                self._waiting = works
                lost = "what is new is forgotten when drill ends, unless it can be written with a later attempt"
                self._unwritten = f"the history {self.file} cannot be written ({error}): {lost}"
            else:
                self._waiting, self._unwritten = {}, ""


def _insert_attempt(connection: sqlite3.Connection, attempt: Attempt) -> bool:
    """Whether it was not there yet."""
    kept = {name: getattr(attempt, name) for name in (*_ATTEMPT, "source_hash")}
    return _insert(connection, "attempts", kept, "ON CONFLICT (id) DO NOTHING") == 1


def _put_session(connection: sqlite3.Connection, session: SessionRecord, touched: datetime) -> None:
    connection.execute("DELETE FROM tasks WHERE session = ?", [_kept(session.id)])
    connection.execute("DELETE FROM sessions WHERE id = ?", [_kept(session.id)])
    _insert(connection, "sessions", {name: getattr(session, name) for name in _SESSION} | {"touched": touched})
    for task in session.tasks:
        _insert(connection, "tasks", {name: getattr(task, name) for name in _TASK} | {"session": session.id})


def _merge_session(connection: sqlite3.Connection, session: SessionRecord, touched: datetime) -> bool:
    there = connection.execute("SELECT finished_at FROM sessions WHERE id = ?", [_kept(session.id)]).fetchone()
    new = there is None or (there == (None,) and session.finished_at is not None)
    if new:
        _put_session(connection, session, touched)
    return new


def _insert(connection: sqlite3.Connection, table: str, values: dict[str, Any], otherwise: str = "") -> int:
    marks = ", ".join("?" * len(values))
    statement = f"INSERT INTO {table} ({_names(values)}) VALUES ({marks}) {otherwise}"
    return connection.execute(statement, [_kept(value) for value in values.values()]).rowcount


def _attempts(connection: sqlite3.Connection, wanted: dict[str, str], last: int | None = None) -> list[Attempt]:
    query = f"SELECT {_names(_ATTEMPT)} FROM attempts {_where(wanted)} ORDER BY at DESC, id DESC LIMIT ?"
    rows = connection.execute(query, [*map(_kept, wanted.values()), -1 if last is None else last])
    return [_attempt(row) for row in rows][::-1]


def _beginning(connection: sqlite3.Connection, prefix: str) -> list[Attempt]:
    query = f"SELECT {_names(_ATTEMPT)} FROM attempts WHERE id >= ? AND id < ? ORDER BY id"
    return [_attempt(row) for row in connection.execute(query, [_kept(prefix), _kept(prefix + chr(0x10FFFF))])]


def _attempt(row: tuple[object, ...]) -> Attempt:
    return Attempt(*(_value(name, value) for name, value in zip(_ATTEMPT, row, strict=True)))


def _sessions(connection: sqlite3.Connection, wanted: dict[str, str]) -> list[Touched]:
    columns = (*_SESSION, "touched")
    query = f"SELECT {_names(columns)} FROM sessions {_where(wanted)} ORDER BY started_at, id"
    rows = connection.execute(query, [*map(_kept, wanted.values())]).fetchall()
    found = [{name: _value(name, value) for name, value in zip(columns, row, strict=True)} for row in rows]
    return [
        (SessionRecord(**session, tasks=_tasks(connection, session["id"])), touched)
        for session in found
        for touched in [session.pop("touched")]
    ]


def _tasks(connection: sqlite3.Connection, session: str) -> tuple[TaskRecord, ...]:
    query = f"SELECT {_names(_TASK)} FROM tasks WHERE session = ? ORDER BY place"
    rows = connection.execute(query, [_kept(session)])
    return tuple(TaskRecord(*(_value(name, value) for name, value in zip(_TASK, row, strict=True))) for row in rows)


def _where(wanted: dict[str, str]) -> str:
    return "WHERE " + " AND ".join(f"{name} = ?" for name in wanted) if wanted else ""


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _check(connection: sqlite3.Connection) -> None:
    """Raises Unreadable for a row that was never written so."""
    _attempts(connection, {})
    _sessions(connection, {})


def _kept(value: Any) -> str | bytes | float | None:
    """A value as a column holds it; bytes are a text that UTF-8 has no letters for (half of a surrogate pair)."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, tuple):
        return json.dumps(value)
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            return value.encode("utf-8", "surrogatepass")
    return value  # type: ignore[no-any-return]


def _value(name: str, kept: object) -> Any:
    """What `_kept` was given for this column. Raises Unreadable."""
    if kept is None and name in _MAY_LACK:
        return None
    if name in _COUNTS and isinstance(kept, int):
        return kept
    if name in _NUMBERS and isinstance(kept, int | float):
        return float(kept)
    if name in _FLAGS and kept in (0, 1):
        return kept == 1
    if name in _COUNTS | _NUMBERS | _FLAGS:
        raise Unreadable(f"{name} is {kept!r}")
    try:
        text = kept.decode("utf-8", "surrogatepass") if isinstance(kept, bytes) else kept
        if not isinstance(text, str):
            raise TypeError
        if name in _TIMES:
            return datetime.fromisoformat(text).astimezone(UTC)
        return tuple(map(str, json.loads(text))) if name in _LISTS else text
    except (ValueError, TypeError, OverflowError):
        raise Unreadable(f"{name} is {kept!r}") from None
