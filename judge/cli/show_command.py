"""drill show"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from judge.cli.options import packs, packs_option, slug_argument

if TYPE_CHECKING:
    from judge.cli.progress import Building
    from judge.data import Cache
    from judge.data.fixture import Fixture
    from judge.model import Problem, ResultSet, Row


@click.command("show")
@slug_argument
@packs_option
def command(slug: str) -> int:
    """Print the problem SLUG: its prompt, its tables, the sample rows and the result expected on them."""
    from judge import catalog
    from judge.cli.output import show
    from judge.cli.progress import Building
    from judge.data import Cache
    from judge.render.problem import problem_page

    problem = catalog.load(slug, packs())
    cache = Cache()
    with Building() as building:
        fixture, rows, expected = _sample(problem, cache, building)
    show(problem_page(problem, catalog.prompt(problem), fixture.schema, rows, expected))
    click.echo(f"begin with a stub: drill start {slug}", err=True)
    return 0


def _sample(
    problem: Problem, cache: Cache, building: Building, *, again: bool = False
) -> tuple[Fixture, dict[str, list[Row]], ResultSet]:
    """The sample, its rows and the result on it; a cached file that cannot be read is built anew, once."""
    import duckdb

    from judge import judging, references
    from judge.data.files import read_rows
    from judge.sandbox.job import DamagedFixture
    from judge.sandbox.pool import Sandbox

    [fixture] = judging.fixtures_of(problem, judging.Selection((problem.sample,)), cache, building)
    try:
        rows = read_rows(fixture)
        with Sandbox(ahead=False) as sandbox:
            [expected] = references.expected_of(problem, [fixture], cache, sandbox)
    except (duckdb.Error, DamagedFixture):
        if again:
            raise
        cache.evict(fixture)
        return _sample(problem, cache, building, again=True)
    return fixture, rows, expected
