"""Answers profiled in the sandbox, on fixtures that are small enough for a test; no time is asserted."""

from __future__ import annotations

from pathlib import Path

import pytest

from judge import catalog
from judge.errors import InvalidSubmission, ProblemError
from judge.insight.cost.measuring import Growing, base_case, rows_of, sizes
from judge.insight.cost.profiling import Profile, profiled
from judge.model import Language, Limits, Outcome, Problem, Submission
from judge.sandbox.job import Job
from judge.sandbox.run import Run
from tests.pack import PANDAS, SQL, write_pack
from tests.running import SANDBOX, fixture


@pytest.fixture
def toy(tmp_path: Path) -> Problem:
    return catalog.load_folder(write_pack(tmp_path))


def profile_of(problem: Problem, language: Language, source: str, rows_to: int = 1_000) -> Profile:
    name = "my.sql" if language == "sql" else "my.py"
    return profiled(problem, Submission(language, source, name), rows_to=rows_to, seconds=20.0, sandbox=SANDBOX)


def test_both_run_on_growing_fixtures(toy: Problem) -> None:
    profile = profile_of(toy, "sql", SQL, 3_200)
    assert [round(point.rows, -2) // 100 for point in profile.points] == [10, 32]
    for point in profile.points:
        assert point.answer and point.reference
        assert point.answer.ms and point.reference.ms
        assert point.ratio == point.answer.ms / point.reference.ms
    assert (profile.case.name, profile.reference, profile.stopped) == ("base", "toy/solution.sql", "")
    assert profile.failed is None
    assert profile.cause


def test_the_reference_is_that_of_the_language(toy: Problem) -> None:
    assert profile_of(toy, "pandas", PANDAS).reference == "toy/solution.py"


NESTED = """
-- every pair
SELECT m.member_id, count(*) AS plays
FROM members m JOIN plays p ON m.member_id = p.member_id OR p.play_id % 7919 = m.member_id % 7907
GROUP BY m.member_id
"""


def test_a_nested_loop_is_named(toy: Problem) -> None:
    cause = profile_of(toy, "sql", NESTED, 10_000).cause
    assert cause
    assert cause.kind == "nested_loop_join"
    assert cause.sentence.startswith("a nested-loop join of ")
    assert "members" in cause.sentence and "plays" in cause.sentence


ITERROWS = """import pandas as pd


def solve(members, plays):
    counts = []
    for _, member in members.iterrows():
        counts.append(len(plays[plays["member_id"] == member["member_id"]]))
    return pd.DataFrame({"member_id": members["member_id"], "plays": counts})
"""


def test_iterrows_is_named_with_its_line_and_its_rounds(toy: Problem) -> None:
    profile = profile_of(toy, "pandas", ITERROWS)
    cause = profile.cause
    assert cause
    assert (cause.kind, cause.line, cause.text) == ("row_loop", 6, "for _, member in members.iterrows():")
    members = cause.rows_in[0]
    assert cause.sentence == f"a loop over rows with iterrows: {members:,} rounds in all"
    assert 100 < members < profile.points[-1].rows
    assert cause.also and cause.also[0].startswith(f"line 7, run {members:,} times, takes ")


FAN_OUT = """def solve(members, plays):
    pairs = members.assign(one=1).merge(plays.assign(one=1), on="one")
    return pairs.groupby("member_id_x", as_index=False).agg(plays=("play_id", "size"))
"""


def test_a_merge_that_multiplies_is_named_with_its_rows(toy: Problem) -> None:
    cause = profile_of(toy, "pandas", FAN_OUT).cause
    assert cause
    assert (cause.kind, cause.line) == ("multiplying_merge", 2)
    left, right = cause.rows_in
    assert cause.rows_out == left * right
    assert cause.sentence == f"a merge that multiplies: {left:,} and {right:,} rows in, {left * right:,} out"


BY_ROW = """def plays_of(row, plays):
    return int((plays["member_id"] == row["member_id"]).sum())


def solve(members, plays):
    return members[["member_id"]].assign(plays=members.apply(plays_of, axis=1, plays=plays))
"""


def test_apply_by_row_is_named_where_it_is_called(toy: Problem) -> None:
    cause = profile_of(toy, "pandas", BY_ROW).cause
    assert cause
    assert (cause.kind, cause.line) == ("apply_by_row", 6)


def test_another_dialect_is_translated_first(toy: Problem) -> None:
    mysql = Submission("sql", "SELECT IFNULL(member_id, 0) AS member_id FROM members", "my.sql", "mysql")
    profile = profiled(toy, mysql, rows_to=1_000, seconds=20.0, sandbox=SANDBOX)
    assert profile.notes == ("the query was translated from mysql before it ran",)
    assert profile.failed is None


def test_an_answer_that_fails_at_once_is_not_looked_into(toy: Problem) -> None:
    profile = profile_of(toy, "sql", "SELECT error('no') AS member_id FROM members", 10_000)
    assert len(profile.points) == 1
    assert profile.failed
    assert profile.failed.failure == "runtime error"
    assert "no" in profile.failed.message
    assert profile.cause is None


def test_an_answer_that_fails_later_is_profiled_where_it_did_not(toy: Problem) -> None:
    late = "SELECT CASE WHEN (SELECT count(*) FROM plays) > 1500 THEN error('too many') END AS x FROM members"
    profile = profile_of(toy, "sql", late, 3_200)
    *managed, last = profile.points
    assert last.answer and last.answer.failure == "runtime error"
    assert last.reference and last.reference.ms
    assert profile.cause and profile.cause.rows == managed[-1].rows
    # as it came to an end so soon, it is run on smaller ones too, in the order of their size
    assert [point.rows // 50 for point in managed] == [2, 6, 20]
    assert all(point.answer and point.answer.ms and point.reference and point.reference.ms for point in managed)


def test_a_time_limit_at_once(toy: Problem) -> None:
    slow = Submission("sql", "SELECT sum(a.range) FROM range(10000000) a, range(10000000)", "my.sql")
    profile = profiled(toy, slow, rows_to=1_000, seconds=0.5, sandbox=SANDBOX)
    assert profile.failed
    assert (profile.failed.failure, profile.failed.message) == ("time limit", "no answer within 0.5 s")


@pytest.mark.parametrize(
    ("language", "source", "message"),
    [
        ("sql", "DROP TABLE members", "one SELECT is expected"),
        ("sql", "SELECT 1; SELECT 2", "one statement"),
        ("pandas", "x = 1", "no entry point"),
    ],
)
def test_what_is_refused_is_not_profiled(toy: Problem, language: Language, source: str, message: str) -> None:
    with pytest.raises(InvalidSubmission) as refused:
        profile_of(toy, language, source)
    assert message in refused.value.message


def test_a_language_that_the_problem_is_not_set_in(tmp_path: Path) -> None:
    problem = catalog.load_folder(write_pack(tmp_path, languages='["sql"]'))
    with pytest.raises(InvalidSubmission, match="toy is answered in sql, this is pandas"):
        profile_of(problem, "pandas", PANDAS)


def test_a_reference_that_fails_is_the_problems_fault(tmp_path: Path) -> None:
    problem = catalog.load_folder(write_pack(tmp_path, sql="SELECT error('broken') FROM members"))
    with pytest.raises(ProblemError, match=r"toy/solution.sql: case 'base', seed 2: runtime error: .*broken"):
        profile_of(problem, "sql", SQL)


def test_a_reference_that_is_refused_is_the_problems_fault(tmp_path: Path) -> None:
    problem = catalog.load_folder(write_pack(tmp_path, sql="SELECT FROM WHERE"))
    with pytest.raises(ProblemError, match=r"toy/solution.sql: the SQL does not parse"):
        profile_of(problem, "sql", SQL)


FORGED = """import sys
import types


def solve(members, plays):
    profiler = sys.modules.get("judge.sandbox.inside.pandas_profile_language")
    if profiler:
        profiler.json = types.SimpleNamespace(dumps=lambda _: {forged!r})
    return members[["member_id"]]
"""


@pytest.mark.parametrize("forged", ["[]", "x", '{"ms": 1, "stacks": [[["a"], 1, 1]], "calls": [], "loops": []}'])
def test_a_forged_profile_names_nothing(toy: Problem, forged: str) -> None:
    profile = profile_of(toy, "pandas", FORGED.format(forged=forged))
    assert profile.failed is None
    assert profile.cause is None


@pytest.mark.parametrize(
    ("rows_to", "wanted"),
    [
        (1_000, [1_000]),
        (1_500, [1_000]),
        (1_600, [1_000, 1_600]),
        (3_162, [1_000, 3_162]),
        (30_000, [1_000, 3_162, 10_000, 30_000]),
        (40_000, [1_000, 3_162, 10_000, 31_623]),
        (100_000, [1_000, 3_162, 10_000, 31_623, 100_000]),
    ],
)
def test_the_last_fixture_is_about_as_large_as_asked_for(rows_to: int, wanted: list[int]) -> None:
    assert [round(size) for size in sizes(rows_to)] == wanted


def test_fixtures_that_do_not_grow_are_said_so(tmp_path: Path) -> None:
    fixed = "def generate(world):\n    world.scale = 1.0\n    world.plays(world.members(60), count=200)\n"
    problem = catalog.load_folder(write_pack(tmp_path / "pack", generator=fixed))
    growing = Growing(problem, base_case(problem), 10_000, tmp_path / "cache")
    rows = [rows_of(each) for each in growing]
    assert len(rows) == 1
    assert growing.stopped == f"the generator draws {rows[0]:,} rows at most"


def test_the_base_case_is_an_ordinary_one(toy: Problem, tmp_path: Path) -> None:
    assert base_case(toy).name == "base"
    only = '[[cases]]\nname = "sample"\nseed = 1\nscale = 0.05\nsample = true\n'
    assert base_case(catalog.load_folder(write_pack(tmp_path / "one", cases=only))).name == "sample"


def test_the_gate_stands_before_the_profiler() -> None:
    wild = Submission("sql", "WITH x AS (INSERT INTO plays VALUES (9) RETURNING 1) SELECT * FROM x", "my.sql")
    assert _profiler(wild).failure == "invalid_submission"
    outcome = _profiler(Submission("sql", "-- all\nFROM plays; -- of them", "my.sql"))
    assert outcome.result
    assert outcome.result.columns == ("profile",)


def _profiler(submission: Submission) -> Outcome:
    tables = fixture(plays=("play_id integer", [(1,), (2,)]))
    with Run(SANDBOX, Job(submission, [tables], Limits(), ("x",), runner="sql_profile")) as running:
        [outcome] = running
    return outcome
