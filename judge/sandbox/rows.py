"""Rows as typed JSON: what crosses between parent and worker, and what the cache keeps. Nothing is ever unpickled.

Numbers, texts, booleans, NULL and lists are JSON's own (NaN and infinities as Python's json writes them); every
other type is an object with one key that names it: `{"date": "2026-03-01"}`.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from judge.sandbox.wire import TooMuch

if TYPE_CHECKING:
    from judge.model import ResultSet

_MICROSECOND = timedelta(microseconds=1)
_LIST_COST, _CELL_COST = 64, 40
_TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')
DEEPEST = 100  # what compares and prints nested values calls itself for each level


def _tagged(value: object) -> object:
    match value:
        case Decimal():
            return {"decimal": str(value)}
        case datetime():
            instant = value if value.tzinfo is None else value.astimezone(UTC)
            return {"timestamp": instant.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case timedelta():
            return {"interval": value // _MICROSECOND}
        case bytes() | bytearray() | memoryview():
            return {"blob": bytes(value).hex()}
        case UUID():
            return str(value)
    raise TypeError(f"a {type(value).__name__} cannot be handed over")


_UNTAG: dict[str, Callable[[Any], Any]] = {
    "decimal": Decimal,
    "timestamp": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "interval": lambda microseconds: timedelta(microseconds=microseconds),
    "blob": bytes.fromhex,
    "struct": dict,
}


def _untagged(tagged: dict[str, Any]) -> Any:
    [(tag, value)] = tagged.items()
    return _UNTAG[tag](value)


def plain(value: object, depth: int = 0) -> object:
    """Mark the dicts inside a nested value, since a JSON object means a tag; map keys need not be texts.

    Raises ValueError where values lie too deep in one another.
    """
    if depth > DEEPEST:
        raise ValueError(f"it is nested more than {DEEPEST} deep")
    if isinstance(value, dict):
        return {"struct": [[plain(key, depth + 1), plain(item, depth + 1)] for key, item in value.items()]}
    if isinstance(value, list | tuple):
        return [plain(item, depth + 1) for item in value]
    return value


_ENCODER = json.JSONEncoder(default=_tagged, separators=(",", ":"))


def encode_cell(value: Any) -> str:
    """One value as JSON; raises TypeError for one of a type that has no encoding."""
    return _ENCODER.encode(value)


def typed(value: Any) -> Any:
    """One value as `encode_rows` writes it, but NaN and infinities too as tagged texts: strict JSON has none."""
    return json.loads(encode_cell(plain(value)), parse_constant=lambda name: {"float": name})


def encode_rows(rows: list[Any]) -> bytes:
    """Rows of cells as JSON; raises TypeError for a value of a type that has no encoding."""
    return _ENCODER.encode(rows).encode()


def encode_nested(rows: Iterable[Sequence[Any]]) -> bytes:
    """The same of rows that may hold dicts."""
    return encode_rows([[plain(cell) for cell in row] for row in rows])


def row_cost(width: int) -> int:
    """The bytes that a row of `width` cells counts at least, as Python holds them: a bit of Arrow's takes as many."""
    return _LIST_COST + _CELL_COST * width


def decode_rows(payload: bytes, width: int, room: int = sys.maxsize) -> list[tuple[Any, ...]]:
    """Rows of `width` cells as tuples; raises ValueError where the bytes are not what `encode_rows` writes.

    Raises TooMuch where the rows, or lists in them, count more than `room` bytes.
    """
    check_size(payload, room)
    rows = _decoded(payload)
    if not isinstance(rows, list) or any(type(row) is not list or len(row) != width for row in rows):
        raise ValueError("not rows of the promised width")
    if len(rows) * row_cost(width) > room:
        raise TooMuch
    if payload.count(b"[") > len(rows) + 1 or b'"struct"' in payload:  # to look at each cell takes 10 times as long
        _check_nesting(rows)
    return [tuple(row) for row in rows]


def check_size(payload: bytes, room: int) -> None:
    """Raise TooMuch where what the JSON stands for takes more than `room` bytes, as Python holds it."""
    if _size(payload) <= room:
        return
    texts = (payload.count(b'"') - payload.count(b'\\"')) // 2  # at least: to find each one takes 50 times as long
    if texts * _CELL_COST > room or _size(_TEXT.sub(b'""', payload)) > room:  # what stands within them is none of it
        raise TooMuch


def _size(payload: bytes) -> int:
    """Each comma tells of a cell, each bracket of a list, that may be empty, and each brace of a tagged value."""
    return payload.count(b",") * _CELL_COST + (payload.count(b"[") + payload.count(b"{")) * _LIST_COST


def decode_cells(cells: list[str | None], room: int) -> list[Any]:
    """What `encode_cell` wrote, None for None; raises ValueError, and TooMuch for more than `room` bytes in all."""
    check_size(",".join(cell for cell in cells if cell is not None).encode(), room)
    return [None if cell is None else _decoded_cell(cell) for cell in cells]


def _decoded_cell(text: str) -> Any:
    value = _decoded(text)
    _check_nesting(value)
    return value


def _decoded(payload: bytes | str) -> Any:
    try:
        return json.loads(payload, object_hook=_untagged)
    except (KeyError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        raise ValueError(f"not an answer frame: {error}") from None


def _check_nesting(value: Any) -> None:
    """Raise ValueError where lists and dicts lie too deep in one another."""
    level = [value]
    for _ in range(DEEPEST + 3):  # the rows and each row are lists too
        containers = [item for item in level if isinstance(item, list | dict)]
        if not containers:
            return
        level = [item for one in containers for item in (one if isinstance(one, list) else [*one, *one.values()])]
    raise ValueError(f"values are nested more than {DEEPEST} deep")


def encode_result(result: ResultSet) -> bytes:
    """A whole result in one piece with a checksum, as the cache of expected results keeps it."""
    about = {"columns": result.columns, "types": result.types, "rows": len(result.rows)}
    if result.limit is not None:
        about |= {"limit": result.limit, "tied": result.tied}
    body = encode_nested(result.rows)
    return json.dumps(about | {"crc": _crc(about, body)}).encode() + b"\n" + body


def _crc(about: dict[str, Any], body: bytes) -> int:
    return zlib.crc32(body, zlib.crc32(json.dumps(about).encode()))


def decode_result(payload: bytes) -> ResultSet:
    """The inverse of `encode_result`; raises ValueError for anything else, a file cut short or altered included."""
    from judge.model import ResultSet  # takes 15 ms, and the worker has no use for it

    head, _, body = payload.partition(b"\n")
    try:
        about = json.loads(head)
        if about.pop("crc") != _crc(about, body):
            raise ValueError("the checksum differs")
        columns = tuple(about["columns"])
        rows = decode_rows(body, len(columns))
        return ResultSet(columns, tuple(about["types"]), rows, limit=about.get("limit"), tied=about.get("tied", 0))
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a result: {error}") from None
