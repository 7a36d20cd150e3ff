"""drill profile"""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from judge.cli.options import Positive, language_option, packs, packs_option, slug_argument

if TYPE_CHECKING:
    from judge.model import Language


@click.command("profile")
@slug_argument
@click.argument("file", type=click.Path(path_type=Path))
@language_option("The language of FILE, where its name ends in neither .sql nor .py.")
@click.option("--dialect", default="", metavar="NAME", help="Translate from this SQL dialect first, as drill run does.")
@click.option(
    "--rows-to",
    type=click.IntRange(1_000, 10_000_000),
    default=1_000_000,
    show_default=True,
    metavar="N",
    help="The rows of the largest fixture, in all tables together.",
)
@click.option(
    "--time-limit",
    type=Positive(3600),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="Wall-clock seconds that each fixture may take, up to 3600.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the profile as JSON.")
@packs_option
def command(
    slug: str,
    file: Path,
    lang: Language | None,
    dialect: str,
    rows_to: int,
    time_limit: float,
    *,
    as_json: bool,
) -> int:
    """Say what the answer in FILE costs: its time as the tables grow, and what takes it.

    The answer and the reference run on fixtures of 1,000 rows and more, until a limit. The answer is not judged, and
    nothing is kept in the history.

    Exits 0 when profiled, 1 when the answer is refused or fails on the smallest fixture, 2 when it could not begin,
    3 when the problem is broken, 4 for a fault of ours, 130 when interrupted.
    """
    from judge import catalog
    from judge.cli.output import err
    from judge.insight.cost.profiling import profiled
    from judge.sandbox.pool import Sandbox
    from judge.submission import from_file
    from judge.submission.dialect import check

    problem = catalog.load(slug, packs())
    submission = from_file(file, lang, check(dialect))
    console = err()
    said = f"profiling {slug}"
    status = console.status(said) if console.file.isatty() else None
    if status is None:
        console.print(said)
    with Sandbox() as sandbox, status or nullcontext():
        profile = profiled(
            problem,
            submission,
            rows_to=rows_to,
            seconds=time_limit,
            sandbox=sandbox,
            progress=lambda part: status.update(f"{said}: {part}") if status else None,
        )
    if as_json:
        from judge.cli.output import print_json
        from judge.render.profile import profile_document

        print_json(profile_document(profile))
    else:
        from judge.cli.output import show
        from judge.render.profile import profile_panel

        show(profile_panel(profile))
    return 1 if profile.failed else 0
