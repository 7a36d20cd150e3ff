"""Problems with many right answers: `checker.py` decides, and what it may say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from judge.api import load_problem
from judge.data import Cache
from judge.errors import ManifestError, ProblemError
from judge.judging import judge_submission, select
from judge.model import Submission, Verdict
from tests.pack import COLUMNS, write_pack
from tests.running import SANDBOX

TWO = COLUMNS.partition('[[columns]]\nname = "share"')[0]
REFERENCE = "SELECT member_id, 1 AS plays FROM members ORDER BY member_id LIMIT 3"
# Any three members will do, as long as they are members.
CHECKER = """import pandas as pd

def check(tables, expected, actual):
    members = tables["members"]
    assert list(expected.columns) == list(actual.columns) == ["member_id", "plays"]
    assert isinstance(members, pd.DataFrame) and len(expected) == 3
    assert {str(dtype) for dtype in actual.dtypes} == {"Int64"}
    if len(actual) != 3:
        return f"3 members are asked for, {len(actual)} came"
    if not actual["member_id"].isin(members["member_id"]).all():
        return False
"""


def judged(
    folder: Path, source: str, checker: str = CHECKER, language: Any = "sql", case: str | None = "base"
) -> Verdict:
    written = write_pack(folder, columns=TWO, sql=REFERENCE)
    (written / "checker.py").write_text(checker, "utf-8")
    problem = load_problem(written)
    assert problem.checker
    submission = Submission(language, source, "answer")
    cache = Cache(folder / "cache")
    return judge_submission(problem, submission, select(problem, case=case), cache=cache, sandbox=SANDBOX)


def test_whatever_the_checker_takes_is_right(tmp_path: Path) -> None:
    assert judged(tmp_path, REFERENCE, case=None).verdict == "accepted"
    assert (
        judged(tmp_path, "SELECT member_id, 7 AS plays FROM members ORDER BY -member_id LIMIT 3").verdict == "accepted"
    )
    pandas = "def solve(members):\n    return members[['member_id']].assign(plays=1.0).tail(3)"
    assert judged(tmp_path, pandas, language="pandas").verdict == "accepted"


def test_its_sentence_is_the_reason(tmp_path: Path) -> None:
    verdict = judged(tmp_path, "SELECT member_id, 1 AS plays FROM members LIMIT 2", case=None)
    assert [result.reason for result in verdict.results] == ["3 members are asked for, 2 came"] * 3
    [result] = judged(tmp_path, "SELECT -1 AS member_id, 1 AS plays FROM range(3)").results
    assert result.reason == "the checker refuses it"
    assert result.diff is not None
    assert result.diff.codes == ("D040",)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("SELECT member_id FROM members LIMIT 3", "D001"),
        ("SELECT member_id, 'x' AS plays FROM members LIMIT 3", "D006"),
        ("SELECT member_id, CASE WHEN member_id % 2 = 0 THEN 0.5 ELSE 1 END AS plays FROM members LIMIT 3", "D006"),
    ],
)
def test_columns_and_types_are_looked_at_before(tmp_path: Path, source: str, code: str) -> None:
    [result] = judged(tmp_path, source).results
    assert result.diff is not None
    assert result.diff.codes == (code,)


def test_an_answer_that_fails_is_not_shown_to_it(tmp_path: Path) -> None:
    source = "def solve(members):\n    if len(members) > 3: raise ValueError('no')\n"
    source += "    return members.head(3)[['member_id']].assign(plays=1)"
    verdict = judged(tmp_path, source, language="pandas", case=None)
    assert [result.verdict for result in verdict.results] == ["accepted", "runtime_error", "runtime_error"]


@pytest.mark.parametrize(
    ("checker", "said"),
    [
        ("def check(tables, expected, actual):\n    return 1 / 0\n", "ZeroDivisionError"),
        ("def check(tables, expected, actual):\n    return 7\n", "check() returned int '7'"),
        ("def check(tables, expected, actual):\n    return actual\n", "check() returned DataFrame"),
        ("def check(tables):\n    return True\n", "takes 1 positional argument"),
        ("def check(tables, expected, actual:\n", "does not parse"),
        ("x = 1\n", "no entry point: def check(…) is expected"),
        ("def check(tables, expected, actual):\n    open('/tmp/x', 'w')\n", "PermissionError"),
    ],
)
def test_a_checker_that_fails_is_the_problems_fault(tmp_path: Path, checker: str, said: str) -> None:
    with pytest.raises(ProblemError) as error:
        judged(tmp_path, REFERENCE, checker)
    assert error.value.message.startswith("toy/checker.py: case 'base', seed 2: ")
    assert said in error.value.message


def test_a_checker_that_refuses_the_reference_too_is_the_problems_fault(tmp_path: Path) -> None:
    never = "def check(tables, expected, actual):\n    return 'never right'\n"
    with pytest.raises(ProblemError, match="it refuses the reference itself: never right"):
        judged(tmp_path, REFERENCE, never)


def test_a_checker_may_stand_beside_a_limit_that_ties(tmp_path: Path) -> None:
    folder = write_pack(tmp_path, columns=TWO, sql="SELECT member_id, 1 AS plays FROM members LIMIT 3")
    (folder / "checker.py").write_text(CHECKER, "utf-8")
    problem = load_problem(folder)
    submission = Submission("sql", REFERENCE, "answer")
    verdict = judge_submission(problem, submission, select(problem), cache=Cache(tmp_path / "cache"), sandbox=SANDBOX)
    assert verdict.verdict == "accepted"


def test_a_folder_is_no_checker(tmp_path: Path) -> None:
    folder = write_pack(tmp_path, columns=TWO, sql=REFERENCE)
    (folder / "checker.py").mkdir()
    with pytest.raises(ManifestError, match="expected a file, found a folder"):
        load_problem(folder)
