"""A result against the expected one: columns, then types, then rows as bags, then order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache

from judge.columnar import MOST_AS_TUPLES
from judge.compare import reasons
from judge.compare.alignment import HINT_EFFORT
from judge.compare.choice import any_choice
from judge.compare.columns import assignments, check_names, positions
from judge.compare.engine import Engine, Plain
from judge.compare.findings import Rows, different_rows, out_of_order, without_copies
from judge.compare.kinds import Unfit
from judge.compare.matching import EFFORT
from judge.compare.schema import mistyped, wrong_columns
from judge.compare.sides import Side
from judge.errors import ProblemError
from judge.model import Column, ColumnsBy, Comparison, Diff, Finding, ResultSet, Row


def compare(
    expected: ResultSet,
    actual: ResultSet,
    columns: Sequence[Column],
    *,
    order_by: Sequence[tuple[str, bool]] = (),
    rows: int | None = None,
    key: Sequence[str] = (),
    by: ColumnsBy = "name",
    distinct: bool = False,
    plain_rows: int = MOST_AS_TUPLES,
) -> Comparison:
    """Compare `actual` with `expected` under the declared `columns`; `Comparison.diff` is None where it is right.

    `order_by` holds the sort keys (declared column, descending) where order counts; `rows` is the number of result rows
    where the problem fixes it, and `key` the declared columns that tell rows apart: both serve the wording alone. `by`
    says how columns are found. With `distinct` a row counts once however often it stands there, and order not at all.
    Where more than `plain_rows` rows stand on either side DuckDB compares; the verdict and its findings are the same.
    A ProblemError where `expected` does not have the declared columns, or a value that is none of its column's kind.
    """
    return _Comparing(expected, columns, order_by, rows, key, by, distinct, plain_rows).comparison(actual)


class _Comparing:
    """An expected result and what is asked of an answer to it."""

    def __init__(
        self,
        expected: ResultSet,
        columns: Sequence[Column],
        order_by: Sequence[tuple[str, bool]],
        rows: int | None,
        key: Sequence[str],
        by: ColumnsBy,
        distinct: bool,
        plain_rows: int,
    ) -> None:
        declared = {column.name.casefold(): index for index, column in enumerate(columns)}
        self.expected, self.columns, self.by, self.distinct = expected, columns, by, distinct
        self.side = _expected_side(expected, columns, by)
        self.wanted = expected.asked
        self.fixed = rows == self.wanted
        self.key = [declared[name.casefold()] for name in key]
        self.order_by = () if distinct else tuple(order_by)  # a set has no order
        self.sort_columns = [declared[name.casefold()] for name, _ in self.order_by]
        self.plain_rows = plain_rows

    def comparison(self, actual: ResultSet) -> Comparison:
        found = wrong_columns(actual, self.columns, self.by, lambda: self.renamed(actual))
        if found:
            _check_expected(Plain(self.side, self.side))
            return Comparison(Diff(tuple(found), self.side.header))
        came = Side(actual, self.columns, _where(actual, self.columns, self.by))
        engine = self.engine(came)
        _check_expected(engine)
        notes = _notes(engine)
        missing, extra = self.difference(engine)
        if missing or extra or not self.enough(came):
            found = self.wrong_rows(engine, missing, extra)
            rows = self.side.rows(missing), came.rows(extra)
            return Comparison(Diff(tuple(found), self.side.header, *rows, self.sequence(came)), notes)
        first = engine.first_out_of_order(self.sort_columns, self.wanted) if self.order_by else None
        if first is None:
            return Comparison(None, notes)
        finding = out_of_order(engine, first, self.sort_columns, self.order_by)
        return Comparison(Diff((finding,), self.side.header, sequence=self.sequence(came)), notes)

    def engine(self, came: Side) -> Engine:
        if max(len(self.side), len(came)) <= self.plain_rows:
            return Plain(self.side, came)
        from judge.compare.large import Large

        return Large(self.side, came)

    def difference(self, engine: Engine, effort: int = EFFORT) -> tuple[list[int], list[int]]:
        """The rows that are missing and extra, where any choice of those that tie is right, and copies in a set are."""
        if self.expected.limit is not None:
            return any_choice(engine, self.expected)
        missing, extra = engine.difference(effort=effort)
        if not self.distinct:
            return missing, extra
        return without_copies(engine, missing, of_actual=False), without_copies(engine, extra, of_actual=True)

    def enough(self, came: Side) -> bool:
        return self.expected.limit in (None, len(came))

    def sequence(self, came: Side) -> list[Row]:
        """The sort keys of all rows as they came, where order counts and they are not too many."""
        if not self.order_by or len(came) > MOST_AS_TUPLES:
            return []
        return list(zip(*(came.cells(index) for index in self.sort_columns), strict=True))

    def wrong_rows(self, engine: Engine, missing: Sequence[int], extra: Sequence[int]) -> list[Finding]:
        """The findings on types and rows."""
        types = mistyped(engine)
        found, key = list(types.values()), self.key
        if types:
            rows = Rows(engine, missing, extra, key, self.wanted, fixed=self.fixed, distinct=self.distinct)
            found[0] = replace(found[0], evidence=rows.evidence())
            if len(types) == len(self.columns):
                return found
            engine = engine.ignoring(types.keys())
            missing, extra = self.difference(engine)
            if not (missing or extra) and self.enough(engine.actual):
                return found
            key = [] if types.keys() & set(key) else key
        rows = Rows(engine, missing, extra, key, self.wanted_of(engine), fixed=self.fixed, distinct=self.distinct)
        return found + rows.findings()

    def wanted_of(self, engine: Engine) -> int:
        """How many rows are asked for; of a set, how many different ones."""
        return different_rows(engine) if self.distinct else self.wanted

    def renamed(self, actual: ResultSet) -> list[tuple[str, str]]:
        """The wrong names (came, declared) if the values are right under other names, else nothing.

        They are sought by their values, or in a large result by their position.
        """
        many = max(len(self.side), len(actual.rows)) > MOST_AS_TUPLES
        if len(actual.columns) != len(self.columns) or not actual.rows:
            return []

        @cache
        def fits(position: int, index: int) -> bool:
            one = self.side.alone(index)
            engine = Plain(one, Side(actual, one.columns, [position]))
            return not any(self.difference(engine, HINT_EFFORT))

        for where in [list(range(len(self.columns)))] if many else assignments(actual.columns, self.columns, fits):
            came = Side(actual, self.columns, where)
            if self.enough(came) and not any(self.difference(self.engine(came), HINT_EFFORT)):
                return [
                    (actual.columns[position], column.name)
                    for position, column in zip(where, self.columns, strict=True)
                    if actual.columns[position].casefold() != column.name.casefold()
                ]
        return []


def schema_findings(actual: ResultSet, columns: Sequence[Column], by: ColumnsBy) -> tuple[list[Finding], ResultSet]:
    """What is wrong with the columns and types of a result by themselves, and the result in declared order.

    For problems whose rows a checker judges: there every cell must fit its column's kind.
    """
    found = wrong_columns(actual, columns, by, renamed=list)
    if found:
        return found, actual
    came = Side(actual, columns, _where(actual, columns, by))
    found = list(mistyped(Plain(came, came), every=True).values())
    return found, came.in_order()


def expected_in_order(expected: ResultSet, columns: Sequence[Column], by: ColumnsBy) -> ResultSet:
    """The expected result, its columns in declared order. Raises ProblemError as `compare` does."""
    side = _expected_side(expected, columns, by)
    _check_expected(Plain(side, side))
    return side.in_order()


def _expected_side(expected: ResultSet, columns: Sequence[Column], by: ColumnsBy) -> Side:
    names = check_names(expected.columns, columns)
    if not any(names):
        return Side(expected, columns, positions(expected.columns, columns))
    if by == "position" and len(expected.columns) == len(columns):
        return Side(expected, columns, range(len(columns)))
    found = wrong_columns(expected, columns, by, renamed=list)
    raise ProblemError(f"the expected result is broken: {Diff(tuple(found)).reason}")


def _where(actual: ResultSet, columns: Sequence[Column], by: ColumnsBy) -> Sequence[int]:
    return positions(actual.columns, columns) if by == "name" else range(len(columns))


def _check_expected(engine: Engine) -> None:
    for index, column in enumerate(engine.expected.columns):
        keys = engine.expected_keys(index)
        if keys.unfit:
            types = reasons.type_names(keys.types - {type(None)})
            raise ProblemError(
                f"the expected result is broken: column {column.name!r} is declared {column.kind}, "
                f"and {keys.unfit} of {reasons.rows(len(engine.expected))} ({types}) do not fit"
            )


def _notes(engine: Engine) -> tuple[str, ...]:
    """What was taken for what; pandas has no dates, so that there it goes without saying."""
    notes = []
    came = engine.actual
    for index, column in enumerate(came.columns):
        of = {"date": datetime, "timestamp": date}.get(column.kind)
        if of is None or came.engine_type(index).startswith("datetime64"):
            continue
        keys = engine.actual_keys(index)
        if of in keys.types and (
            not keys.unfit
            or any(
                type(cell) is of and type(key) is not Unfit
                for cell, key in zip(came.cells(index), keys.values, strict=True)
            )
        ):
            notes.append(reasons.note(column.name, column.kind))
    return tuple(notes)
