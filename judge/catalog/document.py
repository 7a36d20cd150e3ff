"""A manifest as text: read, parsed as TOML, and every complaint about it tied to the line where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from judge.errors import ManifestError

Steps = tuple[str | int, ...]
"""The way to a value: `("columns", 1, "kind")` is written `columns[1].kind`."""


def read_text(path: Path, where: str) -> str:
    """The UTF-8 text of the file at `path`, which messages call `where`; a byte order mark is dropped, CRLF is LF."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ManifestError(where, "", "this file is missing") from None
    except IsADirectoryError:
        raise ManifestError(where, "", "expected a file, found a folder") from None
    except OSError as error:
        raise ManifestError(where, "", f"this file cannot be read: {error.strerror}") from None
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ManifestError(
            f"{where}:{line}", "", f"expected UTF-8, found the byte 0x{raw[error.start]:02x}", "save the file as UTF-8"
        ) from None


class Document:
    """A parsed TOML file: `where` is how messages call it, `data` what it holds."""

    def __init__(self, where: str, text: str) -> None:
        import tomllib

        self.where, self.text = where, text
        try:
            self.data: dict[str, Any] = tomllib.loads(text)
        except RecursionError:
            raise ManifestError(where, "", "expected a manifest, found lists nested beyond reading") from None
        except ValueError as error:
            raise _syntax_error(where, text, str(error)) from None

    def line(self, steps: Steps) -> int | None:
        """The line (from 1) of the value at `steps`, or of the nearest thing around it; None for the whole file."""
        lines = _lines(self.text)
        return next((lines[steps[:n]] for n in range(len(steps), 0, -1) if steps[:n] in lines), None)


class Spot:
    """A place in a document: `spot["columns"][1]["kind"]`."""

    __slots__ = ("document", "steps")

    def __init__(self, document: Document, steps: Steps = ()) -> None:
        self.document, self.steps = document, steps

    def __getitem__(self, step: str | int) -> Spot:
        return Spot(self.document, (*self.steps, step))

    def fail(self, message: str, help: str = "") -> NoReturn:
        line = self.document.line(self.steps)
        where = self.document.where if line is None else f"{self.document.where}:{line}"
        raise ManifestError(where, _dotted(self.steps), message, help)


def _dotted(steps: Steps) -> str:
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += "." * bool(text) + (step if re.fullmatch(r"[A-Za-z0-9_-]+", step) else repr(step))
    return text


def _syntax_error(where: str, text: str, said: str) -> ManifestError:
    told = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", said, re.DOTALL)
    if not told:
        return ManifestError(where, "", f"this is not TOML: {said}")
    what, line, column = told.groups()
    place = f" at column {column}" if column else " at the end of the file"
    return ManifestError(
        f"{where}:{line or text.rstrip().count(chr(10)) + 1}",
        "",
        f"this is not TOML: {what[0].lower()}{what[1:]}{place}",
    )


def _lines(text: str) -> dict[Steps, int]:
    """Where each value of a valid TOML text begins.

    tomllib tells no lines, so each statement is parsed by itself: it ends at the first line at which it parses. Inside
    a list of several lines, what parses once a bracket is added is known to stand no later.
    """
    found: dict[Steps, int] = {}
    counts: dict[Steps, int] = {}
    table: Steps = ()
    lines = text.replace("\r\n", "\n").split("\n")
    start = 0
    while start < len(lines):
        since, end = start + 1, start
        whole: dict[str, Any] | None = None
        while whole is None and end < len(lines):
            end += 1
            whole = _parse(lines[start:end])
            part = _parse([*lines[start:end], "]"]) if whole is None else whole
            if whole is not None and lines[start].lstrip().startswith("["):
                table = _header(whole, since, found, counts)
            elif part is not None:
                for steps in _walk(part):
                    found.setdefault(table + steps, since)
                since = end + 1
        start = end
    return found


def _parse(lines: list[str]) -> dict[str, Any] | None:
    import tomllib

    try:
        return tomllib.loads("\n".join(lines))
    except (ValueError, RecursionError):
        return None


def _header(whole: dict[str, Any], line: int, found: dict[Steps, int], counts: dict[Steps, int]) -> Steps:
    """The table that `[a.b]` or `[[a.b]]` opens; `counts` holds the last index of each list of tables so far."""
    steps: Steps = ()
    node: Any = whole
    while node:
        ((name, node),) = node.items()
        steps = (*steps, name)
        found.setdefault(steps, line)
        if isinstance(node, list):
            counts[steps] = counts.get(steps, -1) + 1
            node = node[0]
        if steps in counts:
            steps = (*steps, counts[steps])
            found.setdefault(steps, line)
    return steps


def _walk(tree: dict[str, Any]) -> Iterator[Steps]:
    ahead: list[tuple[Steps, Any]] = [((), tree)]
    while ahead:
        steps, node = ahead.pop()
        for step, child in node.items() if isinstance(node, dict) else enumerate(node):
            yield (*steps, step)
            if isinstance(child, (dict, list)):
                ahead.append(((*steps, step), child))
