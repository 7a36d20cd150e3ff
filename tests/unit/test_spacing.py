"""What to practise next: the rating of a sitting, the numbers of FSRS, the order, and the reasons."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from fsrs import Rating
from hypothesis import given
from hypothesis import strategies as st

from judge.practice.records import Attempt
from judge.practice.sittings import sittings
from judge.practice.spacing import Advice, advice, rating
from tests.practising import at, attempt, problem, session, task


def rated(*attempts: Attempt, hints: int | None = None, **of_task: Any) -> Rating:
    """The rating of one sitting; in a session where something is said of its task."""
    tasks = [] if hints is None and not of_task else [task(**{"hints": hints or 0, **of_task})]
    inside = [replace(one, session="s") if tasks else one for one in attempts]
    [sitting] = sittings(inside, [session("s", *tasks, begun=at(1))])
    return rating(sitting)


def right(seconds: float | None = None, **more: Any) -> Attempt:
    return attempt(at(1, 13), seconds=seconds, **more)


def wrong(minute: int = 0) -> Attempt:
    return attempt(at(1, 12, minute), "wrong_answer")


def test_again_where_it_was_not_solved() -> None:
    assert rated(wrong()) == Rating.Again
    assert rated(attempt(at(1), "time_limit")) == Rating.Again
    assert rated(attempt(at(1), "invalid_submission")) == Rating.Again
    assert rated(wrong(), seconds=30) == Rating.Again
    assert rated(seconds=61) == Rating.Again
    assert rated(state="shown", seconds=5) == Rating.Again
    assert rated(right(60), state="shown") == Rating.Again  # accepted, with the solution before one's eyes


def test_hard_where_it_took_help_or_long() -> None:
    assert rated(right(60), state="accepted", hints=1) == Rating.Hard
    assert rated(right(60), state="accepted", expected=True) == Rating.Hard
    assert rated(right(20 * 60 + 1)) == Rating.Hard
    assert rated(right(60, late=True), state="working") == Rating.Hard
    assert rated(wrong(), wrong(1), right(60)) == Rating.Hard
    assert rated(wrong(), wrong(1), right()) == Rating.Hard


def test_good_where_it_was_solved_in_time() -> None:
    assert rated(right(20 * 60)) == Rating.Good
    assert rated(right(10 * 60 + 1)) == Rating.Good
    assert rated(wrong(), right(60)) == Rating.Good
    assert rated(wrong(), right()) == Rating.Good


def test_easy_where_it_was_solved_at_once_in_half_the_time() -> None:
    assert rated(right(10 * 60)) == Rating.Easy
    assert rated(right(0)) == Rating.Easy
    assert rated(attempt(at(1), "invalid_submission"), right(60)) == Rating.Easy  # a typing error is no attempt
    assert rated(state="accepted", seconds=600) == Rating.Easy


def test_never_easy_without_a_clock() -> None:
    assert rated(right()) == Rating.Good


def test_what_follows_the_accepted_attempt_does_not_count() -> None:
    after = [attempt(at(1, 14, minute), "wrong_answer") for minute in range(3)]
    assert rated(right(60), *after) == Rating.Easy


def test_sittings_are_days_outside_sessions_and_sessions() -> None:
    attempts = [
        attempt(at(1, 1)),
        attempt(at(1, 23), "wrong_answer"),
        attempt(at(2, 0)),
        attempt(at(2, 1), session="s"),
        attempt(at(3, 1), session="s"),
        attempt(at(3, 2), "problem_error"),
        attempt(at(3, 3), problem="b"),
    ]
    found = sittings(attempts, [])
    assert [(s.problem, s.at.day, len(s.attempts)) for s in found] == [
        ("a", 1, 2),
        ("a", 2, 1),
        ("a", 3, 2),
        ("b", 3, 1),
    ]


def test_the_day_of_a_sitting_is_one_of_utc() -> None:
    east = at(1, 23).astimezone(timezone(timedelta(hours=3)))  # the 2nd over there
    assert [len(sitting.attempts) for sitting in sittings([attempt(at(1, 1)), attempt(east)], [])] == [2]


def test_a_glance_at_a_problem_of_a_session_is_no_sitting() -> None:
    glance = session("s", task(seconds=60), task("b", "new", 1), begun=at(1))
    assert sittings([], [glance]) == []
    assert [each.kind for each in advice([problem()], [], [glance], at(1), UTC)] == ["new"]


def after(days: int, *attempts: Attempt) -> Advice:
    """The advice on one problem so many days after 1 November."""
    [only] = advice([problem()], attempts, [], at(1 + days), UTC)
    return only


# FSRS-6 with its 21 published weights: a first review sets the stability S (in days, until the chance to recall falls
# to 90%) to w0, w1, w2 or w3 = 0.212, 1.2931, 2.3065 or 8.2956, and after t days the chance is
# R = (1 + F × t / S) ^ -w20, where w20 = 0.1542 and F = 0.9 ^ (-1 / w20) - 1 = 0.98035.
# The next review is due after S days, rounded, and at least one.


@pytest.mark.parametrize(
    ("made", "due", "recalls"),
    [
        ([wrong()], 1, {1: 0.7662, 3: 0.6595, 12: 0.5368}),
        ([wrong(), wrong(1), right()], 1, {1: 0.9167, 3: 0.8328, 12: 0.7001}),
        ([right()], 2, {1: 0.9468, 3: 0.8809, 12: 0.7567}),
        ([right(60)], 8, {1: 0.9829, 3: 0.9543, 12: 0.8727}),
    ],
)
def test_one_sitting_in_numbers(made: list[Attempt], due: int, recalls: dict[int, float]) -> None:
    for days, recall in recalls.items():
        found = after(days, *made)
        assert found.due == at(1 + due, 0)
        assert found.kind == ("due" if days >= due else "later")
        assert found.recall == pytest.approx(recall, abs=5e-5)


def test_a_dialogue_in_numbers() -> None:
    # Solved in time on day 0, S = w2 = 2.3065, D = w4 - e^(2·w5) + 1 = 2.1181. Solved in time again on day 2, where
    # R = 0.9095: S' = S·(1 + e^w8·(11 - D)·S^-w9·(e^(w10·(1 - R)) - 1)) = 10.9643. Not solved on day 13, where
    # R = 0.8998: S' = w11·D^-w12·((S + 1)^w13 - 1)·e^(w14·(1 - R)) = 1.5383, D = 7.3922. Solved over time on day 14,
    # where R = 0.9268, with the factor w15 of Hard: S' = 2.7505. At once on day 15, R = 0.9541, factor w16: 5.6437.
    made = [
        attempt(at(1), seconds=15 * 60),
        attempt(at(3), seconds=15 * 60),
        attempt(at(14), "wrong_answer"),
        attempt(at(15), seconds=25 * 60),
        attempt(at(16), seconds=5 * 60),
    ]
    steps = [(2, 0.9468), (11, 0.9869), (2, 0.9268), (3, 0.9541), (6, 0.9756)]
    for i, (interval, recall) in enumerate(steps):
        days = (made[i].at - made[0].at).days
        found = after(days + 1, *made[: i + 1])
        assert found.due == at(1 + days + interval, 0)
        assert found.recall == pytest.approx(recall, abs=5e-5)


def test_twice_on_a_day() -> None:
    # In a session of the same day: S' = S·e^(w17·(G - 3 + w18))·S^-w19, from 0.212 to 0.2467 for Good.
    found = after(2, attempt(at(1, 9), "wrong_answer"), attempt(at(1, 10), session="s"))
    assert (found.due, found.recall) == (at(2, 0), pytest.approx(0.7133, abs=5e-5))


def test_an_evening_and_the_next_morning_are_a_day_apart() -> None:
    evening = attempt(at(1, 23), seconds=60)
    [found] = advice([problem()], [evening], [], at(9, 0, 5), UTC)
    assert (found.kind, found.due) == ("due", at(9, 0))
    [found] = advice([problem()], [evening], [], at(8, 23, 59), UTC)
    assert (found.kind, found.due) == ("later", at(9, 0))


def test_days_are_those_of_the_players_zone() -> None:
    zone = timezone(timedelta(hours=-8))
    [found] = advice([problem()], [attempt(at(2, 3), seconds=60)], [], at(9, 7, 59), zone)  # 1st and 8th over there
    assert (found.kind, found.due) == ("later", datetime(2026, 11, 9, tzinfo=zone))
    assert "last practised 7 days ago" in found.reason


def test_an_earlier_version_counts_alike() -> None:
    old = replace(attempt(at(1), seconds=60), version="2" * 16)
    assert after(3, old) == after(3, attempt(at(1), seconds=60))


def test_a_clock_that_went_back_harms_nothing() -> None:
    [found] = advice([problem()], [attempt(at(9))], [], at(1), UTC)
    assert (found.kind, found.recall) == ("later", 1.0)
    assert found.reason.startswith("later: practised today, ")


def test_order() -> None:
    problems = [
        problem("fresh"),
        problem("untried", ["text"]),
        problem("weak", ["joins", "dates"]),
        problem("untried-too", ["text"]),
        problem("faded"),
        problem("fading"),
        problem("soon"),
        problem("good", ["funnels"]),
    ]
    attempts = [
        attempt(at(20), problem="fresh", seconds=60, topics=["funnels"]),
        attempt(at(1), "wrong_answer", "faded", topics=["dates"]),
        attempt(at(1), problem="fading", topics=["funnels"]),
        attempt(at(19), problem="soon", seconds=60, topics=["funnels"]),
    ]
    found = advice(problems, attempts, [], at(20), UTC)
    assert [(each.kind, each.problem.slug) for each in found] == [
        ("due", "faded"),  # about 50%
        ("due", "fading"),  # about 71%
        ("new", "weak"),  # dates: 0 of 1
        ("new", "untried"),
        ("new", "untried-too"),
        ("new", "good"),  # funnels: 3 of 3
        ("later", "soon"),
        ("later", "fresh"),
    ]


def test_what_can_wait_comes_by_the_day_it_is_due_and_not_by_what_is_forgotten() -> None:
    attempts = [attempt(at(5), problem="b", seconds=60), attempt(at(10), problem="a")]  # due on the 13th, the 12th
    found = advice([problem("b"), problem("a")], attempts, [], at(10), UTC)
    assert [(each.problem.slug, each.due) for each in found] == [("a", at(12, 0)), ("b", at(13, 0))]
    assert found[0].recall == 1.0
    assert found[1].recall == pytest.approx(0.9309, abs=5e-5)


def test_nothing_is_said_to_be_certain() -> None:
    twice = [attempt(at(1), seconds=60), attempt(at(9), seconds=60)]
    assert "about 99%" in after(9, *twice).reason  # 99.8% in truth


def reason(*attempts: Attempt, days: int = 12, state: Any = None, **of_task: Any) -> str:
    sessions = [session("s", task(state=state, **of_task), begun=at(1), finished=at(1, 14))] if state else []
    inside = [replace(one, session="s") if state else one for one in attempts]
    [only] = advice([problem()], inside, sessions, at(1 + days), UTC)
    return only.reason


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            reason(wrong(), wrong(1), right(1201)),
            "due: last practised 12 days ago, solved after 2 wrong attempts in 21 min (target 20); "
            "the chance that you still know it is about 70%.",
        ),
        (
            reason(wrong(), right(), days=2),
            "due: last practised 2 days ago, solved after 1 wrong attempt; "
            "the chance that you still know it is about 91%.",
        ),
        (
            reason(right(30), state="accepted", hints=2, days=1),
            "due: last practised yesterday, solved at the first attempt with 2 hints in 1 min (target 20); "
            "the chance that you still know it is about 92%.",
        ),
        (
            reason(right(1500, late=True), state="working", seconds=1500),
            "due: last practised 12 days ago, solved at the first attempt in 25 min (target 20), but after the time "
            "was up; the chance that you still know it is about 70%.",
        ),
        (
            reason(wrong()),
            "due: last practised 12 days ago, not solved in 1 attempt; the chance that you know it is about 54%.",
        ),
        (
            reason(state="working", seconds=840),
            "due: last practised 12 days ago, not solved in 14 min; the chance that you know it is about 54%.",
        ),
        (
            reason(wrong(), state="shown"),
            "due: last practised 12 days ago, when you looked at the solution; "
            "the chance that you know it is about 54%.",
        ),
        (
            reason(right(60), days=1),
            "later: last practised yesterday, solved at the first attempt in 1 min (target 20); the chance that you "
            "still know it is about 98%, and it is due in 7 days, on 9 November.",
        ),
        (
            reason(wrong(), days=0),
            "later: practised today, not solved in 1 attempt; it is due tomorrow, on 2 November.",
        ),
    ],
)
def test_reasons(said: str, expected: str) -> None:
    assert said == expected


def test_reason_in_a_session_that_is_still_open() -> None:
    running = session("s", task(seconds=90), begun=at(1))
    [only] = advice([problem()], [], [running], at(1), UTC)
    assert only.reason == (
        "later: practised today, not solved yet in a session that is still open; it is due tomorrow, on 2 November."
    )


def test_reason_names_the_year_where_it_is_another_one() -> None:
    [only] = advice([problem()], [attempt(at(60), seconds=60)], [], at(60), UTC)  # 30 December
    assert only.reason.endswith("it is due in 8 days, on 7 January 2027.")


def test_reasons_of_new_ones() -> None:
    def why(topics: list[str], *attempts: Attempt) -> str:
        found = advice([problem("x", topics)], attempts, [], at(9), UTC)
        return found[0].reason

    assert why(["joins"]) == "new: you have not practised anything yet, and this is one to begin with."
    bad = attempt(at(1), "wrong_answer", topics=["joins", "dates"])
    good = attempt(at(2), topics=["joins"])
    assert why(["joins"], bad, good) == "new: it is on joins, where you were right 1 time out of 2."
    assert why(["joins", "dates"], bad, good) == "new: it is on dates, where you were right 0 times out of 1."
    assert why(["text"], good) == "new: it is on text, which you have not practised yet."
    assert why(["joins", "text", "sets"], good) == "new: it is on text and sets, which you have not practised yet."
    assert why(["text", "sets", "sums"], good) == (
        "new: it is on text, sets and sums, which you have not practised yet."
    )
    assert why([], good) == "new: you have not practised it yet."


some_attempts = st.lists(
    st.builds(
        attempt,
        st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 1), timezones=st.just(UTC)),
        st.sampled_from(["accepted", "wrong_answer", "invalid_submission", "problem_error"]),
        st.sampled_from(["a", "b", "c"]),
        topics=st.sampled_from([["joins"], ["text", "dates"]]),
        seconds=st.none() | st.floats(0, 10_000),
        session=st.sampled_from(["", "s", "t"]),
    ),
    max_size=25,
)


@given(some_attempts, st.randoms(use_true_random=False))
def test_any_history_gives_every_problem_once(attempts: list[Attempt], chance: random.Random) -> None:
    problems = [problem(slug) for slug in "abcd"]
    found = advice(problems, attempts, [], at(1), UTC)
    assert sorted(each.problem.slug for each in found) == ["a", "b", "c", "d"]
    kinds = [each.kind for each in found]
    assert kinds == sorted(kinds, key=["due", "new", "later"].index)
    for each in found:
        assert each.reason.startswith(f"{each.kind}: ")
        assert each.reason.endswith(".")
        assert (each.due is None) == (each.recall is None) == (each.kind == "new")
        assert each.recall is None or 0 < each.recall <= 1
        assert each.kind == "new" or (each.kind == "due") == (each.due is not None and each.due <= at(1))
    assert [each.recall for each in found if each.kind == "due"] == sorted(
        each.recall for each in found if each.kind == "due" and each.recall
    )
    shuffled = chance.sample(attempts, len(attempts))
    assert advice(problems, shuffled, [], at(1), UTC) == found
