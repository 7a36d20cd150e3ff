"""What was seen while a Python function ran: read and checked, and asked how much of the time a part of it took."""

from __future__ import annotations

import json
import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

_LARGEST = 8 << 20  # characters


@dataclass(frozen=True, slots=True)
class Stack:
    """The time with `lines`, the one that runs last and those that called it before, and how often it was begun."""

    lines: tuple[int, ...]
    ms: float
    times: int


@dataclass(frozen=True, slots=True)
class Call:
    """What a line asked of pandas: the most rows at once that went in from the left and the right, and came out."""

    what: str
    line: int
    times: int
    ms: float
    left: int
    right: int
    out: int


@dataclass(frozen=True, slots=True)
class Loop:
    """Its first line, the first line of its body, and its last."""

    line: int
    body: int
    last: int

    @property
    def lines(self) -> range:
        return range(self.line, self.last + 1)


@dataclass(frozen=True, slots=True)
class Watched:
    """All of it; `ms` is the whole time."""

    ms: float
    stacks: tuple[Stack, ...]
    calls: tuple[Call, ...]
    loops: tuple[Loop, ...]

    def share(self, lines: Collection[int]) -> float:
        """The part of the time that these lines took, with all that they call."""
        return self._part(sum(stack.ms for stack in self.stacks if not set(stack.lines).isdisjoint(lines)))

    def of(self, call: Call) -> float:
        """The part of the time that a call took."""
        return self._part(call.ms)

    def own(self) -> dict[int, float]:
        """The part of the time that each line took, without the lines of the file that it calls."""
        ms: dict[int, float] = {}
        for stack in self.stacks:
            if stack.lines:
                ms[stack.lines[-1]] = ms.get(stack.lines[-1], 0.0) + stack.ms
        return {line: self._part(of) for line, of in ms.items()}

    def times(self, line: int) -> int:
        """How often the line was begun."""
        return sum(stack.times for stack in self.stacks if stack.lines[-1:] == (line,))

    def _part(self, ms: float) -> float:
        return min(1.0, ms / self.ms) if self.ms else 0.0


def parse(text: str) -> Watched:
    """What a worker sent; raises ValueError for any other text."""
    if len(text) > _LARGEST:
        raise ValueError("the profile is too long")
    try:
        seen = json.loads(text)
        return Watched(
            _number(seen["ms"]),
            tuple(Stack(tuple(map(_whole, lines)), _number(ms), _whole(times)) for lines, ms, times in seen["stacks"]),
            tuple(
                Call(_text(what), _whole(line), _whole(times), _number(ms), _whole(left), _whole(right), _whole(out))
                for what, line, times, ms, left, right, out in seen["calls"]
            ),
            tuple(Loop(*map(_whole, lines)) for lines in seen["loops"]),
        )
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a profile: {error}") from None


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**63:
        raise ValueError("not a count")
    return value


def _number(value: Any) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise ValueError("not a time")
    return float(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value
