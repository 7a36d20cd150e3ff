"""Whether rows are doubled because a table was joined: each came as often as that table has rows with its key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from judge.columnar import MOST_AS_TUPLES
from judge.compare.codes import DOUBLED_ROWS
from judge.data import Fixture
from judge.model import Comparison, Limits, Problem, ResultSet, Submission
from judge.references import run
from judge.sandbox.pool import Sandbox

_LIMITS = Limits(seconds=10.0)


def explained(
    problem: Problem, fixture: Fixture, expected: ResultSet, actual: ResultSet, found: Comparison, sandbox: Sandbox
) -> Comparison:
    """The comparison, its finding on doubled rows with a help that names the joined table, where that is the truth."""
    diff = found.diff
    if not diff or DOUBLED_ROWS not in diff.codes or len(actual.rows) > MOST_AS_TUPLES:
        return found
    for table, column in _candidates(problem, fixture, actual):
        if _repeats(table, column, problem, fixture, expected, actual, sandbox):
            each = column.removesuffix("_id") if column.endswith("_id") else column
            help = f"a join to {table} repeats each {each} as often as {table} has it; aggregate before joining"
            findings = tuple(replace(f, help=help) if f.code == DOUBLED_ROWS else f for f in diff.findings)
            return replace(found, diff=replace(diff, findings=findings))
    return found


def _candidates(problem: Problem, fixture: Fixture, actual: ResultSet) -> Iterator[tuple[str, str]]:
    """Tables that refer to another by a column of the result."""
    names = {name.casefold() for name in actual.columns}
    for table in fixture.schema:
        for columns, _, _ in table.foreign_keys:
            if len(columns) == 1 and columns[0] in names and any(c.name == columns[0] for c in problem.columns):
                yield table.name, columns[0]


def _repeats(
    table: str,
    column: str,
    problem: Problem,
    fixture: Fixture,
    expected: ResultSet,
    actual: ResultSet,
    sandbox: Sandbox,
) -> bool:
    """Whether every row came as often as expected times the rows of `table` with its `column`, or once for none."""
    query = Submission("sql", f'SELECT "{column}", count(*) FROM "{table}" GROUP BY ALL', "drill")
    with run(problem, query, [fixture], _LIMITS, sandbox) as outcomes:
        [outcome] = outcomes
    if outcome.result is None:
        return False
    times: dict[object, int] = dict(outcome.result.rows)
    wanted, came = _counted(expected, column), _counted(actual, column)
    return any(times.get(value, 0) > 1 for value in wanted) and all(
        came[value] in (count * times.get(value, 0), count * max(times.get(value, 0), 1))
        for value, count in wanted.items()
    )


def _counted(result: ResultSet, column: str) -> Counter[object]:
    place = [name.casefold() for name in result.columns].index(column)
    return Counter(row[place] for row in result.rows)
