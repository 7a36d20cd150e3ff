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
    command = editor()
    if not command:
        return f"set EDITOR to open files from here; this one is {file}"
    try:
        with app.suspend(), app.batch_update():
            process = await asyncio.create_subprocess_exec(*command, str(file))
            code = await process.wait()
    except SuspendNotSupported:
        return f"this terminal cannot be handed over; open {file} yourself"
    except OSError as error:
        return f"{command[0]} cannot be started: {error.strerror}"
    return f"{command[0]} ended with exit code {code}" if code else ""
