"""Attempts and sessions made by hand, for the tests of what is told from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Literal

from judge.model import Case, Column, Difficulty, Language, Problem, Status
from judge.practice.records import Attempt, SessionRecord, State, TaskRecord

_numbers = count(1)


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A moment of November 2026, in UTC: the 1st was a Sunday. Days beyond 30 and below 1 are those around it."""
    return datetime(2026, 11, 1, hour, minute, tzinfo=UTC) + timedelta(days=day - 1)


def problem(
    slug: str = "a", topics: Sequence[str] = ("joins",), minutes: int = 20, difficulty: Difficulty = "medium"
) -> Problem:
    return Problem(
        slug=slug,
        folder=Path(slug),
        title=f"Problem {slug}",
        difficulty=difficulty,
        minutes=minutes,
        topics=tuple(topics),
        languages=("sql", "pandas"),
        world="shop",
        columns=(Column("n", "integer"),),
        key=(),
        order_by=(),
        cases=(Case("sample", 1, sample=True),),
        hints=("Think.",),
    )


def attempt(
    moment: datetime,
    verdict: Status = "accepted",
    problem: str = "a",
    *,
    minutes: int = 20,
    topics: Sequence[str] = ("joins",),
    language: Language = "sql",
    player: str = "ada",
    **more: Any,
) -> Attempt:
    return Attempt(
        id=f"{next(_numbers):032x}",
        at=moment,
        player=player,
        problem=problem,
        version="1" * 16,
        difficulty="medium",
        minutes=minutes,
        topics=tuple(topics),
        language=language,
        dialect="duckdb",
        source="SELECT 1 AS n",
        verdict=verdict,
        passed=3 if verdict == "accepted" else 1,
        fixtures=3,
        elapsed_ms=12.5,
        **more,
    )


def task(problem: str = "a", state: State = "working", place: int = 0, **more: Any) -> TaskRecord:
    facts = {"version": "1" * 16, "title": f"Problem {problem}", "difficulty": "medium", "minutes": 20} | more
    return TaskRecord(place=place, problem=problem, state=state, **{"topics": ("joins",), **facts})


def session(
    id: str,
    *tasks: TaskRecord,
    begun: datetime,
    finished: datetime | None = None,
    player: str = "ada",
    track: str = "",
    seconds: float = 600.0,
    minutes: int = 45,
    language: Literal["sql", "pandas", "any"] = "any",
) -> SessionRecord:
    return SessionRecord(
        id=id,
        player=player,
        track=track,
        started_at=begun,
        minutes=minutes,
        language=language,
        dialect="duckdb",
        folder="practice",
        seconds=seconds,
        finished_at=finished,
        tasks=tasks,
    )
