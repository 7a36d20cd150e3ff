"""One submission over many fixtures in one worker: what comes of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from judge.errors import InternalError
from judge.model import Outcome
from judge.sandbox.hearing import Hearing
from judge.sandbox.job import Job
from judge.sandbox.pool import Sandbox
from judge.sandbox.process import Lost


class Run:
    """Runs `job` in a worker of `sandbox` from the moment it is made, and ends that when the `with` block is left.

    Iterate for one Outcome per fixture. A failure that ends the process (time, memory, a crash) or that
    concerns the submission as a whole leaves the fixtures after it `skipped`. Read `output` last. A worker that is
    lost through no fault of the submission is replaced, once, and goes on where it was.
    """

    def __init__(self, sandbox: Sandbox, job: Job) -> None:
        self.job = job
        self.output = ""
        self._sandbox = sandbox
        self._hearing = Hearing(sandbox, job)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Kill the worker, if it still runs, and gather what the submission printed."""
        self._hearing.worker.end()
        self.output = self._hearing.worker.output()

    def __iter__(self) -> Iterator[Outcome]:
        done, lost = 0, False
        try:
            while True:
                try:
                    for outcome in self._outcomes(done):
                        yield outcome
                        done += 1
                    return
                except Lost as loss:
                    self.end()
                    said = self._sandbox.lost(self._hearing.worker, stuck=loss.stuck) or self.output.strip()
                    self._hearing.check_sandbox()
                    if lost:
                        raise InternalError(f"the worker was lost twice ({loss})", said) from None
                    lost = True
                    self._hearing = Hearing(self._sandbox, self.job, done)
        finally:
            self.end()

    def _outcomes(self, done: int) -> Iterator[Outcome]:
        self._hearing.ready()
        last = len(self.job.fixtures) - 1
        alive = True
        for index in range(done, last + 1):
            if not alive:
                yield Outcome(failure="skipped")
                continue
            outcome, alive = self._hearing.outcome(index, self._hearing.ask())
            if alive and index == last:
                outcome = self._hearing.ended(outcome, last + 1 - done)
            yield outcome
