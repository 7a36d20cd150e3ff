"""drill list"""

from __future__ import annotations

import click

from judge.cli.options import packs, packs_option


@click.command("list")
@click.option("--topic", metavar="NAME", help="Only problems on this topic.")
@click.option("--track", metavar="NAME", help="Only the problems of this interview loop, in its order.")
@click.option("--difficulty", metavar="LEVEL", help="Only easy, medium or hard ones.")
@packs_option
def command(topic: str | None, track: str | None, difficulty: str | None) -> int:
    """List the problems: name, difficulty, minutes, title, and the language of one that is set in one only."""
    from judge import catalog

    found = packs()
    problems, errors = catalog.load_all(found)
    loop = catalog.track(track, found) if track else None
    chosen = catalog.select(problems, topic=topic, difficulty=difficulty, track=loop)
    if loop:
        sat_in = "" if loop.dialect == "duckdb" else f"; its SQL is {loop.dialect}: drill run --dialect {loop.dialect}"
        click.echo(f"{loop.title}: {loop.minutes} minutes a round{sat_in}", err=True)
    width = max((len(problem.slug) for problem in chosen), default=0)
    for problem in chosen:
        only = "" if len(problem.languages) > 1 else f" ({problem.languages[0]} only)"
        click.echo(f"{problem.slug:{width}}  {problem.difficulty:6}  {problem.minutes:2} min  {problem.title}{only}")
    if not chosen:
        click.echo("no problem fits all of this", err=True)
    for error in errors:
        click.echo(f"broken, left out: {error.message}", err=True)
    return errors[0].exit_code if errors else 0
