"""Which problems a session has: every option, the names that are not there, the minutes, chance and the track."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judge.errors import CannotBegin, UnknownName
from judge.model import Difficulty, Language, Problem, Track
from judge.practice.choosing import Plan, Wish, candidates, choose
from judge.practice.spacing import Advice
from tests import practising


def made(slug: str, minutes: int, difficulty: Difficulty, topics: Sequence[str], *languages: Language) -> Problem:
    return replace(practising.problem(slug, topics, minutes, difficulty), languages=languages)


ALPHA = made("alpha", 30, "hard", ["windows"], "sql")
BRAVO = made("bravo", 10, "easy", ["joins"], "sql", "pandas")
COSTA = made("costa", 20, "medium", ["joins", "dates"], "pandas")
DELTA = made("delta", 15, "easy", ["dates"], "sql", "pandas")
ALL = (ALPHA, BRAVO, COSTA, DELTA)
LOOP = Track("loop", "A round", 40, "postgres", ("delta", "alpha", "bravo"))


def advised(*problems: Problem) -> list[Advice]:
    return [Advice(problem, "new", f"because of {problem.slug}") for problem in problems]


def names(problems: Sequence[Problem]) -> list[str]:
    return [problem.slug for problem in problems]


def planned(*advice: Problem, **wish: Any) -> Plan:
    asked = Wish(**wish)
    return choose(candidates(ALL, asked), advised(*advice), asked)


def refused(**wish: Any) -> tuple[type, str, str]:
    with pytest.raises(CannotBegin) as error:
        candidates(ALL, Wish(**wish))
    return type(error.value), error.value.message, error.value.help


def test_without_a_wish_everything_fits_easier_ones_first() -> None:
    assert names(candidates(ALL, Wish())) == ["bravo", "delta", "costa", "alpha"]


@pytest.mark.parametrize(
    ("wish", "slugs"),
    [
        ({"topic": "joins"}, ["bravo", "costa"]),
        ({"topic": "dates"}, ["delta", "costa"]),
        ({"difficulty": "easy"}, ["bravo", "delta"]),
        ({"difficulty": "hard"}, ["alpha"]),
        ({"topic": "joins", "difficulty": "medium"}, ["costa"]),
        ({"language": "sql"}, ["bravo", "delta", "alpha"]),
        ({"language": "pandas"}, ["bravo", "delta", "costa"]),
        ({"language": "any"}, ["bravo", "delta", "costa", "alpha"]),
        ({"topic": "dates", "language": "sql"}, ["delta"]),
        ({"track": LOOP}, ["delta", "alpha", "bravo"]),
        ({"track": LOOP, "difficulty": "easy"}, ["delta", "bravo"]),
        ({"track": LOOP, "topic": "joins"}, ["bravo"]),
        ({"track": LOOP, "language": "pandas"}, ["delta", "bravo"]),
        ({"problems": ("costa", "alpha")}, ["costa", "alpha"]),
        ({"problems": ("delta", "bravo", "delta")}, ["delta", "bravo"]),
        ({"problems": ("bravo",), "language": "pandas"}, ["bravo"]),
    ],
)
def test_what_fits_a_wish(wish: dict[str, Any], slugs: list[str]) -> None:
    assert names(candidates(ALL, Wish(**wish))) == slugs


def test_names_that_are_not_there_are_told_with_the_nearest() -> None:
    assert refused(problems=("bravo", "dleta")) == (
        UnknownName,
        "no problem is called 'dleta'",
        "did you mean 'delta'?",
    )
    assert refused(problems=("xyz",)) == (
        UnknownName,
        "no problem is called 'xyz'",
        "there is alpha, bravo, costa, delta",
    )
    assert refused(topic="join") == (UnknownName, "no topic is called 'join'", "did you mean 'joins'?")
    assert refused(topic="xyz") == (UnknownName, "no topic is called 'xyz'", "there is dates, joins, windows")
    assert refused(difficulty="esay") == (
        UnknownName,
        "no difficulty is called 'esay'",
        "did you mean 'easy'?",
    )


def test_a_named_problem_in_another_language_is_refused() -> None:
    assert refused(problems=("bravo", "alpha"), language="pandas") == (
        CannotBegin,
        "alpha is answered in sql, not in pandas",
        "",
    )
    assert refused(problems=("costa",), language="sql")[1] == "costa is answered in pandas, not in sql"


@pytest.mark.parametrize(
    "wish",
    [
        {"topic": "windows", "difficulty": "easy"},
        {"topic": "windows", "language": "pandas"},
        {"track": replace(LOOP, problems=("alpha",)), "language": "pandas"},
        {"track": LOOP, "difficulty": "medium"},
        {"track": replace(LOOP, problems=())},
    ],
)
def test_where_nothing_fits_all_of_it(wish: dict[str, Any]) -> None:
    assert refused(**wish) == (CannotBegin, "no problem fits all of this", "drill list shows what there is")


def test_named_problems_are_all_of_it_with_their_own_minutes_and_no_reasons() -> None:
    assert planned(problems=("costa", "alpha")) == Plan((COSTA, ALPHA), ("", ""), 50, "duckdb")
    assert planned(problems=("costa", "alpha"), minutes=5, dialect="spark") == Plan(
        (COSTA, ALPHA), ("", ""), 5, "spark"
    )
    assert planned(problems=("costa", "alpha"), seed=3) == Plan((COSTA, ALPHA), ("", ""), 50, "duckdb")


def test_45_minutes_are_filled_in_the_order_of_the_advice() -> None:
    plan = planned(COSTA, ALPHA, DELTA, BRAVO)
    assert plan == Plan(
        (COSTA, DELTA, BRAVO), ("because of costa", "because of delta", "because of bravo"), 45, "duckdb"
    )
    assert names(planned(ALPHA, COSTA, BRAVO, DELTA).problems) == ["alpha", "bravo"]  # 30 and 10; no room for 20
    assert names(planned(ALPHA, DELTA, BRAVO, COSTA).problems) == ["alpha", "delta"]  # 45 and not a minute less


def test_minutes_that_are_asked_for() -> None:
    assert planned(DELTA, BRAVO, COSTA, ALPHA, minutes=25) == Plan(
        (DELTA, BRAVO), ("because of delta", "because of bravo"), 25, "duckdb"
    )
    assert names(planned(DELTA, BRAVO, COSTA, ALPHA, minutes=24).problems) == ["delta"]
    assert names(planned(DELTA, BRAVO, COSTA, ALPHA, minutes=75).problems) == ["delta", "bravo", "costa", "alpha"]


def test_at_least_one_problem_even_where_it_is_longer_than_the_session() -> None:
    assert planned(ALPHA, BRAVO, minutes=10) == Plan((ALPHA,), ("because of alpha",), 10, "duckdb")


def test_a_track_brings_its_minutes_its_dialect_and_its_order() -> None:
    assert planned(BRAVO, DELTA, ALPHA, track=LOOP) == Plan(
        (DELTA, BRAVO), ("because of delta", "because of bravo"), 40, "postgres"
    )
    assert names(planned(BRAVO, ALPHA, DELTA, track=LOOP).problems) == ["alpha", "bravo"]  # chosen by advice, as ever
    assert planned(DELTA, ALPHA, BRAVO, track=LOOP, minutes=60, dialect="mysql") == Plan(
        (DELTA, ALPHA, BRAVO), tuple(f"because of {slug}" for slug in LOOP.problems), 60, "mysql"
    )


def test_a_draw_can_be_had_again_whatever_the_history_says() -> None:
    first = planned(BRAVO, DELTA, COSTA, ALPHA, seed=4)
    assert first == planned(ALPHA, COSTA, DELTA, BRAVO, seed=4)
    assert first == planned(seed=4)
    assert set(first.reasons) == {"drawn by lot"}
    assert len({planned(seed=seed).problems for seed in range(30)}) > 1
    assert planned(seed=0).reasons == ("drawn by lot",) * len(planned(seed=0).problems)  # 0 is a seed as well


def test_a_draw_from_a_track_comes_in_its_order() -> None:
    sets = {tuple(names(planned(track=LOOP, seed=seed).problems)) for seed in range(40)}
    # of 40 minutes: 15 + 10 in either order, 30 + 10 in either order; 15 + 30 is too long, after which 10 fits again
    assert sets == {("delta", "bravo"), ("alpha", "bravo")}


@settings(deadline=None)
@given(st.permutations(ALL), st.integers(1, 120), st.none() | st.integers(0, 50))
def test_what_is_taken_fits_and_nothing_that_is_left_would(
    order: Sequence[Problem], minutes: int, seed: int | None
) -> None:
    plan = planned(*order, minutes=minutes, seed=seed)
    total = sum(problem.minutes for problem in plan.problems)
    assert plan.problems
    assert len(set(names(plan.problems))) == len(plan.problems) == len(plan.reasons)
    assert total <= minutes or len(plan.problems) == 1
    assert all(total + problem.minutes > minutes for problem in ALL if problem not in plan.problems)
