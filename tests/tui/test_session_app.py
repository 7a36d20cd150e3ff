"""Whole sessions in the app, driven by keys and saves; the clock is the test's own."""

from __future__ import annotations

from tests.tui.conftest import PODIUM, RIGHT, RIGHT_PY, WRONG, Stage, play


def test_a_whole_session(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            assert "30:00" in p.of("#clocks")
            assert sorted(file.name for file in stage.answers.iterdir()) == ["podium.sql", "tally.py", "tally.sql"]
            assert "Sales per person" in p.of("#problem")
            await p.pass_time(60)
            assert "session 29:00   problem 9:00   0 points" in p.of("#clocks")

            await p.save("tally.sql", WRONG, 1)
            told = p.of("#verdict")
            assert "attempt 1 · 1:00 on it" in told
            assert "✗ wrong answer  tally · sql" in told
            assert "error[D020]" in told
            assert "working" in p.of("#board")

            await p.press("h")
            assert "hint 1 of 2: Begin with people." in p.of("#problem")
            await p.pass_time(120)
            await p.save("tally.sql", RIGHT, 2)
            assert "✓ accepted  tally · sql" in p.of("#verdict")
            assert "accepted       2  3:00/10:00      85" in p.of("#board")  # 100 - 15 for a hint; one wrong is free

            await p.press("n")
            assert "Dearest sales first" in p.of("#problem")
            await p.pass_time(100)
            await p.save("podium.sql", PODIUM, 3)
            assert p.screen.session.record.points == 85 + 200

            await p.press("f")
            assert "25:20 are left." in p.of("#page")
            await p.press("y")
            await p.until(lambda: "accepted after" in p.of("#page"))
            told = p.of("#page")
            assert "285 of 300 points · 2 of 2 accepted · 4:40 of 30:00" in told
            assert "accepted after 3:00, 7:00 under the 10 minutes; 2 attempts, 1 hint" in told
            assert "wrong first: wrong answer on fixture sample" in told
            await p.press("q")

    play(scene())
    with stage.history() as history:
        [session] = history.sessions()
        assert [(task.state, task.points) for task in session.tasks] == [("accepted", 85), ("accepted", 200)]
        assert session.finished_at
        attempts = history.attempts(session=session.id)
        assert [(a.problem, a.verdict, a.seconds) for a in attempts] == [
            ("tally", "wrong_answer", 60.0),
            ("tally", "accepted", 180.0),
            ("podium", "accepted", 100.0),
        ]
        assert attempts[0].source == WRONG
        assert history.unfinished("ada") == []


def test_time_is_up(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            await p.pass_time(29 * 60)
            await p.save("tally.sql", WRONG, 1)
            await p.pass_time(3600)
            assert "time is up" in p.of("#clocks")
            assert "not solved" in p.of("#board")
            assert "space" not in p.offered()
            await p.save("tally.sql", RIGHT, 2)
            assert "attempt 2 · 30:00 on it · late" in p.of("#verdict")
            assert "late: judged, and worth nothing" in p.of("#status")
            assert p.screen.session.record.points == 0
            await p.press("f")
            await p.until(lambda: "0 of 300 points" in p.of("#page"))
            assert "accepted when the time was up, which gives no points; 2 attempts" in p.of("#page")

    play(scene())
    with stage.history() as history:
        assert [attempt.late for attempt in history.attempts()] == [False, True]


def test_what_was_left_goes_on_with_the_time_that_was_left(stage: Stage) -> None:
    async def first() -> None:
        async with stage.played() as p:
            await p.pass_time(200)
            await p.save("tally.sql", WRONG, 1)
            await p.press("h")
            await p.press("q")

    async def second() -> None:
        stage.write("podium.sql", PODIUM)  # while nobody watched
        async with stage.played(resume=True, go=False) as p:
            assert "26:40 left of 30 minutes" in p.of("#page")
            stage.clock += 500  # the clock stands still until it goes on
            await p.press("enter")
            await p.judged(2)
            assert [task.state for task in p.screen.session.tasks] == ["working", "accepted"]
            await p.press("p")
            assert "attempt 1: wrong answer on fixture sample" in p.of("#verdict")
            assert "hint 1 of 2" in p.of("#problem")
            await p.press("j")  # the same text: its verdict is seen again, and counts once
            await p.until(lambda: "attempt 1 · 3:20 on it" in p.of("#verdict"))
            assert p.screen.session.record.seconds == 200

    play(first())
    stage.clock += 100_000  # a night and a day
    play(second())
    with stage.history() as history:
        assert len(history.sessions()) == 1
        assert [attempt.problem for attempt in history.attempts()] == ["tally", "podium"]


def test_the_same_answer_is_not_judged_again(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            stub = (stage.answers / "tally.sql").read_text("utf-8")
            await p.save("tally.sql", WRONG, 1)
            await p.save("tally.sql", RIGHT, 2)
            stage.write("tally.sql", WRONG)
            await p.until(lambda: "the same as attempt 1" in p.of("#status"))
            assert "✗ wrong answer" in p.of("#verdict")
            stage.write("tally.sql", stub)
            await p.until(lambda: "still the stub: not judged" in p.of("#status"))
            assert len(p.screen.session.attempts(0)) == 2

    play(scene())


def test_a_pause_stops_both_clocks_and_holds_saves_back(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            await p.pass_time(60)
            await p.press("space")
            assert "29:00 left. The problem is hidden" in p.of("#page")
            stage.clock += 1000
            stage.write("tally.sql", RIGHT)
            await p.until(lambda: bool(p.screen._held))
            await p.press("space")
            await p.judged(1)
            assert p.screen.session.record.seconds == 60
            assert p.screen.session.task.points == 100

    play(scene())


def test_the_solution_ends_its_problem(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            await p.pass_time(5)
            await p.press("s")
            assert "Looking at the solution ends tally: it will be worth no points." in p.of("#page")
            await p.press("escape")
            assert p.screen.session.task.state == "working"
            await p.press("s", "y")
            assert "LEFT JOIN sales USING (person_id)" in p.of("#verdict")
            assert "given up" in p.of("#board")
            await p.save("tally.sql", WRONG, 1)
            await p.save("tally.py", RIGHT_PY, 2)
            assert p.screen.session.task.points == 0
            await p.press("s")  # no question is left
            assert "def solve" in p.of("#verdict")

    play(scene())


def test_a_save_brings_its_problem_to_the_front(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            await p.save("podium.sql", PODIUM, 1)
            assert p.screen.session.current == 1
            assert "accepted  podium" in p.of("#verdict")

    play(scene())


def test_sample_data(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            await p.press("d")
            told = p.of("#page")
            assert "sample of people" in told
            assert "expected on the sample" in told
            assert "drill data tally --case sample --out data" in told
            await p.press("d")
            assert p.app.screen is p.screen

    play(scene())


def test_keys_show_only_while_they_apply(stage: Stage) -> None:
    stage.slugs = ("tally",)

    async def scene() -> None:
        async with stage.played() as p:
            assert p.offered() == ["e", "j", "h", "d", "s", "v", "space", "f", "q"]  # one problem: no next, no previous
            await p.press("h", "h")
            assert "h" not in p.offered()
            await p.pilot.resize_terminal(130, 40)
            await p.until(lambda: "v" not in p.offered())  # both panes are there
            await p.pass_time(3600)
            assert p.offered() == ["e", "j", "d", "s", "f", "q"]

    play(scene())


def test_answers_that_are_none(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            await p.save("tally.sql", b"\xff\xfe\x00", 1)
            assert "is not UTF-8" in p.of("#verdict")
            await p.save("tally.sql", "SELEC 1", 2)
            await p.save("tally.sql", WRONG, 3)
            assert p.screen.session.task.wrong == 1  # what is no answer costs nothing
            (stage.answers / "tally.sql").unlink()
            await p.press("j")
            assert "cannot be read: No such file or directory" in p.of("#status")

    play(scene())


def test_leaving_before_it_begins_keeps_nothing(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played(go=False) as p:
            assert "30 minutes · SQL or pandas · player ada" in p.of("#page")
            await p.press("q")
        assert not p.screen.begun

    play(scene())
    with stage.history() as history:
        assert history.sessions() == []


def test_leaving_while_an_answer_runs_does_not_wait_for_it(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            stage.write("tally.py", "def solve(people):\n    while True: pass\n")
            await p.until(lambda: "judging tally.py" in p.of("#status"))
            await p.press("ctrl+q")

    play(scene())
    with stage.history() as history:
        assert history.attempts() == []  # the file is there, and is judged on return
        assert len(history.unfinished("ada")) == 1


def test_the_screen_stays_live_while_an_answer_runs_for_ever(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            stage.write("tally.py", "def solve(people):\n    while True: pass\n")
            await p.until(lambda: "judging tally.py" in p.of("#status"))
            await p.press("n")
            assert "Dearest sales first" in p.of("#problem")
            await p.pass_time(60)
            assert "session 29:00   problem 14:00" in p.of("#clocks")
            assert "judging tally.py" in p.of("#status")
            await p.press("space")
            assert "29:00 left" in p.of("#page")

    play(scene())


def test_what_was_saved_in_time_is_in_the_summary(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            stage.write("tally.sql", RIGHT)
            await p.until(lambda: not p.screen.saves.empty() or "judging" in p.of("#status"))
            await p.press("f", "y")
            await p.until(lambda: "100 of 300 points · 1 of 2 accepted" in p.of("#page"))

    play(scene())


def test_a_verdict_takes_the_place_of_the_sample(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            await p.press("d")
            await p.save("tally.sql", WRONG, 1)
            assert p.app.screen is p.screen
            assert "✗ wrong answer" in p.of("#verdict")
            await p.press("f")
            await p.save("tally.sql", RIGHT, 2)
            assert "are left." in p.of("#page")  # a question waits for its answer

    play(scene())


def test_an_enter_that_comes_early_counts(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played(go=False, ready=False) as p:
            await p.press("enter")
            await p.until(lambda: p.app.begun)

    play(scene())


def test_the_end_of_the_set_is_told(stage: Stage) -> None:
    stage.slugs = ("tally",)

    async def scene() -> None:
        async with stage.played() as p:
            await p.save("tally.sql", RIGHT, 1)
            assert "that was the last problem; f finishes" in p.of("#status")

    play(scene())


def test_keys_in_a_burst_close_one_page_only(stage: Stage) -> None:
    async def scene() -> None:
        async with stage.played() as p:
            await p.press("f")
            for _ in range(3):
                p.app.simulate_key("n")  # the next comes before the one before is handled
            await p.until(lambda: p.app.screen is p.screen)
            await p.save("tally.sql", RIGHT, 1)

    play(scene())
