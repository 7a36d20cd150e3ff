"""Bars and trends."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.render.chart import bar, trend

BLOCKS = " ▏▎▍▌▋▊▉█"
shares = st.floats(0, 1)


def eighths(drawn: str) -> int:
    return sum(BLOCKS.index(letter) for letter in drawn)


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0, "    "),
        (1, "████"),
        (1 / 2, "██  "),
        (1 / 32, "▏   "),
        (21 / 32, "██▋ "),
        (0.0001, "▏   "),
        (0.9999, "███▉"),
    ],
)
def test_bars(share: float, expected: str) -> None:
    assert bar(share, 4) == expected


@given(shares, st.integers(1, 60))
def test_a_bar_is_as_long_as_its_share(share: float, width: int) -> None:
    drawn = bar(share, width)
    assert len(drawn) == width
    assert drawn.rstrip() == drawn.replace(" ", "")
    assert all(letter == "█" for letter in drawn.rstrip()[:-1])
    assert abs(eighths(drawn) - 8 * width * share) <= 1
    assert (eighths(drawn) == 0) == (share == 0)
    assert (eighths(drawn) == 8 * width) == (share == 1)


@given(st.lists(shares, min_size=2, max_size=2).map(sorted), st.integers(1, 60))
def test_a_larger_share_has_no_shorter_bar(pair: list[float], width: int) -> None:
    assert eighths(bar(pair[0], width)) <= eighths(bar(pair[1], width))


def test_a_trend() -> None:
    assert trend([0, 0.5, 0.5, 1, None, 0.75, None, None, 1, 0.25], "7 Sep", "9 Nov") == "\n".join(
        [
            "100% ┤           ╭─•                   •─╮",
            "     ┤           │                       │",
            " 75% ┤           │         •             │",
            "     ┤           │                       │",
            " 50% ┤   ╭─•───•─╯                       │",
            "     ┤   │                               │",
            " 25% ┤   │                               ╰─•",
            "     ┤   │",
            "  0% ┤ •─╯",
            "       7 Sep                           9 Nov",
        ]
    )


def test_small_trends() -> None:
    assert trend([None], "7 Sep", "7 Sep", 5) == "100% ┤\n 75% ┤\n 50% ┤\n 25% ┤\n  0% ┤\n       7 Sep  7 Sep"
    assert trend([1, 0.75], "a", "b", 5) == ("100% ┤ •─╮\n 75% ┤   ╰─•\n 50% ┤\n 25% ┤\n  0% ┤\n       a   b")


@given(st.lists(st.none() | shares, min_size=1, max_size=20), st.sampled_from([5, 9, 13]))
def test_every_value_is_a_point_and_every_gap_is_empty(values: Sequence[float | None], height: int) -> None:
    lines = trend(values, "first", "last", height).split("\n")
    assert len(lines) == height + 1
    canvas = [line[7:].ljust(4 * len(values)) for line in lines[:-1]]
    for i, value in enumerate(values):
        column = [row[4 * i] for row in canvas]
        following = {row[j] for row in canvas for j in range(4 * i + 1, 4 * i + 4)}
        joined = value is not None and i + 1 < len(values) and values[i + 1] is not None
        assert (following != {" "}) == joined
        if value is None:
            assert set(column) == {" "}
        else:
            assert column.count("•") == 1
            assert column.count(" ") == height - 1
            assert abs(1 - column.index("•") / (height - 1) - value) <= 0.5 / (height - 1) + 1e-9
