"""What comes from one worker, frame by frame, as outcomes: nothing that it says is believed unless it is whole."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any, cast

from judge.errors import CannotBegin, InternalError
from judge.model import FixtureStatus, Outcome, ResultSet
from judge.sandbox import wire
from judge.sandbox.batches import Batches
from judge.sandbox.failure import LONGEST, LONGEST_LINE, cut
from judge.sandbox.job import START_SECONDS, DamagedFixture, Job
from judge.sandbox.pool import OUR_OWN, SHORT, Sandbox
from judge.sandbox.process import Lost

_LARGEST_HEAD = 4 << 20  # bytes: 100,000 columns with long names
_LARGEST_MESSAGE = 256 << 10  # bytes: what is cut at 8,000 characters, however it is escaped
_BROKEN = Outcome(failure="runtime_error", message="the answer that came back was not whole")
_FAILURES = {"runtime_error", "wrong_answer", "memory_limit", "output_limit", "invalid_submission"}


class Hearing:
    """A worker of `sandbox` that has `job` from fixture `first` on: what it is asked, and what it answers.

    Raises InternalError where none can be started, DamagedFixture where a fixture cannot be opened.
    """

    def __init__(self, sandbox: Sandbox, job: Job, first: int = 0) -> None:
        self.job, self._sandbox, self._first = job, sandbox, first
        rest = replace(job, fixtures=job.fixtures[first:])
        self.worker = sandbox.worker(job.runner or job.submission.language)
        try:
            self.worker.begin(
                rest.header(),
                [payload for fixture in rest.fixtures for _, payload in fixture.tables],
                [fixture.path for fixture in rest.fixtures if fixture.path],
                answer_cap=job.limits.answer_mb << 20,
                output_cap=job.limits.output_kb << 10,
            )
        except RuntimeError as error:  # no thread can be started
            self.worker.end()
            raise InternalError(f"a submission cannot be run: {error}", SHORT) from None
        except OSError as error:
            self.worker.end()
            if error.errno in OUR_OWN:
                raise InternalError(f"a submission cannot be run: {error.strerror}", SHORT) from None
            index = next((i for i, fixture in enumerate(job.fixtures) if fixture.path == error.filename), first)
            raise DamagedFixture(index, str(error)) from None

    def ready(self) -> None:
        """Wait until the worker has its fixtures and is locked; the submission has not begun yet. Raises Lost."""
        try:
            frame = self.worker.frame(time.monotonic() + START_SECONDS)
        except TimeoutError:
            raise Lost(f"it did not start within {START_SECONDS:.0f} s", stuck=True) from None
        if frame is None:
            raise Lost(f"it ended before it began: {self.worker.death()}")
        message = _message(frame)
        if message.get("failure") == "fixture_damaged":
            raise DamagedFixture(self._first + int(message["index"]), str(message["message"]))
        missing = self.job.required - set(message["ready"])
        if missing:
            raise CannotBegin(
                f"a stranger's code is not run here: this system has no {' and no '.join(sorted(missing))}",
                "--trust runs it all the same; drill doctor says what holds here",
            )

    def ask(self, data: bytes = b"") -> float:
        """Have it go on with the next fixture, or with this `data`, and return when that was (time.monotonic)."""
        return self.worker.ask(data)

    def outcome(self, index: int, asked: float, deadline: float | None = None) -> tuple[Outcome, bool]:
        """What came of fixture `index`, and whether the worker lives on: by `deadline`, else within the limits."""
        seconds = self.job.limits.seconds
        try:
            outcome, alive = self._receive(asked + seconds if deadline is None else deadline, index)
        except TimeoutError:
            return replace(self._time_limit("no answer"), elapsed_ms=seconds * 1000), False
        except wire.TooMuch:
            outcome, alive = self._too_much(), False
        return replace(outcome, elapsed_ms=(self.worker.heard_at - asked) * 1000), alive

    def _receive(self, deadline: float, index: int) -> tuple[Outcome, bool]:
        frame = self.worker.frame(deadline)
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
            while frame := self.worker.frame(deadline):
                batches.add(frame)
            frame = None if frame is None else self.worker.frame(deadline)
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

    def ended(self, outcome: Outcome, fixtures: int) -> Outcome:
        """The last outcome, if after it the end mark came, nothing more, and exit code 0."""
        deadline = self.worker.heard_at + self.job.limits.seconds
        try:
            mark = self.worker.frame(deadline)
            if mark is None:
                said = self._died()
            elif _message(mark) != {"fixtures": fixtures} or self.worker.frame(deadline) is not None:
                said = _BROKEN
            else:
                code = self.worker.ended(deadline)
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
        self.check_sandbox()
        death = self.worker.death()
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

    def check_sandbox(self) -> None:
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
