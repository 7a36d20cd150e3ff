"""The lock of a problem's fixtures: written, kept, drifted from, broken."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import pytest

from judge.api import judge, load_problem
from judge.data import build, drawn, lock
from judge.errors import ProblemError
from judge.model import Problem
from tests.pack import SQL, write_pack


@pytest.fixture
def problem(tmp_path: Path) -> Problem:
    problem = load_problem(write_pack(tmp_path / "pack"))
    lock.write(problem, [build(problem, case)[0] for case in problem.cases])
    return problem


def test_the_lock_holds_a_hash_of_each_case_and_the_versions(problem: Problem) -> None:
    content = json.loads((problem.folder / "fixtures.lock").read_text())
    assert content["drawn_with"] == {"numpy": version("numpy"), "faker": version("faker")}
    assert [*content["fixtures"]] == ["sample seed=1 scale=0.05", "base seed=2 scale=1", "big seed=3 scale=5"]
    assert len(set(content["fixtures"].values())) == 3


def test_the_same_fixture_drifts_nowhere_and_one_that_was_never_locked_neither(problem: Problem) -> None:
    case = problem.cases[0]
    assert lock.notes(problem, [build(problem, case)[0]]) == []
    assert lock.notes(problem, [build(problem, drawn(case, seed=9))[0]]) == []
    (problem.folder / "fixtures.lock").unlink()
    assert lock.notes(problem, [build(problem, case)[0]]) == []


CHANGED = "the problem has changed since; its author runs drill data toy --lock"


def test_drift_is_noted_and_the_answer_judged(problem: Problem, tmp_path: Path) -> None:
    file = problem.folder / "fixtures.lock"
    content = json.loads(file.read_text())
    content["fixtures"]["base seed=2 scale=1"] = "0" * 64
    file.write_text(json.dumps(content))
    verdict = judge(problem, SQL, language="sql", cache=tmp_path / "cache")
    assert (verdict.verdict, verdict.notes) == ("accepted", (f"fixture base differs from the locked one: {CHANGED}",))

    content["drawn_with"]["numpy"] = "1.0"
    file.write_text(json.dumps(content))
    verdict = judge(problem, SQL, language="sql", cache=tmp_path / "cache")
    because = f"drawn here with numpy {version('numpy')} (locked with 1.0)"
    assert verdict.notes == (f"fixture base differs from the locked one: {because}",)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"3", b"{}", b'{"fixtures": {}}', b"\xff", b'{"fixtures": 3, "drawn_with": {}}']
)
def test_a_broken_lock_is_a_problem_error(problem: Problem, tmp_path: Path, content: bytes) -> None:
    fixture = build(problem, problem.cases[0])[0]
    (problem.folder / "fixtures.lock").write_bytes(content)
    with pytest.raises(ProblemError, match=r"^toy/fixtures.lock: not a lock file") as broken:
        lock.notes(problem, [fixture])
    assert broken.value.help == "drill data toy --lock writes it anew"
    assert judge(problem, SQL, language="sql", case="sample", cache=tmp_path / "cache").verdict == "problem_error"
