"""drill stats"""

from __future__ import annotations

import click

from judge.cli.options import packs, packs_option


@click.command("stats")
@click.option("--player", metavar="NAME", help="Whose statistics: of DRILL_PLAYER or this machine's user if not given.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead.")
@packs_option
def command(player: str | None, as_json: bool) -> int:
    """Show accuracy and time against target, per topic and language, the streak, and the trend of the last weeks."""
    from judge import catalog
    from judge.cli.output import print_json, show
    from judge.cli.practised import practised
    from judge.practice import records
    from judge.practice.sittings import sittings
    from judge.practice.statistics import statistics
    from judge.render.practice import statistics_document, statistics_page

    own = practised(player)
    today = records.utc_now().astimezone().date()
    found = statistics(own.attempts, own.sessions, today)
    tried = {sitting.problem for sitting in sittings(own.attempts, own.sessions)}
    untried = len(set(catalog.slugs(packs())) - tried)
    if as_json:
        print_json(statistics_document(own.player, found, today.isoformat(), untried))
    elif not found.overall.sittings:
        click.echo(
            f"{own.player} has not practised yet: drill next says what to begin with, and every answer that drill run "
            "judges counts",
            err=True,
        )
    else:
        show(statistics_page(own.player, found, untried))
    return 0
