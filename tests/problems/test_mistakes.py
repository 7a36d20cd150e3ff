"""Every mistake is known by what it does: wrong answers and mutants by their own names, right answers by none."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path

import pytest

from judge import catalog, judging, mutation
from judge.data import Cache
from judge.insight import book
from judge.insight.explaining import explained
from judge.insight.naming import named
from judge.model import LANGUAGES, Language, Limits, Mistake, Problem, Submission
from judge.sandbox.pool import Sandbox
from judge.submission import from_file

PACK = catalog.home() / "problems"
SLUGS = catalog.slugs([PACK])
SOME = 12
"""Of each problem's mutants: with two cores all of them would take minutes."""


@cache
def sandbox() -> Sandbox:
    made = Sandbox()
    atexit.register(made.end)
    return made


@cache
def problem(slug: str) -> Problem:
    return catalog.load(slug, [PACK])


def names(slug: str, submission: Submission) -> tuple[Mistake, ...]:
    kept = Cache()
    found = judging.judge_submission(
        problem(slug), submission, judging.select(problem(slug)), cache=kept, sandbox=sandbox()
    )
    return named(problem(slug), submission, found, kept, sandbox(), Limits())


def answers(kind: str) -> list[Path]:
    return [file for slug in SLUGS for file in sorted((PACK / slug / kind).glob("*.*"))]


def _id(file: Path) -> str:
    return f"{file.parents[1].name}/{file.name}"


@pytest.mark.parametrize("slug", SLUGS)
def test_the_book_is_fresh(slug: str) -> None:
    assert (problem(slug).folder / book.LOCK).exists()
    assert not book.is_stale(problem(slug)), f"drill check {slug} --publish writes it anew"


@pytest.mark.parametrize("file", answers("wrong"), ids=_id)
def test_a_wrong_answer_is_named_as_itself(file: Path) -> None:
    """Or as one that does the same wherever the two were tried, which then are named together."""
    found = names(file.parents[1].name, from_file(file, None, ""))
    assert ("wrong", file.stem) in [(mistake.kind, mistake.id) for mistake in found]
    assert found[0].kind == "wrong"


@pytest.mark.parametrize("file", answers("accepted"), ids=_id)
def test_an_accepted_answer_is_named_nothing(file: Path) -> None:
    assert names(file.parents[1].name, from_file(file, None, "")) == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_killed_mutant_is_named_as_itself(slug: str, language: Language) -> None:
    """Those in the book that fail on two fixtures are killed; an author's mistake that does the same goes before."""
    asked, kept = problem(slug), Cache()
    [fixture] = judging.fixtures_of(asked, judging.Selection(asked.cases[:1]), kept)
    file = catalog.solution(asked, language)
    reference = Submission(language, catalog.source(file), file.name)
    found = book.read(asked, kept)
    assert found
    told = {
        mistake.id for each in found.classes if len(each.on) - each.on.count("=") > 1
        for part in each.parts for mistake in part.mistakes
    }  # fmt: skip
    known = [mutant for mutant in mutation.mutants(reference, fixture.schema) if mutant.id in told]
    assert known
    for mutant in known[:: max(1, len(known) // SOME)]:
        assert mutant.id in [mistake.id for mistake in names(slug, Submission(language, mutant.source, "mutant"))]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_sentence_is_short_and_says_something(slug: str) -> None:
    found = book.read(problem(slug), Cache())
    assert found
    for mistake in (mistake for each in found.classes for part in each.parts for mistake in part.mistakes):
        assert 5 < len(mistake.sentence) <= 240, mistake
        assert "\n" not in mistake.sentence
        first = mistake.sentence.split()[0]
        assert not first[0].isupper() or first[:2].isupper(), mistake  # LAG, or a small letter


def test_two_slips_at_once_are_named_as_two() -> None:
    """Both in one answer to retention_7d, which no single mistake is like."""
    asked = problem("retention_7d")
    source = catalog.source(catalog.solution(asked, "sql"))
    text = source.replace("p.started_at >= m.signed_up_at::DATE + 1", "p.started_at >= m.signed_up_at::DATE")
    text = text.replace("cohort_week + 13 <=", "cohort_week + 13 <")
    answer, kept = Submission("sql", f"SELECT * FROM ({text})", "two.sql"), Cache()
    verdict = judging.judge_submission(asked, answer, judging.select(asked), cache=kept, sandbox=sandbox())
    assert named(asked, answer, verdict, kept, sandbox(), Limits()) == ()
    (found,) = explained(asked, answer, verdict, budget=60.0, cache=kept, sandbox=sandbox()).mistakes
    assert found.kind == "mutant"
    assert found.id.count("+") == 1
    assert found.sentence == (
        "two slips at once: treats the as-of day as unfinished (< for <=) and loses a cohort whose window ends on it;"
        " and counts a play on the day of sign-up as a return"
    )
