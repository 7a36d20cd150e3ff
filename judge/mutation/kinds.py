"""Of which kind the values of an expression are, and whether equal ones can be told apart."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from judge.mutation.trees import RANKING, text

EXACT = ("int", "decimal", "text", "date", "timestamp", "bool")
"""Kinds whose equal values cannot be told apart; 0.0 and -0.0, or 1 month and 30 days, are equal and yet differ."""


ALIKE = ({"int", "decimal"}, {"date", "timestamp"})


KIND_OF_TYPE = {
    "BIGINT": "int",
    "INT": "int",
    "INTEGER": "int",
    "SMALLINT": "int",
    "DECIMAL": "decimal",
    "TEXT": "text",
    "VARCHAR": "text",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
    "BOOLEAN": "bool",
}


COMPARISONS = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)


_BOOLEAN = (exp.Boolean, exp.Exists, exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between, *COMPARISONS)
_KINDS: tuple[tuple[tuple[type[exp.Expr], ...], str], ...] = (
    ((exp.Count, exp.CountIf, exp.Length, exp.DateDiff, *RANKING), "int"),
    (_BOOLEAN, "bool"),
    ((exp.Lower, exp.Upper, exp.Trim), "text"),
    ((exp.Interval,), "interval"),
)
_AS_ARGUMENT = (
    *(exp.Min, exp.Max, exp.AnyValue, exp.IgnoreNulls, exp.First, exp.Last, exp.Paren, exp.Nullif),
    *(exp.Window, exp.Filter, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue),
)


def kind(e: exp.Expr, known: Mapping[str, str]) -> str:
    """The kind of `e`'s values: one of EXACT, "interval", or "" where that is not known."""
    if text(e) in known:
        return known[text(e)]
    if isinstance(e, exp.Literal):
        return "text" if e.is_string else "int" if e.is_int else "" if "e" in str(e.this).lower() else "decimal"
    for classes, of in _KINDS:
        if isinstance(e, classes):
            return of
    if isinstance(e, _AS_ARGUMENT):
        return kind(e.this, known)
    if isinstance(e, exp.Cast):
        to = e.args["to"]
        return KIND_OF_TYPE.get(to.this.value, "") if isinstance(to, exp.DataType) else ""
    if isinstance(e, (exp.TimestampTrunc, exp.DateTrunc)):
        return "timestamp" if kind(e.this, known) in ("date", "timestamp") else ""
    if isinstance(e, exp.Sum):
        return "int" if kind(e.this, known) == "int" else ""
    if isinstance(e, exp.Coalesce):
        kinds = {kind(part, known) for part in (e.this, *e.expressions)}
        return kinds.pop() if len(kinds) == 1 else ""
    return _of_sum(e, known) if isinstance(e, (exp.Add, exp.Sub, exp.Mul)) else ""


def _of_sum(e: exp.Add | exp.Sub | exp.Mul, known: Mapping[str, str]) -> str:
    sides = [kind(e.this, known), kind(e.expression, known)]
    if sides == ["int", "int"]:
        return "int"
    if isinstance(e, exp.Mul):
        return "interval" if "interval" in sides else ""
    if "interval" in sides and ("date" in sides or "timestamp" in sides):
        return "timestamp"
    if sides == ["date", "int"] or (sides == ["int", "date"] and isinstance(e, exp.Add)):
        return "date"
    return ""
