"""An error's own text on the screen: no tab is left in it, and a caret stands under what it points at."""

from __future__ import annotations

import pytest

from judge.render.detail import Detail
from tests.practice import printed


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Candidates:\n\tsum(x)\n\tavg(x)", ["Candidates:", "    sum(x)", "    avg(x)"]),
        ("LINE 1: SELECT a,\t\tnope\n                 ^^^^", ["LINE 1: SELECT a,  nope", "                   ^^^^"]),
        ("LINE 2: \tnope\tb\n        ^^^^", ["LINE 2:  nope b", "         ^^^^"]),
        ("LINE 2: nope\tb\n        ^^^^", ["LINE 2: nope b", "        ^^^^"]),
        ("x =\tnope\n    ^^^^", ["x = nope", "    ^^^^"]),
        ("\tx y\n\t  ^", [" x y", "   ^"]),
        ("^^^", ["^^^"]),
        ("", []),
    ],
)
def test_tabs(text: str, shown: list[str]) -> None:
    assert [line.rstrip() for line in printed(Detail(text)).splitlines()] == shown


def test_of_a_line_that_is_too_long_the_place_is_shown_that_the_caret_points_at() -> None:
    line, caret = "LINE 1: " + "x" * 100 + "\tnope", " " * 108 + "^^^^"
    said, pointer = printed(Detail(f"{line}\n{caret}"), width=40).splitlines()
    assert said[pointer.index("^") :].rstrip() == "nope"
