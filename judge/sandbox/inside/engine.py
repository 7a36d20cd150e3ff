"""DuckDB as a submission meets it: one connection, its fixtures attached read-only, then locked."""

from __future__ import annotations

import json
import re
from typing import Any, BinaryIO

import duckdb

from judge.sandbox import wire
from judge.sandbox.failure import Failure

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "allow_extension_repositories": "forbidden",
    "python_enable_replacements": "false",  # else FROM expected would read a Python variable
    "python_scan_all_frames": "false",
    "memory_limit": "512MB",
    "threads": "1",  # a parallel SUM over doubles gave 13 answers in 20 runs
    "async_threads": "0",
    "max_expression_depth": "250",
    "secret_directory": "/nonexistent",
}


_NOT_ALLOWED_HERE = re.compile(r" ?Use \"SET [^\n]*|\s*Possible solutions:.*", re.DOTALL)
"""Advice to change a setting, which no submission can."""


def connect() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config=_SETTINGS)
    # in the config above these two fail or not by their order
    connection.execute("SET temp_directory = ''")
    connection.execute("SET max_temp_directory_size = '0B'")
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def catalog(index: int) -> str:
    """The name under which fixture `index` is attached."""
    return f"fixture{index + 1}"


def load(connection: duckdb.DuckDBPyConnection, index: int, fixture: dict[str, Any], payloads: BinaryIO) -> None:
    """Attach the fixture's file, or read its tables from the Arrow streams that follow the job."""
    try:
        if fixture["path"]:
            path = fixture["path"].replace("'", "''")
            connection.execute(f"ATTACH '{path}' AS {catalog(index)} (READ_ONLY)")
            return
        connection.execute(f"ATTACH ':memory:' AS {catalog(index)}")
        for name, types in fixture["asked"].items():
            columns = ", ".join(f'"{column}" {of}' for column, of in types.items())
            connection.execute(f'CREATE TABLE {catalog(index)}."{name}" ({columns})')
        for name in fixture["tables"]:
            import pyarrow as pa

            connection.register("incoming", pa.ipc.open_stream(wire.read(payloads)).read_all())
            connection.execute(f'CREATE TABLE {catalog(index)}."{name}" AS FROM incoming')
            connection.unregister("incoming")
    except duckdb.Error as error:
        raise Failure("fixture_damaged", str(error)) from None


def fill(connection: duckdb.DuckDBPyConnection, index: int, fixture: dict[str, Any], data: dict[str, str]) -> None:
    """Give tables of a fixture that has none of its own other rows: for each name, JSON of a list of objects.

    DuckDB reads the JSON itself, which takes a millisecond for any number of rows up to some hundred; a row in VALUES
    takes a fifteenth of one.
    """
    try:
        for name, rows in data.items():
            connection.execute(f'TRUNCATE {catalog(index)}."{name}"')
            if rows == "[]":
                continue
            objects = "SELECT unnest(from_json(?, ?)) AS one"
            shape = json.dumps([fixture["asked"][name]])
            connection.execute(
                f'INSERT INTO {catalog(index)}."{name}" SELECT unnest(one) FROM ({objects})', [rows, shape]
            )
    except duckdb.Error as error:
        raise Failure("fixture_damaged", str(error)) from None


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def failure(error: duckdb.Error, above: int = 0, *, running: bool = False) -> Failure:
    """The verdict that an error of DuckDB's means, with its own message and caret.

    `above` is the number of lines that stand before the text that DuckDB was given; `running` says that it has parsed.
    """
    text = re.sub(r"^LINE (\d+):", lambda line: f"LINE {int(line[1]) + above}:", str(error).strip(), flags=re.MULTILINE)
    text = _NOT_ALLOWED_HERE.sub("", text).strip()
    text = re.sub(r'"[^"]*fixture\.duckdb"', "a fixture", text)  # where it lies is none of the submission's business
    first = text.partition("\n")[0]
    if isinstance(error, duckdb.OutOfMemoryException):
        return Failure("memory_limit", "the query needs more memory than the limit", text)
    corrupt = type(error) is duckdb.Error and text.startswith("Corrupt database")  # has no class of its own
    if corrupt or isinstance(error, duckdb.IOException | duckdb.SerializationException):
        return Failure("fixture_damaged", first, text)
    if isinstance(error, duckdb.ParserException) and not running:
        return Failure("invalid_submission", f"the SQL does not parse: {first.partition(': ')[2]}", text)
    return Failure("runtime_error", first, text)
