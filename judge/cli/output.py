"""stdout is data, stderr is narration; colour as NO_COLOR, FORCE_COLOR and the terminal say."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console, RenderableType

    from judge.errors import DrillError


T = TypeVar("T")
_SPELLED = str.maketrans(
    {"✓": "+", "✗": "x", "·": "-", "…": "...", "→": "->", "•": "*", "–": "-"}
    | dict.fromkeys("█▉▊▋▌", "#")
    | dict.fromkeys("▍▎▏", ".")
    | {"─": "-", "│": "|", "┤": "|", "╭": ".", "╮": ".", "╰": "'", "╯": "'"}
)


def prepare_streams() -> None:
    """Letters that stdout's encoding lacks are escaped; a stream that is closed takes everything and keeps nothing."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  # lives as long as the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  # likewise
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")


def discard_stdout() -> None:
    """Let what is still buffered go nowhere: else the interpreter fails to flush it at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def out() -> Console:
    """A console for data: as wide as COLUMNS says, or the terminal is, or 80."""
    return _console(stderr=False)


def err() -> Console:
    """A console for narration."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    plain = bool(os.environ.get("NO_COLOR"))  # rich would still print bold
    return Console(
        stderr=stderr,
        highlight=False,
        emoji=False,
        markup=False,
        soft_wrap=False,
        color_system=None if plain else "auto",
    )


def show(*renderables: RenderableType) -> None:
    """Print to stdout, without the blanks that rich pads its lines with."""
    console = out()
    with console.capture() as captured:
        console.print(*renderables, sep="\n", crop=False)
    text = "".join(line.rstrip() + "\n" for line in captured.get().split("\n")[:-1])
    sys.stdout.write(spelled(text))


def spelled(text: str) -> str:
    """The text with its signs in ASCII, where stdout is not Unicode."""
    return text if (sys.stdout.encoding or "").casefold().startswith("utf") else text.translate(_SPELLED)


def write_new(file: Path, write: Callable[[TextIO], T], help: str, newline: str | None = None) -> T:
    """Let `write` fill a file that is not there yet: all of it, or there is none. What UTF-8 has not is escaped.

    Raises CannotBegin where it cannot be written, with `help` where the file is there already.
    """
    from judge.errors import CannotBegin

    try:
        out = file.open("x", encoding="utf-8", errors="backslashreplace", newline=newline)
        try:
            with out:
                return write(out)
        except (OSError, KeyboardInterrupt):
            file.unlink()  # half of it would be taken for the whole, and stand in the way of the next one
            raise
    except FileExistsError:
        raise CannotBegin(f"{file} is there already, and is left as it is", help) from None
    except OSError as error:
        raise CannotBegin(f"{file} cannot be written: {error.strerror or error}") from None


def print_json(document: dict[str, Any]) -> None:
    """Print as JSON; letters stand as they are wherever stdout can take them."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        text = json.dumps(document, indent=2)
    sys.stdout.write(text + "\n")


def report_error(error: DrillError, *, as_json: bool, trace: bool = False) -> int:
    """Say what went wrong, as JSON on stdout or in words on stderr, and return the exit code."""
    if trace:
        import traceback

        traceback.print_exc()
    if as_json:
        print_json({"schema": 1, "error": {"kind": error.kind, "message": error.message, "help": error.help}})
    else:
        sys.stderr.write(f"error: {error.message}\n")
        if error.help:
            sys.stderr.write("help: " + error.help.replace("\n", "\n      ") + "\n")
    return error.exit_code
