"""A verdict, explained: the smallest data that shows what is wrong, the mistake by its name, notes on what is right."""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import replace

from judge.data import Cache, Fixture, drawn, in_memory
from judge.errors import InvalidSubmission
from judge.insight.counterexample import counterexample
from judge.insight.naming import named
from judge.insight.notes import notes
from judge.insight.probes import TimeUp, way
from judge.model import Case, Counterexample, Explain, FixtureResult, Limits, Problem, Submission, Verdict
from judge.sandbox.pool import Sandbox
from judge.sandbox.translation import translate

BUDGET = 1.0
"""Seconds that are spent on looking for the smallest data and for the mistake, where nothing else is said."""
_TRIES = 2  # fixtures that are begun with, the smallest ones first


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
        fixture = _found(problem, first, cache) or in_memory(problem, _case(problem, first))
        try:
            asked, _ = translate(submission, fixture.schema, limits, used, required)
        except InvalidSubmission:  # within its limits a moment ago, and not now
            return verdict
        if verdict.verdict == "accepted":
            more = notes(problem, asked, fixture.schema, used, required)
            return replace(verdict, notes=(*verdict.notes, *more))
        return _looked_into(problem, asked, verdict, first, used, cache, limits, budget, required)


def _looked_into(
    problem: Problem,
    submission: Submission,
    verdict: Verdict,
    failing: FixtureResult,
    sandbox: Sandbox,
    cache: Cache,
    limits: Limits,
    budget: float,
    required: frozenset[str],
) -> Verdict:
    until = time.monotonic() + budget
    mistakes = named(problem, submission, verdict, cache, sandbox, limits, required)
    if not budget:
        return replace(verdict, mistakes=mistakes)
    found, said = _smallest(problem, submission, verdict, way(failing), sandbox, cache, limits, until, required)
    if found and not mistakes and verdict.verdict == "wrong_answer" and time.monotonic() < until:
        from judge.insight.pairs import paired  # sqlglot takes 250 ms to import

        mistakes = paired(problem, verdict, found, cache, sandbox, until)
    return replace(verdict, counterexample=found, mistakes=mistakes, notes=(*verdict.notes, *said))


def _smallest(
    problem: Problem,
    submission: Submission,
    verdict: Verdict,
    wanted: tuple[str, ...],
    sandbox: Sandbox,
    cache: Cache,
    limits: Limits,
    until: float,
    required: frozenset[str],
) -> tuple[Counterexample | None, tuple[str, ...]]:
    """The counterexample, or a note that says why there is none."""
    said = ""
    for fixture in _failing(problem, verdict, wanted, cache)[:_TRIES]:
        left = max(0.0, until - time.monotonic())
        try:
            found = counterexample(
                problem, submission, fixture, wanted, sandbox, limits=limits, budget=left, required=required
            )
        except TimeUp:
            said = said or "no smaller data was found that shows it: one run of the answer takes longer than there is time"
            break
        if found:
            return found, ()
        said = (
            said or f"asked about {fixture.case.name} alone it answers otherwise: it depends on what it ran on before"
        )
    return None, (said,) if said else ()


def _failing(problem: Problem, verdict: Verdict, wanted: tuple[str, ...], cache: Cache) -> list[Fixture]:
    """The fixtures on which the answer fails in this way, the smallest first; unseen ones are drawn, but only one."""
    results = [result for result in verdict.results if way(result) == wanted]
    kept = [fixture for result in results if (fixture := _found(problem, result, cache))]
    if kept:
        return sorted(kept, key=lambda fixture: sum(table.rows for table in fixture.schema))
    return [in_memory(problem, _case(problem, results[0]))]


def _found(problem: Problem, result: FixtureResult, cache: Cache) -> Fixture | None:
    return cache.find(problem, _case(problem, result))


def _case(problem: Problem, result: FixtureResult) -> Case:
    """The case that a result is of."""
    return drawn(next(case for case in problem.cases if case.name == result.case), seed=result.seed)
