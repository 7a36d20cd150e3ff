"""How long fixtures take to build and references to run, and how that grows: warnings, never errors."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from judge.authoring import codes
from judge.authoring.proof import Proof
from judge.authoring.remarks import Remark
from judge.data import drawn
from judge.model import Case, Language, Limits
from judge.references import run

BUILD_MS = 50.0
RUN_MS = 100.0
SCALES = (1, 10, 100, 1000)
_LIMITS = Limits(seconds=20.0)
_SLACK = 3.0  # one measurement on a machine that does other things too
_LEAST_MS = 5.0  # below, what is constant outweighs what grows
_NEXT_MS = 1_500.0  # what the next scale, ten times as large, still takes a bearable time after


class Measured(NamedTuple):
    """A reference on a fixture of `rows` rows in all tables; `cut` says that it took longer than was waited."""

    scale: int
    rows: int
    ms: float
    cut: bool


def check(proof: Proof) -> Iterator[Remark]:
    """Build times of the unseen suites, running times on the suite, and both references at growing scale."""
    yield from _building(proof)
    for language in proof.problem.languages:
        yield from _running(proof, language)
    yield from _growing(proof)


def _building(proof: Proof) -> Iterator[Remark]:
    proof.prepare()
    usual = {
        case: statistics.median(proof.build_ms[case.name])
        for case in proof.problem.cases
        if proof.build_ms.get(case.name)
    }
    slow = {case: ms for case, ms in usual.items() if ms > BUILD_MS * max(1.0, case.scale)}
    if slow:
        worst = max(slow, key=lambda case: slow[case] / max(1.0, case.scale))
        yield Remark(
            codes.SLOW_FIXTURE,
            f"{proof.problem.slug}/generator.py",
            f"case {worst.name!r} takes {slow[worst]:.0f} ms to build, and {len(slow)} of {len(usual)} cases more than"
            f" {BUILD_MS:.0f} at scale 1",
            "draw whole columns with numpy, and no row in a loop",
        )


def _running(proof: Proof, language: Language) -> Iterator[Remark]:
    submission = proof.reference(language)
    rounds = [list(proof.results(submission, proof.suite.trials, _LIMITS)) for _ in range(2)]
    best = [(min(result.elapsed_ms for result in results), results[0].case) for results in zip(*rounds, strict=True)]
    slow = [(ms, case) for ms, case in best if ms > RUN_MS]
    if slow:
        ms, case = max(slow)
        yield Remark(
            codes.SLOW_REFERENCE,
            submission.name,
            f"it takes {ms:.0f} ms on {case}, and more than {RUN_MS:.0f} on {len(slow)} of {len(best)} fixtures",
            "a candidate waits for it: make it quicker, or the fixture smaller",
        )


def _growing(proof: Proof) -> Iterator[Remark]:
    plain = [case for case in proof.problem.cases if not case.sample and not case.awkward]
    base = (plain or [case for case in proof.problem.cases if not case.sample] or list(proof.problem.cases))[0]
    for language, measured in measure(proof, base).items():
        for small, large in pairwise(measured):
            if not 0 < small.rows < large.rows:
                continue
            allowed = _SLACK * (large.rows * math.log(large.rows + 1)) / (small.rows * math.log(small.rows + 1))
            grown = large.ms / max(small.ms, _LEAST_MS)
            if grown > allowed:
                exponent = math.log(grown) / math.log(large.rows / small.rows)
                yield Remark(
                    codes.GROWTH,
                    proof.reference(language).name,
                    f"its time grows faster than n log n: {small.ms:.0f} ms for {small.rows:,} rows,"
                    f" {'over ' * large.cut}{large.ms:,.0f} ms for {large.rows:,}: with the power {exponent:.1f}",
                    "look for a join or a loop over pairs of rows",
                )
                break


def measure(proof: Proof, base: Case) -> dict[Language, list[Measured]]:
    """Each reference at 1, 10, 100 and 1,000 times the scale of `base`, as far as that is bearable."""
    measured: dict[Language, list[Measured]] = {language: [] for language in proof.problem.languages}
    waiting = list(proof.problem.languages)
    for scale in SCALES:
        if not waiting:
            break
        case = drawn(base, scale=base.scale * scale)
        fixture = proof.drawn([case])[0]
        rows = sum(table.rows for table in fixture.schema)
        pair = [proof.fixtures[0], fixture]  # on the first, what is done once in a process is done
        for language in list(waiting):
            with run(proof.problem, proof.reference(language), pair, _LIMITS, proof.tools.sandbox) as running:
                _, outcome = running
            cut = outcome.failure == "time_limit"
            if outcome.result is not None or cut:
                measured[language].append(Measured(scale, rows, outcome.elapsed_ms, cut))
            if outcome.result is None or outcome.elapsed_ms > _NEXT_MS:
                waiting.remove(language)
    return measured
