"""An answer and the reference, asked about the same few rows: whether they still differ, and in the same way."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Self

from judge import checking
from judge.compare import codes
from judge.data import Fixture, streams_of
from judge.errors import ProblemError
from judge.judging import comparison, result_of
from judge.model import Comparison, FixtureResult, Limits, Outcome, Problem, ResultSet, Row, Submission
from judge.references import Reference
from judge.sandbox.pool import Sandbox
from judge.sandbox.probing import Prober

_COLUMNS = {codes.MISSING_COLUMN, codes.EXTRA_COLUMN, codes.REPEATED_COLUMN, codes.WRONG_NAME} | {
    codes.COLUMN_ORDER,
    codes.WRONG_TYPE,
    codes.COLUMN_COUNT,
}
_VALUES = re.compile(r"'[^']*'|\"[^\"]*\"|\d+")
_LINES = re.compile(r"^ *(?:File .*, line |LINE )(\d+)", re.MULTILINE)


class TimeUp(Exception):
    """The budget is used up."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What came of some rows: the verdict on them, what was expected and what the answer gave, if it gave any."""

    result: FixtureResult
    expected: ResultSet
    actual: ResultSet | None


def way(result: FixtureResult) -> tuple[str, ...]:
    """In which way an answer fails, which a smaller counterexample must keep.

    That is its verdict, and of a wrong one whether columns, rows or only their order are wrong; of an error its message
    without the values in it, and the lines of the answer that it came through.
    """
    if result.diff:
        found = set(result.diff.codes)
        return result.verdict, "columns" if found & _COLUMNS else "order" if found == {codes.ORDER} else "rows"
    if result.verdict == "runtime_error":
        return result.verdict, _VALUES.sub("…", result.reason), *_LINES.findall(result.detail)
    return (result.verdict,)


Tables = Mapping[str, Sequence[Row]]


class Probes:
    """Asks `submission` and the reference of `problem` about rows of tables as `fixture` has them; use it in a `with`.

    `asked` counts the questions. Both are asked at once, in a worker each. Nothing is asked after `deadline`
    (time.monotonic), and no answer awaited: TimeUp is raised. A pandas answer takes many times as long as a query on a
    few rows: two workers have it, so that what is likely to be asked next is known when it is asked.
    """

    def __init__(
        self,
        problem: Problem,
        submission: Submission,
        fixture: Fixture,
        sandbox: Sandbox,
        limits: Limits,
        deadline: float,
        required: frozenset[str] = frozenset(),
    ) -> None:
        self.asked = 0
        self._deadline = deadline
        self._problem, self._fixture, self._sandbox = problem, fixture, sandbox
        self._reference = Reference(problem)
        self._ahead: Tables | None = None
        names = tuple(column.name for column in problem.columns)
        needs = [(submission, required), *((known, frozenset[str]()) for known in self._reference.submissions)]
        with ExitStack() as stack:

            def prober(of: Submission, needed: frozenset[str]) -> Prober:
                list_answer = problem.list_answer
                made = Prober(sandbox, of, fixture.schema, limits, names, list_answer=list_answer, required=needed)
                return stack.enter_context(made)

            teams = 2 if submission.language == "pandas" else 1
            self._teams = [[prober(*need) for need in needs] for _ in range(teams)]
            self._stack = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def ask(self, tables: Tables, after: Tables | None = None) -> Probe | None:
        """What comes of these rows; None where they are no data for this problem: the reference itself refuses them.

        `after` is what is likely to be asked next.
        """
        if time.monotonic() >= self._deadline:
            raise TimeUp
        self.asked += 1
        if self._ahead is not None:
            self._teams.reverse()
            if self._ahead != tables:
                self._outcomes()  # what was asked in vain: it has taken as long as the question before
                self._begin(tables)
        else:
            self._begin(tables)
        self._ahead = after if len(self._teams) > 1 else None
        if self._ahead is not None:
            self._teams.reverse()
            self._begin(self._ahead)
            self._teams.reverse()
        outcome, *known = self._outcomes()
        if time.monotonic() >= self._deadline:
            raise TimeUp  # what came is the budget's doing
        try:
            expected = self._reference.expected(self._fixture.case, known)
            found = self._found(tables, expected, outcome)
        except ProblemError:
            return None
        return Probe(result_of(self._fixture.case, expected, outcome, found), expected, outcome.result)

    def _begin(self, tables: Tables) -> None:
        """Ask the first team."""
        for prober in self._teams[0]:
            prober.begin(tables)

    def _outcomes(self) -> list[Outcome]:
        """What it answers."""
        return [prober.outcome(self._deadline) for prober in self._teams[0]]

    def _found(self, tables: Tables, expected: ResultSet, outcome: Outcome) -> Comparison:
        if outcome.result is None:
            return Comparison(None)
        if not self._problem.checker:
            return comparison(self._problem, expected, outcome.result)
        streams = streams_of(self._fixture.schema, tables)
        here = Fixture(self._fixture.case, self._fixture.schema, "", streams=streams)
        [found] = checking.checked(self._problem, [here], [expected], [outcome], self._sandbox)
        return found
