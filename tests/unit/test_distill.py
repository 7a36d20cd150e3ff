"""`--distill`: the fewest fixtures that tell all that any of them tells, and problem.toml as its author left it."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from judge.api import load_problem
from judge.authoring import distill
from judge.authoring.distill import Distilled
from judge.authoring.proof import Proof
from judge.data import Cache, lock
from judge.model import Case
from tests.authoring import tools, write_problem

CASES = tuple(Case(f"case{number}", number, sample=number == 0) for number in range(6))


def fewest(kills: list[list[bool]], needed: list[int]) -> int:
    """By trying every suite with the sample, the smallest first."""
    for size in range(1, len(CASES) + 1):
        for others in combinations(range(1, len(CASES)), size - 1):
            chosen = (0, *others)
            if all(sum(row[i] for i in chosen) >= need for row, need in zip(kills, needed, strict=True)):
                return size
    raise AssertionError("all cases together tell everything")


@settings(deadline=None)  # scipy's solver takes a second to import
@given(st.lists(st.lists(st.booleans(), min_size=6, max_size=6), max_size=8), st.integers(1, 2))
def test_no_suite_is_smaller(kills: list[list[bool]], times: int) -> None:
    needed = [min(sum(row), times) for row in kills]
    chosen = distill._smallest(CASES, kills, needed, [False] * len(kills), declared=6)
    assert 0 in chosen, "the sample stays"
    assert all(sum(row[i] for i in chosen) >= need for row, need in zip(kills, needed, strict=True))
    assert len(chosen) == fewest(kills, needed)


def test_a_declared_seed_goes_before_another() -> None:
    kills = [[False, True, False, False, True, False]]
    assert distill._smallest(CASES, kills, [1], [False], declared=3) == [0, 1]


def test_a_wrong_answer_is_caught_by_a_case_that_always_does() -> None:
    """`edge` catches it with every seed, `luck` with the one that is declared."""
    cases = [Case("sample", 1, sample=True), Case("luck", 2), Case("edge", 3), Case("luck", 4), Case("edge", 5)]
    kills = [[False, True, True, False, True], [False, True, False, False, False]]
    assert distill._smallest(cases, kills, [1, 1], [True, False], declared=3) == [0, 1, 2]


def test_a_second_fixture_of_a_case_is_named_after_it(tmp_path: Path) -> None:
    problem = load_problem(write_problem(tmp_path))
    base = problem.cases[1]
    chosen = [problem.cases[0], base, Case("base", 77), Case("base", 78)]
    assert [case.name for case in distill._named(chosen, problem)] == ["sample", "base", "base_2", "base_3"]


def test_it_writes_seeds_and_lock_and_leaves_the_rest(tmp_path: Path) -> None:
    folder = write_problem(tmp_path)
    file = folder / "problem.toml"
    text = file.read_text("utf-8").replace('name = "base"', 'name = "base"  # plain members')
    file.write_text(text, "utf-8")
    problem = load_problem(folder)
    sample, base, _ = problem.cases
    cases = (sample, Case("base", 9), Case("base_2", 10))
    cache = Cache(tmp_path / "cache")
    distill.write(problem, Distilled(cases, 3, 3, 3, 9), cache)

    again = load_problem(folder)
    assert [(case.name, case.seed) for case in again.cases] == [("sample", 1), ("base", 9), ("base_2", 10)]
    locked, _ = lock.read(again)
    assert list(locked) == [lock.entry(case) for case in again.cases]
    head, _, tail = file.read_text("utf-8").partition("[[cases]]")
    assert head == text.partition("[[cases]]")[0]
    assert 'name = "base"  # plain members\nseed = 9\n' in tail
    assert base.name == "base" and "idle" not in tail


def test_a_distilled_suite_tells_as_much(tmp_path: Path) -> None:
    problem = load_problem(write_problem(tmp_path))
    with Proof(problem, tools(), 0) as proof:
        found = distill.distilled(proof, lambda _: None, candidates=9)
    assert found.after == found.possible >= found.before
    assert found.drawn == 1 + 2 + 2 * 3
    assert [case.sample for case in found.cases].count(True) == 1
    assert len(found.cases) <= 3
