"""What the checks of a problem share: its fixtures, suites drawn anew, expected results, and what runs on them."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from judge import catalog, judging, references
from judge.authoring.drawing import Drawers
from judge.data import Cache, Fixture, drawn
from judge.errors import InternalError
from judge.model import Case, FixtureResult, Language, Limits, Problem, ResultSet, Submission
from judge.sandbox.pool import Sandbox

if TYPE_CHECKING:
    from judge.authoring.checks.mutants import Mutants

A = TypeVar("A")
B = TypeVar("B")

SEEDS = 50
"""Suites drawn anew where nothing else is asked for."""
_FEW_ROWS = 3  # of a result: a fixture with so few tells little apart
_RANDOM = 200  # fixtures on which an author's word that a mutant is equal is tried
_CHUNK = 40  # fixtures that one worker takes: each costs it an open file and 1.4 ms


class Trial(NamedTuple):
    """A fixture, and the result that is expected on it."""

    fixture: Fixture
    expected: ResultSet


@dataclass(frozen=True, slots=True)
class Suite:
    """All cases of a problem drawn with one seed, as `drill run --seed` does; None is the suite as it is declared."""

    seed: int | None
    trials: tuple[Trial, ...]


class Tools:
    """A sandbox, processes that draw, and threads that keep both at work: as many as there are `cores`.

    Kept for all problems of a check; leave the `with` block to end them.
    """

    def __init__(self, cores: int | None = None, cache: Cache | None = None) -> None:
        self.cores = cores or (os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count()) or 1
        self.cache = cache or Cache()
        self.sandbox = Sandbox()
        self.drawers = Drawers(self.cores)
        self._pool = ThreadPoolExecutor(self.cores)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.sandbox.end()  # threads that are at work after an interrupt wait for one of these
        self.drawers.__exit__(*error)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def each(self, function: Callable[[A], B], items: Iterable[A]) -> list[B]:
        """`function` of each item, on all cores, in their order. Not to be called from within a `function`."""
        return list(self._pool.map(function, items))


class Proof:
    """A problem while it is checked; what is costly is made once, when a check first asks for it.

    Every property raises ProblemError where the problem's own code or data fails. `seeds` is how many suites are
    drawn anew, always the same for one version of the problem. Use it in a `with` block: these suites lie in a folder
    of their own until it is left.
    """

    def __init__(self, problem: Problem, tools: Tools, seeds: int = SEEDS) -> None:
        self.problem, self.tools, self.seeds = problem, tools, seeds
        self._folder = tempfile.TemporaryDirectory(prefix="drill-check-", ignore_cleanup_errors=True)
        self.root = Path(self._folder.name)
        self.build_ms: dict[str, list[float]] = {}
        """How long fixtures of each case took to build."""
        self.mutants: list[Mutants] = []
        """What became of the mutants of each reference, once they have been tried."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    @cached_property
    def fixtures(self) -> list[Fixture]:
        """The suite's fixtures, in the cache from now on."""
        return self._drawn(self.problem.cases, self.tools.cache)

    @cached_property
    def suite(self) -> Suite:
        """The suite with its expected results."""
        expected = references.expected_of(self.problem, self.fixtures, self.tools.cache, self.tools.sandbox)
        return Suite(None, tuple(map(Trial, self.fixtures, expected)))

    @cached_property
    def unseen(self) -> list[Suite]:
        """`seeds` suites that nobody has seen."""
        return self._suites(0, self.seeds)

    @cached_property
    def random(self) -> list[Trial]:
        """200 fixtures or more, those of the unseen suites among them."""
        trials = [trial for suite in self.unseen for trial in suite.trials]
        more = -(-max(0, _RANDOM - len(trials)) // len(self.problem.cases))
        return trials + [trial for suite in self._suites(self.seeds, self.seeds + more) for trial in suite.trials]

    def prepare(self) -> None:
        """Make what checks on several threads share: a thread that made it would wait for others of its pool."""
        _ = self.suite, self.unseen

    def killers_first(self) -> list[Trial]:
        """The suite's trials, those first that are quick and tell much apart: small ones with a few rows of result."""

        def rank(trial: Trial) -> tuple[bool, int]:
            return len(trial.expected.rows) < _FEW_ROWS, sum(table.rows for table in trial.fixture.schema)

        return sorted(self.suite.trials, key=rank)

    def seed(self, number: int) -> int:
        """The seed of the unseen suite of that number, from 0."""
        chance = random.Random(f"{catalog.version(self.problem)} {number}")
        return chance.randrange(1_000_000, 1_000_000_000)

    def reference(self, language: Language) -> Submission:
        file = catalog.solution(self.problem, language)
        return Submission(language, catalog.source(file), f"{self.problem.slug}/{file.name}")

    def results(self, submission: Submission, trials: Sequence[Trial], limits: Limits) -> Iterator[FixtureResult]:
        """What comes of a submission on each trial, in order; none is skipped because of another."""
        done = 0
        while done < len(trials):
            some = trials[done : done + _CHUNK]
            fixtures, expected = [trial.fixture for trial in some], [trial.expected for trial in some]
            for result in judging.results_of(self.problem, submission, fixtures, expected, self.tools.sandbox, limits):
                if result.verdict == "skipped":  # the one before ended the process
                    break
                done += 1
                yield result

    def trials(self, cases: Sequence[Case]) -> list[Trial]:
        """Draw cases anew, on all cores, and run the reference on them."""
        cache, fixtures = Cache(self.root), self.drawn(cases)
        chunks = [fixtures[i : i + _CHUNK] for i in range(0, len(fixtures), _CHUNK)]

        def expected(some: list[Fixture]) -> list[ResultSet]:
            return references.expected_of(self.problem, some, cache, self.tools.sandbox)

        found = [result for results in self.tools.each(expected, chunks) for result in results]
        return list(map(Trial, fixtures, found))

    def _suites(self, first: int, end: int) -> list[Suite]:
        seeds = [self.seed(number) for number in range(first, end)]
        trials = self.trials([drawn(case, seed=seed) for seed in seeds for case in self.problem.cases])
        width = len(self.problem.cases)
        return [Suite(seed, tuple(trials[i * width : (i + 1) * width])) for i, seed in enumerate(seeds)]

    def all_results(self, submission: Submission, trials: Sequence[Trial], limits: Limits) -> list[FixtureResult]:
        """The same on all cores, for one submission on many trials."""
        parts = [trials[i : i + _CHUNK // 2] for i in range(0, len(trials), _CHUNK // 2)]
        found = self.tools.each(lambda some: list(self.results(submission, some, limits)), parts)
        return [result for part in found for result in part]

    def drawn(self, cases: Sequence[Case]) -> list[Fixture]:
        """Draw cases anew, on all cores, without a result."""
        return [replace(fixture, folder=None) for fixture in self._drawn(cases, Cache(self.root))]  # keeps no results

    def _drawn(self, cases: Sequence[Case], cache: Cache) -> list[Fixture]:
        missing = [case for case in cases if cache.find(self.problem, case) is None]
        times = self.tools.each(lambda case: self.tools.drawers.make(self.problem, case, cache.root), missing)
        for case, ms in zip(missing, times, strict=True):
            self.build_ms.setdefault(case.name, []).append(ms)
        found = [cache.find(self.problem, case) for case in cases]
        if None not in found:
            return [fixture for fixture in found if fixture]
        if cache.root == self.root:
            raise InternalError(f"fixtures cannot be kept in {self.root}", "is there room for temporary files?")
        return self._drawn(cases, Cache(self.root))  # the user's cache cannot be written
