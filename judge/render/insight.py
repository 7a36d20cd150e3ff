"""Why an answer is wrong, for a person: the mistake by its name, a few rows that show it, and what comes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from judge.compare.codes import ORDER
from judge.compare.columns import positions
from judge.compare.sides import Side, as_asked
from judge.insight.data import PARAMS
from judge.insight.probes import way
from judge.model import Counterexample, Diff, Evidence, FixtureResult, InputTable, Problem, ResultSet, Row, Verdict
from judge.render.cells import cell, clipped
from judge.render.detail import Detail
from judge.render.diff import dated, row_table
from judge.render.grid import Grid, numeric
from judge.render.results import counted, enough, rows_of

BUDGET = 1.0
"""The seconds that the search takes where nobody says."""
_ROWS = 12
_DIFFERING = 24
"""The lines of rows that differ; rows that are right fill up to `_ROWS`."""
_CAME = "what your answer gives on it"


def insight_lines(problem: Problem, verdict: Verdict, budget: float = BUDGET) -> list[RenderableType]:
    """The mistake and the counterexample of a verdict, nothing where it has neither.

    `budget` is how many seconds the search was given. Where the expected side is withheld, only what came is shown.
    """
    parts: list[RenderableType] = []
    if verdict.mistakes:
        sentence = cell(verdict.mistakes[0].sentence, quoted=False)
        parts += ["", Text.assemble(("it behaves exactly like this mistake: ", "bold"), sentence)]
    found = verdict.counterexample
    if found and not has_rows(found):
        parts += _on_nothing(problem, verdict, found)
    elif found:
        parts += ["", _headline(problem, found, budget), *_input(found.tables), "", *_result(problem, verdict, found)]
    return parts


def has_rows(found: Counterexample) -> bool:
    """Whether any are left in a table, parameters aside."""
    return any(table.rows for table in found.tables if table.schema.name != PARAMS)


def declared(problem: Problem, fixture: FixtureResult | Counterexample) -> bool:
    """Whether the fixture is one of the suite, and not drawn with another seed."""
    return any((case.name, case.seed) == (fixture.case, fixture.seed) for case in problem.cases)


def _headline(problem: Problem, found: Counterexample, budget: float) -> Text:
    if found.minimal:
        least = ": none of them can go" if found.rows > 1 else ""
        return Text.assemble((f"{enough(found.rows)}, {_source(problem, found)}", "bold"), least)
    within = f"the fewest rows found within {budget:g} s that show it: {found.rows}, {_source(problem, found)}"
    return Text.assemble((within, "bold"), "; perhaps fewer would do")


def _source(problem: Problem, found: Counterexample) -> str:
    seed = "" if declared(problem, found) else f" (seed {found.seed})"
    return f"cut from fixture {found.case}{seed}"


def _on_nothing(problem: Problem, verdict: Verdict, found: Counterexample) -> list[RenderableType]:
    """What is said of a counterexample without rows: no tables, and nothing where columns alone are wrong."""
    if found.result.verdict != "wrong_answer":
        return ["", Text(_failing_on_nothing(problem, verdict, found), "bold"), *_other_failure(verdict, found)]
    told = found.result if found.result.diff else verdict.failing  # the same way, where the comparison is withheld
    if told and "columns" in way(told):
        return []
    beside = f" beside {PARAMS}" if found.rows else ""
    said = enough(0).replace("tables", f"tables{beside}", 1)
    return ["", Text(f"{said}, {_source(problem, found)}", "bold"), "", *_result(problem, verdict, found)]


def _failing_on_nothing(problem: Problem, verdict: Verdict, found: Counterexample) -> str:
    """On any data, as far as that is known: an answer may fail only where there are no rows."""
    judged = [result for result in verdict.results if result.verdict != "skipped"]
    if len(judged) > 1 and all(way(result) == way(found.result) for result in judged):
        return "it fails on any data, even on empty tables"
    return f"empty tables are enough to make it fail, {_source(problem, found)}"


def _other_failure(verdict: Verdict, found: Counterexample) -> list[RenderableType]:
    """The error, where it is not the one that is told of the fixture that failed first."""
    return [] if _told(verdict, found.result) else ["", _failure(verdict, found.result)]


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
    came = _alone(_CAME, actual, _came(problem, actual))
    diff = found.result.diff
    if expected is None:
        return came
    if diff is None or not (diff.missing or diff.extra):  # columns, or the order: no row belongs to another
        return [*wanted, "", *came]
    where = positions(actual.columns, problem.columns) if problem.columns_by == "name" else range(len(problem.columns))
    rows = Side(actual, problem.columns, where).rows(range(len(actual.rows)))
    differing, right = _lines(problem, diff, rows)
    room = max(0, _ROWS - sum(row is not None for line in differing for row in line[:2]))
    shown = row_table(problem, [*differing, *right[:room]], _about(diff), _DIFFERING)
    parts: list[RenderableType] = [_title("the result on it"), Padding(shown, (0, 0, 0, 2))]
    if hidden := len(right) - len(right[:room]):
        said = f"{hidden} equal row{' is' if hidden == 1 else 's are'} not shown"
        parts.append(Text(f"  {said}", "dim"))
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
    kinds = [column.kind for column in problem.columns]
    return [dated(row, kinds) for row in as_asked(problem.columns, rows_of(expected))]


def _came(problem: Problem, actual: ResultSet) -> Sequence[Row]:
    """The rows as they came; columns may lack, or be others than the declared ones."""
    kinds: dict[str | int, str]
    if problem.columns_by == "name":
        kinds = {column.name.casefold(): column.kind for column in problem.columns}
        of = [kinds.get(name.casefold(), "") for name in actual.columns]
    else:
        kinds = {i: column.kind for i, column in enumerate(problem.columns)}
        of = [kinds.get(i, "") for i in range(len(actual.columns))]
    return [dated(row, of) for row in rows_of(actual)]


def _alone(title: str, result: ResultSet, rows: Sequence[Row]) -> list[RenderableType]:
    if rows and result.columns:
        return [_title(title), _grid(result.columns, rows)]
    names = ", ".join(cell(name, quoted=False) for name in result.columns)
    return [Text.assemble((title, "bold cyan"), f": {counted(len(rows))}{names and f' of {names}'}")]


def _failure(verdict: Verdict, result: FixtureResult) -> RenderableType:
    """The error on these rows; in a word where it is the one that is told of the fixture that failed first."""
    words = result.verdict.replace("_", " ")
    if _told(verdict, result):
        return Text.assemble((f"{_CAME}: ", "bold cyan"), f"the same {words}")
    told = result.reason in result.detail  # it follows, and is not said twice
    said = Text.assemble(
        (f"{_CAME}: ", "bold cyan"), words + ("" if told else f": {cell(result.reason, quoted=False)}")
    )
    return Group(said, Padding(Detail(result.detail), (1, 0, 0, 2))) if result.detail else said


def _told(verdict: Verdict, result: FixtureResult) -> bool:
    """Whether this error is the one that is told of the fixture that failed first."""
    first = verdict.failing
    said = result.verdict, result.reason, result.detail
    return first is not None and (first.verdict, first.reason, first.detail) == said


def _lines(problem: Problem, diff: Diff, came: Sequence[Row]) -> tuple[list[Evidence], list[Evidence]]:
    """The rows of both sides that differ, those that did not come last, and the rows that are right, as they came."""
    missing = [*map(tuple, as_asked(problem.columns, diff.missing))]
    extra, lone = Counter(map(repr, diff.extra)), Counter(map(repr, missing))
    right = Counter(map(repr, came)) - extra
    partner: dict[str, list[Row]] = {}
    for row, other in _pairs(diff):
        if extra[repr(other)] > len(partner.get(repr(other), ())) and lone[repr(row)]:
            partner.setdefault(repr(other), []).append(row)
            lone[repr(row)] -= 1
    differing, equal = list[Evidence](), list[Evidence]()
    for row in came:
        if right[repr(row)]:
            right[repr(row)] -= 1
            equal.append(Evidence(row, row))
            continue
        others = partner.get(repr(row))
        differing.append(Evidence(others.pop(0) if others else None, row))
    for row in missing:
        if lone[repr(row)]:
            lone[repr(row)] -= 1
            differing.append(Evidence(row, None))
    return differing, equal


def _pairs(diff: Diff) -> Iterable[tuple[Row, Row]]:
    for finding in diff.findings:
        for expected, actual, times in finding.evidence:
            if expected is not None and actual is not None and times is None and finding.code != ORDER:
                yield expected, actual


def _about(diff: Diff) -> tuple[str, ...]:
    """The columns in which rows that belong together differ."""
    return tuple(dict.fromkeys(name for finding in diff.findings if finding.evidence for name in finding.columns))
