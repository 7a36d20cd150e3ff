"""Exponents of times that are known exactly."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pytest

from judge.insight.cost.growth import exponent

DECADES = (1_000, 10_000, 100_000, 1_000_000)
HALVES = (1_000, 3_162, 10_000, 31_623, 100_000, 316_228, 1_000_000)


def points(rows: Sequence[int], time: Callable[[int], float]) -> list[tuple[int, float]]:
    return [(n, time(n)) for n in rows]


@pytest.mark.parametrize("rows", [DECADES, HALVES, HALVES[:5], (990, 2_600, 7_200)])
@pytest.mark.parametrize("power", [1.0, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("fixed", [0.0, 0.5, 5.0])
def test_a_power_is_found_whatever_is_fixed(rows: Sequence[int], power: float, fixed: float) -> None:
    found = exponent(points(rows, lambda n: fixed + 20 * (n / 1_000) ** power))
    assert found == pytest.approx(power, abs=0.01)


def test_a_large_fixed_cost_is_taken_off() -> None:
    assert exponent(points(HALVES, lambda n: 60 + n / 1_000)) == pytest.approx(1.0, abs=0.01)


def test_n_log_n_is_little_more_than_linear() -> None:
    found = exponent(points(HALVES, lambda n: n * math.log(n) / 1_000))
    assert found is not None
    assert 1.05 < found < 1.12


def test_only_the_last_points_count() -> None:
    bent = [(1_000, 1.0), (3_162, 30.0), (10_000, 31.0), (100_000, 310.0), (1_000_000, 3_100.0), (10_000_000, 31_000.0)]
    assert exponent(bent) == pytest.approx(1.0, abs=0.05)


def test_the_order_of_the_points_does_not_matter() -> None:
    told = points(HALVES, lambda n: n / 100)
    assert exponent(told[::-1]) == exponent(told)


@pytest.mark.parametrize(
    "told",
    [
        [],
        [(1_000, 5.0)],
        [(1_000, 5.0), (10_000, 50.0)],
        [(n, 5.0) for n in HALVES],
        [(1_000, 5.0), (10_000, 6.0), (100_000, 9.0)],
        [(1_000, 1.0), (1_010, 4.0), (1_020, 5.0)],
        [(0, 5.0), (0, 50.0), (0, 500.0)],
    ],
    ids=["none", "one", "two", "constant", "hardly", "one size", "no rows"],
)
def test_nothing_is_told_from_too_little(told: list[tuple[int, float]]) -> None:
    assert exponent(told) is None


def test_what_falls_again_is_chance() -> None:
    assert exponent([(1_000, 10.0), (10_000, 90.0), (100_000, 11.0), (1_000_000, 12.0)]) is None
