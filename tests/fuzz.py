"""Arrow streams as an attacker would bend them: bytes flipped, cut, repeated, numbers put in the place of others.

`python -m tests.fuzz N [SEED]` reads N of them; a crash of the reader ends the process, which `make prove` notices.
"""

from __future__ import annotations

import random
import struct
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from judge.sandbox import arrow
from judge.sandbox.wire import TooMuch

_WIDTHS = (1, 2, 3)
SEEDS = [
    arrow.write([("value", pa.array([1, 2, None]))]),
    arrow.write([("value", pa.array(["abc", "", None])), ("value", pa.array([0.5, None, 2.0]))]),
    arrow.write(
        [
            ("json", pa.array(["1", "[2]", None], pa.large_string())),
            ("value", pa.array([True, None, False])),
            ("value", pa.array([datetime(2026, 3, 1)] * 3, pa.timestamp("us"))),
        ]
    ),
]
NUMBERS = (0, 1, 2, 7, 8, 127, 255, 2**15, 2**16, 2**31 - 1, 2**31, 2**32 - 1, 2**60, 2**63 - 1, 2**63, 2**64 - 1)

Mutation = tuple[str, int, int]
MUTATIONS: st.SearchStrategy[Mutation] = st.tuples(
    st.sampled_from(["flip", "byte", "word", "long", "cut", "repeat", "insert"]),
    st.integers(0, 2**16),
    st.integers(0, 2**64 - 1) | st.sampled_from(NUMBERS),
)


def mutated(seed: bytes, changes: Sequence[Mutation]) -> bytes:
    """The stream after the changes: what is done, where (counted round), and with which number."""
    stream = bytearray(seed)
    for what, where, number in changes:
        if not stream:
            break
        place = where % len(stream)
        match what:
            case "flip":
                stream[place] ^= 1 << number % 8
            case "byte":
                stream[place] = number % 256
            case "word":
                stream[place : place + 4] = struct.pack("<I", number % 2**32)
            case "long":
                stream[place : place + 8] = struct.pack("<Q", number)
            case "cut":
                del stream[place : place + 1 + number % 16]
            case "repeat":
                stream[place:place] = stream[place : place + number % 64]
            case "insert":
                stream[place:place] = struct.pack("<Q", number)
    return bytes(stream)


def decoded(stream: bytes) -> list[tuple[Any, ...]] | None:
    """The rows that the reader gives for any number of columns, or None where it refuses; anything else is a fault.

    Each cell is made a Python value, since that is when a buffer that is not what it says would crash.
    """
    for width in _WIDTHS:
        try:
            columns, count = arrow.decode(stream, width, 10_000_000)
        except (ValueError, TooMuch):
            continue
        assert len(columns) == width
        cells = [column if isinstance(column, list) else column.to_pylist() for column in columns]
        assert all(len(column) == count for column in cells)
        return list(zip(*cells, strict=True))
    return None


def main(count: int, seed: int) -> None:
    chance = random.Random(seed)
    kinds = ("flip", "byte", "word", "long", "cut", "repeat", "insert")
    read = 0
    for _ in range(count):
        changes = [
            (chance.choice(kinds), chance.randrange(2**16), chance.choice((*NUMBERS, chance.randrange(2**64))))
            for _ in range(chance.randint(1, 6))
        ]
        read += decoded(mutated(chance.choice(SEEDS), changes)) is not None
    print(f"{count:,} mutated Arrow streams (seed {seed}): {read:,} read, {count - read:,} refused, 0 crashes")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
