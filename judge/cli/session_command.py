"""drill session"""

from __future__ import annotations

import shlex
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from judge.cli.options import Seed, given_packs
from judge.model import EXPLAIN

if TYPE_CHECKING:
    from judge.model import Explain
    from judge.practice.opening import Opened
    from judge.practice.request import Languages, Request

_FILE = click.Path(path_type=Path)
_ANOTHER = "give another name to --export"


@click.command("session")
@click.option("--track", metavar="NAME", help="Problems of this interview loop, with its minutes and its dialect.")
@click.option("--topic", metavar="NAME", help="Only problems on this topic.")
@click.option("--difficulty", metavar="LEVEL", help="Only easy, medium or hard ones.")
@click.option("--problems", "slugs", metavar="A,B,C", help="These problems, in this order.")
@click.option("--minutes", type=click.IntRange(1, 600), metavar="N", help="How long it lasts: 45 if nothing else says.")
@click.option("--lang", type=click.Choice(["sql", "pandas", "any"]), default="any", help="What you answer in.")
@click.option("--dialect", default="", metavar="NAME", help="The dialect of your SQL: postgres, spark and others.")
@click.option("--seed", type=Seed(), metavar="N", help="Draw the set by lot; the same number draws the same one.")
@click.option(
    "--explain",
    type=click.Choice(EXPLAIN),
    help="Why an answer is wrong: not told, the data with your result (as a rule), or what was expected too.",
)
@click.option("--player", default="", metavar="NAME", help="Whose session it is: DRILL_PLAYER, or your user name.")
@click.option("--folder", type=_FILE, metavar="DIR", help="Where your answers are to lie: a new folder if not given.")
@click.option("--export", type=_FILE, metavar="FILE", help="Write the summary to this .md or .json file.")
@click.option("--manual", is_flag=True, help="Do not watch the folder: the key j judges.")
@click.option("--resume", is_flag=True, help="Go on with the last session that was left, with the time that was left.")
def command(
    track: str | None,
    topic: str | None,
    difficulty: str | None,
    slugs: str | None,
    minutes: int | None,
    lang: Languages,
    dialect: str,
    seed: int | None,
    explain: Explain | None,
    player: str,
    folder: Path | None,
    export: Path | None,
    *,
    manual: bool,
    resume: bool,
) -> int:
    """Practise against the clock, full screen: a set of problems, each save judged, a scoreboard.

    Where nothing is chosen, the set is what is worth practising now, as drill next tells. A folder of problems of your
    own goes before the command: drill --problems DIR session.
    """
    from judge.errors import CannotBegin
    from judge.practice.request import Request

    chosen = {"--track": track, "--topic": topic, "--difficulty": difficulty, "--problems": slugs, "--minutes": minutes}
    chosen |= {"--dialect": dialect or None, "--seed": seed, "--explain": explain}
    given = [name for name, value in chosen.items() if value is not None]
    if resume and given:
        raise CannotBegin(f"--resume goes on with what was chosen then, and has no use for {given[0]}", "leave it out")
    if slugs and (narrower := [name for name in ("--topic", "--difficulty", "--seed") if name in given]):
        raise CannotBegin(f"--problems names the whole set, and has no use for {narrower[0]}", "leave one of them out")
    _check_export(export)
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        raise CannotBegin("a session needs a terminal for its screen", "drill watch SLUG FILE does without")
    named = tuple(name.strip() for name in slugs.split(",") if name.strip()) if slugs else ()
    packs = tuple(given_packs())
    request = Request(
        packs,
        player,
        folder,
        resume,
        named,
        track or "",
        topic,
        difficulty,
        minutes,
        lang,
        dialect,
        seed,
        explain or "data",
    )
    return _run(request, export, manual=manual)


def _run(request: Request, export: Path | None, *, manual: bool) -> int:
    """The session on its screen, and what is to be said after it."""
    from judge.errors import InternalError
    from judge.tui.app import SessionApp

    with ExitStack() as until:

        def open_it() -> Opened:
            from judge.practice.opening import open_session

            return open_session(request, until)

        app = SessionApp(open_it, manual=manual)
        error = app.run()
        if error:
            raise error
        if app.return_code:  # the app has told what went wrong
            return InternalError.exit_code
        if app.opened:
            _report(app.opened, export, begun=app.begun)
    return 0


def _report(opened: Opened, export: Path | None, *, begun: bool) -> None:
    """What stays in the terminal when the screen is gone."""
    from judge.cli.output import show, write_new
    from judge.cli.practised import tell
    from judge.practice.history import default_player
    from judge.render.clock import clock
    from judge.render.session import summary_page
    from judge.render.session_export import as_json, as_markdown

    tell(opened.history)
    if opened.session.finished:
        summary = opened.summary()
        show(summary_page(summary))
        if export:
            text = as_json(summary) if export.suffix == ".json" else as_markdown(summary)
            write_new(export, lambda out: out.write(text), _ANOTHER)
    elif begun or opened.plan is None:
        again = ["drill", "session", "--resume"]
        if opened.session.record.player != default_player():
            again += ["--player", opened.session.record.player]
        if export:
            again += ["--export", str(export)]
        click.echo(f"{clock(opened.session.left)} left; go on with: {shlex.join(again)}", err=True)
    else:
        click.echo("not begun, and nothing was kept", err=True)


def _check_export(file: Path | None) -> None:
    """Find out before the session what would keep its summary from being written after it."""
    from judge.errors import CannotBegin

    if file is None:
        return
    if file.suffix not in (".md", ".json"):
        raise CannotBegin(f"{file}: a summary is written as .md or .json", "end the name in one of them")
    if file.exists():
        raise CannotBegin(f"{file} is there already, and is left as it is", _ANOTHER)
    if not file.absolute().parent.is_dir():
        raise CannotBegin(f"{file} cannot be written: there is no folder {file.parent}")
