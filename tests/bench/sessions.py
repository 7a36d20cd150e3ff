"""A session: from a save to its verdict on the screen, beside the bare verdict, and the first paint of the app."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from rich.text import Text

from judge.api import load_problem
from judge.model import SUFFIXES, Language, Problem
from judge.practice import records
from judge.practice.choosing import Plan
from judge.practice.desk import Desk, Read
from judge.practice.history import History
from judge.practice.opening import Opened
from judge.practice.session import begin
from judge.tui.app import SessionApp
from judge.tui.session_screen import SessionScreen
from judge.tui.widgets import Pane
from tests.bench.timing import DRILL, PYTHON, Line, WrongResult, interleaved, milliseconds
from tests.pack import PANDAS, SQL, write_pack
from tests.tui.terminal import Terminal

TARGET = 1.5
ROUNDS = 15
STARTS = 10
FIXTURES = 8
WIDGETS = 5
"""What the first screen of a session holds."""
_CASE = '[[cases]]\nname = "case{seed}"\nseed = {seed}\n'
_COMMENT: dict[Language, str] = {"sql": "--", "pandas": "#"}


def lines() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        cases = "".join(_CASE.format(seed=seed) for seed in range(1, FIXTURES + 1)) + "sample = true\n"
        generator = "def generate(world):\n    world.plays(world.members(300), count=1000)\n"
        problem = load_problem(write_pack(Path(folder) / "pack", generator=generator, cases=cases))
        for language, source in (("sql", SQL), ("pandas", PANDAS)):
            yield asyncio.run(_on_screen(problem, language, source, Path(folder)))  # type: ignore[arg-type]  # of two
        yield _first_paint(Path(folder))


async def _on_screen(problem: Problem, language: Language, source: str, folder: Path) -> Line:
    """The best of several saves, verdicts and refreshes, in turn; every save is another text, so that it is judged."""
    plan = Plan((problem,), ("",), 600, "duckdb")
    session = begin(plan, language, player="bench", track="", folder=folder / language, packs=[], now=records.utc_now())
    with History(folder / f"{language}.sqlite") as history, Desk() as desk:
        opened = Opened(session, plan, history, desk, {}, (), [problem])
        app = SessionApp(lambda: opened, manual=True)
        best = {"save": float("inf"), "verdict": float("inf"), "refresh": float("inf")}
        async with app.run_test(size=(80, 24)) as pilot:
            while not (app.session_screen and app.session_screen.referee.stubs):
                await pilot.pause(0.01)
            screen = app.session_screen
            await asyncio.to_thread(desk.prepare, problem)
            while not screen.begun:
                await pilot.press("enter")
                await pilot.pause(0.01)
            suffix = next(suffix for suffix, spoken in SUFFIXES.items() if spoken == language)
            answer = screen.referee.answers[f"{problem.slug}{suffix}"]
            for number in range(ROUNDS):
                answer.file.write_text(f"{source}{_COMMENT[language]} {number}\n", "utf-8")
                read = desk.read(answer.file, language)
                for name, work in (
                    ("verdict", lambda read=read: asyncio.to_thread(_judged, desk, problem, read)),
                    ("refresh", lambda: _refreshed(screen)),
                    ("save", lambda: _saved(screen)),
                ):
                    await pilot.pause()
                    best[name] = min(best[name], await _timed(work))
    beside = best["verdict"] + best["refresh"]
    what = f"{language}: save to screen, and verdict + refresh"
    return Line(what, milliseconds(best["save"]), milliseconds(beside), best["save"] / beside, TARGET)


def _judged(desk: Desk, problem: Problem, read: Read) -> None:
    verdict = desk.judge(problem, read)
    if verdict.verdict != "accepted" or verdict.fixtures != FIXTURES:
        raise WrongResult(f"{verdict.language}: {verdict.failing}")


async def _refreshed(screen: SessionScreen) -> None:
    drawn = asyncio.Event()
    screen.query_one("#problem", Pane).show(Text("drawn anew"))
    screen.call_after_refresh(drawn.set)
    await drawn.wait()


async def _saved(screen: SessionScreen) -> None:
    """What happens once the debounce is over: the key that judges does the same."""
    drawn = asyncio.Event()
    screen.action_judge()
    await screen.saves.join()
    screen.call_after_refresh(drawn.set)
    await drawn.wait()


async def _timed(work: Callable[[], Awaitable[None]]) -> float:
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started


def _first_paint(folder: Path) -> Line:
    environ = {**os.environ, "DRILL_DATA_DIR": str(folder / "data"), "DRILL_PLAYER": "bench"}
    floor = [PYTHON, str(Path(__file__).with_name("floor_app.py")), str(WIDGETS)]

    def painted(command: list[str], text: str) -> Callable[[], None]:
        def run() -> None:
            with Terminal(command, folder, environ) as terminal:
                terminal.writes(text.encode())

        return run

    ours = painted([DRILL, "session", "--folder", str(folder / "answers")], "Choosing the problems")
    ours()  # fills the cache
    best = interleaved({"ours": ours, "floor": painted(floor, "ready")}, STARTS)
    what = f"first paint, and of an app of {WIDGETS} widgets"
    return Line(what, milliseconds(best["ours"]), milliseconds(best["floor"]), best["ours"] / best["floor"], TARGET)
