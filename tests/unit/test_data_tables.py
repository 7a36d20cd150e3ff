"""A world's tables as Arrow, as a schema and as a digest, against plain Python."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.world import DTYPES, Column, ForeignKey, Invariant, Table
from judge import model
from judge.data.tables import arrow_of, digest_of, schema_of, stream_of

KINDS: dict[str, tuple[list[Any], Any, list[Any], str]] = {  # numpy values, Arrow type, Python values, SQL type
    "integer": ([1, -(2**60) - 1, 0], pa.int64(), [1, -(2**60) - 1, 0], "BIGINT"),
    "float": ([0.5, -0.1, 0.0], pa.float64(), [0.5, -0.1, 0.0], "DOUBLE"),
    "decimal": ([1234, -5, -(10**15)], pa.decimal128(18, 2), [Decimal("12.34"), Decimal("-0.05"), Decimal(-(10**13))],
                "DECIMAL(18,2)"),
    "text": (["", "日本😀", "a\0b"], pa.string(), ["", "日本😀", "a\0b"], "VARCHAR"),
    "boolean": ([True, False, True], pa.bool_(), [True, False, True], "BOOLEAN"),
    "date": (["2024-02-29", "1969-12-31", "0001-01-01"], pa.date32(),
             [date(2024, 2, 29), date(1969, 12, 31), date(1, 1, 1)], "DATE"),
    "timestamp": (["2026-03-01T00:00:00.000001", "1969-12-31T23:59:59", "2026-03-01"], pa.timestamp("us"),
                  [datetime(2026, 3, 1, 0, 0, 0, 1), datetime(1969, 12, 31, 23, 59, 59), datetime(2026, 3, 1)],
                  "TIMESTAMP"),
}  # fmt: skip


def table(kind: Any = "integer", values: Any = (1, 2), nulls: Any = None, **changes: Any) -> Any:
    column = Column(changes.pop("column", "x"), kind, "about", nullable=nulls is not None)
    masks = {} if nulls is None else {column.name: np.array(nulls, dtype=bool)}
    data = {column.name: np.array(values, dtype=DTYPES[column.kind])}
    return Table(changes.pop("name", "t"), (column,), data, masks, **changes)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("nulls", [None, [False, True, False], [True, True, True], [False, False, False]])
def test_every_kind_becomes_its_arrow_type_with_its_values(kind: str, nulls: list[bool] | None) -> None:
    values, arrow_type, wanted, _ = KINDS[kind]
    arrow = arrow_of(table(kind, values, nulls))
    assert arrow.schema == pa.schema([pa.field("x", arrow_type, nullable=nulls is not None)])
    assert arrow["x"].to_pylist() == [
        None if nulls and gone else v for v, gone in zip(wanted, nulls or wanted, strict=True)
    ]
    assert pa.ipc.open_stream(stream_of(arrow)).read_all() == arrow
    arrow.validate(full=True)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_table_keeps_its_types(kind: str) -> None:
    arrow = arrow_of(table(kind, [], []))
    assert (arrow.num_rows, arrow.schema.field("x").type) == (0, KINDS[kind][1])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(-(10**18) + 1, 10**18 - 1), st.booleans())))
def test_decimals_are_hundredths_exactly(cells: list[tuple[int, bool]]) -> None:
    arrow = arrow_of(table("decimal", [value for value, _ in cells], [gone for _, gone in cells]))
    assert arrow["x"].to_pylist() == [None if gone else Decimal(value).scaleb(-2) for value, gone in cells]


def test_the_schema_tells_types_keys_and_rows() -> None:
    key = ForeignKey(("x",), "parents", ("id",))
    gone = ForeignKey(("x",), "nowhere", ("id",))
    loose = ForeignKey(("x",), "parents", ("id",), loose=True)
    own = table("integer", [1, 2, 3], nulls=[False] * 3, key=("x",), foreign_keys=(key, gone, loose))
    parents = table("text", ["a"], name="parents", column="id")
    children, other = schema_of({"t": own, "parents": parents})
    assert (children.name, children.rows, children.key) == ("t", 3, ("x",))
    promised = ((("x",), "parents", ("id",)),)
    assert children.foreign_keys == promised, "one into a table that is not there, or that may dangle, is no promise"
    [column] = children.columns
    assert (column.name, column.sql_type, column.dtype, column.nullable) == ("x", "BIGINT", "Int64", True)
    assert (other.rows, other.columns[0].sql_type, other.columns[0].dtype) == (1, "VARCHAR", "str")
    for kind, (values, _, _, sql_type) in KINDS.items():
        assert schema_of({"t": table(kind, values)})[0].columns[0].sql_type == sql_type


PARENTS = table("integer", [1], name="parents", column="id")
TO_PARENTS, LOOSE = (ForeignKey(("x",), "parents", ("id",), loose=loose) for loose in (False, True))


@pytest.mark.parametrize(
    ("invariant", "foreign_keys", "carried"),
    [
        (Invariant("x", "<=", "x"), (), True),
        (Invariant("parents.id", "<", "x"), (TO_PARENTS,), True),
        (Invariant("x", "<=", "parents.id"), (LOOSE,), True),
        (Invariant("x", "<", "y"), (), False),
        (Invariant("parents.y", "<", "x"), (TO_PARENTS,), False),
        (Invariant("parents.id", "<", "x"), (), False),
        (Invariant("parents.id", "<", "x"), (TO_PARENTS, LOOSE), False),
        (Invariant("nowhere.id", "<", "x"), (ForeignKey(("x",), "nowhere", ("id",)),), False),
    ],
)
def test_the_schema_carries_invariants_of_columns_that_are_there(
    invariant: Invariant, foreign_keys: tuple[ForeignKey, ...], carried: bool
) -> None:
    own = table(foreign_keys=foreign_keys, invariants=(invariant,))
    schema, _ = schema_of({"t": own, "parents": PARENTS})
    assert schema.invariants == (
        (model.Invariant(invariant.left, invariant.operator, invariant.right),) if carried else ()
    )


def test_the_schema_carries_the_columns_of_rows_written_twice_if_all_are_there() -> None:
    assert schema_of({"t": table(alike=("x",))})[0].alike == ("x",)
    assert schema_of({"t": table(alike=("x", "y"))})[0].alike == ()


def test_a_table_of_an_older_world_promises_nothing() -> None:
    class Older:
        name, columns, nulls, key, foreign_keys = "t", (Column("x", "integer", ""),), {}, (), ()  # type: ignore[var-annotated]
        data: ClassVar = {"x": np.array([1])}

        def __len__(self) -> int:
            return 1

    older: Any = Older()
    (schema,) = schema_of({"t": older})
    assert (schema.invariants, schema.alike) == ((), ())


def digest(*tables: Any) -> str:
    return digest_of({one.name: one for one in tables})


BASE = table("text", ["a", "b"])
OTHERS = {
    "another value": table("text", ["a", "c"]),
    "another order": table("text", ["b", "a"]),
    "a row more": table("text", ["a", "b", ""]),
    "no rows": table("text", []),
    "NULL": table("text", ["a", "b"], [False, True]),
    "nullable": table("text", ["a", "b"], [False, False]),
    "an empty text": table("text", ["a", ""]),
    "a moved border": table("text", ["ab", ""]),
    "a separator inside": table("text", ["a\0b", ""]),
    "another column name": table("text", ["a", "b"], column="y"),
    "another table name": table("text", ["a", "b"], name="u"),
    "a case": table("text", ["A", "b"]),
    "a blank": table("text", ["a", "b "]),
    "another kind": table("integer", [1, 2]),
    "hundredths": table("decimal", [1, 2]),
    "floats": table("float", [1.0, 2.0]),
    "a bit of a float": table("float", [1.0, float(np.nextafter(2.0, 3.0))]),
    "instants": table("timestamp", ["1970-01-01", "1970-01-02"]),
    "days": table("date", ["1970-01-01", "1970-01-02"]),
}


def test_the_digest_depends_on_every_value_null_order_and_name() -> None:
    digests = {name: digest(one) for name, one in OTHERS.items()} | {"base": digest(BASE)}
    assert len(set(digests.values())) == len(digests)
    assert digest(BASE, table(name="u")) != digest(table(name="u"), BASE)
    assert digest(BASE, table(name="u")) != digest(BASE)


@settings(max_examples=100, deadline=None)
@given(*[st.lists(st.text(alphabet="a\0b", max_size=3), min_size=3, max_size=3)] * 2)
def test_texts_never_run_together(one: list[str], other: list[str]) -> None:
    assert (digest(table("text", one)) == digest(table("text", other))) == (one == other)


def test_the_digest_depends_on_nothing_else() -> None:
    assert digest(table("text", ["a", "b"], key=("x",), foreign_keys=(ForeignKey(("x",), "t", ("x",)),))) == digest(
        BASE
    )
    described = Table("t", (Column("x", "text", "told in other words"),), dict(BASE.data))
    assert digest(described) == digest(BASE)
    for kind, (values, _, _, _) in KINDS.items():
        null = [False, True, False]
        assert digest(table(kind, values, null)) == digest(table(kind, [values[0], values[2], values[2]], null)), (
            "what lies under a NULL is no content"
        )
    big_endian = table("integer", [1, 2])
    big_endian.data["x"] = big_endian.data["x"].astype(">i8")
    assert digest(big_endian) == digest(table("integer", [1, 2]))
    strided = table("integer", [1, 2])
    strided.data["x"] = np.array([1, 9, 2, 9])[::2]
    assert digest(strided) == digest(table("integer", [1, 2]))
