"""The manifest, the prompt and the files beside it: whole, and consistent with one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from judge import catalog, mutation
from judge.authoring import codes
from judge.authoring.places import place
from judge.authoring.reading import size_of, tables_read
from judge.authoring.remarks import Remark
from judge.errors import ProblemError, did_you_mean
from judge.model import SUFFIXES, Problem, Submission, TableSchema

_ENOUGH_FIXTURES = 3
_HINT_RUN = 8  # words and signs in a row that hint and reference share
_PLAUSIBLE_MINUTES = {"easy": (3, 20), "medium": (8, 40), "hard": (15, 90)}
_PLAUSIBLE_SIZE = {"easy": (5, 160), "medium": (30, 500), "hard": (50, 2000)}
_WORD = re.compile(r"\w+|[^\w\s]")
_COMMENT = re.compile(r"\s*(--|#)\s*\S+\s+\S+")


def check(problem: Problem) -> Iterator[Remark]:
    """What can be said without drawing a fixture."""
    yield from _prompt(problem)
    yield from _hints(problem)
    yield from _plausible(problem)
    yield from _answers(problem)
    if len(problem.cases) < _ENOUGH_FIXTURES:
        yield Remark(
            codes.FEW_FIXTURES,
            place(problem, "cases"),
            f"{len(problem.cases)} fixtures are few: an answer that suits them by chance is easily written",
        )
    if problem.ties and not re.search(r"\b(limit|fetch)\b", _code(_text(problem, "sql"), "sql").casefold()):
        yield Remark(
            codes.NOTHING_TIES,
            place(problem, "ties"),
            "ties is declared, and solution.sql has no LIMIT that could cut through any",
            "leave it out",
        )
    if not problem.follow_up:
        yield Remark(
            codes.NO_FOLLOW_UP,
            place(problem, "follow_up"),
            "there are no follow-up questions",
            'write follow_up = ["…"] below the hints: what would an interviewer ask once it is solved?',
        )


def check_tables(problem: Problem, schema: Sequence[TableSchema]) -> Iterator[Remark]:
    """Each table is read by a reference or marked unused, and what is marked is there."""
    names = [table.name for table in schema]
    read = {name for language in problem.languages for name in tables_read(_text(problem, language), language, names)}
    for name in names:
        if name not in read and name not in problem.unused:
            yield Remark(
                codes.TABLE_UNUSED,
                f"{problem.slug}/generator.py",
                f"no reference reads the table {name}",
                f'drop it with del world.tables["{name}"], or say unused = ["{name}"] in problem.toml',
            )
    for position, name in enumerate(problem.unused):
        where = place(problem, "unused", position)
        if name not in names:
            help = did_you_mean(name, names)
            yield Remark(codes.TABLE_UNUSED, where, f"no table is called {name!r}", help)
        elif name in read:
            yield Remark(codes.TABLE_UNUSED, where, f"the table {name} is marked unused, and a reference reads it")


def _prompt(problem: Problem) -> Iterator[Remark]:
    where = f"{problem.slug}/prompt.md"
    text = catalog.prompt(problem)
    first, _, rest = text.strip().partition("\n")
    if first != f"# {problem.title}":
        yield Remark(
            codes.PROMPT, f"{where}:1", "the first line is not the problem's title", f"write: # {problem.title}"
        )
    if len(rest.split()) < 20:
        yield Remark(codes.PROMPT, where, "it defines nothing: what counts, what does not, and what NULL means?")
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(r"\b(TODO|FIXME|XXX|TBD)\b", line):
            yield Remark(codes.PROMPT, f"{where}:{number}", f"something is left to write: {line.strip()}")
    for position, column in enumerate(problem.columns):
        if column.about.casefold().replace("_", " ").strip(" .") == column.name.casefold().replace("_", " "):
            yield Remark(
                codes.PROMPT,
                place(problem, "columns", position, "about"),
                f"column {column.name}: {column.about!r} says no more than its name",
            )


def _hints(problem: Problem) -> Iterator[Remark]:
    codes_of = [_code(_text(problem, language), language).casefold() for language in problem.languages]
    references = [_WORD.findall(code) for code in codes_of]
    for position, hint in enumerate(problem.hints):
        for reference in references:
            if piece := _shared_piece(hint, reference):
                yield Remark(
                    codes.HINT,
                    place(problem, "hints", position),
                    f"hint {position + 1} gives a piece of the reference away: {piece}",
                    "say what to ask oneself, not what to write",
                )
                break


def _shared_piece(hint: str, reference: Sequence[str]) -> str:
    """The first piece of the hint that is code of the reference; empty where there is none."""
    runs = {tuple(reference[i : i + _HINT_RUN]) for i in range(len(reference) - _HINT_RUN + 1)}
    words = list(_WORD.finditer(hint))
    for i in range(len(words) - _HINT_RUN + 1):
        run = tuple(word[0].casefold() for word in words[i : i + _HINT_RUN])
        if run in runs and any(not word.isalnum() for word in run):  # plain words are no code
            return hint[words[i].start() : words[i + _HINT_RUN - 1].end()]
    return ""


def _plausible(problem: Problem) -> Iterator[Remark]:
    low, high = _PLAUSIBLE_MINUTES[problem.difficulty]
    if not low <= problem.minutes <= high:
        yield Remark(
            codes.PLAUSIBLE,
            place(problem, "minutes"),
            f"{problem.minutes} minutes for a problem that is {problem.difficulty}: {low} to {high} would be usual",
        )
    for language in problem.languages:
        size = size_of(_text(problem, language), language)
        least, most = _PLAUSIBLE_SIZE[problem.difficulty]
        if not least <= size <= most:
            said = "short" if size < least else "long"
            yield Remark(
                codes.PLAUSIBLE,
                place(problem, "difficulty"),
                f"{catalog.solution(problem, language).name} is {said} ({size} words and signs) for a problem that is"
                f" {problem.difficulty}: {least} to {most} would be usual",
            )


def _answers(problem: Problem) -> Iterator[Remark]:
    accepted, wrong = catalog.answers(problem, "accepted"), catalog.answers(problem, "wrong")
    if not accepted:
        yield Remark(
            codes.ANSWERS_MISSING,
            f"{problem.slug}/accepted",
            "there is no other right answer",
            "write the reference another way: it shows that the judge does not ask for one way of writing it",
        )
    if len(wrong) < 2:
        yield Remark(
            codes.ANSWERS_MISSING,
            f"{problem.slug}/wrong",
            f"there {'is one wrong answer' if wrong else 'are no wrong answers'}; two or more are expected",
            "write the mistakes that people make: they show what the fixtures are for",
        )
    for file in wrong:
        first = next(iter(catalog.source(file).splitlines()), "")
        if not _COMMENT.match(first):
            yield Remark(
                codes.MISTAKE_UNNAMED,
                f"{problem.slug}/wrong/{file.name}:1",
                "the first line does not name the mistake",
                f"begin with a comment, such as: {'--' if file.suffix == '.sql' else '#'} counts rows, not members",
            )
    seen: dict[str, Path] = {}
    for file in (*(catalog.solution(problem, language) for language in problem.languages), *accepted, *wrong):
        other = seen.setdefault(_rendered(file), file)
        if other is not file:
            same, it = (path.relative_to(problem.folder).as_posix() for path in (other, file))
            yield Remark(codes.ANSWERS_MISSING, f"{problem.slug}/{it}", f"it is the same as {same}, comments aside")


def _rendered(file: Path) -> str:
    """The answer without comments and in one spelling; as it stands where it does not parse."""
    source = catalog.source(file)
    try:
        return mutation.normalised(Submission(SUFFIXES[file.suffix], source, file.name))
    except ProblemError:
        return source


def _text(problem: Problem, language: str) -> str:
    if language not in problem.languages:
        return ""
    return catalog.source(catalog.solution(problem, language))


def _code(text: str, language: str) -> str:
    """The text without comments and with single blanks."""
    mark = "--" if language == "sql" else "#"
    return " ".join(" ".join(line.partition(mark)[0] for line in text.splitlines()).split())
