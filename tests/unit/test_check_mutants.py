"""Mutants: killed, equal, marked, surviving; and the score that comes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from judge.authoring.check import of_part
from judge.authoring.proof import Proof
from judge.authoring.remarks import Remark, Score
from judge.catalog import load_folder
from tests.authoring import CASES, GENERATOR, SQL, codes_of, found, only, tools, write_problem

SQL_ONLY: dict[str, Any] = {"languages": '["sql"]'}
EVERYBODY = "def generate(world):\n    members = world.members(30)\n    world.plays(members, count=0.1)\n"
LONG = SQL.replace("GROUP", "WHERE m.member_id > 0 GROUP")
"""Its WHERE leaves nobody out: mutants of it survive."""


def mutants(tmp_path: Path, **changed: Any) -> list[Remark]:
    return found(write_problem(tmp_path, **{**SQL_ONLY, **changed}), "mutants")


def scores(folder: Path) -> list[Score]:
    with Proof(load_folder(folder), tools(), 2) as proof:
        of_part(proof, "mutants")
        return [each.score for each in proof.mutants]


def mark(**values: str) -> str:
    given = {"reason": "because", **values}
    return "[[equivalent]]\n" + "".join(f'{name} = "{value}"\n' for name, value in given.items())


def survivor(tmp_path: Path, operator: str, **changed: Any) -> Remark:
    """A problem's surviving mutant of that operator."""
    remarks = mutants(tmp_path / "seen", **changed)
    return next(remark for remark in remarks if remark.code == "C081" and f"({operator}:" in remark.message)


def id_of(remark: Remark) -> str:
    return remark.message.partition("mutant ")[2].split()[0]


def test_all_are_told(tmp_path: Path) -> None:
    assert mutants(tmp_path) == []


def test_what_is_equal_by_the_schema(tmp_path: Path) -> None:
    """play_id is a key: COUNT(DISTINCT play_id) is COUNT(play_id), and no survivor."""
    (score,) = scores(write_problem(tmp_path, **SQL_ONLY))
    assert score.language == "sql"
    assert score.equal >= 1
    assert score.survived == score.marked == 0
    assert score.adjusted == 1.0 > score.raw


def test_pandas_alone(tmp_path: Path) -> None:
    (score,) = scores(write_problem(tmp_path, languages='["pandas"]'))
    assert score.language == "pandas"
    assert score.killed >= 3


def test_both(tmp_path: Path) -> None:
    assert [score.language for score in scores(write_problem(tmp_path))] == ["sql", "pandas"]


class TestSurvivors:
    def test_is_told_with_all_that_helps(self, tmp_path: Path) -> None:
        remarks = mutants(tmp_path, sql=LONG)
        survivors = [remark for remark in remarks if remark.code == "C081"]
        assert survivors
        first = survivors[0]
        assert (first.severity, first.where) == ("warning", "toy/solution.sql:4")
        assert first.message.startswith("no fixture tells mutant ")
        assert " from the reference (" in first.message
        assert first.help.startswith("none of 6 fixtures of unseen seeds tells it either: plant the data that would")
        assert f"mark {id_of(first)} in problem.toml" in first.help
        lines = first.detail.splitlines()
        assert any(line.startswith("-") for line in lines)
        assert lines[-1] == "closest: none, no step of the query differs on any fixture"

    def test_the_score_is_an_error(self, tmp_path: Path) -> None:
        remarks = mutants(tmp_path, sql=LONG)
        score = only(remarks, "C080")
        assert (score.severity, score.where) == ("error", "toy")
        assert score.message.endswith("and 97% are asked for")
        assert "drill check toy --distill" in score.help
        assert remarks[-1] is score

    def test_a_seed_that_tells_it(self, tmp_path: Path) -> None:
        """The suite never draws what unseen seeds always draw."""
        generator = "def generate(world):\n    world.params(k=int(world.seed > 999), about={'k': 'zero or one'})\n"
        sql = SQL.replace("count(p.play_id)", "count(p.play_id) + (SELECT max(k) FROM params)")
        changed = {"sql": sql, "generator": generator + GENERATOR.partition("\n")[2]}
        remarks = mutants(tmp_path, cases=CASES, **changed)
        told = [remark for remark in remarks if " tells it: take that seed, or try --distill" in remark.help]
        assert told
        assert told[0].help.startswith("the case 'sample' with seed ")


class TestMarks:
    def test_a_survivor_that_is_marked(self, tmp_path: Path) -> None:
        seen = mutants(tmp_path / "seen", sql=LONG)
        ids = [id_of(remark) for remark in seen if remark.code == "C081"]
        marks = "".join(mark(mutant=id) for id in ids)
        problem = write_problem(tmp_path / "marked", **SQL_ONLY, sql=LONG, more=marks)
        (score,) = scores(problem)
        assert (score.survived, score.marked) == (0, len(ids))
        assert found(problem, "mutants") == []

    def test_of_an_operator_on_a_column(self, tmp_path: Path) -> None:
        seen = survivor(tmp_path, "comparison", sql=LONG)
        problem = write_problem(tmp_path, **SQL_ONLY, sql=LONG, more=mark(operator="comparison", column="MEMBER_ID"))
        (score,) = scores(problem)
        assert score.marked >= 1
        remarks = found(problem, "mutants")
        assert id_of(seen) not in {id_of(remark) for remark in remarks if remark.code == "C081"}
        # the comparison of the join is on member_id too, and differs
        assert "C082" in codes_of(remarks)

    def test_it_fits_none(self, tmp_path: Path) -> None:
        more = mark(mutant="00000000") + mark(operator="comparison", column="nowhere")
        remarks = mutants(tmp_path, more=more)
        assert codes_of(remarks) == ["C083", "C083"]
        assert remarks[0].where == "toy/problem.toml:37"
        assert remarks[0].message == "no mutant fits this mark: mutant 00000000"
        assert remarks[1].where == "toy/problem.toml:40"
        assert remarks[1].message == "no mutant fits this mark: operator 'comparison' on column 'nowhere'"
        assert remarks[0].help.startswith("take the mark away")

    def test_it_fits_one_that_is_killed(self, tmp_path: Path) -> None:
        remarks = mutants(tmp_path, more=mark(operator="aggregate", column="started_at"))
        assert codes_of(remarks) == ["C082"]
        assert remarks[0].where == "toy/problem.toml:37"
        assert "is marked equal, and it differs on " in remarks[0].message
        assert "aggregate: MAX(p.started_at) became MIN(p.started_at)" in remarks[0].message
        assert remarks[0].help == "take the mark away"

    def test_it_differs_on_unseen_seeds(self, tmp_path: Path) -> None:
        generator = "def generate(world):\n    world.params(k=int(world.seed > 999), about={'k': 'zero or one'})\n"
        sql = SQL.replace("count(p.play_id)", "count(p.play_id) + (SELECT k FROM params)")
        changed = {"sql": sql, "generator": generator + GENERATOR.partition("\n")[2]}
        seen = [remark for remark in mutants(tmp_path / "seen", **changed) if remark.code == "C081"]
        assert seen
        remarks = mutants(tmp_path / "marked", **changed, more=mark(mutant=id_of(seen[0])))
        (remark,) = [remark for remark in remarks if remark.code == "C082"]
        assert remark.where == "toy/problem.toml:37"
        assert f"mutant {id_of(seen[0])} (" in remark.message


class TestReferences:
    def test_one_that_does_not_parse(self, tmp_path: Path) -> None:
        remarks = mutants(tmp_path, sql="SELEKT 1")
        assert [remark.where for remark in remarks] == ["toy/solution.sql"]


class TestScore:
    @pytest.mark.parametrize(
        ("killed", "survived", "said"),
        [(97, 3, None), (96, 4, "96.0%"), (1, 0, None), (32, 1, "96.9%")],
        ids=["at it", "below", "one", "rounds up"],
    )
    def test_the_threshold(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed: int, survived: int, said: str | None
    ) -> None:
        from judge.authoring.checks import mutants as of

        problem = load_folder(write_problem(tmp_path, **SQL_ONLY))
        of_all = of.Mutants("sql")
        monkeypatch.setattr(of.Mutants, "score", Score("sql", killed=killed, survived=survived))
        monkeypatch.setattr(of, "found", lambda *_: of_all)
        with Proof(problem, tools(), 2) as proof:
            remarks = of_part(proof, "mutants")
        assert codes_of(remarks) == ([] if said is None else ["C080"])
        if said:
            assert f"{said}, and 97% are asked for" in remarks[0].message
