"""Counterexamples made by hand: of answers to a small problem on members and their plays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from judge.compare import compare
from judge.model import (
    Case,
    Column,
    Counterexample,
    FixtureResult,
    InputTable,
    Mistake,
    Problem,
    ResultSet,
    TableColumn,
    TableSchema,
    Verdict,
)

DTYPES = {
    "BIGINT": ("int64", "Int64"),
    "DOUBLE": ("float64", "float64"),
    "DECIMAL(18,2)": ("float64", "float64"),
    "VARCHAR": ("str", "str"),
    "BOOLEAN": ("bool", "boolean"),
    "DATE": ("datetime64[us]", "datetime64[us]"),
    "TIMESTAMP": ("datetime64[us]", "datetime64[us]"),
}


def table(name: str, columns: Mapping[str, str], rows: Sequence[Any] = (), **more: Any) -> InputTable:
    """`columns` by name with their SQL type, a question mark behind it where NULL is possible."""
    made = [
        TableColumn(name, sql.rstrip("?"), DTYPES[sql.rstrip("?")][sql.endswith("?")], "", sql.endswith("?"))
        for name, sql in columns.items()
    ]
    return InputTable(TableSchema(name, len(rows), tuple(made), **more), tuple(rows))


MEMBERS = table("members", {"member_id": "BIGINT", "plan": "VARCHAR?"}, [(1, "basic"), (2, None)], key=("member_id",))
PLAYS = table(
    "plays",
    {"play_id": "BIGINT", "member_id": "BIGINT", "started_at": "TIMESTAMP"},
    key=("play_id",),
    foreign_keys=((("member_id",), "members", ("member_id",)),),
)
COLUMNS = (Column("plan", "text", nullable=True), Column("plays", "integer"), Column("share", "float"))
NAMES = tuple(column.name for column in COLUMNS)
CASES = (Case("sample", 1, sample=True), Case("base", 2))
SAID = Mistake("wrong", "counts_members", "counts members without plays as one play")


def problem(columns: Sequence[Column] = COLUMNS, **more: Any) -> Problem:
    facts: Any = ("toy", Path(), "Toy", "easy", 10, ("joins",), ("sql", "pandas"), "orders")
    return Problem(*facts, tuple(columns), ("plan",), (), CASES, (), **more)


def result(*rows: Any, columns: Sequence[str] = NAMES, **more: Any) -> ResultSet:
    return ResultSet(tuple(columns), ("",) * len(columns), list(rows), **more)


def wrong(
    expected: ResultSet | None,
    actual: ResultSet,
    tables: Sequence[InputTable] = (MEMBERS, PLAYS),
    of: Problem | None = None,
    **more: Any,
) -> Verdict:
    """A wrong answer with what differs on the tables; with other rows `expected` None stands for withheld."""
    asked = of or problem()
    right = expected or actual
    diff = compare(right, actual, asked.columns, key=asked.key, by=asked.columns_by).diff
    told = FixtureResult("base", 2, "wrong_answer", diff.reason if diff else "", diff=diff)
    return explained(told, tables, expected, actual, **more)


def explained(
    told: FixtureResult,
    tables: Sequence[InputTable] = (MEMBERS, PLAYS),
    expected: ResultSet | None = None,
    actual: ResultSet | None = None,
    *,
    minimal: bool = True,
    mistakes: tuple[Mistake, ...] = (),
    first: FixtureResult | None = None,
) -> Verdict:
    """The verdict on an answer for which `told` came on the smallest data, and `first` on the first fixture."""
    found = Counterexample(told.case, told.seed, tuple(tables), told, expected, actual, minimal)
    failing = first or replace(told, case="sample", seed=1)
    status: Any = told.verdict
    return Verdict("toy", "sql", status, (failing,), counterexample=found, mistakes=mistakes)
