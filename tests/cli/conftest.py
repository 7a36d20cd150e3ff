"""`drill`: the command on a small pack of its own, in a folder of its own, in this process or in a real one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from judge.model import Verdict
from tests.cli.insight import WRONG, Explaining

PACK = Path(__file__).parent / "pack"
RIGHT = (PACK / "tally" / "solution.sql").read_text("utf-8")
RIGHT_PY = (PACK / "tally" / "solution.py").read_text("utf-8")


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Drill:
    """Call with the arguments of a command; `process` runs the same in a process of its own."""

    folder: Path
    environ: Mapping[str, str | None]

    def __call__(self, *arguments: str, stdin: bytes = b"", **environ: str | None) -> Done:
        from judge.cli.app import app

        result = CliRunner(env={**self.environ, **environ}).invoke(app, arguments, input=stdin, prog_name="drill")
        return Done(result.exit_code, result.stdout, result.stderr)

    def process(self, *arguments: str, stdin: bytes = b"", **environ: str | None) -> Done:
        done = subprocess.run(
            self.command(*arguments),
            check=False,
            input=stdin,
            capture_output=True,
            env=self.all_environ(environ),
            cwd=self.folder,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def with_environ(self, environ: Mapping[str, str | None]) -> Drill:
        return Drill(self.folder, {**self.environ, **environ})

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "judge", *arguments]

    def all_environ(self, environ: Mapping[str, str | None]) -> dict[str, str]:
        merged = {**os.environ, "PYTHONUTF8": "1", **self.environ, **environ}
        return {name: value for name, value in merged.items() if value is not None}

    def file(self, name: str, content: str | bytes) -> str:
        (self.folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return name


@pytest.fixture
def drill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drill:
    monkeypatch.chdir(tmp_path)
    environ = {"DRILL_PROBLEMS": str(PACK), "COLUMNS": "80", "NO_COLOR": "1", "FORCE_COLOR": None, "TERM": "xterm"}
    return Drill(tmp_path, {**environ, "PYTHONPATH": str(Path(__file__).parents[2])})


@pytest.fixture
def unexplained(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process no verdict is looked into: what is said of why it is wrong has tests of its own."""

    def explained(_: object, __: object, verdict: Verdict, **___: object) -> Verdict:
        return verdict

    monkeypatch.setattr("judge.insight.explaining.explained", explained)


@pytest.fixture
def explaining(drill: Drill, monkeypatch: pytest.MonkeyPatch) -> Explaining:
    made = Explaining()
    monkeypatch.setattr("judge.insight.explaining.explained", made)
    drill.file("wrong.sql", WRONG)
    drill.file("right.sql", RIGHT)
    return made
