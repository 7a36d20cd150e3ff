"""Accuracy, time, streak and weeks."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.practice.records import Attempt
from judge.practice.statistics import Tally, Week, statistics
from tests.practising import at, attempt, session, task
from tests.unit.test_spacing import some_attempts

TODAY = date(2026, 11, 11)


def test_nothing() -> None:
    found = statistics([], [], TODAY, UTC)
    assert found.overall == Tally("overall", 0, 0, 0, 0, 0, None)
    assert (found.overall.accuracy, found.overall.first_try_accuracy) == (None, None)
    assert (found.attempts, found.topics, found.languages, found.streak, found.longest) == (0, (), (), 0, 0)
    assert len(found.weeks) == 12
    assert {week.accuracy for week in found.weeks} == {None}


def test_tallies() -> None:
    attempts = [
        attempt(at(1, 9), "wrong_answer", topics=["joins", "dates"]),
        attempt(at(1, 10), topics=["joins", "dates"], seconds=600),  # half of 20 minutes
        attempt(at(1, 11), "wrong_answer", topics=["joins", "dates"]),
        attempt(at(2), topics=["joins", "dates"], seconds=1800),  # one and a half
        attempt(at(2), "invalid_submission", "b", language="pandas", topics=["text"]),
        attempt(at(2, 13), problem="b", language="pandas", topics=["text"]),  # no clock
        attempt(at(3), "runtime_error", "c", topics=["joins"]),
        attempt(at(3), "problem_error", "d", topics=["sets"]),
    ]
    found = statistics(attempts, [], TODAY, UTC)
    assert found.attempts == 8
    assert found.overall == Tally("overall", tried=3, solved=2, sittings=4, accepted=3, first_try=2, time=1.0)
    assert (found.overall.accuracy, found.overall.first_try_accuracy) == (0.75, 0.5)
    assert found.topics == (
        Tally("joins", tried=2, solved=1, sittings=3, accepted=2, first_try=1, time=1.0),
        Tally("dates", tried=1, solved=1, sittings=2, accepted=2, first_try=1, time=1.0),
        Tally("text", tried=1, solved=1, sittings=1, accepted=1, first_try=1, time=None),
    )
    assert found.languages == (
        Tally("sql", tried=2, solved=1, sittings=3, accepted=2, first_try=1, time=1.0),
        Tally("pandas", tried=1, solved=1, sittings=1, accepted=1, first_try=1, time=None),
    )


def test_a_sitting_counts_for_each_of_its_languages_by_itself() -> None:
    attempts = [attempt(at(1, 9), "wrong_answer"), attempt(at(1, 10), language="pandas", seconds=2400)]
    found = statistics(attempts, [], TODAY, UTC)
    assert found.overall == Tally("overall", 1, 1, 1, 1, 0, 2.0)
    assert found.languages == (Tally("sql", 1, 0, 1, 0, 0, None), Tally("pandas", 1, 1, 1, 1, 1, 2.0))


def test_problems_of_sessions_without_an_attempt() -> None:
    begun = task("a", seconds=300.0)
    tasks = (begun, task("b", "new", 1), task("c", "shown", 2, topics=("dates",)), task("d", place=3, seconds=60.0))
    found = statistics([], [session("s", *tasks, begun=at(1), finished=at(1, 14), language="sql")], TODAY, UTC)
    assert found.overall == Tally("overall", 2, 0, 2, 0, 0, None)
    assert [tally.name for tally in found.topics] == ["dates", "joins"]
    assert found.languages == (Tally("sql", 2, 0, 2, 0, 0, None),)
    assert found.streak == 0
    assert statistics([], [session("s", begun, begun=at(1))], TODAY, UTC).languages == ()


def test_an_answer_after_the_solution_is_not_ones_own() -> None:
    shown = session("s", task(state="shown", seconds=300.0), begun=at(1), finished=at(1, 14))
    found = statistics([attempt(at(1), session="s", seconds=300.0)], [shown], TODAY, UTC)
    assert found.overall == Tally("overall", 1, 0, 1, 0, 0, None)


def test_a_problem_without_minutes_divides_nothing_by_zero() -> None:
    assert statistics([attempt(at(1), minutes=0, seconds=120.0)], [], TODAY, UTC).overall.time == 2.0


@pytest.mark.parametrize(
    ("days", "streak", "longest"),
    [
        ([11], 1, 1),
        ([10], 1, 1),
        ([9], 0, 1),
        ([9, 10, 11], 3, 3),
        ([8, 9, 10], 3, 3),
        ([1, 2, 3, 4, 6, 10, 11], 2, 4),
        ([1, 1, 2, 4], 0, 2),
    ],
)
def test_streaks(days: list[int], streak: int, longest: int) -> None:
    found = statistics([attempt(at(day), "wrong_answer") for day in days], [], TODAY, UTC)
    assert (found.streak, found.longest) == (streak, longest)


def test_days_are_those_of_the_zone() -> None:
    attempts = [attempt(at(10, 23)), attempt(at(11, 1))]
    assert statistics(attempts, [], TODAY, UTC).streak == 2
    assert statistics(attempts, [], date(2026, 11, 10), timezone(timedelta(hours=-3))).streak == 1
    assert statistics(attempts, [], TODAY, timezone(timedelta(hours=3))).streak == 1


def test_days_are_those_of_the_machine_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    if not hasattr(time, "tzset"):
        pytest.skip("the zone cannot be set here")
    attempts = [attempt(at(10, 23)), attempt(at(11, 1))]
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "XYZ+3")  # three hours behind
        time.tzset()
        found = statistics(attempts, [], TODAY)
    time.tzset()
    assert (found.streak, found.longest) == (1, 1)


def test_weeks() -> None:
    attempts = [
        attempt(at(8, 23, 59)),  # Sunday
        attempt(at(9, 0)),  # Monday
        attempt(at(9, 1), "wrong_answer", "b"),
        attempt(at(-47, 0), "wrong_answer"),  # Monday, 11 weeks before: 14 September
        attempt(at(-48, 23)),  # the Sunday before it
        attempt(at(16)),  # next week, by a clock that is fast
    ]
    weeks = statistics(attempts, [], TODAY, UTC).weeks
    assert [week.monday for week in weeks] == [date(2026, 8, 24) + timedelta(weeks=i) for i in range(12)]
    found = {week.name: (week.sittings, week.accepted, week.accuracy) for week in weeks if week.sittings}
    assert found == {"2026-W38": (1, 0, 0.0), "2026-W37": (1, 1, 1.0), "2026-W45": (1, 1, 1.0), "2026-W46": (2, 1, 0.5)}


def test_iso_weeks_at_a_turn_of_the_year() -> None:
    assert Week(date(2026, 12, 28), 0, 0).name == "2026-W53"
    assert Week(date(2024, 12, 30), 0, 0).name == "2025-W01"


@given(some_attempts, st.randoms(use_true_random=False))
def test_any_history_adds_up(attempts: list[Attempt], chance: random.Random) -> None:
    found = statistics(attempts, [], TODAY, UTC)
    for tally in (found.overall, *found.topics, *found.languages):
        assert 0 <= tally.first_try <= tally.accepted <= tally.sittings
        assert tally.solved <= tally.tried <= tally.sittings
        assert tally.solved <= tally.accepted
    assert sum(week.sittings for week in found.weeks) <= found.overall.sittings <= len(attempts)
    assert found.streak <= found.longest <= len({attempt.at.date() for attempt in attempts})
    assert statistics(chance.sample(attempts, len(attempts)), [], TODAY, UTC) == found
    moved = [replace(each, at=each.at + timedelta(weeks=2000)) for each in attempts]
    later = statistics(moved, [], TODAY + timedelta(weeks=2000), UTC)
    assert (later.overall, later.streak, later.longest) == (found.overall, found.streak, found.longest)
