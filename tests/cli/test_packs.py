"""Packs: `--problems` before and after the subcommand, `DRILL_PROBLEMS`, and problems that are broken."""

from __future__ import annotations

import os
import shutil

import pytest

from tests.cli.conftest import PACK, RIGHT, Drill


@pytest.fixture
def bare(drill: Drill) -> Drill:
    """Without DRILL_PROBLEMS, and with a copy of the pack in `pack/`, its one problem renamed."""
    shutil.copytree(PACK, drill.folder / "pack")
    (drill.folder / "pack" / "tracks.toml").unlink()
    (drill.folder / "pack" / "tally").rename(drill.folder / "pack" / "count_them")
    return drill.with_environ({"DRILL_PROBLEMS": None})


def test_before_after_and_by_environment(bare: Drill) -> None:
    assert bare("hint", "count_them").code == 2
    done = bare("hint", "count_them", "--problems", "pack")
    assert (done.code, done.out) == (0, "Begin with people.\n")
    assert bare("--problems", "pack", "hint", "count_them") == done
    assert bare("hint", "--problems", "pack", "count_them") == done
    assert bare("hint", "count_them", DRILL_PROBLEMS=str(bare.folder / "pack")) == done
    several = os.pathsep.join([str(PACK), str(bare.folder / "pack")])
    assert bare("hint", "count_them", DRILL_PROBLEMS=several) == done
    assert bare("--problems", str(PACK), "hint", "count_them", "--problems", "pack") == done


def test_the_first_pack_that_has_a_name_wins(bare: Drill) -> None:
    manifest = bare.folder / "pack" / "count_them" / "problem.toml"
    manifest.write_text(manifest.read_text("utf-8").replace("Begin with people.", "Ours."), "utf-8")
    manifest.parent.rename(bare.folder / "pack" / "tally")
    assert bare("hint", "tally", "--problems", "pack", DRILL_PROBLEMS=str(PACK)).out == "Ours.\n"


def test_a_broken_problem_is_named_and_the_others_are_listed(bare: Drill) -> None:
    manifest = bare.folder / "pack" / "podium" / "problem.toml"
    manifest.write_text("format = 1\ntitel = 'x'\n", "utf-8")
    done = bare("list", "--problems", "pack")
    assert "count_them " in done.out
    assert "podium" not in done.out
    assert "broken, left out: podium/problem.toml:2: titel: " in done.err
    assert done.code == 3
    done = bare("show", "podium", "--problems", "pack")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("error: podium/problem.toml:2: titel: ")
    assert "title" in done.err


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        (
            "generator.py",
            "def generate(world):\n    1 / 0\n",
            "count_them/generator.py:2: case 'sample', seed 1: ZeroDivisionError",
        ),
        (
            "solution.sql",
            "SELECT 1 AS x",
            "count_them/solution.sql: case 'sample', seed 1: the expected result is broken: columns 'person_id'",
        ),
        ("solution.sql", "SELECT", "count_them/solution.sql: case 'sample', seed 1: "),
    ],
)
def test_a_problem_that_breaks_when_it_is_used(bare: Drill, file: str, content: str, message: str) -> None:
    (bare.folder / "pack" / "count_them" / file).write_text(content, "utf-8")
    bare.file("right.sql", RIGHT)
    for command in (("run", "count_them", "right.sql"), ("show", "count_them")):
        done = bare("--problems", "pack", *command)
        assert (done.code, done.out) == (3, "")
        assert f"\nerror: {message}" in f"\n{done.err}"
