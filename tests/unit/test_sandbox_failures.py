"""How a submission may fail, in a process of its own, and that it takes nothing else down with it."""

from __future__ import annotations

import pytest

from judge.model import Limits, Outcome
from tests.running import ONE, fixture, in_worker

FRAME = "    return plays[['play_id']].rename(columns={'play_id': 'x'})\n"


def failures(outcomes: list[Outcome]) -> list[str]:
    return [outcome.failure for outcome in outcomes]


def test_an_exception_shows_the_candidates_own_lines_and_none_of_ours() -> None:
    source = (
        "import pandas as pd\ndef rate(part, whole):\n    return part['missing'] / whole\n"
        "def solve(plays):\n    print('so far')\n    return pd.DataFrame({'x': [rate(plays, 0)]})\n"
    )
    [first, second], output = in_worker("pandas", source, ONE, ONE)
    assert (first.failure, first.message) == ("runtime_error", "KeyError: 'missing'")
    assert [line for line in first.detail.splitlines() if line.strip(" ~^")] == [
        "Traceback (your lines):",
        '  File "answer.py", line 6, in solve',
        "    return pd.DataFrame({'x': [rate(plays, 0)]})",
        '  File "answer.py", line 3, in rate',
        "    return part['missing'] / whole",
        "KeyError: 'missing'",
    ]
    assert second == Outcome(
        failure="runtime_error", message=first.message, detail=first.detail, elapsed_ms=second.elapsed_ms
    ), "an exception ends its own fixture alone"
    assert output == "so far\nso far\n"


# a body of solve(plays) for each fixture in turn; the last of them is a good answer
CAUGHT = {
    "an error at import": "runtime_error",
    "recursion": "runtime_error",
    "exit": "runtime_error",
    "an interrupt": "runtime_error",
    "a __str__ that raises": "runtime_error",
    "an error of duckdb": "runtime_error",
    "a long message": "runtime_error",
    "a group of errors": "runtime_error",
    "memory": "memory_limit",
}
CAUGHT_SOURCE = f"""import sys
import duckdb
import numpy as np

class Odd(Exception):
    def __str__(self): raise self

calls = 0

def solve(plays):
    global calls
    calls += 1
    match calls:
        case 1: import no_such_module
        case 2: return solve_again(plays)
        case 3: sys.exit(0)
        case 4: raise KeyboardInterrupt
        case 5: raise Odd
        case 6: duckdb.sql("selec 1")
        case 7: raise ValueError("x" * 1_000_000)
        case 8: raise ExceptionGroup("two", [ValueError("a"), ValueError("b")])
        case 9: np.ones(4 << 30)
{FRAME}
def solve_again(plays): return solve_again(plays)
"""


def test_whatever_python_code_raises_is_caught_and_the_next_fixture_runs() -> None:
    outcomes, output = in_worker("pandas", CAUGHT_SOURCE, *[ONE] * (len(CAUGHT) + 1))
    assert failures(outcomes[:-1]) == list(CAUGHT.values())
    assert outcomes[-1].result is not None
    said = [outcome.message for outcome in outcomes]
    assert said[0] == "ModuleNotFoundError: No module named 'no_such_module'"
    assert said[1].startswith("RecursionError: maximum recursion depth exceeded")
    assert said[2] == "the submission asked to exit"
    assert said[3:5] == ["KeyboardInterrupt", "submission.Odd: <exception str() failed>"]
    assert said[5].startswith("LINE 1: selec 1") or "selec" in outcomes[5].detail
    assert len(outcomes[1].detail) < 2_000, "a recursion is folded"
    assert len(outcomes[6].detail) < 10_000, "a message is cut"
    assert said[7] == "ExceptionGroup: two (2 sub-exceptions)"
    assert all("judge" not in outcome.detail for outcome in outcomes)
    assert output == ""


ENDED = {
    "os._exit": ("import os; os._exit(3)", "runtime_error", "exit code 3"),
    "a segmentation fault": ("import ctypes; ctypes.string_at(0)", "runtime_error", "SIGSEGV"),
    "killed": ("import signal; signal.raise_signal(9)", "memory_limit", "most likely for its memory"),
    "an endless loop": ("while True: pass", "time_limit", "no answer within 3 s on this fixture"),
}


@pytest.mark.parametrize(("body", "failure", "said"), ENDED.values(), ids=ENDED)
def test_what_ends_the_process_skips_the_other_fixtures(body: str, failure: str, said: str) -> None:
    source = f"calls = []\ndef solve(plays):\n    calls.append(1)\n    if len(calls) == 2:\n        {body}\n{FRAME}"
    outcomes, _ = in_worker("pandas", source, ONE, ONE, ONE, ONE, limits=Limits(seconds=3))
    assert failures(outcomes) == ["accepted", failure, "skipped", "skipped"]
    assert outcomes[0].result is not None
    assert said in outcomes[1].message


SQL = {
    "runtime": ("select 'a'::integer", "runtime_error", "Conversion Error: Could not convert string 'a' to INT32"),
    "no such column": ("select nope from plays", "runtime_error", 'Binder Error: Referenced column "nope" not found'),
    "parser": ("select 1,, 2", "invalid_submission", "the SQL does not parse"),
    "memory": ("select list(repeat('x', 1000) || i) from range(10000000) t(i)",
               "memory_limit", "the query needs more memory than the limit"),
    "memory in one value": ("select len(repeat('x', 3000000000))", "memory_limit", "memory"),
    "time": ("select count(*) from range(100000000000) where sin(range) > 2",
             "time_limit", "no answer within 2 s"),
    "too large": ("select repeat('x', 1000) from range(100000)", "output_limit", "the answer is larger than the limit"),
    "no Python form": ("select interval '3000000' year", "runtime_error", "a value of the answer has no Python form"),
    "a parameter": ("select $1", "runtime_error", "Values were not provided"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "failure", "said"), SQL.values(), ids=SQL)
def test_failures_of_sql(source: str, failure: str, said: str) -> None:
    outcomes, _ = in_worker(
        "sql", source, ONE, limits=Limits(seconds=2 if failure == "time_limit" else 60, answer_mb=1)
    )
    assert failures(outcomes) == [failure]
    assert said in outcomes[0].message


def test_a_sql_error_keeps_duckdbs_caret() -> None:
    [outcome], _ = in_worker("sql", "select member_id,\n  nope\nfrom plays")
    assert outcome.detail.splitlines()[-2:] == ["LINE 2:   nope", "          ^^^^"]


def test_a_pandas_answer_that_is_too_large_is_an_output_limit() -> None:
    source = "import pandas as pd\ndef solve(plays):\n    return pd.DataFrame({'x': ['x' * 1000] * 2000})"
    outcomes, _ = in_worker("pandas", source, ONE, ONE, limits=Limits(answer_mb=1))
    assert failures(outcomes) == ["output_limit", "skipped"]


def test_a_flood_of_output_is_cut_at_the_cap_and_the_answer_still_counts() -> None:
    source = f"import sys\ndef solve(plays):\n    print('x' * 5_000_000); sys.stderr.write('é' * 10)\n{FRAME}"
    [outcome], output = in_worker("pandas", source, limits=Limits(output_kb=3))
    assert outcome.result is not None
    assert output == "x" * 3 * 1024


def test_a_large_fixture_in_memory_reaches_the_worker_whole() -> None:
    rows = [(i, "x" * 50) for i in range(40_000)]
    [outcome], _ = in_worker(
        "sql", "select count(*), max(id), sum(len(t)) from big", fixture(big=("id integer, t text", rows))
    )
    assert outcome.result is not None
    assert outcome.result.rows == [(40_000, 39_999, 2_000_000)]


def test_a_failure_of_ours_that_a_submission_raises_is_its_own_error() -> None:
    source = """
def solve(**tables):
    from judge.sandbox.failure import Failure
    raise Failure("fixture_damaged", "not true")
"""
    [outcome], _ = in_worker("pandas", source)
    assert outcome.failure == "runtime_error"
    assert "Failure: not true" in outcome.message


@pytest.mark.parametrize("before", ["-- a comment\n", "\n\n", "/* two\nlines */\n-- and one\n", ""])
def test_the_caret_stands_where_the_file_has_the_name(before: str) -> None:
    [outcome], _ = in_worker("sql", before + "select\n  member_id,\n  nope\nfrom plays")
    line = before.count("\n") + 3
    shown, caret = outcome.detail.splitlines()[-2:]
    assert shown == f"LINE {line}:   nope"
    assert caret.index("^") == shown.index("nope")


@pytest.mark.parametrize(
    "query",
    [
        "select {'date': '2026-01-01'}::variant as day",
        "select {'x': 1}::variant as day",
        "select [{'decimal': '1'}] as day",
        "select map {'date': '2026-01-01'} as day",
    ],
)
def test_a_struct_is_never_read_as_a_value_of_another_type(query: str) -> None:
    [outcome], _ = in_worker("sql", query)
    assert outcome.result is not None
    [(cell,)] = outcome.result.rows
    assert isinstance(cell, dict) or (isinstance(cell, list) and isinstance(cell[0], dict))
