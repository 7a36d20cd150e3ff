"""Verdicts in a sandbox that is kept, beside the same work unguarded and beside an interpreter for each submission."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

from judge import Problem, Sandbox, Verdict, judge, load_problem
from judge.model import Language
from tests.bench.timing import PYTHON, Line, WrongResult, interleaved, milliseconds, process
from tests.bench.unlocked import Unlocked
from tests.bench.verdicts import cached
from tests.pack import PANDAS, SQL, write_pack

ROUNDS = 15
TARGET, MILLISECONDS_MORE, TARGET_FRESH = 1.5, 10, 10.0
SECONDS = 6.0
THREADS = 2
SOURCES: dict[Language, str] = {"sql": SQL, "pandas": PANDAS}
_GENERATOR = "def generate(world):\n    world.plays(world.members(300), count=1000)\n"
_CASE = '[[cases]]\nname = "{name}"\nseed = {seed}\n'


def lines() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        cases = "".join(_CASE.format(name=f"case{seed}", seed=seed) for seed in range(1, 6)) + "sample = true\n"
        problem = load_problem(write_pack(Path(folder), generator=_GENERATOR, cases=cases))
        for language in SOURCES:
            yield from _beside_others(problem, language)
        for language in SOURCES:
            yield _per_minute(problem, language)


def _beside_others(problem: Problem, language: Language) -> Iterator[Line]:
    unlocked = Unlocked(language)
    file = problem.folder / f"solution.{'sql' if language == 'sql' else 'py'}"
    with Sandbox() as sandbox:
        _accepted(problem, language, sandbox)  # fills the cache
        fresh = process(PYTHON, Path(__file__).with_name(f"floor_{language}.py"), file, *cached(problem))
        best = interleaved(
            {
                "locked": lambda: _accepted(problem, language, sandbox),
                "unlocked": lambda: _accepted(problem, language, cast(Sandbox, unlocked)),
                "fresh": fresh,
            },
            ROUNDS,
        )
    unlocked.close()
    less = best["locked"] - MILLISECONDS_MORE / 1000
    what = f"{language}: locked, less {MILLISECONDS_MORE} ms, and not"
    yield Line(what, milliseconds(best["locked"]), milliseconds(best["unlocked"]), less / best["unlocked"], TARGET)
    ratio = best["fresh"] / best["locked"]
    yield Line(
        f"{language}: locked, and a fresh interpreter",
        milliseconds(best["locked"]),
        milliseconds(best["fresh"]),
        ratio,
        TARGET_FRESH,
        at_least=True,
    )


def _per_minute(problem: Problem, language: Language) -> Line:
    with Sandbox() as sandbox, ThreadPoolExecutor(THREADS) as threads:
        _accepted(problem, language, sandbox)
        started = time.perf_counter()

        def judged(_: int) -> int:
            count = 0
            while time.perf_counter() - started < SECONDS:
                _accepted(problem, language, sandbox)
                count += 1
            return count

        total = sum(threads.map(judged, range(THREADS)))
        elapsed = time.perf_counter() - started
    return Line(f"{language}: verdicts a minute, {THREADS} threads", f"{60 * total / elapsed:,.0f}")


def _accepted(problem: Problem, language: Language, sandbox: Sandbox) -> Verdict:
    verdict = judge(problem, SOURCES[language], language=language, sandbox=sandbox)
    if verdict.verdict != "accepted":
        raise WrongResult(f"{language}: {verdict.failing}")
    return verdict
