"""pytest collects problems and proves them: in processes of their own, as a pack's author would run it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.authoring import GENERATOR, SQL, WRONG, write_problem

ROOT = Path(__file__).parents[2]
SQL_ONLY: dict[str, Any] = {"languages": '["sql"]'}
RIGHT = {"right.sql": f"-- is not wrong\n{SQL}"}


def run(folder: Path, *arguments: str, xdist: bool = False, cache: Path | None = None) -> tuple[int, str]:
    """Run pytest in `folder`: its exit code, and all that it said."""
    own = ["-p", "no:cacheprovider", *([] if xdist else ["-p", "no:xdist"])]
    if not _installed():
        own += ["-p", "judge.pytest_plugin"]
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *own, *arguments],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env=environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "120", "NO_COLOR": "1"},
    )
    return done.returncode, done.stdout + done.stderr


def _installed() -> bool:
    from importlib.metadata import entry_points

    return any(entry.value == "judge.pytest_plugin" for entry in entry_points(group="pytest11"))


def outcomes(said: str) -> dict[str, str]:
    """What became of each item, in the lines of -v."""
    return dict(re.findall(r"^(\S+::\S+) (PASSED|FAILED|SKIPPED|ERROR)", said, re.MULTILINE))


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "pytest.ini").write_text("[pytest]\ndrill_seeds = 1\n", "utf-8")
    return folder


def test_one_item_for_each_part_and_answer(pack: Path) -> None:
    write_problem(pack, lock=True)
    code, said = run(pack, "-v", "-W", "error")
    assert outcomes(said) == dict.fromkeys(
        [
            "toy/problem.toml::files",
            "toy/problem.toml::generator",
            "toy/problem.toml::references",
            "toy/problem.toml::sample",
            "toy/problem.toml::accepted/subqueries.sql",
            "toy/problem.toml::wrong/inner_join.sql",
            "toy/problem.toml::wrong/star.sql",
        ],
        "PASSED",
    ) | {"toy/problem.toml::mutants": "FAILED"}
    assert code == 1
    assert "error[C080]: the fixtures tell " in said
    assert "Traceback" not in said


def test_all_is_well(pack: Path) -> None:
    write_problem(pack, **SQL_ONLY, lock=True)
    code, said = run(pack, "-W", "error")
    assert code == 0, said
    assert " 8 passed" in said


def test_warnings_are_in_the_report(pack: Path) -> None:
    write_problem(pack, **SQL_ONLY, lock=True, minutes=21)
    few = "warning[C005]: 21 minutes for a problem that is easy"
    code, said = run(pack, "-rP", "-k", "files")
    assert (code, few in said) == (0, True)
    code, said = run(pack, "-k", "files")
    assert (code, few in said) == (0, False)


def test_a_refuted_answer(pack: Path) -> None:
    write_problem(pack, **SQL_ONLY, lock=True, wrong=WRONG | RIGHT)
    code, said = run(pack, "-v", "-k", "wrong")
    assert code == 1
    assert outcomes(said) == {
        "toy/problem.toml::wrong/inner_join.sql": "PASSED",
        "toy/problem.toml::wrong/right.sql": "FAILED",
        "toy/problem.toml::wrong/star.sql": "PASSED",
    }
    assert "error[C061]: it passes all 3 fixtures" in said
    assert "  --> toy/wrong/right.sql" in said
    assert "toy: wrong/right.sql" in said
    assert "pytest_plugin.py" not in said


def test_an_item_by_its_id(pack: Path) -> None:
    write_problem(pack, **SQL_ONLY, lock=True)
    code, said = run(pack, "toy/problem.toml::wrong/star.sql")
    assert (code, " 1 passed" in said) == (0, True)


def test_a_broken_manifest(pack: Path) -> None:
    write_problem(pack, "bad", minutes=0)
    write_problem(pack, "toy", **SQL_ONLY, lock=True)
    code, said = run(pack, "-v", "-k", "files or generator or references")
    assert code == 1
    assert outcomes(said) == {
        "bad/problem.toml::files": "FAILED",
        "bad/problem.toml::generator": "SKIPPED",
        "bad/problem.toml::references": "SKIPPED",
        "toy/problem.toml::files": "PASSED",
        "toy/problem.toml::generator": "PASSED",
        "toy/problem.toml::references": "PASSED",
    }
    assert "error[C001]: minutes: expected a whole number from 1 to 240, found 0" in said
    assert "  --> bad/problem.toml:4" in said


def test_a_generator_that_fails(pack: Path) -> None:
    write_problem(pack, **SQL_ONLY, generator="def generate(world):\n    raise ValueError('no')\n")
    code, said = run(pack, "-v", "-W", "error")
    assert code == 1
    assert set(outcomes(said)) - {name for name, how in outcomes(said).items() if how == "FAILED"} == {
        "toy/problem.toml::files"
    }
    assert "error[C020]: case 'sample', seed 1: ValueError: no" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("arguments", "ini", "seed"),
    [((), "drill_seeds = 1", 1), (("--drill-seeds", "3"), "drill_seeds = 1", 3), (("--drill-seeds=2",), "", 2)],
    ids=["ini", "both", "option"],
)
def test_seeds(pack: Path, arguments: tuple[str, ...], ini: str, seed: int) -> None:
    (pack / "pytest.ini").write_text(f"[pytest]\n{ini}\n", "utf-8")
    seeded = "def generate(world):\n    world.params(seed=world.seed, about={'seed': 'of the fixture'})\n"
    answer = "-- is wrong on the suite alone\n" + SQL.replace(
        "count(p.play_id)", "count(p.play_id) + ((SELECT seed FROM params) < 999)::INT"
    )
    write_problem(pack, **SQL_ONLY, generator=seeded + GENERATOR.partition("\n")[2], wrong=WRONG | {"odd.sql": answer})
    _, said = run(pack, "-k", "odd", *arguments)
    assert f"it passes {seed} of {seed} suites drawn with other seeds" in said


@pytest.mark.parametrize("value", ["0", "-1", "1001", "some"])
@pytest.mark.parametrize("by", ["option", "ini"])
def test_seeds_that_are_none(pack: Path, by: str, value: str) -> None:
    """Refused before anything runs, as `drill check` does."""
    write_problem(pack, **SQL_ONLY)
    if by == "ini":
        (pack / "pytest.ini").write_text(f"[pytest]\ndrill_seeds = {value}\n", "utf-8")
    code, said = run(pack, "-k", "files", *(["--drill-seeds", value] if by == "option" else []))
    assert code == pytest.ExitCode.USAGE_ERROR
    assert value in said
    assert "Traceback" not in said


def test_in_two_processes(pack: Path) -> None:
    write_problem(pack, "one", **SQL_ONLY, lock=True)
    write_problem(pack, "two", **SQL_ONLY, lock=True)
    code, said = run(pack, "-n", "2", "-W", "error", "-k", "wrong or files", xdist=True)
    assert code == 0, said
    assert " 6 passed" in said


LOADED = """import sys

def test_nothing():
    assert sorted(name for name in sys.modules if name.split(".")[0] in ("judge", "duckdb", "pandas", "rich")) == {}
"""


def test_it_loads_nothing_where_there_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(LOADED.format(["judge", "judge.pytest_plugin"]), "utf-8")
    code, said = run(tmp_path)
    assert code == 0, said


def test_it_loads_nothing_to_collect(pack: Path) -> None:
    write_problem(pack, **SQL_ONLY)
    (pack / "test_it.py").write_text(LOADED.format(["judge", "judge.pytest_plugin"]), "utf-8")
    code, said = run(pack, "test_it.py", "toy", "-k", "nothing")
    assert code == 0, said
    assert "8 deselected" in said


def test_another_file_of_that_name_is_left_alone(tmp_path: Path) -> None:
    """A problem.toml that is no problem's: nothing beside it makes it one."""
    (tmp_path / "problem.toml").write_text("[tool]\nname = 'another'\n", "utf-8")
    code, said = run(tmp_path)
    assert code == pytest.ExitCode.NO_TESTS_COLLECTED, said


def test_no_process_is_left(pack: Path) -> None:
    """pytest ends only when its output is closed, which every process beneath it holds open."""
    write_problem(pack, **SQL_ONLY, lock=True)
    code, said = run(pack, "-x", "-k", "generator or wrong", "-W", "error::ResourceWarning")
    assert code == 0, said
