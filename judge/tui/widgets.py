"""The parts of the screens: a pane that scrolls, the line of keys, and what stands there when there is no room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

COLUMNS, LINES = 80, 24


class Pane(VerticalScroll):
    """A titled pane; what it shows is any rich renderable."""

    def __init__(self, title: str, **options: Any) -> None:
        super().__init__(**options)
        self.border_title = title
        self._content = Static()

    def compose(self) -> ComposeResult:
        yield self._content

    def show(self, content: RenderableType, *, top: bool = True) -> None:
        """Show something else, from its first line unless `top` is false."""
        self._content.update(content)
        if top:
            self.scroll_home(animate=False)


class Keys(Static):
    """The keys that apply now, each with what it does; none is broken over two lines."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._keys: tuple[tuple[str, str], ...] = ()

    def say(self, keys: Iterable[tuple[str, str]]) -> None:
        self._keys = tuple(keys)
        self._say()

    def on_resize(self) -> None:
        self._say()

    def _say(self) -> None:
        text, used = Text(), 0
        for key, label in self._keys:
            wide = cell_len(f"{key} {label}")
            if used and used + 3 + wide > self.app.size.width - 2:
                text.append("\n")
                used = 0
            elif used:
                text.append("   ")
                used += 3
            text.append(key, "bold").append(f" {label}")
            used += wide
        self.update(text)


class Small(Static):
    """What stands in a terminal that is too small."""

    def __init__(self) -> None:
        super().__init__(id="small")

    def on_mount(self) -> None:
        self._say()

    def on_resize(self) -> None:
        self._say()

    def _say(self) -> None:
        size = self.app.size
        self.update(
            f"This terminal is {size.width}×{size.height}.\ndrill needs {COLUMNS}×{LINES}.\n"
            "Make it larger, or leave\nwith ctrl+q: nothing is lost."
        )
