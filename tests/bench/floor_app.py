"""The floor of the first paint: floor_app.py WIDGETS, an empty Textual app with so many; its text is `ready`."""

import sys

from textual.app import App
from textual.widgets import Static


class Empty(App):
    def compose(self):
        yield Static("ready")
        for _ in range(int(sys.argv[1]) - 1):
            yield Static()


Empty().run()
