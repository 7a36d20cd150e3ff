"""Slips in conditions: comparisons, joins, what WHERE keeps, NULL and what counts it, text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlglot import exp

from judge.mutation.sql_change import (
    Change,
    Changes,
    negated,
    operands,
    popped,
    put,
    retyped,
    setting,
    text,
    unwrapped,
    without_operand,
)
from judge.mutation.sql_names import Names

_TURNED: dict[type[exp.Expr], tuple[type[exp.Expr], ...]] = {
    exp.LT: (exp.LTE, exp.GT),
    exp.LTE: (exp.LT, exp.GTE),
    exp.GT: (exp.GTE, exp.LT),
    exp.GTE: (exp.GT, exp.LTE),
    exp.EQ: (exp.NEQ,),
    exp.NEQ: (exp.EQ,),
}
_NULL_SAFE: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.NEQ: exp.NullSafeNEQ,
    exp.NullSafeNEQ: exp.NEQ,
    exp.NullSafeEQ: exp.EQ,
}
_SIDES = {"": ("LEFT",), "LEFT": ("", "RIGHT"), "RIGHT": ("", "LEFT"), "FULL": ("LEFT", "")}
_CLAUSES = (exp.Where, exp.Having, exp.Qualify)


def comparison(node: Any, names: Names) -> Changes:
    for kind in _TURNED.get(type(node), ()):
        yield Change("comparison", node, retyped(kind))
    safe = _NULL_SAFE.get(type(node))
    if safe and (names.may_be_null(node.this) or names.may_be_null(node.expression)):
        yield Change("comparison", node, retyped(safe))
    if isinstance(node, exp.Between):
        for low, high in ((exp.GTE, None), (None, exp.LTE), (exp.GTE, exp.LT), (exp.GT, exp.LTE)):
            yield Change("comparison", node, partial(_between, low=low, high=high))


def _between(node: Any, low: type[exp.Expr] | None, high: type[exp.Expr] | None) -> Any:
    ends = [
        kind(this=node.this.copy(), expression=node.args[end].copy())
        for kind, end in ((low, "low"), (high, "high"))
        if kind
    ]
    return put(node, exp.and_(*ends, copy=False))


def join_type(node: Any, names: Names) -> Changes:
    if not isinstance(node, exp.Join) or node.method in ("NATURAL", "POSITIONAL"):
        return
    if node.kind in ("SEMI", "ANTI"):
        yield Change("join_type", node, setting(kind="ANTI" if node.kind == "SEMI" else "SEMI"))
    elif node.method == "ASOF":
        if node.side == "LEFT":
            yield Change("join_type", node, setting(side=None, kind=None))
    elif node.args.get("on") or node.args.get("using"):
        for side in _SIDES.get(node.side, ()):
            if not node.side and not names.keeps_padding(node):
                continue  # the WHERE drops the very rows that it would add
            yield Change("join_type", node, setting(side=side or None, kind=None))


def join_key(node: Any, _: Names) -> Changes:
    if not isinstance(node, exp.Join):
        return
    on, using = node.args.get("on"), node.args.get("using") or []
    conjuncts = operands(on, exp.And) if on else []
    if len(conjuncts) > 1:
        for conjunct in conjuncts:
            yield Change("join_key", conjunct, without_operand)
    if len(using) > 1:
        for key in using:
            yield Change("join_key", key, popped)
    plain = node.side == "" and node.kind in ("", "INNER") and not node.method
    if plain and len(conjuncts) + len(using) == 1 and not isinstance(on, exp.Boolean):
        yield Change("join_key", node, setting(kind="CROSS", on=None, using=None))


def predicate(node: Any, _: Names) -> Changes:
    if isinstance(node, exp.And | exp.Or) and not isinstance(node.parent, type(node)):
        kind = exp.And if isinstance(node, exp.And) else exp.Or
        if not (kind is exp.And and isinstance(node.parent, exp.Join)):
            for part in operands(node, kind):
                yield Change("predicate", part, without_operand)
    if isinstance(node, _CLAUSES) and not isinstance(node.parent, exp.Filter) and not isinstance(node.this, exp.And):
        yield Change("predicate", node, popped)
    if isinstance(node, exp.Filter) and not isinstance(node.expression.this, exp.And):
        yield Change("predicate", node.expression, _without_filter)
    if isinstance(node, exp.In) and len(node.expressions) > 1:
        for place in range(len(node.expressions)):
            yield Change("predicate", node, partial(_without_element, place=place))


def _without_filter(where: Any) -> None:
    put(where.parent, where.parent.this)


def _without_element(node: Any, place: int) -> Any:
    node.expressions[place].pop()
    return node


def connective(node: Any, _: Names) -> Changes:
    if isinstance(node, exp.And):
        yield Change("connective", node, retyped(exp.Or))
    elif isinstance(node, exp.Or):
        yield Change("connective", node, _to_and)


def _to_and(node: Any) -> Any:
    for side in (node.this, node.expression):
        if isinstance(side, exp.Or):
            side.replace(exp.paren(side))
    return retyped(exp.And)(node)


def null(node: Any, names: Names) -> Changes:
    if isinstance(node, exp.Coalesce | exp.Nullif):
        yield Change("null", node, unwrapped)
    condition = node.this if isinstance(node, exp.Not) else node
    if isinstance(node.parent, exp.Not):
        condition = None  # the NOT and what it stands before are turned as one
    tests_null = isinstance(condition, exp.Is) and isinstance(condition.expression, exp.Null)
    if tests_null or isinstance(condition, exp.Exists | exp.In):
        yield Change("null", node, negated)
    refused = condition if isinstance(node, exp.Not) else None
    if isinstance(refused, exp.Exists) and (correlation := _correlation(refused.this, names)):
        yield Change("null", node, partial(_to_not_in, correlation=correlation))
    if isinstance(refused, exp.In) and (query := refused.args.get("query")):
        inner = query.unnest()
        if isinstance(inner, exp.Select) and len(inner.expressions) == 1 and not inner.args.get("group"):
            yield Change("null", node, _without_nulls)
    if isinstance(node, exp.Ordered) and (node.args.get("nulls_first") or names.may_be_null(_sorted_by(node))):
        yield Change("null", node, setting(nulls_first=not node.args.get("nulls_first")))


def _sorted_by(node: Any) -> Any:
    """The expression of a sort key, which may be called by the name that the SELECT gives it."""
    select = node.find_ancestor(exp.Select, exp.Window)
    if isinstance(select, exp.Select) and isinstance(node.this, exp.Column) and not node.this.table:
        for item in select.expressions:
            if isinstance(item, exp.Alias) and item.alias.casefold() == node.this.name.casefold():
                return item
    return node.this


def _correlation(select: Any, names: Names) -> tuple[str, str, str] | None:
    """The only conjunct of an EXISTS that names the query around it, if it is an equality: (it, inner, outer side)."""
    where = select.args.get("where") if isinstance(select, exp.Select) else None
    if not where or select.args.get("group") or select.args.get("limit"):
        return None

    def outside(part: Any) -> bool:
        return not any(names.belongs(part, source) for source in names.sources(select))

    outward = [c for c in operands(where.this, exp.And) if any(map(outside, c.find_all(exp.Column)))]
    if len(outward) != 1 or not isinstance(outward[0], exp.EQ):
        return None
    sides = (outward[0].this, outward[0].expression)
    kinds = [{outside(column) for column in side.find_all(exp.Column)} for side in sides]
    if kinds == [{False}, {True}]:
        return text(outward[0]), "this", "expression"
    return (text(outward[0]), "expression", "this") if kinds == [{True}, {False}] else None


def _to_not_in(node: Any, correlation: tuple[str, str, str]) -> Any:
    conjunct, inner, outer = correlation
    select = node.this.this
    where = select.args["where"]
    found = next(part for part in operands(where.this, exp.And) if text(part) == conjunct)
    listed, searched = found.args[inner].copy(), found.args[outer].copy()
    if found is where.this:
        where.pop()
    else:
        without_operand(found)
    select.set("expressions", [listed])
    return put(node, exp.Not(this=exp.In(this=searched, query=exp.Subquery(this=select))))


def _without_nulls(node: Any) -> Any:
    select = node.this.args["query"].unnest()
    select.where(exp.Not(this=exp.Is(this=select.expressions[0].unalias().copy(), expression=exp.Null())), copy=False)
    return node


def count(node: Any, names: Names) -> Changes:
    if not isinstance(node, exp.Count) or isinstance(node.this, exp.Distinct):
        return
    if not isinstance(node.this, exp.Star):
        yield Change("count", node, partial(_counted, what=exp.Star()))
        return
    select = node.find_ancestor(exp.Select)
    sources = names.sources(select) if select else []
    for source in sources:
        found = [name for name, null in source.columns.items() if null]
        if source.padded:
            found = _named(select, source, names)[:1]
        for name in found:
            if not names.keeps_null(select, name, source, node):
                continue
            column = exp.column(name, table=source.name if len(sources) > 1 else None)
            yield Change("count", node, partial(_counted, what=column))


def _named(select: Any, source: Any, names: Names) -> list[str]:
    """The columns of a source that a SELECT names, then the keys by which it is joined."""
    keys = [key.name for key in source.join.args.get("using") or []]
    parts = [*select.expressions, *(select.args[one] for one in ("where", "group", "joins") if select.args.get(one))]
    nodes = [node for part in parts for node in (part if isinstance(part, list) else [part])]
    columns = [column for node in nodes for column in node.find_all(exp.Column) if names.belongs(column, source)]
    return [column.name for column in columns if column.name not in keys] + keys


def _counted(node: Any, what: Any) -> Any:
    node.set("this", what.copy())
    return node


def negation(node: Any, _: Names) -> Changes:
    if isinstance(node, exp.Not):
        yield Change("negation", node, negated)
    elif node.args.get("negate"):
        yield Change("negation", node, setting(negate=None))


def filtered(node: Any, _: Names) -> Changes:
    if isinstance(node, exp.Filter):
        yield Change("filter", node.expression.this, negated)


def words(node: Any, _: Names) -> Changes:
    if isinstance(node, exp.Lower | exp.Upper | exp.Trim):
        yield Change("text", node, unwrapped)
    if isinstance(node, exp.Like | exp.ILike):
        yield Change("text", node, retyped(exp.ILike if isinstance(node, exp.Like) else exp.Like))
        for pattern in _patterns(node.expression):
            yield Change("text", node, partial(_like, pattern=pattern))


def _patterns(literal: Any) -> Iterator[str]:
    if isinstance(literal, exp.Literal) and len(literal.this) > 1:
        start, end = literal.this.startswith("%"), literal.this.endswith("%")
        if start and end:
            yield literal.this[1:]
        elif start or end:
            yield literal.this + "%" if start else "%" + literal.this


def _like(node: Any, pattern: str) -> Any:
    node.set("expression", exp.Literal.string(pattern))
    return node
