"""A Verdict for a person at a terminal, 80 columns wide or more."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from judge.compare.codes import ROW_COUNT
from judge.model import Counterexample, FixtureResult, Problem, Verdict
from judge.render.cells import cell
from judge.render.detail import Detail
from judge.render.diff import diff_lines
from judge.render.insight import BUDGET, declared, has_rows, insight_lines

_WORDS = {
    "accepted": ("✓", "green"),
    "wrong_answer": ("✗", "red"),
    "skipped": ("·", "dim"),
}
_OUTPUT_LINES = 20
_FIXTURES = 24


def verdict_panel(problem: Problem, verdict: Verdict, again: str = "", *, listed: bool = True) -> RenderableType:
    """All that is said of a verdict: the part that stands at once, why it is wrong, and what to do next."""
    return Group(
        verdict_part(problem, verdict, listed=listed), *insight_part(problem, verdict, again, said=verdict.notes)
    )


def verdict_part(problem: Problem, verdict: Verdict, *, listed: bool = True) -> RenderableType:
    """The headline, a line per fixture, of the first one that failed all that can be said, what it printed, and notes.

    Where lines are few, fixtures are not `listed` but only named.
    """
    parts: list[RenderableType] = [_headline(verdict), *(_fixtures if listed else _named)(problem, verdict)]
    failing = verdict.failing
    if failing:
        parts += ["", *_explanation(problem, failing)]
    if verdict.output:
        parts += ["", *_output(verdict.output)]
    return Group(*parts, *_notes(verdict.notes))


def insight_part(
    problem: Problem,
    verdict: Verdict,
    again: str = "",
    *,
    said: Sequence[str] = (),
    budget: float = BUDGET,
    saved: bool = False,
) -> list[RenderableType]:
    """What comes below: why it is wrong, the notes that were not `said` above, and what to do next.

    `again` is the command that judges this answer once more (empty where it came from stdin), `budget` the seconds that
    the search for the smallest data was given; where that is `saved` already, nothing tells how.
    """
    parts = insight_lines(problem, verdict, budget)
    parts += _notes([note for note in verdict.notes if note not in said])
    failing, found = verdict.failing, verdict.counterexample
    if failing and failing.diff:
        told = [code for code in failing.diff.codes if code != ROW_COUNT] or [ROW_COUNT]
        parts += ["", Text(f"more about this: drill explain {told[0]}", "dim")]
    offers: list[RenderableType] = []
    if failing and again and verdict.fixtures > 1 and verdict.verdict != "invalid_submission":
        offers += _command("this fixture alone:", f"{again}{_alone(problem, failing)}")
    if found and has_rows(found) and again and not saved:
        offers += _command("these rows as files:", f"{again}{_alone(problem, found)} --save DIR")
    return [*parts, "", *offers] if offers else parts


def _notes(notes: Sequence[str]) -> list[RenderableType]:
    return [Text.assemble(("note: ", "cyan"), note) for note in notes]


def _command(what: str, command: str) -> list[RenderableType]:
    return [Text(what, "dim"), Text(f"  {command}", "dim", no_wrap=True, overflow="ignore")]


def _alone(problem: Problem, fixture: FixtureResult | Counterexample) -> str:
    """The options that choose this fixture."""
    return f" --case {fixture.case}" + ("" if declared(problem, fixture) else f" --seed {fixture.seed}")


def _mark(verdict: str) -> tuple[str, str]:
    return _WORDS.get(verdict, ("!", "yellow"))


def _headline(verdict: Verdict) -> Text:
    mark, style = _mark(verdict.verdict)
    said = verdict.verdict.replace("_", " ")
    text = Text.assemble((f"{mark} {said}", f"bold {style}"), f"  {verdict.problem} · {verdict.language}")
    if verdict.verdict != "invalid_submission":
        fixtures = f"{verdict.fixtures} fixture{'' if verdict.fixtures == 1 else 's'}"
        text.append(f" · {verdict.passed} of {fixtures} · {verdict.elapsed_ms:.0f} ms")
    return text


def _fixtures(problem: Problem, verdict: Verdict) -> list[RenderableType]:
    if verdict.verdict == "invalid_submission":
        return []
    table = Table.grid(padding=(0, 2))
    for _ in range(3):
        table.add_column()
    table.add_column(justify="right", min_width=8)
    shown = [result for result in verdict.results if verdict.fixtures <= _FIXTURES or result.verdict != "accepted"]
    for result in shown[:_FIXTURES]:
        mark, style = _mark(result.verdict)
        took = "" if result.verdict == "skipped" else f"{result.elapsed_ms:.0f} ms"
        case = f"{result.case} (seed {result.seed})" if not declared(problem, result) else result.case
        table.add_row(Text(mark, style), case, _brief(result), Text(took, "dim"))
    hidden = verdict.fixtures - len(shown[:_FIXTURES])
    parts: list[RenderableType] = [Padding(table, (1, 0, 0, 2))] if shown else []
    return [*parts, Text(f"  … {hidden} more, not listed", "dim")] if hidden else parts


def _named(_: Problem, verdict: Verdict) -> list[RenderableType]:
    if verdict.verdict == "invalid_submission":
        return []
    table = Table.grid(padding=(0, 1))
    for status in dict.fromkeys(result.verdict for result in verdict.results):
        mark, style = _mark(status)
        names = [result.case for result in verdict.results if result.verdict == status]
        more = f" and {len(names) - _FIXTURES} more" if len(names) > _FIXTURES else ""
        table.add_row(Text(mark, style), Text(", ".join(names[:_FIXTURES]) + more))
    return [table]


def _brief(result: FixtureResult) -> Text:
    """One line on a fixture, cut where it is too long: the first one that failed is explained in full below."""
    if result.verdict == "accepted":
        return Text(f"{result.actual_rows} row{'' if result.actual_rows == 1 else 's'}")
    said = result.reason if result.verdict in ("wrong_answer", "skipped") else f"{_words(result)}: {result.reason}"
    return Text(cell(said, quoted=False) or "skipped", no_wrap=True, overflow="ellipsis")


def _words(result: FixtureResult) -> str:
    return result.verdict.replace("_", " ")


def _explanation(problem: Problem, result: FixtureResult) -> list[RenderableType]:
    if result.verdict == "invalid_submission":
        said = Text(cell(result.reason, quoted=False), "bold")
    else:
        told = bool(result.diff) or result.reason in result.detail  # it follows, and is not said twice
        reason = "" if told else f": {cell(result.reason, quoted=False)}"
        said = Text.assemble("fixture ", (result.case, "bold"), f" (seed {result.seed}){reason}")
    parts: list[RenderableType] = [said]
    if result.diff:
        parts += diff_lines(problem, result.diff)
    if result.detail:
        parts.append(Padding(Detail(result.detail), (1, 0, 0, 2)))
    return parts


def _output(output: str) -> list[RenderableType]:
    lines = output.splitlines()
    hidden = len(lines) - _OUTPUT_LINES
    shown: list[RenderableType] = [Text("it printed:", "bold")]
    shown += [Padding(Text(cell(line, quoted=False)), (0, 0, 0, 2)) for line in lines[:_OUTPUT_LINES]]
    if hidden > 0:
        shown.append(Text(f"  … {hidden} more lines", "dim"))
    return shown
