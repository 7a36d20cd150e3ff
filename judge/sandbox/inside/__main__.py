"""The worker: load what the language needs, read the job, run the submission on each fixture, hand back frames."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import BinaryIO

from judge.sandbox import wire
from judge.sandbox.inside.answers import Answers
from judge.sandbox.inside.failure import Failure


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Move the job and answer pipes out of the candidate's way: stdin becomes empty, stdout joins stderr."""
    job, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)
    os.dup2(2, 1)
    return job, answers


def _limit(memory_mb: int, cpu_seconds: float) -> None:
    """Address space, processor time (a backstop should the parent be gone) and no core file, where there are limits."""
    try:
        import resource
    except ImportError:
        return
    for what, amount in (
        (resource.RLIMIT_AS, memory_mb << 20),
        (resource.RLIMIT_CPU, int(cpu_seconds) + 1),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        with suppress(ValueError, OSError):  # macOS names limits that it does not let one set
            resource.setrlimit(what, (amount if hard == resource.RLIM_INFINITY else min(amount, hard), hard))


def _main(language: str) -> None:
    job_pipe, answer_pipe = _take_pipes()
    from judge.sandbox.inside import engine

    connection = engine.connect()
    if language == "pandas":
        from judge.sandbox.inside import pandas_language as runner
    else:
        from judge.sandbox.inside import sql_language as runner  # type: ignore[no-redef]  # the other branch's twin

    head = wire.read(job_pipe)
    if head is None:
        return  # the parent changed its mind
    job = json.loads(head)
    _limit(job["memory_mb"], job["cpu_seconds"])
    answers = Answers(answer_pipe, job["answer_bytes"])
    index = 0
    try:
        for index, fixture in enumerate(job["fixtures"]):
            engine.load(connection, index, fixture, job_pipe)
        job_pipe.close()
        engine.lock(connection)
        submission = runner.read(connection, job)
    except Failure as failure:
        answers.message(failure.message() | {"index": index})
        return
    answers.message({"ready": True})
    for index, fixture in enumerate(job["fixtures"]):
        try:
            connection.execute(f"USE {engine.catalog(index)}")
            submission.run(connection, fixture, answers)
        except Failure as failure:
            answers.message(failure.message() | {"index": index})
        if answers.full:
            return


if __name__ == "__main__":
    _main(sys.argv[1])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # a submission's own threads and exit handlers get no say
