"""The worker of `drill run`, started before anything else is imported, so that two cores share the imports."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from judge.model import Language
    from judge.sandbox.worker import Worker

_LANGUAGES: dict[str, Language] = {".sql": "sql", ".py": "pandas"}  # as in judge.model, which takes 15 ms to import
_started: Worker | None = None


def start(arguments: list[str]) -> None:
    """Start a worker where the arguments look like a run of a file that is there."""
    global _started  # noqa: PLW0603  # one process runs one command
    if "run" not in arguments[:3] or not {"--help", "--version"}.isdisjoint(arguments):
        return
    for argument in arguments:
        language = _LANGUAGES.get(os.path.splitext(argument)[1])  # noqa: PTH122  # pathlib takes 10 ms to import
        if language and os.path.isfile(argument):  # noqa: PTH113  # likewise
            from judge.sandbox.worker import Worker

            _started = Worker(language)
            return


def take() -> Worker | None:
    """The worker that was started, to be used once."""
    global _started  # one process runs one command
    worker, _started = _started, None
    return worker


def end() -> None:
    """End the worker that nobody took, and any that an interrupt left behind."""
    if "judge.sandbox.worker" in sys.modules:
        from judge.sandbox.worker import end_all

        end_all()
