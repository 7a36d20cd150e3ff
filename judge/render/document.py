"""A Verdict as the JSON document that README describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from judge.model import Counterexample, Diff, Evidence, Finding, ResultSet, Row, Verdict
from judge.render.results import rows_of
from judge.sandbox.rows import typed

_ROWS = 20
"""Rows that a finding shows; `hidden` tells how many more there are."""
_RESULT_ROWS = 1000
"""The same of a result: a join without a condition makes many even of the least data."""


def verdict_document(verdict: Verdict) -> dict[str, Any]:
    return {
        "schema": 1,
        "problem": verdict.problem,
        "language": verdict.language,
        "verdict": verdict.verdict,
        "passed": verdict.passed,
        "fixtures": verdict.fixtures,
        "elapsed_ms": round(verdict.elapsed_ms, 3),
        "results": [
            {
                "case": result.case,
                "seed": result.seed,
                "verdict": result.verdict,
                "reason": result.reason,
                "expected_rows": result.expected_rows,
                "actual_rows": result.actual_rows,
                "diff": result.diff and _diff(result.diff),
            }
            for result in verdict.results
        ],
        "counterexample": verdict.counterexample and _counterexample(verdict.counterexample),
        "mistakes": [{"kind": of.kind, "id": of.id, "sentence": of.sentence} for of in verdict.mistakes],
        "notes": list(verdict.notes),
        "output": verdict.output,
    }


def _counterexample(found: Counterexample) -> dict[str, Any]:
    return {
        "case": found.case,
        "seed": found.seed,
        "rows": found.rows,
        "minimal": found.minimal,
        "reason": found.result.reason,
        "tables": {
            table.schema.name: _table([column.name for column in table.schema.columns], table.rows)
            for table in found.tables
        },
        "expected": found.expected and _result(found.expected),
        "actual": found.actual and _result(found.actual),
    }


def _result(result: ResultSet) -> dict[str, Any]:
    rows = rows_of(result)
    hidden = len(rows) - _RESULT_ROWS
    return _table(result.columns, rows[:_RESULT_ROWS]) | ({"hidden": hidden} if hidden > 0 else {})


def _table(columns: Sequence[str], rows: Sequence[Row]) -> dict[str, Any]:
    return {"columns": list(columns), "rows": [_row(row) for row in rows]}


def _diff(diff: Diff) -> dict[str, Any]:
    return {"columns": list(diff.columns), "findings": [_finding(finding) for finding in diff.findings]}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "message": finding.message,
        "columns": list(finding.columns),
        "rows": [_evidence(evidence) for evidence in finding.evidence[:_ROWS]],
        "hidden": max(0, len(finding.evidence) - _ROWS),
        "notes": list(finding.notes),
        "help": finding.help,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    row = {"expected": _row(evidence.expected), "actual": _row(evidence.actual)}
    return row if evidence.times is None else row | {"times": list(evidence.times)}


def _row(row: Row | None) -> list[Any] | None:
    return None if row is None else [typed(cell) for cell in row]
