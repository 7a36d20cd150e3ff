"""A verdict, explained: the smallest data that shows what is wrong, the mistake by its name, notes on what is right."""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import replace

from judge.data import Cache, Fixture, drawn, in_memory
from judge.errors import InvalidSubmission
from judge.model import Case, Explain, FixtureResult, Limits, Problem, Submission, Verdict
from judge.sandbox.pool import Sandbox
from judge.sandbox.translation import translate

BUDGET = 1.0
"""Seconds that are spent on looking for the smallest data and for the mistake, where nothing else is said."""


def explained(
    problem: Problem,
    submission: Submission,
    verdict: Verdict,
    *,
    explain: Explain = "full",
    budget: float = BUDGET,
    limits: Limits | None = None,
    cache: Cache | None = None,
    sandbox: Sandbox | None = None,
    required: frozenset[str] = frozenset(),
) -> Verdict:
    """The verdict with a counterexample, the mistakes that the answer behaves like, and notes, as far as there are any.

    A wrong answer and a runtime error are looked into for `budget` seconds, an accepted one has its text read. With a
    budget of 0 no data is looked for. The verdict is as it was where `explain` is none. Raises what `judge_submission`
    raises.
    """
    if explain == "none" or verdict.verdict not in ("accepted", "wrong_answer", "runtime_error"):
        return verdict
    cache, limits = cache or Cache(), limits or Limits()
    first = verdict.failing or verdict.results[0]
    with nullcontext(sandbox) if sandbox else Sandbox(ahead=False) as used:
        fixture = fixture_of(problem, first, cache) or in_memory(problem, case_of(problem, first))
        try:
            asked, _ = translate(submission, fixture.schema, limits, used, required)
        except InvalidSubmission:  # within its limits a moment ago, and not now
            return verdict
        if verdict.verdict == "accepted":
            from judge.insight.notes import notes

            more = notes(problem, asked, fixture.schema, used, required)
            return replace(verdict, notes=(*verdict.notes, *more))
        from judge.insight.looking import Looking  # what an accepted answer has no use for takes 20 ms to import

        looking = Looking(problem, asked, verdict, used, cache, limits, required, budget, time.monotonic() + budget)
        return looking.found() if budget else replace(verdict, mistakes=looking.named())


def fixture_of(problem: Problem, result: FixtureResult, cache: Cache) -> Fixture | None:
    """The fixture that a result is of, where the cache has it."""
    return cache.find(problem, case_of(problem, result))


def case_of(problem: Problem, result: FixtureResult) -> Case:
    """The case that a result is of."""
    return drawn(next(case for case in problem.cases if case.name == result.case), seed=result.seed)
