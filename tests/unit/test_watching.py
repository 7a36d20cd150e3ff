"""Saves as the system tells of them, in a real folder. Nothing is awaited but what is watched."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
import watchfiles
from watchfiles import Change

from judge.practice.watching import saves

NAMES = ("tally.sql", "tally.py", "podium.sql")
PATIENCE = 60


class Watched:
    """The folder, watched from the first `after` on; what is written before is not told."""

    def __init__(self, folder: Path, names: tuple[str, ...] = NAMES) -> None:
        self.folder, self.stop = folder, asyncio.Event()
        self.told: AsyncIterator[list[str]] = saves(folder, names, self.stop)
        self.begun = False

    async def after(self, change: Callable[[], object]) -> list[str]:
        """What is told first after the change, which is made once the folder is said to be watched."""
        if not self.begun:
            assert await anext(self.told) == []
            self.begun = True
        change()
        return await anext(self.told)

    async def all_of(self, names: set[str], change: Callable[[], object]) -> list[list[str]]:
        """All that is told until each of `names` was."""
        told = [await self.after(change)]
        while not names <= {name for batch in told for name in batch}:
            told.append(await anext(self.told))
        return told

    async def the_rest(self) -> list[list[str]]:
        self.stop.set()
        return [batch async for batch in self.told]


def patiently(scene: Coroutine[Any, Any, None]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(PATIENCE):
            await scene

    asyncio.run(bounded())


def write(file: Path, text: str = "SELECT 1\n") -> None:
    file.write_text(text, "utf-8")


def test_a_plain_write_of_a_new_file_and_of_one_that_is_there(tmp_path: Path) -> None:
    write(tmp_path / "tally.py")

    async def scene() -> None:
        watched = Watched(tmp_path)
        assert await watched.after(lambda: write(tmp_path / "tally.sql")) == ["tally.sql"]
        watched.stop.set()
        watched = Watched(tmp_path)
        assert await watched.after(lambda: write(tmp_path / "tally.py", "x = 2\n")) == ["tally.py"]
        watched.stop.set()

    patiently(scene())


def test_a_file_that_is_written_beside_and_renamed_over(tmp_path: Path) -> None:
    file = tmp_path / "tally.sql"
    write(file)

    def save() -> None:
        write(tmp_path / "tally.sql.tmp123", "SELECT 2\n")
        (tmp_path / "tally.sql.tmp123").replace(file)

    async def scene() -> None:
        watched = Watched(tmp_path)
        assert await watched.after(save) == ["tally.sql"]
        assert file.read_text("utf-8") == "SELECT 2\n"
        watched.stop.set()

    patiently(scene())


def test_as_vim_saves_the_old_one_moved_away_and_a_new_one_in_its_place(tmp_path: Path) -> None:
    file, backup = tmp_path / "tally.sql", tmp_path / "tally.sql~"
    write(file)

    def save() -> None:
        write(tmp_path / "4913", "")  # it tries whether it may write here
        (tmp_path / "4913").unlink()
        file.rename(backup)
        write(file, "SELECT 2\n")
        backup.unlink()

    async def scene() -> None:
        watched = Watched(tmp_path)
        assert await watched.after(save) == ["tally.sql"]
        watched.stop.set()

    patiently(scene())


def test_several_files_at_once_are_all_told_each_once_a_time_and_sorted(tmp_path: Path) -> None:
    def save() -> None:
        for name in NAMES:
            write(tmp_path / name)
            write(tmp_path / name, "SELECT 2\n")

    async def scene() -> None:
        watched = Watched(tmp_path)
        told = await watched.all_of(set(NAMES), save)
        assert all(batch == sorted(set(batch)) and set(batch) <= set(NAMES) for batch in told)
        watched.stop.set()

    patiently(scene())


def test_a_file_that_was_made_and_changed_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def system(*_: object, **__: object) -> AsyncIterator[set[tuple[Change, str]]]:
        sql, py = str(tmp_path / "tally.sql"), str(tmp_path / "tally.py")
        yield {(Change.added, sql), (Change.modified, sql), (Change.added, py), (Change.modified, py)}

    monkeypatch.setattr(watchfiles, "awatch", system)

    async def scene() -> None:
        assert [batch async for batch in saves(tmp_path, NAMES, asyncio.Event())] == [["tally.py", "tally.sql"]]

    patiently(scene())


def test_a_save_while_the_one_before_is_looked_at_is_not_missed(tmp_path: Path) -> None:
    async def scene() -> None:
        watched = Watched(tmp_path)
        await watched.after(lambda: write(tmp_path / "tally.sql"))
        write(tmp_path / "podium.sql")  # nobody waits for the generator now
        while "podium.sql" not in await anext(watched.told):
            pass
        watched.stop.set()

    patiently(scene())


def test_other_names_other_folders_and_deletions_are_no_saves(tmp_path: Path) -> None:
    write(tmp_path / "tally.sql")
    write(tmp_path / "tally.py")
    (tmp_path / "deeper").mkdir()

    def change() -> None:
        write(tmp_path / "notes.txt")
        write(tmp_path / ".tally.sql.swp")
        write(tmp_path / "deeper" / "tally.sql")
        (tmp_path / "tally.sql").unlink()
        (tmp_path / "tally.py").rename(tmp_path / "away.py")
        write(tmp_path / "podium.sql")  # the sign that all of it was seen

    async def scene() -> None:
        watched = Watched(tmp_path)
        assert await watched.after(change) == ["podium.sql"]
        watched.stop.set()

    patiently(scene())


def test_it_ends_when_it_is_told_to(tmp_path: Path) -> None:
    async def scene() -> None:
        watched = Watched(tmp_path)
        assert await anext(watched.told) == []
        waiting = asyncio.ensure_future(anext(watched.told, None))
        asyncio.get_running_loop().call_soon(watched.stop.set)
        assert await waiting is None
        assert await watched.the_rest() == []

    patiently(scene())


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    async def scene() -> None:
        with pytest.raises(OSError, match=r"No such file|No path was found"):
            await anext(saves(tmp_path / "gone", NAMES, asyncio.Event()))

    patiently(scene())
