"""A SQL submission: DuckDB itself says that it is one read-only SELECT; then it runs, and its rows go out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import duckdb

from judge.sandbox.inside import engine
from judge.sandbox.inside.answers import Answers
from judge.sandbox.inside.failure import Failure
from judge.sandbox.rows import plain

_BATCH = 5_000
_FLAT = {"BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL"} | {
    "VARCHAR",
    "DATE",
    "TIME",
    "TIMESTAMP",
    "INTERVAL",
}
_BEFORE = re.compile(r"(?:\s+|--[^\n]*(?:\n|\Z)|/\*.*?\*/)*", re.DOTALL)

CHANGING = {"get_current_time", "get_current_timestamp", "now", "today", "transaction_timestamp", "ago"} | {
    "current_date",
    "current_localtime",
    "current_localtimestamp",
    "pg_conf_load_time",
    "pg_postmaster_start_time",
    "pg_timezone_names",
}
CLOCK_WORDS = {"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"}
"""What reads the clock without brackets, where no column has that name."""
_CLOCK_AS_CHANCE = "".join(
    f"CREATE OR REPLACE TEMP MACRO {name}() AS CAST(to_timestamp(random()) AS {kind});"
    for name, kind in (
        ("current_date", "DATE"),
        ("get_current_time", "TIMETZ"),
        ("get_current_timestamp", "TIMESTAMPTZ"),
        ("current_localtime", "TIME"),
        ("current_localtimestamp", "TIMESTAMP"),
    )
)
CHANCE = {"gen_random_uuid", "random", "setseed", "uuid", "uuidv4", "uuidv7"}
STATEFUL = {
    "currval",
    "nextval",
    "setval",
    "pg_sleep",
    "sleep_ms",
    "write_log",
    "txid_current",
    "getvariable",
    "query",
} | {
    "current_connection_id",
    "current_query_id",
    "current_transaction_id",
    "json_execute_serialized_sql",
    "stats",
}


def read(connection: duckdb.DuckDBPyConnection, job: dict[str, Any]) -> SqlSubmission:
    """Check the gate; raises Failure with the sentence that says why a text is refused."""
    # DuckDB 2.0 puts the caret of a bound name elsewhere when comments or blank lines come first
    before = _BEFORE.match(job["source"])
    skipped = before[0] if before else ""
    source = job["source"][len(skipped) :]
    above = skipped.count("\n")
    try:
        statements = connection.extract_statements(source)
    except duckdb.Error as error:
        raise engine.failure(error, above) from None
    if not statements:
        raise Failure("invalid_submission", "the file holds no statement: only blanks or comments")
    if len(statements) > 1:
        raise Failure("invalid_submission", f"one statement is expected, {len(statements)} were found")
    kind = statements[0].type.name
    if kind == "MULTI":
        raise Failure(
            "invalid_submission",
            "this PIVOT finds its columns from the data, which takes more than a SELECT",
            "list them: PIVOT t ON kind IN ('a', 'b') USING sum(x)",
        )
    if kind != "SELECT":
        raise Failure("invalid_submission", f"one SELECT is expected, this is {_article(kind)} statement")
    [(text,)] = connection.execute("SELECT json_serialize_sql(?)", [source]).fetchall()
    try:
        tree = json.loads(text)
    except RecursionError:
        raise Failure("invalid_submission", "the query is nested too deeply") from None
    if tree["error"]:
        raise Failure("invalid_submission", "DuckDB does not read this as a SELECT", str(tree.get("error_message", "")))
    _refuse_changes(connection, source, tree)
    return SqlSubmission(source, above)


def _article(kind: str) -> str:
    word = kind.replace("_", " ")
    return f"an {word}" if word[0] in "AEIOU" else f"a {word}"


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    stack = [tree]
    while stack:
        match stack.pop():
            case dict() as node:
                yield node
                stack.extend(node.values())
            case list() as nodes:
                stack.extend(nodes)


def _refuse_changes(connection: duckdb.DuckDBPyConnection, source: str, tree: dict[str, Any]) -> None:
    words: set[str] = set()
    for node in _nodes(tree):
        kind = str(node.get("type", ""))
        if kind.endswith("_QUERY_NODE"):  # INSERT, UPDATE, DELETE, COPY … within a CTE
            verb = kind.partition("_")[0]
            raise Failure("invalid_submission", f"a read-only SELECT is expected, this one holds {_article(verb)}")
        if node.get("sample"):
            raise Failure(
                "invalid_submission", "a sample draws rows by chance, and the same answer must come every time"
            )
        _refuse_function(node)
        if node.get("class") == "COLUMN_REF" and len(node["column_names"]) == 1:
            words.add(node["column_names"][0].casefold())
    found = words & CLOCK_WORDS
    if found and not _are_columns(connection, source):
        raise _reads_clock(min(found))


def _are_columns(connection: duckdb.DuckDBPyConnection, source: str) -> bool:
    """Whether all clock words of the query turn out to be columns once DuckDB has bound it to the first fixture.

    Macros make chance of the clock for that: unlike the clock itself, it is still to be seen in the plan.
    """
    try:
        connection.execute(_CLOCK_AS_CHANCE)
        connection.execute(f"USE {engine.catalog(0)}")
        [(text,)] = connection.execute("SELECT json_serialize_plan(?)", [source]).fetchall()
        plan = json.loads(text)
    except duckdb.Error as error:
        raise engine.failure(error) from None
    except RecursionError:
        return False
    if plan["error"]:
        return plan["error_type"] in ("binder", "catalog")  # running it says what is wrong
    return all("qname" not in node or node["qname"]["path"][-1] != "random" for node in _nodes(plan))


def _reads_clock(name: str) -> Failure:
    said = f"{name} reads the clock, and the same answer must come every time; dates are in the data"
    return Failure("invalid_submission", said)


def _refuse_function(node: dict[str, Any]) -> None:
    name = str(node.get("function_name", "")).casefold()
    if name in CHANGING or (name == "age" and len(node.get("arguments", ())) == 1):
        raise _reads_clock(name)
    if name in CHANCE:
        raise Failure("invalid_submission", f"{name}() draws by chance, and the same answer must come every time")
    if name in STATEFUL:
        raise Failure("invalid_submission", f"{name} is not allowed: it reads or runs something outside the query")


class SqlSubmission:
    """`above` is the number of the file's lines before `source` begins."""

    def __init__(self, source: str, above: int) -> None:
        self._source, self._above = source, above

    def run(self, connection: duckdb.DuckDBPyConnection, _: dict[str, Any], answers: Answers) -> None:
        """Run on the fixture that is in use and send the rows, or raise Failure."""
        try:
            connection.execute(self._source)
        except duckdb.Error as error:
            raise engine.failure(error, self._above) from None
        except MemoryError:
            raise Failure("memory_limit", "the query needs more memory than the limit") from None
        description = connection.description or []
        types = [str(column[1]) for column in description]
        nested = not all(kind.partition("(")[0] in _FLAT for kind in types)  # a dict in it must not read as a tag
        answers.begin([column[0] for column in description], types)
        try:
            while rows := connection.fetchmany(_BATCH):
                if not answers.rows([[plain(cell) for cell in row] for row in rows] if nested else rows):
                    raise Failure("output_limit", "the answer is larger than the limit")
        except duckdb.Error as error:
            answers.abandon(engine.failure(error, self._above).message())
        except (OverflowError, TypeError, ValueError) as error:  # an INTERVAL of three million years, and the like
            answers.abandon(Failure("runtime_error", f"a value of the answer has no Python form: {error}").message())
        except MemoryError:
            answers.abandon(Failure("memory_limit", "the answer needs more memory than the limit").message())
        except Failure as failure:
            answers.abandon(failure.message())
        else:
            answers.end()
