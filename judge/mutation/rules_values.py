"""Conditions and other expressions, in one of the ways in which they can be written."""

from __future__ import annotations

from sqlglot import exp

from judge.mutation.facts import Facts
from judge.mutation.keys import Rows
from judge.mutation.kinds import EXACT, kind
from judge.mutation.nullability import never_null
from judge.mutation.trees import RANKING, cut, has_aggregates, sources, text, unnests

_TURNED = {exp.LT: exp.GTE, exp.LTE: exp.GT, exp.GT: exp.LTE, exp.GTE: exp.LT, exp.EQ: exp.NEQ, exp.NEQ: exp.EQ}


_BARE = (exp.Column, exp.Literal, exp.Paren, exp.Func, exp.Boolean, exp.Null, exp.Window)


def simpler(node: exp.Expr, known: set[str], rows: Rows) -> exp.Expr:
    """An expression that gives the same as `node`, or `node` itself; `known` are not NULL."""

    if isinstance(node, exp.Paren) and isinstance(node.this, _BARE) and not isinstance(node.this, exp.Binary):
        return node.this
    if isinstance(node, exp.Coalesce):
        return _coalesce(node, known, rows)
    if isinstance(node, (exp.Is, exp.NullSafeEQ, exp.NullSafeNEQ)):
        return _null_test(node, known, rows)
    if isinstance(node, exp.Between) and not node.args.get("symmetric"):
        low = exp.LTE(this=node.args["low"], expression=node.this)
        return exp.and_(low, exp.LTE(this=node.this.copy(), expression=node.args["high"]), copy=False)
    if isinstance(node, (exp.GT, exp.GTE)):
        turned = exp.LT if isinstance(node, exp.GT) else exp.LTE
        return turned(this=node.expression, expression=node.this)
    if isinstance(node, exp.In) and node.expressions:
        return _in_list(node, rows)
    if isinstance(node, exp.Not):
        return _negation(node)
    if isinstance(node, (exp.And, exp.Or)):
        return _connected(node)
    if isinstance(node, (exp.LT, exp.LTE, exp.EQ, exp.NEQ)):
        return _comparison(node, known, rows)
    return _sum(node, rows) if isinstance(node, (exp.Add, exp.Mul)) else node


def _null_test(node: exp.Expr, known: set[str], rows: Rows) -> exp.Expr:
    if not never_null(node.this, known, rows.grouped):
        return node
    if isinstance(node, exp.Is):
        return exp.false() if isinstance(node.expression, exp.Null) else node
    plain = exp.EQ if isinstance(node, exp.NullSafeEQ) else exp.NEQ
    sure = never_null(node.expression, known, rows.grouped)
    return plain(this=node.this, expression=node.expression) if sure else node


def _in_list(node: exp.In, rows: Rows) -> exp.Expr:
    if len(node.expressions) == 1 and kind(node.expressions[0], rows.kinds) in EXACT:
        return exp.EQ(this=node.this, expression=node.expressions[0])
    if all(isinstance(e, exp.Literal) for e in node.expressions):
        values = {text(e): e for e in node.expressions}
        if list(values) != sorted(values) or len(values) != len(node.expressions):
            return exp.In(this=node.this, expressions=[values[key] for key in sorted(values)])
    return node


def _sum(node: exp.Add | exp.Mul, rows: Rows) -> exp.Expr:
    """The sum or product with its sides in the order of the text."""
    kinds = {kind(node.this, rows.kinds), kind(node.expression, rows.kinds)}
    if kinds & {"", "text"} or text(node.expression) >= text(node.this):
        return node
    left = node.this if not isinstance(node.this, exp.Binary) else exp.Paren(this=node.this)
    return type(node)(this=node.expression, expression=left)


def _coalesce(node: exp.Coalesce, known: set[str], rows: Rows) -> exp.Expr:
    parts = [node.this, *node.expressions]
    kinds = {kind(part, rows.kinds) for part in parts}
    last = next((i for i, part in enumerate(parts) if never_null(part, known, rows.grouped)), len(parts) - 1)
    if last == len(parts) - 1 or len(kinds) > 1 or not kinds <= {"int", "text", "date", "timestamp", "bool"}:
        return node
    return exp.Coalesce(this=parts[0], expressions=parts[1 : last + 1]) if last else parts[0]


def _negation(node: exp.Not) -> exp.Expr:
    inner = node.this.unnest()
    if isinstance(inner, exp.Boolean):
        return exp.false() if inner.this else exp.true()
    if isinstance(inner, exp.Not) and isinstance(inner.this.unnest(), (exp.Predicate, exp.Not, exp.Connector)):
        within: exp.Expr = inner.this.unnest()
        return within
    if type(inner) in _TURNED:
        return _TURNED[type(inner)](this=inner.this, expression=inner.expression)
    return node


def _connected(node: exp.And | exp.Or) -> exp.Expr:
    """AND or OR without what is settled, in the order of the text."""
    neutral = isinstance(node, exp.And)
    parts = {text(part): part for part in _flat(node, type(node))}
    for part in parts.values():
        if isinstance(part, exp.Boolean) and bool(part.this) is not neutral:
            return exp.false() if neutral else exp.true()
    kept = [parts[key] for key in sorted(parts) if not isinstance(parts[key], exp.Boolean)]
    if not kept:
        return exp.true() if neutral else exp.false()
    new = exp.and_(*kept) if neutral else exp.or_(*kept)
    return node if text(new) == text(node) else new


def _flat(e: exp.Expr, of: type[exp.Expr]) -> list[exp.Expr]:
    e = e.unnest()
    return [part for side in (e.this, e.expression) for part in _flat(side, of)] if isinstance(e, of) else [e]


def _comparison(node: exp.Expr, known: set[str], rows: Rows) -> exp.Expr:
    left, right = node.this, node.expression
    kinds = [kind(left, rows.kinds), kind(right, rows.kinds)]
    if isinstance(node, exp.LT) and kinds == ["date", "date"] and _dated(left, rows):
        return exp.LT(this=left.this, expression=right)
    if isinstance(node, exp.LTE) and kinds == ["date", "date"] and _dated(right, rows):
        return exp.LTE(this=left, expression=right.this)
    if isinstance(node, exp.LTE) and kinds == ["int", "int"]:
        if isinstance(right, exp.Literal):
            return exp.LT(this=left, expression=exp.Literal.number(int(right.this) + 1))
        if isinstance(left, exp.Literal) and int(left.this) > 0:
            return exp.LT(this=exp.Literal.number(int(left.this) - 1), expression=right)
    if isinstance(node, exp.LT) and isinstance(right, exp.Literal) and text(right) == "2" and _positive(left, rows):
        return exp.EQ(this=left, expression=exp.Literal.number(1))
    if isinstance(node, exp.LT) and isinstance(left, exp.Literal) and text(left) == "0" and _positive(right, rows):
        return exp.true() if never_null(right, known, rows.grouped) else node
    if isinstance(node, exp.NEQ) and text(right) == "1" and _positive(left, rows):
        return exp.LT(this=right, expression=left)
    if isinstance(node, exp.NEQ) and text(left) == "1" and _positive(right, rows):
        return exp.LT(this=left, expression=right)
    if isinstance(node, (exp.EQ, exp.NEQ)) and text(right) < text(left):
        return type(node)(this=right, expression=left)
    return node


def _dated(e: exp.Expr, rows: Rows) -> bool:
    """Whether it is the date of a timestamp, which comes before another date exactly if the timestamp does."""
    return isinstance(e, exp.Cast) and kind(e.this, rows.kinds) == "timestamp"


def _positive(e: exp.Expr, rows: Rows) -> bool:
    return text(e) in rows.positive or (isinstance(e, exp.Window) and isinstance(e.this, RANKING))


def put(node: exp.Expr, new: exp.Expr) -> None:
    """Put an expression into the place of another, in parentheses where it could be read otherwise."""
    new = new.copy()
    binary = isinstance(new, (exp.Binary, exp.Not, exp.In, exp.Between))
    if binary and not isinstance(node.parent, (exp.Where, exp.Having, exp.Qualify, exp.Paren, exp.Alias)):
        same = isinstance(node, exp.Binary) and not isinstance(new, exp.Connector)
        same = same and not isinstance(node, exp.Connector)
        if not (same or (isinstance(node.parent, exp.Connector) and not isinstance(new, exp.Connector))):
            new = exp.Paren(this=new)
    node.replace(new)


def to_exists(root: exp.Where, known: set[str], rows: Rows, facts: Facts) -> None:
    """[NOT] IN (SELECT …) as a condition of its own becomes [NOT] EXISTS where NULLs make no difference."""
    e = root.this.unnest()
    negated = isinstance(e, exp.Not)
    e = e.this.unnest() if isinstance(e, exp.Not) else e
    query = e.args.get("query") if isinstance(e, exp.In) else None
    inner = query.unnest() if query is not None else None
    if not isinstance(inner, exp.Select) or len(inner.expressions) != 1 or cut(inner) or unnests(inner):
        return
    if any(inner.args.get(a) for a in ("group", "having", "qualify")) or has_aggregates(inner):
        return
    mine, theirs = e.this, inner.expressions[0].unalias()
    if mine.find(exp.Query, exp.Window, exp.AggFunc) or theirs.find(exp.Query, exp.Window):
        return
    within = {alias for node in inner.find_all(exp.Select) for alias, _ in sources(node)}
    if within & {c.table for c in mine.find_all(exp.Column)}:
        return
    theirs_rows = facts.rows(inner, known)
    if kind(mine, rows.kinds) not in EXACT or kind(mine, rows.kinds) != kind(theirs, theirs_rows.kinds):
        return
    if negated and not (never_null(mine, known) and never_null(theirs, theirs_rows.notnull)):
        return
    where = inner.args.get("where")
    match = exp.EQ(this=theirs.copy(), expression=mine.copy())
    new = inner.copy()
    new.set("where", exp.Where(this=exp.and_(where.this, match) if where else match))
    new.set("expressions", [exp.Literal.number(1)])
    new.set("distinct", None)
    new.set("order", None)
    exists: exp.Expr = exp.Exists(this=new)
    root.set("this", exp.Not(this=exists) if negated else exists)
