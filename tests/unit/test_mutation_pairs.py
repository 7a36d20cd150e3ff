"""Two slips in one reference: both made, or none."""

from __future__ import annotations

import pytest

from judge import mutation
from judge.model import Language, Submission, TableColumn, TableSchema

SCHEMA = (TableSchema("plays", 10, (TableColumn("minutes", "INTEGER", "int64", "", False),), ("minutes",)),)
SQL = "SELECT COUNT(*) AS n FROM plays WHERE minutes > 3 AND minutes < 9"
PANDAS = """def solve(plays):
    found = plays[plays['minutes'] > 3]
    return found.drop_duplicates('minutes')
"""


def made(source: str, language: Language, *slips: tuple[str, str]) -> str | None:
    """The reference with two slips, each told by (was, now)."""
    reference = Submission(language, source, "reference")
    ids = {(mutant.was, mutant.now): mutant.id for mutant in mutation.mutants(reference, SCHEMA)}
    one, other = slips
    [found] = mutation.pairs(reference, SCHEMA, [(ids[one], ids[other])])
    return found.source if found else None


MORE, FEWER = ("minutes > 3", "minutes >= 3"), ("minutes < 9", "minutes <= 9")


def test_sql() -> None:
    wanted = "SELECT COUNT(*) AS n FROM plays WHERE minutes >= 3 AND minutes <= 9"
    assert made(SQL, "sql", MORE, FEWER) == made(SQL, "sql", FEWER, MORE) == wanted


@pytest.mark.parametrize(
    "slips",
    [
        (MORE, ("minutes > 3", "minutes > 4")),  # the 3 stands within the comparison
        (MORE, MORE),
    ],
)
def test_sql_that_excludes_one_another(slips: tuple[tuple[str, str], tuple[str, str]]) -> None:
    assert made(SQL, "sql", *slips) is None


def test_both_conditions_left_out() -> None:
    assert made(SQL, "sql", ("minutes > 3", ""), ("minutes < 9", "")) == "SELECT COUNT(*) AS n FROM plays"


KEPT = ("found.drop_duplicates('minutes')", "found.drop_duplicates('minutes', keep='last')")
FROM_3 = ("plays['minutes'] > 3", "plays['minutes'] >= 3")


def test_pandas() -> None:
    found = made(PANDAS, "pandas", FROM_3, KEPT)
    assert found
    assert "plays['minutes'] >= 3" in found
    assert "drop_duplicates('minutes', keep='last')" in found
    assert made(PANDAS, "pandas", KEPT, FROM_3) == found


def test_pandas_that_excludes_one_another() -> None:
    assert made(PANDAS, "pandas", FROM_3, ("plays['minutes'] > 3", "plays['minutes'] > 4")) is None


def test_one_pair_leaves_nothing_behind_for_the_next() -> None:
    reference = Submission("pandas", PANDAS, "reference")
    ids = {(mutant.was, mutant.now): mutant.id for mutant in mutation.mutants(reference, SCHEMA)}
    pairs = [(ids[FROM_3], ids[KEPT])] * 2
    first, second = mutation.pairs(reference, SCHEMA, pairs)
    assert first == second


@pytest.mark.parametrize(("source", "language"), [(SQL, "sql"), (PANDAS, "pandas")])
def test_an_id_that_is_no_mutants(source: str, language: Language) -> None:
    assert list(mutation.pairs(Submission(language, source, ""), SCHEMA, [("12345678", "87654321")])) == [None]
