"""The public functions."""

from __future__ import annotations

from pathlib import Path

import pytest

import judge as package
from judge import CannotBegin, Limits, Problem, UnknownName, judge, load_problem
from tests.pack import PANDAS, SQL, write_pack


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pack(tmp_path_factory.mktemp("pack")).parent


@pytest.fixture(scope="module")
def problem(pack: Path) -> Problem:
    return load_problem("toy", [pack])


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def test_what_is_public() -> None:
    assert package.__all__ == [
        "CannotBegin",
        "Case",
        "Column",
        "Counterexample",
        "Diff",
        "DrillError",
        "FixtureResult",
        "InternalError",
        "InvalidSubmission",
        "Limits",
        "Mistake",
        "Problem",
        "ProblemError",
        "Sandbox",
        "UnknownName",
        "Verdict",
        "judge",
        "load_problem",
    ]
    assert [getattr(package, name).__name__ for name in package.__all__] == package.__all__
    assert judge.__doc__
    assert load_problem.__doc__
    with pytest.raises(AttributeError, match="module 'judge' has no attribute 'nothing'"):
        _ = package.nothing


def test_a_problem_by_name_by_folder_and_through_the_environment(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_problem(pack / "toy") == load_problem("toy", [pack])
    with pytest.raises(UnknownName):
        load_problem("toy_that_is_not")
    monkeypatch.setenv("DRILL_PROBLEMS", str(pack))
    assert load_problem("toy").folder == pack / "toy"


def test_a_file_and_a_text_in_both_languages(problem: Problem, cache: Path) -> None:
    for name, source, language in (("solution.sql", SQL, "sql"), ("solution.py", PANDAS, "pandas")):
        file = judge(problem, problem.folder / name, cache=cache)
        assert (file.verdict, file.language, file.passed, file.fixtures) == ("accepted", language, 3, 3)
        assert (file.problem, file.failing) == ("toy", None)
        text = judge(problem, source, language=language, cache=cache)  # type: ignore[arg-type]
        assert [result.verdict for result in text.results] == ["accepted"] * 3
    assert judge(problem, PANDAS, cache=cache).language == "pandas", "the text defines solve"


def test_a_slug_is_looked_up(pack: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRILL_PROBLEMS", str(pack))
    assert judge("toy", SQL, language="sql", cache=cache).verdict == "accepted"


def test_case_seed_fresh_dialect_and_limits_are_passed_on(problem: Problem, cache: Path) -> None:
    def fixtures(**options: object) -> list[tuple[str, int]]:
        verdict = judge(problem, SQL, language="sql", cache=cache, **options)  # type: ignore[arg-type]
        assert verdict.verdict == "accepted"
        return [(result.case, result.seed) for result in verdict.results]

    assert fixtures(case="base") == [("base", 2)]
    assert fixtures(case="base", seed=9) == [("base", 9)]
    assert fixtures(fresh=2, seed=9) == fixtures(fresh=2, seed=9)
    backticks = SQL.replace("member_id", "`member_id`")
    assert judge(problem, backticks, language="sql", dialect="MySQL", case="base", cache=cache).verdict == "accepted"
    small = judge(problem, SQL, language="sql", case="big", limits=Limits(answer_mb=0), cache=cache)
    assert small.verdict == "output_limit"


def test_what_is_refused_is_a_verdict(problem: Problem, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.py").write_text("")
    for answer, language, reason in (
        ("", "sql", "answer is empty"),
        ("x" * 70_000, "sql", "answer is over 64 KB; an answer is a query or a function, not data"),
        ("select '\ud800'", "sql", "answer is not UTF-8: byte 0xed at offset 8"),
        ("drop table plays", "sql", "one SELECT is expected, this is a DROP statement"),
        ("x = 1", "pandas", "no entry point: def solve(…) is expected, it defines no function"),
        (tmp_path / "empty.py", None, f"{tmp_path / 'empty.py'} is empty"),
    ):
        verdict = judge(problem, answer, language=language, cache=cache)  # type: ignore[arg-type]
        assert verdict.verdict == "invalid_submission"
        assert [result.verdict for result in verdict.results] == ["invalid_submission", "skipped", "skipped"]
        assert verdict.results[0].reason == reason
        assert verdict.language == (language or "pandas")


def test_what_cannot_begin_is_raised(problem: Problem, cache: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotBegin, match="no such file"):
        judge(problem, tmp_path / "nothing.sql", cache=cache)
    with pytest.raises(CannotBegin, match="the language cannot be told"):
        judge(problem, SQL, cache=cache)
    for options in ({"case": "nothing"}, {"dialect": "klingon"}, {"language": "R"}):
        with pytest.raises(UnknownName):
            judge(problem, SQL, cache=cache, **({"language": "sql"} | options))  # type: ignore[arg-type]
    with pytest.raises(UnknownName):
        judge("toy_that_is_not", SQL, language="sql", cache=cache)
    for fresh in (-1, 10_001):
        with pytest.raises(CannotBegin, match=f"fresh is {fresh}"):
            judge(problem, SQL, language="sql", cache=cache, fresh=fresh)


def test_a_name_of_a_file_is_no_answer_by_itself(problem: Problem, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "my.sql").write_text(SQL, "utf-8")
    assert judge(problem, str(tmp_path / "my.sql"), cache=cache).verdict == "accepted"
    with pytest.raises(CannotBegin, match=r"no such file: mine\.sql"):
        judge(problem, "mine.sql", cache=cache)


def test_the_package_shows_its_names() -> None:
    assert {"judge", "load_problem", "Verdict"} <= set(dir(package))
    assert "import_module" not in dir(package)


def test_a_broken_problem_is_a_verdict_too(tmp_path: Path) -> None:
    problem = load_problem(write_pack(tmp_path, generator="def generate(world):\n    1 / 0\n"))
    verdict = judge(problem, SQL, language="sql", cache=tmp_path / "cache")
    assert verdict.verdict == "problem_error"
    assert [result.verdict for result in verdict.results] == ["problem_error", "skipped", "skipped"]
    assert verdict.results[0].reason.startswith("toy/generator.py:2: case 'sample', seed 1: ZeroDivisionError")
