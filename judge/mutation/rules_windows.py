"""Windows and sort keys without what follows from the rest of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from judge.mutation.facts import Facts
from judge.mutation.keys import ROW, UNKNOWN, Rows
from judge.mutation.nullability import never_null
from judge.mutation.trees import RANKING, clauses, cut, function_of, local, text, unnests

_ORDER_BLIND = (exp.Min, exp.Max, exp.LogicalAnd, exp.LogicalOr, exp.Count, exp.CountIf, exp.Sum, exp.Avg)


def simplify_windows(select: exp.Select, rows: Rows) -> None:
    """Windows lose what follows from the rest, and become the plainest that gives the same."""
    for spot in clauses(select):
        for node in list(local(spot)):
            if isinstance(node, exp.Window) and not node.args.get("alias") and rows.groups != UNKNOWN:
                _window(node, rows)
    for spot in clauses(select):
        for node in list(local(spot)):
            if isinstance(node, exp.EQ):
                for side in (node.this, node.expression):
                    other = node.expression if side is node.this else node.this
                    if isinstance(side, exp.Window) and text(other) == "1":
                        set_ranking(side, exp.DenseRank, exp.Rank)


def simplify_order(select: exp.Select, rows: Rows) -> None:
    """ORDER BY loses the keys that follow from those before them."""
    order = select.args.get("order")
    if not order or (cut(select) and bool(select.args.get("distinct"))):
        return
    if any(not isinstance(o, exp.Ordered) for o in order.expressions) or unnests(select):
        return
    outputs = {e.alias_or_name: e.unalias() for e in select.expressions}
    kept = _leading(order.expressions, set(), rows, outputs)
    select.set("order", exp.Order(expressions=kept) if kept else None)


def total_order(select: exp.Expr, facts: Facts) -> bool:
    """Whether a query's own ORDER BY leaves no two rows tied."""
    order = select.args.get("order")
    if not isinstance(select, exp.Select) or not order or unnests(select):
        return False
    keys = facts.of(select).keys
    names = {o.this.name for o in order.expressions if isinstance(o.this, exp.Column) and not o.this.table}
    return any(key <= names for key in keys)


def _leading(
    keys: Sequence[exp.Ordered], known: set[str], rows: Rows, outputs: dict[str, exp.Expr]
) -> list[exp.Ordered]:
    """The sort keys that do not follow from those before them."""
    kept: list[exp.Ordered] = []
    found = set(known)
    for key in keys:
        e = key.this
        if isinstance(e, exp.Column) and not e.table and e.name in outputs:
            e = outputs[e.name]
        if not isinstance(e, exp.Literal) and rows.follows(e, rows.closure(found)):
            continue
        found.add(text(e))
        if never_null(e, rows.notnull, rows.grouped):
            key.set("nulls_first", False)
        key.set("desc", bool(key.args.get("desc")))
        kept.append(key)
    return kept


def _window(window: exp.Window, rows: Rows) -> None:
    partition = {text(p): p for p in window.args.get("partition_by") or []}
    for key in sorted(partition, reverse=True):
        if rows.follows(partition[key], rows.closure(other for other in partition if other != key)):
            del partition[key]
    window.set("partition_by", [partition[key] for key in sorted(partition)])
    order, spec = window.args.get("order"), window.args.get("spec")
    kind = str(spec.args.get("kind")).upper() if spec is not None else ""
    bounds = ("UNBOUNDED", "CURRENT ROW")
    simple = spec is None or (
        kind in ("ROWS", "RANGE")
        and not spec.args.get("exclude")
        and str(spec.args.get("start")).upper() in bounds
        and str(spec.args.get("end") or "CURRENT ROW").upper() in bounds
    )
    function = function_of(window)
    sorted_keys: list[exp.Ordered] = order.expressions if order else []
    if simple:
        sorted_keys = _leading(sorted_keys, set(partition), rows, {})
        window.set("order", exp.Order(expressions=sorted_keys) if sorted_keys else None)
    unique = ROW in rows.closure({*partition, *(text(key.this) for key in sorted_keys)})
    if unique:
        set_ranking(window, exp.Rank, exp.RowNumber)
        set_ranking(window, exp.DenseRank, exp.RowNumber)
    inside = isinstance(window.this.this, exp.Order)  # lag(x ORDER BY y) goes by the frame
    if simple and isinstance(window.this, (*RANKING, exp.Lag, exp.Lead, exp.Ntile)) and not inside:
        window.set("spec", None)
    elif spec is not None and simple:
        start = (str(spec.args.get("start")).upper(), str(spec.args.get("start_side")).upper())
        end = (str(spec.args.get("end") or "CURRENT ROW").upper(), str(spec.args.get("end_side")).upper())
        whole = start == ("UNBOUNDED", "PRECEDING") and end == ("UNBOUNDED", "FOLLOWING")
        if whole and isinstance(function, _ORDER_BLIND):
            window.set("spec", None)
            window.set("order", None)
        running = start == ("UNBOUNDED", "PRECEDING") and end[0] == "CURRENT ROW"
        if running and (unique or (isinstance(window.this, exp.FirstValue) and not inside) or kind == "RANGE"):
            window.set("spec", None)


def set_ranking(window: exp.Window, old: type[exp.Expr], new: type[exp.Expr]) -> None:
    """Put one way of ranking into the place of another."""
    if isinstance(window.this, old) and not window.this.expressions:
        window.set("this", new())


def order_matters(tree: exp.Expr) -> bool:
    """Whether a query has something that depends on the order in which a subquery gives its rows."""
    for node in tree.walk():
        if isinstance(node, (exp.Limit, exp.Offset, exp.Fetch)):
            return True
        if isinstance(node, exp.Distinct) and node.args.get("on"):
            return True
        ranks = (exp.Rank, exp.DenseRank, *_ORDER_BLIND)
        if isinstance(node, exp.AggFunc) and not isinstance(node, ranks):
            return True
        if isinstance(node, exp.Window) and not isinstance(function_of(node), ranks):
            return True
    return False
