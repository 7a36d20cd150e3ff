"""`--dialect`: another dialect's SQL as DuckDB's, with sqlglot. DuckDB's own SQL never comes here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from judge.errors import InvalidSubmission, UnknownName
from judge.model import DIALECTS, Submission

if TYPE_CHECKING:
    from sqlglot import exp

_SUNDAY_IS_ONE = {"bigquery", "databricks", "hive", "mysql", "spark", "tsql"}
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def check(dialect: str) -> str:
    """The dialect's name in lower case; raises UnknownName."""
    name = dialect.casefold()
    if name and name not in DIALECTS:
        raise UnknownName.of("dialect", dialect, DIALECTS)
    return name


def is_foreign(submission: Submission) -> bool:
    """Whether it is SQL of another dialect than DuckDB's."""
    return submission.language == "sql" and submission.dialect not in ("", "duckdb")


def translate(submission: Submission, types: Mapping[str, Mapping[str, str]]) -> tuple[Submission, str]:
    """The submission in DuckDB's SQL, and a note that says so and what was lost.

    `types` are the SQL types of each table's columns: in PostgreSQL `a / b` of two integers is an integer. Raises
    InvalidSubmission when the text does not parse in its dialect or holds other than one statement.
    """
    import sqlglot
    from sqlglot.errors import ErrorLevel, SqlglotError, UnsupportedError

    dialect = submission.dialect
    try:
        parsed = sqlglot.parse(submission.source, read=dialect)
        trees = [tree for tree in parsed if tree and tree.key != "semicolon"]  # one with a comment behind it
    except (SqlglotError, RecursionError) as error:
        raise InvalidSubmission(f"this does not parse as {dialect}", _plain(error)) from None
    if len(trees) != 1:
        found = f"{len(trees)} were found" if trees else "there is none: only blanks or comments"
        raise InvalidSubmission(f"one statement is expected, {found}")
    tree = _typed(trees[0], types, dialect).transform(_day_of_week, dialect)
    note = f"the query was translated from {dialect} before it ran"
    try:
        sql = tree.sql("duckdb", unsupported_level=ErrorLevel.RAISE, pretty=True)
    except UnsupportedError as error:
        sql = tree.sql("duckdb", unsupported_level=ErrorLevel.IGNORE, pretty=True)
        note += f"; not all of it has a DuckDB form: {_plain(error)}"
    return replace(submission, source=sql), note


def _typed(tree: exp.Expr, types: Mapping[str, Mapping[str, str]], dialect: str) -> exp.Expr:
    """The tree with every column's type known, or as it was where a name does not resolve (DuckDB will say which)."""
    from sqlglot import exp
    from sqlglot.optimizer.annotate_types import annotate_types
    from sqlglot.optimizer.qualify import qualify

    tables: dict[str, Any] = {
        table: {name: exp.DataType.build(of, dialect="duckdb") for name, of in columns.items()}
        for table, columns in types.items()
    }
    try:
        qualified = qualify(tree.copy(), schema=tables, dialect=dialect, identify=False, quote_identifiers=False)
        typed = annotate_types(qualified, schema=tables, dialect=dialect)
        return annotate_types(typed.transform(_operand, dialect), schema=tables, dialect=dialect)
    except Exception:  # sqlglot's optimizer meets odd text with any error
        return tree


def _operand(node: exp.Expr, dialect: str) -> exp.Expr:
    """An operand of a division cast to the type that it has in its own dialect, where sqlglot 30 thinks of another.

    Seconds since the epoch are no integer, nor is PostgreSQL's sum of bigints, but the days between two dates are.
    """
    from sqlglot import exp

    if not isinstance(node.find_ancestor(exp.Div, exp.Select, exp.Func), exp.Div):
        return node
    epoch = isinstance(node, exp.Extract) and node.name.casefold().startswith("epoch")
    numeric = isinstance(node, exp.Sum) and dialect in ("postgres", "redshift") and node.this.is_type("bigint")
    if epoch or numeric:
        return exp.cast(node.copy(), "double")
    if isinstance(node, exp.Sub) and node.left.is_type("date") and node.right.is_type("date"):
        return exp.cast(exp.paren(node.copy()), "bigint")
    return node


def _day_of_week(node: exp.Expr, dialect: str) -> exp.Expr:
    """DAYOFWEEK and WEEKDAY count from another day elsewhere; sqlglot 30 keeps the name and so changes the number."""
    from sqlglot import exp

    if dialect not in _SUNDAY_IS_ONE:
        return node
    extracted = isinstance(node, exp.Extract) and node.name.casefold() == "dayofweek"
    if isinstance(node, exp.DayOfWeek) or extracted:
        return exp.paren(exp.Add(this=node.copy(), expression=exp.Literal.number(1)))
    if isinstance(node, exp.Anonymous) and node.name.casefold() == "weekday":
        return exp.paren(exp.Sub(this=exp.DayOfWeekIso(this=node.expressions[0]), expression=exp.Literal.number(1)))
    return node


def _plain(error: Exception) -> str:
    return _ANSI.sub("", str(error)).strip() or type(error).__name__
