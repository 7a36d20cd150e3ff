"""The answers beside the references: right or caught on every suite, and a telling sample."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from judge.authoring.remarks import Remark
from tests.authoring import ACCEPTED, CASES, GENERATOR, INNER, SQL, STAR, WRONG, codes_of, found, only, write_problem

SEEDED = (
    "def generate(world):\n    world.params(seed=world.seed, about={'seed': 'of the fixture'})\n"
    + (GENERATOR.partition("\n")[2])
)
"""The same tables, and `params.seed` by which an answer can tell where it runs."""


def answers(tmp_path: Path, **changed: Any) -> list[Remark]:
    return found(write_problem(tmp_path, **changed), "answers")


def with_wrong(tmp_path: Path, content: str | bytes, name: str = "odd.sql", **changed: Any) -> list[Remark]:
    return answers(tmp_path, wrong=WRONG | {name: content}, **changed)


def with_accepted(tmp_path: Path, content: str | bytes, name: str = "odd.sql", **changed: Any) -> list[Remark]:
    return answers(tmp_path, accepted=ACCEPTED | {name: content}, **changed)


def right_unless(condition: str) -> str:
    """A query that is wrong where `condition` holds of the seed."""
    return f"-- is wrong now and then\n{SQL}".replace(
        "count(p.play_id)", f"count(p.play_id) + ((SELECT seed FROM params) {condition})::INT"
    )


def test_good_ones(tmp_path: Path) -> None:
    assert answers(tmp_path) == []


def test_no_answers_at_all(tmp_path: Path) -> None:
    assert answers(tmp_path, accepted={}, wrong={}) == []


class TestAccepted:
    def test_wrong_on_the_suite(self, tmp_path: Path) -> None:
        (remark,) = with_accepted(tmp_path, STAR)
        assert (remark.code, remark.where) == ("C060", "toy/accepted/odd.sql")
        assert remark.message.startswith("wrong answer on sample, seed 1: ")
        assert "column plays" in remark.message
        assert remark.help.startswith("drill run toy ")
        assert remark.help.endswith(f"odd.sql --case sample --seed 1 --problems {tmp_path}")

    def test_wrong_on_unseen_seeds_alone(self, tmp_path: Path) -> None:
        (remark,) = with_accepted(tmp_path, right_unless("> 999"), generator=SEEDED)
        assert remark.code == "C060"
        seed = remark.help.partition("--seed ")[2].split()[0]
        assert int(seed) > 999
        assert remark.message.startswith(f"wrong answer on sample, seed {seed}: ")
        assert remark.help.endswith(f"odd.sql --case sample --seed {seed} --problems {tmp_path}")

    def test_wrong_on_seeds_that_are_not_drawn(self, tmp_path: Path) -> None:
        assert with_accepted(tmp_path, right_unless("= 999"), generator=SEEDED) == []

    def test_it_raises(self, tmp_path: Path) -> None:
        (remark,) = with_accepted(tmp_path, "def solve(members, plays):\n    return members['x']\n", "odd.py")
        assert (remark.code, remark.where) == ("C060", "toy/accepted/odd.py")
        assert remark.message.startswith("runtime error on sample, seed 1: KeyError")

    def test_another_language(self, tmp_path: Path) -> None:
        (remark,) = with_accepted(tmp_path, "def solve(members): ...", "odd.py", languages='["sql"]')
        assert (remark.code, remark.where) == ("C060", "toy/accepted/odd.py")
        assert remark.message == "it is pandas, and the problem is set in sql"

    def test_no_utf_8(self, tmp_path: Path) -> None:
        (remark,) = with_accepted(tmp_path, b"SELECT '\xff'")
        assert (remark.code, remark.where) == ("C060", "toy/accepted/odd.sql")
        assert "is not UTF-8" in remark.message

    def test_forbidden_sql(self, tmp_path: Path) -> None:
        (remark,) = with_accepted(tmp_path, "DROP TABLE plays")
        assert remark.code == "C060"
        assert remark.message.startswith("invalid submission on sample, seed 1: ")


class TestWrong:
    def test_it_passes(self, tmp_path: Path) -> None:
        (remark,) = with_wrong(tmp_path, "-- is not wrong\n" + SQL)
        assert (remark.code, remark.where) == ("C061", "toy/wrong/odd.sql")
        assert remark.message == "it passes all 3 fixtures"

    def test_it_passes_unseen_suites(self, tmp_path: Path) -> None:
        (remark,) = with_wrong(tmp_path, right_unless("< 999"), generator=SEEDED)
        assert (remark.code, remark.where) == ("C062", "toy/wrong/odd.sql")
        seed = remark.help.partition("--seed ")[2].split()[0]
        assert remark.message == f"it passes 2 of 2 suites drawn with other seeds, the first with seed {seed}"
        assert remark.help.startswith("plant what shows the mistake in generator.py, whatever the seed: drill run toy ")

    def test_it_passes_some_unseen_suites(self, tmp_path: Path) -> None:
        problem = write_problem(tmp_path / "first", generator=SEEDED)
        from judge import catalog
        from judge.authoring.proof import Proof
        from tests.authoring import tools

        with Proof(catalog.load_folder(problem), tools(), 2) as proof:
            first, second = proof.seed(0), proof.seed(1)
        (remark,) = with_wrong(tmp_path / "second", right_unless(f"<> {second}"), generator=SEEDED)
        assert remark.message == f"it passes 1 of 2 suites drawn with other seeds, the first with seed {second}"
        assert first != second

    def test_one_fixture_catches_it(self, tmp_path: Path) -> None:
        remarks = with_wrong(tmp_path, right_unless("NOT IN (1, 2)"), generator=SEEDED)
        one = only(remarks, "C063")
        assert (one.severity, one.where) == ("warning", "toy/wrong/odd.sql")
        assert one.message == "only the fixture idle catches it"
        assert codes_of(remarks) == ["C063"]

    def test_two_fixtures_catch_it(self, tmp_path: Path) -> None:
        assert with_wrong(tmp_path, right_unless("<> 1"), generator=SEEDED) == []

    @pytest.mark.parametrize(
        ("name", "content", "telling"),
        [
            ("odd.sql", "-- no such table\nSELECT * FROM nowhere", "nowhere"),
            ("odd.sql", "-- no SQL\nSELEKT", "SELEKT"),
            ("odd.py", "# raises always\ndef solve(members, plays):\n    return members['x']\n", "KeyError"),
            ("odd.py", "# has no solve\nx = 1\n", "solve"),
        ],
        ids=["table", "syntax", "raises", "no solve"],
    )
    def test_it_never_runs(self, tmp_path: Path, name: str, content: str, telling: str) -> None:
        (remark,) = with_wrong(tmp_path, content, name)
        assert (remark.code, remark.where) == ("C064", f"toy/wrong/{name}")
        assert remark.message.startswith("it gives no wrong answer, only this, on sample: ")
        assert telling in remark.message
        assert remark.help == "a wrong answer shows a mistake by its result"

    def test_it_raises_on_some_fixtures(self, tmp_path: Path) -> None:
        """A mistake may show as an error, where the data bring it out."""
        content = "-- divides by nothing\n" + SQL.replace(
            "count(p.play_id)",
            "count(p.play_id) + CASE WHEN (SELECT seed FROM params) <> 1 THEN error('no')::INT ELSE 0 END",
        )
        assert with_wrong(tmp_path, content, generator=SEEDED) == []

    def test_another_language(self, tmp_path: Path) -> None:
        (remark,) = with_wrong(tmp_path, "# x\ndef solve(members): return members", "odd.py", languages='["sql"]')
        assert (remark.code, remark.where) == ("C064", "toy/wrong/odd.py")
        assert remark.message == "it is pandas, and the problem is set in sql"

    @pytest.mark.parametrize(
        ("content", "telling"),
        [(b"", "is empty"), (b" \n", "is empty"), (b"-- caf\xe9\nSELECT 1", "is not UTF-8"), (b"-- a\0", "NUL")],
        ids=["empty", "blank", "latin 1", "NUL"],
    )
    def test_it_cannot_be_read(self, tmp_path: Path, content: bytes, telling: str) -> None:
        (remark,) = with_wrong(tmp_path, content)
        assert (remark.code, remark.where) == ("C064", "toy/wrong/odd.sql")
        assert telling in remark.message
        assert str(tmp_path) not in remark.message


class TestSample:
    def test_no_mistake_shows(self, tmp_path: Path) -> None:
        late = {name: right_unless("<> 1") + f"-- {name}" for name in ("one.sql", "two.sql")}
        (remark,) = answers(tmp_path, wrong=late, generator=SEEDED)
        assert (remark.code, remark.where) == ("C027", "toy/problem.toml:25")
        assert remark.message == "the sample shows none of the 2 mistakes in wrong/: it makes no point"

    def test_one_of_two_shows(self, tmp_path: Path) -> None:
        assert answers(tmp_path, wrong={"late.sql": right_unless("<> 1"), "star.sql": STAR}, generator=SEEDED) == []

    def test_what_never_runs_shows_nothing(self, tmp_path: Path) -> None:
        broken = {"late.sql": right_unless("<> 1"), "broken.sql": "-- no SQL\nSELEKT"}
        remarks = answers(tmp_path, wrong=broken, generator=SEEDED)
        assert sorted(codes_of(remarks)) == ["C027", "C064"]


def test_every_file_is_told(tmp_path: Path) -> None:
    remarks = answers(
        tmp_path,
        accepted={"inner.sql": INNER, "star.sql": STAR, "right.sql": SQL},
        wrong={"right.sql": SQL, "star.sql": STAR, "empty.py": ""},
    )
    assert [(remark.code, remark.where) for remark in remarks] == [
        ("C060", "toy/accepted/inner.sql"),
        ("C060", "toy/accepted/star.sql"),
        ("C064", "toy/wrong/empty.py"),
        ("C061", "toy/wrong/right.sql"),
    ]


CHECKER = """def check(fixture, expected, actual):
    return len(actual) == len(expected) or "another number of rows"
"""


def test_a_checker_decides(tmp_path: Path) -> None:
    problem = write_problem(tmp_path)
    (problem / "checker.py").write_text(CHECKER, "utf-8")
    remarks = found(problem, "answers")
    assert [(remark.code, remark.where) for remark in remarks] == [("C061", "toy/wrong/star.sql")]


def test_a_checker_that_refuses_the_reference(tmp_path: Path) -> None:
    problem = write_problem(tmp_path)
    (problem / "checker.py").write_text("def check(fixture, expected, actual):\n    return 'no'\n", "utf-8")
    (remark,) = found(problem, "answers")
    assert (remark.code, remark.where) == ("C040", "toy/checker.py")
    assert "it refuses the reference itself: no" in remark.message


def test_any_choice_of_ties(tmp_path: Path) -> None:
    """The first two members by plays, whichever of those that tie."""
    limit = "ORDER BY plays DESC LIMIT 7"
    other = {"other.sql": f"SELECT * FROM ({SQL}) ORDER BY plays DESC, member_id DESC LIMIT 7"}
    wrong = {
        "asc.sql": f"-- the least\n{SQL} ORDER BY plays LIMIT 7",
        "six.sql": f"-- six\n{SQL} ORDER BY plays DESC LIMIT 6",
    }
    remarks = answers(
        tmp_path,
        languages='["sql"]',
        top='ties = "any"\n',
        sql=SQL + limit,
        accepted=other,
        wrong=wrong,
        cases=CASES.replace("scale = 0.2\n", "scale = 0.5\n"),
    )
    assert remarks == []
