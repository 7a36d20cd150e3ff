"""Looking into a wrong answer: the mistake by its name, and the fixture from which the smallest data is cut."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from judge.data import Cache, Fixture, in_memory
from judge.insight.counterexample import ANSWER_MB, TooLarge, counterexample
from judge.insight.explaining import case_of, fixture_of
from judge.insight.naming import named
from judge.insight.probes import TimeUp, way
from judge.model import Counterexample, Limits, Mistake, Problem, Submission, Verdict
from judge.sandbox.pool import Sandbox

_OTHERWISE = (
    "asked about the same rows once more it answers otherwise: it depends on chance, on the clock, or on what it ran on"
    " before"
)
_TRIES = 2  # fixtures that are begun with, the smallest ones first


@dataclass(frozen=True, slots=True)
class Looking:
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
        kept = [fixture for result in results if (fixture := fixture_of(self.problem, result, self.cache))]
        if kept:
            return sorted(kept, key=lambda fixture: sum(table.rows for table in fixture.schema))
        return [in_memory(self.problem, case_of(self.problem, results[0]))]
