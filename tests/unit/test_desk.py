"""The desk: what a file holds, verdicts in one kept sandbox, samples, and what is made ahead."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from judge import references
from judge.api import load_problem
from judge.data import Cache, in_memory
from judge.errors import CannotBegin, ProblemError
from judge.model import Language, Problem, Submission
from judge.practice.desk import Desk, Read
from judge.sandbox.pool import Sandbox
from judge.submission import MAX_BYTES
from tests.pack import PANDAS, SQL, write_pack
from tests.practice import PACK


@pytest.fixture(scope="module")
def tally() -> Problem:
    return load_problem(PACK / "tally")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Desk(cache=Cache(tmp_path_factory.mktemp("cache"))) as desk:
        yield desk


def read(source: str, language: Language = "sql", dialect: str = "") -> Read:
    return Read(Submission(language, source, "answer", dialect))


# reading


def test_a_file_is_read_as_the_session_speaks(tmp_path: Path) -> None:
    file = tmp_path / "tally.sql"
    file.write_bytes(b"\xef\xbb\xbfSELECT 1\r\nAS n\r")
    assert Desk("spark").read(file, "sql") == Read(Submission("sql", "SELECT 1\nAS n\n", file.name, "spark"))
    assert Desk().read(file, "sql") == Read(Submission("sql", "SELECT 1\nAS n\n", file.name, ""))
    assert Desk("spark").read(file, "pandas") == Read(Submission("pandas", "SELECT 1\nAS n\n", file.name, ""))


@pytest.mark.parametrize(
    ("content", "shown", "said", "help"),
    [
        (b"", "", "tally.py is empty", ""),
        (
            b"a\xe9b",
            "a\\xe9b",
            "tally.py is not UTF-8: byte 0xe9 at offset 1",
            "save the file as UTF-8",
        ),
        (
            b"x" * (MAX_BYTES + 7),
            "x" * (MAX_BYTES + 1),
            "tally.py is over 64 KB; an answer is a query or a function, not data",
            "",
        ),
    ],
)
def test_a_file_that_is_refused_is_read_with_its_error(
    tmp_path: Path, content: bytes, shown: str, said: str, help: str
) -> None:
    file = tmp_path / "tally.py"
    file.write_bytes(content)
    found = Desk().read(file, "pandas")
    assert found.submission == Submission("pandas", shown, file.name)
    assert found.error
    assert (found.error.message, found.error.help) == (said, help)


def test_a_file_of_just_the_size_is_read(tmp_path: Path) -> None:
    file = tmp_path / "tally.sql"
    file.write_bytes(b"x" * MAX_BYTES)
    assert Desk().read(file, "sql").error is None


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CannotBegin) as missing:
        Desk().read(tmp_path / "tally.sql", "sql")
    assert missing.value.message == f"tally.sql cannot be read: {os.strerror(errno.ENOENT)}"


# judging


def test_right_and_wrong_answers_in_both_languages(desk: Desk, tally: Problem) -> None:
    right = (PACK / "tally" / "solution.sql").read_text("utf-8")
    verdict = desk.judge(tally, read(right))
    assert (verdict.problem, verdict.language, verdict.verdict) == ("tally", "sql", "accepted")
    assert [result.case for result in verdict.results] == ["sample", "team", "many"]
    assert verdict.passed == 3
    right = (PACK / "tally" / "solution.py").read_text("utf-8")
    assert desk.judge(tally, read(right, "pandas")).verdict == "accepted"
    assert desk.judge(tally, read("SELECT 1 AS person_id")).verdict == "wrong_answer"
    assert desk.judge(tally, read("SELEC 1")).verdict == "invalid_submission"


def test_an_answer_is_judged_in_its_dialect(desk: Desk, tally: Problem) -> None:
    right = (PACK / "tally" / "solution.sql").read_text("utf-8")
    assert desk.judge(tally, read(right, dialect="duckdb")).verdict == "accepted"
    assert desk.judge(tally, read(right, dialect="postgres")).verdict == "wrong_answer"  # 1 / 6 is 0 there
    cast = right.replace("count(sale_id) /", "count(sale_id)::float8 /")
    assert cast != right
    assert desk.judge(tally, read(cast, dialect="postgres")).verdict == "accepted"


def test_a_refused_file_is_a_verdict_and_no_process_is_asked(tmp_path: Path, tally: Problem) -> None:
    file = tmp_path / "tally.sql"
    file.write_bytes(b"\n")
    desk = Desk()
    desk.sandbox.end()
    verdict = desk.judge(tally, desk.read(file, "sql"))
    assert (verdict.verdict, verdict.language, verdict.passed, verdict.fixtures) == ("invalid_submission", "sql", 0, 3)
    assert [(result.case, result.verdict) for result in verdict.results] == [
        ("sample", "invalid_submission"),
        ("team", "skipped"),
        ("many", "skipped"),
    ]
    assert verdict.failing
    assert (verdict.failing.reason, verdict.failing.detail) == ("tally.sql is empty", "")


def test_a_broken_problem_is_a_verdict_too(desk: Desk, tmp_path: Path) -> None:
    broken = load_problem(
        write_pack(tmp_path, "broken", generator="def generate(world):\n    raise ValueError('no')\n")
    )
    verdict = desk.judge(broken, read(SQL))
    assert (verdict.verdict, verdict.problem) == ("problem_error", "broken")
    assert [result.verdict for result in verdict.results] == ["problem_error", "skipped", "skipped"]
    with pytest.raises(ProblemError):
        desk.prepare(broken)
    with pytest.raises(ProblemError):
        desk.sample(broken)


# the sample, and what is made ahead


SAMPLE_SALES = [1, 1, 2, 2, 2, 3]  # by whom, as tests/cli/pack/fixtures/shop.py draws its sample


def test_the_sample_holds_its_rows_and_what_is_expected(desk: Desk, tally: Problem) -> None:
    sample = desk.sample(tally)
    assert sample.fixture.case.name == "sample"
    assert list(sample.rows) == ["people", "sales"]
    assert sorted(row[0] for row in sample.rows["people"]) == [1, 2, 3, 4]
    assert sorted(row[1] for row in sample.rows["sales"]) == SAMPLE_SALES
    assert sample.expected.columns == ("person_id", "name", "sales", "share")
    assert sorted((row[0], row[2]) for row in sample.expected.rows) == [(1, 2), (2, 3), (3, 1), (4, 0)]


def test_what_is_prepared_needs_neither_a_generator_nor_a_reference(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toy = load_problem(write_pack(tmp_path, "ahead"))
    assert desk.prepare(toy).fixture.case.name == "sample"
    cache = desk.cache
    assert all(cache.find(toy, case) for case in toy.cases)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("nothing is built after prepare")

    monkeypatch.setattr(Cache, "make", never)
    monkeypatch.setattr(references, "run", never)
    assert desk.judge(toy, read(SQL)).verdict == "accepted"
    assert desk.judge(toy, read(PANDAS, "pandas")).verdict == "accepted"


@pytest.mark.parametrize("damage", [b"no database at all", b""])
def test_a_damaged_sample_is_built_anew(desk: Desk, tmp_path: Path, damage: bytes) -> None:
    toy = load_problem(write_pack(tmp_path, "damaged"))
    before = desk.prepare(toy)
    file = before.fixture.path
    assert file
    whole = file.read_bytes()
    file.write_bytes(damage.ljust(len(whole), b"\0"))  # of the same size, so that the cache takes it for whole
    after = desk.sample(toy)
    assert (after.rows, after.expected.rows) == (before.rows, before.expected.rows)
    assert desk.judge(toy, read(SQL)).verdict == "accepted"


def test_without_a_cache_the_sample_is_in_memory(tmp_path: Path) -> None:
    toy = load_problem(write_pack(tmp_path, "memory"))
    (tmp_path / "taken").write_text("a file", "utf-8")
    with Desk(cache=Cache(tmp_path / "taken")) as desk:
        sample = desk.sample(toy)
        assert desk.cache.trouble
    assert sample.fixture.path is None
    assert sample.fixture.digest == in_memory(toy, toy.sample).digest


@pytest.mark.parametrize(
    ("dialect", "languages", "started"),
    [
        ("", ["sql"], ["sql"]),
        ("duckdb", ["sql", "pandas"], ["sql", "pandas"]),
        ("spark", ["sql", "pandas"], ["sql", "pandas", "dialect"]),
        ("spark", ["pandas"], ["pandas"]),
    ],
)
def test_what_is_loaded_ahead(
    monkeypatch: pytest.MonkeyPatch, dialect: str, languages: list[Language], started: list[str]
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Sandbox, "start", lambda _, language: asked.append(language))
    Desk(dialect).start(languages)
    assert asked == started


def test_leaving_the_desk_ends_its_processes() -> None:
    with Desk() as desk:
        desk.start(["sql"])
        assert not desk.sandbox.over
    assert desk.sandbox.over
