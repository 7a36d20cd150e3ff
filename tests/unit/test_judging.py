"""A submission over a problem's fixtures: which are chosen, what the whole is called, and broken references."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from judge.api import load_problem
from judge.data import Cache
from judge.errors import ProblemError, UnknownName
from judge.judging import judge_submission, select
from judge.model import Limits, Problem, Submission, Verdict
from judge.sandbox.pool import Sandbox
from judge.sandbox.worker import Worker
from tests.pack import CASES, COLUMNS, PANDAS, SQL, write_pack


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    return load_problem(write_pack(tmp_path_factory.mktemp("pack")))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    return Cache(tmp_path_factory.mktemp("cache"))


def verdict_of(problem: Problem, source: str, cache: Cache, language: Any = "sql", **options: Any) -> Verdict:
    return judge_submission(problem, Submission(language, source, "answer"), select(problem), cache=cache, **options)


def test_select_takes_the_suite_a_case_or_another_seed(problem: Problem) -> None:
    assert select(problem).cases == problem.cases
    assert select(problem).cached
    [base] = select(problem, case="base").cases
    assert (base.name, base.seed, base.scale) == ("base", 2, 1.0)
    assert [(c.name, c.seed, c.scale) for c in select(problem, seed=7).cases] == [
        ("sample", 7, 0.05),
        ("base", 7, 1.0),
        ("big", 7, 5.0),
    ]
    assert [c.seed for c in select(problem, seed=0).cases] == [0, 0, 0]
    with pytest.raises(UnknownName) as unknown:
        select(problem, case="bsae")
    assert (unknown.value.message, unknown.value.help) == ("no case is called 'bsae' in toy", "did you mean 'base'?")


def test_select_fresh_is_unseen_repeatable_with_a_seed_and_takes_the_sample_last(problem: Problem) -> None:
    chosen = select(problem, fresh=7, seed=5)
    assert chosen == select(problem, fresh=7, seed=5)
    assert chosen != select(problem, fresh=7, seed=6)
    assert not chosen.cached
    assert [case.name for case in chosen.cases] == ["base", "big", "sample", "base", "big", "sample", "base"]
    seeds = {case.seed for case in chosen.cases}
    assert len(seeds) == 7
    assert not seeds & {case.seed for case in problem.cases}
    assert [case.name for case in select(problem, case="big", fresh=2).cases] == ["big", "big"]
    chance = [select(problem, fresh=3) for _ in range(2)]
    assert chance[0] != chance[1]


def test_the_whole_is_called_after_the_first_fixture_that_fails(problem: Problem, shared: Cache) -> None:
    source = (
        "import pandas as pd\ncalls = []\n" + PANDAS.replace("def solve", "def right") + "def solve(members, plays):\n"
        "    calls.append(1)\n    if len(calls) == 1: return right(members, plays)\n"
        "    if len(calls) == 2: return right(members, plays).head(3)\n    raise ValueError('third')\n"
    )
    verdict = verdict_of(problem, source, shared, "pandas")
    assert [result.verdict for result in verdict.results] == ["accepted", "wrong_answer", "runtime_error"]
    assert (verdict.verdict, verdict.passed, verdict.fixtures) == ("wrong_answer", 1, 3)
    assert [(result.case, result.seed) for result in verdict.results] == [("sample", 1), ("base", 2), ("big", 3)]
    assert [(result.expected_rows, result.actual_rows) for result in verdict.results] == [(3, 3), (60, 3), (300, None)]
    assert verdict.failing == verdict.results[1]
    assert verdict.elapsed_ms == sum(result.elapsed_ms for result in verdict.results) > 0


def test_after_a_time_limit_the_others_are_skipped(problem: Problem, shared: Cache) -> None:
    source = "def solve(members, plays):\n    print('before')\n    while True: pass\n"
    verdict = verdict_of(problem, source, shared, "pandas", limits=Limits(seconds=1))
    assert [result.verdict for result in verdict.results] == ["time_limit", "skipped", "skipped"]
    assert (verdict.verdict, verdict.passed) == ("time_limit", 0)
    assert verdict.output == "before\n"


def test_a_note_that_holds_for_several_fixtures_comes_once(tmp_path: Path, shared: Cache) -> None:
    day = '[[columns]]\nname = "member_id"\nkind = "date"\nabout = "x"\n'
    problem = load_problem(write_pack(tmp_path, columns=day, sql="select date '2026-03-01' as member_id"))
    verdict = verdict_of(problem, "select timestamp '2026-03-01' as member_id", Cache(tmp_path / "c"))
    assert verdict.verdict == "accepted"
    assert len(verdict.notes) == 1


def test_a_key_in_the_index_is_told(problem: Problem, shared: Cache) -> None:
    verdict = verdict_of(problem, PANDAS + "\n_solve = solve\ndef solve(members, plays):\n"
                         "    return _solve(members, plays).set_index('member_id')\n", shared, "pandas")  # fmt: skip
    assert verdict.verdict == "wrong_answer"
    diff = verdict.results[0].diff
    assert diff is not None
    assert diff.findings[0].columns == ("member_id",)
    assert diff.findings[0].help == "'member_id' is in the index: reset_index() makes it a column"


def test_what_is_refused_counts_once_and_skips_the_others(problem: Problem, shared: Cache) -> None:
    verdict = verdict_of(problem, "drop table plays", shared)
    assert [result.verdict for result in verdict.results] == ["invalid_submission", "skipped", "skipped"]
    assert verdict.verdict == "invalid_submission"


def test_a_language_the_problem_is_not_set_in_is_refused(tmp_path: Path) -> None:
    problem = load_problem(write_pack(tmp_path, languages='["sql"]'))
    verdict = verdict_of(problem, PANDAS, Cache(tmp_path / "cache"), "pandas")
    assert verdict.verdict == "invalid_submission"
    assert verdict.results[0].reason == "toy is answered in sql, this is pandas"


def test_a_sandbox_that_loaded_the_other_language_will_do(problem: Problem, shared: Cache) -> None:
    with Sandbox() as sandbox:
        sandbox.start("pandas")
        assert verdict_of(problem, SQL, shared, sandbox=sandbox).verdict == "accepted"


def test_a_dialect_is_translated_and_its_errors_show_what_ran(problem: Problem, shared: Cache) -> None:
    def judged(source: str) -> Verdict:
        submission = Submission("sql", source, "answer", "mysql")
        return judge_submission(problem, submission, select(problem), cache=shared)

    assert judged(SQL.replace("member_id", "`member_id`")).verdict == "accepted"
    wrong = judged("select nope from `plays`")
    assert wrong.verdict == "runtime_error"
    assert "translated from mysql, this ran:" in wrong.results[0].detail
    assert judged("select from from").results[0].reason == "this does not parse as mysql"


NULLABLE = COLUMNS.replace('about = "of all plays"', 'about = "of all plays"\nnullable = true')
BROKEN = {
    "another column": ({"sql": SQL.replace("as share", "as part")}, "column 'share' is missing"),
    "a column more": ({"sql": SQL.replace("as share", "as share, 1 as more")}, "column 'more' is not asked for"),
    "another kind": ({"sql": SQL.replace("count(play_id) as plays", "'x' as plays")},
                     "column 'plays' is declared integer"),
    "another number of rows": ({"top": "rows = 2\n"}, "problem.toml declares rows = 2, 3 came"),
    "NULL": ({"sql": "select null::bigint as member_id, 1 as plays, 1.0 as share"}, "column member_id holds NULL"),
    "NaN": ({"sql": "select 1 as member_id, 1 as plays, 'nan'::double as share", "columns": NULLABLE},
            "holds NaN or infinity"),
    "infinity": ({"sql": "select 1 as member_id, 1 as plays, 'inf'::double as share"}, "holds NaN or infinity"),
    "runtime": ({"sql": "select nope from plays"}, "runtime error: Binder Error"),
    "syntax": ({"sql": "selec"}, "invalid submission: the SQL does not parse"),
    "key": ({"sql": "select 1::bigint as member_id, plays, share from (" + SQL + ")"}, "is the same in two rows"),
    "changes data": ({"sql": "drop table plays"}, "one SELECT is expected, this is a DROP statement"),
    "chance": ({"sql": SQL.replace("member_id, count", "member_id, random(), count")}, "random() draws by chance"),
    "pandas": ({"languages": '["pandas"]', "pandas": "def solve(plays): return None"}, "solve() returned None"),
    "pandas raises": ({"languages": '["pandas"]', "pandas": "def solve(plays): 1 / 0"}, "ZeroDivisionError"),
    "no table": ({"generator": "def generate(world): pass\n"}, "generate() draws no table"),
    "awkward": ({"cases": CASES + 'awkward = ["nuls"]\n'}, "no awkward data is called 'nuls'; did you mean 'nulls'?"),
    "generator": ({"generator": "def generate(world):\n    1 / 0\n"}, "toy/generator.py:2: case 'sample', seed 1"),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_reference_is_a_problem_error(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    problem = load_problem(write_pack(tmp_path, **changes))
    source, language = (SQL, "sql") if "sql" in problem.languages else (PANDAS, "pandas")
    with pytest.raises(ProblemError) as broken:
        verdict_of(problem, source, Cache(tmp_path / "cache"), language)
    assert said in broken.value.message + broken.value.help
    assert broken.value.message.startswith("toy/")


def test_a_nullable_column_may_hold_null(tmp_path: Path) -> None:
    sql = "select 1 as member_id, 1 as plays, null::double as share"
    problem = load_problem(write_pack(tmp_path, sql=sql, columns=NULLABLE))
    assert verdict_of(problem, sql, Cache(tmp_path / "cache")).verdict == "accepted"


def test_expected_results_are_kept_and_the_reference_runs_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    problem, cache = load_problem(write_pack(tmp_path)), Cache(tmp_path / "cache")
    started: list[str] = []
    original = Sandbox.worker

    def counted(self: Sandbox, language: str) -> Worker:
        started.append(language)
        return original(self, language)

    monkeypatch.setattr(Sandbox, "worker", counted)
    assert verdict_of(problem, SQL, cache).verdict == "accepted"
    assert len(started) == 2, "the submission and the reference"
    assert verdict_of(problem, SQL, cache).verdict == "accepted"
    assert len(started) == 3, "the submission alone"
    (problem.folder / "solution.sql").write_text(SQL.replace("count(play_id) as plays", "7 as plays"))
    assert verdict_of(problem, SQL, cache).verdict == "wrong_answer"
    assert len(started) == 5, "another reference runs again"


def test_what_the_manifest_declares_is_checked_again_once_it_changes(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    sql = "select 1 as member_id, 1 as plays, null::double as share"
    assert verdict_of(load_problem(write_pack(tmp_path, sql=sql, columns=NULLABLE)), sql, cache).verdict == "accepted"
    with pytest.raises(ProblemError, match="column share holds NULL"):
        verdict_of(load_problem(write_pack(tmp_path, sql=sql)), sql, cache)


def test_progress_is_told_while_something_is_built(tmp_path: Path) -> None:
    problem, cache = load_problem(write_pack(tmp_path)), Cache(tmp_path / "cache")
    told: list[tuple[int, int]] = []
    for _ in range(2):
        verdict_of(problem, SQL, cache, progress=lambda done, of: told.append((done, of)))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
