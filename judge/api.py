"""The public functions: what `drill run` does, from Python."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from judge import catalog, judging
from judge.data import Cache
from judge.errors import InvalidSubmission, ProblemError, UnknownName
from judge.model import EXPLAIN, LANGUAGES, Explain, Language, Limits, Problem, Verdict
from judge.sandbox.pool import FOR_STRANGERS, Sandbox
from judge.submission import from_bytes, from_file, language_of
from judge.submission.dialect import check


def load_problem(slug: str | Path, problems: Sequence[Path] = ()) -> Problem:
    """The problem called `slug`, or the problem folder at a Path.

    `problems` are packs (folders of problem folders) that go before `DRILL_PROBLEMS` and the built-in ones. Raises
    UnknownName where there is none and ProblemError where it is broken.
    """
    if isinstance(slug, Path):
        return catalog.load_folder(slug)
    return catalog.load(slug, catalog.packs(problems))


def judge(
    problem: Problem | str,
    answer: str | Path,
    *,
    language: Language | None = None,
    dialect: str = "",
    case: str | None = None,
    seed: int | None = None,
    fresh: int = 0,
    limits: Limits | None = None,
    cache: Path | None = None,
    sandbox: Sandbox | None = None,
    stranger: bool = False,
    explain: Explain = "full",
    budget: float = 1.0,
) -> Verdict:
    """Judge an answer: a file by Path, or its text; one line that ends in .sql or .py is the name of a file.

    `language` is told from a file's extension, or from text that defines `solve`, where it is not given. `case`,
    `seed` and `fresh` choose the fixtures as `drill run` does; `cache` is another cache folder. With a `sandbox` that
    is kept for many answers, each takes milliseconds to begin in place of a second; threads may share it. `stranger`
    says that the answer is not one's own: it is run only where Landlock and seccomp hold. A wrong answer is looked into
    for `budget` seconds (0 looks for no data): the verdict has its counterexample and the mistakes that it behaves
    like. Where `explain` is data nothing in it tells what was expected; where it is none it is not looked into either.

    A refused or failing answer is a Verdict, and so is a generator or reference that fails (`problem_error`). Raises
    CannotBegin when there is nothing to judge: no such file, an unknown problem, case, language or dialect, a
    stranger's answer where it cannot be held; and ProblemError where `problem` is a slug whose manifest is broken.
    """
    if language not in (None, *LANGUAGES):
        raise UnknownName.of("language", str(language), LANGUAGES)
    if explain not in EXPLAIN:
        raise UnknownName.of("way to explain", str(explain), EXPLAIN)
    if isinstance(answer, str) and "\n" not in answer and language_of(answer):
        answer = Path(answer)
    chosen = load_problem(problem) if isinstance(problem, str) else problem
    selection = judging.select(chosen, case=case, seed=seed, fresh=fresh)
    dialect = check(dialect)
    try:
        if isinstance(answer, Path):
            submission = from_file(answer, language, dialect)
        else:
            submission = from_bytes(answer.encode("utf-8", "surrogatepass"), "answer", language, dialect)
    except InvalidSubmission as error:
        found = language or (language_of(answer.name) if isinstance(answer, Path) else None) or chosen.languages[0]
        return judging.refused(chosen, found, selection, error)
    kept, required = Cache(cache), FOR_STRANGERS if stranger else frozenset()
    with nullcontext(sandbox) if sandbox else Sandbox(ahead=False) as used:
        try:
            verdict = judging.judge_submission(
                chosen, submission, selection, limits=limits, cache=kept, sandbox=used, required=required
            )
        except ProblemError as error:
            return judging.refused(chosen, submission.language, selection, error)
        from judge.insight.explaining import explained
        from judge.insight.withholding import withheld

        told = explained(
            chosen,
            submission,
            verdict,
            explain=explain,
            budget=budget,
            limits=limits,
            cache=kept,
            sandbox=used,
            required=required,
        )
    return told if explain == "full" else withheld(told)
