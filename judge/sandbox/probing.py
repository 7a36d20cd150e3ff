"""One submission, asked about one small set of data after another in one warm worker."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Self

from judge.errors import InternalError
from judge.model import Limits, Outcome, Row, Submission, TableSchema
from judge.sandbox.hearing import Hearing
from judge.sandbox.job import FixtureSource, Job
from judge.sandbox.pool import Sandbox
from judge.sandbox.process import Lost


class Prober:
    """Runs `submission` on any rows of tables like `schema`, under `limits` each time; end it, or use it in a `with`.

    A worker that an answer has ended (time, memory, a crash) is replaced when the next question is asked.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        submission: Submission,
        schema: Sequence[TableSchema],
        limits: Limits,
        columns: tuple[str, ...],
        *,
        list_answer: bool = False,
        required: frozenset[str] = frozenset(),
    ) -> None:
        source = FixtureSource(tuple(schema), asked=True)
        self._job = Job(submission, [source], limits, columns, list_answer, required, believed=False)
        self._sandbox = sandbox
        self._names = {table.name: [column.name for column in table.columns] for table in schema}
        self._hearing: Hearing | None = Hearing(sandbox, self._job)
        self._ready = False
        self._held: dict[str, Sequence[Row]] = dict.fromkeys(self._names, ())
        self._asked = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Kill the worker."""
        if self._hearing:
            self._hearing.worker.end()
        self._hearing = None

    def begin(self, tables: Mapping[str, Sequence[Row]], source: str = "") -> None:
        """Send the rows of all tables, and wait for nothing. Raises InternalError where no worker is to be had.

        With another `source` that is run from now on: for texts of the judge's own, which one worker may share.
        """
        lost = False
        if source:
            self._job = replace(self._job, submission=replace(self._job.submission, source=source))
        while True:
            try:
                hearing = self._listening()
                question: dict[str, object] = {"rows": self._changed(tables)} | ({"source": source} if source else {})
                self._asked = hearing.ask(json.dumps(question).encode())
                return
            except Lost as loss:
                if lost or self._hearing is None:
                    raise InternalError(f"the worker was lost twice ({loss})") from None
                self._sandbox.lost(self._hearing.worker, stuck=loss.stuck)
                self.end()
                lost = True

    def outcome(self, deadline: float) -> Outcome:
        """What came of the rows that were sent last, by `deadline` (time.monotonic) at the latest."""
        assert self._hearing
        latest = min(deadline, self._asked + self._job.limits.seconds)
        try:
            outcome, alive = self._hearing.outcome(0, self._asked, latest)
        except Lost as loss:
            self._sandbox.lost(self._hearing.worker, stuck=loss.stuck)
            outcome, alive = Outcome(failure="skipped", message=str(loss)), False
        if not alive:
            self.end()
        return outcome

    def _listening(self) -> Hearing:
        if self._hearing is None:
            self._hearing, self._ready = Hearing(self._sandbox, self._job), False
            self._held = dict.fromkeys(self._names, ())
        if not self._ready:
            self._hearing.ready()
            self._ready = True
        return self._hearing

    def _changed(self, tables: Mapping[str, Sequence[Row]]) -> dict[str, str]:
        """The tables that are not as the worker has them already: each that is sent takes it a millisecond."""
        changed = {name: rows for name, rows in tables.items() if self._held[name] != rows}
        self._held |= changed
        return {
            name: json.dumps([dict(zip(self._names[name], row, strict=True)) for row in rows], default=str)
            for name, rows in changed.items()
        }
