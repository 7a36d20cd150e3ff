"""A history as JSON lines, to move it to another machine.

    {"drill_history": 2}
    {"session": {…, "tasks": [{…}, …]}}       every session, oldest first
    {"attempt": {…}}                          every attempt, oldest first

Keys are the fields of the records; an attempt has `source_hash` too, a session `touched`, when it was saved last. Every
key is there, and a key that is not known is refused: it would be lost without a word. Format 1 had no `explain` in a
session and no `expected` in its tasks; it is read as what the sessions of its time were.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, TextIO, get_args

from judge.errors import CannotBegin
from judge.model import DIFFICULTIES, EXPLAIN, LANGUAGES, Status
from judge.practice.history import History, Touched
from judge.practice.records import Attempt, SessionRecord, State, TaskRecord

FORMAT = 2
_HEAD: dict[str, object] = {"drill_history": FORMAT}
_MOST = 10**12
_SHOWN = 40

Read = Callable[[object], Any]
"""From what JSON holds to what a record holds. Raises _Wrong."""


@dataclass(frozen=True, slots=True)
class Added:
    """How many attempts and sessions were new (or finished since), and how many of both were there already."""

    attempts: int
    sessions: int
    known: int


class _Wrong(Exception):
    """A value is not what its key holds: what was `found` in words, what is `expected`, and the key, `where`."""

    def __init__(self, found: str, expected: str, where: str = "") -> None:
        super().__init__(expected)
        self.found = found
        self.expected = expected
        self.where = where


def export(history: History, out: TextIO) -> int:
    """Write the whole history, in ASCII; returns how many sessions and attempts it has."""
    sessions, attempts = history.everything()
    lines: list[dict[str, object]] = [_HEAD]
    lines += [{"session": _plain(session) | {"touched": _plain(touched)}} for session, touched in sessions]
    lines += [{"attempt": attempt_document(attempt)} for attempt in attempts]
    for line in lines:
        out.write(json.dumps(line) + "\n")
    return len(lines) - 1


def read(history: History, lines: Iterable[str]) -> Added:
    """Add what `export` wrote, all of it or nothing. Raises CannotBegin for a line that is not right."""
    sessions: list[Touched] = []
    attempts: list[Attempt] = []
    version = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            if not version:
                version = _begin(_parsed(line))
                continue
            [(kind, found)] = _object(_parsed(line), ("session", "attempt"), one=True).items()
            if kind == "session":
                sessions.append(_within("session", _session, found if version > 1 else _of_format_1(found)))
            else:
                attempts.append(_within("attempt", _attempt, found))
        except _Wrong as error:
            where = f"{error.where} is " if error.where else ""
            raise CannotBegin(
                f"line {number}: {where}{error.found}, expected {error.expected}", "nothing was imported"
            ) from None
    if not version:
        raise CannotBegin("there is no line in it", f"the first line of a history is {json.dumps(_HEAD)}")
    new_sessions, new_attempts = history.merge(sessions, attempts)
    return Added(new_attempts, new_sessions, len(sessions) + len(attempts) - new_sessions - new_attempts)


def attempt_document(attempt: Attempt) -> dict[str, object]:
    """The attempt as JSON holds it."""
    document: dict[str, object] = _plain(attempt)
    return document | {"source_hash": attempt.source_hash}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Attempt | SessionRecord | TaskRecord):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise _wrong(line.strip(), "a JSON object") from None


def _begin(found: object) -> int:
    """The format that the first line tells."""
    version = found.get("drill_history") if isinstance(found, dict) else None
    if type(version) is not int or version < 1:
        raise _wrong(found, f"{json.dumps(_HEAD)}: it is no history that drill exported")
    if version > FORMAT:
        raise CannotBegin(
            f"line 1: it was exported by a newer drill (format {version}; this one reads {FORMAT})",
            "update drill; nothing was imported",
        )
    return version


def _object(found: object, keys: Iterable[str], *, one: bool = False) -> dict[str, object]:
    """An object of all the keys and no other, or of `one` of them."""
    if not isinstance(found, dict):
        raise _wrong(found, "an object")
    names = list(keys)
    for key in found:
        if key not in names:
            raise _Wrong("an unknown key", f"one of {', '.join(names)}", _cut(key))
    if one and len(found) != 1:
        raise _wrong(found, f"one of the keys {', '.join(names)}, alone")
    for key in names:
        if key not in found and not one:
            raise _Wrong("missing", f"every one of {', '.join(names)}", key)
    return found


def _within(where: str, read: Read, found: object) -> Any:
    try:
        return read(found)
    except _Wrong as error:
        error.where = f"{where}{'.' if error.where[:1] not in ('', '[') else ''}{error.where}"
        raise


def _fields(found: object, reads: dict[str, Read]) -> dict[str, Any]:
    given = _object(found, reads)
    return {key: _within(key, read, given[key]) for key, read in reads.items()}


def _attempt(found: object) -> Attempt:
    values = _fields(found, _ATTEMPT)
    source_hash = values.pop("source_hash")
    attempt = Attempt(**values)
    if source_hash != attempt.source_hash:
        raise _wrong(source_hash, f"{attempt.source_hash}, the hash of its source", "source_hash")
    return attempt


def _session(found: object) -> Touched:
    values = _fields(found, _SESSION)
    touched = values.pop("touched")
    return SessionRecord(**values), touched


def _of_format_1(found: object) -> object:
    """A session of format 1 with what it lacks: all was shown, and nothing for it was charged."""
    if not isinstance(found, dict):
        return found
    tasks = found.get("tasks")
    if isinstance(tasks, list):
        found = found | {"tasks": [{"expected": False} | task if isinstance(task, dict) else task for task in tasks]}
    return {"explain": "full"} | found


def _tasks(found: object) -> tuple[TaskRecord, ...]:
    if not isinstance(found, list):
        raise _wrong(found, "a list")
    tasks = tuple(_within(f"[{place}]", _task, task) for place, task in enumerate(found))
    for place, task in enumerate(tasks):
        if task.place != place:
            raise _wrong(task.place, f"{place}: tasks stand in the order of their places", f"[{place}].place")
    return tasks


def _task(found: object) -> TaskRecord:
    return TaskRecord(**_fields(found, _TASK))


def _text(found: object) -> str:
    if not isinstance(found, str):
        raise _wrong(found, "a text")
    return found


def _texts(found: object) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise _wrong(found, "a list of texts")
    return tuple(found)


def _id(found: object) -> str:
    if not isinstance(found, str) or not re.fullmatch("[0-9a-f]{32}", found):
        raise _wrong(found, "32 hexadecimal digits")
    return found


def _time(found: object) -> datetime:
    try:
        time = datetime.fromisoformat(_text(found))
        if time.tzinfo:
            return time.astimezone(UTC)
    except (ValueError, OverflowError, _Wrong):
        pass
    raise _wrong(found, 'a date and time with its zone, as in "2026-03-01T09:30:00+00:00"')


def _count(least: int) -> Read:
    def read(found: object) -> int:
        if type(found) is not int or not least <= found <= _MOST:
            raise _wrong(found, f"a whole number from {least} to {_MOST}")
        return found

    return read


def _number(found: object) -> float:
    if not isinstance(found, int | float) or isinstance(found, bool) or not 0 <= found <= _MOST:
        raise _wrong(found, f"a number from 0 to {_MOST}")
    return float(found)


def _flag(found: object) -> bool:
    if not isinstance(found, bool):
        raise _wrong(found, "true or false")
    return found


def _one_of(*names: str) -> Read:
    def read(found: object) -> str:
        if not isinstance(found, str) or found not in names:
            raise _wrong(found, f"one of {', '.join(names)}")
        return found

    return read


def _or_null(read: Read) -> Read:
    return lambda found: None if found is None else read(found)


def _wrong(found: object, expected: str, where: str = "") -> _Wrong:
    """What was found is told as JSON, and of what is nested only the kind."""
    if isinstance(found, dict | list):
        return _Wrong("an object" if isinstance(found, dict) else "a list", expected, where)
    shown = json.dumps(_cut(found), ensure_ascii=False) if isinstance(found, str) else _cut(json.dumps(found))
    return _Wrong(shown, expected, where)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


_ATTEMPT: dict[str, Read] = {
    "id": _id,
    "at": _time,
    "player": _text,
    "problem": _text,
    "version": _text,
    "difficulty": _one_of(*DIFFICULTIES),
    "minutes": _count(1),
    "topics": _texts,
    "language": _one_of(*LANGUAGES),
    "dialect": _text,
    "source": _text,
    "verdict": _one_of(*get_args(Status)),
    "passed": _count(0),
    "fixtures": _count(0),
    "elapsed_ms": _number,
    "case": _text,
    "codes": _texts,
    "reason": _text,
    "seconds": _or_null(_number),
    "session": _text,
    "late": _flag,
    "source_hash": _text,
}
_TASK: dict[str, Read] = {
    "place": _count(0),
    "problem": _text,
    "version": _text,
    "title": _text,
    "difficulty": _one_of(*DIFFICULTIES),
    "minutes": _count(1),
    "topics": _texts,
    "state": _one_of(*get_args(State)),
    "seconds": _number,
    "hints": _count(0),
    "wrong": _count(0),
    "points": _count(0),
    "expected": _flag,
}
_SESSION: dict[str, Read] = {
    "id": _id,
    "player": _text,
    "track": _text,
    "started_at": _time,
    "minutes": _count(0),
    "language": _one_of(*LANGUAGES, "any"),
    "dialect": _text,
    "folder": _text,
    "packs": _texts,
    "seconds": _number,
    "current": _count(0),
    "finished_at": _or_null(_time),
    "tasks": _tasks,
    "explain": _one_of(*EXPLAIN),
    "touched": _time,
}
