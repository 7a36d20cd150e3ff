"""The gate of SQL: DuckDB itself says that a text is one read-only SELECT, and what it calls leaves chance, the clock
and the machine alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import duckdb

from judge.sandbox.failure import Failure
from judge.sandbox.inside import engine

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
_CLOCKS = {
    "current_date": "DATE",
    "get_current_time": "TIMETZ",
    "get_current_timestamp": "TIMESTAMPTZ",
    "current_localtime": "TIME",
    "current_localtimestamp": "TIMESTAMP",
}
_CLOCK_AS_CHANCE = "".join(
    f"CREATE OR REPLACE TEMP MACRO {name}() AS CAST(to_timestamp(random()) AS {kind});"
    for name, kind in _CLOCKS.items()
)
_CLOCK_AGAIN = "".join(f"DROP MACRO {name};" for name in _CLOCKS)
CHANCE = {"gen_random_uuid", "random", "setseed", "uuid", "uuidv4", "uuidv7"}
STATEFUL = {
    *("currval", "nextval", "setval", "pg_sleep", "sleep_ms", "write_log", "txid_current", "getvariable"),
    *("current_connection_id", "current_query_id", "current_transaction_id", "current_setting", "stats"),
    "json_serialize_plan",  # works out the constants of a text that this gate has not seen
}
TABLE_FUNCTIONS = {
    *("range", "generate_series", "unnest", "repeat", "repeat_row", "summary", "histogram", "histogram_values"),
    *("json_each", "json_tree", "test_all_types", "test_vector_types", "icu_calendar_names"),
    *("duckdb_columns", "duckdb_constraints", "duckdb_functions", "duckdb_indexes", "duckdb_keywords"),
    *("duckdb_schemas", "duckdb_tables", "duckdb_types", "duckdb_views", "pragma_show", "pragma_table_info"),
}
"""Those that tell of the data alone. Of the others some keep state, some run a text, some tell of the machine."""
READING = {
    *("glob", "read_blob", "read_text", "read_duckdb", "sniff_csv", "parquet_scan", "parquet_bloom_probe"),
    *("read_csv", "read_csv_auto", "read_json", "read_json_auto", "read_json_objects", "read_json_objects_auto"),
    *("read_ndjson", "read_ndjson_auto", "read_ndjson_objects", "read_parquet"),
    *("read_single_csv_file", "read_single_json_file", "read_single_parquet_file"),
    *("parquet_schema", "parquet_metadata", "parquet_file_metadata", "parquet_full_metadata", "parquet_kv_metadata"),
}
"""Those of files, which the locked connection refuses in its own words."""
VIEWS_OF_THE_MACHINE = {
    *("duckdb_databases", "duckdb_logs", "pragma_database_list", "pg_database", "pg_settings"),
    *("pg_prepared_statements", "pg_tablespace"),
}


def check(connection: duckdb.DuckDBPyConnection, source: str, above: int) -> None:
    """Raise Failure with the sentence that says why a text is refused; `above` lines of the file stand before it."""
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
        _refuse_table(node)
        words |= _single_names(node)
    found = words & CLOCK_WORDS
    if found and not _are_columns(connection, source):
        raise _reads_clock(min(found))


def _single_names(node: dict[str, Any]) -> set[str]:
    """The name, where the node is one without a table before it."""
    is_name = node.get("class") == "COLUMN_REF" and len(node["column_names"]) == 1
    return {node["column_names"][0].casefold()} if is_name else set()


def _refuse_table(node: dict[str, Any]) -> None:
    match node.get("type"):
        case "TABLE_FUNCTION":
            name = str(node["function"].get("function_name", "")).casefold()
            if name not in TABLE_FUNCTIONS | READING | CHANGING | CHANCE:  # the last two have their own sentence
                raise _reaches_out(name)
            # its arguments are worked out before there is a plan to look at
            if found := CLOCK_WORDS & set().union(*map(_single_names, _nodes(node))):
                raise _reads_clock(min(found))
        case "BASE_TABLE":
            name = str(node.get("table_name", "")).casefold()
            if name in VIEWS_OF_THE_MACHINE:
                raise _reaches_out(name)


def _are_columns(connection: duckdb.DuckDBPyConnection, source: str) -> bool:
    """Whether all clock words of the query turn out to be columns once DuckDB has bound it to the first fixture.

    Macros make chance of the clock for that: unlike the clock itself, it is still to be seen in the plan.
    """
    try:
        connection.execute(f"USE {engine.catalog(0)}")
        connection.execute(_CLOCK_AS_CHANCE)
        plan = _plan(connection, source)
        connection.execute(_CLOCK_AGAIN)
        if plan["error"]:  # the candidate's own, which running it tells, unless it is there only because of the macros
            return bool(_plan(connection, source)["error"])
    except duckdb.Error as error:
        raise engine.failure(error) from None
    except RecursionError:
        return False
    return all("qname" not in node or node["qname"]["path"][-1] != "random" for node in _nodes(plan))


def _plan(connection: duckdb.DuckDBPyConnection, source: str) -> dict[str, Any]:
    [(text,)] = connection.execute("SELECT json_serialize_plan(?)", [source]).fetchall()
    plan: dict[str, Any] = json.loads(text)
    return plan


def _reads_clock(name: str) -> Failure:
    said = f"{name} reads the clock, and the same answer must come every time; dates are in the data"
    return Failure("invalid_submission", said)


def _reaches_out(name: str) -> Failure:
    return Failure("invalid_submission", f"{name} is not allowed: it reads or runs something outside the query")


def _refuse_function(node: dict[str, Any]) -> None:
    name = str(node.get("function_name", "")).casefold()
    if name in CHANGING or (name == "age" and len(node.get("arguments", ())) == 1):
        raise _reads_clock(name)
    if name in CHANCE:
        raise Failure("invalid_submission", f"{name}() draws by chance, and the same answer must come every time")
    if name in STATEFUL:
        raise _reaches_out(name)
