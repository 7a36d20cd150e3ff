"""A pseudo-terminal with a program in it: what is typed, and what its screen shows."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

PATIENCE = 90.0
"""Seconds after which a screen is given up; nothing waits for so long where all is well."""


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """`command` in a terminal of its own, which is its controlling one: closing it sends SIGHUP."""

    def __init__(
        self, command: Sequence[str], folder: Path, environ: Mapping[str, str], columns: int = 80, lines: int = 24
    ) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._written = b""
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            env={**environ, "TERM": "xterm-256color"},
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509  # safe: no thread has been started here
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        self.close()

    def type(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def close(self) -> None:
        """Close the terminal, as its window's button does."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display)

    @property
    def after(self) -> str:
        """What was written after the full screen was left."""
        return self._written.rpartition(b"\x1b[?1049l")[2].decode()

    def shows(self, *texts: str) -> str:
        """Wait until the screen shows all of these, and return what it shows."""
        deadline = time.monotonic() + PATIENCE
        while not all(text in self.text for text in texts):
            assert self._read(deadline), f"{texts} never came:\n{self.text}"
        return self.text

    def writes(self, content: bytes) -> None:
        """Wait until the program has written this."""
        deadline = time.monotonic() + PATIENCE
        while content not in self._written:
            assert self._read(deadline), f"{content!r} never came:\n{self.text}"

    def ended(self) -> int:
        """Wait for the end of the program; its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self._master >= 0 and self._read(deadline):
            pass
        return self.process.wait(timeout=PATIENCE)

    def _read(self, deadline: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], max(0.0, deadline - time.monotonic()))
        content = b""
        with suppress(OSError):  # what Linux says once nobody has the other end open
            content = os.read(self._master, 65536) if ready else b""
        self._stream.feed(content)
        self._written += content
        return bool(content)
