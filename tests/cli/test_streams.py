"""Real processes: what goes to stdout, in which encoding and colours, and what happens when it is closed."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import RIGHT, Drill

WRONG = "SELECT person_id, name, 0 AS sales, 0.0 AS share FROM people"


@pytest.fixture
def answers(drill: Drill) -> Drill:
    drill.file("right.sql", RIGHT)
    drill.file("wrong.sql", WRONG)
    drill("run", "tally", "right.sql")  # so that fixtures are there
    return drill


def test_verdicts_are_data(answers: Drill) -> None:
    done = answers.process("run", "tally", "right.sql")
    assert (done.code, done.err, done.out[:10]) == (0, "", "✓ accepted")
    done = answers.process("run", "tally", "wrong.sql")
    assert (done.code, done.err, done.out[:14]) == (1, "", "✗ wrong answer")


def test_errors_are_narration(answers: Drill) -> None:
    done = answers.process("run", "tally", "nothing_like_it.sql")
    assert (done.code, done.out, done.err) == (2, "", "error: no such file: nothing_like_it.sql\n")


@pytest.mark.parametrize(
    ("environ", "coloured"),
    [
        ({"NO_COLOR": None}, False),
        ({"NO_COLOR": None, "FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"NO_COLOR": "1"}, False),
    ],
)
def test_colour(answers: Drill, environ: dict[str, str | None], coloured: bool) -> None:
    done = answers.with_environ(environ).process("run", "tally", "wrong.sql")
    assert ("\x1b[" in done.out) is coloured
    assert "\x1b" not in done.err


def test_a_stdout_that_is_not_unicode(answers: Drill) -> None:
    ascii_only = answers.with_environ({"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    done = ascii_only.process("run", "tally", "wrong.sql")
    assert (done.code, done.err, done.out[:14]) == (1, "", "x wrong answer")
    assert done.out.isascii()
    for command in (("show", "tally"), ("list",), ("run", "--help"), ("hint", "tally")):
        done = ascii_only.process(*command)
        assert (done.out.isascii(), "Traceback" in done.err) == (True, False)
    assert r"Zo\xeb" in ascii_only.process("show", "tally").out


def test_a_pipe_that_is_closed(answers: Drill) -> None:
    process = subprocess.Popen(
        answers.command("show", "tally"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=answers.all_environ({}),
        cwd=answers.folder,
    )
    assert process.stdout and process.stderr
    process.stdout.close()  # before anything can be written
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


def test_head(answers: Drill) -> None:
    line = f"{sys.executable} -m judge show tally | head -n 1; echo ${{PIPESTATUS[*]}}"
    done = subprocess.run(
        ["bash", "-c", line], check=True, capture_output=True, env=answers.all_environ({}), cwd=answers.folder
    )
    assert done.stdout.decode().splitlines() == ["tally · easy · 10 min · tallying, joins", "0 0"]


def test_no_stdout_at_all(answers: Drill) -> None:
    line = f"{sys.executable} -m judge run tally wrong.sql >&-"
    done = subprocess.run(
        ["bash", "-c", line], check=False, capture_output=True, env=answers.all_environ({}), cwd=answers.folder
    )
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_disk(answers: Drill) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            answers.command("hint", "tally"),
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            env=answers.all_environ({}),
            cwd=answers.folder,
        )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == b"error: stdout cannot be written: No space left on device"
    assert b"Traceback" not in done.stderr


def test_the_installed_command_is_the_module(answers: Drill) -> None:
    command = Path(sys.executable).with_name("drill")
    done = subprocess.run(
        [command, "hint", "tally"], check=True, capture_output=True, env=answers.all_environ({}), cwd=answers.folder
    )
    assert done.stdout.decode() == answers.process("hint", "tally").out


@pytest.mark.parametrize(("start", "shells"), [("ta", ["plain,tally"]), ("nothing", [])])
def test_slugs_complete_in_the_shell(answers: Drill, start: str, shells: list[str]) -> None:
    for command in ("run", "show", "hint", "solution", "data", "start"):
        done = answers(_DRILL_COMPLETE="bash_complete", COMP_WORDS=f"drill {command} {start}", COMP_CWORD="2")
        assert (done.code, done.out.split(), done.err) == (0, shells, "")


def test_closed_streams(answers: Drill) -> None:
    command = shlex.join(answers.command("run", "tally", "-", "--lang", "sql"))
    environ = answers.all_environ({})
    done = subprocess.run(
        ["bash", "-c", f"{command} <&-"], env=environ, cwd=answers.folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (2, "error: stdin is closed, and - reads the answer from it\n")
    command = shlex.join(answers.command("run", "tally", "missing.sql"))
    assert (
        subprocess.run(["bash", "-c", f"{command} 2>&-"], env=environ, cwd=answers.folder, check=False).returncode == 2
    )
