"""How long things take: warnings alone. No time is asserted: the bounds are moved instead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from judge.authoring.checks import speed
from judge.authoring.checks.speed import Measured
from judge.authoring.remarks import Remark
from judge.model import Case, Language
from tests.authoring import CASES, GENERATOR, SQL, codes_of, found, write_problem

NEVER = 1e12


@pytest.fixture(autouse=True)
def _bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Out of reach, so that a busy machine changes nothing; the tests lower one of them."""
    monkeypatch.setattr(speed, "BUILD_MS", NEVER)
    monkeypatch.setattr(speed, "RUN_MS", NEVER)
    monkeypatch.setattr(speed, "_LEAST_MS", NEVER)
    monkeypatch.setattr(speed, "SCALES", (1, 2))


def speeds(tmp_path: Path, **changed: Any) -> list[Remark]:
    return found(write_problem(tmp_path, **changed), "speed")


def test_quick_ones(tmp_path: Path) -> None:
    assert speeds(tmp_path) == []


def test_slow_fixtures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "BUILD_MS", 0.0)
    (remark,) = speeds(tmp_path)
    assert (remark.code, remark.severity, remark.where) == ("C028", "warning", "toy/generator.py")
    assert remark.message.endswith(" ms to build, and 3 of 3 cases more than 0 at scale 1")
    assert remark.help == "draw whole columns with numpy, and no row in a loop"


def test_slow_references(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "RUN_MS", 0.0)
    remarks = speeds(tmp_path)
    assert [(remark.code, remark.where, remark.severity) for remark in remarks] == [
        ("C046", "toy/solution.sql", "warning"),
        ("C046", "toy/solution.py", "warning"),
    ]
    assert " on 3 of 3 fixtures" in remarks[0].message


def growth(monkeypatch: pytest.MonkeyPatch, *measured: Measured) -> None:
    monkeypatch.setattr(speed, "_LEAST_MS", 20.0)

    def measure(*_: object) -> dict[Language, list[Measured]]:
        return {"sql": list(measured)}

    monkeypatch.setattr(speed, "measure", measure)


def test_squares_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    growth(
        monkeypatch,
        Measured(1, 100, 1.0, cut=False),
        Measured(10, 1000, 30.0, cut=False),
        Measured(100, 10_000, 3_000.0, cut=False),
    )
    (remark,) = speeds(tmp_path)
    assert (remark.code, remark.where, remark.severity) == ("C047", "toy/solution.sql", "warning")
    assert remark.message == (
        "its time grows faster than n log n: 30 ms for 1,000 rows, 3,000 ms for 10,000: with the power 2.0"
    )
    assert remark.help == "look for a join or a loop over pairs of rows"


@pytest.mark.parametrize(
    "measured",
    [
        (Measured(1, 1000, 30.0, cut=False), Measured(10, 10_000, 300.0, cut=False)),
        (Measured(1, 1000, 30.0, cut=False), Measured(10, 10_000, 500.0, cut=False)),
        (Measured(1, 1000, 1.0, cut=False), Measured(10, 10_000, 500.0, cut=False)),
        (Measured(1, 1000, 30.0, cut=False),),
        (),
        (Measured(1, 1, 30.0, cut=False), Measured(10, 1, 90.0, cut=False)),
        (Measured(1, 0, 1.0, cut=False), Measured(10, 0, 1.0, cut=False)),
        (Measured(1, 0, 30.0, cut=False), Measured(10, 40, 90.0, cut=False)),
    ],
    ids=["n", "n log n", "too short to tell", "one", "none", "one row", "no rows", "no rows at first"],
)
def test_what_does_not_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, measured: tuple[Measured, ...]) -> None:
    growth(monkeypatch, *measured)
    assert speeds(tmp_path) == []


def test_no_case_but_an_empty_one(tmp_path: Path) -> None:
    cases = CASES.partition('[[cases]]\nname = "base"')[0] + '[[cases]]\nname = "none"\nseed = 3\nawkward = ["empty"]\n'
    generator = GENERATOR + "    world.empty(plays)\n    world.empty(members)\n"
    assert speeds(tmp_path, cases=cases, generator=generator) == []


def test_what_fails_at_scale_is_no_growth(tmp_path: Path) -> None:
    sql = SQL.replace("count(p.play_id)", "CASE WHEN count(*) OVER () > 50 THEN error('many')::INT ELSE 3 END")
    assert "C047" not in codes_of(speeds(tmp_path, languages='["sql"]', sql=sql))


def test_the_base_is_a_plain_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Case] = []

    def measure(_: object, base: Case) -> dict[Language, list[Measured]]:
        seen.append(base)
        return {}

    monkeypatch.setattr(speed, "measure", measure)
    speeds(tmp_path)
    assert [case.name for case in seen] == ["base"]
