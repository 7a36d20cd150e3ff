"""`drill session` before its screen: what cannot begin; and the attempts that `drill run` keeps."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from judge.practice.history import History
from tests.cli.conftest import RIGHT, Drill


@pytest.fixture
def kept(drill: Drill) -> Drill:
    """`drill` with a history of its own."""
    return drill.with_environ({"DRILL_DATA_DIR": str(drill.folder / "data"), "DRILL_PLAYER": "ada"})


def test_a_session_needs_a_terminal(kept: Drill) -> None:
    done = kept("session")
    said = "error: a session needs a terminal for its screen\nhelp: drill watch SLUG FILE does without\n"
    assert (done.code, done.out, done.err) == (2, "", said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--minutes", "0"), "error: Invalid value for '--minutes': 0 is not in the range 1<=x<=600.\n"),
        (("--lang", "R"), "error: Invalid value for '--lang': 'R' is not one of 'sql', 'pandas', 'any'.\n"),
        (
            ("--resume", "--track", "demo"),
            "error: --resume goes on with what was chosen then, and has no use for --track\nhelp: leave it out\n",
        ),
        (
            ("--explain", "all"),
            "error: Invalid value for '--explain': 'all' is not one of 'none', 'data', 'full'.\n",
        ),
        (
            ("--resume", "--explain", "data"),
            "error: --resume goes on with what was chosen then, and has no use for --explain\nhelp: leave it out\n",
        ),
        (
            ("--problems", "tally", "--topic", "joins"),
            "error: --problems names the whole set, and has no use for --topic\nhelp: leave one of them out\n",
        ),
        (
            ("--export", "summary.txt"),
            "error: summary.txt: a summary is written as .md or .json\nhelp: end the name in one of them\n",
        ),
        (
            ("--export", "there.md"),
            "error: there.md is there already, and is left as it is\nhelp: give another name to --export\n",
        ),
        (("--export", "no/such.md"), "error: no/such.md cannot be written: there is no folder no\n"),
    ],
)
def test_what_cannot_begin(kept: Drill, arguments: tuple[str, ...], said: str) -> None:
    kept.file("there.md", "mine")
    done = kept("session", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(said)


def attempts(drill: Drill) -> list[tuple[str, str, str]]:
    with History(drill.folder / "data" / "history.sqlite") as history:
        return [(a.player, a.problem, a.verdict) for a in history.attempts()]


def test_a_run_is_kept(kept: Drill) -> None:
    kept.file("my.sql", RIGHT)
    kept.file("wrong.sql", "SELECT 1 AS one\n")
    assert kept("run", "tally", "my.sql").code == 0
    assert kept("run", "tally", "wrong.sql", "--json", DRILL_PLAYER="bob").code == 1
    assert attempts(kept) == [("ada", "tally", "accepted"), ("bob", "tally", "wrong_answer")]


@pytest.mark.parametrize("option", [("--case", "team"), ("--seed", "7"), ("--fresh", "2"), ("--stranger", "--trust")])
def test_a_run_on_other_fixtures_or_of_a_strangers_is_not(kept: Drill, option: tuple[str, ...]) -> None:
    kept.file("my.sql", RIGHT)
    assert kept("run", "tally", "my.sql", *option).code == 0
    assert not (kept.folder / "data").exists()


def test_the_verdict_stands_whatever_becomes_of_the_history(kept: Drill) -> None:
    kept.file("my.sql", RIGHT)
    kept("run", "tally", "my.sql")
    file = kept.folder / "data" / "history.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    done = kept("run", "tally", "my.sql", "--json")
    assert (done.code, json.loads(done.out)["verdict"]) == (0, "accepted")
    assert done.err == f"note: the history {file} was written by a newer drill (schema 99; this one knows 3)\n"
    file.write_bytes(b"garbage" * 1000)
    done = kept("run", "tally", "my.sql", "--json")
    assert (done.code, json.loads(done.out)["verdict"]) == (0, "accepted")
    assert "was damaged: it is kept beside it as history.damaged-" in done.err
    assert attempts(kept) == [("ada", "tally", "accepted")]
    blocked = kept.folder / "blocked"
    blocked.write_text("a file", "utf-8")
    done = kept("run", "tally", "my.sql", DRILL_DATA_DIR=str(blocked))
    assert done.code == 0
    assert "cannot be written" in done.err


def test_the_player_is_the_systems_user_where_none_is_named(kept: Drill, monkeypatch: pytest.MonkeyPatch) -> None:
    import getpass

    monkeypatch.setattr(getpass, "getuser", lambda: "grace")
    kept.file("my.sql", RIGHT)
    kept("run", "tally", "my.sql", DRILL_PLAYER=None)
    assert attempts(kept) == [("grace", "tally", "accepted")]


def test_files_of_the_history_lie_where_they_are_told(kept: Drill) -> None:
    kept.file("my.sql", RIGHT)
    kept("run", "tally", "my.sql")
    assert Path(kept.folder / "data" / "history.sqlite").is_file()


def test_a_file_that_came_while_the_session_ran_is_not_touched(tmp_path: Path) -> None:
    from judge.cli.output import write_new
    from judge.errors import CannotBegin

    file = tmp_path / "summary.md"
    file.write_text("mine", "utf-8")
    with pytest.raises(CannotBegin, match=r"summary\.md is there already, and is left as it is"):
        write_new(file, lambda out: out.write("theirs"), "give another name to --export")
    assert file.read_text("utf-8") == "mine"
