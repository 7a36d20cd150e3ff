"""Opening a session: names looked up, the set chosen, what was left found again, and one terminal at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from judge.errors import CannotBegin, UnknownName
from judge.practice.history import History
from judge.practice.opening import Opened, open_session
from judge.practice.request import Request
from tests.cli.conftest import PACK
from tests.practising import at, attempt


@pytest.fixture
def until(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExitStack]:
    monkeypatch.setenv("DRILL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DRILL_PLAYER", "ada")
    monkeypatch.chdir(tmp_path)
    with ExitStack() as stack:
        yield stack


def opened(until: ExitStack, **asked: Any) -> Opened:
    return open_session(Request((PACK,), **asked), until)


def slugs(session: Opened) -> list[str]:
    return [task.problem for task in session.session.tasks]


def test_a_track_brings_its_minutes_and_its_dialect(until: ExitStack) -> None:
    found = opened(until, track="demo")
    record = found.session.record
    assert slugs(found) == ["podium", "tally"]
    assert (record.minutes, record.dialect, record.track, record.player) == (30, "duckdb", "demo", "ada")
    assert record.packs == (str(PACK),)
    netflix = opened(until, track="netflix-ds", folder=Path("other")).session.record
    assert (netflix.minutes, netflix.dialect) == (45, "spark")
    assert netflix.folder == str(Path("other").absolute())


def test_with_nothing_asked_for_the_set_comes_from_history_and_says_why(until: ExitStack) -> None:
    found = opened(until)
    assert found.plan
    assert found.session.record.minutes == 45
    assert all(reason.startswith("new: ") for reason in found.plan.reasons)
    assert sum(problem.minutes for problem in found.session.problems) <= 45
    failed = attempt(at(2), "wrong_answer", "podium")
    found.history.add(failed)
    again = opened(until)
    assert again.plan
    assert again.session.tasks[0].problem == "podium"
    assert again.plan.reasons[0].startswith("due: ")


def test_named_problems_keep_their_order_and_may_come_with_a_track(until: ExitStack) -> None:
    found = opened(until, problems=("tally", "podium"))
    assert (slugs(found), found.session.record.minutes) == (["tally", "podium"], 25)
    found = opened(until, problems=("tally",), track="netflix-ds")
    assert (slugs(found), found.session.record.minutes, found.session.record.dialect) == (["tally"], 45, "spark")


@pytest.mark.parametrize(
    ("asked", "message", "help"),
    [
        ({"track": "dem"}, "no track is called 'dem'", "did you mean 'demo'?"),
        ({"topic": "join"}, "no topic is called 'join'", "did you mean 'joins'?"),
        ({"difficulty": "easiest"}, "no difficulty is called 'easiest'", "did you mean 'easy'?"),
        ({"problems": ("tally", "poduim")}, "no problem is called 'poduim'", "did you mean 'podium'?"),
        ({"dialect": "spork"}, "no dialect is called 'spork'", "did you mean 'spark'?"),
    ],
)
def test_unknown_names(until: ExitStack, asked: dict[str, Any], message: str, help: str) -> None:
    with pytest.raises(UnknownName) as refused:
        opened(until, **asked)
    assert (refused.value.message, refused.value.help) == (message, help)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"problems": ("podium",), "language": "pandas"}, "podium is answered in sql, not in pandas"),
        ({"track": "demo", "difficulty": "hard"}, "no problem fits all of this"),
        ({"resume": True}, "ada left no session that can be resumed"),
        ({"resume": True, "folder": Path("there")}, "ada left no session in there that can be resumed"),
    ],
)
def test_what_cannot_be_had(until: ExitStack, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(CannotBegin) as refused:
        opened(until, **asked)
    assert refused.value.message == message


def test_what_was_left_is_found_again_with_its_packs(until: ExitStack, tmp_path: Path) -> None:
    with ExitStack() as first:
        begun = opened(first, problems=("tally",), folder=Path("mine"))
        begun.session.paused = False
        begun.session.pass_time(90)
        begun.history.save(begun.session.record)
    found = open_session(Request(resume=True), until)  # the pack is not named again
    assert (slugs(found), found.plan, found.session.record.seconds) == (["tally"], None, 90)
    assert found.session.paused
    assert found.notes == ()


def test_what_is_told_of_a_wrong_answer_stays_as_it_was_begun(until: ExitStack) -> None:
    with ExitStack() as first:
        begun = opened(first, problems=("tally",), explain="none")
        assert begun.session.record.explain == "none"
        begun.session.show_expected()
        begun.history.save(begun.session.record)
    found = open_session(Request(resume=True), until)
    assert (found.session.record.explain, found.session.task.expected) == ("none", True)
    assert opened(until, problems=("tally",)).session.record.explain == "data"


def test_a_session_that_waits_is_told_when_another_begins(until: ExitStack) -> None:
    with ExitStack() as first:
        begun = opened(first, problems=("tally",))
        begun.history.save(begun.session.record)
    assert opened(until).notes == ("A session that was left waits for you: q, and then drill session --resume.",)


def test_a_problem_that_has_changed_or_is_gone(until: ExitStack, tmp_path: Path) -> None:
    with ExitStack() as first:
        begun = opened(first, problems=("tally",), folder=Path("mine"))
        record = begun.session.record
        changed = tuple(replace(task, version="0" * 16) for task in record.tasks)
        begun.history.save(replace(record, tasks=changed))
    with ExitStack() as second:
        found = opened(second, resume=True)
        assert found.notes == ("tally has changed since: its earlier verdicts were on another version.",)
    with History() as history:
        gone = tuple(replace(task, problem="gone") for task in record.tasks)
        history.save(replace(record, tasks=gone))
    with pytest.raises(CannotBegin) as refused:
        opened(until, resume=True)
    assert refused.value.message == "gone, a problem of the session, is not there any more"
    assert refused.value.help == "name its pack: drill --problems DIR session"


def test_one_terminal_at_a_time(until: ExitStack, tmp_path: Path) -> None:
    with ExitStack() as first:
        begun = opened(first, problems=("tally",))
        begun.history.save(begun.session.record)
        with pytest.raises(CannotBegin, match="open in another terminal"):
            opened(until, resume=True)
    assert slugs(opened(until, resume=True)) == ["tally"]


def test_the_summary_advises_what_comes_next(until: ExitStack) -> None:
    found = opened(until, problems=("tally",))
    told = found.summary()
    assert told.most == 100
    assert len(told.next) == 3
