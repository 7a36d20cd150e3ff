"""The app around a session: its colours and size classes, how it begins and how it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from judge.errors import DrillError
from judge.tui.beginning import Beginning
from judge.tui.widgets import COLUMNS, LINES

if TYPE_CHECKING:
    from judge.practice.opening import Opened
    from judge.practice.records import Now
    from judge.tui.session_screen import SessionScreen

WIDE, TALL = 120, 32
"""From so many columns both panes are shown, from so many lines the board has room for nine problems."""


class SessionApp(App[DrillError]):
    """Runs the session that `open` gives; its result is the error that kept it from that, if any.

    With `manual` nothing is watched. `clock` counts seconds, `now` tells the date where it is not the system's.
    """

    CSS_PATH = "session.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (COLUMNS, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  # as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (LINES, "-low"), (TALL, "-tall")]  # noqa: RUF012  # likewise
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q,ctrl+c", "leave", show=False, priority=True)]

    def __init__(
        self,
        open: Callable[[], Opened],
        *,
        manual: bool = False,
        clock: Callable[[], float] = time.monotonic,
        now: Now | None = None,
    ) -> None:
        super().__init__(ansi_color=True)  # the terminal's own colours, as the commands have; NO_COLOR then leaves none
        self.theme = "ansi-dark"
        self._open, self._manual, self._clock, self._now = open, manual, clock, now
        self.opened: Opened | None = None
        self.session_screen: SessionScreen | None = None

    @property
    def begun(self) -> bool:
        """Whether the clock was ever started."""
        return self.session_screen is not None and self.session_screen.begun

    async def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        with suppress(AttributeError, NotImplementedError, RuntimeError):  # Windows, or a loop that is not the main one
            for end in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(end, lambda: self.run_worker(self.action_leave()))
            loop.add_signal_handler(signal.SIGHUP, lambda: self.run_worker(self._hang_up()))
        await self.push_screen(Beginning(self._open, self._make), self._begin)

    def _make(self, opened: Opened) -> SessionScreen:
        from judge.practice.records import utc_now
        from judge.tui.session_screen import SessionScreen

        self.opened = opened
        self.session_screen = SessionScreen(opened, manual=self._manual, clock=self._clock, now=self._now or utc_now)
        return self.session_screen

    async def _begin(self, key: str | None) -> None:
        if key == "enter" and self.session_screen:
            await self.push_screen(self.session_screen)
        else:
            await self.action_leave()

    async def action_leave(self) -> None:
        await self._put_away()
        self.exit()

    async def _hang_up(self) -> None:
        """The terminal was closed: Textual would wait for ever until its last lines are written there."""
        await self._put_away()
        os._exit(128 + signal.SIGHUP)

    async def _put_away(self) -> None:
        if self.session_screen:
            await self.session_screen.put_away()
