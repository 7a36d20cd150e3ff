"""The candidate's own editor, to which the app steps aside."""

from __future__ import annotations

import asyncio
import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from textual.app import App, SuspendNotSupported


def editor(environ: Mapping[str, str] = os.environ) -> list[str]:
    """The command of the editor, from VISUAL or EDITOR; empty where neither is set."""
    return shlex.split(environ.get("VISUAL") or environ.get("EDITOR") or "")


async def edit(app: App[str], file: Path) -> str:
    """Open the file and wait for the editor's end; returns what went wrong in a sentence, else nothing.

    The event loop goes on meanwhile: clocks run and saves are judged, only nothing is drawn.
    """
    try:
        command = editor()
    except ValueError as error:
        return f"EDITOR cannot be understood: {error}"
    if not command:
        return f"set EDITOR to open files from here; this one is {file}"
    try:
        with app.suspend(), app.batch_update():
            return await _edited(command, file)
    except SuspendNotSupported:
        return f"this terminal cannot be handed over; open {file} yourself"


async def _edited(command: list[str], file: Path) -> str:
    """Raises nothing: an error on its way through `suspend` would keep Textual from taking the terminal back."""
    try:
        process = await asyncio.create_subprocess_exec(*command, str(file))
    except OSError as error:
        return f"EDITOR: {command[0]} cannot be started: {error.strerror}"
    code = await process.wait()
    return f"{command[0]} ended with exit code {code}" if code else ""
