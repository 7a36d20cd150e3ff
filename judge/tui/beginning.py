"""What stands before the clock starts: the plan, while files are laid and what judges is loaded behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events

from judge.errors import DrillError
from judge.tui.page import Page

if TYPE_CHECKING:
    from judge.practice.desk import Sample
    from judge.practice.opening import Opened
    from judge.tui.session_screen import SessionScreen


class Beginning(Page):
    """Opens a session behind itself; closes with "enter" once its files are laid, or with "q".

    `open` raises DrillError where there is no such session, which ends the app with it; `make` gives its screen. They
    are called after the first paint, as all is that takes long.
    """

    _NOT_YET: ClassVar = {"": "getting ready …", "q": "leave"}

    def __init__(self, open: Callable[[], Opened], make: Callable[[Opened], SessionScreen]) -> None:
        super().__init__("drill session", Text("Choosing the problems …"), self._NOT_YET)
        self._open, self._make = open, make
        self._eager = False

    def on_mount(self) -> None:
        super().on_mount()
        self.call_after_refresh(lambda: self.app.run_worker(self._prepare()))

    def on_key(self, event: events.Key) -> None:
        """An Enter that comes too early counts as soon as it can, unless there is something to read."""
        self._eager = self._eager or event.key == "enter"  # Textual calls the handler of Page as well

    async def _prepare(self) -> None:
        """Lay the files, and let them begin; what makes the first verdict quick goes on behind the session."""
        try:
            opened = await asyncio.to_thread(self._open)
        except DrillError as error:
            self.app.exit(error)
            return
        from judge.render.session import plan_page

        screen, session, desk = self._make(opened), opened.session, opened.desk
        languages = sorted({answer.language for answer in screen.referee.answers.values()}, reverse=True)
        await asyncio.to_thread(desk.start, languages)
        self.change(plan_page(session, opened.plan, []), self._NOT_YET)
        notes = [*opened.notes, opened.history.note, opened.history.trouble]
        for place, problem in enumerate(session.problems):
            try:
                sample = await asyncio.to_thread(desk.sample, problem)
                self._lay(screen, place, sample)
            except DrillError as error:
                notes.append(f"{problem.slug}: {error.message}")
        keys = {"enter": "begin" if opened.plan else "go on", "q": "leave"}
        notes = list(filter(None, notes))
        self.change(plan_page(session, opened.plan, notes), keys)
        if self._eager and not notes:
            self.call_later(self.close, "enter")
        for problem in session.problems:
            with suppress(DrillError):  # its verdict will say so
                await asyncio.to_thread(desk.prepare, problem)

    def _lay(self, screen: SessionScreen, place: int, sample: Sample) -> None:
        """Write the stubs of a problem, where there are no answers yet, and draw its page. Raises DrillError."""
        from judge.practice import workplace
        from judge.render.stub import stub
        from judge.tui import pages

        problem, dialect = screen.session.problems[place], screen.session.record.dialect
        screen.samples[place] = sample
        screen.prompts[place] = pages.prompt(problem, sample)
        for name, answer in screen.referee.answers.items():
            if answer.place == place:
                text = screen.referee.stubs[name] = stub(problem, answer.language, sample.fixture.schema, name, dialect)
                if workplace.lay(answer.file, text):
                    screen.laid[name] = text
