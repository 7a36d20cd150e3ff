"""What a session's screen is made of: clocks, board, the panes of problem and verdict, a line of news, the keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from rich.console import Group, RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.widgets import Static

from judge.model import Problem
from judge.practice.session import Session
from judge.render.session import clocks, session_board
from judge.tui.widgets import Keys, Pane


class SessionView(Vertical):
    """Shows what it is told to; where there is room for one pane, the one in front."""

    def __init__(self) -> None:
        super().__init__(id="main")
        self._clocks, self._status, self._keys = Static(id="clocks"), Static(id="status"), Keys(id="keys")
        self._board = Pane("", id="board", can_focus=False)
        self._panes = {"problem": Pane("problem", id="problem"), "verdict": Pane("verdict", id="verdict")}
        self._panes["verdict"].add_class("-behind")

    def compose(self) -> ComposeResult:
        yield self._clocks
        yield self._board
        yield Horizontal(*self._panes.values(), id="panes")
        yield self._status
        yield self._keys

    def show_time(self, session: Session, best: Mapping[str, int]) -> None:
        """Clocks and board, as they stand; `best` are the best points before, by problem."""
        self._clocks.update(clocks(session))
        self._board.show(session_board(session, best), top=False)

    def show_place(self, place: int) -> None:
        """Scroll the board to the line of a problem."""
        self._board.scroll_to_region(Region(0, place + 1, 1, 1), animate=False)

    def show_problem(self, problem: Problem, taken: int, prompt: RenderableType) -> None:
        """The prompt below the hints that were taken."""
        hints = enumerate(problem.hints[:taken], 1)
        told = [Text(f"hint {n} of {len(problem.hints)}: {hint}\n", "bold") for n, hint in hints]
        self._panes["problem"].border_title = f"problem: {problem.slug}"
        self._panes["problem"].show(Group(*told, prompt))

    def show_verdict(self, page: RenderableType, *, top: bool = True) -> None:
        self._panes["verdict"].show(page, top=top)

    def show_status(self, said: str) -> None:
        self._status.update(Text(said, no_wrap=True, overflow="ellipsis"))

    def show_keys(self, keys: Iterable[tuple[str, str]]) -> None:
        self._keys.say(keys)

    def front(self, name: Literal["problem", "verdict"]) -> None:
        """Bring a pane to the front, and let the arrows scroll it."""
        for each, pane in self._panes.items():
            pane.set_class(each != name, "-behind")
        self._panes[name].focus()

    def turn(self) -> None:
        """Bring the other pane to the front."""
        self.front("problem" if self._panes["problem"].has_class("-behind") else "verdict")
