"""Ctrl-C at any moment: exit code 130, no traceback, no worker left, nothing half made that is used later."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import PACK, RIGHT, Drill
from tests.processes import descendants, gone

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="children are found in /proc")

LOOP = {
    "loop.sql": "SELECT sum(a.range) FROM range(10000000) a, range(10000000)",
    "loop.py": "def solve(people):\n    while True: pass\n",
}


def _has_its_job(worker: int) -> bool:
    """A worker limits its processor time once it has read its job."""
    try:
        lines = Path(f"/proc/{worker}/limits").read_text().splitlines()
    except OSError:
        return False
    return any(line.startswith("Max cpu time") and "unlimited" not in line.split()[3] for line in lines)


def _heed_interrupts() -> None:
    """These tests may run in the background, where a shell has interrupts ignored, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def _started(
    drill: Drill, *arguments: str, python: tuple[str, ...] = (), stdin: int = subprocess.DEVNULL
) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, *python, "-m", "judge", *arguments],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=drill.all_environ({"DRILL_CACHE_DIR": str(drill.folder / "cache")}),
        cwd=drill.folder,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509  # safe: no thread has been started here
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _interrupted(process: subprocess.Popen[bytes], workers: Iterable[int]) -> str:
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert b"Traceback" not in err
    assert all(map(gone, workers))
    return err.decode()


@pytest.mark.parametrize("file", LOOP)
def test_while_a_submission_runs(drill: Drill, file: str) -> None:
    drill.file(file, LOOP[file])
    with _started(drill, "run", "tally", file, "--time-limit", "60") as process:
        workers: frozenset[int] = frozenset()
        while process.poll() is None and not any(_has_its_job(worker) for worker in workers):
            workers = descendants(process.pid)
        assert "interrupted\n" in _interrupted(process, workers)
    drill.file("right.sql", RIGHT)
    assert drill.process("run", "tally", "right.sql", DRILL_CACHE_DIR=str(drill.folder / "cache")).code == 0


def test_while_fixtures_are_built(drill: Drill) -> None:
    shutil.copytree(PACK, drill.folder / "pack")
    pipe = drill.folder / "drawing"
    os.mkfifo(pipe)
    generator = drill.folder / "pack" / "tally" / "generator.py"
    kept = generator.read_text("utf-8")
    generator.write_text(f"def generate(world):\n    open({str(pipe)!r}, 'w').close()\n    while True: pass\n", "utf-8")
    drill.file("right.sql", RIGHT)
    with _started(drill, "--problems", "pack", "run", "tally", "right.sql") as process:
        pipe.read_bytes()  # until the generator is at work
        err = _interrupted(process, descendants(process.pid))
    assert err == "building 3 fixtures\n\ninterrupted\n"
    assert list((drill.folder / "cache" / "tally").iterdir()) == []
    generator.write_text(kept, "utf-8")
    done = drill.process("--problems", "pack", "run", "tally", "right.sql", DRILL_CACHE_DIR=str(drill.folder / "cache"))
    assert done.code == 0


@pytest.mark.parametrize("module", ["judge.cli.early", "click", "judge.cli.app", "judge.catalog", "judge.judging"])
def test_at_the_start(drill: Drill, module: str) -> None:
    """-X importtime says on stderr when a module has been loaded."""
    drill.file("right.sql", RIGHT)
    with _started(drill, "run", "tally", "right.sql", python=("-X", "importtime")) as process:
        assert process.stderr
        for line in process.stderr:
            if line.decode().rpartition("|")[2].strip() == module:
                break
        _interrupted(process, descendants(process.pid))


@pytest.mark.parametrize("said", ["Query interrupted", "counting the rows of 'incoming' failed: KeyboardInterrupt:"])
def test_inside_duckdb(drill: Drill, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """DuckDB turns a Ctrl-C that comes while it works into an error of its own."""
    from judge import judging

    def interrupt(*_: object, **__: object) -> None:
        raise RuntimeError(said)

    monkeypatch.setattr(judging, "fixtures_of", interrupt)
    done = drill("show", "tally")
    assert (done.code, done.out, done.err) == (130, "", "interrupted\n")


def test_while_it_waits_for_stdin(drill: Drill) -> None:
    with _started(
        drill, "run", "tally", "-", "--lang", "sql", python=("-X", "importtime"), stdin=subprocess.PIPE
    ) as process:
        assert process.stderr
        for line in process.stderr:
            if line.decode().rpartition("|")[2].strip() == "judge.submission.dialect":
                break
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert b"Traceback" not in process.stderr.read()
