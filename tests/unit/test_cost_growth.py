"""Growth of times that are known exactly, and of the same times with chance in them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.insight.cost.growth import Growth, growth

DECADES = (1_000, 10_000, 100_000, 1_000_000)
HALVES = (1_000, 3_162, 10_000, 31_623, 100_000, 316_228, 1_000_000)


def points(rows: Sequence[int], time: Callable[[int], float]) -> list[tuple[int, float]]:
    return [(n, time(n)) for n in rows]


def grown(told: list[tuple[int, float]]) -> Growth:
    found = growth(told)
    assert found
    return found


@pytest.mark.parametrize("rows", [DECADES, HALVES, HALVES[:5], (990, 2_600, 7_200, 20_100)])
@pytest.mark.parametrize("power", [1.0, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("fixed", [0.0, 0.5, 5.0])
def test_a_power_is_found_whatever_is_fixed(rows: Sequence[int], power: float, fixed: float) -> None:
    found = grown(points(rows, lambda n: fixed + 20 * (n / 1_000) ** power))
    assert found.exponent == pytest.approx(power, abs=0.01)


def test_a_large_fixed_cost_is_taken_off() -> None:
    assert grown(points(HALVES, lambda n: 60 + n / 1_000)).exponent == pytest.approx(1.0, abs=0.01)


def test_n_log_n_is_little_more_than_linear() -> None:
    assert 1.05 < grown(points(HALVES, lambda n: n * math.log(n) / 1_000)).exponent < 1.2


def test_only_the_last_points_count() -> None:
    bent = [(100, 1.0), (300, 29.0), (1_000, 3.1), (10_000, 31.0), (100_000, 310.0), (1_000_000, 3_100.0)]
    assert grown([*bent, (10_000_000, 31_000.0)]).exponent == pytest.approx(1.0, abs=0.01)


def test_the_order_of_the_points_does_not_matter() -> None:
    told = points(HALVES, lambda n: n / 100)
    assert growth(told[::-1]) == growth(told)


@pytest.mark.parametrize(
    ("told", "rows", "times"),
    [
        ([(994, 138.0), (3_150, 505.0), (9_994, 806.0)], 10.05, 5.84),
        ([(1_000, 8.0), (3_150, 9.0), (11_003, 11.0), (31_000, 30.0), (88_027, 139.0)], 8.0, 12.64),
        ([(1_000, 5.0), (2_000, 10.0), (4_000, 40.0)], 4.0, 8.0),
        ([(1_000, 1.0), (10_000, 10.0), (30_000, 30.0), (36_000, 36.0)], 3.6, 3.6),
    ],
)
def test_what_was_seen_is_what_the_table_shows(told: list[tuple[int, float]], rows: float, times: float) -> None:
    found = grown(told)
    assert (found.rows, found.times) == (pytest.approx(rows, abs=0.01), pytest.approx(times, abs=0.01))
    assert found.rows**found.seen == pytest.approx(found.times)


def test_of_three_points_no_fixed_cost_is_told() -> None:
    found = grown([(994, 138.0), (3_150, 505.0), (9_994, 806.0)])
    assert found.exponent == found.seen == pytest.approx(0.765, abs=0.001)


def test_a_square_behind_a_fixed_cost_is_told() -> None:
    found = grown([(1_000, 8.0), (3_150, 8.2), (11_003, 11.0), (31_000, 24.5), (88_027, 139.0)])
    assert 1.6 < found.exponent < 2.1
    assert found.seen == pytest.approx(1.22, abs=0.01)


NOISE = st.lists(st.floats(0.8, 1.2), min_size=len(HALVES), max_size=len(HALVES))
SHAPES: dict[str, tuple[Callable[[int], float], float]] = {
    "n": (lambda n: n / 1_000, 1.0),
    "n log n": (lambda n: n * math.log(n) / 7_000, 1.1),
    "n^2": (lambda n: (n / 1_000) ** 2, 2.0),
}


@pytest.mark.parametrize(("time", "power"), SHAPES.values(), ids=SHAPES)
@given(noise=NOISE, fixed=st.sampled_from([0.0, 0.5, 5.0, 20.0]), count=st.integers(5, len(HALVES)))
def test_chance_does_not_make_another_growth(
    time: Callable[[int], float], power: float, noise: list[float], fixed: float, count: int
) -> None:
    told = [(n, (fixed + time(n)) * off) for n, off in zip(HALVES[:count], noise, strict=False)]
    found = grown(told)
    assert abs(found.exponent - power) < 0.65
    assert found.times == told[-1][1] / told[-3][1]  # the half decades: a tenth of the rows is two before


@pytest.mark.parametrize(
    "told",
    [
        [],
        [(1_000, 5.0)],
        [(1_000, 5.0), (10_000, 50.0)],
        [(n, 5.0) for n in HALVES],
        [(1_000, 5.0), (10_000, 6.0), (100_000, 9.0)],
        [(1_000, 14.0), (10_000, 17.0), (100_000, 28.0)],
        [(1_000, 1.0), (1_010, 4.0), (1_020, 5.0)],
        [(0, 5.0), (0, 50.0), (0, 500.0)],
        [(1_000, 10.0), (10_000, 90.0), (100_000, 11.0), (1_000_000, 12.0)],
        [(1_000, 10.0), (10_000, 90.0), (100_000, 60.0)],
    ],
    ids=["none", "one", "two", "constant", "hardly", "fast", "one size", "no rows", "chance", "falls"],
)
def test_nothing_is_told_from_too_little(told: list[tuple[int, float]]) -> None:
    assert growth(told) is None
