"""Every problem folder: its references agree, what it accepts is accepted, and what it calls wrong is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from judge import catalog, judging, references
from judge.data import Cache, lock
from judge.model import Problem, Verdict
from judge.submission import from_file
from tests.running import SANDBOX

SLUGS = catalog.slugs([catalog.home() / "problems"])
FILES = [
    pytest.param(slug, kind, file, id=f"{slug}-{kind}-{file.name}")
    for slug in SLUGS
    for kind in ("accepted", "wrong")
    for file in sorted((catalog.home() / "problems" / slug / kind).glob("*.*"))
]
UNSEEN = 24


def load(slug: str) -> Problem:
    return catalog.load(slug, [catalog.home() / "problems"])


def judged(problem: Problem, file: Path, *, fresh: int = 0) -> Verdict:
    selection = judging.select(problem, fresh=fresh, seed=20_260_301 if fresh else None)
    return judging.judge_submission(problem, from_file(file), selection, sandbox=SANDBOX)


def explain(verdict: Verdict) -> str:
    failing = verdict.failing
    return f"{verdict.verdict}: {failing.case} {failing.seed}: {failing.reason}" if failing else verdict.verdict


@pytest.mark.parametrize("slug", SLUGS)
def test_is_whole(slug: str) -> None:
    problem = load(slug)
    accepted, wrong = catalog.answers(problem, "accepted"), catalog.answers(problem, "wrong")
    assert problem.languages == ("sql", "pandas")
    assert len(problem.cases) >= 8
    assert len(accepted) >= 2 and {file.suffix for file in accepted} == {".sql", ".py"}
    assert len(wrong) >= 5 and {file.suffix for file in wrong} == {".sql", ".py"}
    for file in accepted + wrong:
        first = file.read_text("utf-8").splitlines()[0]
        assert first.startswith(("-- ", "# ")) and len(first) > 12, f"{file.name} does not begin by saying what it does"


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("language", ["sql", "pandas"])
def test_references_agree(slug: str, language: str) -> None:
    problem = load(slug)
    file = catalog.solution(problem, "sql" if language == "sql" else "pandas")
    for fresh in (0, UNSEEN):
        verdict = judged(problem, file, fresh=fresh)
        assert verdict.verdict == "accepted", explain(verdict)


@pytest.mark.parametrize(("slug", "kind", "file"), FILES)
def test_verdict_of_answer(slug: str, kind: str, file: Path) -> None:
    problem = load(slug)
    verdict = judged(problem, file)
    if kind == "accepted":
        assert verdict.verdict == "accepted", explain(verdict)
        verdict = judged(problem, file, fresh=UNSEEN)
        assert verdict.verdict == "accepted", explain(verdict)
    else:
        assert verdict.verdict == "wrong_answer", explain(verdict)
        assert sum(result.verdict == "wrong_answer" for result in verdict.results) >= 2, "only one fixture catches it"


@pytest.mark.parametrize("slug", SLUGS)
def test_fixtures_are_worth_judging_on(slug: str) -> None:
    """The sample can be read whole and shows something, and the fixtures differ from one another."""
    problem = load(slug)
    cache = Cache()
    fixtures = judging.fixtures_of(problem, judging.select(problem), cache)
    expected = references.expected_of(problem, fixtures, cache, SANDBOX)
    for fixture, result in zip(fixtures, expected, strict=True):
        if fixture.case.sample:
            assert max(table.rows for table in fixture.schema) <= 25
            assert result.rows
    assert len({fixture.digest for fixture in fixtures}) == len(fixtures)
    assert len({repr(result.rows) for result in expected}) > len(expected) // 2


@pytest.mark.parametrize("slug", SLUGS)
def test_fixtures_are_the_locked_ones(slug: str) -> None:
    problem = load(slug)
    fixtures = judging.fixtures_of(problem, judging.select(problem), Cache())
    locked, drawn_with = lock.read(problem)
    assert locked == {lock.entry(fixture.case): fixture.digest for fixture in fixtures}, f"drill data {slug} --lock"
    assert set(drawn_with) == {"numpy", "faker"}
