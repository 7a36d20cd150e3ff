"""The floor of `drill list`: floor_list.py FOLDER, a line for each problem.toml in it, click for the argument."""

import tomllib
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=Path)
def lines(folder):
    for file in sorted(folder.glob("*/problem.toml")):
        problem = tomllib.loads(file.read_text("utf-8"))
        languages = "+".join(problem["languages"])
        click.echo(
            f"{file.parent.name}  {problem['difficulty']}  {problem['minutes']} min  {languages}  {problem['title']}"
        )


lines()
