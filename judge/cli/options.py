"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def _collect(ctx: click.Context, _: click.Parameter, value: tuple[str, ...]) -> None:
    ctx.ensure_object(list).extend(Path(folder) for folder in value)


def packs_option(command: F) -> F:
    """`--problems DIR`, before or after the subcommand, any number of times."""
    return click.option(
        "--problems",
        multiple=True,
        metavar="DIR",
        expose_value=False,
        callback=_collect,
        help="A folder of problem folders to add; it goes before DRILL_PROBLEMS and the built-in ones.",
    )(command)


def given_packs() -> list[Path]:
    """The values of `--problems`, as they were given."""
    folders: list[Path] = click.get_current_context().ensure_object(list)
    return folders


def packs() -> tuple[Path, ...]:
    """The packs of this call: `--problems`, then `DRILL_PROBLEMS`, the built-in one, and the installed ones.

    An installed one that is broken is named on stderr, once however often a command asks.
    """
    from judge import catalog

    said: set[str] = click.get_current_context().meta.setdefault("judge.cli.packs", set())

    def note(trouble: str) -> None:
        if trouble not in said:
            said.add(trouble)
            click.echo(f"note: {trouble}", err=True)

    return catalog.packs(given_packs(), note=note)


class Slug(click.ParamType[str]):
    """A problem's name; completes in the shell."""

    name = "slug"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        from judge import catalog
        from judge.errors import DrillError

        try:
            found = catalog.slugs(catalog.packs(ctx.ensure_object(list)))
        except DrillError:
            return []
        return [CompletionItem(slug) for slug in found if slug.startswith(incomplete)]


class Seed(click.ParamType[int]):
    """A whole number that fits into 63 bits."""

    name = "seed"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            seed = int(value)
        except ValueError:
            seed = -1
        if not 0 <= seed < 2**63:
            self.fail(f"{str(value)[:40]!r} is not a whole number from 0 to 2^63 - 1.", param, ctx)
        return seed


class Positive(click.ParamType[float]):
    """A number above 0, up to `most`: neither NaN nor infinity."""

    name = "number"

    def __init__(self, most: float) -> None:
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            number = float(value)
        except ValueError:
            number = 0.0
        if not 0 < number <= self.most:
            self.fail(f"{str(value)[:40]!r} is not a number above 0 and up to {self.most:,.0f}.", param, ctx)
        return number


def slug_argument(command: F) -> F:
    return click.argument("slug", type=Slug())(command)


def language_option(help: str) -> Callable[[F], F]:
    return click.option("--lang", type=click.Choice(["sql", "pandas"]), help=help)
