"""The sentence of each slip: true, short, in the problem's own tables and columns."""

from __future__ import annotations

import pytest

from judge import mutation
from judge.insight.sentences import hint, plainness, sentence
from judge.model import Language, Submission, TableColumn, TableSchema
from judge.mutation import Mutant

MOST = 240


def table(name: str, *columns: str, nullable: tuple[str, ...] = ()) -> TableSchema:
    """A table whose first column is its key."""
    made = tuple(TableColumn(column, "INTEGER", "int64", "", column in nullable) for column in columns)
    return TableSchema(name, 10, made, columns[:1])


SCHEMA = (
    table("members", "member_id", "signed_up_at", "city", nullable=("city",)),
    table("plays", "play_id", "member_id", "started_at", "minutes"),
)


def sentences(source: str, language: Language = "sql") -> set[str]:
    """Those of all mutants of a reference."""
    found = mutation.mutants(Submission(language, source, "reference"), SCHEMA)
    return {sentence(mutant, source, SCHEMA) for mutant in found}


JOINED = (
    "SELECT m.city, count(DISTINCT p.member_id) AS players\nFROM members AS m\n{} p ON p.member_id = m.member_id {}"
)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (
            JOINED.format("LEFT JOIN plays", "GROUP BY m.city"),
            "as if LEFT JOIN plays were an INNER JOIN: rows that have none in plays are lost",
        ),
        (
            JOINED.format("JOIN plays", "GROUP BY m.city"),
            "as if JOIN plays were a LEFT JOIN: rows that have none in plays stay",
        ),
        (
            JOINED.format("JOIN plays", "GROUP BY m.city"),
            "as if JOIN plays had no condition: every row is joined to every row",
        ),
        (
            JOINED.format("JOIN plays", "AND p.started_at >= m.signed_up_at GROUP BY m.city"),
            "as if >= were > in plays.started_at >= members.signed_up_at",
        ),
        (
            JOINED.format("JOIN plays", "AND p.started_at >= m.signed_up_at GROUP BY m.city"),
            "as if the join did not ask for plays.started_at >= members.signed_up_at",
        ),
        (
            JOINED.format("JOIN plays", "GROUP BY m.city"),
            "as if COUNT(DISTINCT member_id) were COUNT(member_id): values that are the same count each time",
        ),
        (
            "SELECT city FROM members WHERE member_id > 3 AND signed_up_at < 5",
            "as if the condition member_id > 3 were left out",
        ),
        (
            "SELECT city FROM members WHERE member_id > 3 AND signed_up_at < 5",
            "as if AND were OR before signed_up_at < 5",
        ),
        ("SELECT city FROM members WHERE member_id > 3", "as if member_id > 3 were member_id > 4"),
        ("SELECT city FROM members WHERE member_id > 3", "as if WHERE member_id > 3 were left out"),
        (
            "SELECT city FROM members WHERE member_id BETWEEN 1 AND 3",
            "as if member_id BETWEEN 1 AND 3 left its upper end out",
        ),
        (
            "SELECT city FROM members WHERE member_id BETWEEN 1 AND 3",
            "as if member_id BETWEEN 1 AND 3 had no lower end",
        ),
        (
            "SELECT city FROM members",
            "as if the SELECT of city FROM members had DISTINCT: rows that repeat are dropped",
        ),
        (
            "SELECT DISTINCT city FROM members",
            "as if the SELECT DISTINCT of city FROM members had no DISTINCT: rows that repeat stay",
        ),
        (
            "SELECT count(city) AS known FROM members",
            "as if COUNT(city) were COUNT(*) in “SELECT count(city) AS known FROM members”:"
            " a row without city is counted too",
        ),
        (
            "SELECT 1 FROM members AS m WHERE NOT EXISTS (SELECT 1 FROM plays AS p WHERE p.member_id = m.member_id)",
            "as if NOT EXISTS over plays were NOT IN, which is never true once plays yields a NULL",
        ),
        (
            "SELECT city FROM members ORDER BY city DESC LIMIT 3",
            "as if rows were ordered by city ASC in place of city DESC",
        ),
        ("SELECT city FROM members ORDER BY city DESC LIMIT 3", "as if there were no LIMIT 3"),
        ("SELECT city FROM members ORDER BY city DESC LIMIT 3", "as if LIMIT 3 were LIMIT 4"),
        (
            "SELECT member_id FROM members UNION ALL SELECT member_id FROM plays",
            "as if UNION ALL were UNION before “SELECT member_id FROM plays”: rows that repeat are dropped",
        ),
        (
            "SELECT row_number() OVER (PARTITION BY city ORDER BY member_id) AS nth FROM members",
            "as if ROW_NUMBER() were RANK()",
        ),
        ("SELECT minutes / 60 AS hours FROM plays", "as if minutes / 60 were divided without remainder"),
    ],
)
def test_sql(source: str, wanted: str) -> None:
    assert wanted in sentences(source)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (
            "found = members.merge(plays, on='member_id')",
            "as if members.merge(plays, on='member_id') were done with how='left':"
            " rows of the left table that match nothing stay",
        ),
        ("found = members[members['member_id'] > 3]", "as if > were >= in members['member_id'] > 3"),
        ("found = members[members['member_id'] > 3]", "as if the filter members['member_id'] > 3 were left out"),
        ("found = members.dropna(subset='city')", "as if .dropna(subset='city') were left out"),
        (
            "found = members.drop_duplicates('city')",
            "as if members.drop_duplicates('city') were given keep='last'",
        ),
        (
            "found = members[(members['city'] == 'a') & (members['member_id'] > 3)]",
            "as if members['member_id'] > 3 were not asked for",
        ),
        (
            "found = members.groupby('city').size()",
            "as if members.groupby('city') had a group for the rows without a key (dropna=False)",
        ),
        (
            "found = members.sort_values('city')",
            "as if .sort_values('city') were left out: rows stay as they come",
        ),
    ],
)
def test_pandas(line: str, wanted: str) -> None:
    assert wanted in sentences(f"def solve(members, plays):\n    {line}\n    return found\n", "pandas")


def test_where_one_piece_stands_twice_the_step_is_told() -> None:
    source = """WITH early AS (
    SELECT member_id FROM plays WHERE minutes > 3
),
late AS (
    SELECT play_id FROM plays WHERE minutes > 3
)
SELECT count(*) FROM early CROSS JOIN late
"""
    found = sentences(source)
    assert "as if > were >= in minutes > 3, in the step early" in found
    assert "as if > were >= in minutes > 3, in the step late" in found


def test_what_stands_in_no_step_is_told_by_its_line() -> None:
    source = """WITH early AS (SELECT member_id FROM plays WHERE minutes > 3)
SELECT count(*) FROM early
CROSS JOIN plays
WHERE minutes > 3
"""
    found = sentences(source)
    assert "as if > were >= in minutes > 3, in the step early" in found
    assert "as if > were >= in minutes > 3 in “WHERE minutes > 3”" in found


def test_a_table_joined_with_itself_keeps_its_two_names() -> None:
    source = "SELECT a.city FROM members AS a JOIN members AS b ON a.member_id < b.signed_up_at"
    assert "as if < were <= in a.member_id < b.signed_up_at" in sentences(source)


def test_none_is_long() -> None:
    condition = " AND ".join(f"p.minutes + {i} > m.signed_up_at" for i in range(30))
    long = JOINED.format("LEFT JOIN plays", f"AND {condition} GROUP BY m.city")
    for told in sentences(long):
        assert len(told) <= MOST, told
        assert "\n" not in told


def test_a_plain_slip_goes_before_an_odd_one() -> None:
    def of(operator: str) -> int:
        return plainness(Mutant("", "sql", operator, (), 1, "", "", ""))

    assert of("comparison") < of("arithmetic") < of("an operator of tomorrow")


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("-- counts the sign-up day\nSELECT 1", "counts the sign-up day"),
        ("# counts the sign-up day.\nimport pandas", "counts the sign-up day"),
        ("\ufeff-- counts\nSELECT 1", "counts"),
        ("SELECT 1 -- counts", ""),
        ("", ""),
    ],
)
def test_the_hint_of_a_wrong_answer_is_its_first_line(source: str, wanted: str) -> None:
    assert hint(source) == wanted
