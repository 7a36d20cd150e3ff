"""drill history"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from judge.cli.options import Slug, packs, packs_option

if TYPE_CHECKING:
    from judge.practice.history import History
    from judge.practice.records import Attempt

_LAST = 20


@click.group("history", invoke_without_command=True)
@click.option("--problem", type=Slug(), help="Only attempts on this problem.")
@click.option("--player", metavar="NAME", help="Only attempts of this player; of all by default.")
@click.option("--last", type=click.IntRange(min=1), metavar="N", help=f"How many, at most; {_LAST} by default.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON, answers included.")
@packs_option
@click.pass_context
def command(ctx: click.Context, problem: str | None, player: str | None, last: int | None, *, as_json: bool) -> int:
    """List the last attempts, newest last; or show one, export or import them all.

    A line has the attempt's id, its local time, problem, language, verdict, the fixtures that it passed, the time on
    the problem if a clock ran, and the reason.
    """
    if ctx.invoked_subcommand is None:
        return _list(problem or "", player or "", last or _LAST, as_json=as_json)
    if problem or player or last or as_json:
        raise click.UsageError("--problem, --player, --last and --json belong to the list alone.", ctx)
    return 0


@command.command("show", short_help="print the answer of an attempt")
@click.argument("id")
def show(id: str) -> int:
    """Print the answer of the attempt ID (its first digits will do) on stdout, and what is known of it on stderr."""
    import sys

    with _opened() as history:
        attempt = history.attempt(id.casefold())
    click.echo(_facts(attempt), err=True)
    sys.stdout.write(attempt.source)
    return 0


@command.command("export", short_help="write all attempts and sessions as JSON lines")
@click.argument("file", type=click.Path(path_type=Path), required=False)
def export(file: Path | None) -> int:
    """Write all attempts and sessions as JSON lines to FILE, which must not be there yet, or to stdout."""
    import sys

    from judge.cli.output import write_new
    from judge.practice import transfer

    with _opened() as history:
        if file in (None, Path("-")):
            count = transfer.export(history, sys.stdout)
        else:
            count = write_new(file, lambda out: transfer.export(history, out), "name another file", newline="\n")
    click.echo(f"{count} attempt{'' if count == 1 else 's'} and sessions exported", err=True)
    return 0


@command.command("import", short_help="add what was exported")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> int:
    """Add the attempts and sessions of FILE (`-` is stdin) to the history: all of them, or none if a line is not right.

    What is there already is left as it is; a session that was finished since takes the place of the unfinished one.
    """
    from judge.practice import transfer
    from judge.words import counted

    lines = _lines(file)
    with _opened() as history:
        added = transfer.read(history, lines)
    said = f"{counted(added.attempts, 'attempt')} and {counted(added.sessions, 'session')} imported"
    click.echo(f"{said}; {added.known} {'was' if added.known == 1 else 'were'} there already", err=True)
    return 0


@contextmanager
def _opened() -> Iterator[History]:
    """The history, and on stderr what is amiss with it."""
    from judge.cli.practised import tell
    from judge.practice.history import History

    with History() as history:
        try:
            yield history
        finally:
            tell(history)


def _list(problem: str, player: str, last: int, *, as_json: bool) -> int:
    from judge.cli import output
    from judge.practice import records
    from judge.practice.transfer import attempt_document
    from judge.render.history import attempt_list

    with _opened() as history:
        attempts = history.attempts(player=player, problem=problem, last=last)
        if not attempts:
            _explain_none(history, problem, player)
    if as_json:
        output.print_json({"schema": 1, "attempts": [attempt_document(attempt) for attempt in attempts]})
    elif attempts:
        output.show(attempt_list(attempts, records.utc_now()))
    return 0


def _explain_none(history: History, problem: str, player: str) -> None:
    """Say on stderr why there is none. Raises UnknownName for a problem or player that nobody knows."""
    from judge import catalog
    from judge.cli.practised import players
    from judge.errors import UnknownName

    attempts = history.attempts()
    known = players(history)
    if player and player not in known and known:
        raise UnknownName.of("player", player, known)
    problems = {attempt.problem for attempt in attempts}
    if problem and problem not in problems and problem not in (problems := problems.union(catalog.slugs(packs()))):
        raise UnknownName.of("problem", problem, problems)
    nothing = "no attempt yet: drill run judges one, and drill session begins a round against the clock"
    click.echo("no attempt fits all of this" if attempts else nothing, err=True)


def _facts(attempt: Attempt) -> str:
    from judge.render.cells import cell
    from judge.render.clock import clock

    language = f"{attempt.language} ({attempt.dialect})" if attempt.dialect else attempt.language
    verdict = f"{attempt.verdict.replace('_', ' ')}{', late' if attempt.late else ''}"
    told = f": {cell(attempt.reason, quoted=False)}" if attempt.reason else ""
    lines = [
        f"attempt {attempt.id}, {attempt.at.astimezone():%Y-%m-%d %H:%M}, by {cell(attempt.player, quoted=False)}",
        f"{attempt.problem} (version {attempt.version}), {language}, source {attempt.source_hash}",
        f"{verdict}, {attempt.passed} of {attempt.fixtures} fixtures, {attempt.elapsed_ms:.0f} ms",
    ]
    if attempt.case or told:
        lines.append(f"fixture {attempt.case}{told}" if attempt.case else told[2:])
    if attempt.seconds is not None or attempt.session:
        within = f"in session {attempt.session}" if attempt.session else "outside a session"
        lines.append(f"{clock(attempt.seconds)} on it, {within}" if attempt.seconds is not None else within)
    return "\n".join(lines)


def _lines(file: Path) -> list[str]:
    import sys

    from judge.errors import CannotBegin

    name = "stdin" if file == Path("-") else str(file)
    if name == "stdin" and sys.stdin is None:
        raise CannotBegin("stdin is closed, and - reads the history from it")
    try:
        content = sys.stdin.buffer.read() if file == Path("-") else file.read_bytes()
        return content.decode("utf-8-sig").split("\n")
    except FileNotFoundError:
        raise CannotBegin(f"no such file: {file}") from None
    except OSError as error:
        raise CannotBegin(f"{name} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise CannotBegin(f"{name} is not UTF-8 text: it is no history that drill exported") from None
