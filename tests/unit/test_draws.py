"""Weighted draws, against numpy's own search and the weights themselves."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures._draws import above, find, pick, pick_by_row, spread

weights = st.lists(st.just(0.0) | st.floats(1e-30, 1e3), min_size=1, max_size=60).filter(any)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(weights, st.integers(0, 2**32 - 1))
def test_the_guided_search_finds_what_a_binary_search_finds(weights: list[float], seed: int) -> None:
    ladder = np.cumsum(weights)
    values = np.random.default_rng(seed).random(1_500) * ladder[-1]
    edges = np.concatenate([ladder, np.nextafter(ladder, 0), np.nextafter(ladder, np.inf), [0.0]])
    values = np.concatenate([values, edges])
    assert np.array_equal(above(ladder, values), np.searchsorted(ladder, values, side="right"))


def test_positions_come_as_often_as_their_weights() -> None:
    rng = np.random.default_rng(1)
    counts = np.bincount(pick(rng, [1, 0, 3], 40_000), minlength=3)
    assert counts[1] == 0 and abs(counts[2] / counts[0] - 3) < 0.15
    rows = np.arange(40_000) % 2
    drawn = pick_by_row(rng, [[1, 1], [0, 5]], rows)
    assert set(drawn[rows == 1].tolist()) == {1}
    assert abs(drawn[rows == 0].mean() - 0.5) < 0.02
    assert len(pick(rng, [1], 0)) == 0


def test_find_and_spread() -> None:
    place, there = find(np.array([30, 99, 10]), np.array([20, 10, 30]))
    assert place[there].tolist() == [2, 1] and there.tolist() == [True, False, True]
    parent, nth = spread(np.array([2, 0, 3]))
    assert parent.tolist() == [0, 0, 2, 2, 2] and nth.tolist() == [0, 1, 0, 1, 2]
