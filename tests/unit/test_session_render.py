"""A session on the screen and in a file: clocks, board, plan, summary, export, and a verdict where lines are few."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args

import pytest
from rich.cells import cell_len
from rich.console import Group

from judge.model import FixtureResult, TableColumn, TableSchema, Verdict
from judge.practice.choosing import Plan
from judge.practice.records import Attempt, State
from judge.practice.session import Session
from judge.practice.spacing import Advice
from judge.practice.summary import Summary, Told, summary
from judge.render.clock import clock
from judge.render.session import (
    account,
    attempt_line,
    board,
    clocks,
    first_wrong,
    nothing_yet,
    plan_page,
    session_board,
    summary_page,
)
from judge.render.session_export import as_json, as_markdown, summary_document
from judge.render.stub import stub
from judge.render.verdict import verdict_panel
from tests import golden, practising
from tests.practice import EASY, HARD, MEDIUM, THREE, printed, record_of, session_of, submission, verdict
from tests.practising import at, attempt, task

FOUR = (
    replace(EASY, title="Sales per person", follow_up=("What if a person left?", "How would you test it?")),
    replace(MEDIUM, title="Dearest sales first", follow_up=("What if two sales cost the same?",)),
    replace(HARD, title="Visits in order"),
    replace(EASY, slug="never_begun", title="Never begun"),
)
TASKS: list[dict[str, Any]] = [
    {"state": "accepted", "seconds": 755.0, "hints": 1, "wrong": 1, "points": 72},
    {"state": "shown", "seconds": 61.0, "wrong": 1},
    {"state": "working", "seconds": 3784.6},
    {},
]


def tried(number: int, place: int, verdict: Any, day_minute: int, **more: Any) -> Attempt:
    problem = FOUR[place]
    made = attempt(
        at(1, 12, day_minute),
        verdict,
        problem.slug,
        minutes=problem.minutes,
        topics=problem.topics,
        session="s1",
        **more,
    )
    passed = 0 if verdict == "invalid_submission" else made.passed
    return replace(made, id=f"{number:032x}", difficulty=problem.difficulty, passed=passed)


ATTEMPTS = (
    tried(
        1,
        0,
        "wrong_answer",
        3,
        seconds=180.4,
        case="team",
        codes=("D010", "D020"),
        reason="14 rows expected, 9 came; 2 of 9 rows differ: column sales_per_day, as *counted*",
    ),
    tried(2, 0, "accepted", 12, seconds=755.0, language="pandas"),
    tried(3, 1, "invalid_submission", 14, seconds=20.0, case="sample", reason="medium_one.sql is empty"),
    tried(4, 1, "runtime_error", 15, seconds=61.0, case="sample", reason="no table is called salse"),
    tried(5, 2, "accepted", 58, seconds=3784.6, late=True),
)


def played(**more: Any) -> Session:
    """A session of 80 minutes that went in every way that there is."""
    facts = {"seconds": 4800.0, "track": "demo", "finished_at": at(1, 13, 21), **more}
    record = record_of(FOUR, 80, **facts)
    tasks = tuple(replace(task, **change) for task, change in zip(record.tasks, TASKS, strict=True))
    return Session(replace(record, tasks=tasks), FOUR, ATTEMPTS)


def told() -> Summary:
    advice = [
        Advice(
            MEDIUM, "due", "practised today, and the solution was looked at; it is worth another try while it is fresh"
        ),
        Advice(HARD, "new", "new: a topic on which 1 of 3 sittings went well"),
    ]
    return summary(played(), {"easy_one": 100, "hard_one": 0}, advice)


# words


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0:00"),
        (0.99, "0:00"),
        (59.999, "0:59"),
        (60, "1:00"),
        (605.2, "10:05"),
        (3599, "59:59"),
        (3600, "1:00:00"),
        (3661, "1:01:01"),
        (36_000, "10:00:00"),
    ],
)
def test_seconds_as_a_clock_shows_them(seconds: float, said: str) -> None:
    assert clock(seconds) == said


def test_first_wrong_in_a_line() -> None:
    assert first_wrong(ATTEMPTS[3]) == "runtime error on fixture sample: no table is called salse"
    assert first_wrong(ATTEMPTS[0]).startswith("wrong answer on fixture team: 14 rows expected")
    assert first_wrong(ATTEMPTS[0]).endswith("column sales_per_day, as *counted* (D010, D020)")
    broken = replace(ATTEMPTS[3], case="", reason="two\nlines\x1b[31m")
    assert first_wrong(broken) == "runtime error: two\\nlines\\x1b[31m"


def test_an_attempt_of_which_only_the_record_is_left() -> None:
    assert attempt_line(ATTEMPTS[1], 2).plain == "attempt 2 was accepted on 3 fixtures"
    assert attempt_line(ATTEMPTS[3], 1).plain == (
        "attempt 1: runtime error on fixture sample: no table is called salse"
    )
    assert attempt_line(ATTEMPTS[3], 1, withheld=True) == attempt_line(ATTEMPTS[3], 1)


def test_a_checkers_word_is_hidden_as_long_as_what_was_expected_is() -> None:
    tried = practising.attempt(at(1), "wrong_answer", "easy_one", codes=("D040",), reason="42 is right", case="team")
    session = Session(record_of(), THREE, [tried])
    hidden = printed(nothing_yet(session, [], watching=True), width=120)
    assert "attempt 1: wrong answer on fixture team: the problem's checker refuses the result (D040)" in hidden
    session.show_expected()
    assert "attempt 1: wrong answer on fixture team: 42 is right" in printed(nothing_yet(session, [], watching=True))


RIGHT = attempt(at(1))
WRONG = attempt(at(1), "wrong_answer")


@pytest.mark.parametrize(
    ("state", "more", "attempts", "said"),
    [
        ("accepted", {"seconds": 180.0}, [RIGHT], "accepted after 3:00, 17:00 under the 20 minutes; 1 attempt"),
        ("accepted", {"seconds": 1200.0}, [RIGHT], "accepted after 20:00, 0:00 under the 20 minutes; 1 attempt"),
        (
            "accepted",
            {"seconds": 1260.0, "hints": 1},
            [WRONG, RIGHT],
            "accepted after 21:00, 1:00 over the 20 minutes; 2 attempts, 1 hint",
        ),
        (
            "accepted",
            {"seconds": 61.0, "minutes": 1, "hints": 2},
            [RIGHT],
            "accepted after 1:01, 0:01 over the 1 minute; 1 attempt, 2 hints",
        ),
        (
            "working",
            {"seconds": 75.0, "expected": True},
            [WRONG],
            "not solved: 1:15 of the 20 minutes; 1 attempt, 1 hint",
        ),
        (
            "working",
            {"seconds": 75.0, "hints": 1, "expected": True},
            [WRONG],
            "not solved: 1:15 of the 20 minutes; 1 attempt, 2 hints",
        ),
        ("shown", {"seconds": 75.0}, [], "given up for the solution after 1:15; 0 attempts"),
        (
            "working",
            {"seconds": 75.0},
            [replace(RIGHT, late=True)],
            "accepted when the time was up, which gives no points; 1 attempt",
        ),
        ("working", {"seconds": 75.0}, [WRONG], "not solved: 1:15 of the 20 minutes; 1 attempt"),
        (
            "new",
            {},
            [replace(WRONG, late=True)],
            "not solved: 0:00 of the 20 minutes; 1 attempt",
        ),
        ("new", {}, [], "not begun"),
    ],
)
def test_how_a_problem_went(state: State, more: dict[str, Any], attempts: Sequence[Attempt], said: str) -> None:
    assert account(Told(task("a", state, **more), tuple(attempts), None, ())) == said


# clocks


def clocks_of(state: State, seconds: float, of: float, *, paused: bool = False, **more: Any) -> str:
    record = record_of([EASY], 60, **{"seconds": of, **more})
    session = Session(replace(record, tasks=(replace(record.tasks[0], state=state, seconds=seconds),)), [EASY])
    session.paused = paused
    return f"{clocks(session).plain}\n"


def test_the_clocks() -> None:
    golden.check(
        "session_clocks",
        clocks_of("new", 0, 0)
        + clocks_of("new", 0, 0, paused=True, track="demo")
        + clocks_of("working", 90.5, 100.5, track="demo")
        + clocks_of("working", 600, 3301)
        + clocks_of("working", 725, 3301)
        + clocks_of("accepted", 700, 900)
        + clocks_of("shown", 700, 900)
        + clocks_of("working", 90, 3600)
        + clocks_of("working", 90, 3600, paused=True)
        + clocks_of("accepted", 90, 300, finished_at=at(2))
        + clocks_of("working", 90, 3600, finished_at=at(2)),
    )


def test_the_clocks_tell_the_points_and_fit_into_a_line() -> None:
    session = played()
    assert clocks(session).plain.endswith("   72 points")
    long = played(track="a_track_whose_name_is_so_long_that_no_terminal_of_eighty_columns_has_room_for_it")
    assert printed(Group(clocks(long))).count("\n") == 1


@pytest.mark.parametrize(("left", "red"), [(300.5, []), (300, []), (299.5, ["4:59"]), (1, ["0:01"])])
def test_the_last_five_minutes_are_red(left: float, red: list[str]) -> None:
    text = clocks(session_of([EASY], 60, seconds=3600 - left))
    assert [text.plain[span.start : span.end] for span in text.spans if span.style == "bold red"] == red


# the board


def test_the_board_while_it_is_played_and_after() -> None:
    session = session_of(FOUR)
    session.pass_time(75)
    session.step(1)
    session.pass_time(3)
    best = {"easy_one": 100, "never_begun": 0}
    parts = [
        printed(session_board(session, best)),
        printed(session_board(played(), best)),
        printed(board(played().tasks, [2, 2, 1, 0], {})),
    ]
    golden.check("session_board", "\n".join(parts))


def test_every_state_has_a_sign_and_a_word() -> None:
    lines = [printed(board([task("a", state)], [1], {}, over=False)).splitlines()[1] for state in get_args(State)]
    assert [line.split()[:3] for line in lines] == [
        ["·", "a", "not"],
        ["…", "a", "working"],
        ["✓", "a", "accepted"],
        ["–", "a", "given"],
    ]


def test_the_board_fits_the_terminal_with_long_names() -> None:
    tasks = [task("top_products_per_category_and_season", "shown", place, seconds=5000.0) for place in range(2)]
    text = printed(board(tasks, [10, 10], {"top_products_per_category_and_season": 300}, 1))
    assert max(map(cell_len, text.splitlines())) <= 80
    assert len(text.splitlines()) == 3


# the plan


def test_the_plan_of_a_new_session_and_of_one_that_is_resumed() -> None:
    plan = Plan(FOUR, ("new: never tried", "about to be forgotten", "", "drawn by lot"), 80, "postgres")
    record = record_of(FOUR, 80, track="demo", dialect="postgres", folder="drill-2026-11-01")
    begun = printed(plan_page(Session(record, FOUR), plan, ["Two problems are still being made."]))
    session = Session(replace(record, seconds=100.0, language="sql", dialect="duckdb", track=""), FOUR)
    golden.check("session_plan", begun + "=" * 80 + "\n" + printed(plan_page(session, None, [])))


@pytest.mark.parametrize(
    ("language", "dialect", "said"),
    [
        ("any", "duckdb", "45 minutes · SQL or pandas · player ada"),
        ("any", "spark", "45 minutes · SQL (spark) or pandas · player ada"),
        ("sql", "", "45 minutes · SQL · player ada"),
        ("sql", "mysql", "45 minutes · SQL (mysql) · player ada"),
        ("pandas", "mysql", "45 minutes · pandas · player ada"),
    ],
)
def test_what_is_spoken(language: Any, dialect: str, said: str) -> None:
    session = session_of([EASY], 45, language=language, dialect=dialect)
    assert printed(plan_page(session, Plan((EASY,), ("",), 45, dialect), [])).splitlines()[1] == said


def test_one_minute_is_one() -> None:
    session = session_of([EASY], 1)
    assert printed(plan_page(session, None, [])).splitlines()[1].startswith("1:00 left of 1 minute · ")


# the summary


def test_the_data_of_a_summary() -> None:
    found = told()
    assert (found.most, found.session) == (700, played().record)
    assert [each.task.problem for each in found.told] == ["easy_one", "medium_one", "hard_one", "never_begun"]
    assert [each.attempts for each in found.told] == [ATTEMPTS[:2], ATTEMPTS[2:4], ATTEMPTS[4:], ()]
    assert [each.best for each in found.told] == [100, None, 0, None]
    assert [each.wrong for each in found.told] == [ATTEMPTS[0], ATTEMPTS[3], None, None]  # [2] does not parse
    assert [len(each.follow_up) for each in found.told] == [2, 1, 0, 0]
    assert [advice.problem.slug for advice in found.next] == ["medium_one", "hard_one"]


def test_the_summary_of_a_session_that_is_finished_and_of_one_that_was_left() -> None:
    left = summary(session_of([EASY], 45), {}, [])
    text = printed(summary_page(told())) + "=" * 80 + "\n" + printed(summary_page(left, "drill session --resume"))
    assert max(map(cell_len, text.splitlines())) <= 80
    golden.check("session_summary", text)


def test_nobody_goes_on_about_a_problem_that_was_not_tried() -> None:
    asked = replace(EASY, follow_up=("What if a person left?",))
    text = printed(summary_page(summary(session_of([asked]), {}, [])))
    assert text.endswith("easy_one: Problem easy_one\n  not begun\n")


def test_the_summary_as_markdown() -> None:
    golden.check("session_summary_md", as_markdown(told()))


def test_the_summary_as_json() -> None:
    text = as_json(told())
    assert json.loads(text) == summary_document(told())
    golden.check("session_summary_json", text)


def test_a_session_that_is_not_finished_has_no_end_in_json() -> None:
    document = summary_document(summary(session_of([EASY], 45), {}, []))
    assert document["finished_at"] is None
    assert (document["most"], document["points"], document["next"]) == (100, 0, [])
    assert document["problems"][0] | {"attempts": [], "best": None, "state": "new"} == document["problems"][0]


def test_what_was_expected_is_a_hint_in_json() -> None:
    record = record_of()
    bought = Session(
        replace(record, tasks=(replace(record.tasks[0], hints=1, expected=True), *record.tasks[1:])), THREE
    )
    document = summary_document(summary(bought, {}, []))
    assert [problem["hints"] for problem in document["problems"]] == [2, 0, 0]


def test_an_attempt_without_a_clock_has_no_seconds_in_json() -> None:
    session = Session(record_of([EASY]), [EASY], [attempt(at(1), problem="easy_one")])
    [problem] = summary_document(summary(session, {}, []))["problems"]
    assert problem["attempts"][0]["seconds"] is None


def test_markdown_takes_nothing_that_a_database_says_for_markup() -> None:
    wrong = replace(ATTEMPTS[3], reason="<b> `x` *y* [z](w) _a_ #1 | \\ end")
    session = Session(played().record, FOUR, [wrong])
    [line] = [line for line in as_markdown(summary(session, {}, [])).splitlines() if line.startswith("Wrong first")]
    assert line == (
        "Wrong first: runtime error on fixture sample: \\<b\\> \\`x\\` \\*y\\* \\[z\\](w) \\_a\\_ \\#1 \\| \\\\ end"
    )


# verdicts where lines are few


def test_fixtures_that_are_only_named() -> None:
    wrong = verdict("wrong_answer", "5 rows expected, 4 came")
    assert printed(verdict_panel(EASY, wrong, listed=False)).splitlines()[:4] == [
        "✗ wrong answer  easy_one · sql · 1 of 3 fixtures · 12 ms",
        "✓ sample",
        "✗ team, many",
        "",
    ]
    assert [line.split() for line in printed(verdict_panel(EASY, wrong)).splitlines()[2:5]] == [
        ["✓", "sample", "4", "rows", "0", "ms"],
        ["✗", "team", "(seed", "2)", "5", "rows", "expected,", "4", "came", "0", "ms"],
        ["✗", "many", "(seed", "3)", "5", "rows", "expected,", "4", "came", "0", "ms"],
    ]


def test_named_fixtures_of_a_verdict_that_is_whole_skipped_or_refused() -> None:
    right = printed(verdict_panel(EASY, verdict(), listed=False)).splitlines()
    assert right == ["✓ accepted  easy_one · sql · 3 of 3 fixtures · 12 ms", "✓ sample, team, many"]
    broken = printed(verdict_panel(EASY, verdict("problem_error", "no rows"), listed=False)).splitlines()
    assert broken[1:3] == ["! sample", "· team, many"]
    refused = printed(verdict_panel(EASY, verdict("invalid_submission", "a.sql is empty"), listed=False))
    assert refused == "! invalid submission  easy_one · sql\n\na.sql is empty\n"


def test_many_named_fixtures_are_cut() -> None:
    results = tuple(FixtureResult(f"c{n}", n, "accepted") for n in range(27))
    lines = printed(verdict_panel(EASY, Verdict("easy_one", "sql", "accepted", results), listed=False)).splitlines()
    names = ", ".join(f"c{n}" for n in range(24))
    assert " ".join(line.strip() for line in lines[1:]) == f"✓ {names} and 3 more"


# stubs


@pytest.mark.parametrize(
    ("language", "dialect", "spoken"),
    [
        ("sql", "spark", " --dialect spark"),
        ("sql", "duckdb", ""),
        ("sql", "", ""),
        ("pandas", "spark", ""),
    ],
)
def test_a_stub_tells_the_dialect_that_it_is_to_be_judged_in(language: Any, dialect: str, spoken: str) -> None:
    schema = [TableSchema("sales", 3, (TableColumn("n", "BIGINT", "int64", "", False),))]
    mark = "--" if language == "sql" else "#"
    file = "easy_one.sql" if language == "sql" else "easy_one.py"
    assert stub(EASY, language, schema, file, dialect).splitlines()[1] == (
        f"{mark} read it: drill show easy_one   judge it: drill run easy_one {file}{spoken}"
    )


def test_without_a_word_a_stub_is_in_duckdb() -> None:
    schema = [TableSchema("sales", 3, (TableColumn("n", "BIGINT", "int64", "", False),))]
    assert stub(EASY, "sql", schema, "a.sql") == stub(EASY, "sql", schema, "a.sql", "duckdb")
    assert THREE[0] is EASY


def test_a_problem_that_got_only_a_late_answer_was_begun() -> None:
    session = session_of([EASY, MEDIUM], 1)
    session.pass_time(60)
    session.judged(session.moment(1, at(1)), submission(), verdict())
    assert "not begun" not in printed(session_board(session, {}))
    assert "accepted when the time was up" in printed(summary_page(summary(session, {}, [])))


def test_markdown_says_states_in_words_and_asks_nothing_about_what_was_not_tried() -> None:
    session = session_of([replace(EASY, follow_up=("Why?",)), MEDIUM], 1)
    session.pass_time(60)
    text = as_markdown(summary(session, {}, []))
    assert "| easy\\_one | not solved |" in text
    assert "| medium\\_one | not begun |" in text
    assert "Why?" not in text


def test_markdown_escapes_what_people_wrote() -> None:
    asked = replace(EASY, title="Top <k> words")
    assert "## Top \\<k\\> words" in as_markdown(summary(session_of([asked], player="_ada_"), {}, []))
    assert "UTC, \\_ada\\_:" in as_markdown(summary(session_of([asked], player="_ada_"), {}, []))
