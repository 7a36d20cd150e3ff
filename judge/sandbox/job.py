"""What is sent to a worker: a submission, the fixtures to run it on, and its limits."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from judge.errors import InternalError
from judge.model import Limits, Submission, TableSchema

START_SECONDS = 60.0  # for the worker's imports; a cold disk has taken 10


class DamagedFixture(InternalError):
    """A cached fixture could not be read; `index` is its place in the job.

    Where it is only `claimed`, the submission was running by then, and what says so may be its own forgery.
    """

    def __init__(self, index: int, message: str, *, claimed: bool = False) -> None:
        super().__init__(f"a cached fixture cannot be read: {message}", "drill cache clear, then run again")
        self.index, self.said, self.claimed = index, message, claimed

    def at(self, index: int) -> DamagedFixture:
        """The same of another place: that of the fixture in a longer list."""
        return DamagedFixture(index, self.said, claimed=self.claimed)


@dataclass(frozen=True, slots=True)
class FixtureSource:
    """Where a worker finds a fixture: a DuckDB file, or Arrow streams by table name when it was never written.

    With neither its tables are empty, and `asked` says that each question brings rows for them (see `Prober`).
    """

    schema: tuple[TableSchema, ...]
    path: str = ""
    tables: tuple[tuple[str, bytes], ...] = ()
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """A submission, the fixtures to run it on, and its limits; `columns` names the result for answers without names.

    `runner` is what runs it, where that is not its language, and `required` are the layers without which it is not to
    run. `believed` says whether a fixture is taken for damaged when the process says so: it may be the submission's
    forgery, and where the file is whole it is.
    """

    submission: Submission
    fixtures: Sequence[FixtureSource]
    limits: Limits
    columns: tuple[str, ...]
    list_answer: bool = False
    required: frozenset[str] = frozenset()
    believed: bool = True
    runner: str = ""

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
                        "asked": {
                            table.name: {column.name: column.sql_type for column in table.columns}
                            for table in fixture.schema
                            if fixture.asked
                        },
                        "dtypes": {
                            table.name: {column.name: column.dtype for column in table.columns}
                            for table in fixture.schema
                        },
                    }
                    for fixture in self.fixtures
                ],
            }
        ).encode()
