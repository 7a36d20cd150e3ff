"""drill data"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from judge.cli.options import Positive, Seed, packs, packs_option, slug_argument

if TYPE_CHECKING:
    from judge.data.files import Format
    from judge.model import Problem


@click.command("data")
@slug_argument
@click.option("--case", metavar="NAME", help="The fixture case; the sample by default.")
@click.option("--seed", type=Seed(), metavar="N", help="Another seed than the case's own.")
@click.option("--scale", type=Positive(1e9), metavar="X", help="Another size: 1000 has 1000 times the rows.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="The folder to write to (required).")
@click.option("--format", "format_", type=click.Choice(["csv", "parquet", "duckdb"]), default="csv", show_default=True)
@click.option("--force", is_flag=True, help="Replace files that are there.")
@click.option("--lock", is_flag=True, help="For authors: write the problem's fixtures.lock instead.")
@packs_option
def command(
    slug: str,
    case: str | None,
    seed: int | None,
    scale: float | None,
    out: Path | None,
    format_: Format,
    *,
    force: bool,
    lock: bool,
) -> int:
    """Write the tables of the problem SLUG to files, to explore in a notebook or a client."""
    from judge import catalog, judging
    from judge.data import drawn
    from judge.errors import CannotBegin

    problem = catalog.load(slug, packs())
    if lock:
        return _lock(problem)
    if out is None:
        raise CannotBegin("no folder to write to", "say --out DIR")
    [chosen] = judging.select(problem, case=case or problem.sample.name).cases
    from judge.cli.progress import Building
    from judge.data import files, tables, worlds

    with Building() as building:
        building(0, 1)
        drawn_tables = worlds.draw(problem, drawn(chosen, seed=seed, scale=scale))
        building(1, 1)
    schema = tables.schema_of(drawn_tables)
    planned = files.planned_files(out, format_, schema, slug)
    there = [file for file in planned if file.exists()]
    if there and not force:
        raise CannotBegin(f"{there[0]} is there already, and is left as it is", "choose another --out, or say --force")
    try:
        out.mkdir(parents=True, exist_ok=True)
        arrow = {name: tables.arrow_of(table) for name, table in drawn_tables.items()}
        files.write_tables(planned, format_, schema, arrow)
    except OSError as error:
        raise CannotBegin(f"{out} cannot be written: {error.strerror or error}") from None
    for file in planned:
        click.echo(file)
    return 0


def _lock(problem: Problem) -> int:
    from judge import judging
    from judge.cli.progress import Building
    from judge.data import Cache
    from judge.data.lock import write

    with Building() as building:
        fixtures = judging.fixtures_of(problem, judging.select(problem), Cache(), building)
    click.echo(write(problem, fixtures))
    return 0
