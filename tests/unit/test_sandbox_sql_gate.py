"""The gate: which texts are one read-only SELECT that gives the same rows every time, and what others are told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from judge.sandbox.failure import Failure
from judge.sandbox.inside.sql_gate import CHANCE, CHANGING, STATEFUL
from judge.sandbox.inside.sql_language import read
from tests.running import connection_of, fixture

CLOCK = "reads the clock, and the same answer must come every time; dates are in the data"
SAME = "and the same answer must come every time"


@pytest.fixture(scope="module")
def connection() -> Iterator[Any]:
    tables = fixture(
        plays=("play_id integer, member_id integer", [(1, 7), (2, 8), (3, 7)]),
        clock=("now integer, current_date integer, random integer, uuid integer", [(10, 20, 30, 40)]),
    )
    with connection_of(tables) as opened:
        opened.execute("USE fixture1")
        yield opened


ACCEPTED: list[tuple[str, list[tuple[Any, ...]]]] = [
    ("SELECT 1", [(1,)]),
    ("select 1;", [(1,)]),
    ("select 1;; ;\n-- done\n", [(1,)]),
    ("-- first\n/* second */ select 1 /* third */", [(1,)]),
    ("-- insert into plays, drop table plays; now()\nselect 1", [(1,)]),
    ("select 'insert into plays; drop table plays; now()'", [("insert into plays; drop table plays; now()",)]),
    ("with p as (select play_id from plays) select max(play_id) from p", [(3,)]),
    ("with p as materialized (from plays) select count(*) from p", [(3,)]),
    ("from plays select play_id where play_id = 2", [(2,)]),
    ("from clock", [(10, 20, 30, 40)]),
    ("table clock", [(10, 20, 30, 40)]),
    ("values (1, 2), (3, 4)", [(1, 2), (3, 4)]),
    ("(select 1)", [(1,)]),
    ("select 1 union all select 1", [(1,), (1,)]),
    ("select 1 intersect select 1", [(1,)]),
    ("select 1 except all select 2", [(1,)]),
    ("with recursive n(i) as (select 1 union all select i + 1 from n where i < 3) select sum(i) from n", [(6,)]),
    ("pivot plays on member_id in (7, 8) using count(*) group by play_id", [(1, 1, 0), (2, 0, 1), (3, 1, 0)]),
    ("select * from (pivot (select member_id from plays) on member_id in (7, 8) using count(*))", [(2, 1)]),
    ("unpivot (select 1 as a, 2 as b) on a, b into name kind value n", [("a", 1), ("b", 2)]),
    ("select play_id from plays qualify row_number() over (order by play_id desc) = 1", [(3,)]),
    ("select count(*) filter (where member_id = 7) from plays", [(2,)]),
    ("select list_transform([1, 2], lambda now : now + 1)", [([2, 3],)]),
    ("select [today + 1 for today in [1, 2]]", [([2, 3],)]),
    ("select now, current_date, random, uuid from clock", [(10, 20, 30, 40)]),
    ("select c.current_date from clock c where current_date > 3", [(20,)]),
    ("with now as (select 5 as x) select * from now", [(5,)]),
    ("select x as now from (values (2), (1)) t(x) order by now", [(1,), (2,)]),
    ("select current_date from (values (1)) as t(current_date)", [(1,)]),
    ("with t(localtime) as (select 3) select localtime from t", [(3,)]),
    ("select sum(current_date) over (order by now) from clock", [(20,)]),
    (
        "with recursive n(current_date) as (select 1 union all select current_date + 1 from n where current_date < 3)"
        " select max(current_date) from n",
        [(3,)],
    ),
    ("select unnest([current_date, 1]) from clock", [(1,), (20,)]),
    ("select current_date, grouping(current_date) from clock group by rollup (current_date)", [(20, 0), (None, 1)]),
    ("select x as current_timestamp from (select 4 as x) order by current_timestamp", [(4,)]),
    ("select age(date '2026-03-02', date '2026-03-01') = interval 1 day", [(True,)]),
    ("select " + " + ".join(["1"] * 200), [(200,)]),
]


@pytest.mark.parametrize(("source", "rows"), ACCEPTED, ids=[source for source, _ in ACCEPTED])
def test_accepted(connection: Any, source: str, rows: list[tuple[Any, ...]]) -> None:
    read(connection, {"source": source})
    assert sorted(connection.execute(source).fetchall(), key=repr) == sorted(rows, key=repr)


ONE_SELECT = "one SELECT is expected, this is"
HOLDS = "a read-only SELECT is expected, this one holds"
REFUSED: list[tuple[str, str]] = [
    ("", "the file holds no statement: only blanks or comments"),
    ("-- select 1\n/* select 2 */", "the file holds no statement: only blanks or comments"),
    (";;", "the file holds no statement: only blanks or comments"),
    ("select 1; select 2", "one statement is expected, 2 were found"),
    ("select 1; drop table plays; select 2", "one statement is expected, 3 were found"),
    ("selec 1", "the SQL does not parse"),
    ("select a, from", "the SQL does not parse"),
    ("select 'open", "the SQL does not parse"),
    ("select " + "(" * 5_000 + "1" + ")" * 5_000, "the SQL does not parse"),
    ("select * from (" * 500 + "select 1" + ")" * 500, "the query is nested too deeply"),
    ("insert into plays values (1, 2)", f"{ONE_SELECT} an INSERT statement"),
    ("update plays set play_id = 1", f"{ONE_SELECT} an UPDATE statement"),
    ("delete from plays", f"{ONE_SELECT} a DELETE statement"),
    ("merge into plays using clock on false when not matched then insert values (1, 2)", f"{ONE_SELECT} a MERGE INTO"),
    ("with x as (insert into plays values (1, 2) returning *) select * from x", f"{HOLDS} an INSERT"),
    ("with x as (update plays set play_id = 1 returning *) from x", f"{HOLDS} an UPDATE"),
    ("with x as (delete from plays returning *) select * from (select * from x)", f"{HOLDS} a DELETE"),
    ("select (with x as (delete from plays returning 1) select * from x)", f"{HOLDS} a DELETE"),
    ("with x as (merge into plays using clock on false when not matched then do nothing) from x", "does not parse"),
    ("with x as (copy (select 1) to 'out.csv') select * from x", f"{HOLDS} a COPY"),
    ("drop table plays", f"{ONE_SELECT} a DROP statement"),
    ("create table t as select 1", f"{ONE_SELECT} a CREATE statement"),
    ("create temp macro sum(x) as 1", f"{ONE_SELECT} a CREATE statement"),
    ("alter table plays add column x int", f"{ONE_SELECT} an ALTER statement"),
    ("copy plays to 'out.csv'", f"{ONE_SELECT} a COPY statement"),
    ("export database 'out'", f"{ONE_SELECT} an EXPORT statement"),
    ("attach ':memory:' as other", f"{ONE_SELECT} an ATTACH statement"),
    ("detach fixture1", f"{ONE_SELECT} a DETACH statement"),
    ("pragma version", f"{ONE_SELECT} a PRAGMA statement"),
    ("call pragma_version()", f"{ONE_SELECT} a CALL statement"),
    ("set threads = 4", f"{ONE_SELECT} a SET statement"),
    ("use memory", f"{ONE_SELECT} a SET statement"),
    ("load json", f"{ONE_SELECT} a LOAD statement"),
    ("explain select 1", f"{ONE_SELECT} an EXPLAIN statement"),
    ("prepare p as select 1", f"{ONE_SELECT} a PREPARE statement"),
    ("begin", f"{ONE_SELECT} a TRANSACTION statement"),
    ("pivot plays on member_id using count(*)", "this PIVOT finds its columns from the data"),
    ("select * from plays using sample 1", f"a sample draws rows by chance, {SAME}"),
    ("select * from plays tablesample 50%", f"a sample draws rows by chance, {SAME}"),
    ("select * from (from plays using sample reservoir(1 rows) repeatable (1))", "a sample draws rows by chance"),
    ("select main.now()", f"now {CLOCK}"),
    ("select system.main.now()", f"now {CLOCK}"),
    ('select "NOW"()', f"now {CLOCK}"),
    ("select * from plays where date '2026-01-01' < now ( )", f"now {CLOCK}"),
    ("select (select max(x) from (select today() as x))", f"today {CLOCK}"),
    ("select date '2026-01-01'.age()", f"age {CLOCK}"),
    ("select age(timestamp '2026-01-01')", f"age {CLOCK}"),
    ("select current_date", f"current_date {CLOCK}"),
    ("select CURRENT_TIMESTAMP at time zone 'UTC'", f"current_timestamp {CLOCK}"),
    ('select "current_date"', f"current_date {CLOCK}"),
    ("select date_trunc('month', current_date - 1)", f"current_date {CLOCK}"),
    ("with c as (select 1 as current_date) select year(current_date - 1) from plays", f"current_date {CLOCK}"),
    ("select current_time", f"current_time {CLOCK}"),
    ("select localtime", f"localtime {CLOCK}"),
    ("select localtimestamp", f"localtimestamp {CLOCK}"),
    ("with c as (select 1 as current_date) select current_date from plays", f"current_date {CLOCK}"),
    ("select play_id from plays order by random()", f"random() draws by chance, {SAME}"),
    ("select * from query('select 1')", "query is not allowed"),
    ("select * from json_execute_serialized_sql(json_serialize_sql('select now()'))", "json_execute_serialized_sql is"),
    ("select * from pg_timezone_names()", f"pg_timezone_names {CLOCK}"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "said"), REFUSED, ids=[source[:70] for source, _ in REFUSED])
def test_refused(connection: Any, source: str, said: str) -> None:
    with pytest.raises(Failure) as refusal:
        read(connection, {"source": source})
    assert refusal.value.status == "invalid_submission"
    assert said in refusal.value.said
    assert connection.execute("select count(*) from fixture1.plays").fetchall() == [(3,)]


@pytest.mark.parametrize("name", sorted(CHANGING | CHANCE | STATEFUL))
def test_each_name_is_refused_as_a_call_however_it_is_written(connection: Any, name: str) -> None:
    for source in (f"select {name}()", f'select * from "{name.upper()}"(1)', f"select [x for x in [1] if {name}(x)]"):
        with pytest.raises(Failure, match=name) as refusal:
            read(connection, {"source": source})
        assert refusal.value.status == "invalid_submission"


HARMLESS = {
    "current_database": "the name under which the fixture is attached, which is fixed",
    "current_query": "the candidate's own text",
    "current_schema": "always main",
    "current_schemas": "always the same list",
    "error": "fails with the candidate's own message",
    "in_search_path": "the search path is fixed",
    "vector_type": "how one thread stores the rows, the same every time",
}


def test_every_function_that_duckdb_itself_calls_changing_is_refused_or_known_to_be_harmless(connection: Any) -> None:
    rows = connection.execute(
        "SELECT DISTINCT function_name FROM duckdb_functions()"
        " WHERE stability IN ('VOLATILE', 'CONSISTENT_WITHIN_QUERY')"
    ).fetchall()
    named = {name for (name,) in rows}
    assert len(named) > 20
    assert named - CHANGING - CHANCE - STATEFUL == set(HARMLESS)


def test_every_macro_over_such_a_function_is_refused(connection: Any) -> None:
    rows = connection.execute(
        "SELECT DISTINCT function_name, macro_definition FROM duckdb_functions() WHERE macro_definition IS NOT NULL"
    ).fetchall()
    changing = {name for name, text in rows if any(f"{word}" in text for word in ("current_timestamp", "now()"))}
    assert changing >= {"ago", "pg_conf_load_time"}
    assert changing <= CHANGING | STATEFUL
