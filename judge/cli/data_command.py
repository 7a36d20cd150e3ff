"""drill data"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from judge.cli.options import Positive, Seed, packs, packs_option, slug_argument

if TYPE_CHECKING:
    from judge.data.files import Format
    from judge.model import Case, Problem


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
    if out.is_file():
        raise CannotBegin(f"{out} is a file; a folder is expected")
    [chosen] = judging.select(problem, case=case or problem.sample.name).cases
    case_drawn = drawn(chosen, seed=seed, scale=scale)
    try:
        written = _write(problem, case_drawn, out, format_, force=force)
    except MemoryError:
        raise CannotBegin(f"scale {case_drawn.scale:g} needs more memory than there is") from None
    except OSError as error:
        raise CannotBegin(f"{out} cannot be written: {error.strerror or error}") from None
    for file in written:
        click.echo(file)
    return 0


def _write(problem: Problem, case: Case, out: Path, format_: Format, *, force: bool) -> list[Path]:
    from judge.cli.progress import Building
    from judge.data import files, tables, worlds
    from judge.errors import CannotBegin

    with Building() as building:
        building(0, 1)
        drawn_tables = worlds.draw(problem, case)
        building(1, 1)
    schema = tables.schema_of(drawn_tables)
    planned = files.planned_files(out, format_, schema, problem.slug)
    there = [file for file in planned if file.exists()]
    if there and not force:
        raise CannotBegin(f"{there[0]} is there already, and is left as it is", "choose another --out, or say --force")
    out.mkdir(parents=True, exist_ok=True)
    arrow = {name: tables.arrow_of(table) for name, table in drawn_tables.items()}
    files.write_tables(planned, format_, schema, arrow)
    return planned


def _lock(problem: Problem) -> int:
    from judge import judging
    from judge.cli.progress import Building
    from judge.data import Cache
    from judge.data.lock import write

    with Building() as building:
        fixtures = judging.fixtures_of(problem, judging.select(problem), Cache(), building)
    click.echo(write(problem, fixtures))
    return 0
