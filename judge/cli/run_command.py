"""drill run"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from judge.cli.explaining import Said, budget_option, check_folder, explain_option, write_files
from judge.cli.options import Positive, Seed, given_packs, language_option, packs, packs_option, slug_argument

if TYPE_CHECKING:
    from judge.model import Explain, Language, Limits, Problem, Submission, Verdict
    from judge.sandbox.pool import Sandbox


@click.command("run")
@slug_argument
@click.argument("file")
@language_option("The language of FILE, where its name ends in neither .sql nor .py.")
@click.option(
    "--dialect",
    default="",
    metavar="NAME",
    help="Translate from this SQL dialect first: mysql, postgres, spark and others.",
)
@click.option("--case", metavar="NAME", help="Judge on this fixture case alone.")
@click.option("--seed", type=Seed(), metavar="N", help="Draw the fixtures with this seed instead of their own.")
@click.option(
    "--fresh", type=click.IntRange(1, 10_000), metavar="N", help="Judge on N fixtures of unseen seeds instead."
)
@click.option(
    "--time-limit",
    type=Positive(3600),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="Wall-clock seconds that each fixture may take, up to 3600.",
)
@explain_option
@budget_option
@click.option(
    "--save",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write the smallest data with your answer as a SQL and a Python script into DIR.",
)
@click.option("--stranger", is_flag=True, help="FILE is not your own: run it only where Landlock and seccomp hold.")
@click.option("--trust", is_flag=True, help="Run a stranger's FILE even where it does not.")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
@packs_option
def command(
    slug: str,
    file: str,
    lang: Language | None,
    dialect: str,
    case: str | None,
    seed: int | None,
    fresh: int | None,
    time_limit: float,
    explain: Explain,
    budget: float,
    save: Path | None,
    *,
    stranger: bool,
    trust: bool,
    as_json: bool,
) -> int:
    """Judge the answer in FILE (`-` is stdin) to the problem SLUG, show what differs, and why.

    The attempt is kept in the history (drill history), unless it is a stranger's or on other fixtures than its own.

    Besides the time limit: 2048 MB of memory, 64 MB of answer, 64 KB of source, and the first 64 KB of what it prints.

    Exits 0 when accepted, 1 when not, 2 when it could not begin, 3 when the problem is broken, 4 for a fault of
    ours, 130 when interrupted.
    """
    from judge import catalog, judging
    from judge.cli import early
    from judge.cli.progress import Building
    from judge.data import Cache
    from judge.errors import InvalidSubmission
    from judge.model import Limits
    from judge.sandbox.pool import FOR_STRANGERS, Sandbox
    from judge.submission import language_of
    from judge.submission.dialect import check

    problem = catalog.load(slug, packs())
    selection = judging.select(problem, case=case, seed=seed, fresh=fresh or 0)
    dialect = check(dialect)
    if save:
        check_folder(save, explain)
    limit = None if time_limit == Limits().seconds else f"{time_limit:g}"
    options = {"--lang": lang, "--dialect": dialect, "--time-limit": limit}
    options |= {"--explain": None if explain == "full" else explain, "--budget": None if budget == 1 else f"{budget:g}"}
    again = "" if file == "-" else _again(slug, file, options)
    said = Said(problem, explain, again, budget, saved=save is not None, as_json=as_json)
    try:
        submission = _read(file, lang, dialect)
    except InvalidSubmission as error:
        language = lang or language_of(file) or problem.languages[0]
        refused = judging.refused(problem, language, selection, error)
        said.first(refused)
        code = said.rest(refused)
        if save:
            write_files(save, refused, None)
        return code
    if not as_json:
        import judge.render.verdict  # noqa: F401  # rich takes 28 ms, while the worker is starting anyway
    cache, limits = Cache(), Limits(seconds=time_limit)
    required = FOR_STRANGERS if stranger and not trust else frozenset()
    started = early.sandbox()
    with nullcontext(started) if started else Sandbox(ahead=False) as sandbox:
        with Building() as building:
            verdict = judging.judge_submission(
                problem,
                submission,
                selection,
                limits=limits,
                cache=cache,
                sandbox=sandbox,
                required=required,
                progress=building,
            )
        if cache.trouble:
            click.echo(f"note: {cache.trouble}", err=True)
        said.first(verdict)
        if not stranger and case is None and seed is None and not fresh:
            _keep(problem, submission, verdict)
        if explain != "none":
            from judge.insight.explaining import explained

            verdict = explained(
                problem,
                submission,
                verdict,
                explain=explain,
                budget=budget,
                limits=limits,
                cache=cache,
                sandbox=sandbox,
                required=required,
            )
        code = said.rest(verdict)
        if save:
            _save(save, said.shown(verdict), submission, limits, sandbox, required)
    return code


def _save(
    folder: Path,
    verdict: Verdict,
    submission: Submission,
    limits: Limits,
    sandbox: Sandbox,
    required: frozenset[str],
) -> None:
    """Write the files of `--save`, a query in another dialect as it was translated."""
    from judge.sandbox.translation import translate

    if found := verdict.counterexample:
        submission, _ = translate(submission, [t.schema for t in found.tables], limits, sandbox, required)
    write_files(folder, verdict, submission)


def _read(file: str, language: Language | None, dialect: str) -> Submission:
    from judge.errors import CannotBegin
    from judge.submission import MAX_BYTES, from_bytes, from_file, language_of

    if file != "-":
        return from_file(Path(file), language, dialect)
    if sys.stdin is None:
        raise CannotBegin("stdin is closed, and - reads the answer from it")
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    if not (language or language_of("stdin", content)):
        raise CannotBegin("the language of stdin cannot be told: it does not define solve()", "say --lang sql")
    return from_bytes(content, "stdin", language, dialect)


def _again(slug: str, file: str, options: dict[str, str | None]) -> str:
    """The command that judges this answer once more, with the options that have a value."""
    import shlex

    arguments = ["drill", "run", slug, file]
    for option, value in (*options.items(), *(("--problems", str(pack)) for pack in given_packs())):
        if value:
            arguments += [option, value]
    return shlex.join(arguments)


def _keep(problem: Problem, submission: Submission, verdict: Verdict) -> None:
    """Write the attempt into the history: after the verdict, which nobody is to wait for (it takes 20 ms)."""
    from judge import catalog
    from judge.cli.practised import tell
    from judge.errors import CannotBegin
    from judge.practice import records
    from judge.practice.history import History, default_player
    from judge.practice.session import attempt_of

    sys.stdout.flush()
    version, player = catalog.version(problem), default_player()
    attempt = attempt_of(problem, submission, verdict, version=version, player=player, at=records.utc_now())
    try:
        with History() as history:
            history.add(attempt)
            tell(history)
    except CannotBegin as error:  # the verdict stands, and so does its exit code
        click.echo(f"note: {error.message}", err=True)
