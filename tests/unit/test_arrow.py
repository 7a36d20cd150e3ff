"""Arrow answers: what is written comes back, and whatever else comes is a ValueError and never a crash.

And how the frames of an answer, in Arrow and in JSON, become its rows.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judge.columnar import MOST_AS_TUPLES, ColumnRows
from judge.sandbox import arrow, wire
from judge.sandbox.batches import Batches
from judge.sandbox.rows import encode_rows, plain, row_cost
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


def cells(columns: list[Any]) -> list[list[Any]]:
    return [column if isinstance(column, list) else column.to_pylist() for column in columns]


@pytest.mark.parametrize("kind", COLUMNS)
def test_each_type_on_the_list_comes_back(kind: str) -> None:
    of, values = COLUMNS[kind]
    stream = arrow.write([("value", pa.array(values, of))])
    [column], count = arrow.decode(stream, 1, ROOM)
    assert (column.type, count) == (of, 3)
    assert column.to_pylist() == values


def test_several_columns_come_back_in_their_order() -> None:
    numbers, texts = pa.array([1, None]), pa.array(["1", '"x"'])
    columns, count = arrow.decode(arrow.write([("value", numbers), ("json", texts), ("value", texts)]), 3, ROOM)
    assert (cells(columns), count) == ([[1, None], [1, "x"], ["1", '"x"']], 2)


def test_what_arrow_has_no_column_for_comes_as_json() -> None:
    texts = ["1", '"x"', '{"decimal":"1.50"}', "[1,null]", "NaN", None]
    [column], count = arrow.decode(arrow.write([("json", pa.array(texts))]), 1, ROOM)
    assert isinstance(column, list)
    assert count == 6
    assert repr(column) == repr([1, "x", Decimal("1.50"), [1, None], math.nan, None])


@pytest.mark.parametrize("held", ["value", "json"])
def test_nan_and_null_lie_apart_on_the_wire(held: str) -> None:
    """What NaN stands for is told by the language of the answer, and asked when it is compared."""
    array = pa.array([1.0, math.nan, None], from_pandas=False) if held == "value" else pa.array(["1.0", "NaN", None])
    columns, _ = arrow.decode(arrow.write([(held, array)]), 1, ROOM)
    assert repr(cells(columns)) == repr([[1.0, math.nan, None]])


def test_more_rows_than_there_may_be_are_too_much_before_any_is_made() -> None:
    stream = arrow.write([("value", pa.nulls(1_000_000, pa.bool_()))])
    with pytest.raises(TooMuch):
        arrow.decode(stream, 1, 999_999 * row_cost(1))
    assert arrow.decode(stream, 1, 1_000_000 * row_cost(1))[1] == 1_000_000


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
        arrow.decode(REFUSED[what](), 1, ROOM)


def test_a_text_whose_offsets_point_outside_is_a_value_error() -> None:
    stream = bytearray(arrow.write([("value", pa.array(["abc", "def"]))]))
    offsets = bytes(stream).index(struct.pack("<3i", 0, 3, 6))
    for lie in ((0, 3, 2**30), (0, 6, 3), (-5, 3, 6)):
        struct.pack_into("<3i", stream, offsets, *lie)
        with pytest.raises(ValueError, match=r"."):
            arrow.decode(bytes(stream), 1, ROOM)


def test_a_text_that_is_no_utf8_is_a_value_error() -> None:
    stream = bytearray(arrow.write([("value", pa.array(["abc"]))]))
    stream[bytes(stream).index(b"abc")] = 0xFF
    with pytest.raises(ValueError, match=r"."):
        arrow.decode(bytes(stream), 1, ROOM)


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


def json_frame(*rows: tuple[Any, ...]) -> bytes:
    return wire.JSON + encode_rows([[plain(cell) for cell in row] for row in rows])


def arrow_frame(*columns: tuple[str, Any]) -> bytes:
    return wire.ARROW + arrow.write(list(columns))


def gathered(width: int, *frames: bytes, room: int = ROOM) -> Batches:
    batches = Batches(width, room)
    for frame in frames:
        batches.add(frame)
    return batches


def test_frames_are_gathered_in_their_order() -> None:
    batches = gathered(
        2,
        json_frame((1, "a"), (2, None)),
        arrow_frame(("value", pa.array([3, None])), ("json", pa.array(['"b"', "[1]"]))),
        json_frame((5, "c")),
    )
    rows = batches.rows()
    assert isinstance(rows, list)
    assert batches.count == 5
    assert rows == [(1, "a"), (2, None), (3, "b"), (None, [1]), (5, "c")]


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"P[[1]]",
        wire.JSON,
        wire.JSON + b"[]",
        wire.JSON + b"[[1,2]]",
        wire.ARROW,
        wire.ARROW + b"nothing of the kind",
        wire.ARROW + arrow.write([("value", pa.array([], pa.int64()))]),
        wire.ARROW + arrow.write([("value", pa.array([1])), ("value", pa.array([1]))]),
    ],
    ids=range(9),
)
def test_a_frame_that_is_no_batch_of_rows_is_a_value_error(frame: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        gathered(1, frame)


def test_the_room_is_that_of_all_frames_together() -> None:
    frames = [json_frame((1,), (2,)), arrow_frame(("value", pa.array([1, 2, 3])))]
    assert gathered(1, *frames, room=5 * row_cost(1)).count == 5
    for order in (frames, frames[::-1]):
        with pytest.raises(TooMuch):
            gathered(1, *order, room=5 * row_cost(1) - 1)


MANY = MOST_AS_TUPLES
INTEGERS = pa.array(range(MANY))


def test_many_rows_stay_in_columns_once_one_frame_came_in_arrow() -> None:
    few = gathered(1, arrow_frame(("value", INTEGERS))).rows()
    assert isinstance(few, list)
    rows = gathered(1, arrow_frame(("value", INTEGERS)), json_frame((-1,))).rows()
    assert isinstance(rows, ColumnRows)
    assert rows.columns[0].type == pa.int64()
    assert (len(rows), rows[0], rows[MANY - 1], rows[MANY]) == (MANY + 1, (0,), (MANY - 1,), (-1,))
    assert isinstance(gathered(1, json_frame(*[(n,) for n in range(MANY + 1)])).rows(), list)


CELLS_OF: dict[str, tuple[Any, Any]] = {
    "int64": (pa.int64(), 7),
    "int8": (pa.int8(), 7),
    "uint64": (pa.uint64(), 2**63),
    "double": (pa.float64(), 0.5),
    "float": (pa.float32(), 0.5),
    "bool": (pa.bool_(), True),
    "string": (pa.string(), "ø"),
    "large_string": (pa.large_string(), "ø"),
    "date": (pa.date32(), date(2024, 2, 29)),
    "timestamp": (pa.timestamp("us"), datetime(2024, 2, 29, 12)),
    "duration": (pa.duration("us"), timedelta(hours=1)),
}
FROM_JSON = [
    None,
    True,
    3,
    2**70,
    1.5,
    2.0,
    math.nan,
    "x",
    "3",
    Decimal("1.5"),
    date(2024, 1, 1),
    datetime(2024, 1, 1),
    datetime(2024, 1, 1, 12),
    datetime(2024, 1, 1, 12, tzinfo=UTC),
    time(1),
    timedelta(seconds=5),
    b"x",
    [1],
    {"a": 1},
]


@pytest.mark.parametrize("of", CELLS_OF)
def test_joined_to_arrow_a_cell_of_json_stays_what_it_is(of: str) -> None:
    """Or the column is a list of Python values: 1.5 is not 1, nor an instant its day, nor a number of days a date."""
    kind, value = CELLS_OF[of]
    for json in FROM_JSON:
        whole = arrow.joined([pa.array([value], kind), [json]], kind)
        if whole is not None:
            assert repr(whole.to_pylist()) == repr([value, json])
            assert whole.type == kind


@pytest.mark.parametrize("of", ["int64", "date", "large_string"])
def test_many_rows_hold_the_cells_that_came(of: str) -> None:
    kind, value = CELLS_OF[of]
    frame = arrow_frame(("value", pa.array([value] * MANY, kind)))
    for json in FROM_JSON:
        rows = gathered(1, json_frame((json,)), frame).rows()
        assert isinstance(rows, ColumnRows)
        assert repr(rows[:2]) == repr([(json,), (value,)])


def test_columns_of_two_arrow_types_hold_python_values() -> None:
    texts = pa.array(["a"] * MANY)
    rows = gathered(1, arrow_frame(("value", INTEGERS)), arrow_frame(("value", texts))).rows()
    assert isinstance(rows, ColumnRows)
    assert isinstance(rows.columns[0], list)
    assert (rows[MANY - 1], rows[MANY]) == ((MANY - 1,), ("a",))
