"""The real program in a real terminal: a session, one that is killed, one whose terminal is closed."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from judge.practice.history import History
from tests.processes import descendants, gone
from tests.tui.conftest import PACK, RIGHT, WRONG
from tests.tui.terminal import Terminal

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="pseudo-terminals and /proc of Linux")
Open = Callable[..., Terminal]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    environ = {
        **os.environ,
        "DRILL_DATA_DIR": str(tmp_path / "data"),
        "DRILL_PLAYER": "ada",
        "DRILL_PROBLEMS": str(PACK),
        "NO_COLOR": "1",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHONUTF8": "1",
    }

    def terminal(*arguments: str) -> Terminal:
        return Terminal([sys.executable, "-m", "judge", "session", *arguments], tmp_path, environ)

    return terminal


def save(file: Path, text: str) -> None:
    beside = file.with_suffix(".new")
    beside.write_text(text, "utf-8")
    beside.replace(file)


def test_a_session_from_start_to_summary(opened: Open, tmp_path: Path) -> None:
    with opened("--problems", "tally", "--folder", "mine", "--export", "summary.json") as terminal:
        terminal.shows("10 minutes · SQL or pandas · player ada", "enter begin")
        terminal.type("\r")
        terminal.shows("Sales per person", "watching mine")
        save(tmp_path / "mine" / "tally.sql", WRONG)
        terminal.shows("✗ wrong answer  tally", "error[D020]")
        save(tmp_path / "mine" / "tally.sql", RIGHT)
        terminal.shows("✓ accepted  tally")
        terminal.type("f")
        terminal.shows("A finished session cannot be resumed.")
        terminal.type("y")
        terminal.shows("100 of 100 points", "q leave")
        terminal.type("q")
        assert terminal.ended() == 0
        assert "100 of 100 points" in terminal.after  # it stays, where the shell goes on
    document = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    [problem] = document["problems"]
    assert [attempt["verdict"] for attempt in problem["attempts"]] == ["wrong_answer", "accepted"]
    assert not list((tmp_path / "data").glob("session-*"))  # its lock is gone with it


def test_killed_and_resumed(opened: Open, tmp_path: Path) -> None:
    answer = tmp_path / "mine" / "tally.sql"
    with opened("--problems", "tally", "--folder", "mine") as terminal:
        terminal.shows("enter begin")
        terminal.type("\r")
        terminal.shows("watching mine")
        save(answer, WRONG)
        terminal.shows("✗ wrong answer  tally")
        workers = descendants(terminal.process.pid)
        terminal.process.send_signal(signal.SIGKILL)
        assert terminal.ended() == -signal.SIGKILL
        assert workers
        assert all(map(gone, workers))
    with opened("--resume", "--folder", "mine") as terminal:
        terminal.shows("left of 10 minutes", "enter go on")
        terminal.type("\r")
        terminal.shows("watching mine")
        terminal.type("v")
        terminal.shows("attempt 1: wrong answer", "working      1")
        save(answer, RIGHT)
        terminal.shows("✓ accepted  tally")
        terminal.type("q")
        assert terminal.ended() == 0
        assert "left; go on with: drill session --resume" in terminal.after
    with History(tmp_path / "data" / "history.sqlite") as history:
        assert not history.note
        assert [attempt.verdict for attempt in history.attempts()] == ["wrong_answer", "accepted"]
        [session] = history.sessions()
        assert session.tasks[0].state == "accepted"


def test_a_closed_terminal(opened: Open, tmp_path: Path) -> None:
    with opened("--problems", "tally", "--folder", "mine") as terminal:
        terminal.shows("enter begin")
        terminal.type("\r")
        terminal.shows("watching mine")
        terminal.close()
        terminal.process.wait(timeout=90)
    with History(tmp_path / "data" / "history.sqlite") as history:
        assert len(history.unfinished("ada")) == 1


def test_a_session_is_open_in_one_terminal_only(opened: Open) -> None:
    with opened("--problems", "tally", "--folder", "mine") as terminal:
        terminal.shows("enter begin")
        terminal.type("\r")
        terminal.shows("watching mine")
        with opened("--resume") as other:
            assert other.ended() == 2
            assert "error: this session is open in another terminal" in other.text
        terminal.type("q")
        assert terminal.ended() == 0


def test_one_that_was_not_begun_leaves_nothing(opened: Open, tmp_path: Path) -> None:
    with opened("--problems", "tally", "--folder", "mine") as terminal:
        terminal.shows("enter begin")
        assert (tmp_path / "mine" / "tally.sql").exists()
        terminal.type("q")
        assert terminal.ended() == 0
        assert "not begun, and nothing was kept" in terminal.after
    assert not (tmp_path / "mine").exists()


def test_what_cannot_begin_is_said_when_the_screen_is_gone(opened: Open) -> None:
    with opened("--track", "dem") as terminal:
        assert terminal.ended() == 2
        assert "error: no track is called 'dem'\r\nhelp: did you mean 'demo'?" in terminal.after


def test_the_screen_that_the_readme_shows(opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    shown = re.search(r"^```text session\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    answer = re.search(r"^```sql my\.sql\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert shown and answer
    with opened("--problems", "retention_7d", "--folder", "mine") as terminal:
        terminal.shows("enter begin")
        terminal.type("\r")
        terminal.shows("watching mine")
        save(tmp_path / "mine" / "retention_7d.sql", answer[1])
        real = terminal.shows("✗ wrong answer", "PgDn", "x expected", "watching mine")
    if os.environ.get("DRILL_REWRITE_GOLDENS"):
        (Path(__file__).parents[2] / "README.md").write_text(readme.replace(shown[1], real + "\n"), "utf-8")
    times = re.compile(r"\d+:\d\d|\d+ ms +")  # how wide a time is, too
    assert times.sub("#", shown[1].rstrip("\n")) == times.sub("#", real)
