"""The parent's ear at one running submission: feed it a job, read its frames against the clock, end it."""

from __future__ import annotations

import queue
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from judge.sandbox import wire
from judge.sandbox.process import Process

if TYPE_CHECKING:
    from judge.sandbox.zygote import Zygote

_FRAME_COST = 512  # bytes that a frame counts besides its content, so that no flood of small ones keeps us busy
_FITS_A_PIPE = 16_384  # bytes, on every system
_BESIDES_ANSWERS = 1 << 20  # bytes of messages around the answers


_Heard = tuple[float, bytes | wire.TooMuch | None]


class Worker:
    """A process that runs one submission and is ended with it; `zygote` is what it was forked from, if it was."""

    def __init__(self, process: Process, zygote: Zygote | None = None) -> None:
        self.zygote = zygote
        self._process = process
        self._frames: queue.SimpleQueue[_Heard] = queue.SimpleQueue()
        self.heard_at = 0.0
        self._room = self._left = 0
        self._output = bytearray()
        self._collector: threading.Thread | None = None

    def begin(
        self, job: bytes, payloads: Sequence[bytes], files: Sequence[str], *, answer_cap: int, output_cap: int
    ) -> None:
        """Send the job with the fixtures (Arrow streams, files) and start to listen; the worker answers with frames.

        Raises OSError where a file cannot be opened.
        """
        self._process.hand_over(files)
        self._collector = _thread(self._collect, self._process.output, output_cap)
        self._room = self._left = answer_cap + _BESIDES_ANSWERS
        _thread(self._listen, self._process.answers)
        content = [job, *payloads]
        if sum(map(len, content)) < _FITS_A_PIPE:
            self._feed(self._process.job, content)
        else:
            _thread(self._feed, self._process.job, content)

    def _feed(self, stream: BinaryIO, payloads: Sequence[bytes]) -> None:
        with suppress(BrokenPipeError):  # a worker that died early shows as the end of its frames
            for payload in payloads:
                wire.write(stream, payload)
            stream.flush()

    def ask(self, data: bytes = b"") -> float:
        """Have it go on with the next fixture, or with this `data`, and return when that was (time.monotonic)."""
        asked = time.monotonic()  # not after: an answer may be there by then
        if data:  # a question of its own, and no part of a job
            self._left = self._room
        if len(data) < _FITS_A_PIPE:
            self._feed(self._process.job, [data])
        else:
            _thread(self._feed, self._process.job, [data])
        return asked

    def _listen(self, stream: BinaryIO) -> None:
        last: wire.TooMuch | None = None
        with stream:
            try:
                while (frame := wire.read(stream, max(0, self._left))) is not None:
                    self._left -= len(frame) + _FRAME_COST
                    self._frames.put((time.monotonic(), frame))
            except wire.TooMuch as more:
                last = more
        self._frames.put((time.monotonic(), last))

    def _collect(self, stream: BinaryIO, cap: int) -> None:
        with stream:
            while chunk := stream.read1(65536):  # type: ignore[attr-defined]  # a pipe is read as it comes
                self._output += chunk[: max(0, cap - len(self._output))]

    def frame(self, deadline: float) -> bytes | None:
        """The next frame, or None where no more will come; `heard_at` is when it came (time.monotonic).

        Raises TimeoutError where it did not come by `deadline`, however late the parent asks, and wire.TooMuch where
        the answers are larger than they may be.
        """
        try:
            self.heard_at, frame = self._frames.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise TimeoutError from None
        if self.heard_at > deadline:
            raise TimeoutError
        if isinstance(frame, wire.TooMuch):
            raise frame
        return frame

    def ended(self, deadline: float) -> int | None:
        """Its exit code, or the negative number of a signal; None where it has not ended by then. Raises Lost."""
        return self._process.ended(max(0.0, deadline - time.monotonic()))

    def death(self) -> str:
        """How the process ended, in words: `exit code 3`, `SIGKILL`. Raises Lost."""
        code = self._process.ended(1.0)
        if code is None:
            return "it closed the pipe for its answer"
        if code >= 0:
            return f"exit code {code}"
        known = {int(one): one.name for one in signal.Signals}
        return known.get(-code, f"signal {-code}")  # the real-time ones have no names

    def output(self) -> str:
        """What the submission printed, up to the cap; call after `end`."""
        if self._collector is None:
            return ""
        self._collector.join(timeout=1)
        return self._output.decode("utf-8", "replace")

    def strike(self) -> None:
        """Kill the worker, whichever thread listens to it: that one will hear of it."""
        self._process.strike()

    def end(self) -> None:
        """Kill the worker and all that it started; safe to call twice and at any moment."""
        self._process.kill()
        with suppress(BrokenPipeError):  # what could not be written to it
            self._process.job.close()
        if self._collector is None:
            self._process.answers.close()
            self._process.output.close()


def _thread(run: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=run, args=arguments, daemon=True)
    thread.start()
    return thread
