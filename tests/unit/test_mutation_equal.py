"""When two queries are called equal: never where some data tells them apart, which random databases look for."""

from __future__ import annotations

import math
import random
from collections import Counter
from typing import Any

import duckdb
import pytest

from judge.model import TableColumn, TableSchema
from judge.mutation.equal import equal
from judge.mutation.sql import mutants

TYPES = {"d": "DATE", "n": "VARCHAR", "t": "TIMESTAMP", "x": "DOUBLE"}


def table(name: str, columns: str, key: str = "", *keys: tuple[str, str, str]) -> TableSchema:
    """`columns` as "id, who?": a `?` says that it may be NULL; d… are dates, n… names, t… timestamps, x… doubles."""
    made = []
    for column in columns.split(", "):
        bare = column.rstrip("?")
        of = TYPES.get(bare[0], "BIGINT")
        made.append(TableColumn(bare, of, "", "", column.endswith("?")))
    foreign = tuple((tuple(own.split(", ")), parent, tuple(theirs.split(", "))) for own, parent, theirs in keys)
    return TableSchema(name, 0, tuple(made), tuple(key.split(", ")) if key else (), foreign)


SCHEMA = (
    table("params", "k, day"),
    table("shops", "shop_id, name, boss?", "shop_id"),
    table(
        "sales",
        "sale_id, shop_id, agent?, amount?, units, day",
        "sale_id",
        ("shop_id", "shops", "shop_id"),
        ("agent", "shops", "shop_id"),
    ),
    table("logs", "who?, day, n"),
    table("parts", "sale_id, line, units", "sale_id, line", ("sale_id", "sales", "sale_id")),
    table("faults", "fault_id, sale_id?, line?, t", "fault_id", ("sale_id, line", "parts", "sale_id, line")),
    table("gauges", "shop_id, t, x?, g"),
)
BASES = 60

SAME = [
    ("SELECT sale_id FROM sales ORDER BY units", "SELECT sale_id FROM sales"),
    ("SELECT units FROM (SELECT units FROM sales ORDER BY day)", "SELECT units FROM (SELECT units FROM sales)"),
    ("SELECT DISTINCT sale_id, units FROM sales", "SELECT sale_id, units FROM sales"),
    ("SELECT DISTINCT day, count(*) AS c FROM logs GROUP BY day", "SELECT day, count(*) AS c FROM logs GROUP BY day"),
    (
        "SELECT name FROM shops WHERE shop_id IN (SELECT DISTINCT agent FROM sales)",
        "SELECT name FROM shops WHERE shop_id IN (SELECT agent FROM sales)",
    ),
    (
        "SELECT name FROM shops AS h WHERE EXISTS (SELECT DISTINCT units FROM sales AS s WHERE s.agent = h.shop_id)",
        "SELECT name FROM shops AS h WHERE EXISTS (SELECT 1 FROM sales AS s WHERE s.agent = h.shop_id)",
    ),
    (
        "SELECT DISTINCT who FROM logs UNION SELECT units FROM sales",
        "SELECT who FROM logs UNION SELECT units FROM sales",
    ),
    ("SELECT count(DISTINCT sale_id) AS c FROM sales GROUP BY units", "SELECT count(*) AS c FROM sales GROUP BY units"),
    ("SELECT max(DISTINCT amount) AS c FROM sales", "SELECT max(amount) AS c FROM sales"),
    ("SELECT count(units) AS c FROM sales", "SELECT count(*) AS c FROM sales"),
    ("SELECT count(1) AS c FROM logs", "SELECT count(*) AS c FROM logs"),
    ("SELECT count(amount) AS c FROM sales WHERE amount > 1", "SELECT count(*) AS c FROM sales WHERE amount > 1"),
    ("SELECT coalesce(units, 0) AS u FROM sales", "SELECT units AS u FROM sales"),
    ("SELECT sale_id FROM sales WHERE units IS NOT NULL AND day IS NOT NULL", "SELECT sale_id FROM sales"),
    ("SELECT sale_id FROM sales WHERE units IS DISTINCT FROM 1", "SELECT sale_id FROM sales WHERE units <> 1"),
    (
        "SELECT name FROM shops AS h WHERE NOT EXISTS (SELECT 1 FROM sales AS s WHERE s.shop_id = h.shop_id)",
        "SELECT name FROM shops AS h WHERE h.shop_id NOT IN (SELECT s.shop_id FROM sales AS s)",
    ),
    (
        "SELECT sale_id, name FROM sales AS s LEFT JOIN shops AS h ON h.shop_id = s.shop_id",
        "SELECT sale_id, name FROM sales AS s JOIN shops AS h ON h.shop_id = s.shop_id",
    ),
    (
        "SELECT sale_id, name FROM shops AS h RIGHT JOIN sales AS s ON h.shop_id = s.shop_id",
        "SELECT sale_id, name FROM shops AS h JOIN sales AS s ON h.shop_id = s.shop_id",
    ),
    (
        "SELECT sale_id, name FROM sales AS s LEFT JOIN shops AS h ON h.shop_id = s.agent WHERE h.boss > 1",
        "SELECT sale_id, name FROM sales AS s JOIN shops AS h ON h.shop_id = s.agent WHERE h.boss > 1",
    ),
    (
        "SELECT sale_id FROM sales AS s LEFT JOIN shops AS h ON h.shop_id = s.agent",
        "SELECT sale_id FROM sales AS s",
    ),
    (
        "SELECT sale_id, rank() OVER (PARTITION BY shop_id ORDER BY day, sale_id) AS r FROM sales",
        "SELECT sale_id, row_number() OVER (PARTITION BY shop_id ORDER BY day, sale_id) AS r FROM sales",
    ),
    (
        "SELECT sale_id FROM sales QUALIFY rank() OVER (ORDER BY units) = 1",
        "SELECT sale_id FROM sales QUALIFY dense_rank() OVER (ORDER BY units) <= 1",
    ),
    (
        "SELECT sale_id FROM (SELECT sale_id, rank() OVER (ORDER BY day) AS r FROM sales) WHERE r = 1",
        "SELECT sale_id FROM (SELECT sale_id, dense_rank() OVER (ORDER BY day) AS r FROM sales) WHERE r = 1",
    ),
    (
        "SELECT sale_id, sum(units) OVER (ORDER BY day, sale_id) AS t FROM sales",
        "SELECT sale_id, sum(units) OVER (ORDER BY day, sale_id ROWS UNBOUNDED PRECEDING) AS t FROM sales",
    ),
    (
        "SELECT h.shop_id, h.name, sum(units) AS t FROM sales AS s JOIN shops AS h ON h.shop_id = s.shop_id"
        " GROUP BY h.shop_id, h.name",
        "SELECT h.shop_id, any_value(h.name) AS name, sum(units) AS t FROM sales AS s"
        " JOIN shops AS h ON h.shop_id = s.shop_id GROUP BY h.shop_id",
    ),
    ("SELECT who, min(who) AS w FROM logs GROUP BY who", "SELECT who, max(who) AS w FROM logs GROUP BY who"),
    (
        "SELECT 1 AS t, sale_id FROM sales UNION SELECT 2, shop_id FROM shops",
        "SELECT 1 AS t, sale_id FROM sales UNION ALL SELECT 2, shop_id FROM shops",
    ),
    ("SELECT sale_id FROM sales WHERE amount < 3", "SELECT sale_id FROM sales WHERE amount <= 2"),
    (
        "SELECT sale_id FROM sales WHERE units = 1 AND 2 > amount",
        "SELECT sale_id FROM sales WHERE amount < 2 AND 1 = units",
    ),
    ("SELECT who FROM logs WHERE who BETWEEN 1 AND 2", "SELECT who FROM logs WHERE who >= 1 AND who <= 2"),
    ("SELECT min(k) AS k FROM params", "SELECT max(k) AS k FROM params"),
    (
        "WITH c AS (SELECT who, n FROM logs), d AS (SELECT day FROM logs) SELECT who FROM c",
        "WITH c AS (SELECT who, day FROM logs) SELECT who FROM c",
    ),
    (
        "SELECT min(w) AS m FROM (SELECT DISTINCT who AS w, day FROM logs) GROUP BY day",
        "SELECT min(w) AS m FROM (SELECT who AS w, day FROM logs) GROUP BY day",
    ),
    (
        "WITH c AS (SELECT s.agent, sum(units) AS t FROM sales AS s GROUP BY s.agent)"
        " SELECT name, t FROM c JOIN shops AS h ON h.shop_id = c.agent",
        "WITH c AS (SELECT s.agent, sum(units) AS t FROM sales AS s WHERE s.agent IS NOT NULL GROUP BY s.agent)"
        " SELECT name, t FROM c JOIN shops AS h ON h.shop_id = c.agent",
    ),
    (
        "SELECT f.fault_id, p.units FROM faults AS f LEFT JOIN parts AS p ON p.sale_id = f.sale_id AND p.line = f.line"
        " WHERE f.sale_id IS NOT NULL AND f.line > 0",
        "SELECT f.fault_id, p.units FROM faults AS f JOIN parts AS p ON p.sale_id = f.sale_id AND p.line = f.line"
        " WHERE f.sale_id IS NOT NULL AND f.line > 0",
    ),
    (
        "SELECT sale_id FROM sales AS s JOIN shops AS h ON h.shop_id = s.shop_id",
        "SELECT sale_id FROM sales AS s",
    ),
    (
        "SELECT name FROM shops AS h WHERE EXISTS (SELECT 1 FROM logs AS l WHERE h.shop_id IS NULL OR l.who = 1)",
        "SELECT name FROM shops AS h WHERE EXISTS (SELECT 1 FROM logs AS l WHERE l.who = 1)",
    ),
    (
        "SELECT s.sale_id, h.name FROM sales AS s FULL JOIN shops AS h ON h.shop_id = s.shop_id",
        "SELECT s.sale_id, h.name FROM sales AS s RIGHT JOIN shops AS h ON h.shop_id = s.shop_id",
    ),
    (
        "SELECT s.sale_id, l.n FROM sales AS s FULL JOIN logs AS l ON l.who = s.units WHERE s.day > DATE '2026-01-01'",
        "SELECT s.sale_id, l.n FROM sales AS s LEFT JOIN logs AS l ON l.who = s.units WHERE s.day > DATE '2026-01-01'",
    ),
    (
        "SELECT v.a, count(*) AS c FROM (VALUES (1, 'x'), (2, 'x')) AS v (a, b) GROUP BY v.a, v.b",
        "SELECT v.a, count(*) AS c FROM (VALUES (1, 'x'), (2, 'x')) AS v (a, b) GROUP BY v.a",
    ),
    (
        "SELECT DISTINCT unnest(generate_series(day, day + INTERVAL 2 DAY, INTERVAL 1 DAY))::DATE AS d FROM params",
        "SELECT unnest(generate_series(day, day + INTERVAL 2 DAY, INTERVAL 1 DAY))::DATE AS d FROM params",
    ),
    (
        "SELECT count(*) AS c FROM gauges CROSS JOIN params AS p WHERE t::DATE < p.day",
        "SELECT count(*) AS c FROM gauges CROSS JOIN params AS p WHERE t < p.day",
    ),
    (
        "SELECT count(*) AS c FROM gauges CROSS JOIN params AS p WHERE t::DATE >= p.day",
        "SELECT count(*) AS c FROM gauges CROSS JOIN params AS p WHERE t >= p.day",
    ),
    (
        "WITH c AS (SELECT shop_id, max(t)::DATE AS d FROM gauges GROUP BY shop_id)"
        " SELECT shop_id FROM c CROSS JOIN params AS p WHERE d >= p.day",
        "WITH c AS (SELECT shop_id, max(t) AS d FROM gauges GROUP BY shop_id)"
        " SELECT shop_id FROM c CROSS JOIN params AS p WHERE d >= p.day",
    ),
]

APART = [
    ("SELECT DISTINCT who FROM logs", "SELECT who FROM logs"),
    ("SELECT DISTINCT units, day FROM sales", "SELECT units, day FROM sales"),
    ("SELECT count(DISTINCT who) AS c FROM logs", "SELECT count(who) AS c FROM logs"),
    ("SELECT sum(DISTINCT units) AS c FROM sales", "SELECT sum(units) AS c FROM sales"),
    ("SELECT count(amount) AS c FROM sales", "SELECT count(*) AS c FROM sales"),
    ("SELECT coalesce(amount, 0) AS u FROM sales", "SELECT amount AS u FROM sales"),
    ("SELECT sale_id FROM sales WHERE amount IS NOT NULL", "SELECT sale_id FROM sales"),
    ("SELECT sale_id FROM sales WHERE amount IS DISTINCT FROM 1", "SELECT sale_id FROM sales WHERE amount <> 1"),
    (
        "SELECT name FROM shops AS h WHERE NOT EXISTS (SELECT 1 FROM sales AS s WHERE s.agent = h.shop_id)",
        "SELECT name FROM shops AS h WHERE h.shop_id NOT IN (SELECT s.agent FROM sales AS s)",
    ),
    (
        "SELECT sale_id, name FROM sales AS s LEFT JOIN shops AS h ON h.shop_id = s.agent",
        "SELECT sale_id, name FROM sales AS s JOIN shops AS h ON h.shop_id = s.agent",
    ),
    (
        "SELECT sale_id, name FROM sales AS s LEFT JOIN shops AS h ON h.shop_id = s.shop_id AND h.boss > 1",
        "SELECT sale_id, name FROM sales AS s JOIN shops AS h ON h.shop_id = s.shop_id AND h.boss > 1",
    ),
    (
        "SELECT sale_id, h.boss FROM sales AS s LEFT JOIN (SELECT * FROM shops WHERE boss = 1) AS h"
        " ON h.shop_id = s.shop_id",
        "SELECT sale_id, h.boss FROM sales AS s JOIN (SELECT * FROM shops WHERE boss = 1) AS h"
        " ON h.shop_id = s.shop_id",
    ),
    (
        "SELECT sale_id, name FROM sales AS s LEFT JOIN shops AS h ON h.shop_id = s.agent WHERE h.boss IS NULL",
        "SELECT sale_id, name FROM sales AS s JOIN shops AS h ON h.shop_id = s.agent WHERE h.boss IS NULL",
    ),
    (
        "SELECT h.shop_id FROM shops AS h LEFT JOIN sales AS s ON s.shop_id = h.shop_id",
        "SELECT h.shop_id FROM shops AS h",
    ),
    (
        "SELECT sale_id, rank() OVER (PARTITION BY shop_id ORDER BY day) AS r FROM sales",
        "SELECT sale_id, dense_rank() OVER (PARTITION BY shop_id ORDER BY day) AS r FROM sales",
    ),
    (
        "SELECT sale_id FROM (SELECT sale_id, rank() OVER (ORDER BY day) AS r FROM sales) WHERE r <= 2",
        "SELECT sale_id FROM (SELECT sale_id, dense_rank() OVER (ORDER BY day) AS r FROM sales) WHERE r <= 2",
    ),
    (
        "SELECT sale_id, count(*) OVER (ORDER BY day) AS t FROM sales",
        "SELECT sale_id, count(*) OVER (ORDER BY day DESC) AS t FROM sales",
    ),
    (
        "SELECT agent, sum(units) AS t FROM sales GROUP BY agent, day",
        "SELECT agent, sum(units) AS t FROM sales GROUP BY agent",
    ),
    ("SELECT min(who) AS w FROM logs GROUP BY day", "SELECT max(who) AS w FROM logs GROUP BY day"),
    (
        "SELECT 1 AS t, who FROM logs UNION SELECT 2, shop_id FROM shops",
        "SELECT 1 AS t, who FROM logs UNION ALL SELECT 2, shop_id FROM shops",
    ),
    (
        "SELECT 1 AS t, sale_id FROM sales UNION SELECT 1, shop_id FROM shops",
        "SELECT 1 AS t, sale_id FROM sales UNION ALL SELECT 1, shop_id FROM shops",
    ),
    ("SELECT sale_id FROM sales WHERE amount < 2", "SELECT sale_id FROM sales WHERE amount <= 2"),
    ("SELECT amount / 2 < 1 AS b FROM sales", "SELECT amount / 2 <= 0 AS b FROM sales"),
    ("SELECT count(*) AS c FROM (SELECT DISTINCT who FROM logs)", "SELECT count(*) AS c FROM (SELECT who FROM logs)"),
    (
        "SELECT sum(units) AS t FROM sales GROUP BY ROLLUP (shop_id)",
        "SELECT sum(units) AS t FROM sales GROUP BY shop_id",
    ),
    (
        "SELECT count(*) AS c FROM sales WHERE units = 1 GROUP BY units",
        "SELECT count(*) AS c FROM sales WHERE units = 1",
    ),
    (
        "SELECT f.fault_id, p.units FROM faults AS f LEFT JOIN parts AS p ON p.sale_id = f.sale_id AND p.line = f.line"
        " WHERE f.sale_id IS NOT NULL",
        "SELECT f.fault_id, p.units FROM faults AS f JOIN parts AS p ON p.sale_id = f.sale_id AND p.line = f.line"
        " WHERE f.sale_id IS NOT NULL",
    ),
    (
        "SELECT f.fault_id FROM faults AS f LEFT JOIN parts AS p ON p.sale_id = f.sale_id",
        "SELECT f.fault_id FROM faults AS f",
    ),
    ("SELECT sale_id FROM sales AS s JOIN shops AS h ON h.shop_id = s.agent", "SELECT sale_id FROM sales"),
    (
        "SELECT name FROM shops AS h WHERE EXISTS (SELECT 1 FROM logs AS l WHERE h.boss IS NULL OR l.who = 1)",
        "SELECT name FROM shops AS h WHERE EXISTS (SELECT 1 FROM logs AS l WHERE l.who = 1)",
    ),
    (
        "SELECT s.sale_id, h.name FROM sales AS s FULL JOIN shops AS h ON h.shop_id = s.agent",
        "SELECT s.sale_id, h.name FROM sales AS s RIGHT JOIN shops AS h ON h.shop_id = s.agent",
    ),
    (
        "SELECT v.b, count(*) AS c FROM (VALUES (1, 'x'), (2, 'x')) AS v (a, b) GROUP BY v.a, v.b",
        "SELECT v.b, count(*) AS c FROM (VALUES (1, 'x'), (2, 'x')) AS v (a, b) GROUP BY v.b",
    ),
    (
        "SELECT DISTINCT unnest(generate_series(day, day + INTERVAL 2 DAY, INTERVAL 1 DAY))::DATE AS d FROM sales",
        "SELECT unnest(generate_series(day, day + INTERVAL 2 DAY, INTERVAL 1 DAY))::DATE AS d FROM sales",
    ),
    (
        "SELECT count(*) AS c FROM gauges CROSS JOIN params AS p WHERE t::DATE <= p.day",
        "SELECT count(*) AS c FROM gauges CROSS JOIN params AS p WHERE t <= p.day",
    ),
    (
        "SELECT count(*) AS c FROM gauges CROSS JOIN params AS p WHERE t::DATE > p.day",
        "SELECT count(*) AS c FROM gauges CROSS JOIN params AS p WHERE t > p.day",
    ),
    (
        "WITH c AS (SELECT DISTINCT shop_id, t::DATE AS d FROM gauges)"
        " SELECT shop_id FROM c CROSS JOIN params AS p WHERE d >= p.day",
        "WITH c AS (SELECT DISTINCT shop_id, t AS d FROM gauges)"
        " SELECT shop_id FROM c CROSS JOIN params AS p WHERE d >= p.day",
    ),
    (
        "SELECT units FROM sales WHERE NOT units < ANY (SELECT who FROM logs)",
        "SELECT units FROM sales WHERE units >= ANY (SELECT who FROM logs)",
    ),
    (
        "SELECT sale_id FROM sales QUALIFY count(amount) OVER () > 1 AND amount IS NOT NULL",
        "SELECT sale_id FROM sales QUALIFY count(*) OVER () > 1 AND amount IS NOT NULL",
    ),
    (
        "SELECT r = 1 AS b FROM (SELECT DISTINCT rank() OVER (PARTITION BY units > 1 ORDER BY day > DATE '2026-01-02')"
        " AS r FROM sales)",
        "SELECT r = 1 AS b FROM (SELECT DISTINCT dense_rank() OVER (PARTITION BY units > 1"
        " ORDER BY day > DATE '2026-01-02') AS r FROM sales)",
    ),
    (
        "SELECT k FROM params LEFT JOIN (SELECT 1 AS a UNION ALL SELECT 2 LIMIT 0) AS z ON TRUE",
        "SELECT k FROM params JOIN (SELECT 1 AS a UNION ALL SELECT 2 LIMIT 0) AS z ON TRUE",
    ),
    (
        "SELECT DISTINCT units, sale_id FROM (SELECT units, sale_id FROM sales UNION ALL BY NAME"
        " SELECT sale_id, units FROM sales)",
        "SELECT units, sale_id FROM (SELECT units, sale_id FROM sales UNION ALL BY NAME"
        " SELECT sale_id, units FROM sales)",
    ),
    ("SELECT max(amount, 2) AS m FROM sales", "SELECT min(amount, 2) AS m FROM sales"),
    (
        "SELECT lo, hi, count(*) AS c FROM (SELECT day, min(n) AS lo, max(n) AS hi FROM logs GROUP BY day, who"
        " QUALIFY row_number() OVER (PARTITION BY day ORDER BY who) = 1) GROUP BY lo, hi",
        "SELECT lo, any_value(hi) AS hi, count(*) AS c FROM (SELECT day, min(n) AS lo, max(n) AS hi FROM logs"
        " GROUP BY day, who QUALIFY row_number() OVER (PARTITION BY day ORDER BY who) = 1) GROUP BY lo",
    ),
    (
        "SELECT who, lag(who ORDER BY n) OVER (ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS b"
        " FROM logs",
        "SELECT who, lag(who ORDER BY n) OVER (ORDER BY day ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS b"
        " FROM logs",
    ),
]

QUERIES = [
    "SELECT h.name, count(*) AS c, sum(s.units) AS u FROM sales AS s JOIN shops AS h ON h.shop_id = s.shop_id"
    " WHERE s.amount IS NOT NULL GROUP BY h.shop_id, h.name",
    "SELECT h.shop_id, count(s.sale_id) AS c FROM shops AS h LEFT JOIN sales AS s ON s.agent = h.shop_id"
    " GROUP BY h.shop_id",
    "SELECT sale_id, r FROM (SELECT sale_id, row_number() OVER (PARTITION BY shop_id ORDER BY day, sale_id) AS r"
    " FROM sales) WHERE r <= 1",
    "SELECT sale_id FROM sales QUALIFY rank() OVER (PARTITION BY units ORDER BY day DESC) = 1",
    "WITH c AS (SELECT DISTINCT agent, day FROM sales WHERE agent IS NOT NULL) SELECT c.day, count(*) AS c FROM c"
    " JOIN shops AS h ON h.shop_id = c.agent GROUP BY c.day",
    "SELECT name FROM shops AS h WHERE NOT EXISTS (SELECT 1 FROM sales AS s WHERE s.agent = h.shop_id AND s.units > 0)",
    "SELECT name FROM shops WHERE shop_id IN (SELECT agent FROM sales) AND coalesce(boss, 0) < 2",
    "SELECT 1 AS t, day FROM sales UNION SELECT 2, day FROM logs",
    "SELECT f.fault_id, p.units FROM faults AS f LEFT JOIN parts AS p ON p.sale_id = f.sale_id AND p.line = f.line"
    " LEFT JOIN sales AS s ON s.sale_id = p.sale_id",
    "SELECT shop_id, date_trunc('day', t)::DATE AS d, max(x) AS x, count(g) FILTER (WHERE x > 0) AS c FROM gauges"
    " CROSS JOIN params WHERE t::DATE >= day GROUP BY shop_id, d HAVING count(*) > 0",
    "SELECT day, units, sum(units) OVER (ORDER BY day, sale_id ROWS UNBOUNDED PRECEDING) AS t,"
    " coalesce(units > lag(units) OVER (ORDER BY day, sale_id), true) AS b FROM sales",
    "SELECT s.sale_id, count(DISTINCT p.line) AS c, sum(CASE WHEN p.units > 1 THEN 1 ELSE 0 END) AS m FROM sales AS s"
    " FULL JOIN parts AS p ON p.sale_id = s.sale_id GROUP BY s.sale_id",
]


def value(chance: random.Random, column: TableColumn, key: int | None) -> Any:
    """One of four values, or the key itself."""
    number = chance.randint(0, 3)
    if column.sql_type == "DATE":
        return f"2026-01-0{number + 1}"
    if column.sql_type == "TIMESTAMP":
        return f"2026-01-0{number % 2 + 1} {'00:00' if number < 2 else '13:30'}"
    if column.sql_type == "DOUBLE":
        return (0.0, -0.0, math.nan, 1.5)[number]
    if column.sql_type == "VARCHAR":
        return "abcd"[number]
    return number if key is None else key


def database(seed: int) -> duckdb.DuckDBPyConnection:
    """A small database that keeps the schema's promises."""
    chance = random.Random(seed)
    con = duckdb.connect(config={"threads": 1})
    kept: dict[str, list[dict[str, Any]]] = {}
    for each in SCHEMA:
        columns = ", ".join(f"{c.name} {c.sql_type}" for c in each.columns)
        con.execute(f"CREATE TABLE {each.name} ({columns})")
        count = 1 if each.name == "params" else chance.randint(0, 6)
        keys = chance.sample(range(1, 8), count)
        kept[each.name] = []
        for key in keys:
            row = {c.name: value(chance, c, key if c.name in each.key[-1:] else None) for c in each.columns}
            whole = True
            for own, parent, theirs in each.foreign_keys:
                there = chance.choice(kept[parent]) if kept[parent] else dict.fromkeys(theirs)
                row |= {mine: there[other] for mine, other in zip(own, theirs, strict=True)}
            for c in each.columns:
                if c.nullable and chance.random() < 0.35:
                    row[c.name] = None
                whole &= c.nullable or row[c.name] is not None
            if whole:
                kept[each.name].append(row)
        marks = ", ".join(f"({', '.join('?' * len(each.columns))})" for _ in kept[each.name])
        if marks:
            con.execute(f"INSERT INTO {each.name} VALUES {marks}", [v for r in kept[each.name] for v in r.values()])
    return con


@pytest.fixture(scope="module")
def databases() -> list[duckdb.DuckDBPyConnection]:
    return [database(seed) for seed in range(BASES)]


def told_apart(one: str, other: str, databases: list[duckdb.DuckDBPyConnection]) -> bool:
    return any(rows(con, one) != rows(con, other) for con in databases)


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> Counter[str]:
    """The bag of a query's rows, in which NaN is itself and 0.0 is not -0.0."""
    return Counter(map(repr, con.execute(sql).fetchall()))


@pytest.mark.parametrize(("reference", "mutant"), SAME)
def test_equal_queries_are_called_so_and_are(
    reference: str, mutant: str, databases: list[duckdb.DuckDBPyConnection]
) -> None:
    assert not told_apart(reference, mutant, databases)
    assert equal(reference, mutant, SCHEMA, ordered=False)
    assert equal(mutant, reference, SCHEMA, ordered=False)


@pytest.mark.parametrize(("reference", "mutant"), APART)
def test_queries_that_some_data_tells_apart_are_not_called_equal(
    reference: str, mutant: str, databases: list[duckdb.DuckDBPyConnection]
) -> None:
    assert told_apart(reference, mutant, databases)
    assert not equal(reference, mutant, SCHEMA, ordered=False)
    assert not equal(mutant, reference, SCHEMA, ordered=False)


def test_order_counts_where_it_is_asked_for() -> None:
    one = "SELECT units, sale_id FROM sales ORDER BY units, sale_id"
    assert not equal(one, "SELECT units, sale_id FROM sales", SCHEMA, ordered=True)
    assert not equal(one, "SELECT units, sale_id FROM sales ORDER BY sale_id", SCHEMA, ordered=True)
    assert not equal(one, "SELECT units, sale_id FROM sales ORDER BY units", SCHEMA, ordered=True)
    assert not equal(one, "SELECT units, sale_id FROM sales ORDER BY units DESC, sale_id", SCHEMA, ordered=True)
    more = "SELECT units, sale_id FROM sales ORDER BY units, sale_id, day NULLS FIRST"
    assert equal(one, more, SCHEMA, ordered=True)
    assert equal(one, "SELECT units, sale_id FROM sales ORDER BY units NULLS FIRST, sale_id", SCHEMA, ordered=True)


def test_a_set_knows_no_repeats() -> None:
    assert equal("SELECT who FROM logs", "SELECT DISTINCT who FROM logs", SCHEMA, ordered=False, distinct=True)
    limited = "SELECT who FROM logs ORDER BY who LIMIT 2"
    once = "SELECT DISTINCT who FROM logs ORDER BY who LIMIT 2"
    assert not equal(limited, once, SCHEMA, ordered=False, distinct=True)


@pytest.mark.parametrize(
    "strange", ["SELECT", "DELETE FROM logs", "SELECT nothing FROM logs", "SELECT who FROM logs WHERE random() < 1"]
)
def test_what_is_not_understood_is_not_equal(strange: str) -> None:
    assert not equal("SELECT who FROM logs", strange, SCHEMA, ordered=False)


@pytest.mark.parametrize("query", QUERIES)
def test_mutants_called_equal_are_not_told_apart(query: str, databases: list[duckdb.DuckDBPyConnection]) -> None:
    for mutant in mutants(query, SCHEMA):
        if equal(query, mutant.source, SCHEMA, ordered=False):
            assert not told_apart(query, mutant.source, databases[:40]), mutant.source


def test_there_are_equal_mutants_to_try() -> None:
    found = [m for q in QUERIES for m in mutants(q, SCHEMA) if equal(q, m.source, SCHEMA, ordered=False)]
    assert len(found) > len(QUERIES)
