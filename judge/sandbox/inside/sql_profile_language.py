"""A SQL submission under DuckDB's own profiler: its operators, with the time and the rows of each."""

from __future__ import annotations

from typing import Any

import duckdb

from judge.sandbox.failure import Failure
from judge.sandbox.inside import engine, sql_language
from judge.sandbox.inside.answers import Answers

ALSO_READ = sql_language.ALSO_READ
rehearse = sql_language.rehearse


def read(connection: duckdb.DuckDBPyConnection, job: dict[str, Any]) -> SqlProfile:
    """The query; raises Failure where it does not pass the gate that every query passes."""
    sql_language.read(connection, job)
    return SqlProfile(job["source"])


class SqlProfile:
    def __init__(self, source: str) -> None:
        self._source = source

    def run(self, connection: duckdb.DuckDBPyConnection, _: dict[str, Any], answers: Answers) -> None:
        """Send one row: what EXPLAIN ANALYZE says of the query, as JSON. The rows of the query itself are dropped."""
        try:
            rows = connection.execute(f"EXPLAIN (ANALYZE, FORMAT json) {self._source}").fetchall()
        except duckdb.Error as error:
            raise engine.failure(error, running=True) from None
        except MemoryError:
            raise Failure("memory_limit", "the query needs more memory than the limit") from None
        answers.begin(["profile"], ["VARCHAR"])
        answers.rows([(rows[0][1],)])
        answers.end()
