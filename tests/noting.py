"""Notes on queries over a few tables, for the tests of them."""

from __future__ import annotations

from functools import cache

import duckdb

from judge.api import load_problem
from judge.insight.notes import notes
from judge.model import Submission, TableColumn, TableSchema
from judge.sandbox.pool import Sandbox
from tests.running import SANDBOX

NOT_IN = (
    "NOT IN over {}, which may be NULL: with a single NULL in its list it is never true; NOT EXISTS has no such trap"
)
CARTESIAN = (
    "{} are listed without ON, and their condition stands in WHERE: the result is the same, but a forgotten one goes "
    "unnoticed"
)
DISTINCT = "DISTINCT takes away again the rows that the join to {} can make more than once: EXISTS (or IN) makes none"
ORDER = "the ORDER BY in {} has no effect: what reads it {}"
GROUPS = "groups the rows anew"
ASKED = "the ORDER BY in the subquery of {0} has no effect: {0} asks only what is among the rows"
RANKED = "WITH ranked AS (SELECT member_id, row_number() OVER (ORDER BY started_at) AS n FROM plays ORDER BY n) "
PROBLEM = load_problem("retention_7d")


def table(name: str, columns: str, key: tuple[str, ...] = (), alike: tuple[str, ...] = ()) -> TableSchema:
    """An input table of integers, `?` behind the nullable ones."""
    made = tuple(
        TableColumn(column.rstrip("?"), "BIGINT", "Int64", "", column.endswith("?")) for column in columns.split()
    )
    return TableSchema(name, 0, made, key, (), (), alike)


SCHEMA = (
    table("members", "member_id signed_up_at referrer_id?", ("member_id",)),
    table("plays", "play_id member_id title_id? started_at", ("play_id",)),
    table("titles", "title_id kind year?", ("title_id",)),
    table("ratings", "member_id title_id stars", ("member_id", "title_id")),
    table("clicks", "member_id clicked_at", alike=("member_id", "clicked_at")),
    table("banned", "member_id"),
    table("params", "as_of k", ("k",)),
)


@cache
def _tables() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for each in SCHEMA:
        columns = ", ".join(f"{column.name} {column.sql_type}" for column in each.columns)
        connection.execute(f"CREATE TABLE {each.name} ({columns})")
    return connection


def said(sql: str, sandbox: Sandbox = SANDBOX) -> tuple[str, ...]:
    """The notes on a query, once DuckDB has run it: an answer that fails is never accepted."""
    _tables().execute(sql)
    return notes(PROBLEM, Submission("sql", sql, "answer.sql", "mysql"), SCHEMA, sandbox, frozenset())
