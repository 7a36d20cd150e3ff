"""A session as a state machine: clocks, states and points, what freezes, and what is the same after a resume."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, precondition, rule

from judge.api import load_problem
from judge.compare import codes
from judge.errors import CannotBegin
from judge.model import Diff, Explain, Finding, FixtureResult, Status, Verdict
from judge.practice.choosing import Plan
from judge.practice.records import TaskRecord
from judge.practice.session import Moment, Session, attempt_of, begin, problems_of
from tests.pack import write_pack
from tests.practice import EASY, HARD, MEDIUM, THREE, judged, record_of, session_of, submission, verdict
from tests.practising import at

# the clocks


def test_time_runs_on_the_session_and_on_the_problem_that_is_worked_on() -> None:
    session = session_of()
    assert (session.left, session.task.state) == (3600, "new")
    assert not session.pass_time(100)
    session.step(1)
    assert not session.pass_time(40.5)
    assert (session.left, session.record.seconds) == (3459.5, 140.5)
    assert [task.seconds for task in session.tasks] == [100, 40.5, 0]
    assert [task.state for task in session.tasks] == ["working", "working", "new"]


def test_it_begins_paused_and_a_pause_stops_both_clocks() -> None:
    session = Session(record_of(), THREE)
    assert session.paused
    assert not session.pass_time(100)
    assert session.record == record_of()
    session.paused = False
    session.pass_time(7)
    session.paused = True
    session.pass_time(100)
    assert (session.record.seconds, session.task.seconds) == (7, 7)


def test_the_last_seconds_are_told_once_and_no_time_runs_after_them() -> None:
    session = session_of(minutes=1)
    assert not session.pass_time(59.5)
    assert not session.over
    assert session.pass_time(10)
    assert (session.left, session.over, session.finished) == (0, True, False)
    assert (session.record.seconds, session.task.seconds) == (60, 60)
    assert not session.pass_time(10)
    assert (session.record.seconds, session.task.seconds) == (60, 60)


def test_the_clock_of_a_problem_stands_once_it_is_accepted_or_its_solution_was_seen() -> None:
    session = session_of()
    session.pass_time(100)
    judged(session)
    session.pass_time(50)
    session.step(1)
    session.pass_time(30)
    session.show_solution()
    session.pass_time(20)
    assert [(task.state, task.seconds) for task in session.tasks] == [("accepted", 100), ("shown", 30), ("new", 0)]
    assert session.record.seconds == 200


@settings(deadline=None)
@given(st.integers(1, 600), st.lists(st.tuples(st.floats(0, 20_000), st.integers(0, 2)), max_size=12))
def test_whatever_the_seconds_they_never_exceed_the_minutes(minutes: int, passed: list[tuple[float, int]]) -> None:
    session = session_of(minutes=minutes)
    ends = 0
    for seconds, place in passed:
        session.go(place)
        ends += session.pass_time(seconds)
    assert 0 <= session.record.seconds <= 60 * minutes
    assert sum(task.seconds for task in session.tasks) == pytest.approx(session.record.seconds)
    assert ends == session.over


# going from problem to problem


def test_the_first_problem_follows_the_last() -> None:
    session = session_of()
    been = []
    for by in (1, 1, 1, -1, -1, -1, -1):
        session.step(by)
        been.append((session.current, session.problem, session.task.problem))
    slugs = ["easy_one", "medium_one", "hard_one"]
    assert been == [(place, THREE[place], slugs[place]) for place in (1, 2, 0, 2, 1, 0, 2)]
    session.go(1)
    assert (session.current, session.record.current, session.problem) == (1, 1, MEDIUM)


# verdicts


def test_accepted_gives_points_by_the_seconds_at_which_it_was_saved() -> None:
    session = session_of()
    session.pass_time(900)
    moment = session.moment(0, at(1))
    session.pass_time(60)  # while it is being judged
    attempt = session.judged(moment, submission(), verdict())
    assert (attempt.seconds, attempt.late, attempt.accepted) == (900, False, True)
    assert (session.task.state, session.task.seconds, session.task.points) == ("accepted", 900, 75)
    assert session.record.seconds == 960
    assert (session.record.points, session.record.solved) == (75, 1)


def test_all_that_costs() -> None:
    session = session_of()
    session.go(1)
    session.pass_time(1500)  # five minutes over twenty: 0.875 of 200 points
    for _ in range(2):
        judged(session, "wrong_answer")
    session.hint()
    judged(session)
    assert (session.task.wrong, session.task.hints, session.task.points) == (2, 1, 125)  # less 0.1 and 0.15


@pytest.mark.parametrize(
    ("status", "costs"),
    [
        ("wrong_answer", 1),
        ("runtime_error", 1),
        ("time_limit", 1),
        ("memory_limit", 1),
        ("output_limit", 1),
        ("invalid_submission", 0),
        ("problem_error", 0),
    ],
)
def test_what_counts_as_wrong(status: Status, costs: int) -> None:
    session = session_of()
    judged(session, status)
    judged(session, status)
    assert session.task.state == "working"
    assert session.task.wrong == 2 * costs
    assert session.task.points == 0
    judged(session)
    assert session.task.points == (90 if costs else 100)


def test_nothing_counts_once_it_is_accepted() -> None:
    session = session_of()
    judged(session, "wrong_answer")
    session.pass_time(60)
    judged(session)
    task = session.task
    session.pass_time(700)
    for status in ("wrong_answer", "accepted", "time_limit"):
        judged(session, status)
    session.show_solution()
    assert session.task == task
    assert task.points == 100
    assert [attempt.verdict for attempt in session.attempts(0)] == [
        "wrong_answer",
        "accepted",
        "wrong_answer",
        "accepted",
        "time_limit",
    ]


def test_there_are_no_hints_once_it_was_accepted() -> None:
    session = session_of()
    judged(session)
    assert session.hint() is None
    assert (session.task.points, session.task.state, session.task.hints) == (100, "accepted", 0)


def test_a_hint_after_the_save_costs_it_nothing() -> None:
    session = session_of()
    moment = session.moment(0, at(1))
    session.hint()
    session.judged(moment, submission(), verdict())
    assert (session.task.points, session.task.hints) == (100, 0)


def test_what_was_expected_costs_as_much_as_a_hint_and_once() -> None:
    session = session_of()
    session.go(1)
    assert session.withholds(1)
    session.hint()
    for _ in range(2):
        session.show_expected()
    assert (session.withholds(1), session.withholds(0), session.withholds(2)) == (False, True, True)
    assert (session.task.hints, session.task.expected, session.task.taken) == (1, True, 2)
    judged(session)
    assert session.task.points == 140  # 200 less twice 0.15


def test_what_was_expected_costs_a_save_before_nothing() -> None:
    session = session_of()
    moment = session.moment(0, at(1))
    session.show_expected()
    session.judged(moment, submission(), verdict())
    assert (session.task.points, session.task.expected, session.task.taken) == (100, False, 0)


def test_nothing_is_withheld_where_no_points_can_be_had() -> None:
    session = session_of(minutes=1)
    judged(session)
    session.go(1)
    session.show_solution()
    assert [session.withholds(place) for place in range(3)] == [False, False, True]
    session.go(2)
    session.pass_time(60)
    assert not session.withholds(2)
    for place in range(3):
        session.go(place)
        session.show_expected()
    assert [task.taken for task in session.tasks] == [0, 0, 0]


def test_a_finished_session_withholds_nothing() -> None:
    session = session_of()
    session.finish(at(1, 13))
    assert not session.withholds(0)


@pytest.mark.parametrize(("explain", "withholds"), [("none", True), ("data", True), ("full", False)])
def test_what_a_session_withholds_is_as_it_was_begun(explain: Explain, withholds: bool) -> None:
    session = session_of(explain=explain)
    assert session.withholds(0) == withholds
    assert Session(session.record, THREE).withholds(0) == withholds
    session.show_expected()
    assert session.task.expected == withholds  # nothing is charged for what is shown anyway


def test_a_look_at_the_solution_after_the_save_costs_it_nothing() -> None:
    session = session_of()
    moment, late = session.moment(0, at(1)), session.moment(0, at(2))
    session.show_solution()
    session.judged(moment, submission(), verdict("wrong_answer"))
    assert session.task.state == "shown"
    session.judged(late, submission(), verdict())
    assert (session.task.points, session.task.state) == (100, "accepted")


def test_a_verdict_belongs_to_the_problem_that_was_saved_not_to_the_one_on_screen() -> None:
    session = session_of()
    session.pass_time(30)
    moment = session.moment(0, at(1))
    session.go(2)
    session.pass_time(10)
    session.judged(moment, submission(), verdict())
    assert [(task.state, task.points) for task in session.tasks] == [("accepted", 100), ("new", 0), ("working", 0)]
    assert [len(session.attempts(place)) for place in range(3)] == [1, 0, 0]


def test_saves_that_wait_together_are_each_judged_at_their_own_second() -> None:
    session = session_of()
    session.pass_time(60)
    first = session.moment(0, at(1))
    session.pass_time(840)
    second = session.moment(0, at(1))
    session.pass_time(300)
    session.judged(first, submission("SELECT 1"), verdict("wrong_answer"))
    session.judged(second, submission("SELECT 2"), verdict())
    assert (session.task.seconds, session.task.wrong, session.task.points) == (900, 1, 75)


def test_the_solution_ends_a_problem_without_points() -> None:
    session = session_of()
    session.pass_time(60)
    session.show_solution()
    attempt = judged(session)
    assert (attempt.accepted, attempt.late) == (True, False)
    assert (session.task.state, session.task.points, session.task.wrong) == ("shown", 0, 0)
    assert session.record.solved == 0


# the end


def test_when_time_is_up_saves_are_late_and_worth_nothing() -> None:
    session = session_of(minutes=1)
    judged(session, "wrong_answer")
    session.pass_time(60)
    tasks = session.tasks
    late: list[tuple[int, Status]] = [(0, "accepted"), (0, "wrong_answer"), (1, "accepted")]
    for place, status in late:
        attempt = judged(session, status, place=place)
        assert attempt.late
    assert session.tasks == tasks
    assert [attempt.late for attempt in session.attempts(0)] == [False, True, True]
    assert session.record.points == 0


def test_what_was_saved_in_time_counts_though_its_verdict_comes_when_time_is_up() -> None:
    session = session_of(minutes=1)
    session.pass_time(59)
    moment = session.moment(0, at(1))
    assert session.pass_time(5)
    assert not session.judged(moment, submission(), verdict()).late
    assert (session.task.state, session.task.seconds, session.task.points) == ("accepted", 59, 100)


def test_the_solution_may_be_looked_at_when_time_is_up_and_changes_nothing() -> None:
    session = session_of(minutes=1)
    session.pass_time(60)
    session.show_solution()
    assert session.task.state == "working"


def test_finishing_freezes_the_board_and_leaves_the_time() -> None:
    session = session_of()
    session.pass_time(100)
    session.finish(at(1, 13))
    assert (session.finished, session.over, session.left) == (True, True, 3500)
    assert session.record.finished_at == at(1, 13)
    assert not session.pass_time(50)
    assert session.left == 3500
    attempt = judged(session)
    session.show_solution()
    assert (attempt.late, session.task.state, session.record.points) == (True, "working", 0)


# hints, and texts that came before


def test_hints_come_one_by_one_and_none_after_the_last() -> None:
    session = session_of()
    assert [session.hint(), session.hint(), session.hint()] == ["Begin with a.", "Join b.", None]
    assert session.task.hints == 2
    session.step(1)
    assert session.hint() == "Think."
    assert [task.hints for task in session.tasks] == [2, 1, 0]


def test_the_same_text_is_known_by_problem_and_language() -> None:
    session = session_of()
    attempt = judged(session, "wrong_answer", source="SELECT 1")
    assert session.same(submission("SELECT 1"), 0) is attempt
    assert session.same(submission("SELECT 1 "), 0) is None
    assert session.same(submission("SELECT 1"), 1) is None
    assert session.same(submission("SELECT 1", "pandas"), 0) is None
    renamed = replace(submission("SELECT 1"), name="elsewhere.sql")
    assert session.same(renamed, 0) is attempt


# what is kept


def test_the_attempt_that_the_history_keeps() -> None:
    diff = Diff((Finding(codes.ROW_COUNT, "5 rows expected, 4 came"), Finding("D020", "column n differs")))
    results = (
        FixtureResult("sample", 1, "accepted"),
        FixtureResult("team", 2, "wrong_answer", "5 rows expected, 4 came", diff=diff),
        FixtureResult("many", 3, "runtime_error", "it broke"),
    )
    session = session_of()
    session.pass_time(12.5)
    attempt = session.judged(
        session.moment(0, at(2)), submission("SELECT 7"), Verdict("easy_one", "sql", "wrong_answer", results, 31.5)
    )
    assert len(attempt.id) == 32
    assert {name: getattr(attempt, name) for name in attempt.__slots__ if name != "id"} == {
        "at": at(2),
        "player": "ada",
        "problem": "easy_one",
        "version": "1" * 16,
        "difficulty": "easy",
        "minutes": 10,
        "topics": ("joins",),
        "language": "sql",
        "dialect": "duckdb",
        "source": "SELECT 7",
        "verdict": "wrong_answer",
        "passed": 1,
        "fixtures": 3,
        "elapsed_ms": 31.5,
        "case": "team",
        "codes": (codes.ROW_COUNT, "D020"),
        "reason": "5 rows expected, 4 came",
        "seconds": 12.5,
        "session": "s1",
        "late": False,
    }
    assert session.attempts(0) == (attempt,)


def test_an_attempt_outside_a_session_has_no_clock() -> None:
    attempt = attempt_of(EASY, submission(), verdict(), version="2" * 16, player="bob", at=at(3))
    facts = attempt.seconds, attempt.session, attempt.late, attempt.case, attempt.codes, attempt.reason
    assert facts == (None, "", False, "", (), "")
    assert (attempt.version, attempt.player, attempt.at) == ("2" * 16, "bob", at(3))
    other = attempt_of(EASY, submission(), verdict(), version="2" * 16, player="bob", at=at(3))
    assert attempt.id != other.id


def test_a_resumed_session_goes_on_with_the_time_that_was_left() -> None:
    session = session_of()
    session.pass_time(600)
    judged(session, "wrong_answer", source="SELECT 1")
    session.hint()
    session.step(-1)
    session.pass_time(90)
    judged(session)
    made = [*session.attempts(0), *session.attempts(2)]
    resumed = Session(session.record, THREE, made)
    assert resumed.paused
    assert resumed.record == session.record
    assert (resumed.left, resumed.current, resumed.tasks) == (2910, 2, session.tasks)
    assert [resumed.attempts(place) for place in range(3)] == [session.attempts(place) for place in range(3)]
    assert resumed.same(submission("SELECT 1"), 0) == made[0]
    resumed.paused = False
    resumed.go(0)
    resumed.pass_time(300)
    judged(resumed)  # 15 minutes on 10, a wrong attempt that is free, a hint
    assert resumed.task.points == 60


def test_problems_of_a_record_come_in_its_order() -> None:
    assert problems_of(record_of(), (HARD, EASY, MEDIUM, replace(EASY, slug="other"))) == THREE


def test_a_problem_that_is_gone_is_told() -> None:
    with pytest.raises(CannotBegin) as gone:
        problems_of(record_of(), (EASY, HARD))
    assert (gone.value.message, gone.value.help) == (
        "medium_one, a problem of the session, is not there any more",
        "name its pack: drill --problems DIR session",
    )


def test_a_new_session(tmp_path: Path) -> None:
    toy = load_problem(write_pack(tmp_path, "toy"))
    other = load_problem(write_pack(tmp_path, "other", sql="SELECT 1"))
    plan = Plan((toy, other), ("", ""), 25, "spark")
    session = begin(plan, "sql", player="ada", track="loop", folder=tmp_path / "x", packs=["p", "q"], now=at(4))
    record = session.record
    assert session.paused
    assert session.problems == (toy, other)
    assert len(record.id) == 32
    versions = [task.version for task in record.tasks]
    assert {len(version) for version in versions} == {16}
    assert versions[0] != versions[1]  # they have other solutions
    tasks = tuple(
        TaskRecord(place, slug, version, "Plays per member", "easy", 10, ("joins",))
        for place, (slug, version) in enumerate(zip(("toy", "other"), versions, strict=True))
    )
    assert replace(record, id="") == replace(
        record_of((), 25),
        id="",
        track="loop",
        started_at=at(4),
        language="sql",
        dialect="spark",
        folder=str(tmp_path / "x"),
        packs=("p", "q"),
        tasks=tasks,
    )
    again = begin(plan, "sql", player="ada", track="", folder=tmp_path, packs=(), now=at(4), explain="none")
    assert again.record.id != record.id
    assert (record.explain, again.record.explain) == ("data", "none")


# in any order

STATUSES: tuple[Status, ...] = ("accepted", "wrong_answer", "runtime_error", "invalid_submission", "problem_error")
places = st.integers(0, 2)
Fact = tuple[Any, ...]


def facts(session: Session) -> list[Fact]:
    """What is frozen when the session is over."""
    return [(task.state, task.points, task.seconds, task.wrong) for task in session.tasks]


class Sessions(RuleBasedStateMachine):
    """Three minutes and three problems. Seconds are quarters, whose sums are exact."""

    moments = Bundle("moments")

    @initialize()
    def start(self) -> None:
        self.session = session_of(minutes=3)
        self.made = 0
        self.ends = 0
        self.saved: dict[int, list[Any]] = {place: [] for place in range(3)}
        self.keep()

    def keep(self) -> None:
        self.before, self.was_over, self.timely = facts(self.session), self.session.over, False

    @rule(quarters=st.integers(0, 260))
    def pass_time(self, quarters: int) -> None:
        paused, over, left = self.session.paused, self.session.over, self.session.left
        ended = self.session.pass_time(quarters / 4)
        passed = 0 if paused or over else min(quarters / 4, left)
        assert self.session.left == left - passed
        assert ended == (not paused and not over and quarters / 4 >= left)
        self.ends += ended

    @rule(paused=st.booleans())
    def pause(self, paused: bool) -> None:
        self.session.paused = paused

    @rule(place=places)
    def go(self, place: int) -> None:
        self.session.go(place)
        assert self.session.problem is THREE[place]

    @rule(by=st.sampled_from([1, -1]))
    def step(self, by: int) -> None:
        current = self.session.current
        self.session.step(by)
        assert self.session.current == (current + by) % 3

    @rule(target=moments, place=places)
    def save(self, place: int) -> Moment:
        moment = self.session.moment(place, at(1))
        task = self.session.tasks[place]
        assert (moment.seconds, moment.hints, moment.late) == (task.seconds, task.hints, self.session.over)
        assert moment.expected == task.expected
        assert moment.open == (task.state in ("new", "working") and not self.session.over)
        return moment

    @rule(moment=consumes(moments), status=st.sampled_from(STATUSES))
    def judged(self, moment: Moment, status: Status) -> None:
        task = self.session.tasks[moment.place]
        self.made += 1
        attempt = self.session.judged(moment, submission(f"SELECT {self.made}"), verdict(status))
        self.saved[moment.place].append(attempt)
        assert (attempt.late, attempt.seconds, attempt.verdict) == (moment.late, moment.seconds, status)
        self.timely = moment.open
        now = self.session.tasks[moment.place]
        if self.timely and task.state != "accepted":
            costs = status in ("wrong_answer", "runtime_error")
            went_on = "shown" if task.state == "shown" else "working"
            assert now.state == ("accepted" if status == "accepted" else went_on)
            assert now.wrong == task.wrong + costs
        else:
            assert now == task

    @rule()
    def hint(self) -> None:
        taken = self.session.task.hints
        hints = self.session.problem.hints if self.session.task.state in ("new", "working") else ()
        assert self.session.hint() == (hints[taken] if taken < len(hints) else None)
        assert self.session.task.hints == (taken + 1 if taken < len(hints) else taken)

    @rule()
    def show_expected(self) -> None:
        before, over = self.session.task, self.session.over
        self.session.show_expected()
        bought = not before.expected and before.state in ("new", "working") and not over
        assert self.session.task == (replace(before, expected=True) if bought else before)
        assert not self.session.withholds(self.session.current)

    @rule()
    def show_solution(self) -> None:
        state, over = self.session.task.state, self.session.over
        self.session.show_solution()
        assert self.session.task.state == ("shown" if state in ("new", "working") and not over else state)

    @precondition(lambda self: self.session.record.seconds > 60)
    @rule()
    def finish(self) -> None:
        self.session.finish(at(2))
        assert self.session.finished

    @rule()
    def resume(self) -> None:
        old = self.session
        made = [attempt for attempts in self.saved.values() for attempt in attempts]
        self.session = Session(old.record, THREE, made)
        assert self.session.paused
        assert self.session.record == old.record
        assert (self.session.left, self.session.over, self.session.finished) == (old.left, old.over, old.finished)
        assert (self.session.current, self.session.tasks) == (old.current, old.tasks)
        self.session.paused = old.paused

    @invariant()
    def the_clocks(self) -> None:
        record = self.session.record
        assert 0 <= record.seconds <= 180
        assert self.session.left == 180 - record.seconds
        assert self.ends == (record.seconds == 180)
        assert 0 <= sum(task.seconds for task in record.tasks) <= record.seconds

    @invariant()
    def the_points(self) -> None:
        for task, worth in zip(self.session.tasks, (100, 200, 300), strict=True):
            assert (worth // 5 <= task.points <= worth) if task.state == "accepted" else task.points == 0
        assert self.session.record.points == sum(task.points for task in self.session.tasks)

    @invariant()
    def what_is_settled_stays(self) -> None:
        after = facts(self.session)
        for old, new in zip(self.before, after, strict=True):
            if old[0] == "accepted" or (old[0] == "shown" and not self.timely):
                assert new == old
            assert new[3] >= old[3]
        if self.was_over and not self.timely:
            assert after == self.before
        self.keep()

    @invariant()
    def every_attempt_is_there(self) -> None:
        for place, attempts in self.saved.items():
            assert list(self.session.attempts(place)) == attempts


Sessions.TestCase.settings = settings(deadline=None, max_examples=150, stateful_step_count=40)
TestAnyOrder = Sessions.TestCase
