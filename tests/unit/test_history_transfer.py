"""A history as JSON lines: out and in again, all or nothing, and every line that is not right told by its number."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judge.errors import CannotBegin
from judge.practice import records, transfer
from judge.practice.history import History
from judge.practice.records import Attempt, SessionRecord, TaskRecord
from judge.practice.transfer import Added
from tests.unit.test_history import START, attempt, session

HEAD = '{"drill_history": 2}\n'


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DRILL_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data" / "history.sqlite"


def exported(history: History) -> list[str]:
    out = io.StringIO()
    assert transfer.export(history, out) == out.getvalue().count("\n") - 1
    return out.getvalue().splitlines(keepends=True)


def test_the_lines(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "utc_now", lambda: datetime(2026, 3, 1, 12, tzinfo=UTC))
    with History(file) as history:
        history.add(attempt(1, source="é", seconds=3))
        history.save(session(2, 80))
        lines = exported(history)
    assert lines[0] == HEAD
    assert [json.loads(line) for line in lines[1:]] == [
        {
            "session": {
                "id": "00000000000000000000000000000002",
                "player": "ann",
                "track": "loop",
                "started_at": "2026-03-01T11:30:00.000000+00:00",
                "minutes": 45,
                "language": "any",
                "dialect": "duckdb",
                "folder": "/home/ann/round",
                "packs": ["/home/ann/pack", "/srv/é"],
                "seconds": 120.25,
                "current": 1,
                "finished_at": None,
                "tasks": [
                    {
                        "place": 0,
                        "problem": "problem_0",
                        "version": "v1",
                        "title": "A title",
                        "difficulty": "easy",
                        "minutes": 10,
                        "topics": ["joins"],
                        "state": "accepted",
                        "seconds": 61.5,
                        "hints": 1,
                        "wrong": 2,
                        "points": 80,
                        "expected": False,
                    }
                ],
                "explain": "data",
                "touched": "2026-03-01T12:00:00.000000+00:00",
            }
        },
        {
            "attempt": {
                "id": "00000000000000000000000000000001",
                "at": "2026-03-01T09:31:00.000000+00:00",
                "player": "ann",
                "problem": "top_n",
                "version": "5f1c0ffee0123456",
                "difficulty": "medium",
                "minutes": 15,
                "topics": ["ranking", "ties"],
                "language": "sql",
                "dialect": "duckdb",
                "source": "é",
                "verdict": "wrong_answer",
                "passed": 2,
                "fixtures": 3,
                "elapsed_ms": 41.5,
                "case": "ties",
                "codes": ["E101", "E204"],
                "reason": "2 rows are missing",
                "seconds": 3.0,
                "session": "",
                "late": False,
                "source_hash": "4a99557e4033c353",
            }
        },
    ]


texts = st.text(st.characters(), max_size=20)
ids = st.uuids().map(lambda made: made.hex)
times = st.datetimes(timezones=st.just(UTC))
counts = st.integers(0, 10**12)
minutes = st.integers(1, 10**12)
numbers = st.floats(0, 10**12)
lists = st.lists(texts, max_size=3).map(tuple)
attempts = st.builds(
    Attempt,
    id=ids,
    at=times,
    player=texts,
    problem=texts,
    version=texts,
    minutes=minutes,
    topics=lists,
    dialect=texts,
    source=texts,
    passed=counts,
    fixtures=counts,
    elapsed_ms=numbers,
    case=texts,
    codes=lists,
    reason=texts,
    seconds=st.none() | numbers,
    session=texts,
    late=st.booleans(),
)
tasks = st.builds(
    TaskRecord,
    place=st.just(0),
    problem=texts,
    version=texts,
    title=texts,
    minutes=minutes,
    topics=lists,
    state=st.sampled_from(["new", "working", "accepted", "shown"]),
    seconds=numbers,
    hints=counts,
    wrong=counts,
    points=counts,
    expected=st.booleans(),
)


def placed(session: SessionRecord) -> SessionRecord:
    from dataclasses import replace

    return replace(session, tasks=tuple(replace(task, place=place) for place, task in enumerate(session.tasks)))


sessions = st.builds(
    SessionRecord,
    id=ids,
    player=texts,
    track=texts,
    started_at=times,
    minutes=counts,
    dialect=texts,
    folder=texts,
    packs=lists,
    seconds=numbers,
    current=counts,
    finished_at=st.none() | times,
    tasks=st.lists(tasks, max_size=3).map(tuple),
    explain=st.sampled_from(["none", "data", "full"]),
).map(placed)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(attempts, max_size=5, unique_by=lambda each: each.id),
    st.lists(sessions, max_size=3, unique_by=lambda each: each.id),
)
def test_what_is_imported_on_an_empty_machine_is_equal(some: list[Attempt], rounds: list[SessionRecord]) -> None:
    with tempfile.TemporaryDirectory() as here, tempfile.TemporaryDirectory() as there:
        with History(Path(here) / "history.sqlite") as history:
            for each in some:
                history.add(each)
            for one in rounds:
                history.save(one)
            lines, everything = exported(history), history.everything()
            assert {each.id: each for each in everything[1]} == {each.id: each for each in some}
            assert {each.id: each for each, _ in everything[0]} == {each.id: each for each in rounds}
        with History(Path(there) / "history.sqlite") as history:
            assert transfer.read(history, lines) == Added(len(some), len(rounds), 0)
            assert history.everything() == everything
            assert exported(history) == lines
            assert transfer.read(history, lines) == Added(0, 0, len(some) + len(rounds))
            assert history.everything() == everything


def of_format_1(line: str) -> str:
    """The line as the drill wrote it that knew nothing of what is hidden."""
    document = json.loads(line)
    if "drill_history" in document:
        return '{"drill_history": 1}\n'
    if "session" in document:
        del document["session"]["explain"]
        for task in document["session"]["tasks"]:
            del task["expected"]
    return json.dumps(document)


def test_an_older_export_is_read_as_what_its_sessions_were(file: Path, tmp_path: Path) -> None:
    with History(tmp_path / "other.sqlite") as other:
        other.add(attempt(1))
        other.save(session(1, 80, -1))
        lines = [of_format_1(line) for line in exported(other)]
    with History(file) as history:
        assert transfer.read(history, lines) == Added(1, 1, 0)
        assert history.sessions() == [session(1, 80, -1, explain="full")]
        assert history.attempts() == [attempt(1)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"session": 3}', "session is 3, expected an object"),
        ('{"session": {"tasks": 3}}', "session.id is missing"),
        ('{"session": {"id": "0", "what": 3}}', "session.what is an unknown key"),
    ],
)
def test_a_line_of_an_older_export_that_is_not_right(file: Path, line: str, said: str) -> None:
    with History(file) as history, pytest.raises(CannotBegin) as error:
        transfer.read(history, ['{"drill_history": 1}', line])
    assert error.value.message.startswith(f"line 2: {said}")


def test_a_line_of_today_lacks_nothing(file: Path) -> None:
    error = refused(file, changed("session", lambda found: found.pop("explain")))
    assert error.message.startswith("line 4: session.explain is missing")
    error = refused(file, changed("session", lambda found: found["tasks"][0].pop("expected")))
    assert error.message.startswith("line 4: session.tasks[0].expected is missing")


def test_what_is_there_stays_and_a_session_that_was_finished_is_updated(file: Path, tmp_path: Path) -> None:
    finished = session(1, 80, finished_at=START)
    with History(tmp_path / "other.sqlite") as other:
        other.add(attempt(1, reason="theirs"))
        other.add(attempt(2))
        for each in (finished, session(2, 90), session(3, 90, finished_at=START), session(4)):
            other.save(each)
        lines = exported(other)
    with History(file) as history:
        history.add(attempt(1))
        for each in (session(1, -1, -1), session(2, -1), session(3, 70, finished_at=START)):
            history.save(each)
        assert transfer.read(history, lines) == Added(1, 2, 3)
        assert history.attempts() == [attempt(1), attempt(2)]
        assert history.sessions() == [finished, session(2, -1), session(3, 70, finished_at=START), session(4)]


def test_blank_lines_and_an_empty_history(file: Path) -> None:
    with History(file) as history:
        assert exported(history) == [HEAD]
        assert transfer.read(history, ["\n", HEAD, "", "  \n"]) == Added(0, 0, 0)


def test_a_line_twice_is_known_the_second_time(file: Path) -> None:
    with History(file) as history:
        history.add(attempt(1))
        lines = exported(history)
    with History(file.with_name("other.sqlite")) as other:
        assert transfer.read(other, [*lines, lines[1]]) == Added(1, 0, 1)


def refused(file: Path, *lines: str) -> CannotBegin:
    """What is said of these lines; the ones before them are right, and are not kept either."""
    with History(file) as history:
        history.add(attempt(1))
        history.save(session(1, 80))
        before = history.everything()
        right = [line.replace("0" * 31, "a" * 31) for line in exported(history)]
        with pytest.raises(CannotBegin) as error:
            transfer.read(history, [*right, *lines])
        assert history.everything() == before
        return error.value


KEYS = (
    "id, at, player, problem, version, difficulty, minutes, topics, language, dialect, source, verdict, passed, "
    "fixtures, elapsed_ms, case, codes, reason, seconds, session, late, source_hash"
)
DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", '"nonsense", expected a JSON object'),
        (DEEP, f'"{DEEP[:40]}…", expected a JSON object'),
        ("[]", "a list, expected an object"),
        ("3", "3, expected an object"),
        ("{}", "an object, expected one of the keys session, attempt, alone"),
        ('{"attempt": {}, "session": {}}', "an object, expected one of the keys session, attempt, alone"),
        ('{"Attempt": {}}', "Attempt is an unknown key, expected one of session, attempt"),
        ('{"attempt": []}', "attempt is a list, expected an object"),
        ('{"attempt": {}}', f"attempt.id is missing, expected every one of {KEYS}"),
        (HEAD, "drill_history is an unknown key, expected one of session, attempt"),
    ],
)
def test_a_line_that_is_no_record(file: Path, line: str, said: str) -> None:
    error = refused(file, line)
    assert (error.message, error.help) == (f"line 4: {said}", "nothing was imported")


VERDICTS = (
    "accepted, wrong_answer, runtime_error, time_limit, memory_limit, output_limit, invalid_submission, problem_error"
)
TIME = 'a date and time with its zone, as in "2026-03-01T09:30:00+00:00"'


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("id", "A" * 32, f'"{"A" * 32}", expected 32 hexadecimal digits'),
        ("id", 7, "7, expected 32 hexadecimal digits"),
        ("at", "2026-03-01", f'"2026-03-01", expected {TIME}'),
        ("at", "2026-03-01T09:30:00", f'"2026-03-01T09:30:00", expected {TIME}'),
        ("at", "0001-01-01T00:00:00+05:00", f'"0001-01-01T00:00:00+05:00", expected {TIME}'),
        ("at", None, f"null, expected {TIME}"),
        ("player", None, "null, expected a text"),
        ("difficulty", "harder", '"harder", expected one of easy, medium, hard'),
        ("minutes", 0, "0, expected a whole number from 1 to 1000000000000"),
        ("minutes", 10**40, f"1{'0' * 39}…, expected a whole number from 1 to 1000000000000"),
        ("passed", True, "true, expected a whole number from 0 to 1000000000000"),
        ("passed", 1.0, "1.0, expected a whole number from 0 to 1000000000000"),
        ("passed", -1, "-1, expected a whole number from 0 to 1000000000000"),
        ("topics", "joins", '"joins", expected a list of texts'),
        ("topics", ["joins", 3], "a list, expected a list of texts"),
        ("language", "SQL", '"SQL", expected one of sql, pandas'),
        ("verdict", "right", f'"right", expected one of {VERDICTS}'),
        ("elapsed_ms", float("nan"), "NaN, expected a number from 0 to 1000000000000"),
        ("elapsed_ms", float("inf"), "Infinity, expected a number from 0 to 1000000000000"),
        ("elapsed_ms", -0.5, "-0.5, expected a number from 0 to 1000000000000"),
        ("elapsed_ms", 10**400, f"1{'0' * 39}…, expected a number from 0 to 1000000000000"),
        ("elapsed_ms", None, "null, expected a number from 0 to 1000000000000"),
        ("elapsed_ms", False, "false, expected a number from 0 to 1000000000000"),
        ("late", 0, "0, expected true or false"),
        ("source", "x" * 50, None),
        ("source_hash", "0", '"0", expected a0a22c9dfa428cdc, the hash of its source'),
    ],
)
def test_an_attempt_with_a_wrong_value(file: Path, key: str, value: object, said: str | None) -> None:
    error = refused(file, changed("attempt", lambda found: found.update({key: value})))
    if said is None:  # another source is noticed by its hash
        key, said = "source_hash", '"a0a22c9dfa428cdc", expected 77cf12060d47183e, the hash of its source'
    assert (error.message, error.help) == (f"line 4: attempt.{key} is {said}", "nothing was imported")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda found: found.update(extra=1), "session.extra is an unknown key, expected one of {keys}"),
        (lambda found: found.pop("track"), "session.track is missing, expected every one of {keys}"),
        (lambda found: found.update(language="R"), 'session.language is "R", expected one of sql, pandas, any'),
        (lambda found: found.update(finished_at=3), f"session.finished_at is 3, expected {TIME}"),
        (lambda found: found.update(explain="all"), 'session.explain is "all", expected one of none, data, full'),
        (
            lambda found: found["tasks"][1].update(expected=1),
            "session.tasks[1].expected is 1, expected true or false",
        ),
        (lambda found: found.update(tasks={}), "session.tasks is an object, expected a list"),
        (lambda found: found.update(tasks=[3]), "session.tasks[0] is 3, expected an object"),
        (
            lambda found: found["tasks"][1].update(state="done"),
            'session.tasks[1].state is "done", expected one of new, working, accepted, shown',
        ),
        (
            lambda found: found["tasks"][1].update(place=0),
            "session.tasks[1].place is 0, expected 1: tasks stand in the order of their places",
        ),
    ],
)
def test_a_session_that_is_not_right(file: Path, change: Callable[[dict[str, Any]], object], said: str) -> None:
    keys = "id, player, track, started_at, minutes, language, dialect, folder, packs, seconds, current, finished_at"
    error = refused(file, changed("session", change))
    assert error.message == "line 4: " + said.replace("{keys}", f"{keys}, tasks, explain, touched")


def changed(kind: str, change: Callable[[dict[str, Any]], object]) -> str:
    """A line of a history with a change in it."""
    with tempfile.TemporaryDirectory() as folder, History(Path(folder) / "history.sqlite") as history:
        history.add(attempt(5))
        history.save(session(5, 80, -1))
        [found] = [line for line in map(json.loads, exported(history)) if kind in line]
    change(found[kind])
    return json.dumps(found)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"attempt": {}}', "an object"),
        ('{"drill_history": true}', "an object"),
        ('{"drill_history": 0}', "an object"),
        ("[1]", "a list"),
    ],
)
def test_a_first_line_that_is_not_ours(file: Path, line: str, said: str) -> None:
    with History(file) as history, pytest.raises(CannotBegin) as error:
        transfer.read(history, [line])
    expected = 'expected {"drill_history": 2}: it is no history that drill exported'
    assert (error.value.message, error.value.help) == (f"line 1: {said}, {expected}", "nothing was imported")


def test_nothing_at_all(file: Path) -> None:
    with History(file) as history, pytest.raises(CannotBegin) as error:
        transfer.read(history, ["", "\n"])
    assert error.value.message == "there is no line in it"
    assert error.value.help == 'the first line of a history is {"drill_history": 2}'


def test_a_newer_format(file: Path) -> None:
    with History(file) as history, pytest.raises(CannotBegin) as error:
        transfer.read(history, ['{"drill_history": 3, "more": []}'])
    assert error.value.message == "line 1: it was exported by a newer drill (format 3; this one reads 2)"
    assert error.value.help == "update drill; nothing was imported"


def test_a_file_that_turns_out_damaged_takes_the_import_all_the_same(file: Path) -> None:
    from tests.unit.test_history import filled, overwritten

    with History(file.with_name("other.sqlite")) as other:
        other.add(attempt(900))
        lines = exported(other)
    filled(file)
    overwritten(file)
    with History(file) as history:
        assert transfer.read(history, lines) == Added(1, 0, 0)
        assert history.note
        assert history.attempts() == [attempt(900)]
