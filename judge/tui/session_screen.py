"""The screen of a session. What is shown is decided here; the rules are the session's, verdicts the referee's."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from judge.errors import DrillError
from judge.model import Verdict
from judge.practice import records, watching, workplace
from judge.practice.desk import Sample
from judge.practice.opening import Opened
from judge.practice.records import Attempt
from judge.practice.referee import Referee, Save
from judge.practice.session import OPEN
from judge.practice.workplace import Answer
from judge.render.session import nothing_yet, summary_page
from judge.tui.editor import edit
from judge.tui.page import Page
from judge.tui.verdicts import Verdicts
from judge.tui.view import SessionView
from judge.tui.widgets import Small

HEARTBEAT = 5.0
"""Seconds after which the clocks are kept again: a session that is killed loses no more of them."""


class SessionScreen(Screen[None]):
    """Shows the session that was opened, judges what is saved, and keeps all of it in the history.

    With `manual` nothing is watched. `clock` counts seconds, `now` tells the date. `samples` and `prompts`, by place,
    and the stubs that were `laid`, by name, come from before it is shown. What only later screens need they import.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "step(1)", "next"),
        Binding("p", "step(-1)", "previous"),
        Binding("e", "edit", "edit"),
        Binding("j", "judge", "judge"),
        Binding("h", "hint", "hint"),
        Binding("x", "expected", "expected"),
        Binding("d", "data", "data"),
        Binding("s", "solution", "solution"),
        Binding("v", "view", "view"),
        Binding("space", "pause", "pause"),
        Binding("f", "finish", "finish"),
        Binding("q", "app.leave", "leave"),
    ]

    def __init__(
        self, opened: Opened, *, manual: bool = False, clock: Callable[[], float] = time.monotonic, now: records.Now
    ) -> None:
        super().__init__()
        self.opened, self.session, self.history = opened, opened.session, opened.history
        record = self.session.record
        answers = workplace.answers(Path(record.folder), self.session.problems, record.language)
        self.referee = Referee(self.session, opened.desk, answers, now)
        self.saves: asyncio.Queue[Save] = asyncio.Queue()
        self.unexplained: asyncio.Queue[tuple[Verdict, Attempt]] = asyncio.Queue()
        self.samples: dict[int, Sample] = {}
        self.prompts: dict[int, RenderableType] = {}
        self.laid: dict[str, str] = {}
        self._view = SessionView()
        self._manual, self._clock, self._now = manual, clock, now
        self._editing = {answer.place: answer for answer in reversed(answers)}
        self._verdicts = Verdicts(self.session)
        self._held: dict[str, Answer] = {}
        self._keeping = asyncio.Lock()
        self._watched = asyncio.Event()
        self.begun = self.watching = False
        self._last = self._kept = clock()
        self._said = self._told_trouble = ""
        self._judging: Save | None = None
        self._looking: Attempt | None = None
        self._drawn: tuple[int, int] | None = None
        self._told: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        yield Small()
        yield self._view

    async def on_mount(self) -> None:
        """It is shown once its user has begun: from now on the clocks run."""
        self.session.start(self._now())
        self._last = self._clock()
        self._show()
        await self._keep()
        self.set_interval(0.5, self.tick)
        self.run_worker(self._judge_saves())
        self.run_worker(self._explain_verdicts())
        if self._manual:
            for answer in self.referee.unjudged():
                self._take(answer)
        else:
            self.run_worker(self._watch())
        self.begun = True

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_keys)

    # saves and their verdicts

    async def _watch(self) -> None:
        record = self.session.record
        try:
            async for names in watching.saves(Path(record.folder), self.referee.answers.keys(), self._watched):
                if not self.watching:
                    self.watching = True
                    self._show()
                saved = [self.referee.answers[name] for name in names]
                for answer in saved or self.referee.unjudged():  # of which none were told when the watching begins
                    self._take(answer)
        except OSError as error:
            self._say(f"the folder cannot be watched ({error.strerror or error}): press j to judge")

    def _take(self, answer: Answer) -> None:
        """An answer was saved, or is to be judged as it is."""
        if self.session.finished:
            return
        if self.session.paused:
            self._held[answer.file.name] = answer
            return
        self.tick()
        try:
            save = self.referee.save(answer)
        except DrillError as error:
            self._say(error.message)
            return
        self._editing[answer.place] = answer
        self.session.go(answer.place)
        if isinstance(save, Save):
            self.saves.put_nowait(save)
            self._say("")
        elif save.attempt and save.verdict:
            self._say(f"the same as attempt {self.session.number(save.attempt)}: not judged again, not counted")
            self._tell(save.verdict, save.attempt)
        else:
            self._say({"stub": "still the stub: not judged", "waiting": "judging …"}.get(save.why, ""))
        self._show()

    async def _judge_saves(self) -> None:
        while True:
            save = self._judging = await self.saves.get()
            self._show_status()
            try:
                verdict = await asyncio.to_thread(self._judge, save)
            except DrillError as error:
                self.referee.dropped(save)
                self._say(error.message)
            else:
                attempt = self.referee.judged(save, verdict)
                await self._keep(attempt)
                self._say("late: judged, and worth nothing" if attempt.late else "")
                self._tell(verdict, attempt)
            self._judging = None
            self._show()
            self.saves.task_done()

    def _judge(self, save: Save) -> Verdict:
        return self._verdicts.read(save.answer.place, self.referee.judge(save))

    def _tell(self, verdict: Verdict, attempt: Attempt) -> None:
        """Put a verdict on the screen, and have it explained behind it."""
        self._verdicts.tell(verdict, attempt)
        if self.referee.unexplained(attempt):
            self.unexplained.put_nowait((verdict, attempt))
        if self.session.place(attempt) == self.session.current:
            self._view.front("verdict")
            if isinstance(self.app.screen, Page) and self.app.screen.passing:
                self.app.screen.call_later(self.app.screen.close, "")

    async def _explain_verdicts(self) -> None:
        """Add to verdicts why they are so, as long as they are the last ones on their problems."""
        while True:
            verdict, attempt = await self.unexplained.get()
            place = self.session.place(attempt)
            if self._verdicts.attempt(place) is attempt:
                self._look_for(attempt)
                with suppress(DrillError):  # the verdict stands without
                    verdict = await asyncio.to_thread(self.referee.explain, attempt, verdict)
                    self.referee.explained(attempt, verdict)
                    await asyncio.to_thread(self._verdicts.read, place, verdict)
                    if self._verdicts.attempt(place) is attempt:
                        self._verdicts.tell(verdict, attempt)
                        self._show()
                self._look_for(None)
            self.unexplained.task_done()

    def _look_for(self, attempt: Attempt | None) -> None:
        """It is looked for why an attempt is wrong, None says for none."""
        self._looking = attempt
        self._show_status()

    # time, and what is kept

    def tick(self) -> None:
        """Let the time that has gone by count."""
        now = self._clock()
        ended = self.session.pass_time(now - self._last)
        self._last = now
        if ended:
            self.app.bell()
            self._say("")
            self._show()
        if ended or now - self._kept >= HEARTBEAT:
            self._kept = now
            self.run_worker(self._keep())
        self._view.show_time(self.session, self.opened.best)

    async def _keep(self, attempt: Attempt | None = None) -> None:
        """Write down an attempt and how the session stands; the event loop does not wait for the disk."""
        async with self._keeping:
            await asyncio.to_thread(self.history.save, self.session.record, attempt)
        if self.history.trouble != self._told_trouble:
            self._told_trouble = self.history.trouble
            self.notify(self.history.trouble, severity="warning", markup=False)

    async def put_away(self) -> None:
        """Keep how the session stands, and stop what is at work; of one that never began nothing stays."""
        self._watched.set()
        if self.begun and not self.session.paused:
            self.tick()
            await self._keep()
        elif not self.begun and self.opened.plan:
            workplace.take_back(Path(self.session.record.folder), self.laid)
        # else the app would wait for an answer that runs
        await asyncio.to_thread(self.opened.desk.sandbox.end)

    # what is shown

    def _show(self) -> None:
        """All that may have changed; pages only where they have, since one takes 10 ms to lay out."""
        place, taken = self.session.current, self.session.task.hints
        self._view.show_time(self.session, self.opened.best)
        self._view.show_place(place)
        if self._drawn != (place, taken):
            self._drawn = place, taken
            broken = Text("This problem is broken.")
            self._view.show_problem(self.session.problem, taken, self.prompts.get(place, broken))
        page = self._verdicts.page(place)
        told = place, self.watching, self._verdicts.attempt(place), page
        if self._told != told:
            more = told[2] is not None and self._told[:3] == told[:3]  # of what is being read
            self._told = told
            files = [answer.file for answer in self.referee.answers.values() if answer.place == place]
            said = page or nothing_yet(self.session, files, watching=self.watching)
            self._view.show_verdict(said, top=not more)
        self._show_status()
        self.refresh_bindings()
        self.call_after_refresh(self._show_keys)

    def _show_status(self) -> None:
        said, folder = self._said, Path(self.session.record.folder).name
        if self._judging:
            said = f"judging {self._judging.answer.file.name} …"
        elif not said and self.session.over:
            said = "time is up: saves are judged and marked late; f shows the summary"
        elif not said and all(task.state not in OPEN for task in self.session.tasks):
            said = "that was the last problem; f finishes and shows the summary"
        elif not said and self._looks():
            said = "looking for why …"
        elif not said:
            said = f"watching {folder}: each save is judged" if self.watching else f"j judges what lies in {folder}"
        self._view.show_status(said)

    def _looks(self) -> bool:
        """Whether more is going to be said of the verdict that is shown."""
        of = self._looking
        return bool(of and not of.accepted and self._verdicts.attempt(self.session.current) is of)

    def _show_keys(self) -> None:
        active = [each for each in self.active_bindings.values() if each.enabled and each.binding.show]
        self._view.show_keys((self.app.get_key_display(each.binding), each.binding.description) for each in active)

    def _say(self, what: str) -> None:
        self._said = what
        self._show_status()

    # keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # Textual's
        """Whether a key applies now."""
        place, task = self.session.current, self.session.task
        applies: dict[str, bool] = {
            "step": len(self.session.problems) > 1,
            "hint": task.hints < len(self.session.problem.hints) and task.state in OPEN,
            "expected": self._verdicts.hides(place),
            "data": place in self.samples,
            "view": not self.has_class("-wide"),
            "pause": not self.session.over,
        }
        return applies.get(action, True)

    def action_step(self, by: int) -> None:
        self.tick()
        self.session.step(by)
        self._say("")
        self._show()
        self._view.front("problem")

    async def action_edit(self) -> None:
        self._say(await edit(self.app, self._editing[self.session.current].file))

    def action_judge(self) -> None:
        self._take(self._editing[self.session.current])

    def action_hint(self) -> None:
        self.tick()
        self.session.hint()
        self._show()
        self._view.front("problem")
        self.run_worker(self._keep())

    def action_expected(self) -> None:
        from judge.tui import pages

        self.app.push_screen(
            pages.sure_of_expected(self.session.problem), partial(self._show_expected, self.session.current)
        )

    def _show_expected(self, place: int, key: str | None) -> None:
        if key != "y":
            return
        self.tick()
        self.session.go(place)  # a save may have brought another problem to the front
        self.session.show_expected()
        self._say("")
        self._show()
        self._view.front("verdict")
        self.run_worker(self._keep())

    def action_data(self) -> None:
        from judge.tui import pages

        self.app.push_screen(pages.data(self.session.problem, self.samples[self.session.current]))

    def action_solution(self) -> None:
        from judge.tui import pages

        place = self.session.current
        if self.session.open(place):
            self.app.push_screen(pages.sure_of_solution(self.session.problem), partial(self._show_solution, place))
        else:
            self._show_solution(place, "y")

    def _show_solution(self, place: int, key: str | None) -> None:
        from judge.tui import pages

        if key != "y":
            return
        self.tick()
        self.session.go(place)
        self.session.show_solution()
        spoken = self._editing[place].language
        self._verdicts.show(place, pages.solution(self.session.problem, spoken, self.session.record.dialect))
        self._say("")
        self._show()
        self._view.front("verdict")
        self.run_worker(self._keep())

    def action_view(self) -> None:
        self._view.turn()

    def action_pause(self) -> None:
        from judge.tui import pages

        self.tick()
        self.session.paused = True
        self._view.show_time(self.session, self.opened.best)
        self.run_worker(self._keep())
        self.app.push_screen(pages.paused(self.session), self._go_on)

    async def _go_on(self, key: str | None) -> None:
        if key == "q":
            await self.app.run_action("leave")
            return
        self.session.paused = False
        self._last = self._clock()
        held, self._held = self._held, {}
        for answer in held.values():
            self._take(answer)
        self._show()

    def action_finish(self) -> None:
        from judge.tui import pages

        self.tick()
        if self.session.over:
            self.run_worker(self._finish("y"))
        else:
            self.app.push_screen(pages.sure_to_finish(self.session), self._finish)

    async def _finish(self, key: str | None) -> None:
        if key != "y":
            return
        self.tick()
        self.session.paused = True
        self._say("waiting for the last verdict …")
        await self.saves.join()  # what was saved in time is to be in the summary
        if self.session.finished:  # the keys were pressed twice
            return
        self.session.finish(self._now())
        await self._keep()
        self._show()
        await self.app.push_screen(
            Page("summary", summary_page(self.opened.summary()), {"q": "leave", "enter": ""}), self._end
        )

    async def _end(self, _: str | None) -> None:
        await self.app.run_action("leave")
