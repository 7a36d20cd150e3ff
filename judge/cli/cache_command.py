"""drill cache"""

from __future__ import annotations

import click

from judge.cli.options import Slug, packs, packs_option


@click.group("cache", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> int:
    """Show the cached fixtures, or clear them."""
    return _show() if ctx.invoked_subcommand is None else 0


@command.command("show", short_help="print the folder, and the fixtures and their size (as does drill cache alone)")
def show() -> int:
    """Print the cache's folder, and for each problem its fixtures and their size."""
    return _show()


@command.command("clear", short_help="delete the fixtures of a problem, or of all")
@click.argument("slug", type=Slug(), required=False)
@packs_option
def clear(slug: str | None) -> int:
    """Delete the fixtures of the problem SLUG, or of all; they are built again when needed."""
    from judge import catalog
    from judge.data import Cache
    from judge.errors import CannotBegin, UnknownName

    cache = Cache()
    if slug:
        known = {entry.slug for entry in cache.entries()}
        if slug not in known and slug not in (known := known.union(catalog.slugs(packs()))):
            raise UnknownName.of("problem", slug, known)
    try:
        gone = cache.clear(slug)
    except OSError as error:
        raise CannotBegin(f"{cache.root} cannot be cleared: {error.strerror or error}") from None
    click.echo(f"{gone} fixture{'' if gone == 1 else 's'} deleted", err=True)
    return 0


def _show() -> int:
    from judge.data import Cache

    cache = Cache()
    entries = cache.entries()
    click.echo(cache.root)
    slugs = sorted({entry.slug for entry in entries})
    lines = [(slug, [entry.bytes for entry in entries if entry.slug == slug]) for slug in slugs]
    lines.append(("in all", [entry.bytes for entry in entries]))
    width = max(len(name) for name, _ in lines)
    for name, sizes in lines:
        fixtures = "fixture " if len(sizes) == 1 else "fixtures"
        click.echo(f"{name:{width}}  {len(sizes):5} {fixtures}  {sum(sizes) / 1024:9,.0f} KB")
    return 0
