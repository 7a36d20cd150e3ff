"""Other dialects through sqlglot, checked by running what comes out in DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from judge.errors import InvalidSubmission, UnknownName
from judge.model import DIALECTS, Limits, Submission, TableColumn, TableSchema
from judge.sandbox import translation
from judge.submission.dialect import check, translate
from tests.running import SANDBOX

COLUMNS = {"play_id": "BIGINT", "part": "DOUBLE", "day": "DATE", "started_at": "TIMESTAMP", "title": "VARCHAR"}
SCHEMA = (TableSchema("plays", 2, tuple(TableColumn(name, kind, "", "", False) for name, kind in COLUMNS.items())),)
MONDAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def connection() -> Iterator[Any]:
    import duckdb

    with duckdb.connect() as opened:
        opened.execute(f"CREATE TABLE plays ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})")
        opened.execute(
            "INSERT INTO plays SELECT i, i / 2, ?::DATE + i::INTEGER, ?::DATE + i::INTEGER + TIME '10:00', 'T' || i"
            " FROM range(7) t(i)",
            [MONDAY, MONDAY],
        )
        yield opened


def translated(source: str, dialect: str) -> tuple[str, str]:
    submission, note = translate(Submission("sql", source, "a.sql", dialect), {"plays": COLUMNS})
    return submission.source, note


def run(connection: Any, source: str, dialect: str) -> list[Any]:
    return [row[0] if len(row) == 1 else row for row in connection.execute(translated(source, dialect)[0]).fetchall()]


QUERIES: list[tuple[str, str, list[Any]]] = [
    ("postgres", "select max(play_id) / 4 from plays", [1]),
    # PostgreSQL: sum(bigint) is numeric, sum(integer) a bigint, days between dates an integer, epoch a fraction
    ("postgres", "select sum(play_id) / 4, max(play_id) / 4.0, max(part) / 4 from plays", [(5.25, 1.5, 0.75)]),
    ("postgres", "select sum(case when play_id > 3 then 1 else 0 end) / count(*) from plays", [0]),
    ("postgres", "select (max(day) - min(day)) / 4 from plays", [1]),
    ("postgres", "select extract(epoch from timestamp '2026-01-01 00:01:30' - timestamp '2026-01-01') / 60", [1.5]),
    ("postgres", "select date_part('epoch', timestamp '2026-01-01 00:01:30' - timestamp '2026-01-01') / 60", [1.5]),
    ("postgres", "select p.play_id / 4 from (select max(play_id) as play_id from plays) p", [1]),
    ("presto", "select max(play_id) / 4 from plays", [1]),
    ("tsql", "select max(play_id) / 4 from plays", [1]),
    ("sqlite", "select max(play_id) / 4 from plays", [1]),
    ("mysql", "select max(play_id) / 4 from plays", [1.5]),
    ("bigquery", "select max(play_id) / 4 from plays", [1.5]),
    ("snowflake", "select max(play_id) / 4 from plays", [1.5]),
    ("spark", "select max(play_id) / 4 from plays", [1.5]),
    ("mysql", "select date_format(min(day), '%Y-%m') from plays", ["2026-03"]),
    ("mysql", "select date_format(min(started_at), '%d/%m/%Y %H:%i') from plays", ["02/03/2026 10:00"]),
    ("mysql", "select datediff(max(day), min(day)) from plays", [6]),
    ("mysql", "select count(*) from plays where day >= date_sub('2026-03-08', interval 1 day)", [2]),
    ("mysql", "select ifnull(null, `title`) from `plays` where play_id = 1", ["T1"]),
    ("mysql", "select concat(title, '!') from plays order by play_id limit 1, 1", ["T1!"]),
    ("postgres", "select to_char(min(day), 'YYYY-MM') from plays", ["2026-03"]),
    ("postgres", "select distinct on (1) title::text from plays order by 1 limit 1", ["T0"]),
    ("snowflake", "select play_id from plays qualify row_number() over (order by play_id desc) = 1", [6]),
    ("snowflake", "select datediff('day', min(day), max(day)), iff(true, 1, 2) from plays", [(6, 1)]),
    ("bigquery", "select date_diff(max(day), min(day), day) from `plays`", [6]),
    ("bigquery", "select countif(play_id > 3) from plays", [3]),
    ("spark", "select date_format(min(day), 'yyyy-MM') from plays", ["2026-03"]),
    ("presto", "select date_format(min(started_at), '%Y-%m') from plays", ["2026-03"]),
    ("tsql", "select top 1 title from plays order by play_id desc", ["T6"]),
    ("tsql", "select datediff(day, min(day), max(day)) from plays", [6]),
    ("oracle", "select nvl(max(play_id), 0) from plays", [6]),
    ("sqlite", "select ifnull(max(play_id), 0) from plays", [6]),
]


@pytest.mark.parametrize(("dialect", "source", "rows"), QUERIES, ids=[f"{d}: {s}"[:80] for d, s, _ in QUERIES])
def test_what_a_dialect_means_is_what_duckdb_answers(
    connection: Any, dialect: str, source: str, rows: list[Any]
) -> None:
    answered = run(connection, source, dialect)
    assert answered == rows
    assert type(answered[0]) is type(rows[0])


def sunday_is_one(day: date) -> int:
    return day.isoweekday() % 7 + 1


def sunday_is_zero(day: date) -> int:
    return day.isoweekday() % 7


DAYS = [
    ("mysql", "dayofweek(day)", sunday_is_one),
    ("mysql", "weekday(day)", date.weekday),
    ("mysql", "weekday(started_at)", date.weekday),
    ("spark", "dayofweek(day)", sunday_is_one),
    ("spark", "weekday(day)", date.weekday),
    ("spark", "extract(dayofweek from day)", sunday_is_one),
    ("databricks", "dayofweek(day)", sunday_is_one),
    ("databricks", "weekday(day)", date.weekday),
    ("hive", "dayofweek(day)", sunday_is_one),
    ("bigquery", "extract(dayofweek from day)", sunday_is_one),
    ("bigquery", "1 + extract(dayofweek from day)", lambda day: sunday_is_one(day) + 1),
    ("snowflake", "dayofweek(day)", sunday_is_zero),
    ("snowflake", "dayofweekiso(day)", date.isoweekday),
    ("postgres", "extract(dow from day)", sunday_is_zero),
    ("postgres", "extract(isodow from day)", date.isoweekday),
    ("redshift", "extract(dow from day)", sunday_is_zero),
    ("presto", "day_of_week(day)", date.isoweekday),
    ("trino", "day_of_week(day)", date.isoweekday),
    ("tsql", "datepart(weekday, day)", sunday_is_one),
    ("sqlite", "cast(strftime('%w', day) as integer)", sunday_is_zero),
]


@pytest.mark.parametrize(("dialect", "expression", "number"), DAYS, ids=[f"{d}: {e}" for d, e, _ in DAYS])
def test_days_of_the_week_keep_their_meaning(connection: Any, dialect: str, expression: str, number: Any) -> None:
    answered = run(connection, f"select {expression} from plays order by play_id", dialect)
    assert answered == [number(MONDAY + timedelta(days=i)) for i in range(7)]


@pytest.mark.parametrize("dialect", ["", "duckdb"])
@pytest.mark.parametrize("source", ["SELEC  1 ;;\n-- x\n", "select A,b FROM t  -- no final newline", "\tselect 1/2"])
def test_duckdbs_own_text_is_not_touched(dialect: str, source: str) -> None:
    submission = Submission("sql", source, "a.sql", dialect)
    assert in_a_worker(submission)[0] is submission


def test_pandas_is_never_translated() -> None:
    submission = Submission("pandas", "def solve(): pass", "a.py", "mysql")
    assert in_a_worker(submission) == (submission, "--dialect is for SQL and was passed over")
    plain = Submission("pandas", "def solve(): pass", "a.py")
    assert in_a_worker(plain) == (plain, "")


def in_a_worker(submission: Submission, limits: Limits | None = None) -> tuple[Submission, str]:
    return translation.translate(submission, SCHEMA, limits or Limits(30), SANDBOX, frozenset())


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_worker_translates_as_this_process_does(dialect: str) -> None:
    submission = Submission(
        "sql", "select play_id / 2 as half, 'a' as b from plays where play_id > 1", "a.sql", dialect
    )
    there, note = in_a_worker(submission)
    if dialect != "duckdb":
        assert (there.source, note) == translated(submission.source, dialect)
    assert (there.language, there.name, there.dialect) == ("sql", "a.sql", dialect)


def test_a_worker_says_why_a_text_is_refused() -> None:
    with pytest.raises(InvalidSubmission, match="this does not parse as mysql") as refused:
        in_a_worker(Submission("sql", "select from from", "a.sql", "mysql"))
    assert refused.value.help


def test_a_translation_that_never_ends_is_given_up() -> None:
    doubled = ", ".join(f"x{i} + x{i} as x{i + 1}" for i in range(40))
    submission = Submission("sql", f"select play_id as x0, {doubled} from plays", "a.sql", "snowflake")
    with pytest.raises(InvalidSubmission, match="it could not be translated from snowflake: no answer within 1 s"):
        in_a_worker(submission, Limits(1.0))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("select from where", "this does not parse as postgres"),
        ("select 'open", "this does not parse as postgres"),
        ("select (1", "this does not parse as postgres"),
        ("select 1; select 2", "one statement is expected, 2 were found"),
        ("-- nothing", "one statement is expected, there is none: only blanks or comments"),
        ("select " + "(" * 3_000 + "1" + ")" * 3_000, "this does not parse as postgres"),
    ],
)
def test_what_does_not_parse_is_refused(source: str, said: str) -> None:
    with pytest.raises(InvalidSubmission) as refusal:
        translated(source, "postgres")
    assert refusal.value.message == said
    assert "\x1b" not in refusal.value.help


def test_a_final_semicolon_and_comments_are_no_second_statement(connection: Any) -> None:
    assert run(connection, "-- one\nselect 1; -- two\n", "mysql") == [1]


def test_an_unknown_column_is_left_for_duckdb_to_name() -> None:
    assert "nope" in translated("select nope from plays", "postgres")[0]
    assert "elsewhere" in translated("select * from elsewhere", "mysql")[0]


def test_names_of_dialects() -> None:
    assert check("") == ""
    assert check("MySQL") == "mysql"
    with pytest.raises(UnknownName) as unknown:
        check("postgresql")
    assert unknown.value.message == "no dialect is called 'postgresql'"
    assert unknown.value.help == "did you mean 'postgres'?"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_reads_a_plain_query(connection: Any, dialect: str) -> None:
    assert run(connection, "SELECT title FROM plays WHERE play_id = 3", dialect) == ["T3"]
