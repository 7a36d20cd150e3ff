"""A world's numpy tables as Arrow tables, as a schema, and as a digest of their typed rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from judge.data.worlds import ColumnLike, TableLike, promises
from judge.model import Invariant, TableColumn, TableSchema

SQL_TYPES = {
    "integer": "BIGINT",
    "float": "DOUBLE",
    "decimal": "DECIMAL(18,2)",
    "text": "VARCHAR",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}
ARROW: dict[str, Any] = {
    "integer": pa.int64(),
    "float": pa.float64(),
    "decimal": pa.decimal128(18, 2),
    "text": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
}
_DTYPES = {
    "integer": ("int64", "Int64"),
    "float": ("float64", "float64"),
    "decimal": ("float64", "float64"),
    "text": ("str", "str"),
    "boolean": ("bool", "boolean"),
    "date": ("datetime64[us]", "datetime64[us]"),
    "timestamp": ("datetime64[us]", "datetime64[us]"),
}


def schema_of(tables: Mapping[str, TableLike]) -> tuple[TableSchema, ...]:
    """What a candidate may know of the tables: names, both types, keys, and the number of rows."""
    return tuple(
        TableSchema(
            table.name,
            len(table),
            tuple(
                TableColumn(c.name, SQL_TYPES[c.kind], _DTYPES[c.kind][c.nullable], c.about, c.nullable)
                for c in table.columns
            ),
            table.key,
            tuple(
                (f.columns, f.parent, f.parent_columns)
                for f in table.foreign_keys
                if f.parent in tables and not f.loose
            ),
            tuple(_invariants(table, tables)),
            _alike(table),
        )
        for table in tables.values()
    )


def _invariants(table: TableLike, tables: Mapping[str, TableLike]) -> Iterator[Invariant]:
    """Those between columns that are there, of this table or of one that it refers to by one foreign key."""
    there = {column.name for column in table.columns}
    parents = [foreign.parent for foreign in table.foreign_keys]
    for parent in tables.keys() & set(parents):
        if parents.count(parent) == 1:
            there |= {f"{parent}.{column.name}" for column in tables[parent].columns}
    for promise in promises(table)[0]:
        if {promise.left, promise.right} <= there:
            yield Invariant(promise.left, promise.operator, promise.right)


def _alike(table: TableLike) -> tuple[str, ...]:
    alike = promises(table)[1]
    return alike if {*alike} <= {column.name for column in table.columns} else ()


def arrow_of(table: TableLike) -> Any:
    """The table as a pyarrow.Table: NOT NULL columns are so in its schema, decimals are decimal128(18, 2)."""
    fields = [pa.field(c.name, ARROW[c.kind], nullable=c.nullable) for c in table.columns]
    return pa.Table.from_arrays([_column(table, c) for c in table.columns], schema=pa.schema(fields))


def _column(table: TableLike, column: ColumnLike) -> Any:
    values = table.data[column.name]
    mask = table.nulls.get(column.name)
    if mask is not None and not column.nullable and mask.any():
        raise ValueError(f"{table.name}.{column.name} holds NULL, and it is not nullable")
    if column.kind == "decimal":
        return _decimals(values, mask)
    if column.kind == "date":
        values = values.astype("datetime64[D]")
    return pa.array(values, type=ARROW[column.kind], mask=mask)


def _decimals(hundredths: Any, mask: Any) -> Any:
    """128-bit decimals from int64 hundredths, their sign extended, without a Python object for each."""
    halves = np.empty((len(hundredths), 2), dtype="<i8")
    halves[:, 0] = hundredths
    halves[:, 1] = hundredths >> 63
    valid = None if mask is None else pa.array(~mask).buffers()[1]
    return pa.Array.from_buffers(ARROW["decimal"], len(hundredths), [valid, pa.py_buffer(halves.tobytes())])


def digest_of(tables: Mapping[str, TableLike]) -> str:
    """A hash of the typed rows in their order: of names, kinds, values and NULLs, and of no file format."""
    digest = hashlib.sha256()
    for table in tables.values():
        digest.update(f"{table.name} {len(table)}\n".encode())
        for column in table.columns:
            digest.update(f"{column.name} {column.kind} {column.nullable}\n".encode())
            mask = table.nulls.get(column.name, np.zeros(len(table), dtype=bool))
            digest.update(np.packbits(mask).tobytes())
            digest.update(_bytes(table.data[column.name], mask))
    return digest.hexdigest()


def _bytes(values: Any, mask: Any) -> bytes:
    if values.dtype == object:
        texts = [text.encode() for text in np.where(mask, "", values).tolist()]
        return np.fromiter(map(len, texts), dtype="<i8", count=len(texts)).tobytes() + b"".join(texts)
    filler = np.zeros(1, dtype=values.dtype)[0]
    canonical = np.where(mask, filler, values)
    return bytes(canonical.astype(canonical.dtype.newbyteorder("<")).tobytes())


def stream_of(table: Any) -> bytes:
    """A pyarrow.Table as one Arrow IPC stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue().to_pybytes())
