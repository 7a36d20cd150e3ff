"""The screen and the document of a profile, of hand-made times."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from judge.insight.cost.cause import Cause
from judge.insight.cost.growth import Growth
from judge.insight.cost.measuring import Point, Profile, Timed
from judge.model import Case, Limits, Submission
from judge.render.profile import duration, grew, plot, profile_document, profile_panel, short, untold
from tests import golden

ROWS = (1_000, 3_162, 10_000, 31_623, 100_000, 316_228, 1_000_000)
LIMIT = Timed(None, "time limit", "no answer within 10 s")
CAUSE = Cause(
    "multiplying_merge",
    "a merge that multiplies: 2,000 and 600 rows in, 450,000 out",
    0.934,
    31_623,
    line=2,
    text='pairs = members.merge(plays, on="device")',
    rows_in=(2_000, 600),
    rows_out=450_000,
    also=("line 3 takes 65% of the time: return pairs",),
)


def point(rows: int) -> Point:
    quadratic = 4.0 + 2.0 * (rows / 1_000) ** 2
    answer = Timed(quadratic) if rows < 50_000 else LIMIT if rows < 200_000 else None
    return Point(rows, rows / 900, answer, Timed(3.0 + rows / 5_000))


PROFILE = Profile(
    "toy",
    Submission("pandas", "", "my.py"),
    "toy/solution.py",
    Case("base", 2),
    tuple(map(point, ROWS)),
    Limits(),
    stopped="a fixture of 3,162,278 rows would take over 30 s to build",
    cause=CAUSE,
    notes=("the query was translated from mysql before it ran",),
)


def screen(profile: Profile) -> str:
    console = Console(width=80, color_system=None, highlight=False, emoji=False, markup=False)
    with console.capture() as captured:
        console.print(profile_panel(profile))
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def test_the_screen() -> None:
    golden.check("profile", screen(PROFILE))


def test_a_query_has_no_line() -> None:
    query = replace(CAUSE, kind="cross_product", sentence="a cross product of a and b", line=None, text="", also=())
    said = screen(replace(PROFILE, cause=query))
    assert "what takes the time (93% of the time at 31,623 rows):\n  a cross product of a and b\n" in said
    assert "line" not in said


def test_what_failed_at_once_shows_its_error_and_nothing_else() -> None:
    failed = Timed(None, "runtime error", "Binder Error: no such column", "LINE 1: SELECT x\n               ^")
    said = screen(replace(PROFILE, points=(Point(1_000, 1.0, failed, Timed(3.0)),), cause=None))
    assert said.splitlines()[1:] == [
        "",
        "! runtime error at 1,000 rows: Binder Error: no such column",
        "",
        "  LINE 1: SELECT x",
        "                 ^",
    ]


def test_nothing_is_said_of_a_cause_that_is_not_known() -> None:
    said = screen(replace(PROFILE, cause=None, notes=(), stopped="", points=PROFILE.points[:3]))
    assert "what takes the time" not in said
    assert "note" not in said


def test_control_characters_of_an_answer_are_visible() -> None:
    said = screen(replace(PROFILE, cause=replace(CAUSE, text="x = '\x1b[31m'")))
    assert "\x1b" not in said
    assert "\\x1b[31m" in said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Growth(10.0, 10.0, 1.0), "10 times the rows take 10 times as long (rows^1.0)"),
        (Growth(10.0, 100.0, 2.0), "10 times the rows take 100 times as long (rows^2.0)"),
        (Growth(10.0, 3.2, 0.5), "10 times the rows take 3.2 times as long (rows^0.5)"),
        (Growth(9_994 / 994, 806 / 138, 1.05), "10 times the rows take 5.8 times as long (rows^0.8)"),
        (Growth(8.0, 139 / 11, 1.7), "8.0 times the rows take 13 times as long (rows^1.7 past a fixed cost)"),
        (Growth(8.0, 16.0, 1.0), "8.0 times the rows take 16 times as long (rows^1.3)"),
    ],
)
def test_growth_in_words(found: Growth, said: str) -> None:
    assert grew(found) == said


FAST = Timed(28.0)


@pytest.mark.parametrize(
    ("times", "stopped", "said"),
    [
        ([(1_000, FAST), (3_000, FAST)], False, "measured at too few sizes to tell how it grows"),
        ([(1_000, FAST), (3_000, FAST), (9_000, LIMIT)], False, "measured at too few sizes to tell how it grows"),
        (
            [(1_000, FAST), (3_000, FAST), (100_000, FAST)],
            False,
            "too fast to tell how it grows; --rows-to 1000000 may show it",
        ),
        (
            [(1_000, FAST), (3_000, FAST), (990_000, FAST)],
            False,
            "too fast to tell how it grows; --rows-to 10000000 may show it",
        ),
        (
            [(1_000, FAST), (3_000, FAST), (9_990_000, FAST)],
            False,
            "too fast to tell how it grows, even at 9,990,000 rows",
        ),
        ([(1_000, FAST), (3_000, FAST), (9_000, FAST)], True, "too fast to tell how it grows, even at 9,000 rows"),
        (
            [(1_000, FAST), (3_000, FAST), (9_000, FAST), (30_000, LIMIT)],
            False,
            "too fast to tell how it grows, even at 9,000 rows",
        ),
        ([(n, Timed(2_000.0)) for n in ROWS], False, "hardly longer with more rows, up to 1,000,000"),
    ],
)
def test_why_no_growth_is_told(times: list[tuple[int, Timed | None]], stopped: bool, said: str) -> None:
    assert untold(times, stopped=stopped) == said


@pytest.mark.parametrize(
    ("ms", "said"),
    [(0.24, "0.2 ms"), (9.94, "9.9 ms"), (12.4, "12 ms"), (999.0, "999 ms"), (1_000.0, "1.0 s"), (61_000.0, "61 s")],
)
def test_durations(ms: float, said: str) -> None:
    assert duration(ms) == said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        *((7, "7"), (999, "999"), (1_000, "1.0k"), (3_162, "3.2k"), (31_623, "32k")),
        *((316_228, "316k"), (999_499, "999k"), (999_540, "1.0M"), (10_000_000, "10M")),
    ],
)
def test_short_numbers_of_rows(rows: int, said: str) -> None:
    assert short(rows) == said


def test_a_plot() -> None:
    assert plot([1.0, 10.0, None, 1_000.0], [1.0, None, 3.2, 10.0], ["1k", "10k", "100k", "1.0M"]) == "\n".join(
        [
            "    1 s ┤                        •",
            "        ┤",
            " 100 ms ┤",
            "        ┤",
            "  10 ms ┤          •              o",
            "        ┤                  o",
            "   1 ms ┤   •o",
            "            1k    10k    100k   1.0M",
            "          rows in all tables    • yours  o reference",
        ]
    )


def test_a_plot_of_many_sizes_fits_a_terminal() -> None:
    points = tuple(point(round(100 * 10 ** (i / 2))) for i in range(11))
    lines = screen(replace(PROFILE, points=points)).splitlines()
    assert max(map(len, lines)) <= 80
    assert next(line for line in lines if "100k" in line and "┤" not in line and "," not in line).endswith("10M")


def test_the_document() -> None:
    document = json.loads(json.dumps(profile_document(PROFILE)))
    assert list(document) == [
        *("schema", "problem", "language", "reference", "case", "seed", "time_limit", "points", "exponent"),
        *("reference_exponent", "cause", "stopped", "notes"),
    ]
    points: list[dict[str, Any]] = document["points"]
    assert [each["rows"] for each in points] == list(ROWS)
    assert points[0] == {
        "rows": 1_000,
        "scale": 1_000 / 900,
        "answer": {"ms": 6.0, "failure": "", "message": "", "detail": ""},
        "reference": {"ms": 3.2, "failure": "", "message": "", "detail": ""},
        "ratio": 1.875,
    }
    assert points[4]["answer"] == {
        "ms": None,
        "failure": "time limit",
        "message": "no answer within 10 s",
        "detail": "",
    }
    assert (points[4]["ratio"], points[5]["answer"]) == (None, None)
    assert document["exponent"] == pytest.approx(2.0, abs=0.01)
    assert document["reference_exponent"] == pytest.approx(1.0, abs=0.02)
    assert document["cause"] == {
        "kind": "multiplying_merge",
        "sentence": "a merge that multiplies: 2,000 and 600 rows in, 450,000 out",
        "share": 0.934,
        "rows": 31_623,
        "line": 2,
        "text": 'pairs = members.merge(plays, on="device")',
        "correlated": False,
        "rows_in": [2_000, 600],
        "rows_out": 450_000,
        "also": ["line 3 takes 65% of the time: return pairs"],
    }
    assert profile_document(replace(PROFILE, cause=None))["cause"] is None
