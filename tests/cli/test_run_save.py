"""`drill run --save`: which files it writes, and when it writes none."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Drill
from tests.cli.insight import Explaining


@pytest.mark.parametrize("there", ["counterexample.sql", "counterexample.py"])
def test_no_file_is_overwritten(drill: Drill, explaining: Explaining, there: str) -> None:
    (drill.folder / there).write_text("mine", "utf-8")
    done = drill("run", "tally", "wrong.sql", "--save", ".")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"error: {there} is there already, and is left as it is\nhelp: give another folder to --save\n"
    assert (drill.folder / there).read_text("utf-8") == "mine"
    assert not explaining.asked


def test_a_file_that_comes_while_it_is_judged_is_left_too(
    drill: Drill, explaining: Explaining, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("judge.cli.run_command.check_folder", lambda *_: None)
    (drill.folder / "counterexample.py").write_text("mine", "utf-8")
    done = drill("run", "tally", "wrong.sql", "--save", ".")
    assert (done.code, (drill.folder / "counterexample.py").read_text("utf-8")) == (1, "mine")
    assert "error: counterexample.py is there already, and is left as it is\n" in done.err
    done = drill("run", "tally", "wrong.sql", "--save", "wrong.sql")
    assert (done.code, done.err) == (1, "error: wrong.sql cannot be made: File exists\n")


@pytest.mark.parametrize(
    ("folder", "more", "said"),
    [
        ("right.sql", (), "right.sql is a file; a folder is expected"),
        ("out", ("--explain", "none"), "--save writes the smallest data, and --explain none looks for none"),
    ],
)
def test_where_nothing_can_be_saved_nothing_is_judged(
    drill: Drill, explaining: Explaining, folder: str, more: tuple[str, ...], said: str
) -> None:
    done = drill("run", "tally", "wrong.sql", "--save", folder, *more)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: {said}\n")
    assert not (drill.folder / "out").exists()


def test_a_folder_within_a_file(drill: Drill, explaining: Explaining) -> None:
    done = drill("run", "tally", "wrong.sql", "--save", "right.sql/out")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"error: {drill.folder / 'right.sql'} is a file; a folder is expected\n"


def test_where_there_is_nothing_to_save_it_says_so(drill: Drill, explaining: Explaining) -> None:
    explaining.adds = {}
    done = drill("run", "tally", "right.sql", "--save", "out")
    assert (done.code, done.err) == (0, "note: nothing is written to out: the answer is accepted\n")
    done = drill("run", "tally", "wrong.sql", "--save", "out")
    assert (done.code, done.err) == (1, "note: nothing is written to out: no smaller data was found\n")
    done = drill("run", "tally", drill.file("empty.sql", ""), "--save", "out")
    assert (done.code, done.err) == (1, "note: nothing is written to out: no smaller data was found\n")
    assert not (drill.folder / "out").exists()


def test_files_and_a_document_go_together(drill: Drill, explaining: Explaining) -> None:
    done = drill("run", "tally", "wrong.sql", "--save", "out", "--json")
    assert json.loads(done.out)["counterexample"]["case"] == "team"
    assert done.err == "wrote out/counterexample.sql\nwrote out/counterexample.py\n"
