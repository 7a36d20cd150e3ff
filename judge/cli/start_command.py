"""drill start"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from judge.cli.options import language_option, packs, packs_option, slug_argument

if TYPE_CHECKING:
    from judge.model import Language


@click.command("start")
@slug_argument
@language_option("The language of the stub; the problem's first one by default.")
@packs_option
def command(slug: str, lang: Language | None) -> int:
    """Write a stub for the problem SLUG into this folder; a file that is there is never touched."""
    from judge import catalog, judging
    from judge.cli.output import write_new
    from judge.cli.progress import Building
    from judge.data import Cache
    from judge.render.stub import stub

    problem = catalog.load(slug, packs())
    language = lang or problem.languages[0]
    file = Path(f"{slug}{catalog.solution(problem, language).suffix}")
    with Building() as building:
        [fixture] = judging.fixtures_of(problem, judging.Selection((problem.sample,)), Cache(), building)
    write_new(
        file,
        lambda out: out.write(stub(problem, language, fixture.schema, str(file))),
        f"drill run {slug} {file}",
    )
    click.echo(file)
    click.echo(f"read the problem: drill show {slug}\njudge your answer: drill run {slug} {file}", err=True)
    return 0
