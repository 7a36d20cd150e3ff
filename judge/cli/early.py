"""The sandbox of `drill run`, started before anything else is imported, so that two cores share the imports."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from judge.model import Language
    from judge.sandbox.pool import Sandbox

_LANGUAGES: dict[str, Language] = {".sql": "sql", ".py": "pandas"}  # as in judge.model, which takes 15 ms to import
_started: Sandbox | None = None


def start(arguments: list[str]) -> None:
    """Start a sandbox where the arguments look like a run of a file that is there."""
    global _started  # noqa: PLW0603  # one process runs one command
    if "run" not in arguments[:3] or not {"--help", "--version"}.isdisjoint(arguments):
        return
    for argument in arguments:
        language = _LANGUAGES.get(os.path.splitext(argument)[1])  # noqa: PTH122  # pathlib takes 10 ms to import
        if language and os.path.isfile(argument):  # noqa: PTH113  # likewise
            from judge.sandbox.pool import Sandbox

            _started = Sandbox(ahead=False)
            with suppress(OSError):  # short of descriptors or processes: the run meets it again, and says so
                _started.start(language)
                if any(argument.startswith("--dialect") for argument in arguments):
                    _started.start("dialect")
            return


def sandbox() -> Sandbox | None:
    """The sandbox that was started."""
    return _started


def end() -> None:
    """End it, and any other that an interrupt left behind."""
    if "judge.sandbox.pool" in sys.modules:
        from judge.sandbox.pool import end_all

        end_all()
