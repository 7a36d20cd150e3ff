"""Frames on a pipe: four bytes of length, big-endian, and that many bytes."""

from __future__ import annotations

from typing import BinaryIO

MAX_FRAME = 1 << 30


def write(stream: BinaryIO, payload: bytes) -> None:
    stream.write(len(payload).to_bytes(4, "big"))
    stream.write(payload)


def read(stream: BinaryIO) -> bytes | None:
    """The next frame, or None where the stream ends, breaks off, or promises more than `MAX_FRAME`."""
    head = stream.read(4)
    size = int.from_bytes(head, "big")
    if len(head) < 4 or size > MAX_FRAME:
        return None
    payload = stream.read(size)
    return payload if len(payload) == size else None
