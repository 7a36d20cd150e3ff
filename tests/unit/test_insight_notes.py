"""The notes on an accepted SQL answer as a whole, and of the rules that on NOT IN: told where true, else silent."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import nullcontext, suppress
from pathlib import Path

import duckdb
import pytest

from judge.api import load_problem
from judge.data import in_memory
from judge.errors import InternalError
from judge.insight import notes as module
from judge.insight.notes import notes, told
from judge.model import FixtureStatus, Language, Limits, Outcome, Submission
from judge.sandbox.pool import Sandbox
from tests.noting import CARTESIAN, DISTINCT, NOT_IN, ORDER, PROBLEM, RANKED, SCHEMA, said
from tests.running import SANDBOX

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("problems/**/*.sql"), *ROOT.glob("tests/**/*.sql")])
UNSEEN = "SELECT kind FROM titles WHERE title_id NOT IN (SELECT title_id FROM plays)"

NULLS = {
    "plain": "SELECT kind FROM titles WHERE title_id NOT IN (SELECT title_id FROM plays)",
    "aliases": "SELECT t.kind FROM titles AS t WHERE t.title_id NOT IN (SELECT p.title_id FROM plays AS p)",
    "upper case": "SELECT KIND FROM TITLES WHERE TITLE_ID NOT IN (SELECT TITLE_ID FROM PLAYS)",
    "quoted": 'SELECT "kind" FROM "titles" WHERE "title_id" NOT IN (SELECT "p"."Title_Id" FROM "Plays" "p")',
    "NOT before": "SELECT kind FROM titles WHERE NOT title_id IN (SELECT title_id FROM plays)",
    "renamed": "SELECT kind FROM titles WHERE title_id NOT IN (SELECT title_id AS seen FROM plays)",
    "distinct": "SELECT kind FROM titles WHERE kind > 1 AND title_id NOT IN (SELECT DISTINCT title_id FROM plays)",
    "or": "SELECT kind FROM titles WHERE kind > 1 OR title_id NOT IN (SELECT title_id FROM plays)",
    "a cast": "SELECT kind FROM titles WHERE title_id NOT IN (SELECT title_id::INTEGER FROM plays)",
    "another condition": "SELECT kind FROM titles WHERE title_id NOT IN (SELECT title_id FROM plays WHERE play_id > 3)",
    "a CTE": "WITH seen AS (SELECT title_id AS t FROM plays) SELECT kind FROM titles WHERE title_id NOT IN (FROM seen)",
    "a CTE with a star": "WITH p AS (SELECT * FROM plays) "
    "SELECT kind FROM titles WHERE title_id NOT IN (SELECT title_id FROM p)",
    "a derived table": "SELECT kind FROM titles "
    "WHERE title_id NOT IN (SELECT s.title_id FROM (SELECT title_id, play_id FROM plays) AS s)",
    "a union": "SELECT kind FROM titles "
    "WHERE title_id NOT IN (SELECT title_id FROM ratings UNION ALL SELECT title_id FROM plays)",
    "a union's branch": "SELECT 1 AS kind UNION ALL "
    "SELECT kind FROM titles WHERE title_id NOT IN (SELECT title_id FROM plays)",
    "within a CTE": "WITH unseen AS (SELECT kind FROM titles WHERE title_id NOT IN (SELECT title_id FROM plays)) "
    "SELECT * FROM unseen",
    "a select list": "SELECT title_id NOT IN (SELECT title_id FROM plays) AS unseen FROM titles",
    "a filter": "SELECT count(*) FILTER (WHERE title_id NOT IN (SELECT title_id FROM plays)) FROM titles",
    "a case": "SELECT CASE WHEN title_id NOT IN (SELECT title_id FROM plays) THEN 1 ELSE 0 END FROM titles",
    "a join's condition": "SELECT m.member_id FROM members m "
    "JOIN titles t ON m.member_id = t.kind AND t.title_id NOT IN (SELECT title_id FROM plays)",
    "HAVING": "SELECT title_id FROM titles GROUP BY title_id HAVING title_id NOT IN (SELECT title_id FROM plays)",
    "a comment and a quote": "-- it's an answer\nSELECT kind, 'it''s' FROM titles "
    "WHERE title_id NOT IN (SELECT title_id FROM plays);",
    "a CTE of the table's name": "WITH plays AS (SELECT * FROM plays) "
    "SELECT kind FROM titles WHERE title_id NOT IN (SELECT title_id FROM plays)",
}


@pytest.mark.parametrize("sql", NULLS.values(), ids=NULLS)
def test_not_in_over_a_nullable_column_is_told(sql: str) -> None:
    assert said(sql) == (NOT_IN.format("plays.title_id"),)


def test_a_function_that_makes_null_of_null_hides_no_column() -> None:
    sql = "SELECT kind FROM titles WHERE kind::VARCHAR NOT IN (SELECT lower(trim(year::VARCHAR)) FROM titles)"
    assert said(sql) == (NOT_IN.format("titles.year"),)


SILENT = {
    "a join, which may leave out what is NULL": "SELECT kind FROM titles "
    "WHERE title_id NOT IN (SELECT p.title_id FROM plays p JOIN members m ON m.member_id = p.member_id)",
    "IN": "SELECT kind FROM titles WHERE title_id IN (SELECT title_id FROM plays)",
    "NOT EXISTS": "SELECT kind FROM titles t WHERE NOT EXISTS (SELECT 1 FROM plays p WHERE p.title_id = t.title_id)",
    "never NULL": "SELECT kind FROM titles WHERE title_id NOT IN (SELECT title_id FROM ratings)",
    "IS NOT NULL": "SELECT kind FROM titles "
    "WHERE title_id NOT IN (SELECT title_id FROM plays WHERE title_id IS NOT NULL)",
    "compared": "SELECT kind FROM titles WHERE title_id NOT IN (SELECT p.title_id FROM plays p WHERE p.title_id > 0)",
    "by its new name": "SELECT kind FROM titles "
    "WHERE title_id NOT IN (SELECT title_id AS t FROM plays WHERE t IS NOT NULL)",
    "by its old name": "SELECT kind FROM titles "
    "WHERE title_id NOT IN (SELECT title_id AS t FROM plays WHERE title_id > 0)",
    "correlated on it": "SELECT kind FROM titles t "
    "WHERE title_id NOT IN (SELECT title_id FROM plays p WHERE p.title_id = t.title_id)",
    "HAVING": "SELECT kind FROM titles "
    "WHERE title_id NOT IN (SELECT title_id FROM plays GROUP BY title_id HAVING title_id IS NOT NULL)",
    "QUALIFY": "SELECT kind FROM titles "
    "WHERE title_id NOT IN (SELECT title_id FROM plays QUALIFY title_id > rank() OVER ())",
    "joined on it": "SELECT kind FROM titles "
    "WHERE title_id NOT IN (SELECT p.title_id FROM plays p JOIN ratings r ON r.title_id = p.title_id)",
    "USING it": "SELECT kind FROM titles "
    "WHERE title_id NOT IN (SELECT title_id FROM plays JOIN ratings USING (title_id))",
    "a natural join": "SELECT kind FROM titles "
    "WHERE title_id NOT IN (SELECT p.title_id FROM plays p NATURAL JOIN members)",
    "all columns": "SELECT kind FROM titles "
    "WHERE title_id NOT IN (SELECT title_id FROM plays WHERE COLUMNS(*) IS NOT NULL)",
    "coalesce": "SELECT kind FROM titles WHERE title_id NOT IN (SELECT coalesce(title_id, 0) FROM plays)",
    "an aggregate": "SELECT kind FROM titles WHERE title_id NOT IN (SELECT max(title_id) FROM plays)",
    "a list": "SELECT kind FROM titles WHERE title_id NOT IN (1, 2, NULL)",
    "twice NOT": "SELECT kind FROM titles WHERE NOT (title_id NOT IN (SELECT title_id FROM plays))",
    "seen to": "SELECT kind FROM titles WHERE coalesce(title_id NOT IN (SELECT title_id FROM plays), true)",
    "a CTE that drops it": "WITH p AS (SELECT title_id FROM plays WHERE title_id IS NOT NULL) "
    "SELECT kind FROM titles WHERE title_id NOT IN (SELECT title_id FROM p)",
    "a CTE that shadows": "WITH plays AS (SELECT 1 AS title_id) "
    "SELECT kind FROM titles WHERE title_id NOT IN (SELECT title_id FROM plays)",
    "a CTE in another case": "WITH PLAYS AS (SELECT title_id FROM ratings) "
    "SELECT kind FROM titles WHERE title_id NOT IN (SELECT title_id FROM plays)",
    "renamed columns": "SELECT kind FROM titles "
    "WHERE title_id NOT IN (SELECT title_id FROM plays AS p (title_id, a, b, c))",
    "renamed columns of a derived table": "SELECT kind FROM titles "
    "WHERE title_id NOT IN (SELECT title_id FROM (SELECT title_id, play_id FROM plays) AS p (a, title_id))",
    "renamed columns of a CTE": "WITH p (a, title_id) AS (SELECT title_id, play_id FROM plays) "
    "SELECT kind FROM titles WHERE title_id NOT IN (SELECT title_id FROM p)",
    "a star with another value": "SELECT kind FROM titles "
    "WHERE title_id NOT IN (SELECT title_id FROM (SELECT * REPLACE (1 AS title_id) FROM plays))",
    "a field of a struct": "SELECT kind FROM titles "
    "WHERE title_id NOT IN (SELECT p.c.title_id FROM (SELECT {'title_id': 1} AS c, title_id FROM plays) AS p)",
    "a schema": "SELECT kind FROM titles WHERE title_id NOT IN (SELECT title_id FROM main.plays)",
    "two columns": "SELECT kind FROM titles WHERE (title_id, kind) NOT IN (SELECT title_id, play_id FROM plays)",
    "EXCEPT": "SELECT kind FROM titles WHERE title_id NOT IN (SELECT title_id FROM plays EXCEPT SELECT NULL::BIGINT)",
    "recursive": "WITH RECURSIVE n AS (SELECT 1 AS title_id UNION ALL SELECT title_id + 1 FROM n WHERE title_id < 3) "
    "SELECT kind FROM titles WHERE title_id NOT IN (SELECT title_id FROM n)",
    "recursive, of a table's name": "WITH RECURSIVE plays AS (SELECT 1 AS title_id UNION ALL "
    "SELECT t.title_id FROM titles t WHERE t.title_id NOT IN (SELECT title_id FROM plays)) SELECT * FROM plays",
    "the outer one's column": "SELECT kind FROM titles WHERE kind NOT IN (SELECT year FROM plays)",
    "> ALL": "SELECT kind FROM titles WHERE title_id > ALL (SELECT title_id FROM plays)",
}


@pytest.mark.parametrize("sql", SILENT.values(), ids=SILENT)
def test_not_in_is_left_alone_where_no_null_need_come(sql: str) -> None:
    assert said(sql) == ()


def test_two_are_told_at_most_and_traps_come_first() -> None:
    sql = (
        RANKED + "SELECT DISTINCT m.member_id FROM members m, plays p, ranked r "
        "WHERE p.member_id = m.member_id AND r.member_id = m.member_id "
        "AND m.signed_up_at NOT IN (SELECT title_id FROM plays) ORDER BY 1"
    )
    assert said(sql) == (NOT_IN.format("plays.title_id"), CARTESIAN.format("members and plays"))


def test_one_of_each_kind_is_told() -> None:
    sql = (
        RANKED + "SELECT count(*) FROM members m, plays p, ratings r, ranked "
        "WHERE p.member_id = m.member_id AND r.member_id = m.member_id AND ranked.n = 1"
    )
    assert said(sql) == (
        CARTESIAN.format("members and plays"),
        ORDER.format("ranked", "groups the rows anew"),
    )


def test_what_is_found_twice_is_told_once() -> None:
    unseen = "SELECT title_id FROM titles WHERE title_id NOT IN (SELECT title_id FROM plays)"
    assert said(f"{unseen} UNION ALL {unseen}") == (NOT_IN.format("plays.title_id"),)


def test_a_name_that_would_move_the_cursor_is_not_printed() -> None:
    sql = 'WITH "a\x1b[2J" AS (SELECT play_id FROM plays ORDER BY play_id) SELECT count(*) FROM "a\x1b[2J"'
    assert said(sql) == ()


def noted(sql: str, language: Language = "sql", sandbox: Sandbox = SANDBOX) -> tuple[str, ...]:
    return notes(PROBLEM, Submission(language, sql, "answer"), SCHEMA, sandbox, frozenset())


@pytest.mark.parametrize(
    "text",
    ["", "SELECT", "SELEC 1", "INSERT INTO plays VALUES (1)", f"{UNSEEN}; {UNSEEN}", "SELECT '\0'", "-- nothing", "')"],
)
def test_what_is_no_single_query_is_left_alone(text: str) -> None:
    assert noted(text) == ()


def test_a_python_answer_is_left_alone() -> None:
    assert noted(UNSEEN, "pandas") == ()


def test_a_text_of_tens_of_thousands_of_characters_is_left_alone() -> None:
    assert noted(UNSEEN + " " * (20_000 - len(UNSEEN))) == (NOT_IN.format("plays.title_id"),)
    assert noted(UNSEEN + " " * 20_000) == ()


def test_a_query_nested_deeper_than_python_goes_is_left_alone() -> None:
    assert noted("SELECT * FROM (" * 400 + UNSEEN + ") AS t" * 400) == ()
    assert noted("FROM plays" + ", plays" * 2_000) == ()


def test_a_tree_that_is_larger_than_the_limit_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LIMITS", Limits(answer_mb=0))
    assert noted(UNSEEN) == ()


@pytest.mark.parametrize("failure", ["time_limit", "memory_limit", "runtime_error", "invalid_submission"])
def test_a_worker_that_fails_says_nothing(failure: FixtureStatus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "Run", lambda *_: nullcontext([Outcome(failure=failure, message="it is gone")]))
    assert noted(UNSEEN) == ()


def test_a_tree_of_another_shape_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_tree", lambda *_: {"node": {"type": "SELECT_NODE", "from": []}})
    assert noted(UNSEEN) == ()


def test_a_sandbox_that_has_ended_is_our_own_error() -> None:
    sandbox = Sandbox()
    sandbox.end()
    with pytest.raises(InternalError, match="the sandbox has been ended"):
        noted(UNSEEN, sandbox=sandbox)


def test_the_parent_loads_neither_an_engine_nor_a_parser() -> None:
    code = "import json, sys, judge.insight.notes; print(json.dumps([*sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"duckdb", "sqlglot", "pandas", "numpy", "pyarrow"} & set(json.loads(done.stdout))


def test_every_query_of_the_problems_and_the_tests_is_read() -> None:
    serialised = "SELECT json_serialize_sql(?, skip_default := true, skip_empty := true, skip_null := true)"
    statements = []
    with duckdb.connect() as connection:
        for file in FILES:
            [(text,)] = connection.execute(serialised, [file.read_text(encoding="utf-8")]).fetchall()
            with suppress(RecursionError):  # one of the hostile ones, nested so deeply that it has no tree here
                statements += json.loads(text).get("statements", ())
    assert len(statements) > 150
    for statement in statements:
        assert len(told(statement, SCHEMA)) <= 2


@pytest.mark.parametrize("slug", sorted(folder.parent.name for folder in ROOT.glob("problems/*/solution.sql")))
def test_what_is_told_of_our_own_answers(slug: str) -> None:
    problem = load_problem(slug)
    schema = in_memory(problem, problem.sample).schema
    found = {}
    for file in [*problem.folder.glob("solution.sql"), *problem.folder.glob("accepted/*.sql")]:
        submission = Submission("sql", file.read_text(encoding="utf-8"), file.name)
        found[file.name] = notes(problem, submission, schema, SANDBOX, frozenset())
    # an event of the last step is looked for among all that a user has
    wanted = {"solution.sql": (DISTINCT.format("events"),)} if slug == "funnel_conversion" else {}
    assert {name: said for name, said in found.items() if said} == wanted
