"""drill new"""

from __future__ import annotations

from pathlib import Path

import click

from judge.cli.options import packs, packs_option

_FILES = {
    "problem.toml": "what it is, its result columns, its fixtures",
    "prompt.md": "the story and the definitions",
    "generator.py": "draws the tables from the world",
    "solution.sql": "the reference in SQL",
    "solution.py": "the reference in pandas",
    "accepted": "other right answers, written another way",
    "wrong": "answers that people really give, the mistake named in the first line",
    "fixtures.lock": "what the fixtures hold, written by the last command below",
}
_PACK_FILES = {
    "pyproject.toml": "the distribution, and the entry point by which drill finds its problems",
    "README.md": "what the pack is, and its commands",
    "Makefile": "make check proves every problem",
    ".github": "the same after each push",
    "problems": "a folder for each problem",
}


@click.command("new")
@click.argument("slug", required=False)
@click.option(
    "--world",
    default="member_events",
    show_default=True,
    metavar="NAME",
    help="What its data is drawn from: clickstream, member_events or orders.",
)
@click.option(
    "--lang",
    "languages",
    default="sql,pandas",
    show_default=True,
    metavar="NAMES",
    help="What it is answered in: sql, pandas or both.",
)
@click.option("--pack", metavar="NAME", help="Lay out a whole pack in the new folder NAME, with its own CI.")
@packs_option
def command(slug: str | None, world: str, languages: str, pack: str | None) -> int:
    """Write a small whole problem called SLUG, to be changed into one of your own.

    It is written into ./problems where there is such a folder, else into this one. What is there is never touched.
    """
    from judge import catalog
    from judge.authoring import scaffold
    from judge.errors import CannotBegin

    if slug is None and pack is None:
        raise CannotBegin("the new problem has no name", "say drill new my_problem, or drill new --pack my_pack")
    chosen = scaffold.read_languages(languages)
    known = catalog.slugs(packs())
    if pack is None:
        assert slug is not None
        folder = scaffold.new_problem(slug, world, chosen, known=known)
        click.echo(folder)
    else:
        folder = scaffold.new_pack(pack, slug, world, chosen, known=known)
        click.echo(pack)
        click.echo(_described(Path(pack), _PACK_FILES) + f"\n{folder}:", err=True)
    click.echo(_described(folder, _FILES) + _next(folder, pack), err=True)
    return 0


def _described(folder: Path, files: dict[str, str]) -> str:
    """A line for each of `files` that is in `folder`."""
    there = {name + "/" * (folder / name).is_dir(): about for name, about in files.items() if (folder / name).exists()}
    width = max(map(len, there))
    return "".join(f"{name:{width}}  {about}\n" for name, about in there.items())


def _next(folder: Path, pack: str | None) -> str:
    """The commands for what comes next; each works as it stands in this working directory."""
    from shlex import join

    slug, around = folder.name, str(folder.parent)
    check = ["--problems", around, slug] if folder.parent.name else [f"./{slug}"]
    answer = str(min(folder.glob("wrong/*")))
    lines = [
        "\nIt is whole as it is. Change it file by file, and prove it after every change:",
        f"  {join(['drill', 'check', *check])}",
        *([f"  {join(['make', '-C', pack, 'check'])}"] if pack else []),
        "Look at it and try an answer with --problems, which drill list and the others take too:",
        f"  {join(['drill', 'show', slug, '--problems', around])}",
        f"  {join(['drill', 'run', slug, answer, '--problems', around])}",
        "Lock its fixtures once it is done:",
        f"  {join(['drill', 'data', slug, '--lock', '--problems', around])}",
    ]
    return "\n".join(lines)
