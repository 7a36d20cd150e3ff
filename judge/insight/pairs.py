"""Two slips at once, where no single mistake is what a wrong answer behaves like."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from judge import judging, mutation
from judge.data import Cache, Fixture
from judge.insight import book
from judge.insight.fingerprint import RIGHT, fingerprint
from judge.insight.naming import prints
from judge.model import Comparison, Counterexample, Limits, Mistake, Problem, Submission, Verdict
from judge.references import expected_of, reference
from judge.sandbox.pool import Sandbox
from judge.sandbox.probing import Prober

_MOST_WRONG = 1  # cases on which a pair does what neither of its slips nor the reference does
_LIMITS = Limits(seconds=5.0)


class _Slip(NamedTuple):
    """A mutant of the reference, its fingerprints on the suite, and what that is called best."""

    mistake: Mistake
    on: tuple[str, ...]
    called: str


def paired(
    problem: Problem,
    verdict: Verdict,
    counterexample: Counterexample,
    cache: Cache,
    sandbox: Sandbox,
    deadline: float,
) -> tuple[Mistake, ...]:
    """The two slips in the reference that together do what the answer does on every fixture; often none.

    Each likely pair is first tried on the rows of the counterexample. Nothing is begun after `deadline`
    (time.monotonic). None where the problem has no book of mistakes.
    """
    on, found = prints(problem, verdict), book.read(problem, cache)
    shown = fingerprint(problem, counterexample.result)
    expected = counterexample.expected
    if on is None or found is None or shown is None or expected is None:
        return ()
    fixtures = [fixture for case in problem.cases if (fixture := cache.find(problem, case))]
    if len(fixtures) < len(problem.cases):
        return ()
    source = reference(problem)
    schema = [table.schema for table in counterexample.tables]
    likely = list(_likely(found, on))
    texts = mutation.pairs(source, fixtures[0].schema, ((one.mistake.id, other.mistake.id) for one, other in likely))
    names = tuple(column.name for column in problem.columns)
    tables = {table.schema.name: table.rows for table in counterexample.tables}
    if not likely:
        return ()
    with Prober(sandbox, source, schema, _LIMITS, names, list_answer=problem.list_answer) as prober:
        for slips, both in zip(likely, texts, strict=True):
            if time.monotonic() > deadline:
                break
            if both is None:
                continue
            prober.begin(tables, both.source)
            outcome = prober.outcome(deadline)
            compared = judging.comparison(problem, expected, outcome.result) if outcome.result else Comparison(None)
            result = judging.result_of(fixtures[0].case, expected, outcome, compared)
            if fingerprint(problem, result) == shown and _same(problem, both, fixtures, on, cache, sandbox, deadline):
                return (_named(slips),)
    return ()


def _likely(found: book.Book, on: tuple[str, ...]) -> Iterator[tuple[_Slip, _Slip]]:
    """Pairs of mutants that may together do what the answer does, the likeliest first.

    Where only one of two slips shows, both together mostly do what that one does; where neither shows, nothing.
    """
    slips = [
        _Slip(mistake, each.on, part.mistakes[0].sentence)
        for each in found.classes
        for part in each.parts
        for mistake in [next((one for one in part.mistakes if one.kind == "mutant"), None)]
        if mistake
    ]
    ranked = []
    for one, other in combinations(slips, 2):
        wrong = outside = 0
        for a, b, answer in zip(one.on, other.on, on, strict=True):
            wrong += answer not in (a, b) if RIGHT in (a, b) else answer == RIGHT
            wrong += answer == RIGHT and {a, b} != {RIGHT} and RIGHT in (a, b)
            outside += answer == RIGHT and {a, b} != {RIGHT}
        if wrong <= _MOST_WRONG:
            likeness = sum(answer in (a, b) for a, b, answer in zip(one.on, other.on, on, strict=True))
            ranked.append(((outside > 0, wrong, -likeness), one, other))
    ranked.sort(key=lambda pair: (pair[0], pair[1].mistake.id, pair[2].mistake.id))
    for _, one, other in ranked:
        yield one, other


def _same(
    problem: Problem,
    both: Submission,
    fixtures: Sequence[Fixture],
    on: tuple[str, ...],
    cache: Cache,
    sandbox: Sandbox,
    deadline: float,
) -> bool:
    """Whether the pair has the answer's fingerprints everywhere; the smallest fixtures are tried first."""
    order = sorted(range(len(fixtures)), key=lambda i: sum(table.rows for table in fixtures[i].schema))
    some = [fixtures[i] for i in order]
    expected = expected_of(problem, some, cache, sandbox)
    done = 0
    for result in judging.results_of(problem, both, some, expected, sandbox, _LIMITS):
        if fingerprint(problem, result) != on[order[done]] or time.monotonic() > deadline:
            return False
        done += 1
    return done == len(on)


def _named(slips: tuple[_Slip, _Slip]) -> Mistake:
    one, other = slips
    said = f"two slips at once: {one.called}; and {other.called}"
    return Mistake("mutant", f"{one.mistake.id}+{other.mistake.id}", said)
