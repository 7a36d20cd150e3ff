"""`drill history`: the list, one attempt, and the way to another machine."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from judge.practice import records
from judge.practice.history import History
from tests.cli.conftest import Drill
from tests.unit.test_history import attempt, session

NONE_YET = "no attempt yet: drill run judges one, and drill session begins a round against the clock\n"


@pytest.fixture
def own(drill: Drill, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drill]:
    """With a history of its own in `data/`, at noon on 2 March 2026, five hours west of Greenwich."""
    monkeypatch.setenv("DRILL_DATA_DIR", str(drill.folder / "data"))
    monkeypatch.setattr(records, "utc_now", lambda: datetime(2026, 3, 2, 17, 0, tzinfo=UTC))
    if hasattr(time, "tzset"):
        monkeypatch.setenv("TZ", "UTC+5")
        time.tzset()
    yield drill.with_environ({"DRILL_DATA_DIR": str(drill.folder / "data")})
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


zoned = pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be set here")


def made(number: int, **changes: Any) -> Any:
    return attempt(number, id=f"{number:02x}" * 16, **changes)


def keep(*made: Any) -> None:
    with History() as history:
        for each in made:
            history.add(each)


MIXED = (
    made(1, at=datetime(2025, 9, 1, 2, 0, tzinfo=UTC)),
    made(
        2, at=datetime(2026, 2, 28, 23, 30, tzinfo=UTC), problem="sessionize_clicks", verdict="time_limit", seconds=3599
    ),
    made(3, language="pandas", verdict="accepted", passed=3, reason="", seconds=754.9),
    made(4, verdict="invalid_submission", passed=0, reason="it does not parse\x1b[31m: line 3", late=True, seconds=4),
    made(5, verdict="accepted", passed=3, reason="", late=True),
)


@zoned
def test_the_list_fits_80_columns(own: Drill) -> None:
    keep(*MIXED)
    done = own("history")
    assert done.out == (
        "01010101 2025-08-31  top_n             sql    wrong answer 2/3       2 rows are…\n"
        "02020202 02-28 18:30 sessionize_clicks sql    time limit   2/3 59:59 2 rows are…\n"
        "03030303 03-01 04:33 top_n             pandas accepted     3/3 12:34\n"
        "04040404 03-01 04:34 top_n             sql    invalid      0/3  0:04 late; it d…\n"
        "05050505 03-01 04:35 top_n             sql    accepted     3/3       late\n"
    )
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 80


@zoned
def test_the_list_of_several_players_on_a_wide_terminal(own: Drill) -> None:
    keep(*MIXED[2:4], made(6, player="Zoë"))
    done = own("history", COLUMNS="120")
    assert done.out == (
        r"03030303 03-01 04:33 ann top_n pandas accepted     3/3 12:34" + "\n"
        r"04040404 03-01 04:34 ann top_n sql    invalid      0/3  0:04 late; it does not parse\x1b[31m: line 3" + "\n"
        r"06060606 03-01 04:36 Zoë top_n sql    wrong answer 2/3       2 rows are missing" + "\n"
    )


@zoned
def test_the_list_in_colour_says_the_same(own: Drill) -> None:
    import re

    keep(*MIXED)
    done = own("history", NO_COLOR=None, FORCE_COLOR="1")
    assert "\x1b[32maccepted" in done.out
    assert "\n".join(line.rstrip() for line in re.sub(r"\x1b\[[\d;]*m", "", done.out).split("\n")) == own("history").out


def test_a_stdout_that_is_not_unicode(own: Drill) -> None:
    keep(*MIXED, made(6, player="Zoë"))
    done = own.process("history", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (done.code, done.err, done.out.isascii()) == (0, "", True)
    assert len(done.out.splitlines()) == 6


def ids(out: str) -> list[str]:
    return [line[:2] for line in out.splitlines()]


def test_the_last_ones_by_problem_and_player(own: Drill) -> None:
    keep(
        *(made(number, player="bob" if number % 5 == 0 else "ann") for number in range(1, 26)),
        made(30, problem="tally"),
    )
    assert ids(own("history").out) == [f"{number:02x}" for number in (*range(7, 26), 30)]
    assert ids(own("history", "--last", "2").out) == ["19", "1e"]
    assert ids(own("history", "--last", "100").out) == [f"{number:02x}" for number in (*range(1, 26), 30)]
    assert ids(own("history", "--player", "bob", "--last", "3").out) == ["0f", "14", "19"]
    assert ids(own("history", "--problem", "tally").out) == ["1e"]
    done = own("history", "--problem", "tally", "--player", "bob")
    assert (done.code, done.out, done.err) == (0, "", "no attempt fits all of this\n")
    done = own("history", "--problem", "podium")
    assert (done.code, done.out, done.err) == (0, "", "no attempt fits all of this\n")


def test_names_that_nobody_knows(own: Drill) -> None:
    keep(made(1), made(2, problem="gone_since"))
    done = own("history", "--player", "anne")
    assert (done.code, done.out, done.err) == (2, "", "error: no player is called 'anne'\nhelp: did you mean 'ann'?\n")
    done = own("history", "--problem", "taly")
    assert (done.code, done.out, done.err) == (
        2,
        "",
        "error: no problem is called 'taly'\nhelp: did you mean 'tally'?\n",
    )
    assert ids(own("history", "--problem", "gone_since").out) == ["02"]


def test_an_empty_history(own: Drill) -> None:
    done = own("history")
    assert (done.code, done.out, done.err) == (0, "", NONE_YET)
    done = own("history", "--json")
    assert (done.code, json.loads(done.out), done.err) == (0, {"schema": 1, "attempts": []}, NONE_YET)
    done = own("history", "--player", "ann")
    assert (done.code, done.out, done.err) == (0, "", NONE_YET)


def test_json(own: Drill) -> None:
    keep(made(1, source="SELECT 'é'"), made(2))
    done = own("history", "--json", "--last", "1")
    assert (done.code, done.err) == (0, "")
    document = json.loads(done.out)
    assert document == {
        "schema": 1,
        "attempts": [
            {
                "id": "02" * 16,
                "at": "2026-03-01T09:32:00.000000+00:00",
                "player": "ann",
                "problem": "top_n",
                "version": "5f1c0ffee0123456",
                "difficulty": "medium",
                "minutes": 15,
                "topics": ["ranking", "ties"],
                "language": "sql",
                "dialect": "duckdb",
                "source": "SELECT 1\n",
                "verdict": "wrong_answer",
                "passed": 2,
                "fixtures": 3,
                "elapsed_ms": 41.5,
                "case": "ties",
                "codes": ["E101", "E204"],
                "reason": "2 rows are missing",
                "seconds": None,
                "session": "",
                "late": False,
                "source_hash": "a0a22c9dfa428cdc",
            }
        ],
    }


@zoned
def test_show(own: Drill) -> None:
    keep(made(1), made(2, session="5" * 32, late=True, seconds=61.2, source="no line end", case="", reason="it broke"))
    done = own("history", "show", "01")
    assert (done.code, done.out) == (0, "SELECT 1\n")
    assert done.err == (
        "attempt 01010101010101010101010101010101, 2026-03-01 04:31, by ann\n"
        "top_n (version 5f1c0ffee0123456), sql (duckdb), source a0a22c9dfa428cdc\n"
        "wrong answer, 2 of 3 fixtures, 42 ms\n"
        "fixture ties: 2 rows are missing\n"
    )
    done = own("history", "show", "02020202")
    assert (done.code, done.out) == (0, "no line end")
    assert done.err == (
        "attempt 02020202020202020202020202020202, 2026-03-01 04:32, by ann\n"
        "top_n (version 5f1c0ffee0123456), sql (duckdb), source 8bda05b7f04e027a\n"
        "wrong answer, late, 2 of 3 fixtures, 42 ms\n"
        "it broke\n"
        "1:01 on it, in session 55555555555555555555555555555555\n"
    )
    done = own("history", "show", "03")
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: no attempt's id begins with '03'\nhelp: drill history lists the attempts\n"
    done = own("history", "show", "0")
    assert (done.code, done.out) == (2, "")
    assert done.err == (f"error: 2 attempts' ids begin with '0'\nhelp: say more of the id: {'01' * 16}, {'02' * 16}\n")


def test_export_and_import(own: Drill) -> None:
    keep(made(1, source="é"), made(2))
    with History() as history:
        history.save(session(1, 80, -1))
        everything = history.everything()
    done = own("history", "export")
    assert (done.code, done.err) == (0, "3 attempts and sessions exported\n")
    assert [[*json.loads(line)] for line in done.out.splitlines()] == [
        ["drill_history"],
        ["session"],
        ["attempt"],
        ["attempt"],
    ]
    assert own("history", "export", "-") == done
    to_file = own("history", "export", "moved.jsonl")
    assert (to_file.code, to_file.out, to_file.err) == (0, "", done.err)
    assert (own.folder / "moved.jsonl").read_bytes() == done.out.encode()

    other = str(own.folder / "other")
    took = own("history", "import", "moved.jsonl", DRILL_DATA_DIR=other)
    assert (took.code, took.out) == (0, "")
    assert took.err == "2 attempts and 1 session imported; 0 were there already\n"
    with History(Path(other) / "history.sqlite") as history:
        assert history.everything() == everything
    took = own("history", "import", "-", stdin=b"\xef\xbb\xbf" + done.out.encode(), DRILL_DATA_DIR=other)
    assert (took.code, took.err) == (0, "0 attempts and 0 sessions imported; 3 were there already\n")
    took = own.process("history", "import", "-", stdin=done.out.encode(), DRILL_DATA_DIR=other)
    assert (took.code, took.err) == (0, "0 attempts and 0 sessions imported; 3 were there already\n")


def test_export_writes_over_no_file(own: Drill) -> None:
    keep(made(1))
    own.file("mine.jsonl", "keep")
    done = own("history", "export", "mine.jsonl")
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: mine.jsonl is there already, and is left as it is\nhelp: name another file\n"
    assert (own.folder / "mine.jsonl").read_text() == "keep"
    done = own("history", "export", "mine.jsonl/below")
    assert (done.code, done.err) == (2, "error: mine.jsonl/below cannot be written: Not a directory\n")


def test_export_that_fails_leaves_no_half(own: Drill, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(history: object, out: Any) -> int:
        out.write("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("judge.practice.transfer.export", full)
    done = own("history", "export", "half.jsonl")
    assert (done.code, done.err) == (2, "error: half.jsonl cannot be written: No space left on device\n")
    assert not (own.folder / "half.jsonl").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b'{"drill_history": 1}\n\n{"attempt": 3}\n',
            "error: line 3: attempt is 3, expected an object\nhelp: nothing was imported\n",
        ),
        (
            b'{"drill_history": 3}\n',
            "error: line 1: it was exported by a newer drill (format 3; this one reads 2)\n"
            "help: update drill; nothing was imported\n",
        ),
        (b"\xff", "error: bad.jsonl is not UTF-8 text: it is no history that drill exported\n"),
        (b"", 'error: there is no line in it\nhelp: the first line of a history is {"drill_history": 2}\n'),
    ],
)
def test_import_of_what_is_not_right(own: Drill, content: bytes, said: str) -> None:
    own.file("bad.jsonl", content)
    done = own("history", "import", "bad.jsonl")
    assert (done.code, done.out, done.err) == (2, "", said)
    assert own("history").err == NONE_YET


def test_import_of_what_is_not_there(own: Drill) -> None:
    done = own("history", "import", "nothing.jsonl")
    assert (done.code, done.out, done.err) == (2, "", "error: no such file: nothing.jsonl\n")
    done = own("history", "import", ".")
    assert (done.code, done.out, done.err) == (2, "", "error: . cannot be read: Is a directory\n")


def test_a_damaged_history_is_told_by_the_command_that_meets_it(own: Drill) -> None:
    file = own.folder / "data" / "history.sqlite"
    keep(made(1))
    file.write_bytes(b"garbage" * 1000)
    done = own("history")
    aside = "history.damaged-20260302T170000Z.sqlite"
    note = f"note: the history {file} was damaged: it is kept beside it as {aside}, and a new one is begun\n"
    assert (done.code, done.out, done.err) == (0, "", NONE_YET + note)
    assert own("history").err == NONE_YET
    assert file.with_name(aside).read_bytes() == b"garbage" * 1000


@pytest.mark.parametrize(
    ("arguments", "code", "before"),
    [
        ((), 0, NONE_YET),
        (("export", "-"), 0, ""),
        (("show", "a"), 2, ""),
        (("import", "moved.jsonl"), 2, ""),
    ],
)
def test_a_history_that_cannot_be_written(own: Drill, arguments: tuple[str, ...], code: int, before: str) -> None:
    folder = own.folder / own.file("moved.jsonl", '{"drill_history": 1}\n')
    done = own("history", *arguments, DRILL_DATA_DIR=str(folder))
    because = f"the history {folder}/history.sqlite cannot be written ({folder} is a file)"
    trouble = f"{because}: what is new is forgotten when drill ends"
    after = {
        (): "",
        ("export", "-"): "0 attempts and sessions exported\n",
        ("show", "a"): "error: no attempt's id begins with 'a'\nhelp: drill history lists the attempts\n",
        ("import", "moved.jsonl"): f"error: {trouble}\n",
    }[arguments]
    assert (done.code, done.err) == (code, f"{before}note: {trouble}\n{after}")


def test_a_newer_history_is_refused(own: Drill) -> None:
    import sqlite3
    from contextlib import closing

    keep(made(1))
    file = own.folder / "data" / "history.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 4")
    done = own("history", "--json")
    assert (done.code, done.err) == (2, "")
    assert json.loads(done.out)["error"] == {
        "kind": "cannot_begin",
        "message": f"the history {file} was written by a newer drill (schema 4; this one knows 3)",
        "help": "update drill, or keep another history: DRILL_DATA_DIR names its folder",
    }


def test_options_of_the_list_belong_to_it_alone(own: Drill) -> None:
    done = own("history", "--last", "3", "export")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error: --problem, --player, --last and --json belong to the list alone.\n"
        "help: drill history --help lists the options\n"
    )


@pytest.mark.parametrize("part", [(), ("show",), ("export",), ("import",)])
def test_help_fits_80_columns(own: Drill, part: tuple[str, ...]) -> None:
    done = own("history", *part, "--help")
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 80
