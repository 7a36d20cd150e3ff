"""`--stranger` and `--trust`: code that is not one's own runs only where the whole sandbox holds."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from judge import CannotBegin, judge, load_problem
from judge.sandbox import pool
from tests.cli.conftest import PACK, RIGHT, Drill

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strangers' code is run on Linux alone")


@pytest.fixture
def without_a_moat(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a system that lacks a layer."""
    monkeypatch.setattr(pool, "FOR_STRANGERS", frozenset({"landlock", "moat"}))
    monkeypatch.setattr("judge.api.FOR_STRANGERS", pool.FOR_STRANGERS)


def test_a_strangers_answer_is_judged_where_all_layers_hold(drill: Drill) -> None:
    drill.file("right.sql", RIGHT)
    assert drill("run", "tally", "right.sql", "--stranger").code == 0


@pytest.mark.usefixtures("without_a_moat")
def test_it_is_refused_where_one_is_missing(drill: Drill) -> None:
    drill.file("right.sql", RIGHT)
    done = drill("run", "tally", "right.sql", "--stranger")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error: a stranger's code is not run here: this system has no moat\n"
        "help: --trust runs it all the same; drill doctor says what holds here\n"
    )
    done = drill("run", "tally", "right.sql", "--stranger", "--json")
    assert json.loads(done.out)["error"]["kind"] == "cannot_begin"


@pytest.mark.usefixtures("without_a_moat")
def test_trust_runs_it_and_ones_own_needs_none(drill: Drill) -> None:
    drill.file("right.sql", RIGHT)
    assert drill("run", "tally", "right.sql", "--stranger", "--trust").code == 0
    assert drill("run", "tally", "right.sql").code == 0


@pytest.mark.usefixtures("without_a_moat")
def test_python_raises_before_anything_ran(tmp_path: Path) -> None:
    problem = load_problem(PACK / "tally")
    with pytest.raises(CannotBegin, match="this system has no moat"):
        judge(problem, RIGHT, language="sql", cache=tmp_path, stranger=True)
    assert judge(problem, RIGHT, language="sql", cache=tmp_path).verdict == "accepted"
