"""drill solution"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from judge.cli.options import language_option, packs, packs_option, slug_argument

if TYPE_CHECKING:
    from judge.model import Language


@click.command("solution")
@slug_argument
@language_option("The language of the answer; the problem's first one by default.")
@packs_option
def command(slug: str, lang: Language | None) -> int:
    """Print the reference answer to the problem SLUG."""
    from judge import catalog

    problem = catalog.load(slug, packs())
    click.echo(catalog.solution(problem, lang or problem.languages[0]).read_text("utf-8"), nl=False)
    return 0
