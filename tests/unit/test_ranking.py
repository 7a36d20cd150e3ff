"""The best sessions."""

from __future__ import annotations

from typing import Any

from judge.model import Difficulty
from judge.practice.ranking import boards
from judge.practice.records import SessionRecord
from tests.practising import at, session, task


def done(id: str, *points: int, seconds: float = 600.0, track: str = "t", **more: Any) -> SessionRecord:
    """A finished session, whose problems are solved where they have points."""
    tasks = [task(f"p{i}", "accepted" if p else "working", i, points=p) for i, p in enumerate(points)]
    return session(id, *tasks, **{"begun": at(1), "finished": at(1, 14), "track": track, "seconds": seconds, **more})


def order(*sessions: SessionRecord) -> list[tuple[int, str]]:
    [board] = boards(sessions)
    return [(ranked.place, ranked.session.id) for ranked in board.ranked]


def test_points_then_solved_then_time() -> None:
    assert order(
        done("slow", 100, 100, seconds=900),
        done("quick", 100, 100, seconds=800),
        done("one", 200, 0, seconds=10),
        done("best", 200, 1, seconds=2000),
        done("none", 0, 0, seconds=1),
    ) == [(1, "best"), (2, "quick"), (3, "slow"), (4, "one"), (5, "none")]


def test_equal_ones_share_a_place_and_the_earlier_stands_first() -> None:
    assert order(
        done("c", 50), done("b", 100, begun=at(2)), done("a", 100, begun=at(1), player="ben"), done("d", 200)
    ) == [(1, "d"), (2, "a"), (2, "b"), (4, "c")]


def test_only_what_is_over_is_ranked() -> None:
    assert order(
        done("open", 200, finished=None),
        done("out of time", 100, finished=None, seconds=45 * 60),
        done("finished", 50),
    ) == [(1, "out of time"), (2, "finished")]
    assert boards([done("open", 200, finished=None)]) == []


def test_a_board_a_track_and_of_each_the_best() -> None:
    sessions = [done("x", 1, track=""), done("y", 1, track="b"), done("z", 2, track="a"), done("w", 3, track="a")]
    found = [(board.track, [ranked.session.id for ranked in board.ranked]) for board in boards(sessions)]
    assert found == [("a", ["w", "z"]), ("b", ["y"]), ("", ["x"])]
    assert [len(board.ranked) for board in boards(sessions, 1)] == [1, 1, 1]
    assert boards([]) == []


def test_best_is_the_sum_of_all_problems() -> None:
    levels: list[Difficulty] = ["easy", "medium", "hard"]
    tasks = [task(level, "new", i, difficulty=level) for i, level in enumerate(levels)]
    [board] = boards([session("s", *tasks, begun=at(1), finished=at(2))])
    assert board.ranked[0].best == 600
