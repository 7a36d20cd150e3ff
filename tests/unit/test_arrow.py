"""Arrow answers: what is written comes back, and whatever else comes is a ValueError and never a crash."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judge.sandbox import arrow
from judge.sandbox.rows import row_cost
from judge.sandbox.wire import TooMuch
from tests.fuzz import MUTATIONS, SEEDS, decoded, mutated

ROOM = 1 << 30
COLUMNS: dict[str, tuple[Any, list[Any]]] = {
    "bool": (pa.bool_(), [True, False, None]),
    "int8": (pa.int8(), [-128, 127, None]),
    "int64": (pa.int64(), [-(2**63), 2**63 - 1, None]),
    "uint64": (pa.uint64(), [0, 2**64 - 1, None]),
    "float": (pa.float32(), [0.5, math.inf, None]),
    "double": (pa.float64(), [0.1, -math.inf, None]),
    "string": (pa.string(), ["", "größe", None]),
    "large_string": (pa.large_string(), ["x" * 1000, "\0", None]),
    "date32": (pa.date32(), [date.min, date.max, None]),
    "timestamp": (pa.timestamp("us"), [datetime.min, datetime.max, None]),
    "duration": (pa.duration("us"), [timedelta(microseconds=-1), timedelta(days=9), None]),
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_each_type_on_the_list_comes_back(kind: str) -> None:
    of, values = COLUMNS[kind]
    stream = arrow.write([("value", pa.array(values, of))])
    assert arrow.decode(stream, 1, ROOM, nan_is_missing=False) == [(value,) for value in values]


def test_what_arrow_has_no_column_for_comes_as_json() -> None:
    cells = ["1", '"x"', '{"decimal":"1.50"}', "[1,null]", "NaN", None]
    stream = arrow.write([("json", pa.array(cells))])
    rows = [row for (row,) in arrow.decode(stream, 1, ROOM, nan_is_missing=True)]
    assert rows == [1, "x", Decimal("1.50"), [1, None], None, None]


def test_nan_and_null_lie_apart_on_the_wire_and_pandas_means_both_as_missing() -> None:
    column = pa.array([1.0, math.nan, None], from_pandas=False)
    for held, array in (("value", column), ("json", pa.array(["1.0", "NaN", None]))):
        stream = arrow.write([(held, array)])
        one, nan, null = (cell for (cell,) in arrow.decode(stream, 1, ROOM, nan_is_missing=False))
        assert (one, null) == (1.0, None)
        assert math.isnan(nan)
        assert arrow.decode(stream, 1, ROOM, nan_is_missing=True) == [(1.0,), (None,), (None,)]


def test_more_rows_than_there_may_be_are_too_much_before_any_is_made() -> None:
    stream = arrow.write([("value", pa.nulls(1_000_000, pa.bool_()))])
    with pytest.raises(TooMuch):
        arrow.decode(stream, 1, 999_999 * row_cost(1), nan_is_missing=True)


def _stream(column: Any, name: str = "value", **options: Any) -> bytes:
    sink = pa.BufferOutputStream()
    batch = pa.record_batch([column], names=[name])
    with pa.ipc.new_stream(sink, batch.schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def _old(column: Any) -> bytes:
    """Compressed, and told as it was before 2020: metadata of the message in place of a field of the batch."""
    return _stream(column, compression="zstd", metadata_version=pa.ipc.MetadataVersion.V4)


ONE = pa.array([1, 2])
REFUSED: dict[str, Callable[[], bytes]] = {
    "null": lambda: _stream(pa.nulls(10)),
    "dictionary": lambda: _stream(pa.array(["a"]).dictionary_encode()),
    "string views": lambda: _stream(pa.array(["a"], pa.string_view())),
    "runs": lambda: _stream(pa.RunEndEncodedArray.from_arrays([10**9], [1])),
    "lists": lambda: _stream(pa.array([[1]])),
    "structs": lambda: _stream(pa.array([{"a": 1}])),
    "binary": lambda: _stream(pa.array([b"a"])),
    "nanoseconds": lambda: _stream(pa.array([1], pa.timestamp("ns"))),
    "a zone": lambda: _stream(pa.array([1], pa.timestamp("us", "UTC"))),
    "an extension": lambda: _stream(pa.array([b"x" * 16], pa.uuid())),
    "another name": lambda: _stream(ONE, "pickle"),
    "zstd": lambda: _stream(pa.nulls(10**6, pa.int64()), compression="zstd"),
    "lz4": lambda: _stream(pa.nulls(10**6, pa.int64()), compression="lz4"),
    "zstd, as version 4 said it": lambda: _old(pa.nulls(10**6, pa.int64())),
    "version 4": lambda: _stream(ONE, metadata_version=pa.ipc.MetadataVersion.V4),
    "no json": lambda: _stream(pa.array(["{"]), "json"),
    "json of numbers": lambda: _stream(ONE, "json"),
    "nothing": lambda: b"",
    "no stream": lambda: b"not a stream at all",
    "cut": lambda: _stream(ONE)[:-20],
    "two columns": lambda: arrow.write([("value", ONE), ("value", ONE)]),
    "a file": lambda: b"ARROW1\0\0" + _stream(ONE),
}


@pytest.mark.parametrize("what", REFUSED)
def test_anything_else_is_a_value_error(what: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        arrow.decode(REFUSED[what](), 1, ROOM, nan_is_missing=True)


def test_a_text_whose_offsets_point_outside_is_a_value_error() -> None:
    stream = bytearray(arrow.write([("value", pa.array(["abc", "def"]))]))
    offsets = bytes(stream).index(struct.pack("<3i", 0, 3, 6))
    for lie in ((0, 3, 2**30), (0, 6, 3), (-5, 3, 6)):
        struct.pack_into("<3i", stream, offsets, *lie)
        with pytest.raises(ValueError, match=r"."):
            arrow.decode(bytes(stream), 1, ROOM, nan_is_missing=True)


def test_a_text_that_is_no_utf8_is_a_value_error() -> None:
    stream = bytearray(arrow.write([("value", pa.array(["abc"]))]))
    stream[bytes(stream).index(b"abc")] = 0xFF
    with pytest.raises(ValueError, match=r"."):
        arrow.decode(bytes(stream), 1, ROOM, nan_is_missing=True)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(SEEDS), st.lists(MUTATIONS, min_size=1, max_size=8))
def test_a_mutated_stream_gives_rows_or_an_error_and_never_a_crash(seed: bytes, changes: list[Any]) -> None:
    decoded(mutated(seed, changes))


@pytest.mark.parametrize(
    ("array", "outside"),
    [
        (pa.array([0], pa.timestamp("us")), False),
        (pa.array([None], pa.timestamp("us")), False),
        (pa.array([2**62], pa.timestamp("us")), True),
        (pa.array([-(2**62), 0], pa.timestamp("us")), True),
        (pa.array([date.max, None]), False),
        (pa.array([3_000_000], pa.int32()).cast(pa.date32()), True),
        (pa.array([2**62]), False),
        (pa.array([2**63 - 1], pa.duration("us")), False),
    ],
)
def test_the_years_1_to_9999(array: Any, outside: bool) -> None:
    assert arrow.outside_calendar(array) is outside
