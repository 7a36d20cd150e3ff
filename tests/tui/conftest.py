"""A session in the app, on the small pack of the command tests, with a clock that only a test moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from textual.pilot import Pilot

from judge import catalog
from judge.model import (
    Counterexample,
    Diff,
    Evidence,
    Explain,
    Finding,
    FixtureResult,
    InputTable,
    Mistake,
    Problem,
    ResultSet,
    Submission,
    TableColumn,
    TableSchema,
    Verdict,
)
from judge.practice.choosing import Plan
from judge.practice.desk import Desk
from judge.practice.history import History
from judge.practice.opening import Opened
from judge.practice.session import Session, begin, problems_of
from judge.tui.app import SessionApp
from judge.tui.session_screen import SessionScreen
from tests.cli.conftest import PACK

WRONG = "SELECT person_id, any_value(name) AS name, count(*) AS sales, 0.5 AS share FROM people GROUP BY person_id\n"
RIGHT = (PACK / "tally" / "solution.sql").read_text("utf-8")
RIGHT_PY = (PACK / "tally" / "solution.py").read_text("utf-8")
PODIUM = (PACK / "podium" / "solution.sql").read_text("utf-8")
HEADER = ("person_id", "name", "sales", "share")
CAME = (7, "Ada", 1, 0.5)
BEGAN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass
class Stage:
    """Where a session is played: `clock` is what a test says that it is, `insight` what is found in a verdict.

    Without one nothing is, so that no test depends on when it comes; `real` looks into it as a session does.
    """

    folder: Path
    clock: float = 1000.0
    minutes: int = 30
    language: Any = "any"
    slugs: tuple[str, ...] = ("tally", "podium")
    pack: Path = PACK
    manual: bool = False
    explain: Explain = "data"
    real: bool = False
    insight: Callable[[Verdict], Verdict] | None = None

    def problems(self) -> tuple[Problem, ...]:
        return tuple(catalog.load_folder(self.pack / slug) for slug in self.slugs)

    def now(self) -> datetime:
        return BEGAN + timedelta(seconds=self.clock - 1000)

    def history(self) -> History:
        return History(self.folder / "data" / "history.sqlite")

    @property
    def answers(self) -> Path:
        return self.folder / "answers"

    def write(self, name: str, text: str | bytes) -> None:
        """Save as many editors do: another file, renamed over the old one."""
        beside = self.answers / f"{name}~"
        beside.write_bytes(text if isinstance(text, bytes) else text.encode())
        beside.replace(self.answers / name)

    def new(self) -> tuple[Session, Plan]:
        problems = self.problems()
        plan = Plan(problems, ("",) * len(problems), self.minutes, "duckdb")
        session = begin(
            plan,
            self.language,
            player="ada",
            track="",
            folder=self.answers,
            packs=[],
            now=self.now(),
            explain=self.explain,
        )
        return session, plan

    @asynccontextmanager
    async def played(
        self, *, resume: bool = False, size: tuple[int, int] = (80, 24), go: bool = True, ready: bool = True
    ) -> AsyncIterator[Play]:
        """The app on a new session, or on the one that was left; begun unless `go` is false."""
        with self.history() as history, Explaining(self) as desk:

            def opened() -> Opened:
                plan: Plan | None
                if resume:
                    [record, *_] = history.unfinished("ada")
                    session = Session(record, problems_of(record, self.problems()), history.attempts(session=record.id))
                    plan = None
                else:
                    session, plan = self.new()
                best = history.best_points("ada", before=session.record.id)
                return Opened(session, plan, history, desk, best, (), self.problems())

            app = SessionApp(opened, manual=self.manual, clock=lambda: self.clock, now=self.now)
            async with app.run_test(size=size) as pilot:
                play = Play(self, app, pilot)
                if ready:
                    await play.until(lambda: "enter" in play.offered())
                if go:
                    await play.begin()
                yield play


class Explaining(Desk):
    """A desk that finds in a verdict what the stage says."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage

    def explained(self, problem: Problem, submission: Submission, verdict: Verdict, explain: Explain) -> Verdict:
        if self.stage.real:
            return super().explained(problem, submission, verdict, explain)
        return self.stage.insight(verdict) if self.stage.insight else verdict


def found(verdict: Verdict) -> Verdict:
    """A counterexample of one person who sold nothing, and a mistake."""
    people = TableSchema("people", 1, (TableColumn("person_id", "BIGINT", "int64", "who", False),), ("person_id",))
    finding = Finding("D020", "the row differs: column sales", ("sales",), [Evidence((7, "Ada", 0, 0.0), CAME)])
    result = FixtureResult("sample", 1, "wrong_answer", "the row differs: column sales", diff=Diff((finding,), HEADER))
    expected, actual = ResultSet(HEADER, HEADER, [(7, "Ada", 0, 0.0)]), ResultSet(HEADER, HEADER, [CAME])
    example = Counterexample("sample", 1, (InputTable(people, ((7,),)),), result, expected, actual, minimal=True)
    shown = example if verdict.problem == "tally" else None  # whose columns these are
    return replace(verdict, counterexample=shown, mistakes=(Mistake("wrong", "inner", "counts nobody as one"),))


@dataclass
class Play:
    """The app as it runs, and what its user does and sees."""

    stage: Stage
    app: SessionApp
    pilot: Pilot[Any]

    @property
    def screen(self) -> SessionScreen:
        assert self.app.session_screen
        return self.app.session_screen

    async def begin(self) -> None:
        await self.press("enter")
        await self.until(lambda: self.app.screen is self.screen and self.screen.begun)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let the app run until something holds; half a minute is the most that anything here may take."""
        await self._wait(holds)
        await self.pilot.pause()

    async def _wait(self, holds: Callable[[], bool]) -> None:
        """The same without a pause of the pilot's, which waits for widgets of a screen that may close meanwhile."""
        async with asyncio.timeout(30):
            while not holds():
                await asyncio.sleep(0.01)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def pass_time(self, seconds: float) -> None:
        self.stage.clock += seconds
        self.screen.tick()
        await self.pilot.pause()

    async def save(self, name: str, text: str | bytes, tries: int) -> None:
        """Save an answer, and wait until so many attempts have been judged in all."""
        self.stage.write(name, text)
        await self.judged(tries)

    async def judged(self, tries: int) -> None:
        session = self.screen.session
        await self._wait(lambda: sum(len(session.attempts(task.place)) for task in session.tasks) == tries)
        await self.screen.saves.join()
        await self.until(lambda: not getattr(self.app.screen, "passing", False))  # it is about to close

    async def explained(self) -> None:
        """Wait until nothing waits to be explained."""
        await self.screen.unexplained.join()
        await self.pilot.pause()

    def of(self, selector: str) -> str:
        """The text that a widget of the current screen shows, all of it."""
        widget = self.app.screen.query_one(selector)
        content = getattr(widget, "_content", widget).visual  # a pane's, or a line's own
        console = Console(width=76, color_system=None, legacy_windows=False)
        with console.capture() as captured:
            console.print(getattr(content, "_renderable", content))
        return captured.get()

    def offered(self) -> list[str]:
        """The keys that are offered."""
        text = str(self.app.screen.query_one("#keys").visual)  # type: ignore[attr-defined]
        return [part.split()[0] for part in text.replace("\n", "   ").split("   ") if part]

    def lines(self) -> list[str]:
        """What the terminal shows."""
        strips = self.app.screen._compositor.render_strips()  # Textual has no other way to its text
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def play(scene: Coroutine[Any, Any, None]) -> None:
    """Run a test that is a coroutine."""
    asyncio.run(scene)
