"""A SQL submission: it passes the gate, then it runs, and its rows go out."""

from __future__ import annotations

import math
import re
from typing import Any

import duckdb

from judge.sandbox import arrow
from judge.sandbox.failure import Failure
from judge.sandbox.inside import engine, sql_gate
from judge.sandbox.inside.answers import Answers
from judge.sandbox.rows import plain

_BATCH = 5_000
_FLAT = {"BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL"} | {
    "VARCHAR",
    "DATE",
    "TIME",
    "TIMESTAMP",
    "INTERVAL",
}
_LARGE = 50_000  # rows
_ARROW = {
    "BOOLEAN": "bool",
    "TINYINT": "int8",
    "SMALLINT": "int16",
    "INTEGER": "int32",
    "BIGINT": "int64",
    "FLOAT": "float",
    "DOUBLE": "double",
    "VARCHAR": "large_string",
    "DATE": "date32",
    "TIMESTAMP": "timestamp[us]",
}
_BEFORE = re.compile(r"(?:\s+|--[^\n]*(?:\n|\Z)|/\*.*?\*/)*", re.DOTALL)
ALSO_READ: tuple[str, ...] = ()
_REHEARSED = """
WITH t AS (SELECT range AS i, range % 7 AS k, 'x' || range AS s FROM range(100))
SELECT k, count(*) AS n, sum(t.i) / 2 AS half, max(u.s) FROM t LEFT JOIN t u USING (k) GROUP BY k ORDER BY k
"""


def rehearse(connection: duckdb.DuckDBPyConnection) -> None:
    """Do once what every submission does, so that what is made on first use is there in each fork."""
    read(connection, {"source": _REHEARSED})
    connection.execute(_REHEARSED).fetchmany(_BATCH)


def read(connection: duckdb.DuckDBPyConnection, job: dict[str, Any]) -> SqlSubmission:
    """Check the gate; raises Failure with the sentence that says why a text is refused."""
    # DuckDB 2.0 puts the caret of a bound name elsewhere when comments or blank lines come first
    before = _BEFORE.match(job["source"])
    skipped = before[0] if before else ""
    source = job["source"][len(skipped) :]
    above = skipped.count("\n")
    sql_gate.check(connection, source, above)
    return SqlSubmission(source, above)


class SqlSubmission:
    """`above` is the number of the file's lines before `source` begins."""

    def __init__(self, source: str, above: int) -> None:
        self._source, self._above = source, above

    def run(self, connection: duckdb.DuckDBPyConnection, _: dict[str, Any], answers: Answers) -> None:
        """Run on the fixture that is in use and send the rows, or raise Failure."""
        try:
            connection.execute(self._source)
        except duckdb.Error as error:
            raise engine.failure(error, self._above, running=True) from None
        except MemoryError:
            raise Failure("memory_limit", "the query needs more memory than the limit") from None
        description = connection.description or []
        types = [str(column[1]) for column in description]
        answers.begin([column[0] for column in description], types)
        try:
            if not _sent(connection, types, answers):
                raise Failure("output_limit", "the answer is larger than the limit")
        except duckdb.Error as error:
            answers.abandon(engine.failure(error, self._above, running=True).message())
        except (
            OverflowError,
            RecursionError,
            TypeError,
            ValueError,
        ) as error:  # an INTERVAL of three million years, and the like
            answers.abandon(Failure("runtime_error", f"a value of the answer has no Python form: {error}").message())
        except MemoryError:
            answers.abandon(Failure("memory_limit", "the answer needs more memory than the limit").message())
        except Failure as failure:
            answers.abandon(failure.message())
        else:
            answers.end()


def _sent(connection: duckdb.DuckDBPyConnection, types: list[str], answers: Answers) -> bool:
    """Send the rows of the result, as JSON and once they are many as Arrow; False where they have become too many."""
    nested = not all(kind.partition("(")[0] in _FLAT for kind in types)  # a dict in it must not read as a tag
    small = _LARGE if _ARROW.keys() >= set(types) else math.inf
    sent = 0
    while rows := connection.fetchmany(_BATCH):
        if sent >= small:
            fits = answers.stream(_as_arrow(rows, types), len(rows))
        else:
            fits = answers.rows([[plain(cell) for cell in row] for row in rows] if nested else rows)
        if not fits:
            return False
        sent += len(rows)
    return True


def _as_arrow(rows: list[tuple[Any, ...]], types: list[str]) -> bytes:
    """Rows that the parent reads in a sixth of the time that JSON takes; pyarrow takes 80 ms to import."""
    import pyarrow as pa

    columns = zip(zip(*rows, strict=True), types, strict=True)
    return arrow.write([("value", pa.array(cells, pa.type_for_alias(_ARROW[kind]))) for cells, kind in columns])
