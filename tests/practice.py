"""A session made by hand, on problems that have no folder, and verdicts that nobody judged."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType

from judge.model import FixtureResult, FixtureStatus, Language, Problem, Status, Submission, Verdict
from judge.practice.records import Attempt, SessionRecord
from judge.practice.session import Session
from tests import practising
from tests.practising import at

PACK = Path(__file__).parent / "cli" / "pack"

EASY = replace(
    practising.problem("easy_one", ["joins"], minutes=10, difficulty="easy"), hints=("Begin with a.", "Join b.")
)
MEDIUM = replace(
    practising.problem("medium_one", ["windows", "dates"], minutes=20, difficulty="medium"), languages=("sql",)
)
HARD = replace(practising.problem("hard_one", ["joins"], minutes=30, difficulty="hard"), languages=("pandas",))
THREE = (EASY, MEDIUM, HARD)

_CASES = ("sample", "team", "many")


def record_of(problems: Sequence[Problem] = THREE, minutes: int = 60, **more: Any) -> SessionRecord:
    """A session that has just begun; `more` are other fields of its record."""
    tasks = [
        practising.task(
            problem.slug,
            "new",
            place,
            title=problem.title,
            difficulty=problem.difficulty,
            minutes=problem.minutes,
            topics=problem.topics,
        )
        for place, problem in enumerate(problems)
    ]
    return replace(practising.session("s1", *tasks, begun=at(1), minutes=minutes, seconds=0.0), **more)


def session_of(problems: Sequence[Problem] = THREE, minutes: int = 60, **more: Any) -> Session:
    """The same as a Session whose clocks run."""
    session = Session(record_of(problems, minutes, **more), problems)
    session.paused = False
    return session


def submission(source: str = "SELECT 1 AS n", language: Language = "sql") -> Submission:
    return Submission(language, source, f"answer.{'sql' if language == 'sql' else 'py'}", "duckdb")


def verdict(status: Status = "accepted", reason: str = "", *, language: Language = "sql", **more: Any) -> Verdict:
    """A verdict on three fixtures, of which the first is passed, and the second fails where any does."""
    if status == "accepted":
        found: list[FixtureStatus] = ["accepted"] * 3
    elif status in ("invalid_submission", "problem_error"):
        found = [status, "skipped", "skipped"]
    else:
        found = ["accepted", status, status]
    results = [
        FixtureResult(case, seed, each, reason if each == status != "accepted" else "", actual_rows=4)
        for seed, (case, each) in enumerate(zip(_CASES, found, strict=True), 1)
    ]
    return Verdict("easy_one", language, status, tuple(results), elapsed_ms=12.5, **more)


def judged(
    session: Session, status: Status = "accepted", *, place: int | None = None, source: str = "", day: int = 1
) -> Attempt:
    """Save an answer to the problem at `place`, or the current one, and have it judged at once."""
    moment = session.moment(session.current if place is None else place, at(day))
    count = sum(len(session.attempts(task.place)) for task in session.tasks)
    return session.judged(moment, submission(source or f"SELECT {count} AS n"), verdict(status))


def printed(*what: RenderableType, width: int = 80) -> str:
    """What a terminal of that width shows, without colours, and without the blanks at the ends of lines."""
    stream = io.StringIO()
    Console(file=stream, width=width, color_system=None, legacy_windows=False, emoji=False).print(*what, sep="\n")
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())
