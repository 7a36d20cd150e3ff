"""One submission asked about one small set of data after another: what it meets is as in a fixture, each time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from judge.data import streams_of
from judge.errors import CannotBegin, InternalError
from judge.model import Language, Limits, Outcome, Row, Submission, TableColumn, TableSchema
from judge.sandbox.job import FixtureSource, Job
from judge.sandbox.pool import Sandbox
from judge.sandbox.probing import Prober
from judge.sandbox.run import Run
from judge.sandbox.worker import Worker
from tests.running import SANDBOX

TYPES = {
    "BIGINT": ("int64", "Int64"),
    "DOUBLE": ("float64", "float64"),
    "DECIMAL(18,2)": ("float64", "float64"),
    "VARCHAR": ("str", "str"),
    "BOOLEAN": ("bool", "boolean"),
    "DATE": ("datetime64[us]", "datetime64[us]"),
    "TIMESTAMP": ("datetime64[us]", "datetime64[us]"),
}
VALUES: dict[str, list[Any]] = {
    "BIGINT": [0, -1, 2**53 + 1, 2**63 - 1, -(2**63)],
    "DOUBLE": [0.0, -0.0, 0.1, 1 / 3, 1e300, 5e-324, -1.7976931348623157e308, 1e22],
    "DECIMAL(18,2)": [
        Decimal("0.00"),
        Decimal("-0.01"),
        Decimal("12.30"),
        Decimal("9999999999999999.99"),
        Decimal("7"),
    ],
    "VARCHAR": ["", " ", "NULL", "it's", '"', "\\", "\n\r\t", "a,b", "{}", "[1]", "é", "e\u0301", "日本", "🙂", "\x7f"],
    "BOOLEAN": [True, False],
    "DATE": [date(2024, 2, 29), date(1970, 1, 1), date(1, 1, 1), date(9999, 12, 31)],
    "TIMESTAMP": [
        datetime(2026, 3, 1),
        datetime(2026, 3, 1, 23, 59, 59, 999999),
        datetime(1969, 12, 31, 23, 59, 59, 1),
        datetime(1900, 1, 1, 0, 0, 0, 100),
    ],
}
COUNT = "SELECT count(*) AS x FROM plays"
LONG = 60.0


def schema_of(**tables: str) -> tuple[TableSchema, ...]:
    """`plays="play_id BIGINT, city VARCHAR?"`, with `?` for a nullable column."""
    made = []
    for name, header in tables.items():
        columns = []
        for column in header.split(", "):
            title, sql = column.rstrip("?").split()
            nullable = column.endswith("?")
            columns.append(TableColumn(title, sql, TYPES[sql][nullable], "", nullable))
        made.append(TableSchema(name, 0, tuple(columns)))
    return tuple(made)


PLAYS = schema_of(plays="play_id BIGINT, member_id BIGINT?", members="member_id BIGINT")
NOTHING: dict[str, Sequence[Row]] = {"plays": [], "members": []}


def plays(*rows: Row, **more: Sequence[Row]) -> dict[str, Sequence[Row]]:
    return NOTHING | {"plays": rows} | more


def prober(
    source: str,
    language: Language = "sql",
    schema: Sequence[TableSchema] = PLAYS,
    sandbox: Sandbox = SANDBOX,
    *,
    limits: Limits | None = None,
    **more: Any,
) -> Prober:
    answer = Submission(language, source, "answer")
    return Prober(sandbox, answer, schema, limits or Limits(), ("x",), **more)


def asked(of: Prober, tables: Mapping[str, Sequence[Row]], seconds: float = LONG) -> Outcome:
    of.begin(tables)
    return of.outcome(time.monotonic() + seconds)


def rows(outcome: Outcome) -> list[Row]:
    assert outcome.result is not None, outcome
    return [*outcome.result.rows]


def in_fixture(source: str, language: Language, schema: tuple[TableSchema, ...], tables: Any) -> Outcome:
    """What comes where the same rows are a fixture that is in memory."""
    fixture = FixtureSource(schema, "", streams_of(schema, tables))
    with Run(SANDBOX, Job(Submission(language, source, "answer"), [fixture], Limits(), ("x",))) as run:
        [outcome] = run
    return outcome


# what arrives


@pytest.mark.parametrize("nullable", [False, True])
@pytest.mark.parametrize("sql", VALUES)
def test_every_value_arrives(sql: str, nullable: bool) -> None:
    schema = schema_of(plays=f"place BIGINT, x {sql}{'?' if nullable else ''}")
    values = [*VALUES[sql], *([None] if nullable else [])]
    tables = {"plays": list(enumerate(values))}
    query = "SELECT x, typeof(x) AS of FROM plays ORDER BY place"
    with prober(query, schema=schema) as sql_prober:
        outcome = asked(sql_prober, tables)
    assert repr(rows(outcome)) == repr(rows(in_fixture(query, "sql", schema, tables)))  # -0.0 is another value here
    assert [row[0] for row in rows(outcome)] == values
    assert {row[1] for row in rows(outcome)} == {sql}
    frame = "def solve(plays): return plays.assign(x=plays.x.map(repr), of=str(plays.x.dtype))[['x', 'of']]"
    with prober(frame, "pandas", schema) as pandas_prober:
        outcome = asked(pandas_prober, tables)
    assert rows(outcome) == rows(in_fixture(frame, "pandas", schema, tables))
    assert {row[1] for row in rows(outcome)} == {TYPES[sql][nullable]}


@pytest.mark.parametrize("values", [[], [None], [None, None]])
def test_dtypes_follow_the_schema_where_there_is_nothing(values: list[None]) -> None:
    names = dict(zip("abcdefg", VALUES, strict=True))
    schema = schema_of(plays=", ".join(f"{name} {sql}?" for name, sql in names.items()))
    source = "def solve(plays): return [(str(dtype),) for dtype in plays.dtypes]"
    with prober(source, "pandas", schema, list_answer=True) as one:
        found = rows(asked(one, {"plays": [tuple(value for _ in names) for value in values]}))
    assert found == [(TYPES[sql][True],) for sql in names.values()]


@pytest.mark.parametrize("language", ["sql", "pandas"])
def test_rows_stay_in_their_order_and_as_often_as_they_are(language: Language) -> None:
    source = "FROM plays" if language == "sql" else "def solve(plays): return plays"
    many = [(number * 7919 % 1000, number % 3) for number in range(1000)]
    with prober(source, language) as one:
        for some in (many, many[::-1], [(1, 1), (1, 1), (0, 2), (1, 1)]):
            assert rows(asked(one, plays(*some))) == some


def test_names_of_tables_and_columns_may_be_anything() -> None:
    schema = schema_of(order="group BIGINT, Select VARCHAR, a'b VARCHAR")
    with prober('SELECT * FROM "order"', schema=schema) as one:
        assert rows(asked(one, {"order": [(1, "x", "y")]})) == [(1, "x", "y")]


def test_more_data_than_a_pipe_holds() -> None:
    texts = [(number, "x" * 100 + str(number)) for number in range(5000)]
    schema = schema_of(plays="play_id BIGINT, x VARCHAR")
    with prober("SELECT count(*), sum(length(x)) FROM plays", schema=schema) as one:
        assert rows(asked(one, {"plays": texts})) == [(5000, sum(len(text) for _, text in texts))]


# one question after the other


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """What workers are sent with each question."""
    found: list[bytes] = []
    original = Worker.ask

    def ask(self: Worker, data: bytes = b"") -> float:
        found.append(data)
        return original(self, data)

    monkeypatch.setattr(Worker, "ask", ask)
    yield found


def test_only_what_changed_is_sent_and_all_is_there(sent: list[bytes]) -> None:
    with prober("SELECT (SELECT count(*) FROM plays), (SELECT sum(member_id) FROM members)") as one:
        assert rows(asked(one, plays((1, 1), members=[(5,)]))) == [(1, 5)]
        assert rows(asked(one, plays((1, 1), (2, None), members=[(5,)]))) == [(2, 5)]
        assert rows(asked(one, plays((1, 1), (2, None), members=[(6,)]))) == [(2, 6)]
        assert rows(asked(one, plays((1, 1), (2, None), members=[(6,)]))) == [(2, 6)]
        assert rows(asked(one, NOTHING)) == [(0, None)]
        assert rows(asked(one, plays((1, 1), members=[(5,)]))) == [(1, 5)]
    names = [("plays" in data.decode(), "members" in data.decode()) for data in sent]
    assert names == [(True, True), (True, False), (False, True), (False, False), (True, True), (True, True)]


def test_frames_are_fresh_each_time() -> None:
    source = "def solve(plays):\n    seen = len(plays)\n    plays.drop(plays.index, inplace=True)\n"
    with prober(source + "    return [(seen,)]", "pandas", list_answer=True) as one:
        for _ in range(3):
            assert rows(asked(one, plays((1, 1), (2, 2)))) == [(2,)]


def test_an_error_leaves_the_worker_as_it_is() -> None:
    source = "calls = []\ndef solve(plays):\n    calls.append(1)\n    if len(plays) == 1: raise KeyError('x')\n"
    with prober(source + "    return [(len(calls),)]", "pandas", list_answer=True) as one:
        assert rows(asked(one, NOTHING)) == [(1,)]
        outcome = asked(one, plays((1, 1)))
        assert (outcome.failure, outcome.message) == ("runtime_error", "KeyError: 'x'")
        assert rows(asked(one, NOTHING)) == [(3,)]
    with prober("SELECT CAST(CASE WHEN count(*) = 1 THEN 'x' ELSE '7' END AS BIGINT) FROM plays") as other:
        assert rows(asked(other, NOTHING)) == [(7,)]
        assert asked(other, plays((1, 1))).failure == "runtime_error"
        assert rows(asked(other, NOTHING)) == [(7,)]


ENDS = {
    "it exits": ("os._exit(3)", "runtime_error"),
    "it never ends": ("forever()", "time_limit"),
    "it answers too much": ("return [('x' * (3 << 20),)]", "output_limit"),
}
CALLS = """import os
calls = []
def forever():
    while True: pass
def solve(plays, members):
    calls.append(1)
    if len(plays) == 1: {}
    return [(f"{{len(calls)}}, {{len(plays)}}, {{len(members)}}",)]
"""


@pytest.mark.parametrize("how", ENDS)
def test_what_ends_the_worker_is_followed_by_a_new_one(how: str) -> None:
    does, failure = ENDS[how]
    limits = Limits(seconds=2.0, answer_mb=1)
    with prober(CALLS.format(does), "pandas", limits=limits, list_answer=True) as one:
        assert rows(asked(one, plays(members=[(1,)]))) == [("1, 0, 1",)]
        assert rows(asked(one, plays(members=[(1,)]))) == [("2, 0, 1",)]
        assert asked(one, plays((1, 1), members=[(1,)])).failure == failure
        assert rows(asked(one, plays((1, 1), (2, 2), members=[(1,)]))) == [("1, 2, 1",)]  # with what did not change
        assert asked(one, plays((1, 1))).failure == failure


def test_what_was_answered_before_does_not_count() -> None:
    """The limit is one of an answer: a hundred small ones are not too large together."""
    each = "SELECT repeat('x', 50000) FROM plays"
    with prober(each, limits=Limits(answer_mb=1)) as one:
        failures = {asked(one, plays((number, None))).failure for number in range(100)}
    assert failures == {"accepted"}


def test_too_much_memory_is_asked_for_once() -> None:
    source = CALLS.format("held = bytearray(1 << 40)")
    with prober(source, "pandas", list_answer=True) as one:
        assert asked(one, plays((1, 1))).failure == "memory_limit"
        assert rows(asked(one, NOTHING)) == [("2, 0, 0",)]


def test_a_query_that_never_ends_is_followed_by_a_new_worker() -> None:
    each = "SELECT count(*) FROM plays, range(10000000) AS a, range(10000000) AS b WHERE a.range + b.range < 0"
    with prober(each, limits=Limits(seconds=1.0)) as one:
        assert rows(asked(one, NOTHING)) == [(0,)]
        outcome = asked(one, plays((1, 1)))
        assert (outcome.failure, outcome.elapsed_ms) == ("time_limit", 1000)
        assert rows(asked(one, NOTHING)) == [(0,)]


def test_a_deadline_before_the_limit_holds() -> None:
    spins = "def solve(plays):\n    while len(plays): pass\n    return [(1,)]"
    with prober(spins, "pandas", limits=Limits(seconds=600.0), list_answer=True) as one:
        one.begin(plays((1, 1)))
        assert one.outcome(time.monotonic()).failure == "time_limit"
        assert rows(asked(one, NOTHING)) == [(1,)]


def test_an_answer_that_is_refused_is_refused_each_time() -> None:
    with prober("DROP TABLE plays") as one:
        assert [asked(one, NOTHING).failure for _ in range(3)] == ["invalid_submission"] * 3


# the sandbox


def test_no_worker_is_had_of_a_sandbox_that_has_ended() -> None:
    with Sandbox(bubblewrap=False) as sandbox:
        one = prober(COUNT, sandbox=sandbox)
        assert rows(asked(one, NOTHING)) == [(0,)]
    with pytest.raises(InternalError, match="ended"):
        asked(one, NOTHING)
    one.end()
    one.end()
    with pytest.raises(InternalError, match="ended"):
        prober(COUNT, sandbox=sandbox)


def test_layers_that_are_required_and_do_not_hold() -> None:
    with prober(COUNT, required=frozenset({"landlock", "wax"})) as one, pytest.raises(CannotBegin, match="no wax"):
        one.begin(NOTHING)


@pytest.mark.parametrize("fork", [True, False])
def test_two_at_once_do_not_meet(fork: bool) -> None:
    more = "SELECT count(*) + 10 AS x FROM plays"
    with (
        Sandbox(fork=fork, ahead=False) as sandbox,
        prober(COUNT, sandbox=sandbox) as one,
        prober(more, sandbox=sandbox) as two,
    ):
        for count in range(3):
            some = [(number, None) for number in range(count)]
            one.begin(plays(*some))
            two.begin(plays(*some, (99, 1)))
            deadline = time.monotonic() + LONG
            assert [rows(two.outcome(deadline)), rows(one.outcome(deadline))] == [[(count + 11,)], [(count,)]]


def test_a_worker_that_died_between_two_questions_is_replaced() -> None:
    with prober(COUNT) as one:
        assert rows(asked(one, plays((1, 1)))) == [(1,)]
        assert one._hearing
        one._hearing.worker.strike()
        outcome = asked(one, plays((1, 1)))
        if outcome.result is None:  # it was written to before the system had heard of it
            outcome = asked(one, plays((1, 1)))
        assert rows(outcome) == [(1,)]
