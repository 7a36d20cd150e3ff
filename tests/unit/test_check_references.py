"""References: they agree, say something, and owe nothing to the order of rows or to ties."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.authoring import CASES, COLUMNS, GENERATOR, PANDAS, SQL, codes_of, found, only, write_problem

DEVICE = '[[columns]]\nname = "device"\nkind = "text"\nabout = "device of a play"\nnullable = true\n'
SQL_ONLY: dict[str, Any] = {"languages": '["sql"]'}
PANDAS_ONLY: dict[str, Any] = {"languages": '["pandas"]'}
PLAIN_CASES = CASES.replace('awkward = ["childless"]\n', "")
MINUTE = """def generate(world):
    members = world.members(30)
    plays = world.plays(members, count=90)
    plays.data["started_at"] = plays["started_at"].astype("datetime64[M]").astype("datetime64[us]")
    plays.waive("members.signed_up_at")
    world.childless(plays, "member_id")
"""
"""All plays begin at the first instant of a month, so that many tie."""


def refer(tmp_path: Path, **changed: Any) -> list[Any]:
    return found(write_problem(tmp_path, **changed), "references")


def test_good_ones(tmp_path: Path) -> None:
    assert refer(tmp_path) == []


@pytest.mark.parametrize("only_one", [SQL_ONLY, PANDAS_ONLY], ids=["sql", "pandas"])
def test_in_one_language(tmp_path: Path, only_one: dict[str, Any]) -> None:
    assert refer(tmp_path, **only_one) == []


class TestSayingSomething:
    def test_always_empty(self, tmp_path: Path) -> None:
        remarks = refer(tmp_path, **SQL_ONLY, sql=SQL.replace("GROUP", "WHERE m.member_id < 0 GROUP"))
        empty = only(remarks, "C042")
        assert (empty.where, empty.message) == ("toy/solution.sql", "the result is empty on every fixture")
        assert only(remarks, "C027").message == "the result on the sample is empty: it shows nothing"

    def test_empty_on_the_sample_alone(self, tmp_path: Path) -> None:
        remarks = refer(
            tmp_path, **SQL_ONLY, sql=SQL.replace("GROUP", "WHERE (SELECT count(*) FROM members) > 20 GROUP")
        )
        assert codes_of(remarks) == ["C027"]
        assert remarks[0].where == "toy/problem.toml:25"

    def test_empty_on_another_alone(self, tmp_path: Path) -> None:
        empties = SQL.replace("GROUP", "WHERE (SELECT count(*) FROM plays) <> 0 GROUP")
        cases = CASES + '[[cases]]\nname = "none"\nseed = 4\nawkward = ["empty"]\n'
        generator = GENERATOR + "    world.empty(plays)\n"
        assert refer(tmp_path, **SQL_ONLY, sql=empties, cases=cases, generator=generator) == []

    def test_a_constant_column(self, tmp_path: Path) -> None:
        remarks = refer(tmp_path, **SQL_ONLY, sql=SQL.replace("count(p.play_id)", "7"))
        assert codes_of(remarks) == ["C042"]
        assert remarks[0].where == "toy/problem.toml:15"
        assert remarks[0].message == "column plays is 7 in every row of every fixture"
        assert remarks[0].help == "draw data in which it varies, or leave it out"

    def test_constant_on_each_fixture_and_not_over_all(self, tmp_path: Path) -> None:
        assert refer(tmp_path, **SQL_ONLY, sql=SQL.replace("count(p.play_id)", "(SELECT count(*) FROM plays)")) == []

    def test_always_null(self, tmp_path: Path) -> None:
        remarks = refer(tmp_path, **SQL_ONLY, sql=SQL.replace("max(p.started_at)", "NULL::TIMESTAMP"))
        assert codes_of(remarks) == ["C042"]
        assert remarks[0].where == "toy/problem.toml:19"
        assert remarks[0].message == "column latest is NULL in every row of every fixture"

    def test_null_or_one_value(self, tmp_path: Path) -> None:
        sql = SQL.replace("max(p.started_at)", "CASE WHEN count(p.play_id) > 0 THEN TIMESTAMP '2026-01-01' END")
        assert refer(tmp_path, **SQL_ONLY, sql=sql) == []


PLAN: dict[str, Any] = {
    **SQL_ONLY,
    "columns": '\n[[columns]]\nname = "plan"\nkind = "text"\nabout = "a plan that a member has"\n',
    "key": '["plan"]',
    "generator": "def generate(world):\n    world.members(600)\n",
    "cases": PLAIN_CASES,
}


class TestResultsAlike:
    def test_the_same_rows_in_the_same_order(self, tmp_path: Path) -> None:
        remarks = refer(tmp_path, **PLAN, sql="SELECT DISTINCT plan FROM members ORDER BY plan")
        assert codes_of(remarks) == ["C043"]
        assert remarks[0].where == "toy/generator.py"
        assert remarks[0].message == "3 fixtures have only 1 different results"

    def test_the_same_rows_in_any_order(self, tmp_path: Path) -> None:
        sql = "SELECT plan FROM members GROUP BY plan ORDER BY min(hash(member_id, plan))"
        assert codes_of(refer(tmp_path, **PLAN, sql=sql)) == ["C043"]

    def test_most_differ(self, tmp_path: Path) -> None:
        sql = "SELECT DISTINCT plan FROM members WHERE (SELECT count(*) FROM members) > 200 OR plan = 'basic'"
        assert refer(tmp_path, **PLAN, sql=sql) == []


class TestAgreeing:
    def test_on_the_suite(self, tmp_path: Path) -> None:
        remarks = refer(tmp_path, pandas=PANDAS.replace('how="left"', 'how="inner"'))
        assert codes_of(remarks) == ["C041"]
        assert remarks[0].where == "toy/solution.py"
        assert remarks[0].message.startswith(
            "it does not agree with solution.sql on 3 of 3 fixtures; first on sample, seed 1: "
        )
        assert "--case sample --seed 1" in remarks[0].help

    def test_in_the_null_of_a_column(self, tmp_path: Path) -> None:
        pandas = PANDAS.replace(
            "    return out", '    out["latest"] = out["latest"].fillna(out["latest"].min())\n    return out'
        )
        remarks = refer(tmp_path, pandas=pandas)
        assert "C041" in codes_of(remarks)
        assert "column latest" in remarks[0].message

    def test_on_unseen_seeds_alone(self, tmp_path: Path) -> None:
        cases = CASES.replace('awkward = ["childless"]\n', "")
        generator = (
            "def generate(world):\n    world.params(odd=int(world.seed > 999), about={'odd': 'whether it is odd'})\n"
            + GENERATOR.partition("\n")[2]
        )
        pandas = PANDAS.replace("members, plays", "members, plays, params").replace(
            "    return out", '    out["plays"] += params["odd"].iloc[0]\n    return out'
        )
        remarks = refer(tmp_path, cases=cases, generator=generator, pandas=pandas)
        assert codes_of(remarks) == ["C041"]
        assert "it does not agree with solution.sql on 6 of 6 fixtures of unseen seeds; first on sample" in (
            remarks[0].message
        )

    def test_one_that_raises(self, tmp_path: Path) -> None:
        remarks = refer(tmp_path, pandas=PANDAS.replace("    return out", '    return out["no such column"]'))
        assert "C041" in codes_of(remarks)
        assert "runtime error: KeyError" in remarks[0].message

    def test_what_differs_within_a_tolerance(self, tmp_path: Path) -> None:
        columns = COLUMNS + '[[columns]]\nname = "share"\nkind = "float"\nabout = "of all plays"\n'
        sql = SQL.replace(" AS latest", " AS latest, count(p.play_id) / (SELECT count(*) FROM plays) AS share")
        pandas = PANDAS.replace("    return out", '    out["share"] = out["plays"] * (1 / len(plays))\n    return out')
        assert refer(tmp_path, columns=columns, sql=sql, pandas=pandas) == []


class TestFailing:
    def test_it_does_not_parse(self, tmp_path: Path) -> None:
        (remark,) = refer(tmp_path, sql="SELEKT 1")
        assert (remark.code, remark.where) == ("C040", "toy/solution.sql")
        assert "case 'sample', seed 1: " in remark.message

    def test_other_columns(self, tmp_path: Path) -> None:
        (remark,) = refer(tmp_path, sql=SQL.replace("AS plays", "AS player"))
        assert (remark.code, remark.where) == ("C040", "toy/solution.sql")
        assert "plays" in remark.message

    def test_a_null_that_is_not_declared(self, tmp_path: Path) -> None:
        (remark,) = refer(tmp_path, columns=COLUMNS.replace("nullable = true\n", ""))
        assert (remark.code, remark.where) == ("C040", "toy/solution.sql")
        assert "column latest holds NULL" in remark.message
        assert "nullable = true" in remark.help

    def test_a_key_that_is_none(self, tmp_path: Path) -> None:
        (remark,) = refer(tmp_path, key='["plays"]')
        assert remark.code == "C040"
        assert "the key (plays) is the same in two rows" in remark.message

    def test_a_limit_through_ties(self, tmp_path: Path) -> None:
        (remark,) = refer(tmp_path, sql=SQL + "ORDER BY plays LIMIT 1")
        assert remark.code == "C040"
        assert "the LIMIT cuts through" in remark.message

    def test_a_limit_through_ties_that_are_declared(self, tmp_path: Path) -> None:
        assert refer(tmp_path, **SQL_ONLY, sql=SQL + "ORDER BY plays DESC LIMIT 3", top='ties = "any"\n') == []

    def test_the_generator_fails_on_unseen_seeds(self, tmp_path: Path) -> None:
        (remark,) = refer(tmp_path, generator=GENERATOR + "    1 / (world.seed < 1000)\n")
        assert (remark.code, remark.where) == ("C020", "toy/generator.py:6")
        assert "ZeroDivisionError" in remark.message

    def test_the_world_is_not_there(self, tmp_path: Path) -> None:
        (remark,) = refer(tmp_path, world="member_event")
        assert remark.code == "C040"
        assert remark.help == "did you mean 'member_events'?"


LAST_DEVICE: dict[str, Any] = {
    **SQL_ONLY,
    "columns": COLUMNS.partition('[[columns]]\nname = "latest"')[0] + DEVICE,
    "generator": MINUTE,
}


def device(expression: str, source: str = "plays AS p") -> str:
    return f"SELECT p.member_id, count(*) AS plays, {expression} AS device FROM {source} GROUP BY p.member_id"


class TestLuck:
    """A choice among rows that tie."""

    @pytest.mark.parametrize(
        ("sql", "what"),
        [
            (device("arg_max(p.device, p.started_at)"), "ARG_MAX(p.device, p.started_at)"),
            (device("min_by(p.device, p.started_at)"), "ARG_MIN(p.device, p.started_at)"),
            (device("first(p.device)"), "FIRST(p.device)"),
            (device("last(p.device ORDER BY p.started_at)"), "LAST(p.device ORDER BY p.started_at)"),
            (
                "WITH r AS (SELECT *, row_number() OVER (PARTITION BY member_id ORDER BY started_at) AS n FROM plays)\n"
                "SELECT member_id, count(*) AS plays, max(device) FILTER (n = 1) AS device FROM r GROUP BY member_id",
                "ROW_NUMBER() OVER (PARTITION BY member_id ORDER BY started_at)",
            ),
            (
                "WITH r AS (SELECT *, first_value(device) OVER w AS d FROM plays\n"
                "WINDOW w AS (PARTITION BY member_id ORDER BY started_at))\n"
                "SELECT member_id, count(*) AS plays, max(d) AS device FROM r GROUP BY member_id",
                "FIRST_VALUE(device) OVER w",
            ),
            (
                "WITH few AS (SELECT * FROM plays ORDER BY started_at LIMIT 5)\n"
                "SELECT member_id, count(*) AS plays, max(device) AS device FROM few GROUP BY member_id",
                "SELECT * FROM plays ORDER BY started_at LIMIT 5",
            ),
            (
                "WITH r AS (SELECT DISTINCT ON (member_id) member_id, device FROM plays ORDER BY started_at)\n"
                "SELECT member_id, count(*) AS plays, max(r.device) AS device FROM r JOIN plays USING (member_id) GROUP BY 1",  # noqa: E501
                "DISTINCT ON",
            ),
            (device("any_value(p.device)"), "ANY_VALUE(p.device)"),
            (device("mode(p.device)"), "MODE(p.device)"),
            (device("string_agg(p.device, ',')"), ""),
        ],
        ids=[
            "arg_max",
            "min_by",
            "first",
            "last",
            "row_number",
            "named window",
            "limit",
            "distinct on",
            "any_value",
            "mode",
            "string_agg",
        ],
    )
    def test_chance_decides(self, tmp_path: Path, sql: str, what: str) -> None:
        remarks = refer(tmp_path, **LAST_DEVICE, sql=sql)
        assert set(codes_of(remarks)) == {"C044", "C045"}
        luck = only(remarks, "C045")
        assert what in luck.message
        assert "chooses among rows that tie, and the result depends on which: on " in luck.message
        assert luck.help == "sort by more columns until no two rows tie"

    @pytest.mark.parametrize(
        "sql",
        [
            device("arg_max(p.device, (p.started_at, p.play_id))"),
            device("first(p.device ORDER BY p.play_id)"),
            device("max(p.device)"),
            "WITH r AS (SELECT *, row_number() OVER (PARTITION BY member_id ORDER BY started_at, play_id) AS n FROM plays)\n"  # noqa: E501
            "SELECT member_id, count(*) AS plays, max(device) FILTER (n = 1) AS device FROM r GROUP BY member_id",
            "WITH r AS (SELECT *, rank() OVER (PARTITION BY member_id ORDER BY started_at) AS n FROM plays)\n"
            "SELECT member_id, count(*) AS plays, max(device) FILTER (n = 1) AS device FROM r GROUP BY member_id",
            "WITH few AS (SELECT * FROM plays ORDER BY play_id LIMIT 25)\n"
            "SELECT member_id, count(*) AS plays, max(device) AS device FROM few GROUP BY member_id",
            # the numbers themselves are chance, and nothing depends on them
            "WITH r AS (SELECT *, row_number() OVER (ORDER BY started_at) AS n FROM plays)\n"
            "SELECT member_id, count(n) AS plays, max(device) AS device FROM r GROUP BY member_id",
        ],
        ids=["arg_max", "first", "max", "row_number", "rank", "limit", "unused number"],
    )
    def test_no_chance(self, tmp_path: Path, sql: str) -> None:
        assert refer(tmp_path, **LAST_DEVICE, sql=sql) == []

    def test_the_line_is_told(self, tmp_path: Path) -> None:
        sql = "-- a comment\nSELECT\n    p.member_id,\n    count(*) AS plays,\n    arg_max(p.device, p.started_at) AS device\n"  # noqa: E501
        remarks = refer(tmp_path, **LAST_DEVICE, sql=sql + "FROM plays AS p\nGROUP BY p.member_id\n")
        assert only(remarks, "C045").where == "toy/solution.sql:5"


class TestPhysicalOrder:
    def test_first_of_pandas(self, tmp_path: Path) -> None:
        pandas = """def solve(members, plays):
    one = plays.drop_duplicates("member_id")
    return one[["member_id", "device"]].assign(plays=1)[["member_id", "plays", "device"]]
"""
        changed = {
            **LAST_DEVICE,
            **PANDAS_ONLY,
            "columns": COLUMNS.partition('[[columns]]\nname = "plays"')[0] + DEVICE,
        }
        remarks = refer(
            tmp_path, **changed, pandas=pandas.replace('.assign(plays=1)[["member_id", "plays", "device"]]', "")
        )
        (remark,) = remarks
        assert (remark.code, remark.where) == ("C044", "toy/solution.py")
        assert "its result changes when the same rows are stored in another order: on " in remark.message
        assert remark.help.startswith("sort by columns that leave no two rows equal")

    def test_first_of_pandas_after_a_sort(self, tmp_path: Path) -> None:
        pandas = """def solve(members, plays):
    one = plays.sort_values("play_id").drop_duplicates("member_id")
    return one[["member_id", "device"]]
"""
        changed = {
            **LAST_DEVICE,
            **PANDAS_ONLY,
            "columns": COLUMNS.partition('[[columns]]\nname = "plays"')[0] + DEVICE,
        }
        assert refer(tmp_path, **changed, pandas=pandas) == []
