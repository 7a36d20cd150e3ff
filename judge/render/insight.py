"""Why an answer is wrong, for a person: the least data that shows it, what comes of that, and the mistake's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from judge.compare.codes import ORDER
from judge.compare.columns import positions
from judge.compare.sides import Side, as_asked
from judge.model import Counterexample, Diff, Evidence, FixtureResult, InputTable, Problem, ResultSet, Row, Verdict
from judge.render.cells import cell, clipped
from judge.render.detail import Detail
from judge.render.diff import row_table
from judge.render.grid import Grid, numeric
from judge.render.results import counted, rows_of

BUDGET = 1.0
"""The seconds that the search takes where nobody says."""
_ROWS = 12
_CAME = "what your answer gives on it"


def insight_lines(problem: Problem, verdict: Verdict, budget: float = BUDGET) -> list[RenderableType]:
    """The counterexample and the mistake of a verdict, nothing where it has neither.

    `budget` is how many seconds the search was given. Where the expected side is withheld, only what came is shown.
    """
    parts: list[RenderableType] = []
    if found := verdict.counterexample:
        parts += ["", _headline(problem, found, budget), *_input(found.tables), "", *_result(problem, verdict, found)]
    if verdict.mistakes:
        sentence = cell(verdict.mistakes[0].sentence, quoted=False)
        parts += ["", Text.assemble(("it behaves exactly like this mistake: ", "bold"), sentence)]
    return parts


def declared(problem: Problem, fixture: FixtureResult | Counterexample) -> bool:
    """Whether the fixture is one of the suite, and not drawn with another seed."""
    return any((case.name, case.seed) == (fixture.case, fixture.seed) for case in problem.cases)


def _headline(problem: Problem, found: Counterexample, budget: float) -> Text:
    seed = "" if declared(problem, found) else f" (seed {found.seed})"
    size = f"{counted(found.rows)}, cut from fixture {found.case}{seed}"
    if found.minimal:
        return Text(f"the smallest data that shows it: {size}", "bold")
    within = f"the smallest data found within {budget:g} s: {size}"
    return Text.assemble((within, "bold"), "; perhaps not the least")


def _input(tables: Sequence[InputTable]) -> list[RenderableType]:
    """Each table with its rows, and those that are empty in one line."""
    parts: list[RenderableType] = []
    for table in tables:
        if table.rows:
            schema = table.schema
            names = [column.name for column in schema.columns]
            parts += ["", Text(schema.name, "bold cyan"), _grid(names, table.rows, schema.key)]
    empty = [table.schema.name for table in tables if not table.rows]
    return [*parts, "", Text.assemble((", ".join(empty), "bold cyan"), ": no rows")] if empty else parts


def _grid(names: Sequence[str], rows: Sequence[Row], key: Sequence[str] = ()) -> RenderableType:
    shown = rows[:_ROWS]
    cells = [[Text(clipped(cell(value)), "dim" if value is None else "") for value in row] for row in shown]
    right = frozenset(i for i in range(len(names)) if numeric([row[i] for row in shown]))
    lead = len(key) if tuple(names[: len(key)]) == tuple(key) else 0
    clean = [cell(name, quoted=False) for name in names]
    parts: list[RenderableType] = [Grid(clean, cells, right, lead)]
    if hidden := len(rows) - len(shown):
        parts.append(Text(f"{hidden} more {'is' if hidden == 1 else 'are'} not shown", "dim"))
    return Padding(Group(*parts), (0, 0, 0, 2))


def _result(problem: Problem, verdict: Verdict, found: Counterexample) -> list[RenderableType]:
    """What is expected on these rows and what came, in one table where they differ in rows."""
    expected, actual = found.expected, found.actual
    wanted = [] if expected is None else _alone(_wanted_words(problem), expected, _wanted(problem, expected))
    if actual is None:
        return [_failure(verdict, found.result), *(["", *wanted] if wanted else [])]
    came = _alone(_CAME, actual, rows_of(actual))
    diff = found.result.diff
    if expected is None:
        return came
    if diff is None or not (diff.missing or diff.extra):  # columns, or the order: no row belongs to another
        return [*wanted, "", *came]
    where = positions(actual.columns, problem.columns) if problem.columns_by == "name" else range(len(problem.columns))
    rows = Side(actual, problem.columns, where).rows(range(len(actual.rows)))
    shown = row_table(problem, _lines(problem, diff, rows), _about(diff), _ROWS)
    parts: list[RenderableType] = [_title("the result on it"), Padding(shown, (0, 0, 0, 2))]
    if not rows:
        parts.append(Text("  your answer gives no rows", "dim"))
    elif not expected.asked:
        parts.append(Text("  no rows are expected", "dim"))
    return parts


def _title(said: str) -> Text:
    return Text(said, "bold cyan")


def _wanted_words(problem: Problem) -> str:
    return "one of the right results on it" if problem.checker else "what is expected on it"


def _wanted(problem: Problem, expected: ResultSet) -> Sequence[Row]:
    return as_asked(problem.columns, rows_of(expected))


def _alone(title: str, result: ResultSet, rows: Sequence[Row]) -> list[RenderableType]:
    if rows and result.columns:
        return [_title(title), _grid(result.columns, rows)]
    names = ", ".join(cell(name, quoted=False) for name in result.columns)
    return [Text.assemble((title, "bold cyan"), f": {counted(len(rows))}{names and f' of {names}'}")]


def _failure(verdict: Verdict, result: FixtureResult) -> RenderableType:
    """The error on these rows; in a word where it is the one that is told of the fixture that failed first."""
    words = result.verdict.replace("_", " ")
    first = verdict.failing
    if first and (first.verdict, first.reason, first.detail) == (result.verdict, result.reason, result.detail):
        return Text.assemble((f"{_CAME}: ", "bold cyan"), f"the same {words}")
    told = result.reason in result.detail  # it follows, and is not said twice
    said = Text.assemble(
        (f"{_CAME}: ", "bold cyan"), words + ("" if told else f": {cell(result.reason, quoted=False)}")
    )
    return Group(said, Padding(Detail(result.detail), (1, 0, 0, 2))) if result.detail else said


def _lines(problem: Problem, diff: Diff, came: Sequence[Row]) -> list[Evidence]:
    """Every row of both sides, in the order in which they came, those that did not come last."""
    missing = [*map(tuple, as_asked(problem.columns, diff.missing))]
    extra, lone = Counter(map(repr, diff.extra)), Counter(map(repr, missing))
    right = Counter(map(repr, came)) - extra
    partner: dict[str, list[Row]] = {}
    for row, other in _pairs(diff):
        if extra[repr(other)] > len(partner.get(repr(other), ())) and lone[repr(row)]:
            partner.setdefault(repr(other), []).append(row)
            lone[repr(row)] -= 1
    lines: list[Evidence] = []
    for row in came:
        if right[repr(row)]:
            right[repr(row)] -= 1
            lines.append(Evidence(row, row))
            continue
        others = partner.get(repr(row))
        lines.append(Evidence(others.pop(0) if others else None, row))
    for row in missing:
        if lone[repr(row)]:
            lone[repr(row)] -= 1
            lines.append(Evidence(row, None))
    return lines


def _pairs(diff: Diff) -> Iterable[tuple[Row, Row]]:
    for finding in diff.findings:
        for expected, actual, times in finding.evidence:
            if expected is not None and actual is not None and times is None and finding.code != ORDER:
                yield expected, actual


def _about(diff: Diff) -> tuple[str, ...]:
    """The columns in which rows that belong together differ."""
    return tuple(dict.fromkeys(name for finding in diff.findings if finding.evidence for name in finding.columns))
