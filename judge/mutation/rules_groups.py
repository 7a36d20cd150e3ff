"""Aggregates and the keys of GROUP BY."""

from __future__ import annotations

from sqlglot import exp

from judge.mutation.keys import ROW, UNKNOWN, Names, Rows
from judge.mutation.kinds import EXACT, kind
from judge.mutation.nullability import never_null
from judge.mutation.trees import clauses, constant_aggregate, is_windowed, local, plain, text


def simpler_aggregate(node: exp.Expr, known: set[str], rows: Rows, groups: Names | None) -> exp.Expr:
    """An aggregate that gives the same; `rows` are those that it aggregates."""
    if isinstance(node, exp.Count) and not isinstance(node.this, (exp.Star, exp.Distinct)) and not node.expressions:
        return exp.Count(this=exp.Star(), big_int=True) if never_null(node.this, known) else node
    windowed = isinstance(node.parent, (exp.Window, exp.Filter))
    if isinstance(node, exp.AggFunc) and isinstance(node.this, exp.Distinct) and len(node.this.expressions) == 1:
        of = node.this.expressions[0]
        if isinstance(node, (exp.Min, exp.Max, exp.LogicalAnd, exp.LogicalOr)):
            return type(node)(this=of)
        summed = isinstance(node, (exp.Count, exp.Sum, exp.Avg))
        if summed and not node.find_ancestor(exp.Window) and groups is not None:
            source = of.table if isinstance(of, exp.Column) else ""
            matched = source in rows.if_matched and text(of) in rows.sources[source].notnull
            more = rows.if_matched[source] if matched else []
            if groups != UNKNOWN and ROW in rows.closure({text(of), *groups}, more):
                new = node.copy()
                new.set("this", of.copy())
                return new
    if groups is None or groups == UNKNOWN or windowed or isinstance(node.parent, exp.IgnoreNulls):
        return node
    constant = constant_aggregate(node)
    if constant is None or (not groups and isinstance(constant, exp.Literal)):
        return node
    if text(constant) in groups:  # 0.0 and -0.0 are in one group
        return constant.copy() if kind(constant, rows.kinds) in EXACT else node
    if not rows.follows(constant, rows.closure(groups)):
        return node
    one: exp.Expr = exp.IgnoreNulls(this=exp.AnyValue(this=constant.copy()))
    return node if text(one) == text(node) else one


def _outside_aggregates(node: exp.Expr, spot: exp.Expr) -> bool:
    while node is not spot and node.parent is not None:
        node = node.parent
        if isinstance(node, (exp.AggFunc, exp.Filter)) and not is_windowed(node):
            return False
    return True


def simplify_group(select: exp.Select, rows: Rows) -> None:
    """GROUP BY loses the keys that follow from the others; `rows` are those that it groups."""
    group = select.args.get("group")
    if not group or not plain(group):
        return
    keys = {text(e): e for e in group.expressions}
    for key in sorted(keys, reverse=True):
        rest = [other for other in keys if other != key]
        if not rest or not rows.follows(keys[key], rows.closure(rest)):
            continue
        spots = [s for s in clauses(select) if s.arg_key not in ("on", "where", "group")]
        inner = [q for s in spots for q in s.find_all(exp.Query)]
        names = {text(c) for c in keys[key].find_all(exp.Column)}
        if any(text(c) in names for q in inner for c in q.find_all(exp.Column)):
            continue
        del keys[key]
        for spot in spots:
            for node in list(local(spot)):
                if text(node) == key and _outside_aggregates(node, spot):
                    node.replace(exp.IgnoreNulls(this=exp.AnyValue(this=node.copy())))
    group.set("expressions", [keys[key] for key in sorted(keys)])
