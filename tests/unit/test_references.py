"""Expected results that tell more than the reference answers: ties at a LIMIT, rounding, and what cannot be judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from judge.api import load_problem
from judge.data import Cache
from judge.errors import ProblemError
from judge.judging import judge_submission, select
from judge.model import Submission, Verdict
from judge.submission.widened import widened
from tests.pack import COLUMNS, write_pack
from tests.running import SANDBOX

TWO = COLUMNS.partition('[[columns]]\nname = "share"')[0]
ANY = '\nties = "any"\n'


def verdict_of(
    folder: Path, source: str, cache: Cache, language: Any = "sql", case: str = "base", **pack: Any
) -> Verdict:
    problem = load_problem(write_pack(folder, **pack))
    submission = Submission(language, source, "answer")
    return judge_submission(problem, submission, select(problem, case=case), cache=cache, sandbox=SANDBOX)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


# Rows whose sort keys are known: member_id modulo 7, so that 60 members tie in groups of eight or nine.
KEY = "SELECT member_id, member_id % 7 AS plays FROM members"
TIED = f"{KEY} ORDER BY plays LIMIT 5"


def test_a_limit_that_cuts_through_a_tie_is_refused(tmp_path: Path, cache: Cache) -> None:
    with pytest.raises(ProblemError) as error:
        verdict_of(tmp_path, TIED, cache, columns=TWO, sql=TIED)
    assert "toy/solution.sql: case 'base', seed 2: the LIMIT cuts through" in error.value.message
    assert "rows that tie" in error.value.message
    assert "ties = 'any'" in error.value.help


@pytest.mark.parametrize(
    "source",
    [
        f"{KEY} ORDER BY plays, member_id LIMIT 5",
        f"{KEY} ORDER BY ALL LIMIT 5",
        f"{KEY} ORDER BY 2, 1 LIMIT 5 OFFSET 2",
        f"SELECT * FROM ({TIED.replace('LIMIT 5', '')}) LIMIT 100",  # all there are
        "SELECT member_id, count(*) AS plays FROM members GROUP BY ALL ORDER BY max(signed_up_at), 1 LIMIT 3",
        f"{KEY} UNION ALL SELECT 0, 0 ORDER BY member_id LIMIT 3",
        "SELECT DISTINCT member_id, 1 AS plays FROM members ORDER BY member_id DESC LIMIT 3",
        "WITH m AS (SELECT member_id AS id FROM members) "
        "SELECT id AS member_id, 1 AS plays FROM m ORDER BY -id LIMIT 4 -- the last four",
    ],
)
def test_a_limit_whose_boundary_does_not_tie_is_taken(tmp_path: Path, cache: Cache, source: str) -> None:
    assert verdict_of(tmp_path, source, cache, columns=TWO, sql=source).verdict == "accepted"


@pytest.mark.parametrize(
    "source",
    [
        f"{KEY} LIMIT 5",
        f"{KEY} ORDER BY 2 LIMIT 5",
        f"{KEY} ORDER BY member_id % 7 LIMIT 5",
        "SELECT member_id, count(*) AS plays FROM members GROUP BY ALL ORDER BY plays DESC FETCH FIRST 5 ROWS ONLY",
        f"{KEY} UNION ALL {KEY.replace('member_id,', '-member_id,')} ORDER BY plays LIMIT 5",
    ],
)
def test_each_way_to_sort_is_seen_to_tie(tmp_path: Path, cache: Cache, source: str) -> None:
    with pytest.raises(ProblemError, match="cuts through"):
        verdict_of(tmp_path, source, cache, columns=TWO, sql=source)


def test_any_choice_of_the_rows_that_tie_is_right_and_no_other(tmp_path: Path, cache: Cache) -> None:
    pack = {"columns": TWO, "sql": f"{KEY} ORDER BY plays LIMIT 12", "top": ANY}

    def judged(source: str) -> Verdict:
        return verdict_of(tmp_path, source, cache, **pack)

    # 60 members: eight or nine have 0, as many have 1, of which a few make up the twelve.
    assert judged(f"{KEY} ORDER BY plays, member_id LIMIT 12").verdict == "accepted"
    assert judged(f"{KEY} ORDER BY plays, member_id DESC LIMIT 12").verdict == "accepted"
    assert judged(f"{KEY} ORDER BY hash(member_id) + plays * 0, member_id LIMIT 12").verdict == "wrong_answer"
    few = judged(f"{KEY} ORDER BY plays, member_id LIMIT 11")
    assert few.results[0].reason == "12 rows expected, 11 came"
    assert (few.results[0].expected_rows, few.results[0].actual_rows) == (12, 11)
    many = judged(f"{KEY} ORDER BY plays, member_id LIMIT 13")
    assert many.results[0].reason == "12 rows expected, 13 came"
    without = judged(
        f"{KEY} WHERE member_id <> (SELECT min(member_id) FROM members WHERE member_id % 7 = 0) "
        "ORDER BY plays, member_id LIMIT 12"
    )
    assert "1 row is missing" in without.results[0].reason
    twice = judged(
        f"({KEY} ORDER BY plays, member_id LIMIT 11) UNION ALL "
        f"({KEY} WHERE plays = 1 ORDER BY member_id LIMIT 1)".replace("WHERE plays", "WHERE member_id % 7")
    )
    assert twice.verdict == "wrong_answer"


def test_the_expected_rows_with_their_ties_are_kept_in_the_cache(tmp_path: Path, cache: Cache) -> None:
    pack: dict[str, Any] = {"columns": TWO, "sql": TIED, "top": ANY}
    for _ in range(2):
        assert verdict_of(tmp_path, f"{KEY} ORDER BY plays, -member_id LIMIT 5", cache, **pack).verdict == "accepted"


def test_a_tie_that_reaches_before_the_offset_is_refused_whatever_the_problem_says(
    tmp_path: Path, cache: Cache
) -> None:
    source = f"{KEY} ORDER BY plays LIMIT 3 OFFSET 2"
    with pytest.raises(ProblemError, match="cuts through"):
        verdict_of(tmp_path, source, cache, columns=TWO, sql=source, top=ANY)


ROUNDED = COLUMNS.replace('name = "share"\nkind = "float"', 'name = "share"\nkind = "float"\nround = 2')
EIGHTHS = "SELECT member_id, 1 AS plays, round({} / 8, 2) AS share FROM members"


def test_of_a_half_both_roundings_are_right_and_nothing_else(tmp_path: Path, cache: Cache) -> None:
    pack = {"columns": ROUNDED, "sql": EIGHTHS.format("member_id")}

    def verdict(answer: str, language: Any = "sql") -> str:
        return verdict_of(tmp_path, answer, cache, language, **pack).verdict

    assert verdict(EIGHTHS.format("member_id")) == "accepted"
    even = EIGHTHS.format("member_id").replace("round(", "round_even(")
    assert verdict(even) == "accepted"
    pandas = """def solve(members):
    m = members[["member_id"]]
    return m.assign(plays=1, share=(m.member_id / 8).round(2))
"""
    assert verdict(pandas, "pandas") == "accepted"
    assert verdict(EIGHTHS.format("member_id").replace("round(", "(").replace(", 2)", ")")) == "wrong_answer"
    assert verdict(EIGHTHS.format("member_id").replace(", 2)", ", 1)")) == "wrong_answer"
    assert verdict(EIGHTHS.format("(member_id + 0.2)")) == "wrong_answer"
    pack["sql"] = EIGHTHS.format("member_id").replace("/ 8", "/ 7")
    assert verdict(pack["sql"]) == "accepted"
    assert verdict(pack["sql"].replace("round(", "trunc(")) == "wrong_answer"


def test_what_is_not_rounded_is_told_and_the_expected_value_shown_rounded(tmp_path: Path, cache: Cache) -> None:
    pack = {"columns": ROUNDED, "sql": EIGHTHS.format("member_id")}
    verdict = verdict_of(tmp_path, "SELECT member_id, 1 AS plays, member_id / 8 AS share FROM members", cache, **pack)
    diff = verdict.results[0].diff
    assert diff is not None
    [finding] = diff.findings
    assert finding.help == "column share is asked for with 2 decimals: round it"
    assert all(row.expected and row.expected[2] == round(row.expected[2], 2) for row in finding.evidence)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("SELECT member_id, 1 AS plays, member_id / 8 AS share FROM members", "does not round it so"),
        (EIGHTHS.format("member_id").replace(", 2)", ", 3)"), "does not round it so"),
        ("SELECT DISTINCT member_id, 1 AS plays, round(member_id / 8, 2) AS share FROM members", "DISTINCT"),
    ],
)
def test_a_reference_whose_rounding_cannot_be_taken_off_is_refused(
    tmp_path: Path, cache: Cache, source: str, said: str
) -> None:
    with pytest.raises(ProblemError, match=said):
        verdict_of(tmp_path, source, cache, columns=ROUNDED, sql=source)


def test_a_reference_may_sort_by_what_it_rounds_and_have_a_limit_too(tmp_path: Path, cache: Cache) -> None:
    source = EIGHTHS.format("member_id") + " ORDER BY share DESC, member_id LIMIT 7"
    pack = {"columns": ROUNDED, "sql": source, "top": '\norder_by = ["share desc", "member_id"]\n'}
    assert verdict_of(tmp_path, source, cache, **pack).verdict == "accepted"


def test_nothing_is_widened_where_there_is_no_limit_and_nothing_rounded() -> None:
    assert widened("SELECT 1 AS limits", [], "x") is None
    assert widened("SELECT * FROM (SELECT 1 AS x LIMIT 1) AS limited_by_none", [], "x") is None


NAN = COLUMNS.replace('name = "share"\nkind = "float"', 'name = "share"\nkind = "float"\nnullable = true\nnan = true')


def test_nan_apart_from_null(tmp_path: Path, cache: Cache) -> None:
    source = (
        "SELECT member_id, 1 AS plays, CASE WHEN member_id % 2 = 0 THEN CAST('nan' AS DOUBLE) END AS share FROM members"
    )
    pack = {"columns": NAN, "sql": source}
    right = """import pandas as pd
def solve(members):
    m = members[["member_id"]]
    share = pd.array([float("nan") if i % 2 == 0 else None for i in m.member_id], dtype=object)
    return m.assign(plays=1, share=share)
"""
    assert verdict_of(tmp_path, source, cache, **pack).verdict == "accepted"
    assert verdict_of(tmp_path, right, cache, "pandas", **pack).verdict == "accepted"
    plain = right.replace("dtype=object)", "dtype='float64')").replace("None for", "float('nan') for")
    assert verdict_of(tmp_path, plain, cache, "pandas", **pack).verdict == "wrong_answer"
    with pytest.raises(ProblemError, match="holds NaN"):
        verdict_of(tmp_path, source, cache, columns=NAN.replace("nan = true\n", ""), sql=source)


def test_a_reference_that_is_not_in_its_declared_order_is_refused(tmp_path: Path, cache: Cache) -> None:
    pack: dict[str, Any] = {"columns": TWO, "top": '\norder_by = ["plays desc", "member_id"]\n'}
    with pytest.raises(ProblemError, match=r"not in the declared order \(first at row 2, column plays\)"):
        verdict_of(tmp_path, KEY, cache, sql=f"{KEY} ORDER BY member_id", **pack)
    right = f"{KEY} ORDER BY plays DESC, member_id"
    assert verdict_of(tmp_path, right, cache, sql=right, **pack).verdict == "accepted"


def test_where_null_stands_in_the_order_is_the_references_own_choice(tmp_path: Path, cache: Cache) -> None:
    nullable = TWO.replace('name = "plays"', 'name = "plays"\nnullable = true')
    source = "SELECT member_id, nullif(member_id % 7, 3) AS plays FROM members ORDER BY plays {}, member_id"
    for first in ("NULLS FIRST", "NULLS LAST"):
        pack: dict[str, Any] = {"columns": nullable, "sql": source.format(first)}
        pack["top"] = '\norder_by = ["plays", "member_id"]\n'
        assert verdict_of(tmp_path / first, source.format(first), cache, **pack).verdict == "accepted"


def test_the_reference_of_a_set_may_repeat_its_rows(tmp_path: Path, cache: Cache) -> None:
    twice = "SELECT member_id, 1 AS plays FROM members UNION ALL SELECT member_id, 1 FROM members"
    pack: dict[str, Any] = {"columns": TWO, "sql": twice, "top": "\ndistinct = true\n"}
    [result] = verdict_of(tmp_path, "SELECT member_id, 1 AS plays FROM members", cache, **pack).results
    assert (result.verdict, result.expected_rows) == ("accepted", 60)


def test_columns_by_position(tmp_path: Path, cache: Cache) -> None:
    source = "SELECT member_id, 1 AS plays FROM members"
    pack = {"columns": TWO, "sql": source, "top": '\ncolumns_by = "position"\n'}
    assert verdict_of(tmp_path, "SELECT member_id, 1 FROM members", cache, **pack).verdict == "accepted"
    assert verdict_of(tmp_path, "SELECT 1 AS plays, member_id FROM members", cache, **pack).verdict == "wrong_answer"


def test_a_set_of_rows(tmp_path: Path, cache: Cache) -> None:
    pack = {"columns": TWO, "sql": "SELECT member_id, 1 AS plays FROM members", "top": "\ndistinct = true\n"}
    double = "SELECT member_id, 1 AS plays FROM members UNION ALL SELECT member_id, 1 FROM members"
    assert verdict_of(tmp_path, double, cache, **pack).verdict == "accepted"
    fewer = "SELECT member_id, 1 AS plays FROM members WHERE member_id > 10010"
    assert verdict_of(tmp_path, fewer, cache, **pack).verdict == "wrong_answer"


JOINED = "SELECT m.member_id, 1 AS plays FROM members m LEFT JOIN plays p USING (member_id)"


def test_a_join_that_repeats_rows_is_named_where_it_is_the_truth(tmp_path: Path, cache: Cache) -> None:
    pack = {"columns": TWO, "sql": "SELECT member_id, 1 AS plays FROM members"}

    def helps(source: str) -> list[str]:
        diff = verdict_of(tmp_path, source, cache, **pack).results[0].diff
        assert diff is not None
        return [finding.help for finding in diff.findings if finding.code == "D012"]

    told = "a join to plays repeats each member as often as plays has it; aggregate before joining"
    assert helps(JOINED) == [told]
    assert helps("SELECT member_id, 1 AS plays FROM members UNION ALL SELECT member_id, 1 FROM members") == [""]


def test_members_without_a_row_may_be_lost_by_the_join(tmp_path: Path, cache: Cache) -> None:
    pack = {"columns": TWO, "sql": "SELECT member_id, 1 AS plays FROM members"}
    inner = verdict_of(tmp_path, JOINED.replace("LEFT ", ""), cache, **pack).results[0].diff
    assert inner is not None
    assert [finding.help[:20] for finding in inner.findings if finding.code == "D012"] == ["a join to plays repe"]
