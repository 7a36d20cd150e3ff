"""Help texts, and the screens of the commands that judge nothing."""

from __future__ import annotations

import pytest

from tests import golden
from tests.cli.conftest import Drill

COMMANDS = (
    *("list", "show", "start", "run", "watch", "session", "next", "stats", "scoreboard", "history"),
    *("hint", "solution", "data", "new", "check", "cache", "doctor", "profile"),
)


def test_help(drill: Drill) -> None:
    done = drill("--help")
    golden.check("help", done.out)
    assert (done.code, done.err) == (0, "")
    assert drill("-h") == done


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command(drill: Drill, command: str) -> None:
    done = drill(command, "--help")
    golden.check(f"help_{command}", done.out)
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("part", ["show", "clear"])
def test_help_of_a_part_of_cache(drill: Drill, part: str) -> None:
    done = drill("cache", part, "--help")
    golden.check(f"help_cache_{part}", done.out)
    assert (done.code, done.err) == (0, "")


def test_no_command_prints_the_help_as_narration(drill: Drill) -> None:
    done = drill()
    assert (done.code, done.out) == (2, "")
    assert done.err == drill("--help").out


def test_limits_are_those_of_the_model(drill: Drill) -> None:
    said = " ".join(drill("run", "--help").out.split())
    assert "2048 MB of memory, 64 MB of answer, 64 KB of source, and the first 64 KB of what it prints" in said
    assert "[default: 10.0]" in said


def test_version(drill: Drill) -> None:
    from importlib.metadata import version

    done = drill("--version")
    assert (done.code, done.out) == (0, f"drill, version {version('drill-judge')}\n")


def test_list_a_track(drill: Drill) -> None:
    done = drill("list", "--track", "demo")
    golden.check("list_track", done.out)
    assert (done.code, done.err) == (0, "A round of two: 30 minutes a round\n")


def test_list_by_topic_and_difficulty(drill: Drill) -> None:
    done = drill("list", "--topic", "tallying")
    assert (done.code, done.err) == (0, "")
    assert [line.split()[0] for line in done.out.splitlines()] == ["tally"]
    assert drill("list", "--topic", "tallying", "--difficulty", "easy") == done
    done = drill("list", "--topic", "tallying", "--difficulty", "hard")
    assert (done.code, done.out, done.err) == (0, "", "no problem fits all of this\n")


def test_list_names_every_problem_sorted(drill: Drill) -> None:
    done = drill("list")
    slugs = [line.split()[0] for line in done.out.splitlines()]
    assert slugs == sorted(slugs)
    assert {"tally", "podium", "retention_7d"} <= set(slugs)


def test_show(drill: Drill) -> None:
    done = drill("show", "tally")
    golden.check("show", done.out)
    assert done.code == 0
    assert done.err.endswith("begin with a stub: drill start tally\n")


def test_hints(drill: Drill) -> None:
    done = drill("hint", "tally")
    assert (done.code, done.out) == (0, "Begin with people.\n")
    assert done.err == "hint 1 of 2; the next: drill hint tally 2\n"
    done = drill("hint", "tally", "2")
    assert (done.code, done.out) == (0, "A LEFT JOIN keeps who sold nothing.\n")
    assert done.err == "hint 2 of 2, the last; the answer: drill solution tally\n"


@pytest.mark.parametrize(("language", "file"), [("sql", "solution.sql"), ("pandas", "solution.py")])
def test_solution_is_the_file_itself(drill: Drill, language: str, file: str) -> None:
    from tests.cli.conftest import PACK

    done = drill("solution", "tally", "--lang", language)
    assert (done.code, done.out, done.err) == (0, (PACK / "tally" / file).read_text("utf-8"), "")
