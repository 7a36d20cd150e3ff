"""Which columns a condition or an expression lets be NULL."""

from __future__ import annotations

from sqlglot import exp

from judge.mutation.kinds import COMPARISONS
from judge.mutation.trees import RANKING, text

_PLAIN = (
    *COMPARISONS,
    exp.Add,
    exp.Sub,
    exp.Mul,
    exp.Neg,
    exp.Paren,
    exp.Lower,
    exp.Upper,
    exp.Trim,
    exp.Length,
    exp.Abs,
    exp.TimestampTrunc,
    exp.DateTrunc,
    exp.Interval,
)


_STRICT = (*_PLAIN, exp.Div, exp.IntDiv, exp.Mod, exp.Nullif, exp.Like, exp.ILike, exp.Year, exp.Month, exp.Round)


def strict(e: exp.Expr) -> set[str]:
    """The columns that make `e` NULL when they are NULL."""
    if isinstance(e, exp.Column):
        return {text(e)}
    if isinstance(e, exp.Nullif):
        return strict(e.this)
    if isinstance(e, exp.Not):
        return strict(e.this)
    if isinstance(e, (exp.Cast, *_STRICT)):
        parts = [e.this, e.args.get("expression")]
        return set().union(*(strict(part) for part in parts if isinstance(part, exp.Expr)))
    return set()


def rejects(e: exp.Expr) -> set[str]:
    """The columns that keep a condition from being true when they are NULL."""
    if isinstance(e, exp.Paren):
        return rejects(e.this)
    if isinstance(e, exp.And):
        return rejects(e.this) | rejects(e.expression)
    if isinstance(e, exp.Or):
        return rejects(e.this) & rejects(e.expression)
    if isinstance(e, (exp.In, exp.Is)):
        negative = isinstance(e, exp.Is) and isinstance(e.expression, exp.Null)
        return set() if negative else strict(e.this)
    if isinstance(e, exp.Between):
        return strict(e.this) | strict(e.args["low"]) | strict(e.args["high"])
    if isinstance(e, exp.Not):
        inner = e.this.unnest()
        if isinstance(inner, exp.Is) and isinstance(inner.expression, exp.Null):
            return strict(inner.this)
        if isinstance(inner, exp.In) and not inner.args.get("query"):
            return strict(inner.this)
        return strict(inner)
    return strict(e)


def never_null(e: exp.Expr, known: set[str], grouped: bool = False) -> bool:
    """Whether `e` cannot be NULL where the columns `known` are not; `grouped`: an aggregate here is of some row."""
    if text(e) in known or isinstance(e, (exp.Literal, exp.Boolean, exp.Exists, exp.Count, exp.CountIf, *RANKING)):
        return True
    if isinstance(e, exp.Window):
        return isinstance(e.this, (exp.Count, *RANKING))
    if isinstance(e, exp.Filter):
        return isinstance(e.this, exp.Count)
    if isinstance(e, exp.Coalesce):
        return any(never_null(part, known, grouped) for part in (e.this, *e.expressions))
    if isinstance(e, exp.Is):
        return True
    if isinstance(e, exp.Case):
        arms = [branch.args["true"] for branch in e.args["ifs"]] + [e.args.get("default")]
        return all(arm is not None and never_null(arm, known, grouped) for arm in arms)
    if isinstance(e, (exp.Sum, exp.Min, exp.Max, exp.AnyValue, exp.IgnoreNulls)) and grouped:
        return not isinstance(e.this, exp.Distinct) and never_null(e.this, known, grouped)
    if isinstance(e, exp.In):
        parts = [e.this, *e.expressions]
        return bool(e.expressions) and all(never_null(part, known, grouped) for part in parts)
    if isinstance(e, (exp.Cast, exp.And, exp.Or, exp.Not, *_PLAIN)) and not isinstance(e, exp.TryCast):
        parts = [e.this, e.args.get("expression")]
        return all(never_null(p, known, grouped) for p in parts if isinstance(p, exp.Expr) and not _unit(p))
    return False


def _unit(e: exp.Expr) -> bool:
    return isinstance(e, (exp.Var, exp.DataType))
