"""`drill check`: which problems, what it prints and where, and how it ends."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests import golden
from tests.authoring import SQL, WRONG, write_problem
from tests.cli.conftest import Drill
from tests.processes import descendants, gone

SQL_ONLY: dict[str, Any] = {"languages": '["sql"]'}
SEEDS = ("--seeds", "1")


@pytest.fixture(autouse=True)
def _at_one_scale(monkeypatch: pytest.MonkeyPatch) -> None:
    """How references grow is another test's matter, and takes seconds."""
    from judge.authoring.checks import speed

    monkeypatch.setattr(speed, "SCALES", (1,))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack with a good problem, one that is wrong and one that cannot be read."""
    pack = tmp_path_factory.mktemp("made") / "problems"
    write_problem(pack, "good", **SQL_ONLY, lock=True)
    slip = f"-- is not wrong\n{SQL} ORDER BY 1"
    write_problem(pack, "poor", **SQL_ONLY, lock=True, wrong=WRONG | {"right.sql": slip})
    write_problem(pack, "broken", **SQL_ONLY, minutes=0)
    return pack


@pytest.fixture
def drill(drill: Drill) -> Drill:
    """Without the pack of the other tests, so that ./problems is what --all means."""
    return drill.with_environ({"DRILL_PROBLEMS": None})


@pytest.fixture
def pack(drill: Drill, made: Path) -> Path:
    """A copy of it as ./problems; a pack that the environment names would go before it."""
    shutil.copytree(made, drill.folder / "problems")
    return drill.folder / "problems"


class TestWhich:
    def test_a_slug(self, drill: Drill, pack: Path) -> None:
        done = drill("check", "good", *SEEDS, DRILL_PROBLEMS=str(pack))
        assert (done.code, done.err) == (0, "checking good\n")
        assert done.out.splitlines()[-1].startswith("✓ good  ")

    def test_a_path(self, drill: Drill, pack: Path) -> None:
        done = drill("check", "problems/good", *SEEDS)
        assert (done.code, done.err) == (0, "checking good\n")

    @pytest.mark.parametrize("path", [".", "../good"])
    def test_the_folder_one_is_in(self, drill: Drill, pack: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
        monkeypatch.chdir(pack / "good")
        done = drill("check", path, *SEEDS)
        assert (done.code, done.err) == (0, "checking good\n")

    def test_the_folder_one_is_in_is_broken(self, drill: Drill, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(pack / "broken")
        done = drill("check", ".", *SEEDS)
        assert (done.code, done.err) == (3, "checking broken\n")
        assert done.out.splitlines()[-1].startswith("✗ broken  1 error")

    def test_several(self, drill: Drill, pack: Path) -> None:
        done = drill("--problems", "problems", "check", "broken", "problems/good", *SEEDS)
        assert done.code == 3
        assert done.err == "checking broken\nchecking good\n"

    def test_all_of_a_pack(self, drill: Drill, pack: Path) -> None:
        done = drill("check", "--all", "--problems", "problems", *SEEDS)
        assert done.code == 3
        assert done.err == "checking broken\nchecking good\nchecking poor\n"
        told = [line.split()[1] for line in done.out.splitlines() if line[:1] in ("✓", "✗")]
        assert told == ["broken", "good", "poor"]

    def test_all_of_here(self, drill: Drill, pack: Path) -> None:
        shutil.rmtree(pack / "poor")
        shutil.rmtree(pack / "broken")
        done = drill("check", "--all", *SEEDS)
        assert (done.code, done.err) == (0, "checking good\n")


class TestCannotBegin:
    @pytest.mark.parametrize(
        ("arguments", "telling"),
        [
            (("check",), "error: no problem is named\nhelp: drill check SLUG, "),
            (("check", "good", "--all"), "error: say which problems, or --all, not both\n"),
            (("check", "goood"), "error: no problem is called 'goood'\nhelp: did you mean 'good'?\n"),
            (("check", "problems/none"), "error: problems/none is not there\n"),
            (("check", "problems/good/prompt.md"), "error: problems/good/prompt.md is a file, not a folder\n"),
            (("check", "good", "--seeds", "0"), "0"),
            (("check", "good", "--seeds", "1001"), "1001"),
            (("check", "good", "--seeds", "x"), "x"),
        ],
        ids=["none", "both", "unknown", "no folder", "a file", "0", "1001", "x"],
    )
    def test_it_says_why(self, drill: Drill, pack: Path, arguments: tuple[str, ...], telling: str) -> None:
        done = drill(*arguments, DRILL_PROBLEMS=str(pack))
        assert (done.code, done.out) == (2, "")
        assert telling in done.err

    def test_an_empty_pack(self, drill: Drill) -> None:
        (drill.folder / "problems").mkdir()
        done = drill("check", "--all")
        assert (done.code, done.out) == (2, "")
        assert "problems holds no problem folder" in done.err

    @pytest.mark.parametrize("file", ["nowhere/report.xml", "problems"])
    def test_a_report_that_cannot_be_written(self, drill: Drill, pack: Path, file: str) -> None:
        """It is found out before the work is done, not after it."""
        done = drill("check", "problems/good", *SEEDS, "--junit", file)
        assert (done.code, done.out) == (2, "")
        assert file in done.err
        assert "checking" not in done.err


class TestOutput:
    def test_what_is_wrong(self, drill: Drill, pack: Path) -> None:
        done = drill("check", "problems/broken", *SEEDS)
        assert done.code == 3
        golden.check("check_broken", done.out)

    def test_no_colours_and_no_long_lines(self, drill: Drill, pack: Path) -> None:
        done = drill("check", "problems/poor", *SEEDS)
        assert done.code == 3
        assert "\x1b" not in done.out + done.err
        paths = [line for line in done.out.splitlines() if str(drill.folder) in line]
        assert all(len(line) <= 80 for line in done.out.splitlines() if line not in paths)
        assert "error[C061]: it passes all 3 fixtures\n  --> poor/wrong/right.sql\nhelp: " in done.out

    def test_json(self, drill: Drill, pack: Path) -> None:
        done = drill("check", "--all", "--json", *SEEDS)
        assert done.code == 3
        document = json.loads(done.out)
        assert list(document) == ["schema", "errors", "warnings", "problems"]
        assert (document["schema"], document["errors"]) == (1, 2)
        broken, good, poor = document["problems"]
        assert [each["problem"] for each in (broken, good, poor)] == ["broken", "good", "poor"]
        assert [each["errors"] for each in (broken, good, poor)] == [1, 0, 1]
        assert document["warnings"] == sum(each["warnings"] for each in document["problems"])
        assert broken["remarks"] == [
            {
                "code": "C001",
                "severity": "error",
                "file": "broken/problem.toml",
                "line": 4,
                "message": "minutes: expected a whole number from 1 to 240, found 0",
                "help": "",
                "detail": "",
            }
        ]
        assert broken["scores"] == []
        (score,) = good["scores"]
        assert list(score) == [
            "language", "mutants", "killed", "stillborn", "equal", "marked", "survived", "raw", "adjusted",
        ]  # fmt: skip
        assert (score["language"], score["survived"], score["adjusted"], good["seeds"]) == ("sql", 0, 1.0, 1)
        (error,) = [remark for remark in poor["remarks"] if remark["severity"] == "error"]
        assert (error["code"], error["file"], error["line"]) == ("C061", "poor/wrong/right.sql", None)

    def test_a_case_is_no_file(self, drill: Drill, pack: Path) -> None:
        generator = pack / "good" / "generator.py"
        text = generator.read_text("utf-8")
        generator.write_text(text + "    assert world.seed != 2, 'no'\n", "utf-8")
        document = json.loads(drill("check", "problems/good", "--json", *SEEDS).out)
        remarks = document["problems"][0]["remarks"]
        assert {"good/generator.py"} == {remark["file"] for remark in remarks if remark["code"] == "C020"}
        assert {6} == {remark["line"] for remark in remarks if remark["code"] == "C020"}

    def test_junit(self, drill: Drill, pack: Path) -> None:
        assert drill("check", "--all", "--junit", "report.xml", *SEEDS).code == 3
        root = ET.parse(drill.folder / "report.xml").getroot()
        assert root.tag == "testsuites"
        suites = {suite.get("name"): suite for suite in root}
        assert list(suites) == ["broken", "good", "poor"]
        assert [suite.get("failures") for suite in root] == ["1", "0", "1"]
        assert all(suite.get("tests") == str(len(suite.findall("testcase"))) for suite in root)
        (failure,) = suites["poor"].iter("failure")
        assert (failure.get("type"), failure.get("message")) == ("C061", "it passes all 3 fixtures")
        assert "help: draw a fixture on which the mistake shows" in (failure.text or "")

    def test_junit_with_control_characters(self, drill: Drill, pack: Path) -> None:
        odd = pack / "good" / "accepted" / "odd.sql"
        odd.write_text(SQL.replace("count(p.play_id)", "error('\x1b[31m\x01 \x0c')::INT"), "utf-8")
        assert drill("check", "problems/good", "--junit", "report.xml", *SEEDS).code == 3
        failures = [f for f in ET.parse(drill.folder / "report.xml").iter("failure") if f.get("type") == "C060"]
        assert len(failures) == 1


class TestPublish:
    def test_written_and_then_as_found(self, drill: Drill, pack: Path) -> None:
        done = drill("check", "problems/good", "--publish", *SEEDS)
        assert (done.code, done.err) == (0, f"checking good\n{pack / 'good' / 'mistakes.lock'}\n{pack / 'README.md'}\n")
        assert "drops members without plays" in (pack / "good" / "mistakes.lock").read_text("utf-8")
        text = (pack / "README.md").read_text("utf-8")
        assert "| good | " in text
        assert drill("check", "problems/good", *SEEDS).code == 0

    def test_a_stale_line(self, drill: Drill, pack: Path) -> None:
        drill("check", "problems/good", "--publish", *SEEDS)
        readme = pack / "README.md"
        readme.write_text(readme.read_text("utf-8").replace("| good | ", "| good | 1"), "utf-8")
        done = drill("check", "problems/good", *SEEDS)
        assert done.code == 3
        assert "error[C084]: the scores of good are not the ones that were found" in done.out
        assert drill("check", "problems/good", "--publish", *SEEDS).code == 0

    def test_what_cannot_be_read_has_no_line(self, drill: Drill, pack: Path) -> None:
        assert drill("check", "--all", "--publish", *SEEDS).code == 3
        text = (pack / "README.md").read_text("utf-8")
        assert [line.split()[1] for line in text.splitlines() if line.startswith("| ") and line[-3:] == "% |"] == [
            "good", "poor",
        ]  # fmt: skip


def _heed_interrupts() -> None:
    """These tests may run in the background, where a shell has interrupts ignored, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="children are found in /proc")
@pytest.mark.parametrize("at", ["drawing", "judging"])
def test_an_interrupt_ends_all_its_processes(drill: Drill, at: str) -> None:
    pipe = drill.folder / "pipe"
    os.mkfifo(pipe)
    stop = f"    open({str(pipe)!r}, 'w').close()\n"
    problem = write_problem(drill.folder, "slow", **SQL_ONLY)
    if at == "drawing":
        generator = problem / "generator.py"
        generator.write_text(generator.read_text("utf-8") + stop + "    while True: pass\n", "utf-8")
    else:
        (problem / "accepted" / "slow.sql").write_text(
            "SELECT sum(a.range) FROM range(10000000) a, range(10000000)", "utf-8"
        )
    with subprocess.Popen(
        [*drill.command("check", "./slow", *SEEDS)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=drill.all_environ({"DRILL_CACHE_DIR": str(drill.folder / "cache")}),
        cwd=drill.folder,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509  # safe: no thread has been started here
    ) as process:
        try:
            if at == "drawing":
                pipe.read_bytes()  # until the generator is at work
            else:
                assert process.stderr
                assert process.stderr.readline() == b"checking slow\n"
            workers = descendants(process.pid)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert all(map(gone, workers))


def test_it_is_a_script_too(drill: Drill, pack: Path) -> None:
    done = drill.process("check", "problems/broken", *SEEDS)
    assert (done.code, done.err) == (3, "checking broken\n")
    assert sys.executable not in done.out


def test_the_parts_that_can_be_skipped_are_the_parts() -> None:
    from judge.authoring.check import PARTS
    from judge.cli import check_command

    assert tuple(PARTS) == check_command._PARTS
