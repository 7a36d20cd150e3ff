"""What becomes of a save: the stub, the same text, what waits, what was judged before a resume, what is refused."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from judge.api import load_problem
from judge.data import Cache
from judge.errors import CannotBegin
from judge.model import Explain, Status, Submission
from judge.practice import workplace
from judge.practice.desk import Desk
from judge.practice.referee import Referee, Save, Spared
from judge.practice.session import Session
from judge.practice.workplace import Answer
from judge.submission import MAX_BYTES
from tests.pack import SQL, write_pack
from tests.practice import EASY, THREE, session_of, verdict
from tests.practising import at

STUB = "SELECT NULL AS n\nLIMIT 0\n"


class Table:
    """A session, its folder of stubs and its referee, whose clock always tells the same moment."""

    def __init__(self, folder: Path, session: Session | None = None) -> None:
        self.session = session or session_of()
        answers = workplace.answers(folder, THREE, "any")
        self.desk = Desk()
        self.referee = Referee(self.session, self.desk, answers, lambda: at(5))
        self.answer = self.referee.answers["easy_one.sql"]
        for answer in answers:
            self.referee.stubs[answer.file.name] = STUB
            workplace.lay(answer.file, STUB)

    def write(self, text: str | bytes, answer: Answer | None = None) -> None:
        (answer or self.answer).file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def save(self, text: str | bytes, answer: Answer | None = None) -> Save | Spared:
        self.write(text, answer)
        return self.referee.save(answer or self.answer)

    def news(self, text: str | bytes, answer: Answer | None = None) -> Save:
        save = self.save(text, answer)
        assert isinstance(save, Save)
        return save

    def resumed(self) -> Table:
        made = [attempt for place in range(3) for attempt in self.session.attempts(place)]
        session = Session(self.session.record, THREE, made)
        session.paused = False
        return Table(self.answer.file.parent, session)


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path)


def test_a_save_is_read_at_its_moment(table: Table) -> None:
    table.session.pass_time(90)
    save = table.news("SELECT 1 AS n")
    assert (save.answer, save.again) == (table.answer, None)
    assert (save.moment.place, save.moment.seconds, save.moment.late, save.moment.at) == (0, 90, False, at(5))
    assert (save.read.submission.source, save.read.error) == ("SELECT 1 AS n", None)
    assert table.referee.problem(save) is EASY


def test_each_file_has_its_place_and_language(table: Table) -> None:
    assert {name: (each.place, each.language) for name, each in table.referee.answers.items()} == {
        "easy_one.sql": (0, "sql"),
        "easy_one.py": (0, "pandas"),
        "medium_one.sql": (1, "sql"),
        "hard_one.py": (2, "pandas"),
    }
    save = table.news("x = 1", table.referee.answers["hard_one.py"])
    assert (save.moment.place, save.read.submission.language, table.referee.problem(save)) == (2, "pandas", THREE[2])


@pytest.mark.parametrize("text", [STUB, STUB.replace("\n", "\r\n"), "\ufeff" + STUB])
def test_the_stub_is_not_judged(table: Table, text: str) -> None:
    assert table.save(text) == Spared("stub")
    assert table.session.attempts(0) == ()


def test_the_text_of_another_files_stub_is_an_answer(table: Table) -> None:
    table.referee.stubs["easy_one.py"] = "import pandas"
    assert isinstance(table.save(STUB, table.referee.answers["easy_one.py"]), Save)


def test_a_verdict_counts_at_the_moment_of_the_save(table: Table) -> None:
    table.session.pass_time(900)
    save = table.news("SELECT 1 AS n")
    table.session.pass_time(500)
    attempt = table.referee.judged(save, verdict())
    assert table.session.attempts(0) == (attempt,)
    assert (attempt.source, attempt.seconds, attempt.at) == ("SELECT 1 AS n", 900, at(5))
    assert (table.session.task.state, table.session.task.points) == ("accepted", 75)


def test_what_waits_already_waits_once(table: Table) -> None:
    first = table.news("SELECT 1 AS n")
    assert table.save("SELECT 1 AS n") == Spared("waiting")
    other = table.news("SELECT 2 AS n")
    assert table.save("SELECT 1 AS n\r\n"[:-2]) == Spared("waiting")
    assert table.save("SELECT 2 AS n") == Spared("waiting")
    table.referee.judged(first, verdict("wrong_answer"))
    assert table.save("SELECT 2 AS n") == Spared("waiting")
    table.referee.judged(other, verdict("wrong_answer"))
    assert [attempt.source for attempt in table.session.attempts(0)] == ["SELECT 1 AS n", "SELECT 2 AS n"]


def test_what_waits_for_another_problem_waits_there_too(table: Table) -> None:
    assert isinstance(table.save("SELECT 1 AS n"), Save)
    assert isinstance(table.save("SELECT 1 AS n", table.referee.answers["medium_one.sql"]), Save)


def test_the_same_text_gets_the_verdict_that_it_had(table: Table) -> None:
    found = verdict("wrong_answer", "n differs")
    attempt = table.referee.judged(table.news("SELECT 1 AS n"), found)
    other = table.referee.judged(table.news("SELECT 2 AS n"), verdict("time_limit"))
    table.session.pass_time(60)
    assert table.save("SELECT 1 AS n") == Spared("same", attempt, found)
    assert table.save("SELECT 1 AS n") == Spared("same", attempt, found)
    assert table.session.attempts(0) == (attempt, other)
    assert table.session.task.wrong == 2


def test_the_same_text_late_is_still_the_attempt_in_time(table: Table) -> None:
    found = verdict()
    attempt = table.referee.judged(table.news("SELECT 1 AS n"), found)
    table.session.pass_time(3600)
    assert table.session.over
    assert table.save("SELECT 1 AS n") == Spared("same", attempt, found)
    assert table.referee.judged(table.news("SELECT 2 AS n"), verdict("wrong_answer")).late


def test_a_dropped_save_can_be_tried_again(table: Table) -> None:
    save = table.news("SELECT 1 AS n")
    table.referee.dropped(save)
    table.referee.dropped(save)
    again = table.news("SELECT 1 AS n")
    assert again.again is None
    table.referee.judged(again, verdict())
    assert len(table.session.attempts(0)) == 1


def test_after_a_resume_the_same_text_is_judged_again_and_not_counted(table: Table) -> None:
    table.session.pass_time(100)
    attempt = table.referee.judged(table.news("SELECT 1 AS n"), verdict("wrong_answer"))
    after = table.resumed()
    after.session.pass_time(50)
    tasks = after.session.tasks
    save = after.news("SELECT 1 AS n")
    assert save.again == attempt
    assert after.save("SELECT 1 AS n") == Spared("waiting")
    assert after.referee.judged(save, found := verdict("wrong_answer", "told anew")) == attempt
    assert (after.session.attempts(0), after.session.tasks) == ((attempt,), tasks)
    assert after.save("SELECT 1 AS n") == Spared("same", attempt, found)
    assert after.news("SELECT 2 AS n").again is None


def test_after_a_resume_what_was_saved_meanwhile_is_told(table: Table) -> None:
    table.referee.judged(table.news("SELECT 1 AS n"), verdict("wrong_answer"))
    table.write("SELECT 5 AS n", table.referee.answers["medium_one.sql"])
    table.write("import pandas", table.referee.answers["hard_one.py"])
    after = table.resumed()
    after.referee.answers["easy_one.py"].file.unlink()  # what is not there is no news
    assert [answer.file.name for answer in after.referee.unjudged()] == ["medium_one.sql", "hard_one.py"]
    save = after.news("SELECT 5 AS n", after.referee.answers["medium_one.sql"])
    after.referee.judged(save, verdict())
    assert [answer.file.name for answer in after.referee.unjudged()] == ["hard_one.py"]


def test_a_fresh_folder_of_stubs_holds_no_news(table: Table) -> None:
    assert table.referee.unjudged() == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "easy_one.sql is empty"),
        (b" \n\t\n", "easy_one.sql is empty"),
        (b"SELECT '\xff'", "easy_one.sql is not UTF-8: byte 0xff at offset 8"),
        (b"-" * (MAX_BYTES + 1), "easy_one.sql is over 64 KB; an answer is a query or a function, not data"),
        (b"SELECT 1\n\0", "easy_one.sql holds a NUL character in line 2"),
    ],
)
def test_a_file_that_is_refused_is_an_attempt_that_costs_nothing(table: Table, content: bytes, said: str) -> None:
    save = table.news(content)
    found = table.referee.judge(save)
    assert found.verdict == "invalid_submission"
    attempt = table.referee.judged(save, found)
    assert attempt.reason == said
    assert (attempt.verdict, attempt.passed, attempt.counted) == ("invalid_submission", 0, False)
    assert (table.session.task.state, table.session.task.wrong) == ("working", 0)
    assert table.save(content) == Spared("same", attempt, found)


def test_a_file_that_cannot_be_read_is_told_and_nothing_waits(table: Table) -> None:
    table.answer.file.unlink()
    with pytest.raises(CannotBegin) as missing:
        table.referee.save(table.answer)
    assert missing.value.message == f"easy_one.sql cannot be read: {os.strerror(errno.ENOENT)}"
    table.answer.file.mkdir()
    with pytest.raises(CannotBegin) as folder:
        table.referee.save(table.answer)
    assert folder.value.message == "easy_one.sql is no file"
    table.answer.file.rmdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(table.answer.file)  # opening it would wait for ever
        with pytest.raises(CannotBegin, match="is no file"):
            table.referee.save(table.answer)
        table.answer.file.unlink()
    assert table.session.attempts(0) == ()
    assert isinstance(table.save("SELECT 1 AS n"), Save)


def test_a_save_is_judged_on_all_fixtures(tmp_path: Path) -> None:
    toy = load_problem(write_pack(tmp_path / "pack"))
    session = session_of([toy])
    with Desk(cache=Cache(tmp_path / "cache")) as desk:
        [answer] = workplace.answers(tmp_path, [toy], "sql")
        referee = Referee(session, desk, [answer], lambda: at(5))
        answer.file.write_text(SQL, "utf-8")
        save = referee.save(answer)
        assert isinstance(save, Save)
        found = referee.judge(save)
        attempt = referee.judged(save, found)
    assert (found.verdict, found.passed, found.fixtures) == ("accepted", 3, 3)
    assert (attempt.passed, attempt.fixtures, session.task.state, session.task.points) == (3, 3, "accepted", 100)


def test_files_that_are_not_utf8_in_different_ways_are_told_apart(tmp_path: Path) -> None:
    table = Table(tmp_path)
    save = table.news(b"SELECT '\xff' AS n")
    table.referee.judged(save, table.referee.judge(save))
    assert isinstance(table.save(b"SELECT '\xfe' AS n"), Save)
    assert isinstance(table.save("SELECT '\N{REPLACEMENT CHARACTER}' AS n"), Save)  # what an editor makes of it


def test_a_file_that_cannot_be_read_is_no_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = Table(tmp_path)
    table.write("SELECT 2")
    real = Path.open

    def opened(path: Path, *arguments: object, **options: object) -> object:
        if path.name == "easy_one.py":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, *arguments, **options)  # type: ignore[call-overload]  # handed on as it came

    monkeypatch.setattr(Path, "open", opened)
    assert [answer.file.name for answer in table.referee.unjudged()] == ["easy_one.sql"]


def test_what_is_explained_is_what_was_judged_then(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def explained(*what: object) -> object:
        asked.append(what)
        return why

    found, why = verdict("wrong_answer", "n differs"), verdict("wrong_answer", "n differs", notes=("because",))
    monkeypatch.setattr(table.desk, "explained", explained)
    attempt = table.referee.judged(table.news("SELECT 1 AS n"), found)
    table.write("SELECT 2 AS n")  # which is no part of it
    assert table.referee.unexplained(attempt)
    assert table.referee.explain(attempt, found) is why
    assert asked == [(EASY, Submission("sql", "SELECT 1 AS n", "easy_one.sql"), found, "data")]
    assert table.referee.unexplained(attempt)  # until it is kept
    table.referee.explained(attempt, why)
    assert not table.referee.unexplained(attempt)
    assert table.save("SELECT 1 AS n") == Spared("same", attempt, why)


@pytest.mark.parametrize(
    ("explain", "status", "asked"),
    [
        ("data", "wrong_answer", True),
        ("full", "runtime_error", True),
        ("full", "accepted", True),
        ("none", "wrong_answer", False),
        ("full", "invalid_submission", False),
        ("data", "problem_error", False),
    ],
)
def test_which_verdicts_are_explained(tmp_path: Path, explain: Explain, status: Status, asked: bool) -> None:
    table = Table(tmp_path, session_of(explain=explain))
    attempt = table.referee.judged(table.news("SELECT 1 AS n"), verdict(status))
    assert table.referee.unexplained(attempt) == asked
