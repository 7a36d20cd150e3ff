"""Databases of every schema that ever was: migrated, with every row still there, whoever opens them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from judge.practice.history import History
from judge.practice.migrations import MIGRATIONS
from judge.practice.records import Attempt, SessionRecord, TaskRecord
from tests.unit.test_history import Processes, attempt

CASES = Path(__file__).parents[1] / "cases" / "history"
VERSIONS = range(1, len(MIGRATIONS) + 1)

ANN = Attempt(
    id="00000000000000000000000000000001",
    at=datetime(2026, 3, 1, 9, 30, 0, 250000, tzinfo=UTC),
    player="ann",
    problem="top_n",
    version="5f1c0ffee0123456",
    difficulty="medium",
    minutes=15,
    topics=("ranking", "ties"),
    language="sql",
    dialect="duckdb",
    source="SELECT 'it'\nFROM t -- é\n",
    verdict="wrong_answer",
    passed=2,
    fixtures=3,
    elapsed_ms=41.5,
    case="ties",
    codes=("E101",),
    reason="2 rows are missing",
)


def bob(session: str = "", *, late: bool = False) -> Attempt:
    return Attempt(
        id="00000000000000000000000000000002",
        at=datetime(2026, 3, 2, 9, 30, 0, 250000, tzinfo=UTC),
        player="bob",
        problem="top_n",
        version="5f1c0ffee0123456",
        difficulty="medium",
        minutes=15,
        topics=("ranking", "ties"),
        language="pandas",
        dialect="duckdb",
        source="SELECT 'it'\nFROM t -- é\n",
        verdict="accepted",
        passed=2,
        fixtures=3,
        elapsed_ms=41.5,
        case="ties",
        codes=("E101",),
        reason="2 rows are missing",
        seconds=754.5,
        session=session,
        late=late,
    )


def round_of_bob(number: str, finished_at: datetime | None = None, tasks: tuple[TaskRecord, ...] = ()) -> SessionRecord:
    return SessionRecord(
        id=f"{'0' * 31}{number}",
        player="bob",
        track="loop",
        started_at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
        minutes=45,
        language="any",
        dialect="duckdb",
        folder="/home/bob/round",
        packs=("/home/bob/pack",),
        seconds=1800.5,
        current=1,
        finished_at=finished_at,
        tasks=tasks,
        explain="full",
    )


TASKS = (
    TaskRecord(0, "top_n", "5f1c0ffee0123456", "Top n", "medium", 15, ("ranking",), "accepted", 754.5, 1, 2, 150),
    TaskRecord(1, "tally", "5f1c0ffee0123456", "Tally", "medium", 15, ("ranking",), "working", 1046.0, 1, 2, 0),
)
BOUGHT = (TASKS[0], replace(TASKS[1], expected=True))
NINE = [ANN, bob("0" * 31 + "9", late=True)]
EIGHT = round_of_bob("8", datetime(2026, 3, 2, 9, 45, tzinfo=UTC))
ATTEMPTS = {1: [ANN, bob()], 2: NINE, 3: NINE}
SESSIONS = {
    1: [],
    2: [EIGHT, round_of_bob("9", None, TASKS)],  # of a time in which all was shown
    3: [replace(EIGHT, explain="none"), replace(round_of_bob("9", None, BOUGHT), explain="data")],
}


def of_version(version: int, file: Path) -> Path:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript((CASES / f"v{version}.sql").read_text("utf-8"))
    return file


def schema(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    query = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
    return [(*row[:2], " ".join(row[2].split())) for row in connection.execute(query)]


def test_there_is_a_database_of_every_schema() -> None:
    assert sorted(CASES.iterdir()) == [CASES / f"v{version}.sql" for version in VERSIONS]
    assert {*ATTEMPTS} == {*SESSIONS} == {*VERSIONS}


@pytest.mark.parametrize("version", VERSIONS)
def test_it_is_what_the_migrations_make(version: int, tmp_path: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        for script in MIGRATIONS[:version]:
            connection.executescript(script)
        made = schema(connection)
    with closing(sqlite3.connect(of_version(version, tmp_path / "history.sqlite"))) as connection:
        assert schema(connection) == made
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_row_is_still_there(version: int, tmp_path: Path) -> None:
    file = of_version(version, tmp_path / "history.sqlite")
    for _ in range(2):
        with History(file) as history:
            assert history.attempts() == ATTEMPTS[version]
            assert history.sessions() == SESSIONS[version]
            assert (history.note, history.trouble) == ("", "")
    with History(file) as history:
        history.add(attempt(7, session="s", late=True))
        assert history.attempts(session="s") == [attempt(7, session="s", late=True)]
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("version", VERSIONS)
def test_several_processes_open_it_at_once(version: int, tmp_path: Path) -> None:
    file = of_version(version, tmp_path / "history.sqlite")
    script = """
go()
with History(file) as history:
    history.add(attempt(100 + me))
    print(history.note + history.trouble)
"""
    assert Processes(6, file, script).go() == ["\n"] * 6
    with History(file) as history:
        assert history.attempts(player="bob") == ATTEMPTS[version][1:]
        assert {each.id for each in history.attempts(player="ann")} == {
            ANN.id,
            *(f"{number:032x}" for number in range(100, 106)),
        }
        assert history.sessions() == SESSIONS[version]


def test_a_migration_that_fails_leaves_the_schema_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = of_version(1, tmp_path / "history.sqlite")
    halves = (MIGRATIONS[0], f"{MIGRATIONS[1]}; CREATE TABLE attempts (what)")
    monkeypatch.setattr("judge.practice.database.MIGRATIONS", halves)
    with pytest.raises(sqlite3.OperationalError, match="table attempts already exists"):
        History(file)
    monkeypatch.undo()
    with History(file) as history:
        assert history.attempts() == ATTEMPTS[1]
