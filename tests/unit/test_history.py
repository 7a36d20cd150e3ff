"""The history: what it keeps, who writes to it at once, and what becomes of a file that is damaged or stuck."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from judge.errors import CannotBegin, UnknownName
from judge.practice import database, records
from judge.practice.database import Database, Unwritten
from judge.practice.history import History, default_file, default_player
from judge.practice.lock import Lock
from judge.practice.migrations import MIGRATIONS
from judge.practice.records import Attempt, SessionRecord, TaskRecord

ROOT = Path(__file__).parents[2]
START = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
FORGOTTEN = "what is new is forgotten when drill ends"


def attempt(number: int = 1, **changes: Any) -> Attempt:
    """The attempt with that number, a minute after the one before."""
    made = Attempt(
        id=f"{number:032x}",
        at=START + timedelta(minutes=number),
        player="ann",
        problem="top_n",
        version="5f1c0ffee0123456",
        difficulty="medium",
        minutes=15,
        topics=("ranking", "ties"),
        language="sql",
        dialect="duckdb",
        source="SELECT 1\n",
        verdict="wrong_answer",
        passed=2,
        fixtures=3,
        elapsed_ms=41.5,
        case="ties",
        codes=("E101", "E204"),
        reason="2 rows are missing",
    )
    return replace(made, **changes)


def session(number: int = 1, *points: int, **changes: Any) -> SessionRecord:
    """The session with that number, its tasks accepted with so many points, -1 for one that was not begun."""
    tasks = tuple(
        TaskRecord(place, f"problem_{place}", "v1", "A title", "easy", 10, ("joins",))
        if each < 0
        else TaskRecord(
            place, f"problem_{place}", "v1", "A title", "easy", 10, ("joins",), "accepted", 61.5, 1, 2, each
        )
        for place, each in enumerate(points)
    )
    made = SessionRecord(
        id=f"{number:032x}",
        player="ann",
        track="loop",
        started_at=START + timedelta(hours=number),
        minutes=45,
        language="any",
        dialect="duckdb",
        folder="/home/ann/round",
        packs=("/home/ann/pack", "/srv/é"),
        seconds=120.25,
        current=1,
        tasks=tasks,
    )
    return replace(made, **changes)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The history's file, which is not there yet."""
    monkeypatch.setenv("DRILL_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data" / "history.sqlite"


def filled(file: Path, count: int = 300) -> None:
    """A history of so many attempts, several pages of it."""
    with History(file) as history:
        history.merge(
            [], [attempt(number, source=f"SELECT {number} -- {'x' * 500}\n") for number in range(1, count + 1)]
        )


def names(file: Path) -> list[str]:
    return sorted(each.name for each in file.parent.iterdir())


class Processes:
    """Processes that run a script once all of them have come to the line that says `go()`."""

    BEFORE = """
import sys
from pathlib import Path
from dataclasses import replace
from judge.practice.history import History
from tests.unit.test_history import attempt
def go():
    print("ready", flush=True)
    sys.stdin.readline()
file, me = Path(sys.argv[1]), int(sys.argv[2])
"""

    def __init__(self, count: int, file: Path, script: str) -> None:
        self._running = [
            subprocess.Popen(
                [sys.executable, "-c", self.BEFORE + script, str(file), str(number)],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for number in range(count)
        ]
        for process in self._running:
            assert process.stdout and process.stdout.readline() == "ready\n"

    def go(self) -> list[str]:
        """Let them go; what each of them printed."""
        for process in self._running:
            assert process.stdin
            process.stdin.write("\n")
            process.stdin.flush()
        said = [process.communicate()[0] for process in self._running]
        assert [process.returncode for process in self._running] == [0] * len(said)
        return said


def test_an_attempt_comes_back_as_it_was(file: Path) -> None:
    awkward = attempt(
        2,
        player="Zoë 🦆",
        source="a\0b\r\n'\"\ud800",
        reason="\udfff half a pair",
        topics=(),
        codes=("\ud800",),
        seconds=61.25,
        session="f" * 32,
        late=True,
        at=datetime(2026, 3, 1, 12, 0, 0, 1, tzinfo=UTC),
    )
    with History() as history:
        assert history.file == file
        history.add(attempt(1))
        history.add(awkward)
        assert history.attempts() == [attempt(1), awkward]
    with History(file) as history:
        assert history.attempts() == [attempt(1), awkward]
        assert (history.trouble, history.note) == ("", "")
    assert names(file) == ["history.lock", "history.sqlite"]


def test_the_file_keeps_the_hash_of_a_source_and_times_of_one_width(file: Path) -> None:
    with History(file) as history:
        history.add(attempt(1, at=datetime.fromisoformat("2026-03-01T10:00:00+05:30")))
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT at, source_hash FROM attempts").fetchall()
        [mode] = connection.execute("PRAGMA journal_mode").fetchone()
    assert rows == [("2026-03-01T04:30:00.000000+00:00", "a0a22c9dfa428cdc")]
    assert mode == "wal"


def test_a_commit_waits_for_the_disk(file: Path) -> None:
    with History(file) as history:
        assert history._database.read(lambda c: c.execute("PRAGMA synchronous").fetchone()) == (2,)


def test_an_id_that_is_there_changes_nothing(file: Path) -> None:
    with History(file) as history:
        history.add(attempt(1))
        history.add(attempt(1, reason="another"))
        assert history.attempts() == [attempt(1)]


def test_attempts_by_player_problem_session_and_last(file: Path) -> None:
    made = [
        attempt(1),
        attempt(2, player="bob"),
        attempt(3, problem="tally", session="s"),
        attempt(4, player="bob", problem="tally"),
    ]
    with History(file) as history:
        for each in reversed(made):
            history.add(each)
        assert history.attempts() == made
        assert history.attempts(player="bob") == [made[1], made[3]]
        assert history.attempts(problem="tally") == made[2:]
        assert history.attempts(player="bob", problem="tally") == [made[3]]
        assert history.attempts(session="s") == [made[2]]
        assert history.attempts(last=2) == made[2:]
        assert history.attempts(player="ann", last=1) == [made[2]]
        assert history.attempts(last=0) == []
        assert history.attempts(player="carl") == []


def test_attempts_of_one_moment_stand_in_the_order_of_their_ids(file: Path) -> None:
    made = [attempt(number, at=START) for number in (3, 1, 2)]
    with History(file) as history:
        for each in made:
            history.add(each)
        assert history.attempts() == [made[1], made[2], made[0]]


def test_one_attempt_by_the_beginning_of_its_id(file: Path) -> None:
    ids = ["a" * 32, "ab" * 16, "ab" * 15 + "cd"]
    with History(file) as history:
        for number, id in enumerate(ids):
            history.add(attempt(number, id=id))
        assert history.attempt("aa").id == ids[0]
        assert history.attempt(ids[1]).id == ids[1]
        with pytest.raises(UnknownName) as unknown:
            history.attempt("b%")
        assert (unknown.value.message, unknown.value.help) == (
            "no attempt's id begins with 'b%'",
            "drill history lists the attempts",
        )
        with pytest.raises(CannotBegin) as several:
            history.attempt("ab")
        assert several.value.message == "2 attempts' ids begin with 'ab'"
        assert several.value.help == f"say more of the id: {ids[1]}, {ids[2]}"
        for number in range(10, 14):
            history.add(attempt(number, id=f"{number}" * 16))
        with pytest.raises(CannotBegin, match=r"^7 attempts' ids begin with ''$") as many:
            history.attempt("")
        assert many.value.help.endswith(f"{'13' * 16}, {'a' * 32}, …")


def test_a_session_comes_back_as_it_was_saved_last(file: Path) -> None:
    begun, later = session(1, -1, -1), session(1, 80, -1, seconds=900.0, finished_at=START + timedelta(hours=3))
    with History(file) as history:
        assert history.session(begun.id) is None
        assert history.session("") is None
        history.save(begun)
        assert history.session(begun.id) == begun
        assert history.session("") is None
        history.save(later)
        assert history.session(begun.id) == later
        assert history.sessions() == [later]
        shorter = replace(later, tasks=later.tasks[:1])
        history.save(shorter)
        assert history.sessions() == [shorter]


def test_sessions_by_player_and_track(file: Path) -> None:
    made = [session(1), session(2, player="bob", track=""), session(3, 10, track="")]
    with History(file) as history:
        for each in reversed(made):
            history.save(each)
        assert history.sessions() == made
        assert history.sessions(player="ann") == [made[0], made[2]]
        assert history.sessions(track="") == made[1:]
        assert history.sessions(track="loop") == made[:1]
        assert history.sessions(player="bob", track="loop") == []


def test_unfinished_sessions_in_the_order_they_were_touched(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hour = iter(range(24))
    monkeypatch.setattr(records, "utc_now", lambda: START + timedelta(days=1, hours=next(hour)))
    first, second = session(1, -1), session(2)
    with History(file) as history:
        for each in (first, second, session(3, finished_at=START), session(4, player="bob"), first):
            history.save(each)
        assert history.unfinished("ann") == [first, second]
        assert history.unfinished("") == []


def test_best_points_are_of_begun_problems_in_other_sessions(file: Path) -> None:
    with History(file) as history:
        for each in (session(1, 50, 0, -1), session(2, 80, -1, -1), session(3, 100), session(4, 300, player="bob")):
            history.save(each)
        assert history.best_points("ann") == {"problem_0": 100, "problem_1": 0}
        assert history.best_points("ann", before=session(3).id) == {"problem_0": 80, "problem_1": 0}
        assert history.best_points("carl") == {}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM attempts ORDER BY at DESC, id DESC LIMIT 20",
        "SELECT * FROM attempts WHERE player = 'ann' ORDER BY at DESC, id DESC LIMIT 20",
        "SELECT * FROM attempts WHERE problem = 'top_n' ORDER BY at DESC, id DESC LIMIT 20",
        "SELECT * FROM attempts WHERE session = 's' ORDER BY at DESC, id DESC",
        "SELECT * FROM attempts WHERE id >= 'a' AND id < 'b' ORDER BY id",
        "SELECT * FROM sessions WHERE player = 'ann' ORDER BY started_at, id",
        "SELECT * FROM tasks WHERE session = 's' ORDER BY place",
    ],
)
def test_queries_go_by_an_index(file: Path, query: str) -> None:
    with History(file) as history:
        plan = history._database.read(lambda c: c.execute(f"EXPLAIN QUERY PLAN {query}").fetchall())
    assert [" USING INDEX " in step[3] for step in plan] == [True]


def test_any_thread_may_write(file: Path) -> None:
    with History(file) as history:

        def write(first: int) -> None:
            for number in range(first, first + 25):
                history.add(attempt(number))
                assert len(history.attempts(last=1)) == 1

        threads = [threading.Thread(target=write, args=(100 * each,)) for each in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(history.attempts()) == 100


def test_ten_processes_append_a_thousand_attempts_each(file: Path) -> None:
    """Measured with 2 cores: some 5 s in all, and 13 s beside other work."""
    script = """
with History(file) as history:
    go()
    for number in range(1000):
        history.add(attempt(1000 * me + number))
    print(history.trouble + history.note)
"""
    assert Processes(10, file, script).go() == ["\n"] * 10
    with History(file) as history:
        assert [int(each.id, 16) for each in history.attempts()] == list(range(10_000))


def test_ten_processes_begin_a_history_at_once(file: Path) -> None:
    script = """
go()
with History(file) as history:
    history.add(attempt(me))
    print(history.trouble + history.note)
"""
    assert Processes(10, file, script).go() == ["\n"] * 10
    with History(file) as history:
        assert [int(each.id, 16) for each in history.attempts()] == list(range(10))
    assert names(file) == ["history.lock", "history.sqlite"]


def test_what_was_added_outlives_a_process_that_is_killed(file: Path) -> None:
    script = """
with History(file) as history:
    go()
    for number in range(1_000_000):
        history.add(attempt(number))
        print(number, flush=True)
"""
    [process] = Processes(1, file, script)._running
    assert process.stdin and process.stdout
    process.stdin.write("\n")
    process.stdin.flush()
    for _ in range(100):
        process.stdout.readline()
    process.kill()
    told = process.communicate()[0].split("\n")[:-1]
    with History(file) as history:
        kept = {int(each.id, 16) for each in history.attempts()}
        assert {*range(100), *map(int, told)} <= kept
        assert (history.note, history.trouble) == ("", "")


def garbage(file: Path) -> None:
    file.write_bytes(b"not a database at all\n" * 1000)


def truncated(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def emptied_beside_its_wal(file: Path) -> None:
    file.write_bytes(b"")
    Path(f"{file}-wal").write_bytes(b"what it was")


def of_another_program(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript("CREATE TABLE attempts (what); PRAGMA user_version = 0")


def of_no_schema(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript("CREATE TABLE other (what); PRAGMA user_version = 2")


def overwritten(file: Path) -> None:
    """From its second page on: the header and the schema are whole."""
    with file.open("r+b") as out:
        out.seek(4096)
        out.write(b"\xaa" * (file.stat().st_size - 4096))


def not_utf8(file: Path) -> None:
    """In a text: SQLite finds nothing amiss."""
    file.write_bytes(file.read_bytes().replace(b"SELECT 7 ", b"SELECT \xff "))


def not_a_number(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE attempts SET minutes = 'x' WHERE minutes = 15")
        connection.commit()


def not_a_time(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE attempts SET at = 'x'")
        connection.commit()


def now(monkeypatch: pytest.MonkeyPatch) -> str:
    """Stop the clock; the stamp of a file that is set aside."""
    monkeypatch.setattr(records, "utc_now", lambda: datetime(2026, 3, 1, 9, 30, 5, tzinfo=UTC))
    return "20260301T093005Z"


@pytest.mark.parametrize("damage", [garbage, truncated, emptied_beside_its_wal, of_another_program, of_no_schema])
def test_a_file_that_is_damaged_at_opening_is_set_aside(
    file: Path, damage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = now(monkeypatch)
    filled(file)
    damage(file)
    contents = {path.name: path.read_bytes() for path in file.parent.glob("history.sqlite*")}
    with History(file) as history:
        aside = f"history.damaged-{stamp}.sqlite"
        assert (
            history.note == f"the history {file} was damaged: it is kept beside it as {aside}, and a new one is begun"
        )
        assert (history.trouble, history.attempts()) == ("", [])
        history.add(attempt(1))
        assert history.attempts() == [attempt(1)]
    for name, content in contents.items():
        assert file.with_name(name.replace("history.sqlite", aside)).read_bytes() == content
    with History(file) as history:
        assert (history.note, history.attempts()) == ("", [attempt(1)])


@pytest.mark.parametrize("damage", [overwritten, not_utf8, not_a_number, not_a_time])
def test_a_file_whose_damage_a_query_meets_is_set_aside(
    file: Path, damage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = now(monkeypatch)
    filled(file)
    damage(file)
    content = file.read_bytes()
    with History(file) as history:
        assert (history.note, history.attempts()) == ("", [])
        aside = f"history.damaged-{stamp}.sqlite"
        assert (
            history.note == f"the history {file} was damaged: it is kept beside it as {aside}, and a new one is begun"
        )
        assert history.trouble == ""
    assert file.with_name(aside).read_bytes() == content


@pytest.mark.parametrize("record", [attempt(900), session(900, 100)], ids=["attempt", "session"])
def test_what_met_the_damage_is_kept_in_the_new_file(file: Path, record: Any) -> None:
    filled(file)
    overwritten(file)
    with History(file) as history:
        (history.add if isinstance(record, Attempt) else history.save)(record)
        assert history.note
        assert [*history.attempts(), *history.sessions()] == [record]
        assert history.trouble == ""


def test_setting_aside_writes_over_no_name(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = now(monkeypatch)
    file.parent.mkdir()
    first, second = (f"history.damaged-{stamp}{again}.sqlite" for again in ("", "-2"))
    file.with_name(f"{first}-wal").write_bytes(b"mine")
    for content in (b"one" * 1000, b"two" * 1000):
        file.write_bytes(content)
        History(file).close()
    assert names(file) == sorted(
        [f"{first}-wal", second, f"history.damaged-{stamp}-3.sqlite", "history.lock", "history.sqlite"]
    )
    assert file.with_name(second).read_bytes() == b"one" * 1000


def test_damage_that_several_processes_meet_at_once(file: Path) -> None:
    filled(file)
    script = """
history = History(file)
go()
history.add(attempt(900 + me))
history.close()
print(history.note + history.trouble)
"""
    processes = Processes(5, file, script)
    overwritten(file)
    said = processes.go()
    [note] = [each for each in said if each != "\n"]
    [aside] = [name for name in names(file) if "damaged" in name and name.endswith(".sqlite")]
    assert note == f"the history {file} was damaged: it is kept beside it as {aside}, and a new one is begun\n"
    with History(file) as history:
        assert [int(each.id, 16) for each in history.attempts()] == [900, 901, 902, 903, 904]
        assert history.note == ""


def test_what_another_process_has_mended_is_not_set_aside(file: Path) -> None:
    filled(file, 5)
    with History(file) as history:
        identity = history._database._identity
        history._database._reopen(identity)
        assert (history.note, len(history.attempts())) == ("", 5)
        file.unlink()
        history._database._reopen(identity)
        assert (history.note, history.attempts()) == ("", [])


def moved(file: Path) -> None:
    for part in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            Path(f"{file}{part}").rename(f"{file}-aside{part}")


def test_a_file_that_is_moved_while_it_is_written_is_written_again(file: Path) -> None:
    held = Database(file, lambda _: None)
    calls = []

    def work(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO tasks VALUES ('s', 1, 'p', 'v', 't', 'easy', 5, '[]', 'new', 0, 0, 0, 0, 0)")
        calls.append(1)
        if len(calls) == 1:  # another process sets it aside, and a third begins the new one
            moved(file)
            filled(file, 3)

    held.write(work)
    assert held.read(lambda c: c.execute("SELECT count(*) FROM tasks").fetchone()) == (1,)
    held.close()
    assert len(calls) == 2
    with History(file) as history:
        assert len(history.attempts()) == 3


def test_closing_a_file_that_was_moved_leaves_the_new_one_alone(file: Path) -> None:
    old = History(file)
    old.add(attempt(1))
    moved(file)
    with History(file) as history:
        history.add(attempt(2))
        size = Path(f"{file}-wal").stat().st_size
        old.close()
        assert Path(f"{file}-wal").stat().st_size == size
        history.add(attempt(3))
    with History(file) as history:
        assert history.attempts() == [attempt(2), attempt(3)]


def test_a_file_that_is_deleted_while_it_is_open_is_begun_anew(file: Path) -> None:
    with History(file) as history:
        history.add(attempt(1))
        for name in names(file):
            file.with_name(name).unlink()
        file.parent.rmdir()
        history.add(attempt(2))
        assert history.attempts() == [attempt(2)]
    with History(file) as history:
        assert history.attempts() == [attempt(2)]


def test_a_newer_schema_is_refused(file: Path) -> None:
    filled(file, 1)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(CannotBegin) as refused:
        History(file)
    assert refused.value.message == f"the history {file} was written by a newer drill (schema 4; this one knows 3)"
    assert refused.value.help == "update drill, or keep another history: DRILL_DATA_DIR names its folder"
    assert names(file) == ["history.lock", "history.sqlite"]


def test_a_schema_that_becomes_newer_meanwhile_is_neither_written_nor_read(file: Path) -> None:
    with History(file) as history:
        history.add(attempt(1))
        with closing(sqlite3.connect(file)) as connection:
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
        history.add(attempt(2))
        because = "a newer drill has changed it meanwhile"
        assert history.trouble == later(file, because)
        with pytest.raises(CannotBegin) as unread:
            history.attempts()
        assert unread.value.message == f"the history {file} cannot be read ({because})"
        with pytest.raises(CannotBegin, match="was written by a newer drill"):
            history._database._reopen()
        history.add(attempt(3))
        assert history.trouble == later(file, because)
        with closing(sqlite3.connect(file)) as connection:
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        history.add(attempt(4))
        assert (history.trouble, len(history.attempts())) == ("", 4)


def later(file: Path, because: str) -> str:
    return (
        f"the history {file} cannot be written ({because}): {FORGOTTEN}, unless it can be written with a later attempt"
    )


def test_a_file_in_place_of_the_folder(file: Path) -> None:
    file.parent.write_bytes(b"")
    with History(file) as history:
        because = f"{file.parent} is a file"
        assert history.trouble == f"the history {file} cannot be written ({because}): {FORGOTTEN}"
        history.add(attempt(1))
        history.save(session(1))
        assert (history.attempts(), history.sessions()) == ([attempt(1)], [session(1)])
        with pytest.raises(CannotBegin) as refused:
            history.merge([], [attempt(2)])
        assert refused.value.message == history.trouble
    assert file.parent.read_bytes() == b""


def test_a_folder_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    file = tmp_path / "file" / "data" / "history.sqlite"
    with History(file) as history:
        assert history.trouble == f"the history {file} cannot be written (Not a directory): {FORGOTTEN}"


def test_a_folder_in_place_of_the_file(file: Path) -> None:
    file.mkdir(parents=True)
    with History(file) as history:
        because = "unable to open database file"
        assert history.trouble == f"the history {file} cannot be written ({because}): {FORGOTTEN}"
        assert history.attempts() == []


def test_no_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(_: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "expanduser", homeless)
    with History(Path("~/data/history.sqlite")) as history:
        said = "the history ~/data/history.sqlite cannot be written (there is no home folder)"
        assert history.trouble == f"{said}: {FORGOTTEN}"
        history.add(attempt(1))
        assert history.attempts() == [attempt(1)]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("open_elsewhere", [False, True])
def test_what_cannot_be_written_is_still_read(file: Path, open_elsewhere: bool) -> None:
    filled(file, 3)
    other = History(file)
    other.add(attempt(4))
    if not open_elsewhere:
        other.close()
    file.with_name("history.lock").unlink()
    file.with_name("history.lock").mkdir()
    with History(file) as history:
        because = "history.lock: unable to open database file"
        assert history.trouble == f"the history {file} cannot be written ({because}): {FORGOTTEN}"
        assert len(history.attempts()) == 4
        history.add(attempt(5))
        assert len(history.attempts()) == 5
    other.close()
    file.with_name("history.lock").rmdir()
    with History(file) as history:
        assert len(history.attempts()) == 4


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only(file: Path) -> None:
    filled(file, 3)
    file.with_name("history.lock").unlink()
    file.parent.chmod(0o555)
    try:
        with History(file) as history:
            because = "history.lock: unable to open database file"
            assert history.trouble == f"the history {file} cannot be written ({because}): {FORGOTTEN}"
            assert len(history.attempts()) == 3
    finally:
        file.parent.chmod(0o755)


def test_a_damaged_file_that_cannot_be_set_aside(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: object) -> Path:
        raise PermissionError(13, "Permission denied", str(self))

    file.parent.mkdir()
    garbage(file)
    content = file.read_bytes()
    monkeypatch.setattr(Path, "rename", refuse)
    with History(file) as history:
        because = "it is damaged, and cannot be set aside: Permission denied"
        assert history.trouble == f"the history {file} cannot be written ({because}): {FORGOTTEN}"
        history.add(attempt(1))
        assert history.attempts() == [attempt(1)]
    assert file.read_bytes() == content


def test_a_full_disk_keeps_an_attempt_waiting_for_the_next(file: Path) -> None:
    with History(file) as history:
        history.add(attempt(1))
        connection = history._database._connection
        [pages] = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        large = attempt(2, source="x" * 100_000)
        history.add(large)
        assert history.trouble == later(file, "database or disk is full")
        assert history.attempts() == [attempt(1)]
        history.save(session(7, 10))
        history.save(session(7, 20))
        assert history.trouble == later(file, "database or disk is full")
        with pytest.raises(CannotBegin) as refused:
            history.merge([(session(1), START)], [attempt(4, source=large.source)])
        assert refused.value.message == f"the history {file} cannot be written (database or disk is full)"
        assert history.sessions() == []
        connection.execute("PRAGMA max_page_count = 1000000")
        history.add(attempt(3))
        assert (history.trouble, history.attempts()) == ("", [attempt(1), large, attempt(3)])
        assert history.sessions() == [session(7, 20)]


def test_a_file_that_another_program_holds(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "SECONDS", 0.01)
    because = "another program has held it for 30 s"
    with History(file) as history, closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        history.add(attempt(1))
        assert history.trouble == later(file, because)
        other.execute("ROLLBACK")
        history.add(attempt(2))
        assert (history.trouble, history.attempts()) == ("", [attempt(1), attempt(2)])


def test_an_opening_that_another_program_holds(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "SECONDS", 0.01)
    filled(file, 3)
    with Lock(file.with_name("history.lock")) as lock:
        assert lock.acquire()
        with History(file) as history:
            because = "another program has held it for 30 s"
            assert history.trouble == f"the history {file} cannot be written ({because}): {FORGOTTEN}"
            assert len(history.attempts()) == 3


def test_our_own_faults_are_not_hidden(file: Path) -> None:
    with History(file) as history:
        with pytest.raises(sqlite3.OperationalError, match="no such table: missing"):
            history._database.write(lambda c: c.execute("DELETE FROM missing"))
        with pytest.raises(sqlite3.IntegrityError):
            twice = session(1, 10, 20)
            history.save(replace(twice, tasks=(twice.tasks[0], twice.tasks[0])))
        history.add(attempt(1))
        assert (history.attempts(), history.sessions(), history.trouble) == ([attempt(1)], [], "")
        with pytest.raises(Unwritten, match=r"^it is damaged again and again$"):
            history._database.write(lambda c: moved(file))


def test_the_default_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRILL_DATA_DIR", str(tmp_path))
    assert default_file() == tmp_path / "history.sqlite"
    monkeypatch.setenv("DRILL_DATA_DIR", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    if sys.platform == "linux":
        assert default_file() == tmp_path / "share" / "drill-judge" / "history.sqlite"


def test_the_default_player(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRILL_PLAYER", "Zoë")
    assert default_player() == "Zoë"
    monkeypatch.setenv("DRILL_PLAYER", "")
    monkeypatch.setattr("getpass.getuser", lambda: "ann")
    assert default_player() == "ann"

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert default_player() == "player"


def test_a_lock_has_one_holder(tmp_path: Path) -> None:
    file = tmp_path / "one.lock"
    with Lock(file) as first, Lock(file) as second:
        assert first.acquire()
        assert first.acquire()
        assert not second.acquire()
        assert not second.acquire(0.01)
        first.release()
        first.release()
        assert second.acquire()
        assert not first.acquire()
    assert first.acquire()
    first.release()
    assert (file.read_bytes(), [*tmp_path.iterdir()]) == (b"", [file])


def test_a_lock_falls_back_when_its_holder_is_killed(tmp_path: Path) -> None:
    script = """
from judge.practice.lock import Lock
lock = Lock(file)
assert lock.acquire()
go()
"""
    file = tmp_path / "one.lock"
    [process] = Processes(1, file, script)._running
    with Lock(file) as lock:
        assert not lock.acquire()
        process.kill()
        process.communicate()
        assert lock.acquire()


def test_a_lock_that_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"^one.lock: unable to open database file$"):
        Lock(tmp_path / "nowhere" / "one.lock").acquire()
