"""The options of commands that tell why an answer is wrong, and the files that `--save` writes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from operator import methodcaller
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from judge.model import Explain, Problem, Submission, Verdict

F = TypeVar("F", bound=Callable[..., Any])
_ANOTHER = "give another folder to --save"
_BUDGET, _LONGEST = 1.0, 60.0


class _Explaining(click.ParamType["Explain"]):
    """How much is told; another word is answered with the nearest one."""

    name = "explain"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "[none|data|full]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Explain:
        from judge.errors import UnknownName
        from judge.model import EXPLAIN

        for known in EXPLAIN:
            if value == known:
                return known
        raise UnknownName.of("level of --explain", str(value)[:40], EXPLAIN)


class _Budget(click.ParamType[float]):
    """Seconds, neither NaN nor infinity."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if not 0 <= number <= _LONGEST:
            said = f"{str(value)[:40]!r} is not a number from 0 to {_LONGEST:g}."
            self.fail(said, param, ctx)
        return number


def explain_option(command: F) -> F:
    """`--explain none|data|full`."""
    return click.option(
        "--explain",
        type=_Explaining(),
        default="full",
        show_default=True,
        help="Why it is wrong: nothing, the data with your own result, or what was expected too.",
    )(command)


def budget_option(command: F) -> F:
    """`--budget SECONDS`."""
    return click.option(
        "--budget",
        type=_Budget(),
        default=_BUDGET,
        show_default=True,
        metavar="SECONDS",
        help="How long to look for the smallest data and the mistake, up to 60; 0 looks for no data.",
    )(command)


def check_folder(folder: Path, explain: Explain) -> None:
    """Raise CannotBegin where the files of `--save` could not be written, as far as can be known before."""
    from judge.errors import CannotBegin

    if explain == "none":
        raise CannotBegin("--save writes the smallest data, and --explain none looks for none", "say --explain data")
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not there.is_dir():
        raise CannotBegin(f"{there} is a file; a folder is expected")
    if not os.access(there, os.W_OK | os.X_OK):
        raise CannotBegin(f"{there} cannot be written to")
    for file in _files(folder):
        if file.exists() or file.is_symlink():
            raise CannotBegin(f"{file} is there already, and is left as it is", _ANOTHER)


def write_files(folder: Path, verdict: Verdict, submission: Submission | None) -> None:
    """Write the files of a verdict's counterexample into `folder`, and say so on stderr; `submission` is what
    ran, None where nothing did.

    The verdict is on the screen by then and stands: what cannot be written is told in a line.
    """
    from judge.cli.output import write_new
    from judge.errors import CannotBegin
    from judge.render.replay import python_script, sql_script

    found = verdict.counterexample
    if found is None or submission is None:
        why = "the answer is accepted" if verdict.verdict == "accepted" else "no smaller data was found"
        click.echo(f"note: nothing is written to {folder}: {why}", err=True)
        return
    texts = [script(verdict, found, submission) for script in (sql_script, python_script)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in zip(_files(folder), texts, strict=True):
            write_new(file, methodcaller("write", text), _ANOTHER)
            click.echo(f"wrote {file}", err=True)
    except OSError as error:
        click.echo(f"error: {folder} cannot be made: {error.strerror or error}", err=True)
    except CannotBegin as error:
        click.echo(f"error: {error.message}", err=True)


def _files(folder: Path) -> tuple[Path, Path]:
    from judge.render.replay import PYTHON_FILE, SQL_FILE

    return folder / SQL_FILE, folder / PYTHON_FILE


class Said:
    """What is printed of a verdict, in two parts: at once, and when it is known why; as JSON all at the end."""

    def __init__(
        self,
        problem: Problem,
        explain: Explain,
        again: str = "",
        budget: float = _BUDGET,
        *,
        saved: bool = False,
        as_json: bool = False,
    ) -> None:
        self._problem, self._explain, self._again, self._budget = problem, explain, again, budget
        self._saved, self._as_json = saved, as_json
        self._notes: tuple[str, ...] = ()

    def shown(self, verdict: Verdict) -> Verdict:
        """The verdict, without what was expected where that is not to be told."""
        if self._explain == "full":
            return verdict
        from judge.insight.withholding import withheld

        return withheld(verdict)

    def first(self, verdict: Verdict) -> None:
        if self._as_json:
            return
        from judge.cli.output import show
        from judge.render.verdict import verdict_part

        show(verdict_part(self._problem, self.shown(verdict)))
        self._notes = verdict.notes
        sys.stdout.flush()

    def rest(self, verdict: Verdict) -> int:
        """Print what is left of it, and return the exit code."""
        shown = self.shown(verdict)
        if self._as_json:
            from judge.cli.output import print_json
            from judge.render.document import verdict_document

            print_json(verdict_document(shown))
        else:
            from judge.cli.output import show
            from judge.render.verdict import insight_part

            parts = insight_part(
                self._problem, shown, self._again, said=self._notes, budget=self._budget, saved=self._saved
            )
            if parts:
                show(*parts)
        sys.stdout.flush()
        return 0 if verdict.verdict == "accepted" else 1
