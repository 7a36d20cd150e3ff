"""Tables as files: the DuckDB file that a fixture is judged on, and what `drill data` writes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from judge.data.fixture import Fixture
from judge.model import Row, TableSchema

Format = Literal["csv", "parquet", "duckdb"]


def write_duckdb(file: Path, schema: Sequence[TableSchema], arrow: Mapping[str, Any], *, keys: bool = False) -> None:
    """Write all tables into a new DuckDB file, NOT NULL declared; with `keys`, primary and foreign keys too.

    The keys build indexes, which cost more than the rows: fixtures are checked when drawn and go without. Raises
    OSError where the file cannot be written.
    """
    import duckdb

    try:
        _write_duckdb(file, schema, arrow, keys=keys)
    except (duckdb.IOException, duckdb.TransactionException) as error:  # a full disk, say
        raise OSError(str(error)) from None


def _write_duckdb(file: Path, schema: Sequence[TableSchema], arrow: Mapping[str, Any], *, keys: bool) -> None:
    import duckdb

    # small blocks: a fixture of ten rows takes 45 KB a table instead of 780
    with duckdb.connect(":memory:", config={"threads": "1", "async_threads": "0"}) as connection:
        connection.execute(f"ATTACH {_text(file)} AS fixture (BLOCK_SIZE 16384)")
        connection.execute("USE fixture")
        for table in _parents_first(schema):
            connection.execute(f'CREATE TABLE "{table.name}" ({", ".join(_definitions(table, keys=keys))})')
            connection.register("incoming", arrow[table.name])
            connection.execute(f'INSERT INTO "{table.name}" FROM incoming')
            connection.unregister("incoming")
        connection.execute("USE memory")
        connection.execute("DETACH fixture")


def planned_files(folder: Path, format: Format, schema: Sequence[TableSchema], name: str) -> list[Path]:
    """What `write_tables` would write: one file a table, or one DuckDB file `<name>.duckdb`."""
    if format == "duckdb":
        return [folder / f"{name}.duckdb"]
    return [folder / f"{table.name}.{format}" for table in schema]


def write_tables(
    files: Sequence[Path], format: Format, schema: Sequence[TableSchema], arrow: Mapping[str, Any]
) -> None:
    """Write the tables into the `planned_files`; a file that is there is replaced, once all are written.

    CSV has a header, NULL is empty, and '' is quoted. A DuckDB file declares the primary and foreign keys. Raises
    OSError where they cannot be written; what was there before is then as it was.
    """
    workplace = Path(tempfile.mkdtemp(prefix=".making-", dir=files[0].parent))
    made = [workplace / file.name for file in files]
    try:
        if format == "duckdb":
            write_duckdb(made[0], schema, arrow, keys=True)
        else:
            _copy(made, format, schema, arrow)
        for new, file in zip(made, files, strict=True):
            new.replace(file)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def _copy(files: Sequence[Path], format: Format, schema: Sequence[TableSchema], arrow: Mapping[str, Any]) -> None:
    import duckdb

    options = "(FORMAT csv, HEADER)" if format == "csv" else "(FORMAT parquet)"
    try:
        with duckdb.connect(":memory:") as connection:
            for table, file in zip(schema, files, strict=True):
                connection.register("outgoing", arrow[table.name])
                connection.execute(f"COPY outgoing TO {_text(file)} {options}")
                connection.unregister("outgoing")
    except duckdb.IOException as error:  # a full disk, say
        raise OSError(str(error)) from None


def read_rows(fixture: Fixture) -> dict[str, list[Row]]:
    """All rows of a fixture, by table."""
    if fixture.path is None:
        import pyarrow as pa

        tables = {name: pa.ipc.open_stream(stream).read_all() for name, stream in fixture.streams}
        return {name: list(zip(*(c.to_pylist() for c in table.columns), strict=True)) for name, table in tables.items()}
    import duckdb

    with duckdb.connect(str(fixture.path), read_only=True) as connection:
        return {table.name: connection.execute(f'FROM "{table.name}"').fetchall() for table in fixture.schema}


def _text(file: Path) -> str:
    return "'" + str(file).replace("'", "''") + "'"


def _parents_first(schema: Sequence[TableSchema]) -> list[TableSchema]:
    ordered: list[TableSchema] = []
    waiting = list(schema)
    while waiting:
        placed = {table.name for table in ordered}
        free = [t for t in waiting if all(parent in placed or parent == t.name for _, parent, _ in t.foreign_keys)]
        ordered += free or waiting  # a circle of keys: the order does not help, DuckDB will say so
        waiting = [table for table in waiting if table not in ordered]
    return ordered


def _definitions(table: TableSchema, *, keys: bool) -> list[str]:
    parts = [f'"{c.name}" {c.sql_type}{"" if c.nullable else " NOT NULL"}' for c in table.columns]
    if keys and table.key:
        parts.append(f"PRIMARY KEY ({', '.join(table.key)})")
    if keys:
        parts += [
            f"FOREIGN KEY ({', '.join(columns)}) REFERENCES {parent} ({', '.join(parent_columns)})"
            for columns, parent, parent_columns in table.foreign_keys
        ]
    return parts
