"""`drill run` on a warm cache beside a floor script that does the same work unguarded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from judge import catalog, judging
from judge.data import Cache
from judge.model import Language, Problem
from tests.bench.timing import DRILL, PYTHON, Line, beside, interleaved, process

PROBLEMS = ("retention_7d", "top_products_per_category")
TARGET = 1.5


def lines_sql() -> Iterator[Line]:
    for slug in PROBLEMS:
        yield from _lines(slug, "sql", rounds=20)


def lines_pandas() -> Iterator[Line]:
    for slug in PROBLEMS:
        yield from _lines(slug, "pandas", rounds=10)


def _lines(slug: str, language: Language, rounds: int) -> Iterator[Line]:
    problem = catalog.load(slug, catalog.packs())
    file = catalog.solution(problem, language)
    run = process(DRILL, "run", slug, file)
    as_json = process(DRILL, "run", slug, file, "--json")
    run()  # warms the cache
    floor = process(PYTHON, Path(__file__).with_name(f"floor_{language}.py"), file, *cached(problem))
    floor()
    best = interleaved({"run": run, "floor": floor, "json": as_json}, rounds)
    yield beside(f"{language} verdict, {slug}", best["run"], best["floor"], TARGET)
    yield beside("  the same with --json", best["json"], best["floor"])


def cached(problem: Problem) -> Iterator[Path]:
    """For each fixture of the suite its DuckDB file and the reference's result."""
    for fixture in judging.fixtures_of(problem, judging.select(problem), Cache()):
        assert fixture.path and fixture.folder
        yield fixture.path
        yield max(fixture.folder.glob("expected-*.json"), key=lambda file: file.stat().st_mtime)
