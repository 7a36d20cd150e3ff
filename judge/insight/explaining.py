"""A verdict, explained: the smallest data that shows what is wrong, the mistake by its name, notes on what is right."""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import dataclass, replace

from judge.data import Cache, Fixture, drawn, in_memory
from judge.errors import InvalidSubmission
from judge.insight.counterexample import ANSWER_MB, TooLarge, counterexample
from judge.insight.naming import named
from judge.insight.notes import notes
from judge.insight.probes import TimeUp, way
from judge.model import Case, Counterexample, Explain, FixtureResult, Limits, Mistake, Problem, Submission, Verdict
from judge.sandbox.pool import Sandbox
from judge.sandbox.translation import translate

BUDGET = 1.0
"""Seconds that are spent on looking for the smallest data and for the mistake, where nothing else is said."""
_OTHERWISE = (
    "asked about the same rows once more it answers otherwise: it depends on chance, on the clock, or on what it ran on"
    " before"
)
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
        looking = _Looking(problem, asked, verdict, used, cache, limits, required, budget, time.monotonic() + budget)
        return looking.found() if budget else replace(verdict, mistakes=looking.named())


@dataclass(frozen=True, slots=True)
class _Looking:
    """Looks into why `submission`, as it ran, got this verdict: for `budget` seconds, till `until` (time.monotonic)."""

    problem: Problem
    submission: Submission
    verdict: Verdict
    sandbox: Sandbox
    cache: Cache
    limits: Limits
    required: frozenset[str]
    budget: float
    until: float

    def found(self) -> Verdict:
        mistakes = self.named()
        example, said = self.smallest()
        if example and not mistakes and self.verdict.verdict == "wrong_answer" and time.monotonic() < self.until:
            from judge.insight.pairs import paired  # sqlglot takes 250 ms to import

            mistakes = paired(self.problem, self.verdict, example, self.cache, self.sandbox, self.until)
        notes = (*self.verdict.notes, *([said] if said else []))
        return replace(self.verdict, counterexample=example, mistakes=mistakes, notes=notes)

    def named(self) -> tuple[Mistake, ...]:
        return named(self.problem, self.submission, self.verdict, self.cache, self.sandbox, self.limits, self.required)

    def smallest(self) -> tuple[Counterexample | None, str]:
        """The counterexample, or a note that says why there is none."""
        assert self.verdict.failing
        wanted, said = way(self.verdict.failing), ""
        for fixture in self._failing(wanted)[:_TRIES]:
            try:
                example = counterexample(
                    self.problem,
                    self.submission,
                    fixture,
                    wanted,
                    self.sandbox,
                    limits=self.limits,
                    budget=max(0.0, self.until - time.monotonic()),
                    required=self.required,
                )
            except TimeUp:
                return None, said or f"no smaller data that shows it was found within {self.budget:g} s"
            except TooLarge:
                return None, said or f"no smaller data was looked for: the answer is larger than {ANSWER_MB} MB"
            if example:
                return example, ""
            said = said or _OTHERWISE
        return None, said

    def _failing(self, wanted: tuple[str, ...]) -> list[Fixture]:
        """The fixtures on which the answer fails in this way, the smallest first; of unseen ones the first, drawn."""
        results = [result for result in self.verdict.results if way(result) == wanted]
        kept = [fixture for result in results if (fixture := _found(self.problem, result, self.cache))]
        if kept:
            return sorted(kept, key=lambda fixture: sum(table.rows for table in fixture.schema))
        return [in_memory(self.problem, _case(self.problem, results[0]))]


def _found(problem: Problem, result: FixtureResult, cache: Cache) -> Fixture | None:
    return cache.find(problem, _case(problem, result))


def _case(problem: Problem, result: FixtureResult) -> Case:
    """The case that a result is of."""
    return drawn(next(case for case in problem.cases if case.name == result.case), seed=result.seed)
