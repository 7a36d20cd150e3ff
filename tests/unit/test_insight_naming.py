"""The mistake that an answer behaves exactly like: named where it is so on every fixture, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from judge import catalog, judging
from judge.authoring import mistakes
from judge.authoring.check import of_part
from judge.authoring.proof import Proof
from judge.data import Cache
from judge.insight import book
from judge.insight.book import Book, Class, Part
from judge.insight.naming import named
from judge.model import Language, Limits, Mistake, Problem, Submission, Verdict
from tests.authoring import INNER, tools, write_problem

SUITES = 2
OTHERWISE = """SELECT m.member_id, (SELECT count(*) FROM plays AS p WHERE p.member_id = m.member_id) AS plays,
    (SELECT max(started_at) FROM plays AS p WHERE p.member_id = m.member_id) AS latest
FROM members AS m {}
"""
LIKE_INNER = OTHERWISE.format("WHERE m.member_id IN (SELECT member_id FROM plays)")
ONLY_LARGE = LIKE_INNER + " OR (SELECT count(*) FROM members) < 10"
"""Drops members without plays, but not on the sample."""
LIKE_INNER_PANDAS = """def solve(members, plays):
    found = plays.groupby("member_id").agg(plays=("play_id", "size"), latest=("started_at", "max")).reset_index()
    return found[found["plays"] > 0]
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    return Cache(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    """A problem with its book."""
    problem = catalog.load_folder(write_problem(tmp_path_factory.mktemp("pack")))
    with Proof(problem, tools(), SUITES) as proof:
        of_part(proof, "mutants")
        book.publish(problem, mistakes.written(proof))
    return problem


@pytest.fixture
def unpublished(tmp_path: Path) -> Problem:
    return catalog.load_folder(write_problem(tmp_path))


def judged(problem: Problem, source: str, cache: Cache, language: Language = "sql", **how: Any) -> Verdict:
    answer, selection = Submission(language, source, "answer"), judging.select(problem, **how)
    return judging.judge_submission(problem, answer, selection, cache=cache, sandbox=tools().sandbox)


def names(problem: Problem, source: str, cache: Cache, language: Language = "sql", **how: Any) -> list[str]:
    verdict = judged(problem, source, cache, language, **how)
    answer = Submission(language, source, "answer")
    return [found.id for found in named(problem, answer, verdict, cache, tools().sandbox, Limits())]


def test_the_authors_mistake_itself(toy: Problem, cache: Cache) -> None:
    answer, verdict = Submission("sql", INNER, "answer"), judged(toy, INNER, cache)
    first, *others = named(toy, answer, verdict, cache, tools().sandbox, Limits())
    assert first == Mistake("wrong", "inner_join", "drops members without plays")
    assert {other.kind for other in others} <= {"mutant"}


@pytest.mark.parametrize(("source", "language"), [(LIKE_INNER, "sql"), (LIKE_INNER_PANDAS, "pandas")])
def test_however_it_is_written(toy: Problem, cache: Cache, source: str, language: Language) -> None:
    assert names(toy, source, cache, language)[0] == "inner_join"


def test_a_mutant_where_no_author_wrote_it(toy: Problem, cache: Cache) -> None:
    source = OTHERWISE.format("").replace("max(started_at)", "min(started_at)")
    answer, verdict = Submission("sql", source, "answer"), judged(toy, source, cache)
    first = named(toy, answer, verdict, cache, tools().sandbox, Limits())[0]
    assert first.kind == "mutant"
    assert first.sentence.startswith("as if MAX(started_at) were MIN(started_at)")


def test_an_accepted_answer_is_named_nothing(toy: Problem, cache: Cache) -> None:
    assert names(toy, OTHERWISE.format(""), cache) == []


def test_a_partial_match_says_nothing(toy: Problem, cache: Cache) -> None:
    assert judged(toy, ONLY_LARGE, cache).passed == 1
    assert names(toy, ONLY_LARGE, cache) == []


@pytest.mark.parametrize("how", [{"case": "base"}, {"seed": 7}, {"fresh": 3, "seed": 1}])
def test_nothing_on_other_fixtures_than_the_suite(toy: Problem, cache: Cache, how: dict[str, Any]) -> None:
    assert judged(toy, INNER, cache, **how).verdict == "wrong_answer"
    assert names(toy, INNER, cache, **how) == []


def test_nothing_where_a_fixture_was_skipped(toy: Problem, cache: Cache) -> None:
    verdict = judged(toy, INNER, cache)
    *others, last = verdict.results
    cut = replace(verdict, results=(*others, replace(last, verdict="skipped", diff=None)))
    assert named(toy, Submission("sql", INNER, "answer"), cut, cache, tools().sandbox, Limits()) == ()


def test_one_fixture_is_too_few(unpublished: Problem, cache: Cache) -> None:
    source = ONLY_LARGE
    verdict = judged(unpublished, source, cache)
    first, second, third = verdict.results
    one = replace(verdict, results=(first, replace(second, verdict="accepted", diff=None), third))
    assert [result.verdict for result in one.results].count("wrong_answer") == 1
    assert named(unpublished, Submission("sql", source, "answer"), one, cache, tools().sandbox, Limits()) == ()


def test_nothing_without_a_book(unpublished: Problem, cache: Cache) -> None:
    assert names(unpublished, INNER, cache) == []


def test_a_stale_book_names_nothing(toy: Problem, cache: Cache, tmp_path: Path) -> None:
    other = catalog.load_folder(write_problem(tmp_path, wrong={"inner_join.sql": INNER}))
    (other.folder / book.LOCK).write_bytes((toy.folder / book.LOCK).read_bytes())
    assert book.is_stale(other)
    assert not book.is_stale(toy)
    assert names(other, INNER, cache) == []


def test_a_damaged_book_names_nothing(unpublished: Problem, cache: Cache) -> None:
    for content in ("", "{", "[]", '{"key": 1}', f'{{"key": "{book.key_to(unpublished)}", "classes": [1]}}'):
        (unpublished.folder / book.LOCK).write_text(content)
        assert book.read(unpublished, cache) is None
        assert book.is_stale(unpublished)


def test_the_cache_holds_a_book_where_none_is_published(toy: Problem, unpublished: Problem, cache: Cache) -> None:
    found = book.read(toy, cache)
    assert found
    book.keep(unpublished, found, cache)
    assert names(unpublished, INNER, cache)[0] == "inner_join"
    assert cache.clear("toy") > 0
    assert book.read(unpublished, cache) is None


PARTS = ("inner_join", "elsewhere_another")


@pytest.fixture
def parted(toy: Problem, unpublished: Problem, cache: Cache) -> Iterator[Problem]:
    """A problem in whose book two mistakes are alike on the suite, and part on the base case with seed 77."""
    on = next(each.on for each in book.read(toy, cache).classes if "inner_join" in str(each))  # type: ignore[union-attr]
    alike = [Mistake("wrong", name, "a sentence") for name in PARTS]
    parts = Part(("=",), (alike[1],)), Part((_print(toy, cache),), (alike[0],))
    book.publish(unpublished, Book((Class(on, (("base", 77),), parts),)))
    yield unpublished


def _print(problem: Problem, cache: Cache) -> str:
    from judge.insight.fingerprint import fingerprint

    return fingerprint(problem, judged(problem, INNER, cache, case="base", seed=77).results[0]) or ""


def test_mistakes_that_part_elsewhere_are_told_there(parted: Problem, cache: Cache) -> None:
    assert names(parted, LIKE_INNER, cache) == ["inner_join"]


def test_none_of_them_where_it_is_neither(parted: Problem, cache: Cache) -> None:
    [like] = book.read(parted, cache).classes  # type: ignore[union-attr]
    strange = replace(like, parts=(like.parts[0], replace(like.parts[1], on=("strange",))))
    book.publish(parted, Book((strange,)))
    assert names(parted, LIKE_INNER, cache) == []


def test_the_book_is_the_same_twice(toy: Problem) -> None:
    with Proof(toy, tools(), SUITES) as proof:
        of_part(proof, "mutants")
        assert mistakes.written(proof) == book.read(toy, tools().cache)


def test_slips_that_do_the_same_are_one_part_with_the_author_first(toy: Problem, cache: Cache) -> None:
    """COUNT(*) in SQL and size in pandas count the row of a member without plays, as wrong/star.sql does."""
    found = book.read(toy, cache)
    assert found
    [part] = [part for each in found.classes for part in each.parts if "star" in [m.id for m in part.mistakes]]
    assert part.mistakes[0] == Mistake("wrong", "star", "counts the row of a member without plays")
    assert any("COUNT(play_id) were COUNT(*)" in mistake.sentence for mistake in part.mistakes)


def test_a_published_book_of_another_version_is_told(toy: Problem, tmp_path: Path) -> None:
    other = catalog.load_folder(write_problem(tmp_path, wrong={"inner_join.sql": INNER}))
    (other.folder / book.LOCK).write_bytes((toy.folder / book.LOCK).read_bytes())
    with Proof(other, tools(), SUITES) as proof:
        (remark,) = of_part(proof, "mistakes")
    assert (remark.code, remark.severity, remark.where) == ("C086", "warning", "toy/mistakes.lock")
    assert remark.help.startswith("drill check toy --publish")


def test_a_fresh_book_is_not(toy: Problem) -> None:
    with Proof(toy, tools(), SUITES) as proof:
        assert of_part(proof, "mistakes") == []
