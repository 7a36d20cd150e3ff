"""The points of an accepted problem: by hand, and the rules that hold for all of them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judge.model import DIFFICULTIES, Difficulty
from judge.practice.scoring import best, hint_cost, points

WORTH = {"easy": 100, "medium": 200, "hard": 300}


@pytest.mark.parametrize(("difficulty", "worth"), [("easy", 100), ("medium", 200), ("hard", 300)])
def test_the_base_goes_by_difficulty(difficulty: Difficulty, worth: int) -> None:
    assert points(difficulty, 10, 0, 0, 0) == worth
    assert best(difficulty) == worth


@pytest.mark.parametrize(
    ("seconds", "worth"),
    [
        (0, 100),
        (599.9, 100),
        (600, 100),  # the last second of ten minutes
        (630, 98),  # 97.5: a twentieth over costs a fortieth, and the half goes up
        (660, 95),
        (900, 75),
        (1080, 60),
        (1200, 50),
        (1201, 50),
        (86_400, 50),
    ],
)
def test_time_costs_nothing_up_to_the_minutes_and_half_of_it_at_twice_as_many(seconds: float, worth: int) -> None:
    assert points("easy", 10, seconds, 0, 0) == worth


@pytest.mark.parametrize(("wrong", "worth"), [(0, 200), (1, 200), (2, 180), (3, 160), (8, 60), (9, 40), (50, 40)])
def test_wrong_attempts_cost_a_tenth_each_after_the_first(wrong: int, worth: int) -> None:
    assert points("medium", 20, 60, wrong, 0) == worth


@pytest.mark.parametrize(("hints", "worth"), [(0, 300), (1, 255), (2, 210), (5, 75), (6, 60), (9, 60)])
def test_hints_cost_three_twentieths_each(hints: int, worth: int) -> None:
    assert points("hard", 30, 60, 0, hints) == worth


@pytest.mark.parametrize(
    ("difficulty", "minutes", "seconds", "wrong", "hints", "worth"),
    [
        ("easy", 10, 900, 3, 1, 40),  # 0.75 - 0.2 - 0.15
        ("medium", 20, 1500, 2, 1, 125),  # 0.875 - 0.1 - 0.15 = 0.625
        ("medium", 20, 2400, 2, 1, 50),  # 0.5 - 0.1 - 0.15 = 0.25
        ("hard", 30, 2160, 2, 0, 240),  # 0.9 - 0.1
        ("hard", 30, 7200, 4, 3, 60),  # 0.5 - 0.3 - 0.45 is below a fifth
    ],
)
def test_they_add_up_and_a_fifth_is_left(
    difficulty: Difficulty, minutes: int, seconds: float, wrong: int, hints: int, worth: int
) -> None:
    assert points(difficulty, minutes, seconds, wrong, hints) == worth


@pytest.mark.parametrize(
    ("difficulty", "minutes", "seconds", "worth"),
    [
        ("easy", 10, 606, 100),  # 99.5
        ("easy", 10, 618, 99),  # 98.5, which would be 98 if a half went to the even number
        ("easy", 10, 618.0001, 98),
        ("medium", 20, 1218, 199),  # 198.5
        ("medium", 20, 1206, 200),  # 199.5
        ("hard", 30, 1806, 300),  # 299.5
        ("hard", 30, 1818, 299),  # 298.5
        ("hard", 30, 1818.0001, 298),
    ],
)
def test_a_half_is_rounded_up(difficulty: Difficulty, minutes: int, seconds: float, worth: int) -> None:
    assert points(difficulty, minutes, seconds, 0, 0) == worth


difficulties = st.sampled_from(DIFFICULTIES)
minuteses = st.integers(1, 240)
secondses = st.floats(0, 40_000)
counts = st.integers(0, 25)
facts = st.tuples(difficulties, minuteses, secondses, counts, counts)
Facts = tuple[Difficulty, int, float, int, int]


@settings(deadline=None)
@given(facts)
def test_never_above_the_base_nor_below_a_fifth_of_it(of: Facts) -> None:
    worth = points(*of)
    assert type(worth) is int
    assert WORTH[of[0]] // 5 <= worth <= WORTH[of[0]]


@settings(deadline=None)
@given(facts, secondses, counts, counts, minuteses)
def test_more_of_anything_that_costs_never_gives_more(
    of: Facts, seconds: float, wrong: int, hints: int, minutes: int
) -> None:
    difficulty, own = of[:2]
    worth = points(*of)
    assert points(difficulty, own, max(seconds, of[2]), of[3], of[4]) <= worth
    assert points(difficulty, own, of[2], of[3] + wrong, of[4]) <= worth
    assert points(difficulty, own, of[2], of[3], of[4] + hints) <= worth
    assert points(difficulty, own + minutes, *of[2:]) >= worth  # more minutes never give less


@settings(deadline=None)
@given(minuteses, secondses, counts, counts)
def test_a_harder_problem_is_worth_more_under_the_same_facts(
    minutes: int, seconds: float, wrong: int, hints: int
) -> None:
    easy, medium, hard = (points(difficulty, minutes, seconds, wrong, hints) for difficulty in DIFFICULTIES)
    assert easy < medium < hard


@settings(deadline=None)
@given(st.sampled_from(DIFFICULTIES), minuteses, st.integers(0, 600), counts, counts)
def test_only_the_share_of_the_minutes_counts(
    difficulty: Difficulty, minutes: int, per_minute: int, wrong: int, hints: int
) -> None:
    assert points(difficulty, minutes, minutes * per_minute, wrong, hints) == points(
        difficulty, 1, per_minute, wrong, hints
    )


@settings(deadline=None)
@given(facts)
def test_the_formula_of_the_readme_in_exact_numbers(of: Facts) -> None:
    difficulty, minutes, seconds, wrong, hints = of
    ratio = Fraction(seconds) / (minutes * 60)
    time = Fraction(1) if ratio <= 1 else Fraction(1, 2) if ratio >= 2 else Fraction(3, 2) - ratio / 2
    exact = WORTH[difficulty] * (time - Fraction(max(wrong - 1, 0), 10) - Fraction(3 * hints, 20))
    assert -Fraction(1, 2) <= max(exact, Fraction(WORTH[difficulty], 5)) - points(*of) < Fraction(1, 2)


@pytest.mark.parametrize(("difficulty", "cost"), [("easy", 15), ("medium", 30), ("hard", 45)])
def test_what_a_hint_costs(difficulty: Difficulty, cost: int) -> None:
    assert hint_cost(difficulty) == cost
