"""drill profile: the screen, the document, the exit codes. No time is asserted."""

from __future__ import annotations

import json
import re

import pytest

from tests.cli.conftest import RIGHT, RIGHT_PY, Drill

SMALL = ("--rows-to", "1000")


def test_an_answer_is_profiled_and_neither_judged_nor_kept(drill: Drill) -> None:
    wrong = drill.file("my.sql", "SELECT count(*) AS n FROM people a JOIN people b ON a.person_id < b.person_id")
    done = drill("profile", "tally", wrong, *SMALL, DRILL_DATA_DIR=str(drill.folder / "data"))
    assert (done.code, done.err) == (0, "profiling tally\n")
    lines = done.out.splitlines()
    assert lines[0] == "tally · sql · my.sql · what it costs; it was not judged"
    assert lines[2].split() == ["rows", "yours", "reference", "yours", "/", "reference"]
    assert re.fullmatch(r" +[\d,]+ +[\d.,]+ m?s +[\d.,]+ m?s +[\d.,]+×", lines[3])
    assert re.search(r"^what takes the time \(\d+% of the time at [\d,]+ rows\):$", done.out, re.MULTILINE)
    assert not (drill.folder / "data").exists()


def test_a_document(drill: Drill) -> None:
    done = drill("profile", "tally", drill.file("my.py", RIGHT_PY), *SMALL, "--json")
    document = json.loads(done.out)
    assert (done.code, document["schema"], document["problem"], document["language"]) == (0, 1, "tally", "pandas")
    [point] = document["points"]
    assert 800 <= point["rows"] <= 1_250
    assert point["answer"]["ms"] > 0
    assert point["reference"]["ms"] > 0
    assert document["cause"]["line"] is not None


def test_an_answer_that_fails_shows_how(drill: Drill) -> None:
    done = drill("profile", "tally", drill.file("my.sql", "SELECT nobody FROM people"), *SMALL)
    assert done.code == 1
    assert re.search(r"^! runtime error at [\d,]+ rows: Binder Error: ", done.out, re.MULTILINE)
    assert "LINE 1: SELECT nobody FROM people" in done.out
    done = drill("profile", "tally", "my.sql", *SMALL, "--json")
    assert done.code == 1
    assert json.loads(done.out)["points"][0]["answer"]["failure"] == "runtime error"


def test_another_dialect(drill: Drill) -> None:
    file = drill.file("my.sql", "SELECT IFNULL(person_id, 0) AS n FROM people")
    done = drill("profile", "tally", file, *SMALL, "--dialect", "mysql")
    assert done.code == 0
    assert done.out.endswith("note: the query was translated from mysql before it ran\n")


def test_the_language_can_be_said(drill: Drill) -> None:
    done = drill("profile", "tally", drill.file("answer.txt", RIGHT), *SMALL, "--lang", "sql")
    assert done.code == 0
    assert done.out.startswith("tally · sql · answer.txt · ")


REFUSED = [
    (("tally", "drop.sql"), "one SELECT is expected, this is a DROP statement"),
    (("tally", "bare.py"), "no entry point: def solve(…) is expected, it defines no function"),
    (("tally", "empty.sql"), "empty.sql is empty"),
    (("podium", "right.py"), "podium is answered in sql, this is pandas"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_what_is_refused(drill: Drill, arguments: tuple[str, ...], message: str) -> None:
    for name, content in (("drop.sql", "DROP TABLE people"), ("bare.py", "x = 1"), ("empty.sql", "\n")):
        drill.file(name, content)
    drill.file("right.py", RIGHT_PY)
    done = drill("profile", *arguments)
    assert (done.code, done.out) == (1, "")
    assert f"error: {message}\n" in done.err


NO_BEGIN = [
    (("taly", "right.sql"), "no problem is called 'taly'", "did you mean 'tally'?"),
    (("tally", "rigt.sql"), "no such file: rigt.sql", "did you mean right.sql?"),
    (("tally", "."), ". is a directory; the file with your answer is expected", ""),
    (
        ("tally", "answer.txt"),
        "answer.txt: the language cannot be told from the name",
        "end the name in .sql or .py, or say --lang sql or --lang pandas",
    ),
    (("tally", "right.sql", "--dialect", "postgre"), "no dialect is called 'postgre'", "did you mean 'postgres'?"),
    (
        ("tally", "right.sql", "--rows-to", "999"),
        "Invalid value for '--rows-to': 999 is not in the range 1000<=x<=10000000.",
        "drill profile --help lists the options",
    ),
    (
        ("tally", "right.sql", "--rows-to", "10000001"),
        "Invalid value for '--rows-to': 10000001 is not in the range 1000<=x<=10000000.",
        "drill profile --help lists the options",
    ),
    (
        ("tally", "right.sql", "--time-limit", "0"),
        "Invalid value for '--time-limit': '0' is not a number above 0 and up to 3,600.",
        "drill profile --help lists the options",
    ),
    (("tally",), "Missing argument 'FILE'.", "drill profile --help lists the options"),
]


@pytest.mark.parametrize(("arguments", "message", "help"), NO_BEGIN)
def test_could_not_begin(drill: Drill, arguments: tuple[str, ...], message: str, help: str) -> None:
    drill.file("right.sql", RIGHT)
    drill.file("answer.txt", RIGHT)
    done = drill("profile", *arguments)
    assert done.err == f"error: {message}\n" + (f"help: {help}\n" if help else "")
    assert (done.code, done.out) == (2, "")
