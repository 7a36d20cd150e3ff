"""The progress bar: in a terminal, while fixtures are being built, and at no other time."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.cli.conftest import RIGHT, Drill

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal is needed", allow_module_level=True)
import pty


def _in_terminal(drill: Drill, *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout, and what a terminal at stderr received."""
    ours, theirs = pty.openpty()
    environ = {"NO_COLOR": None, "DRILL_CACHE_DIR": str(drill.folder / "cache"), "TERM": "xterm"}
    with subprocess.Popen(
        drill.command(*arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=drill.all_environ(environ),
        cwd=drill.folder,
    ) as process:
        os.close(theirs)
        shown = bytearray()
        try:
            while chunk := os.read(ours, 65536):
                shown += chunk
        except OSError:  # how Linux says that the other end is closed
            pass
        os.close(ours)
        assert process.stdout
        out = process.stdout.read().decode()
    return process.returncode, out, shown.decode()


def test_a_bar_while_building_and_none_on_a_warm_cache(drill: Drill) -> None:
    drill.file("right.sql", RIGHT)
    code, out, shown = _in_terminal(drill, "run", "tally", "right.sql")
    assert (code, out[:10]) == (0, "✓ accepted")
    assert "building fixtures" in shown
    assert "0/3" in shown
    assert "━" in shown
    assert shown.rstrip().endswith("\x1b[2K")  # the bar is wiped away in the end
    assert _in_terminal(drill, "run", "tally", "right.sql")[2] == ""


def test_a_line_where_stderr_is_no_terminal(drill: Drill) -> None:
    drill.file("right.sql", RIGHT)
    done = drill.process("run", "tally", "right.sql", DRILL_CACHE_DIR=str(drill.folder / "cache"), FORCE_COLOR="1")
    assert done.err == "building 3 fixtures\n"
