"""A Diff for a person: each finding with its code, a few rows that show it, what holds for all of it, and a help."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from judge.model import Diff, Evidence, Finding, Problem, Row, Value
from judge.render.cells import apart, cell, clipped
from judge.render.grid import Grid, numeric

_LINES = 8
_COLUMNS = 7
_NARROW = 5
NO_BREAK = "\u00a0"


def diff_lines(problem: Problem, diff: Diff) -> list[RenderableType]:
    """The findings one below the other, in the order of the diff."""
    parts: list[RenderableType] = []
    for finding in diff.findings:
        parts += ["", *_finding(problem, finding)]
    return parts


def _finding(problem: Problem, finding: Finding) -> list[RenderableType]:
    parts: list[RenderableType] = [
        Text.assemble((f"error[{finding.code}]", "bold red"), (f": {cell(finding.message, quoted=False)}", "bold"))
    ]
    if finding.evidence:
        parts.append(Padding(row_table(problem, finding.evidence, finding.columns), (0, 0, 0, 2)))
    parts += [Text.assemble(("note: ", "cyan"), cell(note, quoted=False)) for note in finding.notes]
    if finding.help:
        parts.append(Text.assemble(("help: ", "bold cyan"), cell(finding.help, quoted=False)))
    return parts


def row_table(
    problem: Problem, evidence: Sequence[Evidence], about: Sequence[str] = (), lines: int = _LINES
) -> RenderableType:
    """The first rows of the `evidence`, what differs in the columns that it is `about` (all, if none) marked.

    A row that is right, which is its own counterpart (`Evidence(row, row)`), stands there once, as one of `both`. Of
    wide results only the columns that matter most are shown. What is left out is said.
    """
    return _Table(problem, evidence, about, lines).renderable()


class _Table:
    """The key comes first, then what differs, then the rest, up to seven columns; a narrow result keeps its order."""

    def __init__(self, problem: Problem, evidence: Sequence[Evidence], about: Sequence[str], most: int) -> None:
        self.names = [column.name for column in problem.columns]
        self.kinds: list[str] = [column.kind for column in problem.columns]
        self.key = [name for name in problem.key if name in self.names]
        self.about = about
        self.evidence = [_dated(one, self.kinds) for one in evidence[:most]]
        lines = 0
        for shown, one in enumerate(self.evidence):
            lines += 1 if one.times or one.expected is one.actual else sum(row is not None for row in one[:2])
            if lines > most:
                del self.evidence[shown:]
                break
        self.hidden = len(evidence) - len(self.evidence)
        ranked = sorted(range(len(self.names)), key=lambda i: (not self._keyed(i), self.names[i] not in self.about, i))
        self.chosen = ranked[:_COLUMNS] if len(self.names) > _NARROW else sorted(ranked)

    def _keyed(self, i: int) -> bool:
        return self.names[i] in self.key

    def renderable(self) -> RenderableType:
        rows = [line for evidence in self.evidence for line in self._lines(evidence)]
        shown = [row for evidence in self.evidence for row in evidence[:2] if row]
        right = frozenset(place for place, i in enumerate(self.chosen, 1) if numeric([row[i] for row in shown]))
        lead = sum(map(self._keyed, self.chosen))
        leading = all(map(self._keyed, self.chosen[:lead]))
        grid = Grid(
            ["", *(self.names[i] for i in self.chosen)],
            rows,
            right,
            1 + lead if leading else 1,
            ["", *(self.kinds[i] for i in self.chosen)],
        )
        left_out = [name for i, name in enumerate(self.names) if i not in self.chosen]
        under = [f"not shown: {', '.join(left_out)}"] if left_out else []
        if self.hidden:
            under.append(f"{self.hidden} more {'is' if self.hidden == 1 else 'are'} not shown")
        return Group(grid, *(Text(line, "dim") for line in under))

    def _lines(self, evidence: Evidence) -> list[list[Text]]:
        expected, actual, times = evidence
        if times:
            said = f"{times[1]} ×, not {times[0]} ×".replace(" ", NO_BREAK)
            return [[Text(said, "red"), *self._plain(actual or ())]]
        if expected is not None and expected is actual:
            return [[Text("both", "dim"), *self._plain(expected)]]
        sides = ((expected, actual, "expected", "green"), (actual, expected, "yours", "red"))
        return [
            [Text(word, style), *(self._marked(row, other, i, style) for i in self.chosen)]
            for row, other, word, style in sides
            if row is not None
        ]

    def _plain(self, row: Row) -> list[Text]:
        return [Text(clipped(cell(row[i]))) for i in self.chosen]

    def _marked(self, row: Row, other: Row | None, i: int, style: str) -> Text:
        """The cell, in `style` where the other row has another; a long text begins shortly before it differs."""
        if other is None:
            return Text(clipped(cell(row[i])), style)
        if not self._differs(row, other, i):
            return Text(clipped(cell(row[i])))
        text, other_text = apart(row[i], other[i])
        alike = next((n for n, (a, b) in enumerate(zip(text, other_text, strict=False)) if a != b), len(text))
        return Text(clipped(text, alike), style)

    def _differs(self, row: Row, other: Row, i: int) -> bool:
        if self.about and self.names[i] not in self.about:
            return False
        return type(row[i]) is not type(other[i]) or row[i] != other[i]


def dated(row: Row, kinds: Sequence[str]) -> Row:
    """The row with the midnights of date columns as dates: pandas has no other, and they are equal."""
    return tuple(_date(v) if kind == "date" else v for v, kind in zip(row, kinds, strict=True))


def _dated(evidence: Evidence, kinds: Sequence[str]) -> Evidence:
    expected = evidence.expected and dated(evidence.expected, kinds)
    actual = evidence.actual and dated(evidence.actual, kinds)
    return Evidence(expected, expected if evidence.actual is evidence.expected else actual, evidence.times)


def _date(value: Value) -> Value:
    return value.date() if isinstance(value, datetime) and value.time() == time.min and not value.tzinfo else value
