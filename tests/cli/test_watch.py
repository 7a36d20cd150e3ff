"""`drill watch`: one answer judged at each save, in a pipe and in a terminal, as real processes."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from judge.practice.history import History
from tests.cli.conftest import RIGHT, Drill
from tests.processes import descendants, gone

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="children are found in /proc")

WRONG = "SELECT 1 AS person_id\n"


@contextmanager
def watching(drill: Drill, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    environ = drill.all_environ({"DRILL_DATA_DIR": str(drill.folder / "data"), "DRILL_PLAYER": "ada"})
    with subprocess.Popen(
        drill.command("watch", *arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environ,
        cwd=drill.folder,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # safe: no thread here
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(process: subprocess.Popen[str], pattern: str) -> str:
    """What it prints up to the line with the pattern."""
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if re.search(pattern, line):
            return "".join(lines)
    raise AssertionError(f"{pattern} never came: {''.join(lines)}")


def save(drill: Drill, name: str, text: str) -> None:
    (drill.folder / f"{name}~").write_text(text, "utf-8")
    (drill.folder / f"{name}~").replace(drill.folder / name)


def test_each_save_is_judged_until_it_is_interrupted(drill: Drill) -> None:
    drill.file("my.sql", WRONG)
    with watching(drill, "tally", "my.sql") as process:
        told = until(process, "more about this")
        assert told.startswith("attempt 1 · my.sql\n✗ wrong answer  tally · sql · 0 of 3 fixtures")
        assert "\x1b" not in told
        save(drill, "my.sql", RIGHT)
        assert "\nattempt 2 · my.sql\n✓ accepted" in until(process, "many")
        save(drill, "my.sql", WRONG)
        assert "attempt 1, judged before · my.sql\n" in until(process, "more about this")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert process.stderr
        assert process.stderr.read() == "watching my.sql: save to judge, Ctrl-C ends\n\ninterrupted\n"
    with History(drill.folder / "data" / "history.sqlite") as history:
        found = [(a.player, a.problem, a.verdict, a.source, a.seconds) for a in history.attempts()]
    assert found == [("ada", "tally", "wrong_answer", WRONG, None), ("ada", "tally", "accepted", RIGHT, None)]


@pytest.mark.parametrize(("explain", "expected"), [("full", True), ("data", False), ("none", False)])
def test_why_it_is_wrong_is_told_once_it_is_known(drill: Drill, explain: str, *, expected: bool) -> None:
    drill.file("my.sql", "SELECT person_id, name, 9 AS sales, 0.5 AS share FROM people\n")
    with watching(drill, "tally", "my.sql", "--explain", explain) as process:
        told = until(process, "more about this")
    assert ("\n  expected  " in told) is expected
    assert bool(re.search("enough to show it|that shows? it", told)) is (explain != "none")
    assert "--save" not in told


def test_an_interrupt_does_not_wait_for_an_answer_that_runs(drill: Drill) -> None:
    drill.file("my.py", "def solve(people):\n    print('here', flush=True)\n    while True: pass\n")
    with watching(drill, "tally", "my.py") as process:
        workers: frozenset[int] = frozenset()
        while process.poll() is None and not workers:
            workers = descendants(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert all(map(gone, workers))


def test_a_file_that_goes_away_for_a_while(drill: Drill) -> None:
    drill.file("my.sql", WRONG)
    with watching(drill, "tally", "my.sql") as process:
        until(process, "more about this")
        (drill.folder / "my.sql").unlink()
        drill.file("my.sql", RIGHT)
        assert "✓ accepted" in until(process, "many")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tally", "none.sql"), "error: none.sql is not there\nhelp: drill start tally writes a stub to begin with\n"),
        (
            ("tally", "."),
            "error: .: the language cannot be told from the name\nhelp: say --lang sql or --lang pandas\n",
        ),
        (("tally", ".", "--lang", "sql"), "error: . is a folder, not a file\nhelp: drill start tally writes a stub"),
        (
            ("tally", "my.sql", "--explain", "dat"),
            "error: no level of --explain is called 'dat'\nhelp: did you mean 'data'?\n",
        ),
        (("taly", "my.sql"), "error: no problem is called 'taly'\nhelp: did you mean 'tally'?\n"),
        (
            ("tally", "my.sql", "--dialect", "postgre"),
            "error: no dialect is called 'postgre'\nhelp: did you mean 'postg",
        ),
    ],
)
def test_what_cannot_begin(drill: Drill, arguments: tuple[str, ...], said: str) -> None:
    drill.file("my.sql", RIGHT)
    done = drill("watch", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(said)


def test_in_a_terminal_each_verdict_has_the_screen_to_itself(drill: Drill) -> None:
    from tests.tui.terminal import Terminal

    drill.file("my.sql", WRONG)
    environ = drill.all_environ({"DRILL_DATA_DIR": str(drill.folder / "data")})
    with Terminal([sys.executable, "-m", "judge", "watch", "tally", "my.sql"], drill.folder, environ) as terminal:
        terminal.shows("error[D001]", "Ctrl-C ends")
        save(drill, "my.sql", RIGHT)
        shown = terminal.shows("✓ accepted", "Ctrl-C ends")
        assert "wrong answer" not in shown
        terminal.type("\x03")
        assert terminal.ended() == 130
