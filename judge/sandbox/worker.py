"""The parent's hold on one worker process: start it early, feed it a job, read its frames against the clock, end it.

The worker has its own session, so a Ctrl-C at the terminal reaches only the parent, and ending it ends
whatever it started. Its stdout and stderr are the candidate's own output, kept up to a cap.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import BinaryIO

from judge.sandbox import wire

_ROOT = __file__.rsplit(os.sep, 3)[0]  # pathlib takes 8 ms to import, and this comes before the worker


def _environment() -> dict[str, str]:
    """All that a worker's environment holds: what makes runs alike, and one thread for each library."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH") if name in os.environ}
    return kept | {
        "PYTHONPATH": _ROOT,
        "PYTHONHASHSEED": "0",
        "PYTHONUNBUFFERED": "1",  # what was printed before a kill is shown too
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_ARENA_MAX": "2",
    }


_living: set[Worker] = set()


class Worker:
    """A process that runs one submission. `language` says what it loads while it waits for its job."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-X", "utf8", "-m", "judge.sandbox.inside", language],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            cwd=os.sep,
            start_new_session=True,
        )
        self._frames: queue.SimpleQueue[tuple[float, bytes | None]] = queue.SimpleQueue()
        self.heard_at = 0.0
        self._begun = self._ended = False
        self._output = bytearray()
        _living.add(self)

    def begin(self, job: bytes, payloads: list[bytes], output_cap: int) -> None:
        """Send the job and start to listen; the worker answers with frames."""
        assert self._process.stdin and self._process.stdout and self._process.stderr
        self._begun = True
        listeners = (
            threading.Thread(target=self._feed, args=(self._process.stdin, [job, *payloads]), daemon=True),
            threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True),
            threading.Thread(target=self._collect, args=(self._process.stderr, output_cap), daemon=True),
        )
        for listener in listeners:
            listener.start()
        self._collector = listeners[2]

    def _feed(self, stream: BinaryIO, payloads: list[bytes]) -> None:
        with suppress(BrokenPipeError), stream:  # a worker that died early shows as the end of its frames
            for payload in payloads:
                wire.write(stream, payload)

    def _listen(self, stream: BinaryIO) -> None:
        with stream:
            while (frame := wire.read(stream)) is not None:
                self._frames.put((time.monotonic(), frame))
        self._frames.put((time.monotonic(), None))

    def _collect(self, stream: BinaryIO, cap: int) -> None:
        with stream:
            while chunk := stream.read1(65536):  # type: ignore[attr-defined]  # a pipe is read as it comes
                self._output += chunk[: max(0, cap - len(self._output))]

    def frame(self, deadline: float) -> bytes | None:
        """The next frame, or None where the worker has ended; `heard_at` is when it came (time.monotonic).

        Raises TimeoutError where it did not come by `deadline`, however late the parent asks.
        """
        try:
            self.heard_at, frame = self._frames.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise TimeoutError from None
        if self.heard_at > deadline:
            raise TimeoutError
        return frame

    def death(self) -> str:
        """How the process ended, in words: `exit code 3`, `SIGKILL`."""
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return "it closed the pipe for its answer"
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"

    def output(self) -> str:
        """What the submission printed, up to the cap; call after `end`."""
        self._collector.join(timeout=1)
        return self._output.decode("utf-8", "replace")

    def end(self) -> None:
        """Kill the worker and all that it started; safe to call twice and at any moment."""
        if self._ended:
            return  # its number may be another process's by now
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        self._process.wait()
        self._ended = True  # not sooner: an interrupt on the way here leaves it to `end_all`
        _living.discard(self)
        if not self._begun:
            for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
                if stream:
                    stream.close()


def end_all() -> None:
    """End every worker of this process that still lives, whoever held it when an interrupt came."""
    for worker in list(_living):
        worker.end()
