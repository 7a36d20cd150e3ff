"""What the terminal shows: sizes, colours, the editor, and what happens where something is amiss."""

from __future__ import annotations

import re
import shutil
import stat
import sys
from pathlib import Path

import pytest

from tests import golden
from tests.cli.conftest import PACK
from tests.tui.conftest import RIGHT, WRONG, Play, Stage, play


def _check(name: str, p: Play) -> None:
    lines = p.lines()
    width, height = p.app.size
    assert len(lines) == height
    assert max(map(len, lines)) <= width
    text = "\n".join(re.sub(r"\d+ ms +", "N ms ", line) for line in lines) + "\n"
    golden.check(f"tui_{name}", text)


def test_80_by_24(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played(go=False) as p:
            stage.clock += 5
            await p.begin()
            await p.pass_time(5)  # else whether a timer has been there decides what is shown
            _check("problem", p)
            await p.save("tally.sql", WRONG, 1)
            await p.press("home")
            _check("verdict", p)
            await p.press("v")
            assert "─ problem: tally" in "".join(p.lines()).replace("━", "─")

    play(scene())


def test_both_panes_where_there_is_room(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played(size=(130, 34)) as p:
            await p.save("tally.sql", WRONG, 1)
            _check("wide", p)

    play(scene())


def test_resizing(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            for size, shown in (
                ((60, 20), "This terminal is 60×20."),
                ((100, 23), "This terminal is 100×23."),
                ((79, 40), "drill needs 80×24."),
            ):
                await p.pilot.resize_terminal(*size)
                await p.until(lambda shown=shown: shown in "\n".join(p.lines()))  # type: ignore[misc]  # bound now
                assert "Sales per person" not in "\n".join(p.lines())
            for size in ((80, 24), (130, 40), (200, 60)):
                await p.pilot.resize_terminal(*size)
                await p.until(lambda size=size: len(p.lines()) == size[1] and "Sales" in "\n".join(p.lines()))  # type: ignore[misc]
                assert max(map(len, p.lines())) <= size[0]

    play(scene())


def test_a_small_terminal_shows_no_page_either(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played(go=False) as p:
            await p.pilot.resize_terminal(50, 10)
            await p.until(lambda: "This terminal is 50×10." in "\n".join(p.lines()))
            assert "begin" not in "\n".join(p.lines())

    play(scene())


def test_without_colour(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def scene() -> None:
        async with stage.played() as p:
            await p.save("tally.sql", WRONG, 1)
            strips = p.screen._compositor.render_strips()  # as in Play.lines
            styles = [segment.style for strip in strips for segment in strip if segment.style]
            colours = {colour.name for style in styles for colour in (style.color, style.bgcolor) if colour}
            assert colours <= {"default"}
            assert "✗ wrong answer" in "\n".join(p.lines())

    play(scene())


def test_more_problems_than_lines_scroll(stage: Stage) -> None:
    stage.slugs = tuple(f"tally_{n}" for n in range(8))
    stage.pack = stage.folder / "pack"
    for slug in stage.slugs:
        shutil.copytree(PACK / "tally", stage.pack / slug)
    shutil.copytree(PACK / "fixtures", stage.pack / "fixtures")

    async def scene() -> None:
        async with stage.played() as p:
            assert len(p.lines()) == 24
            await p.press("p")
            assert p.screen.session.current == 7
            await p.until(lambda: "▸" in "\n".join(p.lines()[1:6]))

    play(scene())


def _editor(folder: Path, code: str) -> str:
    file = folder / "editor"
    file.write_text(f"#!{sys.executable}\nimport sys\n{code}\n", "utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that can be handed over, which a test's is not."""
    from contextlib import nullcontext

    from textual.app import App

    monkeypatch.setattr(App, "suspend", lambda self: nullcontext())


def test_the_editor(stage: Stage, monkeypatch: pytest.MonkeyPatch, handed_over: None) -> None:
    code = f"open(sys.argv[2], 'w').write({RIGHT!r}) if sys.argv[1] == '--wait' else sys.exit(3)"
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{_editor(stage.folder, code)} --wait")

    async def scene() -> None:
        async with stage.played() as p:
            await p.press("e")
            await p.judged(1)
            assert "✓ accepted" in p.of("#verdict")

    play(scene())


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("", "set EDITOR to open files from here; this one is "),
        ("/nowhere/ed", "EDITOR: /nowhere/ed cannot be started: No such file or directory"),
        (f"{sys.executable} -c 'raise SystemExit(3)'", " ended with exit code 3"),
    ],
)
def test_no_editor(stage: Stage, monkeypatch: pytest.MonkeyPatch, handed_over: None, editor: str, said: str) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)

    async def scene() -> None:
        async with stage.played() as p:
            await p.press("e")
            await p.until(lambda: said in p.of("#status").replace("\n", " "))

    play(scene())


def test_a_terminal_that_cannot_be_handed_over(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")

    async def scene() -> None:
        async with stage.played() as p:
            await p.press("e")
            await p.until(lambda: "this terminal cannot be handed over" in p.of("#status"))

    play(scene())


def test_judging_by_hand(stage: Stage) -> None:
    stage.manual = True

    async def scene() -> None:
        async with stage.played() as p:
            assert "j judges what lies in answers" in p.of("#status")
            stage.write("tally.sql", RIGHT)
            await p.press("j")
            await p.judged(1)
            assert p.screen.session.task.state == "accepted"

    play(scene())


def test_a_folder_that_cannot_be_watched(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from judge.practice import watching

    async def broken(*_: object) -> object:
        raise OSError(28, "inotify watch limit reached")
        yield

    monkeypatch.setattr(watching, "saves", broken)

    async def scene() -> None:
        async with stage.played() as p:
            await p.until(lambda: "cannot be watched (inotify watch limit reached): press j" in p.of("#status"))
            stage.write("tally.sql", RIGHT)
            await p.press("j")
            await p.judged(1)

    play(scene())


def test_a_broken_problem_harms_no_other(stage: Stage) -> None:
    stage.pack = stage.folder / "pack"
    shutil.copytree(PACK, stage.pack)
    (stage.pack / "podium" / "generator.py").write_text("def generate(world):\n    raise ValueError('oh')\n", "utf-8")

    async def scene() -> None:
        async with stage.played(go=False) as p:
            assert "podium: podium/generator.py" in p.of("#page")
            await p.begin()
            await p.save("tally.sql", RIGHT, 1)
            assert p.screen.session.task.points == 100

    play(scene())


def test_a_history_that_cannot_be_written(stage: Stage) -> None:
    (stage.folder / "data").write_text("a file where the folder should be", "utf-8")

    async def scene() -> None:
        async with stage.played(go=False) as p:
            with stage.history() as history:
                assert history.trouble
                assert history.trouble.split()[0] in p.of("#page")
            await p.begin()
            await p.save("tally.sql", RIGHT, 1)
            assert p.screen.session.task.points == 100

    play(scene())
