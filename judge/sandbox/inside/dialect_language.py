"""A translation as a submission: sqlglot takes minutes over some 200 bytes, so it runs where anything may take long."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import sqlglot.optimizer.qualify  # loaded here, before the door is locked

from judge.errors import InvalidSubmission
from judge.model import DIALECTS, Submission
from judge.sandbox.failure import Failure
from judge.sandbox.inside.answers import Answers
from judge.submission.dialect import translate

ALSO_READ: tuple[str, ...] = ()


def rehearse(_: duckdb.DuckDBPyConnection) -> None:
    """Nothing that one translation makes is of use to the next one."""


def read(_: duckdb.DuckDBPyConnection, job: dict[str, Any]) -> Translation:
    return Translation(json.loads(job["source"]), job["name"])


class Translation:
    """`told` holds `source`, `dialect`, and `types`: the SQL type of each column of each table."""

    def __init__(self, told: dict[str, Any], name: str) -> None:
        self._told, self._name = told, name

    def run(self, _: duckdb.DuckDBPyConnection, __: dict[str, Any], answers: Answers) -> None:
        """Send one row: the text in DuckDB's SQL, and the note that goes with it."""
        submission = Submission("sql", self._told["source"], self._name, self._told["dialect"])
        try:
            translated, note = translate(submission, self._told["types"])
        except InvalidSubmission as error:
            raise Failure("invalid_submission", error.message, error.help) from None
        except MemoryError:
            raise Failure("memory_limit", "the translation needs more memory than the limit") from None
        answers.begin(["source", "note"], ["VARCHAR", "VARCHAR"])
        answers.rows([(translated.source, note)])
        answers.end()


for _name in DIALECTS:  # sqlglot loads each on first use, and no worker could
    sqlglot.Dialect.get_or_raise(_name)
