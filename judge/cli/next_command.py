"""drill next"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from judge.cli.options import given_packs, packs, packs_option

if TYPE_CHECKING:
    from judge.model import Track


@click.command("next")
@click.option("--player", metavar="NAME", help="For whom: for DRILL_PLAYER or this machine's user if not given.")
@click.option("--track", metavar="NAME", help="Only problems of this interview loop.")
@click.option("--topic", metavar="NAME", help="Only problems on this topic.")
@click.option("--difficulty", metavar="LEVEL", help="Only easy, medium or hard ones.")
@click.option("--count", type=click.IntRange(1), default=3, show_default=True, help="How many problems.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead.")
@packs_option
def command(
    player: str | None, track: str | None, topic: str | None, difficulty: str | None, count: int, as_json: bool
) -> int:
    """Say what to practise now, and why.

    First comes what you are about to forget, then what you never tried, your weakest topics first, then what can wait.
    """
    from judge import catalog
    from judge.cli.output import print_json, show
    from judge.cli.practised import practised
    from judge.practice import records
    from judge.practice.choosing import selected
    from judge.practice.spacing import advice
    from judge.render.practice import advice_document, advice_list

    found = packs()
    problems, errors = catalog.load_all(found)
    loop = catalog.track(track, found) if track else None
    chosen = selected(problems, topic, difficulty, loop)
    own = practised(player)
    advised = advice(chosen, own.attempts, own.sessions, records.utc_now())[:count]
    begin = _begin([each.problem.slug for each in advised], loop, player) if advised else ""
    if as_json:
        print_json(advice_document(own.player, advised, begin))
    elif advised:
        if own.nothing:
            click.echo(f"{own.player} has not practised yet", err=True)
        elif all(each.kind == "later" for each in advised):
            click.echo("nothing of this is due now, and all of it was tried", err=True)
        show(advice_list(advised))
        click.echo(f"begin: {begin}", err=True)
    else:
        click.echo("no problem fits all of this", err=True)
    for error in errors:
        click.echo(f"broken, left out: {error.message}", err=True)
    return errors[0].exit_code if errors else 0


def _begin(slugs: Sequence[str], loop: Track | None, player: str | None) -> str:
    """The command that begins a session with these problems, as it is typed in a shell."""
    from shlex import join

    words = ["drill", *(word for pack in given_packs() for word in ("--problems", str(pack)))]
    words += ["session", "--problems", ",".join(slugs)]
    if loop and loop.dialect != "duckdb":
        words += ["--dialect", loop.dialect]
    if player:
        words += ["--player", player]
    return join(words)
