"""One submission over many fixtures in one worker: what comes of each."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Self, cast

from judge.errors import CannotBegin, InternalError
from judge.model import FixtureStatus, Outcome, ResultSet
from judge.sandbox import wire
from judge.sandbox.batches import Batches
from judge.sandbox.failure import LONGEST, LONGEST_LINE, cut
from judge.sandbox.job import START_SECONDS, DamagedFixture, Job
from judge.sandbox.pool import OUR_OWN, SHORT, Sandbox
from judge.sandbox.process import Lost
from judge.sandbox.worker import Worker

_LARGEST_HEAD = 4 << 20  # bytes: 100,000 columns with long names
_LARGEST_MESSAGE = 256 << 10  # bytes: what is cut at 8,000 characters, however it is escaped
_BROKEN = Outcome(failure="runtime_error", message="the answer that came back was not whole")
_FAILURES = {"runtime_error", "wrong_answer", "memory_limit", "output_limit", "invalid_submission"}


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
        self._worker = self._begun(0)

    def _begun(self, done: int) -> Worker:
        """A worker that has the job from fixture `done` on."""
        rest = replace(self.job, fixtures=self.job.fixtures[done:])
        worker = self._sandbox.worker(self.job.runner or self.job.submission.language)
        limits = self.job.limits
        try:
            worker.begin(
                rest.header(),
                [payload for fixture in rest.fixtures for _, payload in fixture.tables],
                [fixture.path for fixture in rest.fixtures if fixture.path],
                answer_cap=limits.answer_mb << 20,
                output_cap=limits.output_kb << 10,
            )
        except RuntimeError as error:  # no thread can be started
            worker.end()
            raise InternalError(f"a submission cannot be run: {error}", SHORT) from None
        except OSError as error:
            worker.end()
            if error.errno in OUR_OWN:
                raise InternalError(f"a submission cannot be run: {error.strerror}", SHORT) from None
            index = next((i for i, fixture in enumerate(self.job.fixtures) if fixture.path == error.filename), done)
            raise DamagedFixture(index, str(error)) from None
        return worker

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Kill the worker, if it still runs, and gather what the submission printed."""
        self._worker.end()
        self.output = self._worker.output()

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
                    said = self._sandbox.lost(self._worker, stuck=loss.stuck) or self.output.strip()
                    self._check_sandbox()
                    if lost:
                        raise InternalError(f"the worker was lost twice ({loss})", said) from None
                    lost = True
                    self._worker = self._begun(done)
        finally:
            self.end()

    def _outcomes(self, done: int) -> Iterator[Outcome]:
        self._ready(done)
        last = len(self.job.fixtures) - 1
        alive = True
        for index in range(done, last + 1):
            if not alive:
                yield Outcome(failure="skipped")
                continue
            outcome, alive = self._outcome(index)
            if alive and index == last:
                outcome = self._ended(outcome, last + 1 - done)
            yield outcome

    def _ready(self, done: int) -> None:
        """Wait until the worker has the fixtures from `done` on and is locked; the submission has not begun yet."""
        try:
            frame = self._worker.frame(time.monotonic() + START_SECONDS)
        except TimeoutError:
            raise Lost(f"it did not start within {START_SECONDS:.0f} s", stuck=True) from None
        if frame is None:
            raise Lost(f"it ended before it began: {self._worker.death()}")
        message = _message(frame)
        if message.get("failure") == "fixture_damaged":
            raise DamagedFixture(done + int(message["index"]), str(message["message"]))
        missing = self.job.required - set(message["ready"])
        if missing:
            raise CannotBegin(
                f"a stranger's code is not run here: this system has no {' and no '.join(sorted(missing))}",
                "--trust runs it all the same; drill doctor says what holds here",
            )

    def _outcome(self, index: int) -> tuple[Outcome, bool]:
        """What came of fixture `index`, and whether the worker lives on."""
        seconds = self.job.limits.seconds
        started = self._worker.ask()
        try:
            outcome, alive = self._receive(started + seconds, index)
        except TimeoutError:
            return replace(self._time_limit("no answer"), elapsed_ms=seconds * 1000), False
        except wire.TooMuch:
            outcome, alive = self._too_much(), False
        return replace(outcome, elapsed_ms=(self._worker.heard_at - started) * 1000), alive

    def _receive(self, deadline: float, index: int) -> tuple[Outcome, bool]:
        frame = self._worker.frame(deadline)
        if frame is None:
            return self._died(), False
        if len(frame) > _LARGEST_HEAD:
            raise wire.TooMuch
        head = _message(frame, _LARGEST_HEAD)
        if "failure" in head:
            return self._failed(head, index)
        try:
            columns, types, names = (_texts(head, key) for key in ("columns", "types", "index"))
            batches = Batches(len(columns), self.job.limits.answer_mb << 20)
            while frame := self._worker.frame(deadline):
                batches.add(frame)
            frame = None if frame is None else self._worker.frame(deadline)
            if frame is None:
                return self._died(), False
            end = _message(frame)
            if "failure" in end:
                return self._failed(end, index)
            if end != {"rows": batches.count} or len(types) != len(columns):
                raise ValueError("not the promised rows")
            rows = batches.rows()
        except ValueError:
            return _BROKEN, False
        pandas = self.job.submission.language == "pandas"
        return Outcome(ResultSet(columns, types, rows, names, nan_is_missing=pandas)), True

    def _ended(self, outcome: Outcome, fixtures: int) -> Outcome:
        """The last outcome, if after it the end mark came, nothing more, and exit code 0."""
        deadline = self._worker.heard_at + self.job.limits.seconds
        try:
            mark = self._worker.frame(deadline)
            if mark is None:
                said = self._died()
            elif _message(mark) != {"fixtures": fixtures} or self._worker.frame(deadline) is not None:
                said = _BROKEN
            else:
                code = self._worker.ended(deadline)
                if code == 0:
                    return outcome
                said = self._time_limit("it answered, and did not end") if code is None else self._died()
        except TimeoutError:
            said = self._time_limit("it answered, and did not end")
        except wire.TooMuch:
            said = _BROKEN
        return replace(said, elapsed_ms=outcome.elapsed_ms)

    def _time_limit(self, what: str) -> Outcome:
        seconds = self.job.limits.seconds
        return Outcome(failure="time_limit", message=f"{what} within {seconds:g} s on this fixture")

    def _too_much(self) -> Outcome:
        said = f"the answer is larger than {self.job.limits.answer_mb} MB"
        return Outcome(failure="output_limit", message=said)

    def _died(self) -> Outcome:
        self._check_sandbox()
        death = self._worker.death()
        match death:
            case "SIGKILL":
                said = "the process was killed by the system, most likely for its memory"
                return Outcome(failure="memory_limit", message=said)
            case "SIGXCPU":
                return Outcome(failure="time_limit", message="the submission used up its processor time")
            case "SIGSYS":
                said = "the process made a system call of another architecture"
                return Outcome(failure="runtime_error", message=said)
        return Outcome(failure="runtime_error", message=f"the process ended ({death}) before it gave an answer")

    def _check_sandbox(self) -> None:
        """Whoever ends a sandbox kills what is at work in it, which is no verdict."""
        if self._sandbox.over:
            raise InternalError("the sandbox was ended while a submission was judged in it")

    def _failed(self, message: dict[str, Any], index: int) -> tuple[Outcome, bool]:
        status = str(message.get("failure"))
        said = cut(" ".join(str(message.get("message", ""))[:LONGEST].split()), LONGEST_LINE)
        detail = cut(str(message.get("detail", "")), LONGEST)
        if status == "fixture_damaged" and self.job.believed:
            raise DamagedFixture(index, said, claimed=True)
        if status == "fixture_damaged":
            status = "runtime_error"
        if status not in _FAILURES:
            return _BROKEN, False
        outcome = Outcome(failure=cast(FixtureStatus, status), message=said, detail=detail)
        return outcome, status not in ("output_limit", "invalid_submission") and not message.get("last")


def _texts(head: dict[str, Any], key: str) -> tuple[str, ...]:
    texts = head.get(key)
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"no {key}")
    return tuple(texts)


def _message(frame: bytes, largest: int = _LARGEST_MESSAGE) -> dict[str, Any]:
    """The object in a frame; an empty one where there is none, or where it is larger than any of ours."""
    try:
        message = json.loads(frame) if len(frame) <= largest else None
    except (ValueError, RecursionError):
        return {}
    return message if isinstance(message, dict) else {}
