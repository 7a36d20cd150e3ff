"""Proving a problem by its mutants, on all cores, beside a fresh process for each mutant."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from judge import catalog, mutation
from judge.authoring.check import PARTS, check
from judge.authoring.checks import mutants
from judge.authoring.proof import Proof, Tools
from judge.model import SUFFIXES, Problem
from judge.mutation import Mutant
from tests.bench.timing import PYTHON, Line, WrongResult, process
from tests.bench.verdicts import cached

SLUGS = ("sessionize_clicks", "top_products_per_category")
TARGET_SECONDS = 20.0
FRESH = 24  # mutants that get a process of their own; all of them would take a minute
SEEDS = 50


def lines() -> Iterator[Line]:
    with Tools() as tools:
        for slug in SLUGS:
            problem = catalog.load(slug, [catalog.home() / "problems"])
            yield from _mutants(problem, tools)
            yield _whole(problem, tools)


def _mutants(problem: Problem, tools: Tools) -> Iterator[Line]:
    """Only what mutants take: the suite is there, as it is after the other checks."""
    with Proof(problem, tools, 0) as proof:
        assert proof.suite
        every = [
            mutant
            for language in problem.languages
            for mutant in mutation.mutants(proof.reference(language), proof.fixtures[0].schema)
        ]
        started = time.perf_counter()
        found = [mutants.found(proof, language) for language in problem.languages]
        seconds = time.perf_counter() - started
        if sum(each.score.mutants for each in found) != len(every):
            raise WrongResult(f"{problem.slug}: mutants were lost")
        some = every[:: max(1, len(every) // FRESH)]
        started = time.perf_counter()
        _each_fresh(problem, some)
        fresh = len(some) / (time.perf_counter() - started)
    what = f"{problem.slug}: {len(every)} mutants, {len(problem.cases)} fixtures"
    yield Line(what, f"{seconds:.1f} s", f"{TARGET_SECONDS:.0f} s", seconds / TARGET_SECONDS, 1.0)
    ours = len(every) / seconds
    yield Line("  mutants a second, and in fresh processes", f"{ours:.1f}", f"{fresh:.1f}", ours / fresh, at_least=True)


def _each_fresh(problem: Problem, some: list[Mutant]) -> None:
    """The same number of processes at a time as there are cores; each stops at the first fixture that differs."""
    suffix = {language: suffix for suffix, language in SUFFIXES.items()}
    paths = list(cached(problem))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        runs = []
        for mutant in some:
            file = Path(folder) / f"{mutant.id}{suffix[mutant.language]}"
            file.write_text(mutant.source, "utf-8")
            floor = Path(__file__).with_name(f"floor_{mutant.language}.py")
            runs.append(process(PYTHON, floor, file, *paths, codes=(0, 1)))
        list(pool.map(lambda run: run(), runs))


def _whole(problem: Problem, tools: Tools) -> Line:
    """All of `drill check`, growth aside: that is measured on one core, one after the other."""
    parts = [part for part in PARTS if part != "speed"]
    started = time.perf_counter()
    checked = check(problem.folder, tools, seeds=SEEDS, parts=parts)
    seconds = time.perf_counter() - started
    if checked.errors:
        raise WrongResult(f"{problem.slug}: {checked.remarks[0]}")
    return Line(f"  drill check of it, {SEEDS} suites drawn anew", f"{seconds:.1f} s")
