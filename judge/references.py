"""Expected results: the reference run on each fixture, found to be one that an answer can be judged by, and kept."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from judge import catalog
from judge.compare import compare, expected_in_order
from judge.data import Cache, Fixture, key_of, source_of
from judge.data.versions import version
from judge.errors import ProblemError
from judge.model import Case, Language, Limits, Outcome, Problem, ResultSet, Row, Submission
from judge.sandbox.job import DamagedFixture, FixtureSource, Job
from judge.sandbox.pool import Sandbox
from judge.sandbox.rows import decode_result, encode_result
from judge.sandbox.run import Run
from judge.submission.widened import Widened, widened

LIMITS = Limits(seconds=60.0, answer_mb=512)
_ENGINE_VERSIONS = ("duckdb", "pandas", "numpy", "pyarrow")
_JUDGE = Path(__file__).parent


def run(
    problem: Problem,
    submission: Submission,
    fixtures: Sequence[Fixture],
    limits: Limits,
    sandbox: Sandbox,
    *,
    required: frozenset[str] = frozenset(),
    believed: bool = True,
) -> Run:
    """A run of `submission` on `fixtures` in a worker of `sandbox`; iterate it for the outcomes (see `Job`)."""
    names = tuple(column.name for column in problem.columns)
    return Run(sandbox, Job(submission, sources(fixtures), limits, names, problem.list_answer, required, believed))


def sources(fixtures: Sequence[Fixture]) -> list[FixtureSource]:
    return [FixtureSource(f.schema, "" if f.path is None else str(f.path), f.streams) for f in fixtures]


def reference(problem: Problem) -> Submission:
    """The reference that expected results come from: the SQL one where there is one."""
    language: Language = "sql" if "sql" in problem.languages else "pandas"
    file = catalog.solution(problem, language)
    return Submission(language, catalog.source(file), f"{problem.slug}/{file.name}")


def expected_of(problem: Problem, fixtures: Sequence[Fixture], cache: Cache, sandbox: Sandbox) -> list[ResultSet]:
    """The reference's result on each fixture, from the cache or run now in `sandbox`: columns in declared order.

    Raises ProblemError when the reference fails, gives columns, kinds or a number of rows other than declared, or has a
    LIMIT that cuts through rows that tie where the problem does not take any choice of them.
    """
    solution = reference(problem)
    key = key_of(
        solution.language,
        solution.source,
        # what a result is checked by
        repr((problem.columns, problem.order_by, problem.rows, problem.list_answer, problem.columns_by)),
        repr((problem.key, problem.distinct, problem.ties, problem.checker)),
        *(source_of(folder) for folder in (_JUDGE / "sandbox", _JUDGE / "sandbox" / "inside")),
        *map(version, _ENGINE_VERSIONS),
    )
    results = [_kept(cache.expected(fixture, key)) for fixture in fixtures]
    missing = [i for i, result in enumerate(results) if result is None]
    if missing:
        some = [fixtures[i] for i in missing]
        try:
            found = _run(problem, some, sandbox)
        except DamagedFixture as damage:
            raise damage.at(missing[damage.index]) from None
        for i, result in zip(missing, found, strict=True):
            results[i] = result
            cache.keep_expected(fixtures[i], key, encode_result(result))
    return [result for result in results if result is not None]


def _kept(content: bytes | None) -> ResultSet | None:
    try:
        return None if content is None else decode_result(content)
    except ValueError:
        return None  # cut short: the reference runs again


class Reference:
    """The reference of a problem, and what is made of its outcomes: `submissions` are what is run to know them.

    Those are the reference itself and, where its LIMIT or its rounding hides what an answer is judged by, a second
    query without these.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem, self.solution = problem, reference(problem)
        rounded = [(column.name, column.round) for column in problem.columns if column.round is not None]
        sql = self.solution.language == "sql"
        self._more = widened(self.solution.source, rounded, self.solution.name) if sql else None
        wider = [replace(self.solution, source=self._more.source)] if self._more else []
        self.submissions = (self.solution, *wider)

    def expected(self, case: Case, outcomes: Sequence[Outcome]) -> ResultSet:
        """The expected result on a fixture, of the outcomes of the `submissions` there. Raises ProblemError."""
        result = _checked(self.problem, self.solution, case, outcomes[0])
        if self._more is None:
            return result
        told = _rows(self.solution, case, outcomes[1])
        return _with_more(self.problem, result, self._more, told, case.of(self.solution.name))


def _run(problem: Problem, fixtures: Sequence[Fixture], sandbox: Sandbox) -> list[ResultSet]:
    known = Reference(problem)
    found: list[list[Outcome]] = []
    for submission in known.submissions:
        with run(problem, submission, fixtures, LIMITS, sandbox) as outcomes:
            found.append(list(outcomes))
    return [known.expected(f.case, of_each) for f, of_each in zip(fixtures, zip(*found, strict=True), strict=True)]


def _rows(solution: Submission, case: Case, outcome: Outcome) -> ResultSet:
    if outcome.result is None:
        help = outcome.detail.removeprefix(outcome.message).strip()
        where = case.of(solution.name)
        raise ProblemError(f"{where}: {outcome.failure.replace('_', ' ')}: {outcome.message}", help)
    return outcome.result


def _checked(problem: Problem, solution: Submission, case: Case, outcome: Outcome) -> ResultSet:
    result, where = _rows(solution, case, outcome), case.of(solution.name)
    try:
        found = expected_in_order(result, problem.columns, problem.columns_by)
    except ProblemError as error:
        raise ProblemError(f"{where}: {error.message}", error.help) from None
    if problem.distinct:
        found = replace(found, rows=list({repr(row): row for row in found.rows}.values()))
    if problem.rows not in (None, len(found.rows)):
        raise ProblemError(f"{where}: problem.toml declares rows = {problem.rows}, {len(found.rows)} came")
    _check_cells(problem, found, where)
    _check_order(problem, found, where)
    return found


def _check_order(problem: Problem, result: ResultSet, where: str) -> None:
    """A reference stands in the declared order; where NULLs stand is its own choice."""
    names = [column.name for column in problem.columns]
    places = [(names.index(name), descending) for name, descending in problem.order_by]
    for number, (row, after) in enumerate(pairwise(result.rows), 2):
        for place, descending in places:
            first, second = row[place], after[place]
            if first is None or second is None:
                break
            if first != second:
                if (first < second) is descending:
                    what = f"first at row {number}, column {names[place]}"
                    help = "sort the reference by what order_by says, or leave order_by out"
                    raise ProblemError(f"{where}: the rows are not in the declared order ({what})", help)
                break


def _check_cells(problem: Problem, result: ResultSet, where: str) -> None:
    """A reference yields NULL, NaN and infinity only where a column says so, and its key tells rows apart."""
    for position, column in enumerate(problem.columns):
        cells = [row[position] for row in result.rows]
        if not column.nullable and None in cells:
            raise ProblemError(f"{where}: column {column.name} holds NULL", "say nullable = true, or give it a value")
        if not column.nan and any(isinstance(cell, float) and not math.isfinite(cell) for cell in cells):
            raise ProblemError(
                f"{where}: column {column.name} holds NaN or infinity", "NULLIF keeps a division by zero NULL"
            )
    names = [column.name for column in problem.columns]
    keys = [tuple(str(row[names.index(name)]) for name in problem.key) for row in result.rows]
    if problem.key and len(set(keys)) < len(keys):
        raise ProblemError(
            f"{where}: the key ({', '.join(problem.key)}) is the same in two rows", "key names what tells rows apart"
        )


def _with_more(problem: Problem, result: ResultSet, more: Widened, told: ResultSet, where: str) -> ResultSet:
    """The expected result with unrounded values, and with all rows that tie at the boundary of a LIMIT."""
    rows, first = list(told.rows), more.offset
    width = len(told.columns) - more.keys - len(more.unrounded)
    keys = [row[len(row) - more.keys :] for row in rows]
    count = len(result.rows)
    end = stop = first + count
    start = first
    if count and end < len(rows) and _same(keys[end - 1], keys[end]) and not problem.checker:
        start = next(i for i in range(end) if _same(keys[i], keys[end]))
        stop = next((i for i in range(end, len(rows)) if not _same(keys[i], keys[end])), len(rows))
        if problem.ties != "any" or start < first:
            raise ProblemError(
                f"{where}: the LIMIT cuts through {stop - start} rows that tie: which of them come is left to chance",
                "sort by more columns until no two rows tie, or say ties = 'any' if any choice is right",
            )
    wide = ResultSet(told.columns[:width], told.types[:width], [row[:width] for row in rows[first:stop]])
    found = expected_in_order(wide, problem.columns, problem.columns_by)
    unrounded = {name: width + place for place, name in enumerate(more.unrounded)}
    places = [unrounded.get(column.name) for column in problem.columns]
    full = [
        tuple(cell if place is None else told_row[place] for cell, place in zip(row, places, strict=True))
        for row, told_row in zip(found.rows, rows[first:stop], strict=True)
    ]
    tied = stop - start if stop > end else 0
    exact = [replace(column, round=None) for column in problem.columns]
    if not tied and not problem.checker and compare(result, found, exact).diff:
        raise ProblemError(
            f"{where}: without its LIMIT or rounding the reference gives other rows: rewrite it more plainly"
        )
    return replace(found, rows=full, limit=count if tied else None, tied=tied)


def _same(key: Row, other: Row) -> bool:
    return all(a == b for a, b in zip(key, other, strict=True))
