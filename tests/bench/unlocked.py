"""A long-lived worker that guards nothing: one process, one connection, submission after submission.

`python -m tests.bench.unlocked LANG` does the work of a sandbox's worker without a fork, a limit or a layer.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import BinaryIO, cast

from judge.sandbox import command, wire


class Unlocked:
    """Stands for a Sandbox and for each of its workers."""

    def __init__(self, language: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.unlocked", language],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=command.environment(),
            bufsize=-1,
        )
        self.heard_at = 0.0

    over = False

    def worker(self, _: str) -> Unlocked:
        return self

    def begin(self, job: bytes, *_: object, **__: object) -> None:
        pipe = cast(BinaryIO, self._process.stdin)
        wire.write(pipe, job)
        pipe.flush()

    def frame(self, _: float) -> bytes | None:
        """The next frame; after the end mark none, as if the process had ended."""
        frame = None if self._done else wire.read(cast(BinaryIO, self._process.stdout))
        self._done = frame is not None and frame.startswith(b'{"fixtures"')
        self.heard_at = time.monotonic()
        return frame

    _done = False

    def ask(self, _: bytes = b"") -> float:
        return time.monotonic()

    def ended(self, _: float) -> int:
        return 0

    def end(self) -> None:
        self._done = False

    def output(self) -> str:
        return ""

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


def _serve(language: str, jobs: BinaryIO, answer_pipe: BinaryIO) -> None:
    from judge.sandbox.inside import engine, work
    from judge.sandbox.inside.answers import Answers

    runner, connection = work.load(language)
    while head := wire.read(jobs):
        job = json.loads(head)
        answers = Answers(answer_pipe, job["answer_bytes"])
        for index, fixture in enumerate(job["fixtures"]):
            engine.load(connection, index, fixture, io.BytesIO())
        answers.message({"ready": []})
        submission = runner.read(connection, job)
        for index, fixture in enumerate(job["fixtures"]):
            connection.execute(f"USE {engine.catalog(index)}")
            submission.run(connection, fixture, answers)
        connection.execute("USE memory")
        for index, _ in enumerate(job["fixtures"]):
            connection.execute(f"DETACH {engine.catalog(index)}")
        answers.message({"fixtures": len(job["fixtures"])})


def _main(arguments: Sequence[str]) -> None:
    _serve(arguments[0], sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    _main(sys.argv[1:])
