"""Frames on a pipe: four bytes of length, big-endian, and that many bytes; and what else crosses."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import socket

MAX_FRAME = 1 << 30
JSON, ARROW = b"J", b"A"  # how the rows in a frame are written
FILES_AT_ONCE = 200  # descriptors in one message of a Unix socket; the kernel takes 253


def waits(stream: socket.socket, seconds: float) -> bool:
    """Whether something can be read from a socket, or its other end is closed, within so many seconds."""
    import select

    waiting = select.poll()  # select() itself knows no descriptor above 1023
    waiting.register(stream, select.POLLIN)
    return bool(waiting.poll(max(0.0, seconds) * 1000))


class TooMuch(Exception):
    """More was promised than is taken."""


def write(stream: BinaryIO, payload: bytes) -> None:
    stream.write(len(payload).to_bytes(4, "big"))
    stream.write(payload)


def read(stream: BinaryIO, most: int = MAX_FRAME) -> bytes | None:
    """The next frame, or None where the stream ends or breaks off; raises TooMuch for one of more than `most` bytes."""
    head = stream.read(4)
    size = int.from_bytes(head, "big")
    if len(head) < 4:
        return None
    if size > most:
        raise TooMuch
    payload = stream.read(size)
    return payload if len(payload) == size else None
