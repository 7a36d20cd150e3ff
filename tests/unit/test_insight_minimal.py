"""The part of a list without which something is not so any more: what holds of it, whatever is asked about."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Sequence

from hypothesis import example, given, settings
from hypothesis import strategies as st

from judge.insight.minimal import minimal

quick = settings(deadline=None, derandomize=True, max_examples=200)
Holds = Callable[[Sequence[int]], bool]


def found(items: Sequence[int], holds: Holds) -> list[int]:
    """What is found: it must hold, be some of `items` in their order, without one that can go, and the same twice.

    What it says that it asks next, if the answer is no, is what it asks next.
    """
    asked: list[list[int]] = []
    foreseen: list[list[int]] = []

    def watched(kept: Sequence[int], after: Sequence[int] | None) -> bool:
        assert not foreseen or foreseen.pop() == list(kept)
        asked.append(list(kept))
        held = holds(kept)
        if not held and after is not None:
            foreseen.append(list(after))
        return held

    given = list(items)
    kept = minimal(given, watched)
    assert given == list(items)
    assert holds(kept)
    left = iter(items)
    assert all(item in left for item in kept)
    assert not any(holds(kept[:place] + kept[place + 1 :]) for place in range(len(kept)))
    first, asked[:] = asked.copy(), []
    assert minimal(given, watched) == kept
    assert asked == first
    return kept


@st.composite
def monotone(draw: st.DrawFn) -> tuple[list[int], list[set[int]]]:
    """Items, and sets of them of which one must be there whole."""
    count = draw(st.integers(0, 60))
    some = st.sets(st.integers(0, max(count - 1, 0)), max_size=min(count, 6))
    return list(range(count)), draw(st.lists(some, min_size=1, max_size=3))


@quick
@given(monotone())
def test_where_more_never_hurts(of: tuple[list[int], list[set[int]]]) -> None:
    items, needed = of
    assert set(found(items, lambda kept: any(some <= set(kept) for some in needed))) in needed


@quick
@given(st.lists(st.integers(0, 4), max_size=25), st.integers(1, 12), st.integers(0, 1000))
def test_where_anything_may_be(items: list[int], one_in: int, salt: int) -> None:
    def holds(kept: Sequence[int]) -> bool:
        return list(kept) == items or zlib.crc32(f"{salt} {list(kept)}".encode()) % one_in == 0

    found(items, holds)


@quick
@given(st.integers(0, 40), st.integers(2, 5))
def test_where_some_can_go_only_together(count: int, divisor: int) -> None:
    """No single one can go at first, and pieces of another size can."""
    kept = found(range(count), lambda kept: len(kept) % divisor == count % divisor)
    assert len(kept) % divisor == count % divisor


def test_what_could_not_go_at_first_goes_once_others_have() -> None:
    """Each can go only when the one after it has gone: a single pass from the front takes away one of them."""

    assert found(range(5), lambda kept: len(kept) > 1 and list(kept) == list(range(len(kept)))) == [0, 1]


def test_the_largest_piece_may_be_said() -> None:
    asked: list[int] = []

    def holds(kept: Sequence[int], _: Sequence[int] | None) -> bool:
        asked.append(len(kept))
        return 63 in kept

    assert minimal(range(64), holds, largest=4) == [63]
    assert asked[0] == 60


def test_nothing_and_everything() -> None:
    assert found([], lambda _: True) == []
    assert found([7], lambda _: True) == []
    assert found([7, 8, 9], lambda kept: len(kept) == 3) == [7, 8, 9]
    assert found([3, 3, 3], lambda kept: 3 in kept) == [3]


@quick
@given(st.integers(1, 5000), st.sets(st.integers(0, 10**6), max_size=8))
@example(5000, set(range(0, 5000, 625)))
@example(4096, {0, 4095})
def test_it_asks_for_little_where_little_matters(count: int, numbers: set[int]) -> None:
    needed = {number % count for number in numbers}
    asked = 0

    def holds(kept: Sequence[int], _: Sequence[int] | None) -> bool:
        nonlocal asked
        asked += 1
        return needed <= set(kept)

    assert minimal(range(count), holds) == sorted(needed)
    halvings = math.ceil(math.log2(count)) + 1
    assert asked <= (2 * len(needed) + 1) * halvings + len(needed)
