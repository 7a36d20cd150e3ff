"""One job in a worker: load its fixtures, lock the door, run the submission on each, hand back frames."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any, BinaryIO

import duckdb

from judge.sandbox import wire
from judge.sandbox.failure import Failure
from judge.sandbox.inside import engine
from judge.sandbox.inside.answers import Answers
from judge.sandbox.inside.imports import hide_what_is_not_promised
from judge.sandbox.inside.limits import limit

Received = Callable[[int], Sequence[int]]
"""Given how many fixture files there are: descriptors of them, opened by the parent."""


def load(language: str) -> tuple[ModuleType, duckdb.DuckDBPyConnection]:
    """What a language needs before there is a submission: the module that runs it, and an open connection."""
    connection = engine.connect()
    return import_module(f"judge.sandbox.inside.{language}_language"), connection


def work(
    runner: ModuleType,
    connection: duckdb.DuckDBPyConnection,
    job_pipe: BinaryIO,
    answer_pipe: BinaryIO,
    confined: Callable[[], list[str]],
    received: Received | None = None,
) -> None:
    """Do the job that comes through `job_pipe`, if one comes; `confined` locks the process in and names the layers.

    The frames: `ready` with the layers that hold, before the submission is read; per fixture, each after a frame that
    asks for it, a result or a failure; the number of fixtures as end mark. Where a fixture is asked about with rows of
    its own, each question brings some, perhaps with another text to run on them, and there is no end.
    """
    head = wire.read(job_pipe)
    if head is None:
        return  # the parent changed its mind
    job = json.loads(head)
    answers = Answers(answer_pipe, job["answer_bytes"])
    if not _attach(connection, job["fixtures"], job_pipe, received, answers):
        return
    engine.lock(connection)
    limit(job["memory_mb"], job["cpu_seconds"], len(job["fixtures"]))
    hide_what_is_not_promised()
    answers.message({"ready": confined()})
    submission = None
    try:
        for index, fixture in enumerate(job["fixtures"]):
            while (data := wire.read(job_pipe)) is not None:  # its parent listens: that one's work is not on our time
                question = json.loads(data) if fixture["asked"] else {}
                if submission is None or "source" in question:
                    submission = _read(runner, connection, job | question)
                if question:
                    answers.renew()
                    engine.fill(connection, index, fixture, question["rows"])
                _run(submission, connection, index, fixture, answers)
                if answers.full or not fixture["asked"]:
                    break
            if data is None or answers.full:
                return
    except Failure as failure:
        answers.message(failure.message() | {"last": True})
        return
    answers.message({"fixtures": len(job["fixtures"])})


def _read(runner: ModuleType, connection: duckdb.DuckDBPyConnection, job: dict[str, Any]) -> Any:
    try:
        return runner.read(connection, job)
    except MemoryError:
        raise Failure("memory_limit", "reading the file needs more memory than the limit") from None


def _attach(
    connection: duckdb.DuckDBPyConnection,
    fixtures: Sequence[dict[str, Any]],
    job_pipe: BinaryIO,
    received: Received | None,
    answers: Answers,
) -> bool:
    descriptors: Sequence[int] = ()
    if received:
        files = [fixture for fixture in fixtures if fixture["path"]]
        descriptors = received(len(files))
        for fixture, descriptor in zip(files, descriptors, strict=True):
            fixture["path"] = f"/proc/self/fd/{descriptor}"
    for index, fixture in enumerate(fixtures):
        try:
            engine.load(connection, index, fixture, job_pipe)
        except Failure as failure:
            answers.message(failure.message() | {"index": index})
            return False
    for descriptor in descriptors:
        os.close(descriptor)  # DuckDB has opened its own
    return True


def _run(
    submission: Any, connection: duckdb.DuckDBPyConnection, index: int, fixture: dict[str, Any], answers: Answers
) -> None:
    try:
        connection.execute(f"USE {engine.catalog(index)}")
        submission.run(connection, fixture, answers)
    except Failure as failure:
        if failure.status == "invalid_submission":
            raise
        answers.message(failure.message())
