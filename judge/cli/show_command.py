"""drill show"""

from __future__ import annotations

import click

from judge.cli.options import packs, packs_option, slug_argument


@click.command("show")
@slug_argument
@packs_option
def command(slug: str) -> int:
    """Print the problem SLUG: its prompt, its tables, the sample rows and the result expected on them."""
    from judge import catalog, judging
    from judge.cli.output import show
    from judge.cli.progress import Building
    from judge.data import Cache
    from judge.data.files import read_rows
    from judge.render.problem import problem_page

    problem = catalog.load(slug, packs())
    cache = Cache()
    selection = judging.Selection((problem.sample,))
    with Building() as building:
        fixtures = judging.fixtures_of(problem, selection, cache, building)
        [expected] = judging.expected_of(problem, fixtures, cache)
    show(problem_page(problem, catalog.prompt(problem), fixtures[0].schema, read_rows(fixtures[0]), expected))
    click.echo(f"begin with a stub: drill start {slug}", err=True)
    return 0
