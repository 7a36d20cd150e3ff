"""Another dialect's SQL as DuckDB's, worked out in a locked worker: a few hundred bytes can take sqlglot for ever."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from judge.errors import InvalidSubmission
from judge.model import Limits, Submission, TableSchema
from judge.sandbox.job import FixtureSource, Job
from judge.sandbox.pool import Sandbox
from judge.sandbox.run import Run
from judge.submission.dialect import is_foreign


def translate(
    submission: Submission, schema: Sequence[TableSchema], limits: Limits, sandbox: Sandbox, required: frozenset[str]
) -> tuple[Submission, str]:
    """The submission in DuckDB's SQL, and a note that says so (see `judge.submission.dialect.translate`).

    Raises InvalidSubmission, also for a translation that goes past the limits of one fixture.
    """
    if not is_foreign(submission):
        passed_over = submission.dialect and submission.language != "sql"
        return submission, "--dialect is for SQL and was passed over" if passed_over else ""
    types = {table.name: {column.name: column.sql_type for column in table.columns} for table in schema}
    told = {"source": submission.source, "dialect": submission.dialect, "types": types}
    asked = replace(submission, source=json.dumps(told))
    job = Job(asked, [FixtureSource(())], limits, ("source", "note"), required=required, runner="dialect")
    with Run(sandbox, job) as run:
        [outcome] = run
    if outcome.result is None and outcome.failure == "invalid_submission":
        raise InvalidSubmission(outcome.message, outcome.detail)
    if outcome.result is None:
        why = outcome.message.removesuffix(" on this fixture")
        raise InvalidSubmission(f"it could not be translated from {submission.dialect}: {why}")
    [(source, note)] = outcome.result.rows
    return replace(submission, source=str(source)), str(note)
