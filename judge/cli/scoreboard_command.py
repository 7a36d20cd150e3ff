"""drill scoreboard"""

from __future__ import annotations

import click

from judge.cli.options import packs, packs_option


@click.command("scoreboard")
@click.option("--player", metavar="NAME", help="Only the sessions of this player.")
@click.option("--track", metavar="NAME", help="Only the sessions of this interview loop.")
@click.option("--count", type=click.IntRange(1), default=10, show_default=True, help="How many sessions of each track.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead.")
@packs_option
def command(player: str | None, track: str | None, count: int, as_json: bool) -> int:
    """List the best sessions of each interview loop: by points, then problems solved, then time.

    A session that is still open is not ranked.
    """
    from judge import catalog
    from judge.cli.output import print_json, show
    from judge.cli.practised import players, tell
    from judge.errors import ManifestError, UnknownName
    from judge.practice.history import History, default_player
    from judge.practice.ranking import boards
    from judge.render.practice import scoreboard, scoreboard_document
    from judge.words import counted

    try:
        titles = {name: loop.title for name, loop in catalog.tracks(packs()).items()}
    except ManifestError as error:  # only the titles are missing
        titles = {}
        click.echo(f"note: {error.message}", err=True)
    with History() as history:
        everyone = history.sessions()
        known = players(history) if player else set()
        tell(history)
    if player and player not in known and player != default_player():
        raise UnknownName.of("player", player, known)
    tracks = {session.track for session in everyone if session.track}.union(titles)
    if track and track not in tracks:
        raise UnknownName.of("track", track, tracks)
    sessions = [s for s in everyone if player in (None, s.player) and track in (None, s.track)]
    found = boards(sessions, count)
    still_open = sum(not session.over for session in sessions)
    if as_json:
        print_json(scoreboard_document(found, player or "", track, still_open))
        return 0
    if found:
        show(scoreboard(found, titles))
    else:
        whose = f" of {player}" if player else ""
        begin = f"drill session --track {track}" if track else "drill session"
        click.echo(
            f"no session{whose} is finished yet{f' on {track}' if track else ''}; one begins with: {begin}", err=True
        )
    if still_open:
        click.echo(f"not ranked: {counted(still_open, 'session')} still open", err=True)
    return 0
