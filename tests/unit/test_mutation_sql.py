"""The slips that are made in a SQL reference: what each operator changes, where it says so, and that the rest stays."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from judge import catalog, judging
from judge.data import Cache
from judge.errors import ProblemError
from judge.model import TableColumn, TableSchema
from judge.mutation.mutant import Mutant
from judge.mutation.sql import mutants, normalised, pretty

SLUGS = catalog.slugs([catalog.home() / "problems"])
Pairs = set[tuple[str, str]]


def table(name: str, columns: str) -> TableSchema:
    """A table of `columns`, "name type", those with a `?` behind the type nullable."""
    split = [column.split() for column in columns.split(", ")]
    return TableSchema(
        name, 0, tuple(TableColumn(title, kind.rstrip("?"), "", "", kind.endswith("?")) for title, kind in split)
    )


SCHEMA = (
    table("t", "id BIGINT, a BIGINT, b BIGINT?, c VARCHAR?, ts TIMESTAMP, day DATE"),
    table("u", "id BIGINT, t_id BIGINT, x BIGINT?"),
)


def made(source: str, operator: str = "") -> list[Mutant]:
    return [one for one in mutants(source, SCHEMA) if operator in ("", one.operator)]


def the(source: str, operator: str, now: str) -> Mutant:
    """The only mutant of an operator whose piece becomes `now`."""
    (found,) = (mutant for mutant in made(source, operator) if mutant.now == now)
    return found


@cache
def of_problem(slug: str) -> tuple[str, tuple[TableSchema, ...]]:
    """A problem's reference and the schema of its sample."""
    problem = catalog.load(slug, [catalog.home() / "problems"])
    (fixture,) = judging.fixtures_of(problem, judging.Selection((problem.sample,)), Cache())
    return catalog.solution(problem, "sql").read_text("utf-8"), fixture.schema


def connection_of(schema: tuple[TableSchema, ...]) -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.execute("PRAGMA disable_optimizer")  # whether a query binds is all that is asked
    for each in schema:
        columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in each.columns)
        connection.execute(f'CREATE TABLE "{each.name}" ({columns})')
    return connection


OPERATORS: list[tuple[str, str, Pairs]] = [
    ("comparison", "SELECT a < 3 FROM t", {("a < 3", "a <= 3"), ("a < 3", "a > 3")}),
    ("comparison", "SELECT a >= 3 FROM t", {("a >= 3", "a > 3"), ("a >= 3", "a <= 3")}),
    ("comparison", "SELECT a = 3 FROM t", {("a = 3", "a <> 3")}),
    ("comparison", "SELECT a <> id FROM t", {("a <> id", "a = id")}),
    ("comparison", "SELECT a <> b FROM t", {("a <> b", "a = b"), ("a <> b", "a IS DISTINCT FROM b")}),
    ("comparison", "SELECT a IS DISTINCT FROM b FROM t", {("a IS DISTINCT FROM b", "a <> b")}),
    (
        "comparison",
        "SELECT t.a <> u.id FROM t LEFT JOIN u ON true",
        {("t.a <> u.id", "t.a = u.id"), ("t.a <> u.id", "t.a IS DISTINCT FROM u.id")},
    ),
    (
        "comparison",
        "SELECT a FROM t WHERE a BETWEEN 1 AND 2",
        {
            ("a BETWEEN 1 AND 2", "a >= 1"),
            ("a BETWEEN 1 AND 2", "a <= 2"),
            ("a BETWEEN 1 AND 2", "a >= 1 AND a < 2"),
            ("a BETWEEN 1 AND 2", "a > 1 AND a <= 2"),
        },
    ),
    ("boundary", "SELECT a > 3 FROM t", {("a > 3", "a > 4"), ("a > 3", "a > 2")}),
    (
        "boundary",
        "SELECT ts + INTERVAL 7 DAY FROM t",
        {("ts + INTERVAL '7' DAY", "ts + INTERVAL '8' DAY"), ("ts + INTERVAL '7' DAY", "ts + INTERVAL '6' DAY")},
    ),
    (
        "boundary",
        "SELECT lag(a, 2) OVER (ORDER BY id) FROM t",
        {("LAG(a, 2)", "LAG(a, 3)"), ("LAG(a, 2)", "LAG(a, 1)")},
    ),
    ("boundary", "SELECT 1 AS one FROM t GROUP BY 1 ORDER BY 1 LIMIT 5", {("1", "2"), ("1", "0")}),
    ("boundary", "SELECT * FROM (VALUES (1, 'x')) v(k, l)", {("(1, 'x')", "(2, 'x')"), ("(1, 'x')", "(0, 'x')")}),
    ("boundary", "SELECT c[1] FROM t USING SAMPLE 10", {("c[1]", "c[2]"), ("c[1]", "c[0]")}),
    ("boundary", "SELECT regexp_extract(c, 'x') FROM t WHERE EXISTS (SELECT 1 FROM u)", set()),
    ("join_type", "SELECT 1 FROM t JOIN u ON t.id = t_id", {("JOIN u ON t.id = t_id", "LEFT JOIN u ON t.id = t_id")}),
    (
        "join_type",
        "SELECT 1 FROM t LEFT OUTER JOIN u USING (id)",
        {
            ("LEFT OUTER JOIN u USING (id)", "JOIN u USING (id)"),
            ("LEFT OUTER JOIN u USING (id)", "RIGHT JOIN u USING (id)"),
        },
    ),
    (
        "join_type",
        "SELECT 1 FROM t RIGHT JOIN u USING (id)",
        {("RIGHT JOIN u USING (id)", "JOIN u USING (id)"), ("RIGHT JOIN u USING (id)", "LEFT JOIN u USING (id)")},
    ),
    (
        "join_type",
        "SELECT 1 FROM t FULL JOIN u USING (id)",
        {("FULL JOIN u USING (id)", "LEFT JOIN u USING (id)"), ("FULL JOIN u USING (id)", "JOIN u USING (id)")},
    ),
    ("join_type", "SELECT 1 FROM t JOIN u ON t.id = t_id WHERE x > 3", set()),
    ("join_type", "SELECT 1 FROM t, u CROSS JOIN t AS v ASOF JOIN u AS w ON t.a >= w.x", set()),
    (
        "join_type",
        "SELECT 1 FROM t SEMI JOIN u USING (id) ASOF LEFT JOIN u AS w ON t.a >= w.x",
        {
            ("SEMI JOIN u USING (id)", "ANTI JOIN u USING (id)"),
            ("ASOF LEFT JOIN u AS w ON t.a >= w.x", "ASOF JOIN u AS w ON t.a >= w.x"),
        },
    ),
    (
        "join_key",
        "SELECT 1 FROM t JOIN u ON t.id = t_id AND a = x",
        {("t.id = t_id", ""), ("a = x", "")},
    ),
    ("join_key", "SELECT 1 FROM t LEFT JOIN u AS v USING (id, x)", {("id", ""), ("x", "")}),
    ("join_key", "SELECT 1 FROM t JOIN u ON t.id = t_id", {("JOIN u ON t.id = t_id", "CROSS JOIN u")}),
    ("join_key", "SELECT 1 FROM t LEFT JOIN u ON t.id = t_id", set()),
    ("aggregate", "SELECT sum(a) FROM t", {("SUM(a)", "AVG(a)"), ("SUM(a)", "SUM(DISTINCT a)")}),
    ("aggregate", "SELECT avg(a) FROM t", {("AVG(a)", "SUM(a)"), ("AVG(a)", "MEDIAN(a)")}),
    (
        "aggregate",
        "SELECT min(a), max(b) FROM t",
        {("MIN(a)", "MAX(a)"), ("MIN(a)", "ANY_VALUE(a)"), ("MAX(b)", "MIN(b)")},
    ),
    ("aggregate", "SELECT count(a) FROM t", {("COUNT(a)", "COUNT(DISTINCT a)")}),
    ("aggregate", "SELECT count(DISTINCT a) FROM t", {("COUNT(DISTINCT a)", "COUNT(a)")}),
    ("aggregate", "SELECT arg_min(a, b) FROM t", {("ARG_MIN(a, b)", "ARG_MAX(a, b)")}),
    (
        "aggregate",
        "SELECT any_value(a), first(b ORDER BY a) FROM t",
        {("ANY_VALUE(a)", "MIN(a)"), ("FIRST(b ORDER BY a)", "MIN(b)")},
    ),
    (
        "aggregate",
        "SELECT bool_and(a > b) FROM t",
        {("BOOL_AND(CAST(a > b AS BOOLEAN))", "BOOL_OR(CAST(a > b AS BOOLEAN))")},
    ),
    (
        "aggregate",
        "SELECT string_agg(c, ',' ORDER BY c) FROM t",
        {("LISTAGG(c, ',' ORDER BY c)", "LISTAGG(DISTINCT c, ',' ORDER BY c)")},
    ),
    ("distinct", "SELECT DISTINCT a FROM t", {("SELECT DISTINCT", "SELECT")}),
    ("distinct", "SELECT a FROM t", {("SELECT", "SELECT DISTINCT")}),
    ("distinct", "SELECT a, count(*) FROM t GROUP BY a, b", {("SELECT", "SELECT DISTINCT")}),
    ("distinct", "SELECT count(*) FROM t WHERE a IN (SELECT x FROM u) AND EXISTS (SELECT 1 FROM u)", set()),
    ("distinct", "SELECT a, count(*) FROM t GROUP BY a HAVING a > (SELECT 3 FROM u)", set()),
    ("count", "SELECT count(*) FROM t", {("COUNT(*)", "COUNT(b)"), ("COUNT(*)", "COUNT(c)")}),
    ("count", "SELECT count(*) FROM t WHERE b > 1 AND c = 'x'", set()),
    ("count", "SELECT count(b) FROM t", {("COUNT(b)", "COUNT(*)")}),
    (
        "count",
        "SELECT count(*), u.t_id FROM (SELECT id FROM t) v LEFT JOIN u USING (id)",
        {("COUNT(*)", "COUNT(u.t_id)")},
    ),
    ("count", "SELECT count(*) FROM (SELECT id FROM t) v LEFT JOIN u USING (id)", {("COUNT(*)", "COUNT(u.id)")}),
    ("count", "WITH v AS (SELECT nullif(a, 0) AS z FROM t) SELECT count(*) FROM v", {("COUNT(*)", "COUNT(z)")}),
    (
        "predicate",
        "SELECT a FROM t WHERE a > 1 AND (b = 2 OR b = 3)",
        {("a > 1", ""), ("(b = 2 OR b = 3)", ""), ("b = 2", ""), ("b = 3", "")},
    ),
    ("predicate", "SELECT a FROM t WHERE a > 1", {("WHERE a > 1", "")}),
    ("predicate", "SELECT a FROM t GROUP BY a HAVING sum(b) > 1", {("HAVING SUM(b) > 1", "")}),
    (
        "predicate",
        "SELECT a FROM t QUALIFY row_number() OVER (ORDER BY a) = 1",
        {("QUALIFY ROW_NUMBER() OVER (ORDER BY a) = 1", "")},
    ),
    ("predicate", "SELECT count(*) FILTER (WHERE a > 1 AND b > 1) FROM t", {("a > 1", ""), ("b > 1", "")}),
    ("predicate", "SELECT count(*) FILTER (WHERE a > 1) FROM t", {("WHERE a > 1", "")}),
    (
        "predicate",
        "SELECT a IN (1, 2) FROM t",
        {("a IN (1, 2)", "a IN (1)"), ("a IN (1, 2)", "a IN (2)")},
    ),
    (
        "connective",
        "SELECT a FROM t WHERE a > 1 AND b > 2 AND c = 'x'",
        {("a > 1 AND b > 2 AND c = 'x'", "a > 1 AND b > 2 OR c = 'x'"), ("a > 1 AND b > 2", "a > 1 OR b > 2")},
    ),
    ("null", "SELECT coalesce(b, 0), ifnull(b, 1) FROM t", {("COALESCE(b, 0)", "b"), ("COALESCE(b, 1)", "b")}),
    ("null", "SELECT nullif(a, 0) FROM t", {("NULLIF(a, 0)", "a")}),
    (
        "null",
        "SELECT b IS NULL, c IS NOT NULL FROM t",
        {("b IS NULL", "NOT b IS NULL"), ("NOT c IS NULL", "c IS NULL")},
    ),
    ("null", "SELECT EXISTS (SELECT 1 FROM u) FROM t", {("EXISTS(SELECT 1 FROM u)", "NOT EXISTS(SELECT 1 FROM u)")}),
    (
        "null",
        "SELECT a FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.t_id = t.id AND x > 1)",
        {
            (
                "NOT EXISTS(SELECT 1 FROM u WHERE u.t_id = t.id AND x > 1)",
                "EXISTS(SELECT 1 FROM u WHERE u.t_id = t.id AND x > 1)",
            ),
            (
                "NOT EXISTS(SELECT 1 FROM u WHERE u.t_id = t.id AND x > 1)",
                "NOT t.id IN (SELECT u.t_id FROM u WHERE x > 1)",
            ),
        },
    ),
    ("null", "SELECT a IN (1, 2) FROM t", {("a IN (1, 2)", "NOT a IN (1, 2)")}),
    (
        "null",
        "SELECT a FROM t WHERE id NOT IN (SELECT x FROM u)",
        {
            ("NOT id IN (SELECT x FROM u)", "id IN (SELECT x FROM u)"),
            ("NOT id IN (SELECT x FROM u)", "NOT id IN (SELECT x FROM u WHERE NOT x IS NULL)"),
        },
    ),
    (
        "null",
        "SELECT a, b FROM t ORDER BY b, a, id NULLS FIRST",
        {("b", "b NULLS FIRST"), ("id NULLS FIRST", "id")},
    ),
    ("negation", "SELECT NOT (a > 1) FROM t", {("NOT (a > 1)", "(a > 1)")}),
    ("negation", "SELECT c NOT LIKE 'x' FROM t", {("c NOT LIKE 'x'", "c LIKE 'x'")}),
    (
        "window_frame",
        "SELECT sum(a) OVER (ORDER BY id ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM t",
        {
            ("ROWS BETWEEN 6 PRECEDING AND CURRENT ROW", ""),
            ("ROWS BETWEEN 6 PRECEDING AND CURRENT ROW", "RANGE BETWEEN 6 PRECEDING AND CURRENT ROW"),
            ("ROWS BETWEEN 6 PRECEDING AND CURRENT ROW", "ROWS BETWEEN 7 PRECEDING AND CURRENT ROW"),
            ("ROWS BETWEEN 6 PRECEDING AND CURRENT ROW", "ROWS BETWEEN 5 PRECEDING AND CURRENT ROW"),
            ("ROWS BETWEEN 6 PRECEDING AND CURRENT ROW", "ROWS BETWEEN 6 PRECEDING AND UNBOUNDED FOLLOWING"),
            ("ROWS BETWEEN 6 PRECEDING AND CURRENT ROW", "ROWS BETWEEN 6 PRECEDING AND 1 PRECEDING"),
        },
    ),
    (
        "window_frame",
        "SELECT sum(a) OVER (ORDER BY ts RANGE BETWEEN INTERVAL 3 DAY PRECEDING AND UNBOUNDED FOLLOWING) FROM t",
        {
            ("RANGE BETWEEN INTERVAL '3' DAY PRECEDING AND UNBOUNDED FOLLOWING", now)
            for now in (
                "",
                "ROWS BETWEEN INTERVAL '3' DAY PRECEDING AND UNBOUNDED FOLLOWING",
                "RANGE BETWEEN INTERVAL '4' DAY PRECEDING AND UNBOUNDED FOLLOWING",
                "RANGE BETWEEN INTERVAL '2' DAY PRECEDING AND UNBOUNDED FOLLOWING",
                "RANGE BETWEEN INTERVAL '3' DAY PRECEDING AND CURRENT ROW",
            )
        },
    ),
    (
        "window_frame",
        "SELECT sum(a) OVER w, rank() OVER w FROM t WINDOW w AS (PARTITION BY b ORDER BY id)",
        {
            ("ORDER BY id", ""),
            ("SUM(a) OVER w", "SUM(a) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"),
        },
    ),
    (
        "window_partition",
        "SELECT rank() OVER (PARTITION BY a, b ORDER BY id) FROM t",
        {("a", ""), ("b", ""), ("PARTITION BY a, b", "")},
    ),
    (
        "window_partition",
        "SELECT rank() OVER w FROM t WINDOW w AS (PARTITION BY a ORDER BY id)",
        {("PARTITION BY a", "")},
    ),
    (
        "window_order",
        "SELECT rank() OVER (ORDER BY a, b DESC) FROM t ORDER BY id",
        {("a", "a DESC"), ("a", ""), ("b DESC", "b ASC"), ("b DESC", "")},
    ),
    ("window_order", "SELECT rank() OVER w FROM t WINDOW w AS (ORDER BY a)", {("a", "a DESC")}),
    (
        "rank_function",
        "SELECT rank() OVER (ORDER BY a) FROM t",
        {("RANK()", "ROW_NUMBER()"), ("RANK()", "DENSE_RANK()")},
    ),
    ("rank_function", "SELECT lag(a, 2) OVER (ORDER BY a) FROM t", {("LAG(a, 2)", "LEAD(a, 2)")}),
    (
        "rank_function",
        "SELECT last_value(a) OVER w, cume_dist() OVER w FROM t WINDOW w AS (ORDER BY a)",
        {("LAST_VALUE(a)", "FIRST_VALUE(a)"), ("CUME_DIST()", "PERCENT_RANK()")},
    ),
    (
        "date_part",
        "SELECT date_trunc('month', ts) FROM t",
        {
            ("DATE_TRUNC('MONTH', ts)", "DATE_TRUNC('QUARTER', ts)"),
            ("DATE_TRUNC('MONTH', ts)", "DATE_TRUNC('WEEK', ts)"),
        },
    ),
    (
        "date_part",
        "SELECT date_diff('day', day, ts) FROM t",
        {
            ("DATE_DIFF('DAY', day, ts)", "DATE_DIFF('WEEK', day, ts)"),
            ("DATE_DIFF('DAY', day, ts)", "DATE_DIFF('HOUR', day, ts)"),
            ("DATE_DIFF('DAY', day, ts)", "DATE_SUB('day', day, ts)"),
        },
    ),
    (
        "date_part",
        "SELECT date_sub('second', day, ts), date_part('year', day), extract(isodow FROM ts) FROM t",
        {
            ("DATE_SUB('second', day, ts)", "DATE_SUB('minute', day, ts)"),
            ("DATE_SUB('second', day, ts)", "DATE_DIFF('SECOND', day, ts)"),
            ("DATE_PART('year', day)", "DATE_PART('quarter', day)"),
            ("EXTRACT(ISODOW FROM ts)", "EXTRACT(DAYOFWEEK FROM ts)"),
        },
    ),
    (
        "date_part",
        "SELECT year(ts), dayofweek(ts), isodow(ts), week(ts), month(ts), isoyear(ts) FROM t",
        {
            ("YEAR(ts)", "ISOYEAR(ts)"),
            ("DAYOFWEEK(ts)", "ISODOW(ts)"),
            ("ISODOW(ts)", "DAYOFWEEK(ts)"),
            ("WEEK(ts)", "MONTH(ts)"),
            ("MONTH(ts)", "WEEK(ts)"),
            ("ISOYEAR(ts)", "YEAR(ts)"),
        },
    ),
    (
        "date_part",
        "SELECT ts + INTERVAL 2 MONTH, ts - INTERVAL 30 DAY, ts + INTERVAL 7 DAY FROM t",
        {
            ("ts + INTERVAL '2' MONTH", "ts + INTERVAL '60' DAY"),
            ("ts - INTERVAL '30' DAY", "ts - INTERVAL '1' MONTH"),
        },
    ),
    (
        "truncation",
        "SELECT date_trunc('week', ts), ts::DATE FROM t",
        {("DATE_TRUNC('WEEK', ts)", "ts"), ("CAST(ts AS DATE)", "ts")},
    ),
    ("truncation", "SELECT ts::DATE + 30 FROM t", {("CAST(ts AS DATE) + 30", "ts + INTERVAL '30' DAY")}),
    (
        "truncation",
        "SELECT floor(a / 2), round(a, 2), b::INT, DATE '2026-01-01', c::VARCHAR FROM t",
        {
            ("FLOOR(a / 2)", "a / 2"),
            ("FLOOR(a / 2)", "CEIL(a / 2)"),
            ("FLOOR(a / 2)", "ROUND(a / 2)"),
            ("FLOOR(a / 2)", "TRUNC(a / 2)"),
            ("ROUND(a, 2)", "a"),
            ("CAST(b AS INT)", "b"),
        },
    ),
    ("group_key", "SELECT a, b, sum(id) FROM t GROUP BY a, b", {("a", ""), ("b", "")}),
    ("group_key", "SELECT a, b, sum(id) FROM t GROUP BY 1, 2", {("1", ""), ("2", "")}),
    ("group_key", "SELECT a, sum(id) FROM t GROUP BY ALL", set()),
    ("group_key", "SELECT a, sum(id) FROM t GROUP BY ROLLUP (a, b)", set()),
    (
        "set_operation",
        "SELECT a FROM t UNION ALL SELECT x FROM u",
        {("UNION ALL", "UNION"), ("SELECT a FROM t", ""), ("SELECT x FROM u", "")},
    ),
    (
        "set_operation",
        "SELECT a FROM t UNION SELECT x FROM u",
        {("UNION", "UNION ALL"), ("UNION", "INTERSECT"), ("SELECT a FROM t", ""), ("SELECT x FROM u", "")},
    ),
    (
        "set_operation",
        "SELECT a FROM t INTERSECT SELECT x FROM u",
        {("INTERSECT", "INTERSECT ALL"), ("INTERSECT", "UNION")},
    ),
    (
        "set_operation",
        "SELECT a FROM t EXCEPT SELECT x FROM u",
        {
            ("EXCEPT", "EXCEPT ALL"),
            ("SELECT a FROM t EXCEPT SELECT x FROM u", "SELECT x AS a FROM u EXCEPT SELECT a FROM t"),
        },
    ),
    ("division", "SELECT avg(a) / 2, 100.0 * a / b, epoch(ts - day) / 60, a::DOUBLE / b FROM t", set()),
    (
        "division",
        "SELECT count(*) FILTER (WHERE a > 1.5) / 2 FROM t",
        {("COUNT(*) FILTER(WHERE a > 1.5) / 2", "COUNT(*) FILTER(WHERE a > 1.5) // 2")},
    ),
    ("division", "SELECT a / b, a // b FROM t", {("a / b", "a // b"), ("a // b", "a / b")}),
    (
        "arithmetic",
        "SELECT a + b, a - b, a * b, a / b FROM t",
        {("a + b", "a - b"), ("a - b", "a + b"), ("a * b", "a / b"), ("a / b", "a * b")},
    ),
    (
        "arithmetic",
        "SELECT date_add(day, INTERVAL 1 DAY) FROM t",
        {("day + INTERVAL '1' DAY", "day - INTERVAL '1' DAY")},
    ),
    (
        "case",
        "SELECT CASE WHEN a > 1 THEN 'x' WHEN b > 1 THEN 'y' ELSE 'z' END FROM t",
        {
            ("CASE WHEN a > 1 THEN 'x' WHEN b > 1 THEN 'y' ELSE 'z' END", now)
            for now in (
                "CASE WHEN b > 1 THEN 'y' ELSE 'z' END",
                "CASE WHEN a > 1 THEN 'x' ELSE 'z' END",
                "CASE WHEN a > 1 THEN 'y' WHEN b > 1 THEN 'x' ELSE 'z' END",
                "CASE WHEN a > 1 THEN 'x' WHEN b > 1 THEN 'y' END",
            )
        },
    ),
    (
        "case",
        "SELECT CASE WHEN a > 1 THEN 'x' ELSE 'z' END FROM t",
        {
            ("CASE WHEN a > 1 THEN 'x' ELSE 'z' END", now)
            for now in ("'z'", "CASE WHEN a > 1 THEN 'x' END", "CASE WHEN a > 1 THEN 'z' ELSE 'x' END")
        },
    ),
    ("case", "SELECT CASE WHEN a > 1 THEN 'x' END FROM t", {("CASE WHEN a > 1 THEN 'x' END", "NULL")}),
    (
        "case",
        "SELECT if(a > 1, 'x', 'z') FROM t",
        {
            ("CASE WHEN a > 1 THEN 'x' ELSE 'z' END", "'z'"),
            ("CASE WHEN a > 1 THEN 'x' ELSE 'z' END", "CASE WHEN a > 1 THEN 'z' ELSE 'x' END"),
        },
    ),
    (
        "limit",
        "SELECT a FROM t LIMIT 3 OFFSET 1",
        {
            ("LIMIT 3", "LIMIT 4"),
            ("LIMIT 3", "LIMIT 2"),
            ("LIMIT 3", ""),
            ("OFFSET 1", "OFFSET 2"),
            ("OFFSET 1", "OFFSET 0"),
            ("OFFSET 1", ""),
        },
    ),
    (
        "limit",
        "SELECT a FROM t FETCH FIRST 3 ROWS ONLY",
        {
            ("FETCH FIRST 3 ROWS ONLY", "FETCH FIRST 4 ROWS ONLY"),
            ("FETCH FIRST 3 ROWS ONLY", "FETCH FIRST 2 ROWS ONLY"),
            ("FETCH FIRST 3 ROWS ONLY", ""),
        },
    ),
    ("limit", "SELECT a FROM t LIMIT 1", {("LIMIT 1", "LIMIT 2"), ("LIMIT 1", "")}),
    (
        "limit",
        "SELECT a FROM t LIMIT (SELECT x FROM u)",
        {
            ("LIMIT (SELECT x FROM u)", "LIMIT (SELECT x FROM u) + 1"),
            ("LIMIT (SELECT x FROM u)", "LIMIT (SELECT x FROM u) - 1"),
            ("LIMIT (SELECT x FROM u)", ""),
        },
    ),
    (
        "sort_direction",
        "SELECT list(a ORDER BY b) FROM t ORDER BY 1 DESC, max(id)",
        {("b", "b DESC"), ("1 DESC", "1 ASC"), ("1 DESC", ""), ("MAX(id)", "MAX(id) DESC"), ("MAX(id)", "")},
    ),
    (
        "text",
        "SELECT lower(trim(c)), rtrim(c) FROM t",
        {("LOWER(TRIM(c))", "TRIM(c)"), ("TRIM(c)", "c"), ("RTRIM(c)", "c")},
    ),
    ("text", "SELECT c LIKE 'x%' FROM t", {("c LIKE 'x%'", "c ILIKE 'x%'"), ("c LIKE 'x%'", "c LIKE '%x%'")}),
    (
        "text",
        "SELECT c NOT ILIKE '%x%' FROM t",
        {("c NOT ILIKE '%x%'", "c NOT LIKE '%x%'"), ("c NOT ILIKE '%x%'", "c NOT ILIKE 'x%'")},
    ),
    ("filter", "SELECT count(*) FILTER (WHERE a > 1 OR b > 1) FROM t", {("a > 1 OR b > 1", "NOT (a > 1 OR b > 1)")}),
]


@pytest.mark.parametrize(("operator", "source", "expected"), OPERATORS)
def test_operator(operator: str, source: str, expected: Pairs) -> None:
    found = made(source, operator)
    assert {(mutant.was, mutant.now) for mutant in found} == expected
    assert len(found) == len(expected), "one of them twice"
    assert all(normalised(mutant.source) == mutant.source for mutant in made(source))


@pytest.mark.parametrize(
    ("source", "operator", "now", "expected"),
    [
        ("SELECT a - (a - b) FROM t", "arithmetic", "a + (a - b)", "SELECT a + (a - b) FROM t"),
        ("SELECT 2 * coalesce(a + b, 0) FROM t", "null", "a + b", "SELECT 2 * (a + b) FROM t"),
        ("SELECT a - date_trunc('day', a + b) FROM t", "truncation", "a + b", "SELECT a - (a + b) FROM t"),
        (
            "SELECT a FROM t WHERE a > 1 AND b > 2 AND id = 3",
            "connective",
            "a > 1 OR b > 2",
            "SELECT a FROM t WHERE (a > 1 OR b > 2) AND id = 3",
        ),
        (
            "SELECT a FROM t WHERE a > 1 OR b > 2 OR id = 3",
            "connective",
            "(a > 1 OR b > 2) AND id = 3",
            "SELECT a FROM t WHERE (a > 1 OR b > 2) AND id = 3",
        ),
        (
            "SELECT a FROM t WHERE NOT a BETWEEN 1 AND 2",
            "comparison",
            "a >= 1 AND a < 2",
            "SELECT a FROM t WHERE NOT (a >= 1 AND a < 2)",
        ),
        ("SELECT (b IS NULL) = (a = 1) FROM t", "null", "NOT b IS NULL", "SELECT (NOT b IS NULL) = (a = 1) FROM t"),
        (
            "SELECT a FROM t WHERE a > 1 AND coalesce(b > 1, a > 2 OR id > 3)",
            "null",
            "b > 1",
            "SELECT a FROM t WHERE a > 1 AND b > 1",
        ),
        (
            "SELECT sum(a) OVER w, rank() OVER w FROM t WINDOW w AS (PARTITION BY b ORDER BY id)",
            "window_frame",
            "",
            "SELECT SUM(a) OVER (PARTITION BY b), RANK() OVER w FROM t WINDOW w AS (PARTITION BY b ORDER BY id)",
        ),
    ],
)
def test_a_change_keeps_the_rest_as_it_was(source: str, operator: str, now: str, expected: str) -> None:
    assert the(source, operator, now).source == expected


@pytest.mark.parametrize(
    ("source", "was", "expected"),
    [
        ("SELECT a, b, sum(id) FROM t GROUP BY a, b", "a", "SELECT ANY_VALUE(a) AS a, b, SUM(id) FROM t GROUP BY b"),
        ("SELECT a AS k, b FROM t GROUP BY k, 2", "k", "SELECT ANY_VALUE(a) AS k, b FROM t GROUP BY 2"),
        ("SELECT t.a, b FROM t GROUP BY 1, 2", "1", "SELECT ANY_VALUE(t.a) AS a, b FROM t GROUP BY 2"),
        (
            "SELECT upper(c) AS n, max(c) FROM t GROUP BY c, a",
            "c",
            "SELECT UPPER(ANY_VALUE(c)) AS n, MAX(c) FROM t GROUP BY a",
        ),
        (
            "SELECT t.a, b FROM t GROUP BY a, b HAVING a > 1",
            "a",
            "SELECT ANY_VALUE(t.a) AS a, b FROM t GROUP BY b HAVING ANY_VALUE(a) > 1",
        ),
    ],
)
def test_a_dropped_group_key_still_binds(source: str, was: str, expected: str) -> None:
    (found,) = (mutant for mutant in made(source, "group_key") if mutant.was == was)
    assert found.source == expected


def test_a_dropped_branch_of_a_union_leaves_names_order_and_ctes() -> None:
    source = "WITH v AS (SELECT 1 AS z) SELECT a AS k FROM t UNION ALL SELECT z FROM v ORDER BY k LIMIT 2"
    dropped = {mutant.was: mutant.source for mutant in made(source, "set_operation") if not mutant.now}
    assert dropped == {
        "SELECT a AS k FROM t": "WITH v AS (SELECT 1 AS z) SELECT z AS k FROM v ORDER BY k LIMIT 2",
        "SELECT z FROM v": "WITH v AS (SELECT 1 AS z) SELECT a AS k FROM t ORDER BY k LIMIT 2",
    }


def test_only_the_node_meant_is_changed() -> None:
    """Three equal pieces give three mutants, each with one of them changed, in the order of the text."""
    assert [mutant.source for mutant in made("SELECT a + b, a + b FROM t ORDER BY a + b", "arithmetic")] == [
        "SELECT a - b, a + b FROM t ORDER BY a + b",
        "SELECT a + b, a - b FROM t ORDER BY a + b",
        "SELECT a + b, a + b FROM t ORDER BY a - b",
    ]


LINES = """\
-- what it is about
WITH v AS (
    SELECT a, b
    FROM t
    WHERE a > 1
        AND b IS NULL -- why
)
SELECT DISTINCT
    a,
    count(*)
        OVER (PARTITION BY b) AS n
FROM v
UNION ALL
SELECT a, 0
FROM t
LIMIT 5
"""


def test_lines_and_order() -> None:
    found = made(LINES)
    at = {(mutant.operator, mutant.was): mutant.line for mutant in found}
    assert at[("comparison", "a > 1")] == 5
    assert at[("predicate", "b IS NULL")] == 6
    assert [mutant.line for mutant in found if mutant.operator == "distinct"] == [3, 9, 14]
    assert at[("window_partition", "PARTITION BY b")] == 11
    assert at[("set_operation", "UNION ALL")] == 14
    assert at[("boundary", "0")] == 14
    assert at[("limit", "LIMIT 5")] == 16
    assert [mutant.line for mutant in found] == sorted(mutant.line for mutant in found)


@pytest.mark.parametrize(
    ("source", "operator", "columns"),
    [
        ("SELECT T.A < U.X FROM t JOIN u ON true", "comparison", {("a", "x")}),
        ("SELECT count(*) AS Plays FROM t", "count", {("plays",)}),
        ("SELECT count(*) FROM t", "count", {()}),
        ("SELECT count(b) AS plays FROM t", "count", {("b",)}),
        ("SELECT DISTINCT a FROM t", "distinct", {()}),
        ("SELECT DISTINCT ON (a) b FROM t", "distinct", {("a",)}),
        ("SELECT a FROM t UNION SELECT x FROM u", "set_operation", {(), ("a",), ("x",)}),
        ("SELECT 1 FROM t LEFT JOIN u USING (id)", "join_type", {("id",)}),
        ("SELECT 1 FROM t JOIN u USING (id, x)", "join_key", {("id",), ("x",)}),
        ("SELECT rank() OVER (PARTITION BY b, a ORDER BY id) FROM t", "window_partition", {("a",), ("b",), ("a", "b")}),
        ("SELECT ts + INTERVAL 1 MONTH AS later FROM t", "date_part", {("ts",)}),
        ("SELECT 7 AS days FROM t", "boundary", {("days",)}),
    ],
)
def test_columns(source: str, operator: str, columns: set[tuple[str, ...]]) -> None:
    assert {mutant.columns for mutant in made(source, operator)} == columns


def test_ids_stay_while_comments_and_white_space_change() -> None:
    plain = "SELECT a, sum(b) OVER (ORDER BY a ROWS 2 PRECEDING) AS n FROM t WHERE a > 1 AND b IS NULL"
    laid_out = """
        -- of each a
        SELECT a,
            sum(b) OVER (order by a rows 2 preceding) AS n /* of all rows */
        FROM t
        WHERE a > 1
            AND b IS NULL;
    """
    assert [one.id for one in made(plain)] == [one.id for one in made(laid_out)]
    assert [one.source for one in made(plain)] == [one.source for one in made(laid_out)]


def test_normalised_and_pretty() -> None:
    source = "select A, -- the first\n  count( * ) from t where a is not null"
    assert normalised(source) == "SELECT A, COUNT(*) FROM t WHERE NOT a IS NULL"
    assert pretty(source) == "SELECT\n  A,\n  COUNT(*)\nFROM t\nWHERE\n  NOT a IS NULL"


@pytest.mark.parametrize("source", ["VALUES (1, 2)", "PIVOT t ON c USING sum(a) GROUP BY b", "FROM t"])
def test_queries_that_begin_otherwise(source: str) -> None:
    assert made(source)


@pytest.mark.parametrize("source", ["SELECT FROM WHERE", "", "CREATE TABLE v (a INT)", "SELECT 1; SELECT 2"])
def test_what_is_no_query_is_refused(source: str) -> None:
    with pytest.raises(ProblemError) as refused:
        mutants(source, SCHEMA, "x/solution.sql")
    assert refused.value.message.startswith("x/solution.sql: ")
    with pytest.raises(ProblemError):
        normalised(source)


@pytest.mark.parametrize("slug", SLUGS)
def test_mutants_of_a_reference(slug: str) -> None:
    """Each is another query than the reference and the others, is text as sqlglot writes it, and most bind."""
    source, schema = of_problem(slug)
    found = mutants(source, schema)
    sources = [mutant.source for mutant in found]
    assert len(found) >= 20
    assert len({mutant.id for mutant in found}) == len(set(sources)) == len(found)
    assert normalised(source) not in sources
    assert all(normalised(text) == text for text in sources)
    assert all(mutant.was != mutant.now for mutant in found)
    assert all(1 <= mutant.line <= len(source.splitlines()) for mutant in found)
    with connection_of(schema) as connection:
        connection.execute(f"EXPLAIN {normalised(source)}")
        assert sum(_binds(connection, text) for text in sources) >= 0.8 * len(found)


def _binds(connection: Any, source: str) -> bool:
    import duckdb

    try:
        connection.execute(f"EXPLAIN {source}")
    except duckdb.Error:
        return False
    return True


@pytest.mark.parametrize("file", sorted((catalog.home() / "problems").glob("*/accepted/*.sql")), ids=str)
def test_other_ways_to_write_it_are_mutated_too(file: Path) -> None:
    """What authors write in their own ways parses again after every slip."""
    source, schema = file.read_text("utf-8"), of_problem(file.parents[1].name)[1]
    found = mutants(source, schema)
    assert found
    assert all(normalised(mutant.source) == mutant.source for mutant in found[::4])
