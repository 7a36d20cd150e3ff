"""`drill next`, `drill stats` and `drill scoreboard` on histories made by hand, in November 2026."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from judge.practice import records
from judge.practice.history import History
from judge.practice.records import Attempt, SessionRecord
from tests import golden
from tests.cli.conftest import Drill
from tests.practising import at, attempt, session, task

TALLY = {"problem": "tally", "minutes": 10, "topics": ("tallying", "joins")}
PODIUM = {"problem": "podium", "minutes": 15, "topics": ("ranking",)}
Keep = Callable[..., None]


@pytest.fixture
def ada(drill: Drill, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drill]:
    """The player ada at noon of 24 November, with an empty history, in UTC."""
    monkeypatch.setattr(records, "utc_now", lambda: at(24))
    monkeypatch.setenv("DRILL_DATA_DIR", str(drill.folder / "data"))
    monkeypatch.setenv("TZ", "UTC")
    set_zone()
    yield drill.with_environ({"DRILL_PLAYER": "ada"})
    monkeypatch.undo()
    set_zone()


def set_zone() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


def keep(*these: Attempt | SessionRecord) -> None:
    with History() as history:
        for each in these:
            if isinstance(each, Attempt):
                history.add(each)
            else:
                history.save(each)


def test_stats(ada: Drill) -> None:
    keep(
        attempt(at(-54), "wrong_answer", **TALLY),
        attempt(at(-40), "wrong_answer", **TALLY),
        attempt(at(-40, 13), seconds=900, **TALLY),
        attempt(at(-34), language="pandas", seconds=420, **TALLY),
        attempt(at(3), "runtime_error", language="pandas", **PODIUM),
        attempt(at(4), seconds=1000, **PODIUM),
        attempt(at(10), "invalid_submission", **PODIUM),
        attempt(at(10, 13), **PODIUM),
        attempt(at(16), "time_limit", **PODIUM),
        attempt(at(22), seconds=300, **TALLY),
        attempt(at(23), "wrong_answer", **PODIUM),
        attempt(at(23, 13), seconds=840, **PODIUM),
        attempt(at(24), player="ben", **TALLY),
    )
    done = ada("stats")
    assert (done.code, done.err) == (0, "")
    golden.check("stats", re.sub(r"\d+ more to try", "# more to try", done.out))
    assert max(map(len, done.out.splitlines())) <= 80
    assert ada("stats", "--player", "ada") == done
    assert ada("stats", "--player", "ben").out.startswith("ben · 1 problem tried, 1 solved, ")


def test_stats_as_json(ada: Drill) -> None:
    keep(attempt(at(22), "wrong_answer", **TALLY), attempt(at(23), seconds=300, **TALLY))
    done = ada("stats", "--json")
    assert (done.code, done.err) == (0, "")
    document = json.loads(done.out)
    tally = {
        "problems_tried": 1,
        "problems_solved": 1,
        "sittings": 2,
        "accepted": 1,
        "accuracy": 0.5,
        "first_try_accuracy": 0.5,
        "time_to_target": 0.5,
    }
    weeks = document.pop("weeks")
    untried = document.pop("problems_untried")
    assert document == {
        "schema": 1,
        "player": "ada",
        "today": "2026-11-24",
        "attempts": 2,
        "streak": {"days": 2, "longest": 2},
        "overall": tally,
        "topics": [{"topic": "joins", **tally}, {"topic": "tallying", **tally}],
        "languages": [{"language": "sql", **tally}],
    }
    assert untried == len(ada("list").out.splitlines()) - 1
    assert len(weeks) == 12
    assert weeks[-2:] == [
        {"week": "2026-W47", "monday": "2026-11-16", "sittings": 1, "accepted": 0, "accuracy": 0.0},
        {"week": "2026-W48", "monday": "2026-11-23", "sittings": 1, "accepted": 1, "accuracy": 1.0},
    ]
    assert weeks[0] == {"week": "2026-W37", "monday": "2026-09-07", "sittings": 0, "accepted": 0, "accuracy": None}


def test_stats_of_nothing(ada: Drill) -> None:
    done = ada("stats")
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "ada has not practised yet: drill next says what to begin with, and every answer that drill run judges counts\n"
    )
    document = json.loads(ada("stats", "--json").out)
    assert (document["attempts"], document["topics"], document["overall"]["accuracy"]) == (0, [], None)


def test_stats_where_stdout_is_ascii(ada: Drill) -> None:
    keep(attempt(at(22), "wrong_answer", **TALLY), attempt(at(23), **TALLY), attempt(at(23), **PODIUM))
    done = ada.process("stats", PYTHONUTF8="0", PYTHONIOENCODING="ascii", DRILL_PROBLEMS=None)
    assert (done.code, done.err) == (0, "")
    assert done.out.isascii()
    assert "\noverall      #############.         67%" in done.out


def some_sessions() -> list[SessionRecord]:
    tasks = [
        task("podium", "accepted", 0, points=190, seconds=700.0, wrong=2, expected=True, difficulty="medium"),
        task("tally", "accepted", 1, points=100, seconds=500.0, difficulty="easy"),
    ]
    half = [tasks[0], task("tally", "shown", 1, seconds=900.0, difficulty="easy")]
    return [
        session("1", *half, begun=at(20), finished=at(21), track="demo", seconds=1799.9, minutes=30),
        session("2", *tasks, begun=at(21), finished=at(22), track="demo", seconds=1200, minutes=30, player="ben"),
        session("3", *tasks, begun=at(22), finished=at(23), seconds=3725.0, minutes=75),
        session("4", *tasks, begun=at(23), track="demo", minutes=30),
        session(
            "5", *half, begun=at(22), finished=at(23), track="gone", minutes=30, player="a player with a long name"
        ),
    ]


def test_scoreboard(ada: Drill) -> None:
    keep(*some_sessions())
    done = ada("scoreboard")
    assert (done.code, done.err) == (0, "not ranked: 1 session still open\n")
    golden.check("scoreboard", done.out)
    assert max(map(len, done.out.splitlines())) <= 80
    done = ada("scoreboard", "--track", "demo", "--player", "ben")
    assert (done.code, done.err) == (0, "")
    assert [line.split()[:2] for line in done.out.splitlines()[2:]] == [["1.", "ben"]]
    assert len(ada("scoreboard", "--track", "demo", "--count", "1").out.splitlines()) == 3
    assert ada("scoreboard", "--track", "gone").out.startswith("gone\n")


def test_scoreboard_as_json(ada: Drill) -> None:
    keep(*some_sessions())
    done = ada("scoreboard", "--json", "--track", "demo", "--count", "1")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == {
        "schema": 1,
        "player": None,
        "track": "demo",
        "open": 1,
        "boards": [
            {
                "track": "demo",
                "sessions": [
                    {
                        "place": 1,
                        "session": "2",
                        "player": "ben",
                        "started_at": "2026-11-21T12:00:00+00:00",
                        "finished_at": "2026-11-22T12:00:00+00:00",
                        "language": "any",
                        "minutes": 30,
                        "seconds": 1200,
                        "points": 290,
                        "best": 300,
                        "solved": 2,
                        "problems": [
                            {
                                "problem": "podium",
                                "state": "accepted",
                                "seconds": 700.0,
                                "wrong": 2,
                                "hints": 1,
                                "points": 190,
                            },
                            {
                                "problem": "tally",
                                "state": "accepted",
                                "seconds": 500.0,
                                "wrong": 0,
                                "hints": 0,
                                "points": 100,
                            },
                        ],
                    }
                ],
            }
        ],
    }


def test_scoreboard_of_nothing(ada: Drill) -> None:
    done = ada("scoreboard")
    assert (done.code, done.out, done.err) == (0, "", "no session is finished yet; one begins with: drill session\n")
    done = ada("scoreboard", "--track", "demo", "--player", "ada")
    assert (done.code, done.out) == (0, "")
    assert done.err == "no session of ada is finished yet on demo; one begins with: drill session --track demo\n"
    document = {"schema": 1, "player": None, "track": None, "open": 0, "boards": []}
    assert json.loads(ada("scoreboard", "--json").out) == document


def test_scoreboard_does_without_titles(ada: Drill) -> None:
    keep(*some_sessions())
    pack = ada.folder / "pack"
    pack.mkdir()
    (pack / "tracks.toml").write_text("format = 1\n[tracks.x]\n", "utf-8")
    done = ada("scoreboard", "--problems", str(pack))
    assert (done.code, done.err.splitlines()[1:]) == (0, ["not ranked: 1 session still open"])
    assert done.err.startswith("note: tracks.toml:")
    assert done.out.startswith("demo\n")


def test_next(ada: Drill) -> None:
    keep(attempt(at(12), "wrong_answer", **TALLY), attempt(at(12, 13), seconds=1100, **TALLY))
    done = ada("next", "--track", "demo")
    golden.check("next", done.out)
    assert (done.code, done.err) == (0, "begin: drill session --problems tally,podium\n")
    done = ada("next", "--track", "demo", "--player", "ada")
    assert done.err == "begin: drill session --problems tally,podium --player ada\n"
    done = ada("next", "--track", "demo", "--count", "1")
    assert done.err == "begin: drill session --problems tally\n"
    done = ada("next", "--topic", "tallying", "--difficulty", "easy")
    assert done.err == "begin: drill session --problems tally\n"
    done = ada("next", "--topic", "tallying", "--difficulty", "hard")
    assert (done.code, done.out, done.err) == (0, "", "no problem fits all of this\n")


def test_next_where_all_can_wait(ada: Drill) -> None:
    keep(attempt(at(24), seconds=60, **TALLY), attempt(at(24), "wrong_answer", **PODIUM))
    done = ada("next", "--track", "demo")
    golden.check("next_later", done.out)
    assert done.code == 0
    assert (
        done.err
        == "nothing of this is due now, and all of it was tried\nbegin: drill session --problems podium,tally\n"
    )


def test_next_of_nothing_begins_with_the_easy_ones(ada: Drill) -> None:
    done = ada("next", "--count", "1")
    assert done.code == 0
    assert done.err == "ada has not practised yet\nbegin: drill session --problems tally\n"
    assert done.out == (
        "tally  easy    10 min  Sales per person\n"
        "    new: you have not practised anything yet, and this is one to begin with.\n"
    )


def test_next_as_json(ada: Drill) -> None:
    keep(attempt(at(22), seconds=500, **TALLY))
    done = ada("next", "--track", "demo", "--json")
    assert (done.code, done.err) == (0, "")
    document = json.loads(done.out)
    tally, podium = document["advice"]
    assert (document["schema"], document["player"]) == (1, "ada")
    assert document["begin"] == "drill session --problems tally,podium"
    assert tally == {
        "problem": "tally",
        "title": "Sales per person",
        "difficulty": "easy",
        "minutes": 10,
        "topics": ["tallying", "joins"],
        "kind": "due",
        "reason": "due: last practised 2 days ago, solved at the first attempt in 9 min (target 10); "
        "the chance that you still know it is about 91%.",
        "due": "2026-11-24T00:00:00+00:00",
        "recall": 0.9095,
    }
    assert (podium["kind"], podium["due"], podium["recall"]) == ("new", None, None)
    assert json.loads(ada("next", "--topic", "tallying", "--difficulty", "hard", "--json").out) == {
        "schema": 1,
        "player": "ada",
        "advice": [],
        "begin": "",
    }


def test_next_says_what_a_session_has_to_be_told(ada: Drill) -> None:
    pack = ada.folder / "my pack"
    pack.mkdir()
    (pack / "tracks.toml").write_text(
        'format = 1\n[tracks.x]\ntitle = "X"\nminutes = 30\ndialect = "spark"\nproblems = ["retention_7d"]\n', "utf-8"
    )
    done = ada("next", "--track", "x", "--problems", "my pack")
    assert done.code == 0
    assert done.err.endswith("begin: drill --problems 'my pack' session --problems retention_7d --dialect spark\n")


def test_next_leaves_a_broken_problem_out(ada: Drill) -> None:
    (ada.folder / "pack" / "broken").mkdir(parents=True)
    (ada.folder / "pack" / "broken" / "problem.toml").write_text("format = 1\n", "utf-8")
    done = ada("next", "--count", "1", "--problems", "pack")
    assert done.code == 3
    assert done.out.startswith("tally ")
    assert "\nbroken, left out: broken/problem.toml: " in done.err


@pytest.mark.parametrize("command", ["next", "stats", "scoreboard"])
def test_a_player_that_there_is_not(ada: Drill, command: str) -> None:
    keep(attempt(at(20), player="benedict", **TALLY), session("1", begun=at(20), player="cid"))
    done = ada(command, "--player", "zoe")
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: no player is called 'zoe'\nhelp: there is benedict, cid\n"
    assert ada(command, "--player", "benedikt").err.endswith("help: did you mean 'benedict'?\n")
    assert ada(command, "--player", "ada").code == 0  # the user's own name may have none
    document = json.loads(ada(command, "--player", "zoe", "--json").out)
    assert document["error"]["kind"] == "unknown_name"


@pytest.mark.parametrize("command", ["next", "scoreboard"])
def test_a_track_that_there_is_not(ada: Drill, command: str) -> None:
    done = ada(command, "--track", "demi")
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: no track is called 'demi'\nhelp: did you mean 'demo'?\n"


@pytest.mark.parametrize("command", ["next", "stats", "scoreboard"])
def test_what_is_amiss_with_the_history_is_told(ada: Drill, command: str, tmp_path: Path) -> None:
    class Amiss(History):
        note = "it was damaged"  # type: ignore[assignment]
        trouble = "it cannot be kept"  # type: ignore[assignment]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("judge.practice.history.History", Amiss)
        done = ada(command)
    assert done.code == 0
    assert done.err.startswith("note: it was damaged\nnote: it cannot be kept\n")
