"""Notes on an ORDER BY that nothing keeps."""

from __future__ import annotations

import pytest

from tests.noting import ASKED, GROUPS, ORDER, RANKED, said

SORTED = "(SELECT member_id, started_at FROM plays ORDER BY started_at)"
LOST = {
    "grouped": (
        ORDER.format("ranked", GROUPS),
        RANKED + "SELECT member_id, sum(n) FROM ranked GROUP BY member_id",
    ),
    "one group": (ORDER.format("ranked", GROUPS), RANKED + "SELECT count(*) FROM Ranked"),
    "counted distinct": (
        ORDER.format("ranked", GROUPS),
        RANKED + "SELECT count(DISTINCT member_id) FROM ranked r",
    ),
    "read twice": (
        ORDER.format("ranked", GROUPS),
        RANKED + ", a AS (SELECT max(n) AS n FROM ranked) SELECT sum(r.n) FROM ranked r JOIN a USING (n)",
    ),
    "a derived table": (ORDER.format("s", GROUPS), f"SELECT max(started_at) FROM {SORTED} AS s"),
    "no name": (
        ORDER.format("a subquery", GROUPS),
        f"SELECT member_id, count(*) FROM {SORTED} GROUP BY member_id",
    ),
    "a list with its own order": (
        ORDER.format("s", GROUPS),
        f"SELECT member_id, list(started_at ORDER BY started_at) FROM {SORTED} AS s GROUP BY member_id",
    ),
    "a quoted name": (
        ORDER.format("My Own", GROUPS),
        'WITH "My Own" AS (SELECT play_id FROM plays ORDER BY ALL) SELECT count(*) FROM "my own"',
    ),
    "a CTE within IN": (
        ORDER.format("ranked", "asks only what is among the rows (IN)"),
        RANKED + "SELECT signed_up_at FROM members WHERE member_id NOT IN (SELECT member_id FROM ranked WHERE n = 1)",
    ),
    "a CTE within EXISTS": (
        ORDER.format("ranked", "asks only what is among the rows (EXISTS)"),
        RANKED + "SELECT signed_up_at FROM members m "
        "WHERE EXISTS (SELECT 1 FROM ranked r WHERE r.member_id = m.member_id LIMIT 1)",
    ),
    "IN": (ASKED.format("IN"), "SELECT kind FROM titles WHERE kind IN (SELECT play_id FROM plays ORDER BY started_at)"),
    "EXISTS": (
        ASKED.format("EXISTS"),
        "SELECT kind FROM titles t WHERE EXISTS (SELECT 1 FROM plays p WHERE p.title_id = t.title_id ORDER BY play_id)",
    ),
    "NOT EXISTS": (
        ASKED.format("EXISTS"),
        "SELECT kind FROM titles t "
        "WHERE NOT EXISTS (SELECT 1 FROM plays p WHERE p.title_id = t.title_id ORDER BY play_id)",
    ),
}


@pytest.mark.parametrize(("sentence", "sql"), LOST.values(), ids=LOST)
def test_an_order_that_is_lost_is_told(sentence: str, sql: str) -> None:
    assert said(sql) == (sentence,)


KEPT = {
    "sorted anew, as ties stay as they came": RANKED + "SELECT member_id FROM ranked WHERE n = 1 ORDER BY 1",
    "the outermost": "SELECT play_id FROM plays ORDER BY started_at",
    "the outermost of a union": "SELECT play_id FROM plays UNION ALL SELECT title_id FROM titles ORDER BY 1",
    "handed on": RANKED + "SELECT member_id FROM ranked",
    "handed on, filtered": RANKED + "SELECT member_id FROM ranked WHERE n <= 3",
    "handed on, cut": RANKED + "SELECT member_id FROM ranked LIMIT 3",
    "joined": RANKED + "SELECT r.member_id FROM ranked r JOIN members m USING (member_id)",
    "LIMIT": "WITH t AS (SELECT play_id FROM plays ORDER BY started_at LIMIT 3) SELECT count(*) FROM t",
    "OFFSET": "WITH t AS (SELECT play_id FROM plays ORDER BY started_at OFFSET 3) SELECT count(*) FROM t",
    "a percentage": "WITH t AS (SELECT play_id FROM plays ORDER BY started_at LIMIT 10%) SELECT count(*) FROM t",
    "DISTINCT ON": "WITH t AS (SELECT DISTINCT ON (member_id) play_id FROM plays ORDER BY started_at) "
    "SELECT count(*) FROM t",
    "DISTINCT ON around it": f"SELECT DISTINCT ON (member_id) started_at FROM {SORTED} ORDER BY member_id",
    "list": f"SELECT member_id, list(started_at) FROM {SORTED} GROUP BY member_id",
    "array_agg": f"SELECT member_id, ARRAY_AGG(started_at) FROM {SORTED} GROUP BY member_id",
    "string_agg": f"SELECT member_id, string_agg(started_at::VARCHAR, ',') FROM {SORTED} GROUP BY member_id",
    "first": f"SELECT member_id, first(started_at) FROM {SORTED} GROUP BY member_id",
    "last, in an expression": f"SELECT member_id, last(started_at) - 1 AS l FROM {SORTED} GROUP BY member_id",
    "any_value": f"SELECT member_id, any_value(started_at) FROM {SORTED} GROUP BY member_id",
    "arg_min": f"SELECT arg_min(member_id, started_at) FROM {SORTED}",
    "HAVING first": f"SELECT member_id FROM {SORTED} GROUP BY member_id HAVING first(started_at) > 1",
    "a window without order": f"SELECT member_id, row_number() OVER () AS n FROM {SORTED} ORDER BY n",
    "lag without order": f"SELECT lag(started_at) OVER (PARTITION BY member_id) AS p FROM {SORTED} ORDER BY p",
    "a CTE cut within IN": RANKED
    + "SELECT signed_up_at FROM members WHERE member_id IN (SELECT member_id FROM ranked LIMIT 3)",
    "a CTE in IN and in FROM": RANKED
    + "SELECT n FROM ranked WHERE member_id IN (SELECT member_id FROM ranked WHERE n = 1)",
    "a CTE numbered within IN": RANKED + "SELECT signed_up_at FROM members "
    "WHERE member_id IN (SELECT member_id FROM ranked QUALIFY row_number() OVER () = 1)",
    "ARRAY": "SELECT ARRAY(SELECT play_id FROM plays ORDER BY started_at) AS ids",
    "a branch of a union": f"SELECT count(*) FROM ({SORTED} UNION ALL "
    "SELECT member_id, signed_up_at FROM members) AS u",
    "a positional join": f"SELECT count(*) FROM {SORTED} AS s POSITIONAL JOIN members m",
    "one reader of two": RANKED + ", c AS (SELECT count(*) AS n FROM ranked) SELECT r.n FROM ranked r, c",
    "read by nobody": RANKED + "SELECT count(*) FROM members",
    "read through PIVOT as well": RANKED + ", c AS (SELECT count(*) AS n FROM ranked) "
    "SELECT * FROM c, (PIVOT ranked ON n IN (1, 2) USING first(member_id)) AS p",
    "read through PIVOT": RANKED + "SELECT count(*) FROM (PIVOT ranked ON n IN (1, 2) USING first(member_id))",
}


@pytest.mark.parametrize("sql", KEPT.values(), ids=KEPT)
def test_an_order_that_something_may_keep_is_left_alone(sql: str) -> None:
    assert said(sql) == ()
