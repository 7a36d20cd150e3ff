"""The line that takes the time, from what was seen of hand-made functions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from judge.insight.cost.cause import Cause
from judge.insight.cost.functions import cause

SOURCE = "\n".join(f"line_{number}()" for number in range(1, 21))


def seen(
    stacks: list[tuple[list[int], float, int]],
    calls: list[tuple[str, int, int, float, int, int, int]] | None = None,
    loops: list[tuple[int, int, int]] | None = None,
) -> str:
    ms = sum(took for _, took, _ in stacks)
    return json.dumps({"ms": ms, "stacks": stacks, "calls": calls or [], "loops": loops or []})


def named(profile: str, source: str = SOURCE) -> Cause:
    found = cause([profile], source, 4_000)
    assert found is not None
    return found


def test_a_line_that_is_nothing_else_is_only_named() -> None:
    found = named(seen([([2], 10, 1), ([3], 90, 1)]))
    assert (found.kind, found.line, found.text, found.sentence) == ("line", 3, "line_3()", "")
    assert found.share == pytest.approx(0.9)
    assert found.also == ()


def test_a_loop_over_rows_counts_with_its_body_and_with_what_that_calls() -> None:
    stacks = [([5], 5.0, 3_001), ([6], 20.0, 3_000), ([6, 12], 70.0, 3_000), ([9], 5.0, 1)]
    found = named(seen(stacks, [("iterrows", 5, 1, 0.1, 3_000, 0, 0)], [(5, 6, 7)]))
    assert (found.kind, found.line) == ("row_loop", 5)
    assert found.sentence == "a loop over rows with iterrows: 3,000 rounds in all"
    assert found.share == pytest.approx(0.95)
    assert found.also == ("line 12, run 3,000 times, takes 70% of the time: line_12()",)


def test_iterrows_outside_the_slow_loop_is_not_blamed() -> None:
    stacks = [([2], 5.0, 401), ([3], 5.0, 400), ([5], 5.0, 3_001), ([6], 85.0, 3_000)]
    found = named(seen(stacks, [("iterrows", 2, 1, 0.1, 400, 0, 0)], [(2, 3, 3), (5, 6, 6)]))
    assert (found.kind, found.line, found.sentence) == ("loop", 5, "a loop in Python: 3,000 rounds in all")


def test_the_inner_of_two_loops_is_named_where_it_takes_nearly_all() -> None:
    stacks = [([2], 1.0, 301), ([3], 9.0, 90_300), ([4], 90.0, 90_000)]
    found = named(seen(stacks, loops=[(2, 3, 4), (3, 4, 4)]))
    assert (found.line, found.sentence) == (3, "a loop in Python, within the loop of line 2: 90,000 rounds in all")


def test_a_loop_of_few_rounds_is_not_what_makes_it_slow() -> None:
    found = named(seen([([2], 1.0, 4), ([3], 99.0, 3)], loops=[(2, 3, 3)]))
    assert (found.kind, found.line) == ("line", 3)


def test_apply_by_row_with_a_function_elsewhere() -> None:
    stacks = [([9], 30.0, 1), ([9, 2], 70.0, 800)]
    found = named(seen(stacks, [("apply by row", 9, 1, 98.0, 800, 0, 800)]))
    assert (found.kind, found.line) == ("apply_by_row", 9)
    assert found.sentence == "apply with axis=1 calls a Python function for each of 800 rows"
    assert found.share == pytest.approx(0.98)


@pytest.mark.parametrize(
    ("what", "kind", "sentence"),
    [
        ("apply by value", "apply_by_value", "it calls a Python function for each of 800 values"),
        ("apply by group", "apply_by_group", "apply calls a Python function for each of 800 groups"),
        ("function by group", "apply_by_group", "it calls a Python function for each of 800 groups"),
        ("merge", "merge", "a merge: 800 and 50 rows in, 810 out"),
        ("join", "merge", "a join: 800 and 50 rows in, 810 out"),
        ("concat", "concat", "pd.concat"),
        ("str.contains", "strings", "string work: .str.contains() on 810 rows"),
    ],
)
def test_what_a_line_asks_of_pandas(what: str, kind: str, sentence: str) -> None:
    found = named(seen([([9], 100.0, 1)], [(what, 9, 1, 95.0, 800, 50, 810)]))
    assert (found.kind, found.line, found.sentence) == (kind, 9, sentence)


def test_a_call_that_takes_little_is_not_blamed() -> None:
    found = named(seen([([9], 100.0, 1)], [("apply by row", 9, 1, 5.0, 800, 0, 800)]))
    assert (found.kind, found.line) == ("line", 9)


def test_a_merge_that_multiplies_answers_for_the_lines_after_it() -> None:
    stacks = [([2], 5.0, 1), ([3], 30.0, 1), ([4], 65.0, 1)]
    found = named(seen(stacks, [("merge", 3, 1, 29.0, 3_000, 600, 450_000)]))
    assert (found.kind, found.line) == ("multiplying_merge", 3)
    assert found.sentence == "a merge that multiplies: 3,000 and 600 rows in, 450,000 out"
    assert (found.rows_in, found.rows_out) == ((3_000, 600), 450_000)
    assert found.share == pytest.approx(0.95)
    assert found.also == ("line 4 takes 65% of the time: line_4()",)


def test_what_is_called_again_and_again_says_so() -> None:
    found = named(seen([([9], 100.0, 40)], [("concat", 9, 40, 95.0, 0, 0, 900)]))
    assert found.sentence == "pd.concat, called 40 times, copies all its rows each time"


def test_the_quickest_of_several_profiles_counts() -> None:
    found = cause([seen([([2], 500.0, 1)]), seen([([3], 50.0, 1)])], SOURCE, 10)
    assert found is not None
    assert found.line == 3


def test_nothing_is_named_where_nothing_was_seen() -> None:
    assert cause([seen([])], SOURCE, 10) is None


def _with(**other: Any) -> str:
    return json.dumps({"ms": 1.0, "stacks": [], "calls": [], "loops": []} | other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        _with(ms="long"),
        _with(ms=-1.0),
        _with(ms=float("inf")),
        _with(stacks=[[[1], 1.0]]),
        _with(stacks=[[["1"], 1.0, 1]]),
        _with(stacks=[[[-1], 1.0, 1]]),
        _with(calls=[[1, 1, 1, 1.0, 1, 1, 1]]),
        _with(calls=[["merge", 1, 1, 1.0, 1, 1]]),
        _with(calls=[["merge", 1, 2**70, 1.0, 1, 1, 1]]),
        _with(loops=[[1, 2]]),
        _with(loops=[[1, 2, True]]),
        "[" * 100_000,
        " " * (9 << 20),
    ],
    ids=lambda text: text[:60].strip() or "blank",
)
def test_what_is_no_profile_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        cause([text], SOURCE, 1)


def test_a_line_that_the_file_does_not_have_has_no_text() -> None:
    assert named(seen([([99], 1.0, 1)])).text == ""
