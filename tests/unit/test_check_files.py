"""The manifest, the prompt and the files beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from judge.authoring.check import check
from judge.authoring.remarks import Remark
from tests.authoring import (
    ACCEPTED,
    CASES,
    GENERATOR,
    INNER,
    PANDAS,
    PROMPT,
    SQL,
    STAR,
    WRONG,
    codes_of,
    found,
    only,
    tools,
    write_problem,
)

SQL_ONLY: dict[str, Any] = {"languages": '["sql"]'}


def files(tmp_path: Path, **changed: Any) -> list[Remark]:
    """All that is found, but for the few fixtures, which all these problems have."""
    return [remark for remark in found(write_problem(tmp_path, **changed), "files") if remark.code != "C008"]


def test_a_good_one(tmp_path: Path) -> None:
    assert files(tmp_path) == []


class TestManifest:
    def test_broken(self, tmp_path: Path) -> None:
        problem = write_problem(tmp_path, minutes=0)
        checked = check(problem, tools(), seeds=2)
        assert checked.slug == "toy"
        (remark,) = checked.remarks
        assert (remark.code, remark.where) == ("C001", "toy/problem.toml:4")
        assert remark.message.startswith("minutes: ")
        assert checked.scores == ()

    @pytest.mark.parametrize("name", ["prompt.md", "generator.py", "solution.sql", "solution.py", "problem.toml"])
    def test_a_file_is_missing(self, tmp_path: Path, name: str) -> None:
        problem = write_problem(tmp_path)
        (problem / name).unlink()
        (remark,) = check(problem, tools(), seeds=2).remarks
        code = "C020" if name == "generator.py" else "C001"
        assert (remark.code, remark.where, remark.message) == (code, f"toy/{name}", "this file is missing")

    def test_a_stray_file_among_the_answers(self, tmp_path: Path) -> None:
        problem = write_problem(tmp_path, wrong=WRONG | {"notes.txt": "to do"})
        (remark,) = check(problem, tools(), seeds=2).remarks
        assert (remark.code, remark.where) == ("C001", "toy/wrong/notes.txt")

    def test_a_prompt_that_is_not_utf_8(self, tmp_path: Path) -> None:
        problem = write_problem(tmp_path)
        (problem / "prompt.md").write_bytes(b"# Plays per member\n\n\xff")
        (remark,) = found(problem, "files")[:1]
        assert (remark.code, remark.where) == ("C001", "toy/prompt.md:3")


class TestTables:
    def test_one_that_nobody_reads(self, tmp_path: Path) -> None:
        (remark,) = files(tmp_path, generator=GENERATOR + "    world.titles(5)\n")
        assert (remark.code, remark.where) == ("C002", "toy/generator.py")
        assert remark.message == "no reference reads the table titles"
        assert remark.help == 'drop it with del world.tables["titles"], or say unused = ["titles"] in problem.toml'

    def test_one_that_is_marked(self, tmp_path: Path) -> None:
        assert files(tmp_path, generator=GENERATOR + "    world.titles(5)\n", top='unused = ["titles"]\n') == []

    def test_one_that_is_dropped(self, tmp_path: Path) -> None:
        assert files(tmp_path, generator=GENERATOR + "    world.titles(5)\n    del world.tables['titles']\n") == []

    def test_a_mark_on_one_that_is_read(self, tmp_path: Path) -> None:
        (remark,) = files(tmp_path, top='unused = ["plays"]\n')
        assert (remark.code, remark.where) == ("C002", "toy/problem.toml:10")
        assert remark.message == "the table plays is marked unused, and a reference reads it"

    def test_a_mark_on_none(self, tmp_path: Path) -> None:
        (remark,) = files(tmp_path, top='unused = ["playz"]\n')
        assert (remark.code, remark.where, remark.message) == (
            "C002", "toy/problem.toml:10", "no table is called 'playz'",
        )  # fmt: skip
        assert remark.help == "did you mean 'plays'?"

    def test_one_that_sql_alone_reads(self, tmp_path: Path) -> None:
        sql = SQL.replace("GROUP", "WHERE (SELECT count(*) FROM titles) > 0 GROUP")
        assert files(tmp_path, generator=GENERATOR + "    world.titles(5)\n", sql=sql) == []

    def test_a_name_in_a_comment_is_no_reading(self, tmp_path: Path) -> None:
        remarks = files(tmp_path, generator=GENERATOR + "    world.titles(5)\n", sql="-- FROM titles\n" + SQL)
        assert codes_of(remarks) == ["C002"]

    def test_a_cte_of_its_name_is_no_reading(self, tmp_path: Path) -> None:
        sql = SQL.replace("SELECT m", "WITH titles AS (SELECT * FROM members) SELECT m").replace(
            "FROM members AS m", "FROM titles AS m"
        )
        remarks = files(tmp_path, generator=GENERATOR + "    world.titles(5)\n", sql=sql)
        assert [remark.message for remark in remarks] == ["no reference reads the table titles"]

    def test_a_generator_that_fails_hides_nothing_else(self, tmp_path: Path) -> None:
        remarks = files(tmp_path, generator="def generate(world): raise ValueError\n", prompt="# No\n")
        assert set(codes_of(remarks)) == {"C003"}


class TestPrompt:
    def test_another_title(self, tmp_path: Path) -> None:
        (remark,) = files(tmp_path, prompt=PROMPT.replace("# Plays per member", "# Plays"))
        assert (remark.code, remark.where) == ("C003", "toy/prompt.md:1")
        assert remark.message == "the first line is not the problem's title"
        assert remark.help == "write: # Plays per member"

    def test_it_defines_nothing(self, tmp_path: Path) -> None:
        (remark,) = files(tmp_path, prompt="# Plays per member\n\nCount the plays.\n")
        assert (remark.code, remark.where) == ("C003", "toy/prompt.md")
        assert remark.message.startswith("it defines nothing")

    def test_an_empty_one(self, tmp_path: Path) -> None:
        assert codes_of(files(tmp_path, prompt="")) == ["C003", "C003"]

    @pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "TBD"])
    def test_something_is_left_to_write(self, tmp_path: Path, word: str) -> None:
        (remark,) = files(tmp_path, prompt=f"{PROMPT}\n{word}: what of ties?\n")
        assert (remark.code, remark.where) == ("C003", "toy/prompt.md:6")
        assert remark.message == f"something is left to write: {word}: what of ties?"

    def test_a_longer_word(self, tmp_path: Path) -> None:
        assert files(tmp_path, prompt=f"{PROMPT}\nA member of plan XXXL has no TODOS, todo or not.\n") == []

    @pytest.mark.parametrize("about", ["plays", "Plays.", " plays "])
    def test_a_column_said_by_its_name(self, tmp_path: Path, about: str) -> None:
        (remark,) = files(tmp_path, columns=_columns(about))
        assert (remark.code, remark.where) == ("C003", "toy/problem.toml:18")
        assert remark.message == f"column plays: {about!r} says no more than its name"

    def test_a_column_said_with_more(self, tmp_path: Path) -> None:
        assert files(tmp_path, columns=_columns("plays of the member")) == []


def _columns(about: str) -> str:
    from tests.authoring import COLUMNS

    return COLUMNS.replace("how often the member played", about)


class TestHints:
    GIVES = "try LEFT JOIN plays AS p ON p.member_id = m.member_id"

    def test_it_gives_sql_away(self, tmp_path: Path) -> None:
        (remark,) = files(tmp_path, hints=f'["who?", "{self.GIVES}"]')
        assert (remark.code, remark.where) == ("C004", "toy/problem.toml:9")
        assert remark.message.startswith("hint 2 gives a piece of the reference away: LEFT JOIN plays AS p ON p.")
        assert remark.help == "say what to ask oneself, not what to write"

    def test_it_gives_pandas_away(self, tmp_path: Path) -> None:
        hint = "members[['member_id']].merge(found, on='member_id', how='left')".replace("'", '\\"')
        (remark,) = files(tmp_path, hints=f'["{hint}"]')
        assert remark.code == "C004"

    def test_in_another_case_and_spacing(self, tmp_path: Path) -> None:
        (remark,) = files(tmp_path, hints=f'["{self.GIVES.upper().replace(" ", "  ")}"]')
        assert remark.code == "C004"

    def test_fewer_words(self, tmp_path: Path) -> None:
        assert files(tmp_path, hints='["use LEFT JOIN plays AS p", "GROUP BY m.member_id", "max(p.started_at)"]') == []

    def test_a_comment_of_the_reference(self, tmp_path: Path) -> None:
        words = "every member has a row, even one that never, ever played a thing"
        assert files(tmp_path, hints=f'["{words}"]', sql=f"-- {words}\n{SQL}") == []


class TestPlausible:
    @pytest.mark.parametrize(
        ("difficulty", "minutes"),
        [("easy", 2), ("easy", 21), ("medium", 7), ("medium", 41), ("hard", 14), ("hard", 91)],
    )
    def test_minutes_that_are_not(self, tmp_path: Path, difficulty: str, minutes: int) -> None:
        remarks = files(tmp_path, difficulty=difficulty, minutes=minutes)
        assert (remarks[0].code, remarks[0].severity, remarks[0].where) == ("C005", "warning", "toy/problem.toml:4")
        assert remarks[0].message.startswith(f"{minutes} minutes for a problem that is {difficulty}: ")

    @pytest.mark.parametrize("minutes", [3, 20])
    def test_minutes_that_are(self, tmp_path: Path, minutes: int) -> None:
        assert files(tmp_path, minutes=minutes) == []

    def test_a_short_reference(self, tmp_path: Path) -> None:
        remarks = files(tmp_path, difficulty="hard", minutes=30)
        assert {(remark.code, remark.where) for remark in remarks} == {("C005", "toy/problem.toml:3")}
        assert remarks[0].message.startswith("solution.sql is short (")

    def test_a_long_one(self, tmp_path: Path) -> None:
        (remark,) = files(tmp_path, sql=SQL.replace("GROUP", f"WHERE m.member_id > {' + '.join('1' * 80)} GROUP"))
        assert remark.message.startswith("solution.sql is long (")
        assert remark.message.endswith(" for a problem that is easy: 5 to 160 would be usual")

    def test_comments_do_not_count(self, tmp_path: Path) -> None:
        assert files(tmp_path, sql=f"-- {'a word ' * 200}\n{SQL}") == []


class TestAnswers:
    def test_none_accepted(self, tmp_path: Path) -> None:
        (remark,) = files(tmp_path, accepted={})
        assert (remark.code, remark.where, remark.severity) == ("C006", "toy/accepted", "error")
        assert remark.message == "there is no other right answer"

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({}, "there are no wrong answers; two or more are expected"),
            ({"star.sql": STAR}, "there is one wrong answer; two or more are expected"),
        ],
        ids=["none", "one"],
    )
    def test_few_wrong(self, tmp_path: Path, wrong: dict[str, str], message: str) -> None:
        (remark,) = files(tmp_path, wrong=wrong)
        assert (remark.code, remark.where, remark.message) == ("C006", "toy/wrong", message)

    @pytest.mark.parametrize(
        "first",
        ["SELECT 1", "--", "-- inner", "", "/* inner join */"],
    )
    def test_a_mistake_without_a_name(self, tmp_path: Path, first: str) -> None:
        (remark,) = files(tmp_path, wrong=WRONG | {"odd.sql": f"{first}\nSELECT 2"})
        assert (remark.code, remark.where, remark.severity) == ("C007", "toy/wrong/odd.sql:1", "warning")
        assert remark.help == "begin with a comment, such as: -- counts rows, not members"

    def test_in_python(self, tmp_path: Path) -> None:
        (remark,) = files(tmp_path, wrong=WRONG | {"odd.py": "def solve(plays): ..."})
        assert remark.help == "begin with a comment, such as: # counts rows, not members"

    @pytest.mark.parametrize("first", ["-- drops members", "--drops members", "  -- drops members"])
    def test_a_name(self, tmp_path: Path, first: str) -> None:
        assert files(tmp_path, wrong=WRONG | {"odd.sql": f"{first}\nSELECT 2"}) == []

    def test_no_utf_8(self, tmp_path: Path) -> None:
        """The answers' own check refuses it; this one goes on."""
        assert files(tmp_path, wrong=WRONG | {"odd.sql": b"-- caf\xe9 and more\nSELECT 2"}) == []

    @pytest.mark.parametrize(
        ("kind", "name", "content", "twin"),
        [
            ("wrong", "other.sql", "-- another comment\n" + INNER.partition("\n")[2], "wrong/inner_join.sql"),
            ("wrong", "same.sql", "-- the same\n\n" + ACCEPTED["subqueries.sql"], "accepted/subqueries.sql"),
            ("accepted", "other.sql", ACCEPTED["subqueries.sql"].replace("\n", "\r\n"), "accepted/other.sql"),
            ("accepted", "again.sql", "-- as it is\n" + SQL, "solution.sql"),
        ],
        ids=["two wrong", "wrong and accepted", "line ends", "the reference"],
    )
    def test_twins(self, tmp_path: Path, kind: str, name: str, content: str, twin: str) -> None:
        answers = {"accepted": dict(ACCEPTED), "wrong": dict(WRONG)}
        answers[kind][name] = content
        remark = only(files(tmp_path, **answers), "C006")
        assert remark.message == f"it is the same as {twin}, comments aside"

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("SELECT * FROM members WHERE plan = 'basic'", "SELECT * FROM members WHERE plan = 'Basic'"),
            ("SELECT * FROM members WHERE plan = 'a b'", "SELECT * FROM members WHERE plan = 'a  b'"),
            ("SELECT * FROM members WHERE plan <> '--1'", "SELECT * FROM members WHERE plan <> '--2'"),
        ],
        ids=["case of a text", "blanks of a text", "a text like a comment"],
    )
    def test_no_twins_in_sql(self, tmp_path: Path, one: str, other: str) -> None:
        wrong = {"one.sql": f"-- the one\n{one}", "other.sql": f"-- the other\n{other}"}
        assert files(tmp_path, wrong=wrong) == []

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("    for a in b:\n        c()\n        d()", "    for a in b:\n        c()\n    d()"),
            ("    return x['Plan']", "    return x['plan']"),
            ("    return x.str.replace('#', '')", "    return x.str.replace('#', 'n')"),
        ],
        ids=["indentation", "case of a text", "a text like a comment"],
    )
    def test_no_twins_in_python(self, tmp_path: Path, one: str, other: str) -> None:
        head = "def solve(x):\n"
        wrong = {"one.py": f"# the one\n{head}{one}", "other.py": f"# the other\n{head}{other}"}
        assert files(tmp_path, wrong=wrong) == []


class TestFixtures:
    def test_few(self, tmp_path: Path) -> None:
        few = CASES.partition('[[cases]]\nname = "idle"')[0]
        (remark,) = found(write_problem(tmp_path, cases=few), "files")
        assert (remark.code, remark.severity) == ("C008", "warning")
        assert remark.where.startswith("toy/problem.toml:2")
        assert remark.message == "2 fixtures are few: an answer that suits them by chance is easily written"

    def test_enough(self, tmp_path: Path) -> None:
        more = "".join(f'[[cases]]\nname = "more_{n}"\nseed = {10 + n}\n' for n in range(5))
        assert found(write_problem(tmp_path, cases=CASES + more), "files") == []


ANY: dict[str, Any] = {**SQL_ONLY, "top": 'ties = "any"\n'}


class TestTies:
    def test_nothing_ties(self, tmp_path: Path) -> None:
        (remark,) = files(tmp_path, **ANY)
        assert (remark.code, remark.severity, remark.where) == ("C009", "warning", "toy/problem.toml:10")
        assert remark.help == "leave it out"

    def test_a_comment_cuts_nothing(self, tmp_path: Path) -> None:
        assert codes_of(files(tmp_path, **ANY, sql="-- there is no limit here\n" + SQL)) == ["C009"]

    def test_something_may(self, tmp_path: Path) -> None:
        assert files(tmp_path, **ANY, sql=SQL + "ORDER BY plays\nLimit 3") == []


class TestFollowUp:
    def test_none(self, tmp_path: Path) -> None:
        (remark,) = files(tmp_path, follow_up="")
        assert (remark.code, remark.severity, remark.where) == ("C010", "warning", "toy/problem.toml")
        assert remark.message == "there are no follow-up questions"
        assert remark.help == (
            'write follow_up = ["…"] below the hints: what would an interviewer ask once it is solved?'
        )

    def test_one(self, tmp_path: Path) -> None:
        assert files(tmp_path, follow_up='["And by country?"]') == []

    def test_a_comment_asks_nothing(self, tmp_path: Path) -> None:
        assert codes_of(files(tmp_path, follow_up="", top='# follow_up = ["And by country?"]\n')) == ["C010"]


def test_windows_line_ends_and_byte_order_marks_change_nothing(tmp_path: Path) -> None:
    folder = write_problem(tmp_path)
    for file in [*folder.glob("*.*"), *folder.glob("*/*.*")]:
        text = file.read_bytes().replace(b"\n", b"\r\n")
        file.write_bytes(text if file.suffix == ".toml" else b"\xef\xbb\xbf" + text)
    assert found(folder, "files") == []
    assert [remark.code for remark in found(folder, "generator")] == ["C023"], "only the lock is missing"


def test_a_text_that_is_a_tables_name_reads_no_table(tmp_path: Path) -> None:
    pandas = PANDAS + "\nUNUSED = 'titles'\n"
    generator = GENERATOR + "    world.titles(3)\n"
    (remark,) = files(tmp_path, pandas=pandas, generator=generator)
    assert (remark.code, remark.message) == ("C002", "no reference reads the table titles")
