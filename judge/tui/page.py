"""A screen that shows one thing and waits for a key: the plan, a pause, a question, the sample, the summary."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import RenderableType
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen

from judge.tui.widgets import Keys, Pane, Small


class Page(Screen[str]):
    """Shows `content` under `title`; a key of `keys`, each with its label, closes it and is its result.

    A key without a label does so too, and is not shown. One that is `passing` goes when there is something new to see.
    """

    def __init__(self, title: str, content: RenderableType, keys: Mapping[str, str], *, passing: bool = False) -> None:
        super().__init__()
        self.passing = passing
        self._closed = False
        self._title, self._content, self._keys = title, content, dict(keys)

    def compose(self) -> ComposeResult:
        yield Small()
        with Vertical(id="main"):
            yield Pane(self._title, id="page")
            yield Keys(id="keys")

    def on_mount(self) -> None:
        self._draw()
        self.query_one(Pane).focus()

    def change(self, content: RenderableType, keys: Mapping[str, str]) -> None:
        """Show something else in its place, and offer these keys."""
        self._content, self._keys = content, dict(keys)
        if self.is_mounted:
            self._draw()

    def _draw(self) -> None:
        self.query_one(Pane).show(self._content, top=False)
        self.query_one(Keys).say((key, label) for key, label in self._keys.items() if label)

    def on_key(self, event: events.Key) -> None:
        if event.key in self._keys:
            event.stop()
            self.close(event.key)

    def close(self, key: str) -> None:
        """As if the key was pressed; once, however many come in one burst: the next would close what is beneath."""
        if not self._closed:
            self._closed = True
            self.dismiss(key)
