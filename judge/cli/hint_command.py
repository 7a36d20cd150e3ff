"""drill hint"""

from __future__ import annotations

import click

from judge.cli.options import packs, packs_option, slug_argument


@click.command("hint")
@slug_argument
@click.argument("number", type=click.IntRange(min=1), default=1)
@packs_option
def command(slug: str, number: int) -> int:
    """Print hint NUMBER (the first by default) of the problem SLUG."""
    from judge import catalog
    from judge.errors import CannotBegin

    hints = catalog.load(slug, packs()).hints
    if number > len(hints):
        raise CannotBegin(f"{slug} has {len(hints)} hint{'s' * (len(hints) > 1)}, there is no hint {number}")
    click.echo(hints[number - 1])
    if number < len(hints):
        click.echo(f"hint {number} of {len(hints)}; the next: drill hint {slug} {number + 1}", err=True)
    else:
        click.echo(f"hint {number} of {len(hints)}, the last; the answer: drill solution {slug}", err=True)
    return 0
