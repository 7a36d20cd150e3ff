"""The smallest data that shows what is wrong: the same fault stays, nothing can go, and nothing false is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from judge import judging
from judge.api import load_problem
from judge.data import Cache
from judge.insight.explaining import explained
from judge.judging import judge_submission, select
from judge.model import Counterexample, Limits, Problem, Row, Submission, Verdict
from tests.authoring import CASES, INNER, SQL, STAR, write_problem
from tests.running import SANDBOX

LARGE = 30.0
"""A budget that no busy machine uses up."""
NO_PLAYS = '\n[[cases]]\nname = "no_plays"\nseed = 4\nawkward = ["empty"]\n'
GENERATOR = """def generate(world):
    members = world.members(30)
    plays = world.plays(members, count=40)
    plays.take(plays["member_id"] != members["member_id"][0])
    world.childless(plays, "member_id")
    world.empty(plays)
"""
OTHERWISE = "it depends on chance, on the clock, or on what it ran on before"
PANDAS = """import time
calls = []

def right(members, plays):
    found = plays.groupby("member_id").agg(plays=("play_id", "size"), latest=("started_at", "max")).reset_index()
    out = members[["member_id"]].merge(found, on="member_id", how="left")
    out["plays"] = out["plays"].fillna(0).astype("int64")
    return out

def solve(members, plays):
    calls.append(len(plays))
"""
SORTED = 'order_by = ["member_id"]\n'


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    return Cache(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    folder = tmp_path_factory.mktemp("pack")
    return load_problem(write_problem(folder, cases=CASES, more=NO_PLAYS, generator=GENERATOR))


def told(problem: Problem, cache: Cache, source: str, language: Any = "sql", **options: Any) -> Verdict:
    """The verdict on the whole suite, explained with a large budget."""
    return told_of(problem, cache, select(problem), source, language, **options)


def told_of(
    problem: Problem,
    cache: Cache,
    selection: judging.Selection,
    source: str,
    language: Any = "sql",
    *,
    dialect: str = "",
    limits: Limits | None = None,
    **options: Any,
) -> Verdict:
    answer = Submission(language, source, "answer", dialect)
    verdict = judge_submission(problem, answer, selection, limits=limits, cache=cache, sandbox=SANDBOX)
    options = {"budget": LARGE} | options
    after = explained(problem, answer, verdict, limits=limits, cache=cache, sandbox=SANDBOX, **options)
    assert after.results == verdict.results
    assert after.mistakes == ()  # no book is kept here
    return after


def shown(verdict: Verdict) -> Counterexample:
    """The counterexample: what it says of itself is so, and no play is without its member."""
    found = verdict.counterexample
    assert found is not None, verdict.notes
    assert found.minimal
    assert (found.case, found.seed) in [(result.case, result.seed) for result in verdict.results]
    assert (found.result.case, found.result.seed) == (found.case, found.seed)
    assert [table.schema.rows for table in found.tables] == [len(table.rows) for table in found.tables]
    assert [table.schema.name for table in found.tables] == ["members", "plays"]
    members, plays = (table.rows for table in found.tables)
    assert {play[1] for play in plays} <= {member[0] for member in members}
    assert len({play[0] for play in plays}) == len(plays)
    return found


def sizes(found: Counterexample) -> list[int]:
    return [len(table.rows) for table in found.tables]


def expected(found: Counterexample) -> list[Row]:
    assert found.expected is not None
    return [*found.expected.rows]


def actual(found: Counterexample) -> list[Row]:
    assert found.actual is not None
    return [*found.actual.rows]


def test_wrong_rows_stay_wrong_rows(problem: Problem, cache: Cache) -> None:
    found = shown(told(problem, cache, INNER))
    assert sizes(found) == [1, 0]
    assert (expected(found), actual(found)) == ([(1, 0, None)], [])
    assert found.result.verdict == "wrong_answer"
    assert (found.result.expected_rows, found.result.actual_rows) == (1, 0)
    found = shown(told(problem, cache, STAR))
    assert (sizes(found), expected(found), actual(found)) == ([1, 0], [(1, 0, None)], [(1, 1, None)])


def test_two_mistakes_at_once_are_shown_by_what_either_needs(problem: Problem, cache: Cache) -> None:
    found = shown(told(problem, cache, STAR.replace("count(*)", "count(*) + 1").replace("LEFT ", "")))
    assert sizes(found) == [1, 0]
    found = shown(told(problem, cache, SQL.replace("max(", "min(").replace("count(p.play_id)", "least(count(*), 2)")))
    assert (sizes(found), expected(found), actual(found)) == ([1, 0], [(1, 0, None)], [(1, 1, None)])


def test_it_takes_as_many_rows_as_the_mistake_needs(problem: Problem, cache: Cache) -> None:
    found = shown(told(problem, cache, SQL.replace("max(", "min(")))
    assert sizes(found) == [1, 2]
    [(member, plays, latest)] = expected(found)
    assert (member, plays) == (1, 2)
    assert actual(found) == [(1, 2, min(play[2] for play in found.tables[1].rows))]
    assert latest == max(play[2] for play in found.tables[1].rows)


@pytest.mark.parametrize("language", ["sql", "pandas"])
def test_wrong_columns_need_no_row(problem: Problem, cache: Cache, language: str) -> None:
    sql = "SELECT member_id, 1 AS played, NULL::TIMESTAMP AS latest FROM members"
    pandas = PANDAS + "    return right(members, plays).drop(columns='plays')\n"
    found = shown(told(problem, cache, sql if language == "sql" else pandas, language))
    assert (sizes(found), expected(found), actual(found)) == ([0, 0], [], [])
    assert found.result.verdict == "wrong_answer"


def test_an_error_stays_that_error(problem: Problem, cache: Cache) -> None:
    other = PANDAS + "    if plays.empty: raise ValueError('none')\n    return plays['nothing']\n"
    found = shown(told_of(problem, cache, select(problem, case="base"), other, "pandas"))
    assert sizes(found) == [1, 1]
    assert (found.result.verdict, found.actual) == ("runtime_error", None)
    assert found.result.reason.startswith("KeyError")
    assert found.result.detail
    several = PANDAS + "    if len(members) > 2: return plays['nothing']\n    return plays\n"
    found = shown(told(problem, cache, several, "pandas"))
    assert sizes(found) == [3, 0]
    assert found.result.reason.startswith("KeyError")
    number = "CAST(CASE WHEN count(p.play_id) > 1 THEN 'many' ELSE count(p.play_id)::VARCHAR END AS BIGINT)"
    found = shown(told(problem, cache, SQL.replace("count(p.play_id)", number)))
    assert sizes(found) == [1, 2]
    assert found.result.reason.startswith("Conversion Error")


def test_a_crash_on_an_empty_table_needs_no_row(problem: Problem, cache: Cache) -> None:
    verdict = told(
        problem, cache, PANDAS + "    plays['play_id'].iloc[0]\n    return right(members, plays)\n", "pandas"
    )
    assert [result.verdict for result in verdict.results] == [*["accepted"] * 3, "runtime_error"]
    found = shown(verdict)
    assert (found.case, sizes(found), expected(found), found.actual) == ("no_plays", [0, 0], [], None)
    assert found.result.reason.startswith("IndexError")


def test_right_only_when_sorted(tmp_path: Path, cache: Cache) -> None:
    problem = load_problem(write_problem(tmp_path, top=SORTED, sql=SQL + "ORDER BY member_id\n"))
    subqueries = """SELECT member_id, (SELECT count(*) FROM plays p WHERE p.member_id = m.member_id) AS plays,
        (SELECT max(started_at) FROM plays p WHERE p.member_id = m.member_id) AS latest FROM members AS m
        ORDER BY {}"""
    assert told(problem, cache, subqueries.format("member_id")).verdict == "accepted"
    for order in ("member_id DESC", "hash(member_id)", "plays DESC, member_id"):
        found = shown(told(problem, cache, subqueries.format(order)))
        assert found.result.diff is not None
        assert found.result.diff.codes == ("D030",)
        assert expected(found) == sorted(actual(found)) != actual(found)
        assert sizes(found)[0] == 2
        assert [member for member, *_ in expected(found)] == [1, 2]
    pandas = PANDAS + "    return right(members, plays).sort_values('member_id', ascending=False)\n"
    assert sizes(shown(told(problem, cache, pandas, "pandas"))) == [2, 0]


def test_what_takes_longer_than_the_budget_has_a_note_and_no_counterexample(problem: Problem, cache: Cache) -> None:
    slow = PANDAS + "    time.sleep(1)\n    return right(members, plays).head(0)\n"
    verdict = told_of(problem, cache, select(problem, case="sample"), slow, "pandas", budget=0.2)
    assert (verdict.verdict, verdict.counterexample) == ("wrong_answer", None)
    assert verdict.notes == ("no smaller data that shows it was found within 0.2 s",)


def test_what_never_ends_on_less_is_shown_by_what_it_ends_on(problem: Problem, cache: Cache) -> None:
    """An answer that hangs on smaller data is held to its limit there, and is not the fault that is looked for."""
    hangs = PANDAS + "    while len(members) < 3: pass\n    return right(members, plays).head(0)\n"
    verdict = told_of(problem, cache, select(problem, case="sample"), hangs, "pandas", limits=Limits(seconds=1.0))
    found = shown(verdict)
    assert sizes(found) == [3, 0]


def test_too_little_time_has_a_note_and_none_at_all_has_not(problem: Problem, cache: Cache) -> None:
    verdict = told(problem, cache, INNER, budget=0.001)
    assert verdict.counterexample is None
    [note] = verdict.notes
    assert note == "no smaller data that shows it was found within 0.001 s"
    verdict = told(problem, cache, INNER, budget=0.0)
    assert (verdict.counterexample, verdict.notes) == (None, ())


def test_what_is_wrong_only_after_its_first_call_has_a_true_note(problem: Problem, cache: Cache) -> None:
    later = PANDAS + "    return right(members, plays).head(0 if len(calls) > 1 else 10**6)\n"
    verdict = told(problem, cache, later, "pandas")
    assert [result.verdict for result in verdict.results] == ["accepted", *["wrong_answer"] * 3]
    assert verdict.counterexample is None
    [note] = verdict.notes
    assert note.endswith(OTHERWISE)


def test_what_is_wrong_only_at_its_first_call_is_not_said_to_be_minimal(problem: Problem, cache: Cache) -> None:
    """Asked about less it was right each time, but only because it had been asked before."""
    once = PANDAS + "    return right(members, plays).head(0 if len(calls) < 2 else 10**6)\n"
    verdict = told_of(problem, cache, select(problem, case="sample"), once, "pandas")
    found = verdict.counterexample
    assert found is None or (actual(found) == [] != expected(found))
    assert found is None or found.rows == 1 or not found.minimal


def test_an_accepted_answer_has_none(problem: Problem, cache: Cache) -> None:
    for language, source in (("sql", SQL), ("pandas", PANDAS + "    return right(members, plays)\n")):
        verdict = told(problem, cache, source, language)
        assert (verdict.verdict, verdict.counterexample, verdict.notes) == ("accepted", None, ())


def test_what_is_refused_or_past_its_time_is_not_looked_into(problem: Problem, cache: Cache) -> None:
    for language, source in (("sql", "DROP TABLE plays"), ("pandas", "def solve(nothing): return 1\n")):
        verdict = told(problem, cache, source, language)
        assert (verdict.verdict, verdict.counterexample, verdict.notes) == ("invalid_submission", None, ())
    spins = PANDAS + "    while True: pass\n"
    verdict = told(problem, cache, spins, "pandas", limits=Limits(seconds=0.5))
    assert (verdict.verdict, verdict.counterexample, verdict.notes) == ("time_limit", None, ())


def test_explain_none_leaves_the_verdict_as_it_is(problem: Problem, cache: Cache) -> None:
    answer = Submission("sql", INNER, "answer")
    verdict = judge_submission(problem, answer, select(problem), cache=cache, sandbox=SANDBOX)
    assert explained(problem, answer, verdict, explain="none", cache=cache, sandbox=SANDBOX) is verdict


def test_other_seeds_and_unseen_fixtures(problem: Problem, cache: Cache) -> None:
    for selection in (select(problem, seed=7), select(problem, fresh=3, seed=5), select(problem, case="base", fresh=1)):
        verdict = told_of(problem, cache, selection, INNER)
        found = shown(verdict)
        assert (sizes(found), expected(found)) == ([1, 0], [(1, 0, None)])
        assert found.seed in {case.seed for case in selection.cases}


def test_another_dialect(problem: Problem, cache: Cache) -> None:
    mysql = "SELECT `member_id`, COUNT(*) AS plays, MAX(started_at) AS latest FROM plays GROUP BY `member_id`"
    found = shown(told(problem, cache, mysql, dialect="mysql"))
    assert (sizes(found), expected(found), actual(found)) == ([1, 0], [(1, 0, None)], [])


@pytest.mark.parametrize("language", ["sql", "pandas"])
def test_the_same_twice(problem: Problem, cache: Cache, language: str) -> None:
    pandas = PANDAS + "    return right(members, plays).assign(latest=lambda of: of.latest.dt.normalize())\n"
    source = SQL.replace("max(p.started_at)", "max(p.started_at)::DATE") if language == "sql" else pandas
    once, again = (shown(told(problem, cache, source, language)) for _ in range(2))
    assert sizes(once) == [1, 1]
    timeless = [replace(found, result=replace(found.result, elapsed_ms=0)) for found in (once, again)]
    assert timeless[0] == timeless[1]


TWO = """
[[columns]]
name = "member_id"
kind = "integer"
about = "the member"
[[columns]]
name = "plays"
kind = "{kind}"
about = "how often the member played"
"""
COUNTED = "SELECT member_id, count(play_id) AS plays FROM members LEFT JOIN plays USING (member_id) GROUP BY member_id"


def test_a_checker_decides_of_less_too(tmp_path: Path, cache: Cache) -> None:
    written = write_problem(
        tmp_path, columns=TWO.format(kind="integer"), sql=f"{COUNTED} ORDER BY member_id LIMIT 3", languages='["sql"]'
    )
    (written / "checker.py").write_text(
        "def check(tables, expected, actual):\n"
        "    assert len(expected) == 3\n"  # three members are promised
        "    return True if len(actual) == 3 else f'3 are asked for, {len(actual)} came'\n",
        "utf-8",
    )
    problem = load_problem(written)
    found = shown(told(problem, cache, f"{COUNTED} LIMIT 2"))
    assert sizes(found) == [3, 0]
    assert found.result.reason == "3 are asked for, 2 came"
    assert [len(expected(found)), len(actual(found))] == [3, 2]


def test_any_choice_of_ties_is_no_difference(tmp_path: Path, cache: Cache) -> None:
    by_plays = f"{COUNTED} ORDER BY plays {{}} LIMIT 2"
    columns = TWO.format(kind="integer")
    problem = load_problem(
        write_problem(tmp_path, top='ties = "any"\n', columns=columns, sql=by_plays.format("DESC"), languages='["sql"]')
    )
    assert told(problem, cache, f"{COUNTED} ORDER BY plays DESC, member_id DESC LIMIT 2").verdict == "accepted"
    found = shown(told(problem, cache, by_plays.format("")))
    assert sizes(found) == [3, 1]  # whoever played comes, beside any of the other two
    assert found.expected is not None
    assert (found.expected.limit, found.expected.tied, len(actual(found))) == (2, 2, 2)


def test_a_rounded_column(tmp_path: Path, cache: Cache) -> None:
    columns = TWO.format(kind="float") + "round = 2\n"
    share = f"SELECT member_id, {{}} AS plays FROM ({COUNTED}) ORDER BY member_id"
    exact = "plays / greatest(sum(plays) OVER (), 1)"
    problem = load_problem(
        write_problem(tmp_path, columns=columns, sql=share.format(f"round({exact}, 2)"), languages='["sql"]')
    )
    found = shown(told(problem, cache, share.format(f"floor({exact} * 100) / 100")))
    off = [abs(row[1] - other[1]) for row, other in zip(sorted(expected(found)), sorted(actual(found)), strict=True)]
    assert max(off) == pytest.approx(0.01)  # as it is asked for, rounded
    assert sizes(found) == [2, 3]  # two thirds are the least that are rounded up


def test_an_answer_that_is_too_large_to_be_asked_for_again_has_a_note(problem: Problem, cache: Cache) -> None:
    large = "SELECT plan, count(*) AS n, repeat('x', 100) AS more FROM members, range(20000) GROUP BY plan, range"
    verdict = told_of(problem, cache, select(problem, case="sample"), large)
    assert verdict.verdict == "wrong_answer"
    assert verdict.counterexample is None
    assert verdict.notes == ("no smaller data was looked for: the answer is larger than 4 MB",)
