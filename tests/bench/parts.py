"""Where the time of a verdict goes, and what comparing large results costs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta

from judge import catalog, judging, references
from judge.compare import compare
from judge.data import Cache
from judge.model import Column, Comparison, Language, Limits, ResultSet, Submission
from judge.sandbox.job import Job
from judge.sandbox.pool import Sandbox
from judge.sandbox.run import Run
from tests.bench.timing import Line, WrongResult, interleaved, milliseconds

ROUNDS = 7
ROWS = 100_000


def lines() -> Iterator[Line]:
    for language in ("sql", "pandas"):
        yield from _verdict("retention_7d", language)
    yield from _comparing()


def _verdict(slug: str, language: Language) -> Iterator[Line]:
    """A worker that is given no fixture, the fixtures by the worker's own clock, and the comparison."""
    problem = catalog.load(slug, catalog.packs())
    file = catalog.solution(problem, language)
    submission = Submission(language, file.read_text("utf-8"), file.name)
    cache = Cache()
    fixtures = judging.fixtures_of(problem, judging.select(problem), cache)
    with Sandbox() as kept:
        expected = references.expected_of(problem, fixtures, cache, kept)

    def start() -> None:
        with Sandbox() as sandbox, Run(sandbox, Job(submission, [], Limits(), ())) as run:
            list(run)

    best = float("inf")
    results: list[ResultSet] = []
    for _ in range(ROUNDS):
        with Sandbox() as sandbox, references.run(problem, submission, fixtures, Limits(), sandbox) as run:
            outcomes = list(run)
        results = [outcome.result for outcome in outcomes if outcome.result]
        if len(results) < len(fixtures):
            raise WrongResult(f"{slug}: {[outcome.message for outcome in outcomes]}")
        best = min(best, sum(outcome.elapsed_ms for outcome in outcomes) / 1000)

    def comparing() -> None:
        for wanted, came in zip(expected, results, strict=True):
            compare(wanted, came, problem.columns, order_by=problem.order_by, rows=problem.rows)

    times = interleaved({"start": start, "comparing": comparing}, ROUNDS)
    yield Line(f"{language}: a worker, from start to end", milliseconds(times["start"]))
    yield Line(f"{language}: {len(fixtures)} fixtures of {slug}", milliseconds(best))
    yield Line(f"{language}: comparing them", milliseconds(times["comparing"]))


COLUMNS = (
    Column("member_id", "integer"),
    Column("day", "date"),
    Column("title", "text"),
    Column("minutes", "float"),
)


def _rows(shift: int) -> ResultSet:
    """Rows in another order for another `shift`."""
    begin = date(2025, 1, 1)
    numbers = ((i * 7919 + shift) % ROWS for i in range(ROWS))
    rows = [(n, begin + timedelta(n % 400), f"title {n % 997}", n / 7) for n in numbers]
    return ResultSet(tuple(column.name for column in COLUMNS), ("",) * len(COLUMNS), rows)


def _comparing() -> Iterator[Line]:
    expected, equal, differing = _rows(0), _rows(5), _rows(5)
    for i in range(0, ROWS, ROWS // 10):
        member, day, title, minutes = differing.rows[i]
        differing.rows[i] = (member, day, title, minutes + 1)

    def comparison(actual: ResultSet, missing: int) -> Comparison:
        found = compare(expected, actual, COLUMNS)
        if (len(found.diff.missing) if found.diff else 0) != missing:
            raise WrongResult(f"{missing} rows differ, not {found.diff and len(found.diff.missing)}")
        return found

    times = interleaved(
        {"equal": lambda: comparison(equal, 0), "differing": lambda: comparison(differing, 10)}, 5, time.process_time
    )
    yield Line(f"comparing {ROWS:,} equal rows", milliseconds(times["equal"]))
    yield Line(f"comparing {ROWS:,} rows, 10 of them differing", milliseconds(times["differing"]))
