"""The smallest data that shows a wrong answer: how many a second, how small, and what a question costs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from judge import catalog, judging
from judge.data import Cache
from judge.insight.data import Keys, rows_of, tables_of
from judge.insight.explaining import explained
from judge.model import Language, Limits, Problem, Submission
from judge.references import expected_of
from judge.sandbox.pool import Sandbox
from judge.sandbox.probing import Prober
from judge.submission import from_file
from tests.bench.timing import PYTHON, Line, WrongResult, milliseconds, process
from tests.bench.verdicts import cached

SLUG = "retention_7d"
BUDGET = 60.0  # that none is cut short: what they take is what is asked for
PROBES, FRESH = 300, 8
TARGET = 20.0


def lines() -> Iterator[Line]:
    with Sandbox() as sandbox:
        yield from _counterexamples(sandbox)
        for language in ("sql", "pandas"):
            yield _probes(language, sandbox)


def _counterexamples(sandbox: Sandbox) -> Iterator[Line]:
    """Of every wrong answer, as `explained` finds it: its verdict is there, and the mistake's name is part of it."""
    every: list[tuple[float, int]] = []
    yield Line("smallest counterexamples of wrong/*", "median", "worst")
    for slug in catalog.slugs(catalog.packs()):
        problem = catalog.load(slug, catalog.packs())
        found = [_counterexample(problem, file, sandbox) for file in catalog.answers(problem, "wrong")]
        yield from _lines(f"{problem.slug}: {len(found)} answers", found)
        every += found
    yield from _lines(f"all {len(every)} answers", every)
    yield Line("  counterexamples a second", f"{len(every) / sum(seconds for seconds, _ in every):.1f}")


def _lines(what: str, found: list[tuple[float, int]]) -> Iterator[Line]:
    seconds, rows = zip(*found, strict=True)
    yield Line(what, milliseconds(median(seconds)), milliseconds(max(seconds)))
    yield Line("  rows in all tables together", f"{median(rows):g}", str(max(rows)))


def _counterexample(problem: Problem, file: Path, sandbox: Sandbox) -> tuple[float, int]:
    """The seconds that it took, and its rows."""
    answer = from_file(file, None, "")
    verdict = judging.judge_submission(problem, answer, judging.select(problem), sandbox=sandbox)
    started = time.perf_counter()
    found = explained(problem, answer, verdict, budget=BUDGET, sandbox=sandbox).counterexample
    seconds = time.perf_counter() - started
    if found is None or not found.minimal:
        raise WrongResult(f"{problem.slug}/{file.name}: no smallest counterexample")
    return seconds, found.rows


def _probes(language: Language, sandbox: Sandbox) -> Line:
    """The reference on the smallest fixture that gives it rows, sent anew each time; then an interpreter for each."""
    problem = catalog.load(SLUG, catalog.packs())
    file = catalog.solution(problem, language)
    fixtures = judging.fixtures_of(problem, judging.select(problem), Cache())
    expected = expected_of(problem, fixtures, Cache(), sandbox)
    some = [place for place, result in enumerate(expected) if result.rows]
    place = min(some, key=lambda at: sum(table.rows for table in fixtures[at].schema))
    fixture = fixtures[place]
    paths = list(cached(problem))[2 * place : 2 * place + 2]
    started = time.perf_counter()
    for _ in range(FRESH):
        process(PYTHON, Path(__file__).with_name(f"floor_{language}.py"), file, *paths)()
    fresh = FRESH / (time.perf_counter() - started)
    tables = tables_of(Keys(fixture.schema), rows_of(problem, fixture, sandbox))
    empty = {name: () if name != "params" else rows for name, rows in tables.items()}
    names = tuple(column.name for column in problem.columns)
    answer = Submission(language, file.read_text("utf-8"), file.name)
    with Prober(sandbox, answer, fixture.schema, Limits(), names) as prober:
        for count in range(-2, PROBES):  # the first two ask for what is made on first use
            if not count:
                started = time.perf_counter()
            prober.begin(empty if count % 2 else tables)
            outcome = prober.outcome(time.monotonic() + BUDGET)
            if outcome.result is None or bool(outcome.result.rows) is bool(count % 2):
                raise WrongResult(f"{SLUG}, {language}: {outcome}")
    ours = PROBES / (time.perf_counter() - started)
    what = f"{language}: probes a second, and in fresh processes"
    return Line(what, f"{ours:.0f}", f"{fresh:.1f}", ours / fresh, TARGET, at_least=True)
