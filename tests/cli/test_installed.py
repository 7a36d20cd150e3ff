"""Packs of installed distributions in the commands, and the note about a broken one."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import click
import pytest

from judge.cli.options import packs
from tests.cli.conftest import PACK, RIGHT, Drill


@pytest.fixture
def site(drill: Drill, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on sys.path with a distribution that offers a copy of the pack, its one problem renamed."""
    folder = drill.folder / "site"
    shutil.copytree(PACK, folder / "acme_drills" / "problems")
    problems = folder / "acme_drills" / "problems"
    (problems / "tracks.toml").unlink()
    (problems / "tally").rename(problems / "count_them")
    _offer(folder, "acme_drills-1.2.dist-info", "acme = acme_drills.problems")
    monkeypatch.syspath_prepend(folder)
    return folder


def _offer(site: Path, metadata: str, line: str) -> None:
    (site / metadata).mkdir()
    (site / metadata / "entry_points.txt").write_text(f"[drill.problems]\n{line}\n", "utf-8")


def test_its_problems_are_listed_shown_and_judged(drill: Drill, site: Path) -> None:
    bare = drill.with_environ({"DRILL_PROBLEMS": None})
    done = bare("list")
    assert (done.code, done.err) == (0, "")
    listed = [line.split()[0] for line in done.out.splitlines()]
    assert {"count_them", "podium", "retention_7d"} <= set(listed)
    assert listed == sorted(listed)
    answer = bare.file("right.sql", RIGHT)
    done = bare("run", "count_them", answer)
    assert (done.code, done.out.splitlines()[0].split(" · ")[0]) == (0, "✓ accepted  count_them")
    assert bare("hint", "count_them").out == "Begin with people.\n"


def test_in_a_process_of_its_own(drill: Drill, site: Path) -> None:
    paths = f"{drill.environ['PYTHONPATH']}{os.pathsep}{site}"
    bare = drill.with_environ({"DRILL_PROBLEMS": None, "PYTHONPATH": paths})
    bare.file("right.sql", RIGHT)
    done = bare.process("run", "count_them", "right.sql", "--json")
    assert (done.code, json.loads(done.out)["verdict"]) == (0, "accepted")


def test_the_note_comes_once_however_often_a_command_asks(
    drill: Drill, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _offer(site, "other-3.dist-info", "other = other_drills")
    with click.Context(click.Command("one")):
        assert packs() == packs()
    assert capsys.readouterr().err.count("note: ") == 1


def test_a_broken_one_is_a_note_on_stderr(drill: Drill, site: Path) -> None:
    _offer(site, "other-3.dist-info", "other = other_drills")
    note = "note: pack 'other' (other 3) is skipped: there is no package other_drills\n"
    answer = drill.file("right.sql", RIGHT)
    done = drill("list")
    assert (done.code, done.err) == (0, note)
    assert "\ncount_them " in f"\n{done.out}"
    drill("run", "count_them", answer)
    done = drill("run", "count_them", answer, "--json")
    assert (done.code, done.err) == (0, note)
    assert json.loads(done.out)["verdict"] == "accepted"
    assert drill("--help").err == ""
    done = drill("run", "nothing_like_it", answer, "--json")
    assert (done.code, done.err) == (2, note)
    assert json.loads(done.out)["error"]["kind"] == "unknown_name"


def test_completion_says_nothing_of_a_broken_one(drill: Drill, site: Path) -> None:
    _offer(site, "other-3.dist-info", "other = other_drills")
    done = drill("", _DRILL_COMPLETE="bash_complete", COMP_WORDS="drill hint count_t", COMP_CWORD="2")
    assert (done.out, done.err) == ("plain,count_them\n", "")
