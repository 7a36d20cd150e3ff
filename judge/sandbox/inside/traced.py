"""Where a function's time goes: the lines of one file, and what they ask of pandas with so many rows."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from functools import wraps
from types import FrameType
from typing import Any

import pandas as pd
from pandas.api.typing import DataFrameGroupBy, SeriesGroupBy

_DEEPEST = 12  # calls within the file that are told apart
_MOST = 5_000  # stacks and calls, so that a long generated file does not fill the memory


class Lines:
    """The time of each stack of lines of the file `name`: the line that runs, and those that called it, from outside.

    Only frames of that file are traced, so what pandas does costs little more than without; it counts for the line that
    asked for it.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lines: list[int] = []
        self._slot = [0.0, 0]
        self._since = 0.0
        self.stacks: dict[tuple[int, ...], list[Any]] = {}

    def run(self, function: Callable[[], Any]) -> float:
        """Call the function, which may raise; returns the milliseconds that it took."""
        started = self._since = time.perf_counter()
        sys.settrace(self._entered)
        try:
            function()
        finally:
            sys.settrace(None)
        return (time.perf_counter() - started) * 1000

    def _entered(self, frame: FrameType, _: str, __: Any) -> Callable[..., Any] | None:
        if frame.f_code.co_filename != self._name:
            return None
        self._charge()
        self._lines.append(frame.f_lineno)
        self._choose()
        return self._within

    def _within(self, frame: FrameType, event: str, _: Any) -> Callable[..., Any]:
        self._charge()
        if event == "line" and self._lines:
            self._lines[-1] = frame.f_lineno
            self._choose()
            self._slot[1] += 1
        elif event == "return" and self._lines:
            self._lines.pop()
            self._choose()
        return self._within

    def _charge(self) -> None:
        now = time.perf_counter()
        self._slot[0] += (now - self._since) * 1000
        self._since = now

    def _choose(self) -> None:
        stack = tuple(self._lines[:_DEEPEST])
        if len(self.stacks) < _MOST or stack in self.stacks:
            self._slot = self.stacks.setdefault(stack, [0.0, 0])


class Calls:
    """What the lines of the file `name` ask of pandas: how often, how long it took, and the rows that went in and out.

    `seen` holds for each (what, line): calls, milliseconds, the most rows that went in from the left and the right at
    once, and the most that came out. Where a callable is applied, the rows in are how often it is called.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self.seen: dict[tuple[str, int], list[Any]] = {}

    def watch(self) -> None:
        """Put a watch before each of these methods, in this process, for good."""
        self._wrap(pd.DataFrame, "iterrows", lambda frame, *_, **__: ("iterrows", len(frame), 0))
        self._wrap(pd.DataFrame, "itertuples", lambda frame, *_, **__: ("itertuples", len(frame), 0))
        self._wrap(pd.DataFrame, "apply", _frame_apply)
        for kind in (pd.Series, pd.DataFrame):
            self._wrap(kind, "map", _value_map)
        self._wrap(pd.Series, "apply", _value_map)
        for grouped in (DataFrameGroupBy, SeriesGroupBy):
            self._wrap(grouped, "__iter__", lambda groups: ("groups", groups.ngroups, 0))
            self._wrap(grouped, "apply", lambda groups, *_, **__: ("apply by group", groups.ngroups, 0))
            for name in ("agg", "aggregate", "transform", "filter"):
                self._wrap(grouped, name, _group_function)
        self._wrap(pd.DataFrame, "merge", lambda left, right, *_, **__: ("merge", len(left), _length(right)))
        self._wrap(pd.DataFrame, "join", lambda left, other, *_, **__: ("join", len(left), _length(other)))
        self._wrap(pd, "merge", lambda left, right, *_, **__: ("merge", _length(left), _length(right)))
        self._wrap(pd, "concat", lambda *_, **__: ("concat", 0, 0))
        texts = type(pd.Series(["x"], dtype="str").str)
        for name in dir(texts):
            if not name.startswith("_") and callable(getattr(texts, name)):
                self._wrap(texts, name, lambda *_, name=name, **__: (f"str.{name}", 0, 0))

    def _wrap(self, owner: Any, name: str, told: Callable[..., tuple[str, int, int]]) -> None:
        original = getattr(owner, name)

        @wraps(original)
        def watched(*positional: Any, **named: Any) -> Any:
            caller = sys._getframe(1)
            if caller.f_code.co_filename != self._name:
                return original(*positional, **named)
            line = caller.f_lineno  # it goes on while a call runs over several lines
            try:
                what, left, right = told(*positional, **named)
            except TypeError:  # called in a way that pandas itself will refuse, or knows better
                return original(*positional, **named)
            started = time.perf_counter()
            result = original(*positional, **named)
            self._add(what, line, started, (left, right), _length(result))
            return result

        setattr(owner, name, watched)

    def _add(self, what: str, line: int, started: float, rows: Sequence[int], out: int) -> None:
        if not what or (len(self.seen) >= _MOST and (what, line) not in self.seen):
            return
        seen = self.seen.setdefault((what, line), [0, 0.0, 0, 0, 0])
        seen[0] += 1
        seen[1] += (time.perf_counter() - started) * 1000
        if (out, *rows) >= (seen[4], seen[2], seen[3]):
            seen[2:] = [*rows, out]


def _frame_apply(frame: pd.DataFrame, _: Any = None, axis: Any = 0, *__: Any, **___: Any) -> tuple[str, int, int]:
    return ("apply by row", len(frame), 0) if axis in (1, "columns") else ("", 0, 0)


def _value_map(values: Any, function: Any = None, *_: Any, **__: Any) -> tuple[str, int, int]:
    return ("apply by value", len(values), 0) if callable(function) else ("", 0, 0)


def _group_function(groups: Any, function: Any = None, *_: Any, **named: Any) -> tuple[str, int, int]:
    given = [function, *(pair[1] for pair in named.values() if isinstance(pair, tuple) and len(pair) == 2)]
    return ("function by group", groups.ngroups, 0) if any(map(callable, given)) else ("", 0, 0)


def _length(value: Any) -> int:
    return len(value) if isinstance(value, pd.DataFrame | pd.Series) else 0
