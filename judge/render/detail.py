"""An error's own text: shown as it is, its caret kept under what it points at where the terminal is narrower."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType
from rich.text import Text

from judge.render.cells import cell


@dataclass(frozen=True, slots=True)
class Detail:
    text: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        lines = [cell(line, quoted=False) for line in _expanded(self.text.splitlines())]
        for i, line in enumerate(lines):
            pointer = line if _points(line) else lines[i + 1] if i + 1 < len(lines) and _points(lines[i + 1]) else ""
            pointed = max(len(line), len(lines[i - 1])) if line == pointer else len(line)
            if pointer and pointed > options.max_width:
                yield Text(_window(line, pointer.index(pointer.strip()), pointed, options.max_width))
            else:
                yield Text(line)


def _expanded(lines: list[str]) -> Iterator[str]:
    """The lines without tabs. Where a caret points at one it is a blank, which moves no caret but DuckDB's.

    DuckDB counts a tab as no column, Python as one.
    """
    for i, line in enumerate(lines):
        if _points(line):
            above = lines[i - 1] if i else ""
            shift = _tabs_before(above, line.index(line.strip())) if above.startswith("LINE ") else 0
            yield " " * shift + line.replace("\t", " ")
        elif i + 1 < len(lines) and _points(lines[i + 1]):
            yield line.replace("\t", " ")
        else:
            yield line.expandtabs(4)


def _tabs_before(line: str, column: int) -> int:
    """How many tabs stand before what is at `column` where they are not counted."""
    length = len(line.replace("\t", "")[:column])
    tabs = seen = 0
    for character in line:
        if character == "\t":
            tabs += 1
        elif seen == length:
            break
        else:
            seen += 1
    return tabs


def _points(line: str) -> bool:
    return bool(line.strip()) and not line.strip("~^ \t")


def _window(line: str, at: int, length: int, width: int) -> str:
    """As much of `line` as fits, cut on the left so far that column `at` of `length` is seen."""
    start = max(0, min(at - width // 2, length - width))
    return line[start : start + width]
