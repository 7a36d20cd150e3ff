"""Arrow streams as answers: written by a worker, read by the parent as what a stranger sent.

A frame is one stream of one batch. A column's name says how its cells are held: `value`, as Arrow's own;
or `json`, each a text as `rows` writes it, for what Arrow has no column for (mixed objects, lists, huge integers).
The names that a candidate gave, repeated or no texts at all, travel in the head of the answer and not here. pyarrow
takes 80 ms to import, so functions do that, and a small SQL answer never.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from judge.sandbox.rows import decode_cells, row_cost
from judge.sandbox.wire import TooMuch

TYPES = frozenset(
    {
        *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double"),
        *("string", "large_string", "date32[day]", "timestamp[us]", "duration[us]"),
    }
)
# places of fields in the tables of Arrow's Message.fbs, and the version that all writers use since 2020
_VERSION, _HEADER, _CUSTOM_METADATA, _V5 = 0, 2, 4, 4
_COMPRESSION = 3  # of RecordBatch
_MESSAGES = ["schema", "record batch"]
_EPOCH = datetime(1970, 1, 1)
_DAYS = (date.min - _EPOCH.date()).days, (date.max - _EPOCH.date()).days
_MICROSECONDS = tuple((end - _EPOCH) // timedelta(microseconds=1) for end in (datetime.min, datetime.max))
_PYTHON: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "float": (),  # of 32 bits: no other float is one
    "double": (float,),
    "string": (str,),
    "large_string": (str,),
    "date32[day]": (date,),
    "timestamp[us]": (datetime,),
    "duration[us]": (timedelta,),
}
_BOUNDS = {"date32[day]": _DAYS, "timestamp[us]": _MICROSECONDS}


def outside_calendar(array: Any) -> bool:
    """Whether an array of dates or instants holds one that Python's calendar, the years 1 to 9999, does not have."""
    import pyarrow as pa
    import pyarrow.compute as pc

    bounds = _BOUNDS.get(str(array.type))
    if bounds is None or array.null_count == len(array):
        return False
    first, last = bounds
    ends = pc.min_max(array.cast(pa.int32() if pa.types.is_date(array.type) else pa.int64()))
    return bool(ends["min"].as_py() < first or ends["max"].as_py() > last)


def write(columns: list[tuple[str, Any]]) -> bytes:
    """A stream of one batch from ("value" or "json", Arrow array) of equal lengths."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    batch = pa.record_batch([array for _, array in columns], names=[held for held, _ in columns])
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def decode(payload: bytes, width: int, room: int) -> tuple[list[Any], int]:
    """The columns of a stream, Arrow arrays and lists of plain values, and how many rows they have.

    There are `width` columns, and TooMuch is raised where the rows count more than `room` bytes. Raises ValueError for
    anything but a whole stream whose types are on the list, uncompressed (a few bytes could stand for gigabytes), and
    whose buffers hold what they say: offsets in order and within bounds, texts in UTF-8, times in the calendar.
    """
    import pyarrow as pa

    try:
        _check_messages(payload)
        reader = pa.ipc.open_stream(pa.py_buffer(payload))
        schema = reader.schema
        if len(schema) != width:
            raise ValueError(f"{len(schema)} columns in place of {width}")
        for field in schema:
            if str(field.type) not in TYPES or field.name not in ("value", "json"):
                raise ValueError(f"a column of {field.type} called {field.name!r} is no answer")
        batch = reader.read_next_batch()
        room -= batch.num_rows * row_cost(width)
        if room < 0:
            raise TooMuch
        batch.validate(full=True)
        columns = zip(schema, batch.columns, strict=True)
        return [_column(field.name, column, room) for field, column in columns], batch.num_rows
    except (pa.ArrowException, struct.error, ArithmeticError, AttributeError, OSError, TypeError) as error:
        raise ValueError(f"not an Arrow stream of an answer: {error}") from None


def joined(pieces: Sequence[Any], kind: Any) -> Any:
    """Arrow arrays of type `kind` and lists of Python values in one array; None where a value is of another type."""
    import pyarrow as pa

    python = {type(None), *_PYTHON.get(str(kind), (int,))}  # else pyarrow makes 1 of 1.5
    if any(not python.issuperset(map(type, piece)) for piece in pieces if isinstance(piece, list)):
        return None
    if datetime in python and any(
        cell is not None and cell.tzinfo for piece in pieces if isinstance(piece, list) for cell in piece
    ):
        return None
    try:
        return pa.chunked_array([pa.array(piece, kind) if isinstance(piece, list) else piece for piece in pieces])
    except (pa.ArrowException, OverflowError, UnicodeEncodeError):
        return None


def _check_messages(payload: bytes) -> None:
    """Look at the messages of a stream before anything in them is read. Raises ValueError and struct.error.

    (Read one by one, they crash pyarrow 26 where the first is no schema; `open_stream` has no such fault.)
    """
    import pyarrow as pa

    messages = pa.ipc.MessageReader.open_stream(pa.py_buffer(payload))
    found: list[str] = []
    with suppress(StopIteration):
        while len(found) <= len(_MESSAGES):
            message = messages.read_next_message()
            found.append(message.type)
            _check_message(message.metadata.to_pybytes(), batch=message.type == "record batch")
    if found != _MESSAGES:
        raise ValueError(f"{', '.join(map(str, found))} in place of {', '.join(_MESSAGES)}")


def _check_message(metadata: bytes, *, batch: bool) -> None:
    """Refuse compression, in which a few bytes stand for gigabytes, whether it is said as today or as it once was."""
    message = _table(metadata, 0)
    version = _field(metadata, message, _VERSION)
    if not version or struct.unpack_from("<h", metadata, message + version) != (_V5,):
        raise ValueError("an old version of Arrow")
    if _field(metadata, message, _CUSTOM_METADATA):
        raise ValueError("a message with metadata of its own")
    if batch and _field(metadata, _table(metadata, message + _field(metadata, message, _HEADER)), _COMPRESSION):
        raise ValueError("a compressed batch")


def _column(held: str, column: Any, room: int) -> Any:
    if held == "json":
        return decode_cells(column.to_pylist(), room)
    if outside_calendar(column):
        raise ValueError("a time that is out of bounds")
    return column


def _table(metadata: bytes, place: int) -> int:
    """Where the table is to which the offset at `place` points (FlatBuffers)."""
    return place + int(struct.unpack_from("<I", metadata, place)[0])


def _field(metadata: bytes, table: int, field: int) -> int:
    """The offset of a field within its table, 0 where it is absent. Raises struct.error.

    A table begins with the distance to its vtable, which holds its own size, the table's, and then these offsets.
    """
    (back,) = struct.unpack_from("<i", metadata, table)
    vtable = table - back
    (size,) = struct.unpack_from("<H", metadata, vtable)
    slot = 4 + 2 * field
    return int(struct.unpack_from("<H", metadata, vtable + slot)[0]) if slot < size else 0
