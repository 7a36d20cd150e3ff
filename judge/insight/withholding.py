"""A verdict without what was expected: what came, how it differs, and the data, as in an interview.

Counts, columns and types may be told, for the prompt does so. A cell that was expected may not, nor an amount or a
factor that gives it together with the cell that came: of a number only that it is too high or too low is left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from judge.compare import codes, patterns, reasons
from judge.model import Counterexample, Diff, Evidence, Finding, FixtureResult, Value, Verdict

REFUSED = "the problem's checker refuses the result"
"""In place of a checker's sentence, which is its author's and may tell anything."""

_TOO: tuple[tuple[type | tuple[type, ...], str, str], ...] = (
    ((int, float, Decimal), "high", "low"),
    (timedelta, "long", "short"),
    (date, "late", "early"),
)


def withheld(verdict: Verdict) -> Verdict:
    """The same verdict without the expected side anywhere.

    Of the mistakes its author's stay; the sentence of a mutant quotes the reference.
    """
    shown = verdict.counterexample and _counterexample(verdict.counterexample)
    mistakes = tuple(mistake for mistake in verdict.mistakes if mistake.kind == "wrong")
    return replace(verdict, results=tuple(map(_result, verdict.results)), counterexample=shown, mistakes=mistakes)


def withholds(verdict: Verdict) -> bool:
    """Whether `withheld` leaves out of it anything that what came does not show as well."""
    of_example = verdict.counterexample
    quotes = any(mistake.kind == "mutant" for mistake in verdict.mistakes)
    return quotes or bool(of_example and of_example.expected) or any(map(_hides, verdict.results))


def withheld_reason(reason: str, found: Collection[str]) -> str:
    """The same of the reason alone, with the codes that were `found`: what is kept of an attempt."""
    return REFUSED if codes.CHECKER in found else reason


def _hides(result: FixtureResult) -> bool:
    findings = result.diff.findings if result.diff else ()
    if any(each.expected is not None and each.times is None for finding in findings for each in finding.evidence):
        return True
    return result.diff is not None and _said(findings) != _said(_diff(result.diff).findings)


def _said(findings: Sequence[Finding]) -> list[tuple[str, tuple[str, ...], str]]:
    return [(finding.message, finding.notes, finding.help) for finding in findings]


def _counterexample(found: Counterexample) -> Counterexample:
    """Without anything of the comparison: on so few rows how many are expected is the answer."""
    result = found.result
    reason = "" if result.verdict == "wrong_answer" else result.reason
    return replace(found, result=replace(result, diff=None, reason=reason, expected_rows=None), expected=None)


def _result(result: FixtureResult) -> FixtureResult:
    if not result.diff:
        return result
    diff = _diff(result.diff)
    return replace(result, diff=diff, reason=diff.reason)


def _diff(diff: Diff) -> Diff:
    return replace(diff, findings=tuple(_finding(finding, diff.columns) for finding in diff.findings), missing=())


def _finding(finding: Finding, columns: Sequence[str]) -> Finding:
    evidence = [Evidence(None, each.actual, each.times) for each in finding.evidence if each.actual is not None]
    notes: tuple[str, ...] = ()
    match finding.code:
        case codes.CHECKER:
            return replace(finding, message=REFUSED, evidence=evidence, notes=(), help="")
        case codes.CHANGED_CELLS:
            notes = (*_directions(finding, columns), *_of_what_came(finding, columns))
        case codes.DOUBLED_ROWS:  # of which one may say that without the copies all is right
            return replace(finding, evidence=evidence, notes=())
        case codes.MISSING_ROWS | codes.LACKING_COPIES | codes.ORDER:
            pass
        case _:
            return replace(finding, evidence=evidence)
    return replace(finding, evidence=evidence, notes=notes, help="")


def _directions(finding: Finding, columns: Sequence[str]) -> Iterator[str]:
    """Of the columns of which it is said by how much their cells differ: how."""
    for index, name in enumerate(columns):
        if name not in finding.columns or not any(f" {name} " in f" {note}" for note in finding.notes):
            continue
        cells = [(e[index], a[index]) for e, a, _ in finding.evidence if e and a]
        cells = [(expected, came) for expected, came in cells if expected != came]
        said = _how(cells) if cells else ""
        if said:
            yield reasons.each(name, said, cells=len(cells), whole=False)


def _how(cells: Sequence[tuple[Value, Value]]) -> str:
    if all(came is None for _, came in cells):
        return "is NULL"
    if all(isinstance(cell, str) for pair in cells for cell in pair):
        return patterns.of_cells(cells)
    for types, more, less in _TOO:
        if all(isinstance(cell, types) and not isinstance(cell, bool) for pair in cells for cell in pair):
            for word, sign in ((more, 1), (less, -1)):
                if all(_order(came, expected) == sign for expected, came in cells):
                    return f"is too {word}"
    return ""


def _order(one: Value, other: Value) -> int:
    """1 where `one` is more, -1 where it is less, 0 where the two have no order."""
    try:
        return int(one > other) - int(one < other)
    except (TypeError, ArithmeticError):  # a date beside a time, or a NaN among decimals
        return 0


def _of_what_came(finding: Finding, columns: Sequence[str]) -> Iterator[str]:
    """The notes that what came shows as well: a value that is right, and that all rows that differ have in common."""
    rows = [each.actual for each in finding.evidence if each.actual]
    for index, name in enumerate(columns):
        if rows and name not in finding.columns and all(row[index] == rows[0][index] for row in rows):
            said = reasons.in_common("differing", len(rows), f"{name} = {patterns.show(rows[0][index])}")
            if said in finding.notes:
                yield said
