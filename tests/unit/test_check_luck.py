"""Which expressions of a query may choose by chance, and the query with its ties broken either way."""

from __future__ import annotations

import duckdb
import pytest

from judge.authoring.luck import choices

TABLE = "CREATE TABLE t AS SELECT * FROM (VALUES (1, 'a', 5), (1, 'b', 5), (1, 'c', 5), (2, 'd', 1)) AS v (k, x, d)"


def results(source: str) -> list[list[str]]:
    """What each choice gives, one way and the other; fails where one of the two does not run."""
    with duckdb.connect() as connection:
        connection.execute(TABLE)
        return [
            [repr(sorted(connection.execute(text).fetchall())) for text in choice.sources] for choice in choices(source)
        ]


CHANCE = {
    "row_number": "SELECT x FROM t QUALIFY row_number() OVER (PARTITION BY k ORDER BY d) = 1",
    "no order": "SELECT x FROM t QUALIFY row_number() OVER (PARTITION BY k) = 1",
    "lag": "SELECT x, lag(x) OVER (PARTITION BY k ORDER BY d) FROM t",
    "lag of values": "SELECT x, lag(x IGNORE NULLS) OVER (PARTITION BY k ORDER BY d) FROM t",
    "first_value": "SELECT k, first_value(x) OVER (PARTITION BY k ORDER BY d) FROM t",
    "ntile": "SELECT x, ntile(2) OVER (ORDER BY d) FROM t",
    "rows": "SELECT x, string_agg(x, '') OVER (ORDER BY d ROWS UNBOUNDED PRECEDING) FROM t",
    "named": "SELECT x, row_number() OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY d)",
    "arg_max": "SELECT arg_max(x, d) FROM t",
    "arg_max of groups": "SELECT k, arg_max(x, d) FROM t GROUP BY k",
    "arg_max by number": "SELECT k, arg_max(x, d) FROM t GROUP BY 1",
    "arg_max by all": "SELECT k, arg_max(x, d) FROM t GROUP BY ALL",
    "arg_max of some": "SELECT k, arg_max(x, d) FILTER (x > '') FROM t GROUP BY k",
    "arg_max of two": "SELECT k, arg_max(x, d, 2) FROM t GROUP BY k",
    "min_by": "SELECT k, min_by(x, d) FROM t GROUP BY k",
    "first": "SELECT k, first(x) FROM t GROUP BY k",
    "any_value": "SELECT k, any_value(x) FROM t GROUP BY k",
    "last in order": "SELECT k, last(x ORDER BY d) FROM t GROUP BY k",
    "limit": "SELECT * FROM (SELECT x FROM t ORDER BY d DESC LIMIT 2) AS u",
    "distinct on": "SELECT x FROM (SELECT DISTINCT ON (k) k, x FROM t ORDER BY d) AS u",
    "a subquery without a name": "SELECT x FROM (SELECT * FROM t) QUALIFY row_number() OVER (PARTITION BY k ORDER BY d) = 1",  # noqa: E501
}


@pytest.mark.parametrize("source", CHANCE.values(), ids=CHANCE)
def test_either_way_differs(source: str) -> None:
    assert any(one != other for one, other in results(source))


SURE = {
    "rank": "SELECT x, rank() OVER (ORDER BY d), dense_rank() OVER (ORDER BY d) FROM t",
    "range": "SELECT x, sum(d) OVER (ORDER BY d) FROM t",
    "max": "SELECT k, max(x) FROM t GROUP BY k",
    "outermost limit": "SELECT x FROM t ORDER BY d LIMIT 1",
    "no SQL": "SELEKT (",
}


@pytest.mark.parametrize("source", SURE.values(), ids=SURE)
def test_nothing_is_looked_at(source: str) -> None:
    assert list(choices(source)) == []


BROKEN_TIES = {
    "row_number": "SELECT x FROM t QUALIFY row_number() OVER (PARTITION BY k ORDER BY d, x) = 1",
    "arg_max": "SELECT k, arg_max(x, (d, x)) FROM t GROUP BY k",
    "limit": "SELECT * FROM (SELECT x FROM t ORDER BY d DESC, x LIMIT 2) AS u",
    "groups": "SELECT k, row_number() OVER (ORDER BY count(*), k) FROM t GROUP BY k",
}


@pytest.mark.parametrize("source", BROKEN_TIES.values(), ids=BROKEN_TIES)
def test_either_way_is_the_same(source: str) -> None:
    (pair,) = results(source)
    assert pair[0] == pair[1]


def test_place_and_text() -> None:
    (choice,) = choices("SELECT k,\n  x\nFROM t\nQUALIFY row_number() OVER (PARTITION BY k\nORDER BY d) = 1")
    assert choice.line == 4
    assert choice.what == "ROW_NUMBER() OVER (PARTITION BY k ORDER BY d)"
