"""A verdict without its expected side: no expected cell is left anywhere in it, and all that came is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judge import catalog, judging
from judge.compare import codes, compare
from judge.data import Cache
from judge.insight.withholding import REFUSED, withheld, withheld_reason, withholds
from judge.model import (
    Column,
    Counterexample,
    Diff,
    Evidence,
    Finding,
    FixtureResult,
    InputTable,
    Mistake,
    Row,
    TableColumn,
    TableSchema,
    Value,
    Verdict,
)
from judge.sandbox.pool import Sandbox
from judge.submission import from_file
from tests.comparing import result

N = (Column("k", "integer"), Column("n", "integer", nullable=True))


def verdict_of(
    expected: Sequence[Row], actual: Sequence[Row], columns: Sequence[Column] = N, **how: Any
) -> tuple[Verdict, Verdict]:
    """A wrong verdict on one fixture, and the same withheld."""
    names = " ".join(column.name for column in columns)
    diff = compare(result(names, expected), result(names, actual), columns, key=[columns[0].name], **how).diff
    assert diff
    of = FixtureResult("base", 3, "wrong_answer", diff.reason, "", len(expected), len(actual), diff)
    whole = Verdict("p", "sql", "wrong_answer", (FixtureResult("sample", 1, "accepted", actual_rows=4), of))
    return whole, withheld(whole)


def diff_of(verdict: Verdict) -> Diff:
    assert verdict.failing and verdict.failing.diff
    return verdict.failing.diff


def said(verdict: Verdict) -> list[str]:
    """All that is said of the one difference."""
    return [text for f in diff_of(verdict).findings for text in (f.message, *f.notes, f.help) if text]


def test_missing_rows_are_counted_and_not_shown() -> None:
    whole, less = verdict_of([(1, 5), (2, 0), (3, 0)], [(1, 5)])
    assert "all missing rows have n = 0" in said(whole)
    assert said(less) == ["3 rows expected, 1 came", "2 rows are missing"]
    assert diff_of(less).missing == ()
    assert all(list(finding.evidence) == [] for finding in diff_of(less).findings)
    assert less.failing and less.failing.reason == "3 rows expected, 1 came; 2 rows are missing"
    assert (less.failing.expected_rows, less.failing.actual_rows) == (3, 1)


def test_rows_that_came_are_all_there() -> None:
    whole, less = verdict_of([(1, 5)], [(1, 5), (2, 0), (3, 0)])
    assert said(less) == said(whole) == ["1 row expected, 3 came", "2 rows are extra", "all extra rows have n = 0"]
    assert diff_of(less).extra == [(2, 0), (3, 0)]
    assert [e for f in diff_of(less).findings for e in f.evidence] == [Evidence(None, (2, 0)), Evidence(None, (3, 0))]
    assert not withholds(whole)


def test_no_row_at_all() -> None:
    whole, less = verdict_of([(1, 71), (2, 72)], [])
    assert said(less) == ["2 rows expected, none came"]
    assert withholds(whole)
    assert not withholds(less)


MOMENT = datetime(2026, 3, 1, 12)


EVERY, EACH = "every value of n ", "each differing value of n "
CASE = "differs in capital and small letters alone"


@pytest.mark.parametrize(
    ("kind", "cells", "whole", "less"),
    [
        ("integer", [(2, 3), (7, 8)], EVERY + "is 1 too high", EACH + "is too high"),
        ("integer", [(2, 1)], "n is 1 too low", "n is too low"),
        ("integer", [(2, 3), (7, 6)], None, None),
        ("integer", [(2, -2), (-7, 7)], EVERY + "has the wrong sign", None),
        ("integer", [(2, None), (7, None)], EVERY + "is NULL", EACH + "is NULL"),
        ("integer", [(2, None), (2, None)], EVERY + "is NULL in place of 2", EACH + "is NULL"),
        ("integer", [(None, 4), (None, 4)], EVERY + "is 4 in place of NULL", None),
        ("float", [(0.25, 25.0), (0.5, 50.0)], EVERY + "is the expected one times 100", EACH + "is too high"),
        ("float", [(0.25, 0.75), (0.1, 0.9)], EVERY + "is 1 minus the expected one", EACH + "is too high"),
        ("float", [(0.25, float("nan")), (0.1, 0.9)], None, None),
        ("decimal", [(Decimal(3), Decimal("NaN")), (Decimal(2), Decimal(1))], None, None),
        ("text", [("Ann", "ANN"), ("Bo", "BO")], EVERY + CASE, EACH + CASE),
        ("text", [("Ann", "Bo"), ("Bo", "Ann")], None, None),
        ("boolean", [(True, False), (False, True)], EVERY + "is true for false and false for true", None),
        ("date", [(date(2026, 3, 1), date(2026, 3, 2))], "n is 1 day late", "n is too late"),
        ("timestamp", [(MOMENT, MOMENT - timedelta(hours=3))], "n is 3 hours early", "n is too early"),
        ("interval", [(timedelta(hours=5), timedelta(hours=6))], "n is 1 hour too long", "n is too long"),
        ("interval", [(timedelta(hours=5), timedelta(hours=4))], "n is 1 hour too short", "n is too short"),
    ],
)
def test_how_cells_differ_is_told_and_not_by_how_much(
    kind: Any, cells: list[tuple[Value, Value]], whole: str | None, less: str | None
) -> None:
    columns = (Column("k", "integer"), Column("n", kind, nullable=True))
    expected, actual = ([(k, cell[side]) for k, cell in enumerate(cells)] for side in (0, 1))
    before, after = verdict_of(expected, actual, columns)
    [finding], [left] = diff_of(before).findings, diff_of(after).findings
    assert finding.notes == ((whole,) if whole else ())
    assert left.notes == ((less,) if less else ())
    assert (left.code, left.message, left.columns) == (codes.CHANGED_CELLS, finding.message, ("n",))
    assert repr(list(left.evidence)) == repr([Evidence(None, row) for row in actual])
    assert withholds(before)


def test_a_note_on_what_is_right_in_both_stays() -> None:
    columns = (*N, Column("city", "text"))
    expected = [(1, 5, "Rome"), (2, 10, "Rome"), (3, 40, "Oslo")]
    whole, less = verdict_of(expected, [(1, 7, "Rome"), (2, 9, "Rome"), (3, 40, "Oslo")], columns)
    assert said(whole) == said(less) == ["2 of 3 rows differ: column n", "all differing rows have city = 'Rome'"]


def test_copies_keep_how_often_they_came() -> None:
    whole, less = verdict_of([(1, 5), (2, 6), (2, 6)], [(1, 5), (1, 5), (2, 6)])
    assert said(less) == said(whole)
    assert [e for f in diff_of(less).findings for e in f.evidence] == [
        Evidence(None, (1, 5), (1, 2)),
        Evidence(None, (2, 6), (2, 1)),
    ]
    assert not withholds(whole)  # what came shows it as well


def test_a_row_out_of_order_shows_the_one_that_came() -> None:
    whole, less = verdict_of([(3, 1), (2, 2), (1, 3)], [(1, 3), (2, 2), (3, 1)], order_by=[("k", True)])
    assert said(whole) == [*said(less), "they are sorted the other way round"]
    assert [list(finding.evidence) for finding in diff_of(less).findings] == [[Evidence(None, (1, 3))]]
    assert withholds(whole)


def test_helps_and_notes_that_make_what_came_the_answer_are_not_given() -> None:
    three = (*N, Column("m", "integer"))
    swapped, less = verdict_of([(1, 41, 7), (2, 42, 8)], [(1, 7, 41), (2, 8, 42)], three)
    assert any(finding.help for finding in diff_of(swapped).findings)
    assert not any(finding.help for finding in diff_of(less).findings)
    doubled, less = verdict_of([(1, 41), (2, 42)], [(1, 41), (2, 42)] * 2)
    assert any(finding.notes for finding in diff_of(doubled).findings)
    assert not any(finding.notes for finding in diff_of(less).findings)


def test_what_is_wrong_with_the_columns_is_in_the_prompt_and_stays() -> None:
    diff = compare(result("k m", [(1, 2)]), result("k other", [(1, 3)]), (N[0], Column("m", "integer"))).diff
    assert diff
    whole = Verdict(
        "p", "sql", "wrong_answer", (FixtureResult("base", 3, "wrong_answer", diff.reason, "", 1, 1, diff),)
    )
    assert said(withheld(whole)) == said(whole) == ["column 'm' is missing", "column 'other' is not asked for"]
    assert not withholds(whole)


def test_a_checkers_sentence_may_tell_anything_and_is_not_told() -> None:
    diff = Diff((Finding(codes.CHECKER, "the sum is 41, and 42 is right"),), ("n",))
    whole = Verdict("p", "sql", "wrong_answer", (FixtureResult("base", 3, "wrong_answer", diff.reason, diff=diff),))
    less = withheld(whole)
    assert said(less) == [REFUSED]
    assert less.failing and less.failing.reason == REFUSED
    assert withholds(whole)
    assert withheld_reason("the sum is 41, and 42 is right", (codes.CHECKER,)) == REFUSED
    assert withheld_reason("2 rows are missing", (codes.MISSING_ROWS,)) == "2 rows are missing"


def test_what_has_no_expected_side_stays_as_it_is() -> None:
    right = Verdict("p", "sql", "accepted", (FixtureResult("base", 3, "accepted", actual_rows=1),), notes=("a note",))
    failed = replace(right, verdict="runtime_error", results=(FixtureResult("base", 3, "runtime_error", "no", "x"),))
    for verdict in (right, failed):
        assert withheld(verdict) == verdict
        assert not withholds(verdict)


def example_of(expected: Sequence[Row], actual: Sequence[Row] | None) -> Verdict:
    """A verdict that a counterexample and a mistake were added to."""
    whole, _ = verdict_of(expected, actual or [])
    table = InputTable(TableSchema("t", 1, (TableColumn("a", "BIGINT", "int64", "", False),)), ((900,),))
    came = None if actual is None else result("k n", actual)
    of = whole.results[1]
    if actual is None:
        of = FixtureResult("base", 3, "runtime_error", "division by zero", expected_rows=len(expected))
    example = Counterexample("base", 3, (table,), of, result("k n", expected), came, minimal=True)
    return replace(whole, counterexample=example, mistakes=(Mistake("wrong", "inner", "keeps those who played alone"),))


def test_a_counterexample_keeps_its_data_and_what_came() -> None:
    whole = example_of([(1, 41)], [(1, 77)])
    found, left = whole.counterexample, withheld(whole).counterexample
    assert found and left
    assert left.expected is None
    assert (left.tables, left.actual, left.minimal, left.rows) == (found.tables, found.actual, True, 1)
    assert (left.result.verdict, left.result.actual_rows) == ("wrong_answer", 1)
    assert withheld(whole).mistakes == whole.mistakes
    assert withholds(whole)
    assert not withholds(withheld(whole))


def test_of_the_comparison_on_a_counterexample_nothing_is_told() -> None:
    whole = example_of([(1, 41)], [])
    assert whole.counterexample and whole.counterexample.result.reason == "1 row expected, none came"
    left = withheld(whole).counterexample
    assert left
    assert (left.result.diff, left.result.reason, left.result.expected_rows) == (None, "", None)


def test_a_mutant_is_not_named_since_its_sentence_quotes_the_reference() -> None:
    mutant = Mistake("mutant", "0a1b2c3d", "as if >= were > in plays.started_at >= members.signed_up_at")
    told = example_of([(1, 41)], [(1, 77)])
    whole = replace(told, mistakes=(*told.mistakes, mutant))
    assert withheld(whole).mistakes == told.mistakes
    alone = replace(told, results=(), counterexample=None, mistakes=(mutant,))
    assert withheld(alone).mistakes == ()
    assert withholds(alone)


def test_a_counterexample_of_an_error_hides_what_was_expected() -> None:
    whole = example_of([(1, 41)], None)
    left = withheld(whole).counterexample
    assert left and left.expected is None
    assert (left.result.reason, left.result.expected_rows) == ("division by zero", None)
    assert withholds(replace(whole, results=()))


# of whatever rows, and of the wrong answers of all problems


def texts(verdict: Verdict) -> Iterator[str]:
    """All that is said in a verdict, cells in rows and the mistake aside."""
    example = verdict.counterexample
    yield from verdict.notes
    for of in (*verdict.results, *([example.result] if example else [])):
        yield from (of.reason, of.detail)
        for finding in of.diff.findings if of.diff else ():
            yield from (finding.message, finding.help, *finding.notes)


def rows_of(verdict: Verdict) -> tuple[list[Row], list[Row]]:
    """All rows that were expected, and all that came, wherever they stand in it."""
    example = verdict.counterexample
    results = [*verdict.results, *([example.result] if example else [])]
    expected, came = list(example.expected.rows if example and example.expected else ()), []
    if example and example.actual:
        came += list(example.actual.rows)
    for diff in (of.diff for of in results if of.diff):
        expected += list(diff.missing)
        came += list(diff.extra)
        for evidence in (evidence for finding in diff.findings for evidence in finding.evidence):
            expected += [evidence.expected] if evidence.expected is not None else []
            came += [evidence.actual] if evidence.actual is not None else []
    return expected, came


def check(whole: Verdict, counts: set[str]) -> None:
    """That nothing expected is left, in rows or in words, and that all that came is; `counts` are other numbers."""
    less = withheld(whole)
    expected, came = rows_of(whole)
    assert rows_of(less) == ([], came)
    assert [(r.case, r.seed, r.verdict, r.detail, r.expected_rows, r.actual_rows) for r in less.results] == [
        (r.case, r.seed, r.verdict, r.detail, r.expected_rows, r.actual_rows) for r in whole.results
    ]
    assert less.mistakes == tuple(mistake for mistake in whole.mistakes if mistake.kind == "wrong")
    assert (less.notes, less.output) == (whole.notes, whole.output)
    secret = {shown(value) for row in expected for value in row} - {shown(value) for row in came for value in row}
    words = {word for text in texts(less) for word in re.findall(r"'[^']*'|[\w.:-]+", text)}
    assert not words & secret - counts, words & secret - counts


def shown(value: Value) -> str:
    """As a text shows a cell: a word of its own, or in quotes."""
    return "NULL" if value is None else repr(value) if isinstance(value, str) else str(value)


cells = st.sampled_from([1000, 1001, 1002, 1100, 2000, None])
tables = st.lists(st.tuples(st.integers(500, 505), cells, st.sampled_from(["Ann", "ANN", "Bo", "Cy"])), max_size=6)
COLUMNS = (Column("k", "integer"), Column("n", "integer", nullable=True), Column("name", "text"))


@settings(deadline=None, max_examples=300)
@given(tables, tables, st.booleans())
def test_nothing_expected_is_left_of_any_rows(expected: list[Row], actual: list[Row], distinct: bool) -> None:
    key = ["k"]
    names = "k n name"
    diff = compare(result(names, expected), result(names, actual), COLUMNS, key=key, distinct=distinct).diff
    if diff is None:
        return
    of = FixtureResult("base", 3, "wrong_answer", diff.reason, "", len(expected), len(actual), diff)
    # NULL is a word of its own: "n is NULL" says what came.
    check(Verdict("p", "sql", "wrong_answer", (of,)), {"NULL", *map(str, range(20))})


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


PACK = [catalog.home() / "problems"]


@pytest.mark.parametrize("slug", catalog.slugs(PACK))
def test_nothing_expected_is_left_of_the_wrong_answers_of_our_problems(slug: str, sandbox: Sandbox) -> None:
    problem = catalog.load(slug, PACK)
    wrong = 0
    for file in catalog.answers(problem, "wrong"):
        verdict = judging.judge_submission(
            problem, from_file(file), judging.select(problem), cache=Cache(), sandbox=sandbox
        )
        counts = {str(n) for n in range(10)} | {
            str(n) for r in verdict.results for n in (r.expected_rows, r.actual_rows, r.seed)
        }
        for finding in (f for r in verdict.results if r.diff for f in r.diff.findings):
            counts |= set(re.findall(r"\d+", finding.message))  # of rows, as tests of the comparison tell
        wrong += verdict.verdict == "wrong_answer"
        check(verdict, counts)
    assert wrong >= 5
