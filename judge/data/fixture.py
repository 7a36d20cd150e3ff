"""A fixture, ready to be judged on, and how one is built from a problem's generator."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from judge.errors import ProblemError
from judge.model import Case, Problem, TableSchema


@dataclass(frozen=True, slots=True)
class Fixture:
    """The tables of one case: in a DuckDB file at `path`, or, never written, as Arrow streams by table name.

    `digest` is the hash of the typed rows; `folder` is the cache's folder for this fixture, if it has one.
    """

    case: Case
    schema: tuple[TableSchema, ...]
    digest: str
    path: Path | None = None
    streams: tuple[tuple[str, bytes], ...] = ()
    folder: Path | None = None


def drawn(case: Case, *, seed: int | None = None, scale: float | None = None) -> Case:
    """`case` with another seed or scale."""
    return replace(case, seed=case.seed if seed is None else seed, scale=case.scale if scale is None else scale)


def build(problem: Problem, case: Case) -> tuple[Fixture, dict[str, Any]]:
    """Draw the fixture: (itself with neither path nor streams, pyarrow.Table by name). Raises ProblemError."""
    from judge.data import tables, worlds

    world_tables = worlds.draw(problem, case)
    try:
        fixture = Fixture(case, tables.schema_of(world_tables), tables.digest_of(world_tables))
        return fixture, {name: tables.arrow_of(table) for name, table in world_tables.items()}
    except (AttributeError, KeyError, TypeError, ValueError) as error:  # a number in a text column, say
        where = case.of(f"{problem.slug}/generator.py")
        raise ProblemError(f"{where}: a value is not of its column's kind: {error}") from error


def in_memory(problem: Problem, case: Case) -> Fixture:
    """Build the fixture and keep it in memory alone."""
    from judge.data import tables

    fixture, arrow = build(problem, case)
    return replace(fixture, streams=tuple((name, tables.stream_of(table)) for name, table in arrow.items()))
