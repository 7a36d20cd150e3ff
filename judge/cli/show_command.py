"""drill show"""

from __future__ import annotations

import click

from judge.cli.options import packs, packs_option, slug_argument


@click.command("show")
@slug_argument
@packs_option
def command(slug: str) -> int:
    """Print the problem SLUG: its prompt, its tables, the sample rows and the result expected on them."""
    from judge import catalog
    from judge.cli.output import show
    from judge.cli.progress import Building
    from judge.practice.desk import Desk
    from judge.render.problem import problem_page

    problem = catalog.load(slug, packs())
    with Building() as building, Desk() as desk:
        sample = desk.sample(problem, building)
    show(problem_page(problem, catalog.prompt(problem), sample.fixture.schema, sample.rows, sample.expected))
    click.echo(f"begin with a stub: drill start {slug}", err=True)
    return 0
