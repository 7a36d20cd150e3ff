"""Why an answer is wrong, as it is shown: the few rows, what is expected and what came, and the mistake."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Group

from judge.insight.withholding import withheld
from judge.model import Column, FixtureResult, Mistake, Problem, Verdict
from judge.render.insight import insight_lines
from judge.render.verdict import insight_part, verdict_panel, verdict_part
from tests import golden
from tests.counterexamples import COLUMNS, MEMBERS, PLAYS, SAID, explained, problem, result, table, wrong
from tests.practice import printed

RIGHT = result(("basic", 0, 0.0), (None, 0, 0.0))
CELLS = wrong(RIGHT, result((None, 0, 0.0), ("basic", 1, 0.0)), mistakes=(SAID,))
ROWS = wrong(RIGHT, result(("basic", 0, 0.0), ("free", 2, 1.0)))
ERROR = FixtureResult(
    "base", 2, "runtime_error", "Conversion Error: 'basic'", "Conversion Error: 'basic'\n\nLINE 1: x\n        ^"
)
SKIPPED = FixtureResult("later", 4, "skipped")
MANY = replace(MEMBERS, rows=tuple((n, "basic") for n in range(14)))
WIDE = table("events", {f"a_longer_name_{n}": "VARCHAR" for n in range(9)}, [tuple(f"value {n}" for n in range(9))])
ODD = table("members", {"member_id": "BIGINT", "plan\x1b": "VARCHAR?"}, [(1, "\x1b[31mred\n" + "x" * 300), (2, "")])
PARAMS = table("params", {"as_of": "BIGINT"}, [(1,)])
NUMBERED = [(plan, 1, 0.5) for plan in "abcdefghijklmnopq"]
SCREENS: dict[str, Verdict] = {
    "cells": CELLS,
    "rows": ROWS,
    "nothing_came": wrong(RIGHT, result()),
    "nothing_expected": wrong(result(), RIGHT),
    "doubled": wrong(RIGHT, result(*RIGHT.rows, RIGHT.rows[0])),
    "columns": wrong(RIGHT, result(("basic", 0), columns=("plan", "number"))),
    "error": explained(ERROR, expected=RIGHT, first=replace(ERROR, detail="another\n  ^")),
    "error_withheld": explained(ERROR),
    "withheld": withheld(CELLS),
    "not_minimal": wrong(RIGHT, result(), [MANY], minimal=False),
    "wide": wrong(RIGHT, result(), [WIDE, PLAYS]),
    "odd": wrong(RIGHT, result(("basic", 0, 0.0), ("y" * 300 + "\x07", 0, 0.0)), [ODD]),
    "no_rows": wrong(RIGHT, result(), [PARAMS, PLAYS]),
    "no_rows_at_all": wrong(RIGHT, result(), [PLAYS]),
    "no_rows_error": explained(ERROR, [PLAYS], expected=RIGHT, first=replace(ERROR, detail="another")),
    "many_rows": wrong(result(*NUMBERED), result(("a", 1, 9.5), *NUMBERED[1:])),
    "many_differing": wrong(result(*NUMBERED), result(*((plan, n, 9.5) for plan, n, _ in NUMBERED[1:]), *NUMBERED[:1])),
    "mistake_alone": replace(CELLS, counterexample=None),
}


def lines(verdict: Verdict, width: int = 80, of: Problem | None = None, **how: Any) -> list[str]:
    return printed(Group(*insight_lines(of or problem(), verdict, **how)), width=width).splitlines()


@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str) -> None:
    said = lines(SCREENS[name])
    golden.check(f"insight_{name}", "\n".join(line.rstrip() for line in said) + "\n")
    assert all(cell_len(line) <= 80 and line.replace("\u00a0", " ").isprintable() for line in said)


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("name", SCREENS)
def test_it_keeps_to_the_width(name: str, width: int) -> None:
    assert max(cell_len(line.rstrip()) for line in lines(SCREENS[name], width)) <= width


def test_nothing_is_said_where_there_is_nothing() -> None:
    assert insight_lines(problem(), replace(CELLS, counterexample=None, mistakes=())) == []


def test_each_row_stands_once_and_next_to_the_one_it_should_be() -> None:
    said = lines(CELLS)
    at = next(i for i, line in enumerate(said) if line.strip().startswith("expected"))
    assert [line.split() for line in said[at : at + 3]] == [
        ["expected", "basic", "0", "0.0"],
        ["yours", "basic", "1", "0.0"],
        ["both", "NULL", "0", "0.0"],
    ]
    assert sum("NULL" in line for line in said) == 2  # once in the input, once in the result


def test_a_row_that_comes_as_often_as_it_should_is_one_of_both() -> None:
    said = [line.split() for line in lines(wrong(RIGHT, result(*RIGHT.rows, RIGHT.rows[0])))]
    assert said.count(["both", "basic", "0", "0.0"]) == 1
    assert said.count(["yours", "basic", "0", "0.0"]) == 1


def test_nan_of_pandas_is_null_and_columns_are_put_in_order() -> None:
    came = result((0, float("nan"), 0.0), (1, "basic", 0.0), columns=("plays", "plan", "share"), nan_is_missing=True)
    said = [line.split() for line in lines(wrong(RIGHT, came))]
    assert ["both", "NULL", "0", "0.0"] in said
    assert ["yours", "basic", "1", "0.0"] in said
    assert "nan" not in str(said)


def test_order_alone_is_shown_as_two_results() -> None:
    asked = problem()
    told = FixtureResult("base", 2, "wrong_answer", "out of order", diff=CELLS.counterexample.result.diff)  # type: ignore[union-attr]
    assert told.diff
    diff = replace(told.diff, missing=(), extra=())
    verdict = explained(replace(told, diff=diff), expected=RIGHT, actual=result(*RIGHT.rows[::-1]))
    said = printed(Group(*insight_lines(asked, verdict))).splitlines()
    first, second = (said.index(title) for title in ("what is expected on it", "what your answer gives on it"))
    assert [line.split()[0] for line in said[first + 3 : first + 5]] == ["basic", "NULL"]
    assert [line.split()[0] for line in said[second + 3 : second + 5]] == ["NULL", "basic"]


def test_only_rows_that_are_asked_for_are_expected() -> None:
    expected = replace(RIGHT, limit=1, tied=2)
    verdict = explained(ERROR, expected=expected)
    assert sum("0.0" in line for line in lines(verdict)) == 1


def test_values_are_shown_as_they_are_to_be_rounded() -> None:
    columns = (*COLUMNS[:2], replace(COLUMNS[2], round=1))
    verdict = explained(ERROR, expected=result(("basic", 1, 0.26)))
    said = printed(Group(*insight_lines(problem(columns), verdict)))
    assert "0.3" in said and "0.26" not in said


def test_a_checker_is_said_to_take_others() -> None:
    said = printed(Group(*insight_lines(problem(checker=True), explained(ERROR, expected=RIGHT))))
    assert "one of the right results on it" in said


def test_the_same_error_is_not_told_twice() -> None:
    said = "\n".join(lines(explained(ERROR)))
    assert "what your answer gives on it: the same runtime error" in said
    assert "Conversion" not in said


def test_a_seed_is_told_where_the_fixture_is_not_of_the_suite() -> None:
    told = replace(ERROR, seed=77)
    said = "2 rows are enough to show it, cut from fixture base (seed 77): none of them can go"
    assert lines(explained(told), 100)[1].rstrip() == said
    assert (
        lines(explained(told, [PLAYS]), 100)[1].rstrip()
        == "empty tables are enough to make it fail, cut from fixture base (seed 77)"
    )


def test_the_time_that_was_given_is_told() -> None:
    [_, said, *_] = lines(SCREENS["not_minimal"], budget=0.5)
    assert said.startswith("the fewest rows found within 0.5 s that show it: 14, cut from fixture base;")


def test_the_first_mistake_is_the_one_that_is_shown() -> None:
    other = Mistake("mutant", "m1", "as if LEFT JOIN were JOIN")
    said = "\n".join(lines(replace(CELLS, mistakes=(SAID, other))))
    assert "it behaves exactly like this mistake: counts members without plays as one play" in said
    assert "LEFT JOIN" not in said


# within a verdict


def said_of(verdict: Verdict, again: str = "", **how: Any) -> str:
    return printed(Group(*insight_part(problem(), verdict, again, **how)))


def test_the_panel_is_the_first_part_and_then_the_other() -> None:
    verdict = replace(CELLS, notes=("a date came",))
    whole = printed(verdict_panel(problem(), verdict, "drill run toy my.sql"))
    first = printed(verdict_part(problem(), verdict))
    assert whole == first + said_of(verdict, "drill run toy my.sql", said=verdict.notes)
    assert whole.count("note: a date came") == 1
    assert "enough" not in first


def test_notes_that_came_later_stand_below() -> None:
    verdict = Verdict("toy", "sql", "accepted", (), notes=("early", "late"))
    assert said_of(verdict, said=("early",)) == "note: late\n"
    assert said_of(replace(verdict, notes=("early",)), said=("early",)) == ""


@pytest.mark.parametrize(("saved", "again"), [(True, "drill run toy my.sql"), (False, "")])
def test_how_to_save_is_told_where_it_is_of_use(saved: bool, again: str) -> None:
    assert "--save" not in said_of(CELLS, again, saved=saved)


def test_the_command_that_saves_is_whole_and_asks_for_the_fixture() -> None:
    said = said_of(CELLS, "drill run toy my.sql --lang sql")
    assert said.endswith("these rows as files:\n  drill run toy my.sql --lang sql --case base --save DIR\n")
    found = CELLS.counterexample
    assert found
    other = replace(CELLS, counterexample=replace(found, seed=9))
    assert said_of(other, "drill run toy my.sql").endswith(" --case base --seed 9 --save DIR\n")


def test_nothing_of_the_data_is_shown_where_columns_are_wrong_on_none() -> None:
    verdict = wrong(RIGHT, result(("basic", 0), columns=("plan", "number")), [PARAMS, PLAYS], mistakes=(SAID,))
    for told in (verdict, withheld(verdict)):
        assert lines(told)[1:] == ["it behaves exactly like this mistake: counts members without plays as one play"]
        assert "--save" not in said_of(told, "drill run toy my.sql")
    assert insight_lines(problem(), replace(verdict, mistakes=())) == []


def test_an_error_on_empty_tables() -> None:
    verdict = explained(ERROR, [PARAMS, PLAYS])
    on_two = replace(verdict, results=(*verdict.results, replace(ERROR, case="other"), SKIPPED))
    assert lines(on_two) == ["", "it fails on any data, even on empty tables"]
    partly = replace(verdict, results=(*verdict.results, FixtureResult("other", 3, "accepted")))
    for told in (verdict, partly):  # on the one fixture there may have been no rows
        assert lines(told) == ["", "empty tables are enough to make it fail, cut from fixture base"]


def test_a_date_is_no_timestamp_where_the_rest_is_withheld() -> None:
    midnight = datetime(2026, 3, 1)
    columns = ("number", "DAY", "plan", "plays", "share")
    told = FixtureResult("base", 2, "wrong_answer")
    verdict = explained(told, actual=result((midnight, midnight, "basic", 1, 0.0), columns=columns))
    declared = (Column("day", "date"), *COLUMNS)
    shown = {"name": ["2026-03-01 00:00:00", "2026-03-01"], "position": ["2026-03-01", "2026-03-01 00:00:00"]}
    for by, days in shown.items():
        said = lines(verdict, of=problem(declared, columns_by=by))
        [row] = [line for line in said if "2026" in line]
        assert re.split(" {2,}", row.strip()) == [*days, "basic", "1", "0.0"]


def test_a_date_is_no_timestamp() -> None:
    day = Column("day", "date")
    asked = problem((day, *COLUMNS))
    rows = [(datetime(2026, 3, 1), "basic", n, 0.0) for n in (1, 2)]
    columns = ("day", "plan", "plays", "share")
    verdict = wrong(result(rows[0], columns=columns), result(rows[1], columns=columns), of=asked)
    assert "00:00" not in printed(Group(*insight_lines(asked, verdict)))
