"""Comparing as the tests do: by both engines and in both forms of rows, which must tell the same in all.

A Comparison is held against another by its `repr`: there 1, 1.0 and True are three values, and NaN is itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import takewhile
from typing import Any
from unittest import mock
from zlib import crc32

import duckdb
import numpy as np
import pyarrow as pa

from judge.columnar import ColumnRows
from judge.compare import compare, large
from judge.compare.arrays import Number
from judge.errors import ProblemError
from judge.model import Column, Comparison, Diff, Evidence, Finding, ResultSet, Row

PLAIN, LARGE, BUCKETED = 10**9, -1, -2
"""The engine by which results of any size are compared, as `plain_rows`.

The large one parts the rows that it could not pair into buckets where they are many; BUCKETED has it do so with few.
"""
_ARROW: dict[type, Any] = {
    bool: pa.bool_(),
    int: pa.int64(),
    float: pa.float64(),
    str: pa.large_string(),
    date: pa.date32(),
    datetime: pa.timestamp("us"),
    timedelta: pa.duration("us"),
}


def result(names: str, rows: Sequence[Row] = (), **more: Any) -> ResultSet:
    """A result of the columns in `names`, parted by blanks, of no engine's types."""
    columns = tuple(names.split())
    return ResultSet(columns, ("",) * len(columns), list(rows), **more)


def both(expected: ResultSet, actual: ResultSet, columns: Sequence[Column], **how: Any) -> Comparison:
    """What `compare` tells, or the ProblemError it raises, once all engines and forms of rows have told the same."""
    told = told_by(PLAIN, expected, actual, columns, **how)
    wanted, actual_columns = in_columns(expected), in_columns(actual)
    for what, other in (
        ("large engine", told_by(LARGE, expected, actual, columns, **how)),
        ("plain engine on columns", told_by(PLAIN, wanted, actual_columns, columns, **how)),
        ("large engine on columns, in buckets", told_by(BUCKETED, wanted, actual_columns, columns, **how)),
    ):
        _same(what, repr(told), repr(other))
    if isinstance(told, ProblemError):
        raise told
    return told


def wrong(expected: ResultSet, actual: ResultSet, columns: Sequence[Column], **how: Any) -> Diff:
    """How the two differ, which they must."""
    diff = both(expected, actual, columns, **how).diff
    assert diff is not None
    assert diff.columns == tuple(column.name for column in columns)
    assert diff.findings
    assert list(diff.codes) == sorted(diff.codes)
    assert all(finding.message and "\n" not in finding.message for finding in diff.findings)
    return diff


def right(expected: ResultSet, actual: ResultSet, columns: Sequence[Column], **how: Any) -> bool:
    return both(expected, actual, columns, **how).diff is None


def finding(diff: Diff, code: str) -> Finding:
    """The only finding of that code."""
    [found] = [one for one in diff.findings if one.code == code]
    return found


def helps(diff: Diff) -> tuple[str, ...]:
    return tuple(one.help for one in diff.findings if one.help)


def notes(diff: Diff) -> tuple[str, ...]:
    return tuple(note for one in diff.findings for note in one.notes)


def pairs(found: Finding) -> list[tuple[Row | None, Row | None]]:
    return [(of.expected, of.actual) for of in found.evidence]


def evidence(found: Finding) -> list[Evidence]:
    return list(found.evidence)


def in_columns(of: ResultSet) -> ResultSet:
    """The same result column by column, in Arrow where the cells are of one type that crosses as such."""
    if isinstance(of.rows, ColumnRows) or not of.columns:
        return of
    cells = [list(column) for column in zip(*of.rows, strict=True)] or [[] for _ in of.columns]
    return replace(of, rows=ColumnRows([_in_arrow(column) for column in cells]))


def _same(what: str, told: str, other: str) -> None:
    """Both told the same; else the texts from where they part."""
    if told != other:
        alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(told, other, strict=False)))
        at = max(0, alike - 60)
        raise AssertionError(f"the plain engine tells\n  …{told[at:][:600]}\nand the {what}\n  …{other[at:][:600]}")


def _in_arrow(cells: list[Any]) -> Any:
    types = set(map(type, cells)) - {type(None)}
    if len(types) != 1 or any(isinstance(cell, datetime) and cell.tzinfo for cell in cells):
        return cells
    try:
        return pa.array(cells, _ARROW[types.pop()])
    except (KeyError, OverflowError, pa.ArrowException, UnicodeEncodeError):
        return cells


def told_by(
    engine: int | None, expected: ResultSet, actual: ResultSet, columns: Sequence[Column], **how: Any
) -> Comparison | ProblemError:
    """What that engine tells, or for None the one that the number of rows asks for; the ProblemError it raises."""
    plain_rows: dict[str, Any] = {} if engine is None else {"plain_rows": engine}
    few = -1 if engine == BUCKETED else large._FEW
    with mock.patch.multiple(large, duckdb=_OneConnection, _FEW=few):
        try:
            return compare(expected, actual, columns, **plain_rows, **how)
        except ProblemError as error:
            return error


class _OneConnection:
    """In place of DuckDB's module: to open a connection takes longer than all else, so all tests share one."""

    @staticmethod
    @contextmanager
    def connect(config: dict[str, Any]) -> Iterator[Any]:
        yield _connection(tuple(config.items()))


@cache
def _connection(config: tuple[tuple[str, Any], ...]) -> Any:
    return duckdb.connect(config=dict(config))


def hashed_quickly(columns: Sequence[Any], side: int, size: int) -> Any:
    """In place of DuckDB's hash, which decides nothing, and takes a millisecond for a handful of rows."""
    exact = [both[side].column().to_pylist() for both in columns if not isinstance(both[side], Number)]
    rows = zip(*exact, strict=True) if exact else [()] * size
    return np.array([crc32(repr(row).encode("utf-8", "surrogatepass")) for row in rows], np.uint64)
