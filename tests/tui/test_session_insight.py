"""Why an answer is wrong, in a session: it comes behind the verdict, and what was expected costs a hint."""

from __future__ import annotations

import threading
from dataclasses import replace
from itertools import count

from judge.errors import CannotBegin
from judge.model import Explain, Mistake, Verdict
from tests.tui.conftest import PODIUM, RIGHT, WRONG, Play, Stage, found, play

SENTENCE = "counts nobody as one"
THIRD = "0.3333333333333333"
"""Of the expected rows of the sample, a cell that the wrong answer has nowhere."""
CHEAP = "SELECT sale_id, price + 1 AS price FROM sales ORDER BY price DESC"
PATIENCE = 60.0


def sentence(verdict: Verdict, text: str) -> Verdict:
    return replace(verdict, mistakes=(Mistake("wrong", "x", text),))


async def wrong(p: Play) -> str:
    """What the pane shows of a wrong answer to tally once nothing more comes."""
    await p.save("tally.sql", WRONG, 1)
    await p.explained()
    return p.of("#verdict")


def test_the_verdict_is_there_before_it_is_explained_and_keys_work_meanwhile(stage: Stage) -> None:
    ready = threading.Event()

    def slowly(verdict: Verdict) -> Verdict:
        assert ready.wait(PATIENCE)
        return found(verdict)

    stage.insight = slowly

    async def scene() -> None:
        async with stage.played() as p:
            await p.save("tally.sql", WRONG, 1)
            assert "✗ wrong answer  tally" in p.of("#verdict")
            assert SENTENCE not in p.of("#verdict")
            assert "PgDn" not in p.of("#verdict")
            assert p.of("#status").strip() == "looking for why …"
            await p.press("h", "n")
            assert "looking" not in p.of("#status")  # on the other problem
            assert "Dearest sales first" in p.of("#problem")
            await p.save("podium.sql", PODIUM, 2)
            assert "✓ accepted  podium" in p.of("#verdict")
            ready.set()
            await p.explained()
            assert SENTENCE in p.of("#verdict")  # of the accepted one, here
            await p.press("p")
            told = p.of("#verdict")
            assert "✗ wrong answer  tally" in told
            assert SENTENCE in told
            assert "looking" not in p.of("#status")

    play(scene())


def test_what_is_being_read_stays_where_it_is_when_more_comes(stage: Stage) -> None:
    ready = threading.Event()

    def slowly(verdict: Verdict) -> Verdict:
        assert ready.wait(PATIENCE)
        return found(verdict)

    stage.insight = slowly

    async def scene() -> None:
        async with stage.played() as p:
            await p.save("tally.sql", WRONG, 1)
            pane = p.screen.query_one("#verdict")
            await p.press("pagedown")  # as the line above the verdict says
            await p.until(lambda: pane.scroll_offset.y > 0)
            pane.scroll_to(y=1, animate=False)
            await p.until(lambda: pane.scroll_offset.y == 1)
            ready.set()
            await p.explained()
            assert SENTENCE in p.of("#verdict")
            assert pane.scroll_offset.y == 1

    play(scene())


def test_the_expected_side_is_hidden_and_costs_a_hint(stage: Stage) -> None:
    stage.insight = found

    async def scene() -> None:
        async with stage.played() as p:
            assert "x" not in p.offered()  # there is no verdict yet
            told = await wrong(p)
            assert "0:00 on it · why: below, PgDn · x: expected side, for a hint" in told
            assert SENTENCE in told
            assert "yours" in told
            assert THIRD not in told
            assert "  expected " not in told

            await p.press("x")
            assert "in all verdicts on tally for 15 points" in " ".join(p.of("#page").split())
            await p.press("n")
            assert (p.screen.session.task.expected, THIRD in p.of("#verdict")) == (False, False)
            await p.press("x", "y")
            told = p.of("#verdict")
            assert THIRD in told
            assert "  expected " in told
            assert "0:00 on it · why: below, PgDn · expected side shown, for a hint" in told
            assert "x" not in p.offered()

            await p.save("tally.sql", WRONG + "-- again\n", 2)  # from now on
            assert THIRD in p.of("#verdict")
            await p.save("tally.sql", RIGHT, 3)
            assert p.screen.session.task.points == 75  # 100 - 15 for the expected side - 10 for the second wrong one
            await p.press("n")
            await p.save("podium.sql", "SELECT 1 AS sale_id", 4)
            assert not p.screen.session.task.expected  # each problem has its own
            await p.press("f", "y")
            await p.until(lambda: "accepted after" in p.of("#page"))
            assert "3 attempts, 1 hint" in p.of("#page")

    play(scene())
    with stage.history() as history:
        [session] = history.sessions()
        assert session.explain == "data"
        assert [(task.expected, task.hints) for task in session.tasks] == [(True, 0), (False, 0)]


def test_a_session_may_show_all_from_the_beginning(stage: Stage) -> None:
    stage.explain, stage.insight = "full", found

    async def scene() -> None:
        async with stage.played() as p:
            told = await wrong(p)
            assert SENTENCE in told
            assert THIRD in told
            assert "x" not in p.offered()

    play(scene())


def test_a_session_may_tell_nothing(stage: Stage) -> None:
    stage.explain, stage.insight = "none", found

    async def scene() -> None:
        async with stage.played() as p:
            told = await wrong(p)
            assert SENTENCE not in told
            assert THIRD not in told
            await p.press("x", "y")
            assert THIRD in p.of("#verdict")
            assert SENTENCE not in p.of("#verdict")

    play(scene())


def test_a_newer_verdict_is_not_overwritten(stage: Stage) -> None:
    ready, asked = threading.Event(), count(1)

    def slowly(verdict: Verdict) -> Verdict:
        number = next(asked)
        assert number > 1 or ready.wait(PATIENCE)
        return sentence(verdict, f"mistake {number}")

    stage.insight = slowly

    async def scene() -> None:
        async with stage.played() as p:
            await p.save("tally.sql", WRONG, 1)
            await p.until(p.screen.unexplained.empty)
            await p.save("tally.sql", WRONG + "-- again\n", 2)
            assert "attempt 2" in p.of("#verdict")
            ready.set()
            await p.explained()
            told = p.of("#verdict")
            assert "attempt 2" in told
            assert "mistake 2" in told
            assert "mistake 1" not in told
            stage.write("tally.sql", WRONG)  # what was found then is kept with its verdict
            await p.until(lambda: "the same as attempt 1" in p.of("#status"))
            assert "mistake 1" in p.of("#verdict")
            assert next(asked) == 3

    play(scene())


def test_only_the_last_of_several_saves_is_looked_into(stage: Stage) -> None:
    ready, seen = threading.Event(), []

    def slowly(verdict: Verdict) -> Verdict:
        seen.append(verdict)
        assert ready.wait(PATIENCE)
        return sentence(verdict, f"mistake {len(seen)}")

    stage.insight = slowly

    async def scene() -> None:
        async with stage.played() as p:
            for number in (1, 2, 3):
                await p.save("tally.sql", WRONG + f"-- {number}\n", number)
            ready.set()
            await p.explained()
            assert len(seen) == 2  # the second was no longer on the screen when its turn came
            assert "mistake 2" in p.of("#verdict")
            stage.write("tally.sql", WRONG + "-- 2\n")
            await p.until(lambda: "attempt 2" in p.of("#verdict"))
            await p.explained()
            assert "mistake 3" in p.of("#verdict")  # now it is

    play(scene())


def test_once_no_points_are_left_all_is_shown(stage: Stage) -> None:
    stage.insight = found

    async def scene() -> None:
        async with stage.played() as p:
            assert THIRD not in await wrong(p)
            await p.pass_time(3600)
            assert THIRD in p.of("#verdict")
            assert "for a hint" not in p.of("#verdict")
            assert "x" not in p.offered()
            assert p.screen.session.task.taken == 0

    play(scene())


def test_after_the_solution_or_an_accepted_answer_nothing_is_hidden(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            await p.press("s", "y")
            assert "x" not in p.offered()
            assert THIRD in await wrong(p)
            await p.press("n")
            await p.save("podium.sql", PODIUM, 2)
            assert "x" not in p.offered()
            await p.save("podium.sql", CHEAP, 3)
            assert "x" not in p.offered()

    play(scene())


def test_an_answer_that_shows_no_expected_side_offers_none(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            await p.save("tally.sql", "SELECT 1 AS person_id", 1)
            assert "✗ wrong answer" in p.of("#verdict")
            assert "x" not in p.offered()

    play(scene())


def test_what_was_left_goes_on_as_it_was(stage: Stage) -> None:
    async def first() -> None:
        async with stage.played() as p:
            await wrong(p)
            await p.press("x", "y")

    async def second() -> None:
        stage.explain = "none"  # of a new one, which this is not
        async with stage.played(resume=True) as p:
            assert p.screen.session.record.explain == "data"
            await p.press("j")
            await p.until(lambda: "attempt 1 · " in p.of("#verdict"))
            assert THIRD in p.of("#verdict")
            await p.save("podium.sql", CHEAP, 2)
            assert "x" in p.offered()

    play(first())
    play(second())


def test_a_question_is_about_the_problem_on_which_it_was_asked(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            await wrong(p)
            await p.press("x")
            await p.save("podium.sql", CHEAP, 2)
            await p.press("y")
            assert [task.expected for task in p.screen.session.tasks] == [True, False]
            assert p.screen.session.current == 0
            await p.press("s")
            await p.save("podium.sql", CHEAP + " ", 3)
            await p.press("y")
            assert [task.state for task in p.screen.session.tasks] == ["shown", "working"]

    play(scene())


def test_an_answer_that_comes_too_late_costs_nothing(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            await wrong(p)
            await p.press("x")
            await p.pass_time(3600)
            await p.press("y")
            assert p.screen.session.task.taken == 0

    play(scene())


def test_what_cannot_be_looked_into_leaves_the_verdict(stage: Stage) -> None:
    asked = count()

    def broken(verdict: Verdict) -> Verdict:
        if next(asked) == 0:
            raise CannotBegin("the sandbox does not start")
        return found(verdict)

    stage.insight = broken

    async def scene() -> None:
        async with stage.played() as p:
            assert "✗ wrong answer" in await wrong(p)
            await p.save("tally.sql", WRONG + "-- again\n", 2)
            await p.explained()
            assert SENTENCE in p.of("#verdict")

    play(scene())


def test_leaving_ends_what_is_looked_into(stage: Stage) -> None:
    async def scene() -> None:
        begun = threading.Event()
        async with stage.played() as p:
            desk = p.screen.opened.desk

            def slowly(verdict: Verdict) -> Verdict:
                begun.set()
                while not desk.sandbox.over:
                    threading.Event().wait(0.01)
                return verdict

            stage.insight = slowly
            await p.save("tally.sql", WRONG, 1)
            await p.until(begun.is_set)
            await p.press("q")

    play(scene())


def test_it_is_really_looked_into(stage: Stage) -> None:
    stage.real = True
    seen: dict[Explain, str] = {}

    async def scene() -> None:
        async with stage.played() as p:
            seen[stage.explain] = await wrong(p)

    play(scene())
    (stage.answers / "tally.sql").unlink()
    stage.explain = "full"
    play(scene())
    assert "enough to show it" in seen["data"]
    assert "  expected " not in seen["data"]
    assert "enough to show it" in seen["full"]
    assert seen["full"].count("  expected ") > 1
