"""Saves, as they happen in a folder: editors write a new file and rename it, so it is the folder that is watched.

DEBOUNCE and STEP are in milliseconds: changes within DEBOUNCE are one save, since editors truncate, write, rename and
touch; it ends before that where STEP brings no further change.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchfiles import Change

DEBOUNCE = 200
STEP = 100


async def saves(folder: Path, names: Collection[str], stop: asyncio.Event) -> AsyncIterator[list[str]]:
    """The names, of `names`, of files that were saved, each time that some were, until `stop` is set.

    The first list is empty and tells that watching has begun: what was saved before is the caller's to look for.
    Raises OSError where the folder cannot be watched.
    """
    from watchfiles import Change, awatch

    changes = awatch(
        folder,
        watch_filter=lambda change, path: change is not Change.deleted and Path(path).name in names,
        debounce=DEBOUNCE,
        step=STEP,
        stop_event=stop,
        recursive=False,
    )
    following = asyncio.ensure_future(anext(changes, None))
    try:
        await asyncio.sleep(0)  # the first step of that task begins to watch
        if not following.done():
            yield []
        while found := await _told(following):
            yield sorted({Path(path).name for _, path in found})
            following = asyncio.ensure_future(anext(changes, None))
    finally:
        following.cancel()


async def _told(following: asyncio.Future[set[tuple[Change, str]] | None]) -> set[tuple[Change, str]] | None:
    try:
        return await following
    except RuntimeError as error:  # of watchfiles: no watch or descriptor is left for us
        raise OSError(str(error)) from None
