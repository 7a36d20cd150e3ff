"""The parent's handle on the process that runs one submission, however it came to be."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO, Protocol


class Lost(Exception):
    """The process is gone without a word on how it ended, through no fault of the submission's."""

    def __init__(self, said: str = "it went away without a word", *, stuck: bool = False) -> None:
        super().__init__(said)
        self.stuck = stuck


class Process(Protocol):
    """`job` takes the job, `answers` gives frames, `output` what the submission prints."""

    job: BinaryIO
    answers: BinaryIO
    output: BinaryIO

    def hand_over(self, files: Sequence[str]) -> None:
        """Open the fixture files for the process, where it is not to open them by name. Raises OSError."""

    def ended(self, seconds: float) -> int | None:
        """Wait for its exit code, or the negative number of the signal that ended it; None where it lives on.

        Raises Lost.
        """

    def strike(self) -> None:
        """Kill it, whichever thread listens to it."""

    def kill(self) -> None:
        """Kill it and its process group, and wait for the end; safe at any moment and any number of times."""


class Spawned:
    """A process of its own from the start, as macOS and Windows have them: it opens its fixtures by name."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=os.sep,
            start_new_session=True,  # a Ctrl-C at the terminal reaches only the parent
        )
        assert self._process.stdin and self._process.stdout and self._process.stderr
        self.job: BinaryIO = self._process.stdin  # type: ignore[assignment]  # typeshed says IO[bytes]
        self.answers: BinaryIO = self._process.stdout  # type: ignore[assignment]
        self.output: BinaryIO = self._process.stderr  # type: ignore[assignment]

    def hand_over(self, files: Sequence[str]) -> None:
        for file in files:
            os.stat(file)  # noqa: PTH116  # pathlib takes 10 ms to import

    def ended(self, seconds: float) -> int | None:
        try:
            return self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return None

    def strike(self) -> None:
        if self._process.returncode is not None:
            return  # its number may be another process's by now
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def kill(self) -> None:
        self.strike()
        self._process.wait()
