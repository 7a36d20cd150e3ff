"""Notes on joins: a product that only WHERE matches, and a DISTINCT that takes away what a join repeats."""

from __future__ import annotations

import pytest

from tests.noting import CARTESIAN, DISTINCT, said

EACH_WITH_EACH = {
    "a comma": ("plays and members", "SELECT play_id FROM plays, members WHERE plays.member_id = members.member_id"),
    "CROSS JOIN": (
        "plays and members",
        "SELECT play_id FROM plays CROSS JOIN members WHERE plays.member_id = members.member_id",
    ),
    "aliases": ("plays and members", "SELECT play_id FROM Plays p, MEMBERS AS m WHERE m.member_id = P.member_id"),
    "quoted": (
        "plays and members",
        'SELECT play_id FROM "plays" "P p", members m WHERE "P p".member_id = m.member_id',
    ),
    "no prefixes": ("members and titles", "SELECT kind FROM members, titles WHERE referrer_id = title_id AND kind > 1"),
    "an expression": (
        "members and plays",
        "SELECT play_id FROM members m, plays p WHERE p.member_id = m.member_id + 1 AND started_at > signed_up_at",
    ),
    "itself": ("a and b", "SELECT a.play_id FROM plays a, plays b WHERE a.member_id = b.member_id"),
    "a CTE": (
        "recent and members",
        "WITH recent AS (SELECT member_id FROM plays WHERE started_at > 5) "
        "SELECT signed_up_at FROM recent, members WHERE recent.member_id = members.member_id",
    ),
    "a CTE of groups": (
        "firsts and members",
        "WITH firsts AS (SELECT member_id, min(started_at) AS f FROM plays GROUP BY member_id) "
        "SELECT f FROM firsts CROSS JOIN members WHERE firsts.member_id = members.member_id",
    ),
    "beside params": (
        "plays and members",
        "SELECT play_id FROM params, plays, members WHERE plays.member_id = members.member_id AND started_at < as_of",
    ),
    "nested": (
        "plays and titles",
        "SELECT * FROM (SELECT kind FROM plays p, titles t WHERE p.title_id = t.title_id) AS q WHERE kind > 1",
    ),
    "after a join": (
        "plays and titles",
        "SELECT kind FROM members m JOIN plays p ON p.member_id = m.member_id, titles t WHERE t.title_id = p.title_id",
    ),
}


@pytest.mark.parametrize(("named", "sql"), EACH_WITH_EACH.values(), ids=EACH_WITH_EACH)
def test_a_join_that_only_where_matches_is_told(named: str, sql: str) -> None:
    assert said(sql) == (CARTESIAN.format(named),)


MATCHED = {
    "JOIN ON": "SELECT play_id FROM plays p JOIN members m ON p.member_id = m.member_id",
    "USING": "SELECT play_id FROM plays JOIN members USING (member_id) WHERE signed_up_at = started_at",
    "params": "SELECT play_id FROM plays, params WHERE started_at = as_of",
    "no condition": "SELECT play_id FROM plays, members",
    "an inequality": "SELECT play_id FROM plays p, members m WHERE p.started_at > m.signed_up_at",
    "under OR": "SELECT play_id FROM plays p, members m WHERE p.member_id = m.member_id OR p.play_id = 1",
    "one in both sides": "SELECT play_id FROM plays p, members m WHERE p.member_id + m.member_id = m.signed_up_at",
    "a column of the query around it": "SELECT kind FROM titles o WHERE EXISTS "
    "(SELECT 1 FROM plays p, members m WHERE p.member_id + o.kind = m.member_id)",
    "each with a constant": "SELECT play_id FROM plays p, members m WHERE p.member_id = 1 AND m.member_id = 1",
    "one row by aggregate": "WITH latest AS (SELECT max(started_at) AS instant FROM plays) "
    "SELECT play_id FROM plays, latest WHERE started_at = latest.instant",
    "one row by LIMIT": "WITH latest AS (SELECT started_at AS instant FROM plays ORDER BY 1 DESC LIMIT 1) "
    "SELECT play_id FROM plays, latest WHERE started_at = latest.instant",
    "one row by QUALIFY": "WITH latest AS (SELECT started_at AS instant FROM plays "
    "QUALIFY row_number() OVER (ORDER BY started_at DESC) = 1) "
    "SELECT play_id FROM plays, latest WHERE started_at = latest.instant",
    "one row of params": "WITH p AS (SELECT as_of FROM params) SELECT play_id FROM plays, p WHERE started_at = p.as_of",
    "params in brackets": "SELECT play_id FROM plays, (SELECT as_of FROM params) AS p WHERE started_at = p.as_of",
    "a table function": "SELECT play_id FROM plays, range(3) AS r (n) WHERE play_id = r.n",
    "VALUES": "SELECT play_id FROM plays, (VALUES (1), (2)) AS v (n) WHERE play_id = v.n",
    "LATERAL": "SELECT play_id FROM members m, LATERAL (SELECT play_id, p.member_id FROM plays p) l "
    "WHERE l.member_id = m.member_id",
    "matched through ON as well": "SELECT p.play_id FROM (plays p CROSS JOIN members m) "
    "JOIN ratings r ON r.member_id = m.member_id AND r.member_id = p.member_id WHERE p.member_id = m.member_id",
    "a join of each": "SELECT p.play_id FROM plays p CROSS JOIN params "
    "JOIN members m ON m.member_id = p.member_id WHERE p.started_at = m.signed_up_at",
    "the outer one's": "SELECT member_id FROM members m "
    "WHERE EXISTS (SELECT 1 FROM plays p, titles t WHERE p.member_id = m.member_id AND t.kind = m.referrer_id)",
}


@pytest.mark.parametrize("sql", MATCHED.values(), ids=MATCHED)
def test_a_join_that_is_no_product_of_two_tables_is_left_alone(sql: str) -> None:
    assert said(sql) == ()


REPEATED = {
    "ON": ("plays", "SELECT DISTINCT m.member_id FROM members m JOIN plays p ON p.member_id = m.member_id"),
    "USING": ("plays", "SELECT DISTINCT member_id FROM members JOIN plays USING (member_id)"),
    "case and quotes": ("plays", 'SELECT DISTINCT "Member_Id" FROM MEMBERS JOIN "PLAYS" USING (member_ID)'),
    "unprefixed": (
        "plays",
        "SELECT DISTINCT signed_up_at FROM members m JOIN plays p ON p.member_id = m.member_id WHERE started_at > 4",
    ),
    "an expression": (
        "plays",
        "SELECT DISTINCT m.member_id, m.signed_up_at + 7 AS d FROM members m JOIN plays p USING (member_id)",
    ),
    "part of the key": ("ratings", "SELECT DISTINCT m.member_id FROM members m JOIN ratings r USING (member_id)"),
    "rows written twice": ("clicks", "SELECT DISTINCT m.member_id FROM members m JOIN clicks c USING (member_id)"),
    "two joins": (
        "plays",
        "SELECT DISTINCT m.member_id FROM members m JOIN plays p ON p.member_id = m.member_id "
        "JOIN titles t ON t.title_id = p.title_id WHERE t.kind = 1",
    ),
    "params beside": (
        "plays",
        "SELECT DISTINCT m.member_id, as_of FROM params CROSS JOIN members m "
        "JOIN plays p ON p.member_id = m.member_id AND p.started_at < as_of",
    ),
    "a CTE": (
        "plays",
        "WITH early AS (SELECT member_id AS who FROM members WHERE signed_up_at < 5) "
        "SELECT DISTINCT e.who FROM early e JOIN plays p ON p.member_id = e.who",
    ),
    "within a CTE": (
        "plays",
        "WITH active AS (SELECT DISTINCT m.member_id FROM members m JOIN plays p ON p.member_id = m.member_id) "
        "SELECT count(*) FROM active",
    ),
    "in IN": (
        "plays",
        "SELECT kind FROM titles WHERE kind IN "
        "(SELECT DISTINCT m.member_id FROM members m JOIN plays p ON p.member_id = m.member_id)",
    ),
}


@pytest.mark.parametrize(("named", "sql"), REPEATED.values(), ids=REPEATED)
def test_distinct_that_undoes_a_join_is_told(named: str, sql: str) -> None:
    assert said(sql) == (DISTINCT.format(named),)


NEEDED = {
    "no join": "SELECT DISTINCT member_id FROM plays",
    "the whole key": "SELECT DISTINCT p.member_id FROM plays p JOIN titles t ON t.title_id = p.title_id",
    "the whole key of two": "SELECT DISTINCT p.play_id FROM plays p "
    "JOIN ratings r ON r.member_id = p.member_id AND r.title_id = p.title_id",
    "its key by USING": "SELECT DISTINCT member_id FROM plays JOIN members USING (member_id)",
    "columns of both": "SELECT DISTINCT m.member_id, p.title_id FROM members m JOIN plays p USING (member_id)",
    "a star": "SELECT DISTINCT m.member_id, p.* FROM members m JOIN plays p USING (member_id)",
    "no key": "SELECT DISTINCT m.member_id FROM members m JOIN banned b USING (member_id)",
    "written twice, joined on all": "SELECT DISTINCT m.member_id FROM members m "
    "JOIN clicks c ON c.member_id = m.member_id AND c.clicked_at = m.signed_up_at",
    "one by an inequality": "SELECT DISTINCT m.member_id FROM members m "
    "JOIN ratings r ON r.member_id = m.member_id WHERE r.title_id <= 1",
    "LEFT JOIN": "SELECT DISTINCT m.member_id FROM members m LEFT JOIN plays p USING (member_id) WHERE play_id IS NULL",
    "SEMI JOIN": "SELECT DISTINCT m.signed_up_at FROM members m SEMI JOIN plays p ON p.member_id = m.member_id",
    "ASOF": "SELECT DISTINCT m.member_id FROM members m "
    "ASOF JOIN plays p ON p.member_id = m.member_id AND p.started_at >= m.signed_up_at",
    "a bridge": "SELECT DISTINCT m.member_id, t.kind FROM members m "
    "JOIN plays p ON p.member_id = m.member_id JOIN titles t ON t.title_id = p.title_id",
    "an aggregate": "SELECT DISTINCT max(m.signed_up_at) FROM members m JOIN plays p USING (member_id)",
    "groups": "SELECT DISTINCT m.member_id, count(*) FROM members m JOIN plays p USING (member_id) "
    "GROUP BY m.member_id",
    "groups that are chosen": "SELECT DISTINCT m.member_id FROM members m JOIN plays p USING (member_id) "
    "GROUP BY m.member_id HAVING count(*) > 1",
    "a window": "SELECT DISTINCT m.member_id, count(*) OVER (PARTITION BY m.member_id) "
    "FROM members m JOIN plays p USING (member_id)",
    "DISTINCT ON": "SELECT DISTINCT ON (m.member_id) m.signed_up_at FROM members m JOIN plays p USING (member_id)",
    "count(DISTINCT)": "SELECT count(DISTINCT m.member_id) FROM members m JOIN plays p USING (member_id)",
    "a subquery's column": "SELECT DISTINCT m.member_id, (SELECT p.play_id) "
    "FROM members m JOIN plays p USING (member_id)",
    "a constant": "SELECT DISTINCT 1 AS one FROM members m JOIN plays p USING (member_id)",
    "LATERAL": "SELECT DISTINCT l.x FROM plays p, LATERAL (SELECT p.member_id + kind AS x FROM titles) AS l",
    "a CTE joined": "WITH firsts AS (SELECT member_id, min(started_at) AS f FROM plays GROUP BY member_id) "
    "SELECT DISTINCT m.member_id FROM members m JOIN firsts USING (member_id)",
    "params joined": "SELECT DISTINCT m.member_id FROM members m JOIN params ON m.signed_up_at < as_of",
}


@pytest.mark.parametrize("sql", NEEDED.values(), ids=NEEDED)
def test_distinct_that_may_be_needed_is_left_alone(sql: str) -> None:
    assert said(sql) == ()
