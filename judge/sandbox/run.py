"""One submission over many fixtures in one worker: the job that is sent, the outcomes that come back."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self, cast

from judge.errors import InternalError
from judge.model import FixtureStatus, Limits, Outcome, ResultSet, Submission, TableSchema
from judge.sandbox.rows import decode_rows
from judge.sandbox.worker import Worker

START_SECONDS = 60.0  # for the worker's imports; a cold disk has taken 10
_BROKEN = Outcome(failure="runtime_error", message="the answer that came back was not whole")
_FAILURES = {"runtime_error", "wrong_answer", "memory_limit", "output_limit", "invalid_submission", "fixture_damaged"}


class DamagedFixture(InternalError):
    """A cached fixture could not be read; `index` is its place in the job."""

    def __init__(self, index: int, message: str) -> None:
        super().__init__(f"a cached fixture cannot be read: {message}", "drill cache clear, then run again")
        self.index, self._said = index, message

    def at(self, index: int) -> DamagedFixture:
        """The same of another place: that of the fixture in a longer list."""
        return DamagedFixture(index, self._said)


@dataclass(frozen=True, slots=True)
class FixtureSource:
    """Where a worker finds a fixture: a DuckDB file, or Arrow streams by table name when it was never written."""

    schema: tuple[TableSchema, ...]
    path: str = ""
    tables: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """A submission, the fixtures to run it on, and its limits; `columns` names the result for answers without names."""

    submission: Submission
    fixtures: Sequence[FixtureSource]
    limits: Limits
    columns: tuple[str, ...]
    list_answer: bool = False

    def header(self) -> bytes:
        return json.dumps(
            {
                "source": self.submission.source,
                "name": self.submission.name,
                "columns": self.columns,
                "list_answer": self.list_answer,
                "memory_mb": self.limits.memory_mb,
                "answer_bytes": self.limits.answer_mb << 20,
                "cpu_seconds": self.limits.seconds * len(self.fixtures) + START_SECONDS,
                "fixtures": [
                    {
                        "path": fixture.path,
                        "tables": [name for name, _ in fixture.tables],
                        "dtypes": {
                            table.name: {column.name: column.dtype for column in table.columns}
                            for table in fixture.schema
                        },
                    }
                    for fixture in self.fixtures
                ],
            }
        ).encode()


class Run:
    """Runs `job` in `worker` from the moment it is made, and ends the worker when the `with` block is left.

    Iterate for one Outcome per fixture. A failure that ends the process (time, memory, a crash) or that
    concerns the submission as a whole leaves the fixtures after it `skipped`. Read `output` last.
    """

    def __init__(self, worker: Worker, job: Job) -> None:
        self.worker = worker
        self.job = job
        self.output = ""
        payloads = [payload for fixture in job.fixtures for _, payload in fixture.tables]
        worker.begin(job.header(), payloads, job.limits.output_kb << 10)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Kill the worker, if it still runs, and gather what the submission printed."""
        self.worker.end()
        self.output = self.worker.output()

    def __iter__(self) -> Iterator[Outcome]:
        try:
            refusal = self._ready()
            if refusal:
                yield refusal
            done = int(refusal is not None)
            alive = refusal is None
            while alive and done < len(self.job.fixtures):
                outcome, alive = self._outcome(done)
                yield outcome
                done += 1
            for _ in range(done, len(self.job.fixtures)):
                yield Outcome(failure="skipped")
        finally:
            self.end()

    def _ready(self) -> Outcome | None:
        """Wait until the worker has its job and has read the submission; an Outcome where it is refused."""
        try:
            frame = self.worker.frame(time.monotonic() + START_SECONDS)
        except TimeoutError:
            raise InternalError(f"the worker did not start within {START_SECONDS:.0f} s") from None
        message = _message(frame)
        if message is None:
            death = self.worker.death()
            self.worker.end()
            raise InternalError(f"the worker ended before it began ({death})", self.worker.output().strip())
        return None if message.get("ready") else self._failure(message, 0)

    def _outcome(self, index: int) -> tuple[Outcome, bool]:
        """What came of fixture `index`, and whether the worker lives on."""
        seconds = self.job.limits.seconds
        started = self.worker.heard_at
        try:
            outcome, alive = self._receive(started + seconds, index)
        except TimeoutError:
            said = f"no answer within {seconds:g} s on this fixture"
            return Outcome(failure="time_limit", message=said, elapsed_ms=seconds * 1000), False
        return replace(outcome, elapsed_ms=(self.worker.heard_at - started) * 1000), alive

    def _receive(self, deadline: float, index: int) -> tuple[Outcome, bool]:
        head = _message(self.worker.frame(deadline))
        if head is None:
            return self._died(), False
        if "failure" in head:
            return self._failed(head, index)
        rows: list[tuple[Any, ...]] = []
        size = 0
        try:
            while frame := self.worker.frame(deadline):
                size += len(frame)
                if size > self.job.limits.answer_mb << 20:
                    return self._too_much(), False
                rows += decode_rows(frame)
            if frame is None:
                return self._died(), False
            end = _message(self.worker.frame(deadline))
            if end and "failure" in end:
                return self._failed(end, index)
            result = ResultSet(tuple(head["columns"]), tuple(head["types"]), rows)
            if not end or end["rows"] != len(rows) or any(len(row) != len(result.columns) for row in rows):
                raise ValueError("not the promised rows")
        except (KeyError, TypeError, ValueError):
            return _BROKEN, False
        return Outcome(replace(result, index=tuple(head.get("index", ())))), True

    def _too_much(self) -> Outcome:
        said = f"the answer is larger than {self.job.limits.answer_mb} MB"
        return Outcome(failure="output_limit", message=said)

    def _died(self) -> Outcome:
        death = self.worker.death()
        if death == "SIGKILL":
            said = "the process was killed by the system, most likely for its memory"
            return Outcome(failure="memory_limit", message=said)
        return Outcome(failure="runtime_error", message=f"the process ended ({death}) before it gave an answer")

    def _failed(self, message: dict[str, Any], index: int) -> tuple[Outcome, bool]:
        outcome = self._failure(message, index)
        return outcome, outcome.failure not in ("output_limit", "invalid_submission")

    def _failure(self, message: dict[str, Any], index: int) -> Outcome:
        status, said, detail = (str(message.get(key, "")) for key in ("failure", "message", "detail"))
        if status not in _FAILURES:
            return _BROKEN
        if status == "fixture_damaged":
            raise DamagedFixture(int(message.get("index", index)), said)
        return Outcome(failure=cast(FixtureStatus, status), message=said, detail=detail)


def _message(frame: bytes | None) -> dict[str, Any] | None:
    if frame is None:
        return None
    try:
        message = json.loads(frame)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}
