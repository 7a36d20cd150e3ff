"""`drill doctor`: a line a check, and 4 where something that is needed is not there."""

from __future__ import annotations

import json
import shutil
import sys

import pytest

from judge.cli import doctor_layers, doctor_limits
from judge.model import Limits
from judge.sandbox import command
from tests.cli.conftest import PACK, Drill


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the workers, which have a test of their own."""
    monkeypatch.setattr(doctor_limits, "workers", list)
    monkeypatch.setattr(doctor_limits, "limits", list)
    monkeypatch.setattr(doctor_layers, "layers", list)


def test_workers_and_limits_hold_here() -> None:
    findings = [*doctor_limits.workers(), *doctor_limits.limits()]
    assert [finding.text for finding in findings if not finding.ok] == []
    assert len(findings) == 2 + len(doctor_limits.TRIALS) + 1


def test_a_limit_that_does_not_hold_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    trial = doctor_limits.TRIALS[-1]._replace(source="SELECT 1 AS answer")
    monkeypatch.setattr(doctor_limits, "TRIALS", (trial,))
    monkeypatch.setattr(doctor_limits, "_PRINTED", doctor_limits.ANSWERS["pandas"])
    [finding, _] = doctor_limits.limits()
    assert finding.ok is False
    assert finding.text == "the answer limit (sql) does not hold: the verdict was accepted"


def test_memory_is_a_note_where_the_system_has_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    trial = doctor_limits.Trial("memory", "sql", "SELECT 1 AS answer", Limits(), "memory_limit")
    monkeypatch.setattr(doctor_limits, "on_linux", lambda: False)
    finding = doctor_limits._tried(trial)
    assert finding.ok is None
    assert "RLIMIT_AS" in finding.help


@pytest.mark.skipif(sys.platform != "linux", reason="there are layers on Linux alone")
def test_the_layers_hold_here() -> None:
    findings = doctor_layers.layers()
    assert [finding.text for finding in findings if finding.ok is False] == []
    told = [finding.text for finding in findings]
    for text in ("landlock: other files are not read", "landlock: nothing is written", "seccomp: no process is started",
                 "seccomp: no socket is opened", "a stranger's answer may be run here"):  # fmt: skip
        assert text in told
    assert any(text.startswith("bubblewrap") for text in told)


def test_a_layer_that_does_not_hold_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        doctor_layers, "_attempts", lambda *_: {"nothing is written": True, "no socket is opened": False}
    )
    findings = doctor_layers.layers()
    assert (True, "landlock: nothing is written") in [finding[:2] for finding in findings]
    assert (False, "seccomp: no socket is opened: this does not hold") in [finding[:2] for finding in findings]


def test_a_layer_that_is_not_here_is_a_note_and_strangers_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_layers, "_attempts", lambda *_: {})
    monkeypatch.setattr(doctor_layers, "FOR_STRANGERS", frozenset({"moat"}))
    monkeypatch.setattr(command, "bubblewrap", lambda: None)
    findings = doctor_layers.layers()
    assert {finding.ok for finding in findings} == {None}
    assert [finding.text for finding in findings] == [
        "landlock is not here",
        "seccomp is not here",
        "bubblewrap is not installed",
        "a stranger's code is not run here: this system has no moat",
    ]


def test_bubblewrap_that_may_not_make_namespaces_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "bubblewrap", lambda: "/usr/bin/false")
    [finding] = doctor_layers._bubblewrap()
    assert finding.ok is None
    assert finding.text == "bubblewrap does not start: exit code 1"


@pytest.mark.parametrize(
    ("system", "posix", "held"), [("Darwin", True, "the limits above"), ("Windows", False, "clock alone")]
)
def test_other_systems_are_told_what_holds(
    monkeypatch: pytest.MonkeyPatch, system: str, posix: bool, held: str
) -> None:
    monkeypatch.setattr(sys, "platform", system.lower())
    monkeypatch.setattr(doctor_layers.platform, "system", lambda: system)
    monkeypatch.setattr(doctor_layers.os, "name", "posix" if posix else "nt")
    [finding] = doctor_layers.layers()
    monkeypatch.undo()
    assert finding.ok is None
    assert system in finding.text and held in finding.text
    assert "--trust" in finding.help


@pytest.mark.usefixtures("quick")
def test_all_is_well(drill: Drill) -> None:
    done = drill("doctor")
    lines = done.out.splitlines()
    assert done.code == 0, done.out
    assert lines[0].startswith(f"✓ Python {sys.version_info.major}.{sys.version_info.minor}.")
    for text in (
        "duckdb",
        "pandas",
        "numpy",
        "pyarrow",
        "sqlglot",
        "faker",
        "cache ",
        "stdout is",
        "the terminal is 80",
    ):
        assert any(line.startswith(f"✓ {text}") for line in lines), text
    assert any(line.endswith(" problems load") for line in lines)
    assert done.err == "starting workers, and answers that go past each limit and layer…\n"


@pytest.mark.usefixtures("quick")
def test_what_is_broken_is_named(drill: Drill) -> None:
    shutil.copytree(PACK, drill.folder / "pack")
    (drill.folder / "pack" / "tally" / "problem.toml").write_text("format = 1\ntitel = 'x'\n", "utf-8")
    (drill.folder / "pack" / "tracks.toml").write_text("format = 1\n[tracks.x]\n", "utf-8")
    done = drill("doctor", "--problems", "pack")
    assert done.code == 4
    assert "✗ broken problem: tally/problem.toml:2: titel: " in done.out
    assert "✗ broken tracks: tracks.toml" in done.out


@pytest.mark.usefixtures("quick")
def test_notes_change_no_exit_code(drill: Drill) -> None:
    shutil.copytree(PACK, drill.folder / "pack")
    lock = {"drawn_with": {"numpy": "1.0.0"}, "fixtures": {}}
    (drill.folder / "pack" / "tally" / "fixtures.lock").write_text(json.dumps(lock), "utf-8")
    drill.file("file", "")
    done = drill("doctor", "--problems", "pack", DRILL_CACHE_DIR=str(drill.folder / "file" / "below"), COLUMNS="60")
    assert done.code == 0
    assert f"! cache {drill.folder / 'file' / 'below'} cannot be written: Not a directory" in done.out
    assert "the problems were locked with 1.0.0" in done.out
    assert "fixtures may differ" in done.out
    assert "! the terminal is 60 columns wide" in done.out


@pytest.mark.usefixtures("quick")
def test_a_package_that_is_missing(drill: Drill, monkeypatch: pytest.MonkeyPatch) -> None:
    from judge.cli import doctor_checks

    monkeypatch.setattr(doctor_checks, "PACKAGES", ("duckdb", "no_such_package"))
    done = drill("doctor")
    assert done.code == 4
    assert "✗ no_such_package is not installed\n  help: pip install drill-judge\n" in done.out
