"""Rows as typed JSON: what crosses between parent and worker, and what the cache keeps. Nothing is ever unpickled.

Numbers, texts, booleans, NULL and lists are JSON's own (NaN and infinities as Python's json writes them); every
other type is an object with one key that names it: `{"date": "2026-03-01"}`.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from judge.model import ResultSet

_MICROSECOND = timedelta(microseconds=1)


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


def plain(value: object) -> object:
    """Mark the dicts inside a nested value, since a JSON object means a tag; map keys need not be texts."""
    if isinstance(value, dict):
        return {"struct": [[plain(key), plain(item)] for key, item in value.items()]}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def encode_rows(rows: list[Any]) -> bytes:
    """Rows of cells as JSON; raises TypeError for a value of a type that has no encoding."""
    return json.dumps(rows, default=_tagged, separators=(",", ":")).encode()


def decode_rows(payload: bytes) -> list[tuple[Any, ...]]:
    """Rows as tuples; raises ValueError where the bytes are not what `encode_rows` writes."""
    try:
        rows = json.loads(payload, object_hook=_untagged)
        return [tuple(row) for row in rows]
    except (KeyError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        raise ValueError(f"not an answer frame: {error}") from None


def encode_result(result: ResultSet) -> bytes:
    """A whole result in one piece with a checksum, as the cache of expected results keeps it."""
    about = {"columns": result.columns, "types": result.types, "rows": len(result.rows)}
    body = encode_rows([[plain(cell) for cell in row] for row in result.rows])
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
        return ResultSet(tuple(about["columns"]), tuple(about["types"]), decode_rows(body))
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a result: {error}") from None
