"""drill watch"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from judge.cli.explaining import Said, explain_option
from judge.cli.options import language_option, packs, packs_option, slug_argument

if TYPE_CHECKING:
    from judge.model import Explain, Language, Problem, Submission, Verdict
    from judge.practice.desk import Desk
    from judge.practice.history import History


@click.command("watch")
@slug_argument
@click.argument("file", type=click.Path(path_type=Path))
@language_option("The language of FILE, where its name ends in neither .sql nor .py.")
@click.option("--dialect", default="", metavar="NAME", help="Translate from this SQL dialect first.")
@explain_option
@click.option("--player", default="", metavar="NAME", help="Whose attempts they are: DRILL_PLAYER, or your user name.")
@packs_option
def command(slug: str, file: Path, lang: Language | None, dialect: str, explain: Explain, player: str) -> int:
    """Judge the answer in FILE to the problem SLUG now, and again at each save, until Ctrl-C.

    What was judged before is not judged again. Each attempt is kept in the history.
    """
    from judge import catalog
    from judge.cli.practised import tell
    from judge.errors import CannotBegin
    from judge.practice.desk import Desk
    from judge.practice.history import History, default_player
    from judge.submission import language_of
    from judge.submission.dialect import check

    problem = catalog.load(slug, packs())
    language = lang or language_of(file.name)
    if language is None:
        raise CannotBegin(f"{file}: the language cannot be told from the name", "say --lang sql or --lang pandas")
    if not file.is_file():
        found = "a folder, not a file" if file.is_dir() else "not there"
        raise CannotBegin(f"{file} is {found}", f"drill start {slug} writes a stub to begin with")
    with Desk(check(dialect)) as desk, History() as history:
        tell(history)
        watch = _Watch(problem, file, language, player or default_player(), explain, desk, history)
        try:
            asyncio.run(watch.run())
        except OSError as error:
            raise CannotBegin(
                f"{file.absolute().parent} cannot be watched: {error.strerror or error}",
                f"drill run {slug} {file} judges once",
            ) from None
    return 0


class _Watch:
    """One answer that is judged whenever it is another one."""

    def __init__(
        self,
        problem: Problem,
        file: Path,
        language: Language,
        player: str,
        explain: Explain,
        desk: Desk,
        history: History,
    ) -> None:
        self._problem, self._file, self._language, self._player = problem, file, language, player
        self._explain, self._desk, self._history = explain, desk, history
        self._known: dict[str, Verdict] = {}

    async def run(self) -> None:
        from judge.practice.watching import saves

        try:
            async for _ in saves(self._file.absolute().parent, [self._file.name], asyncio.Event()):
                await asyncio.to_thread(self.judge)
        finally:
            self._desk.sandbox.end()  # a Ctrl-C would wait for an answer that runs

    def judge(self) -> None:
        from judge import catalog
        from judge.errors import CannotBegin
        from judge.practice import records
        from judge.practice.session import attempt_of

        try:
            read = self._desk.read(self._file, self._language)
        except CannotBegin as error:  # it is gone for the moment, or for good: the next save will tell
            click.echo(f"note: {error.message}", err=True)
            return
        source = read.submission.source
        same = source in self._known
        verdict = self._known[source] if same else self._desk.judge(self._problem, read)
        number = 1 + (list(self._known).index(source) if same else len(self._known))
        said = Said(self._problem, self._explain)
        self._head(number, same=same)
        said.first(verdict)
        if not same:
            version, now = catalog.version(self._problem), records.utc_now()
            self._history.add(
                attempt_of(self._problem, read.submission, verdict, version=version, player=self._player, at=now)
            )
            verdict = self._known[source] = verdict if read.error else self._explained(read.submission, verdict)
        said.rest(verdict)
        click.echo()
        sys.stdout.flush()
        if sys.stdout.isatty() or (number == 1 and not same):
            click.echo(f"watching {self._file.name}: save to judge, Ctrl-C ends", err=True)

    def _explained(self, submission: Submission, verdict: Verdict) -> Verdict:
        from judge.errors import DrillError

        try:
            return self._desk.explained(self._problem, submission, verdict, self._explain)
        except DrillError as error:  # the verdict stands
            if not self._desk.sandbox.over:
                click.echo(f"note: {error.message}", err=True)
            return verdict

    def _head(self, number: int, *, same: bool) -> None:
        from rich.text import Text

        from judge.cli.output import show

        if sys.stdout.isatty():
            click.clear()
        before = ", judged before" if same else ""
        show(Text(f"attempt {number}{before} · {self._file}", "dim"))
