"""A Verdict as the JSON document that README describes."""

from __future__ import annotations

from typing import Any

from judge.model import Verdict


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
            }
            for result in verdict.results
        ],
        "notes": list(verdict.notes),
        "output": verdict.output,
    }
