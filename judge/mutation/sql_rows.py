"""Slips in what a query does with rows: DISTINCT, windows, GROUP BY, set operations, ORDER BY, LIMIT."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlglot import exp

from judge.mutation.sql_change import Change, Changes, by_one, is_whole, moved, popped, put, retyped, showing, text
from judge.mutation.sql_names import Names

_RANKS: tuple[tuple[type[exp.Expr], ...], ...] = (
    (exp.RowNumber, exp.Rank, exp.DenseRank),
    (exp.PercentRank, exp.CumeDist),
    (exp.Lag, exp.Lead),
    (exp.FirstValue, exp.LastValue),
)
_NO_FRAME = (*(kind for kinds in _RANKS for kind in kinds), exp.Ntile, exp.NthValue)
_UNBOUNDED = {"start": "PRECEDING", "end": "FOLLOWING"}


def distinct(node: Any, _: Names) -> Changes:
    if not isinstance(node, exp.Select):
        return
    at, old = node.expressions[0], node.args.get("distinct")
    if old:
        yield Change("distinct", node, partial(_distinct, on=False), f"SELECT {text(old)}", at, (old,))
    elif not _gives_each_row_once(node):
        yield Change("distinct", node, partial(_distinct, on=True), "SELECT", at, ())


def _distinct(node: Any, on: bool) -> str:
    node.set("distinct", exp.Distinct() if on else None)
    return "SELECT DISTINCT" if on else "SELECT"


def _gives_each_row_once(select: Any) -> bool:
    """Whether DISTINCT could not change what a SELECT gives to the query around it."""
    around = select.parent
    if isinstance(around, exp.Subquery):
        around = around.parent if not around.alias else None
        if not isinstance(around, exp.From | exp.Join | exp.SetOperation | exp.CTE | None):
            return True  # a scalar, or the list of an IN
    if isinstance(around, exp.Exists | exp.In):
        return True
    if isinstance(around, exp.SetOperation) and around.args.get("distinct"):
        return True
    group = select.args.get("group")
    if not group:
        return any(_aggregates(item) for item in select.expressions)
    shown = [text(item.unalias()) for item in select.expressions] + [item.alias_or_name for item in select.expressions]
    keys = [key for key in group.expressions if not is_whole(key)]
    return bool(group.args.get("all")) or all(text(key) in shown for key in keys)


def _aggregates(item: Any) -> bool:
    return any(_within(call, item) for call in item.find_all(exp.AggFunc))


def _within(call: Any, item: Any) -> bool:
    """Whether an aggregate of a projection is neither a window's nor a subquery's."""
    around = call
    while around is not item:
        around = around.parent
        if isinstance(around, exp.Window | exp.Query):
            return False
    return not isinstance(item, exp.Window | exp.Query)


def window_frame(node: Any, _: Names) -> Changes:
    if not isinstance(node, exp.Window):
        return
    if spec := node.args.get("spec"):
        at = spec if any(True for _ in spec.find_all(exp.Literal)) else node
        yield Change("window_frame", spec, popped, at=at)
        kind = "RANGE" if str(spec.args.get("kind")).upper() == "ROWS" else "ROWS"
        yield Change("window_frame", spec, partial(_spec, kind=kind), at=at)
        for end in ("start", "end"):
            yield from _bounds(spec, end, at)
        return
    defined = _defined(node)
    if not (defined and defined.args.get("order")) or defined.args.get("spec") or not _is_running(node):
        return
    order = defined.args["order"]
    at = node if defined is not node else order
    yield Change("window_frame", node, _whole_partition, text(order), at, (order,))
    yield Change("window_frame", node, _row_by_row, "", at)


def _defined(window: Any) -> Any:
    """The window with its keys: itself, or the one of the WINDOW clause that it is called after."""
    name = window.args.get("alias")
    if not name:
        return window
    select = window.find_ancestor(exp.Select)
    named = (select.args.get("windows") or []) if select else []
    return next((one for one in named if one.name.casefold() == name.name.casefold()), None)


def _is_running(window: Any) -> bool:
    call = window.this
    while isinstance(call, exp.Filter | exp.IgnoreNulls | exp.RespectNulls):
        call = call.this
    return isinstance(call, exp.AggFunc) and not isinstance(call, _NO_FRAME)


def _whole_partition(node: Any) -> None:
    defined = _defined(node)
    if defined is not node:
        node.set("alias", None)
        node.set("partition_by", [key.copy() for key in defined.args.get("partition_by") or []])
    node.set("order", None)


def _row_by_row(node: Any) -> Any:
    frame = {"start": "UNBOUNDED", "start_side": "PRECEDING", "end": "CURRENT ROW"}
    node.set("spec", exp.WindowSpec(kind="ROWS", **frame))
    return node


def _spec(node: Any, **values: Any) -> Any:
    for name, value in values.items():
        node.set(name, value)
    return node


def _bounds(spec: Any, end: str, at: Any) -> Changes:
    bound, side = spec.args.get(end), f"{end}_side"
    if isinstance(bound, exp.Expr):
        for number in bound.find_all(exp.Literal):
            if is_whole(number):
                up = 2 if isinstance(number.parent, exp.Interval) else 1
                for by in (1, -1) if int(number.this) else (1,):
                    yield Change("window_frame", number, showing(partial(moved, by=by), up), text(spec), at, (spec,))
    elif str(bound).upper() == "UNBOUNDED":
        yield Change("window_frame", spec, partial(_spec, **{end: "CURRENT ROW", side: None}), at=at)
    elif bound:
        yield Change("window_frame", spec, partial(_spec, **{end: "UNBOUNDED", side: _UNBOUNDED[end]}), at=at)
        if end == "end" and str(spec.args.get("kind")).upper() == "ROWS":
            before: dict[str, Any] = {end: exp.Literal.number(1), side: "PRECEDING"}
            yield Change("window_frame", spec, partial(_spec, **before), at=at)


def window_partition(node: Any, _: Names) -> Changes:
    keys = node.args.get("partition_by") if isinstance(node, exp.Window) else None
    if not keys:
        return
    if len(keys) > 1:
        for key in keys:
            yield Change("window_partition", key, popped)
    was = "PARTITION BY " + ", ".join(map(text, keys))
    yield Change("window_partition", node, _without_partition, was, keys[0], keys)


def _without_partition(node: Any) -> None:
    node.set("partition_by", None)


def sorting(node: Any, _: Names) -> Changes:
    if not isinstance(node, exp.Order):
        return
    operator = "window_order" if isinstance(node.parent, exp.Window) else "sort_direction"
    for key in node.expressions:
        yield Change(operator, key, _turned)
        if len(node.expressions) > 1:
            yield Change(operator, key, popped)


def _turned(node: Any) -> Any:
    node.set("desc", not node.args.get("desc"))
    return node


def rank_function(node: Any, _: Names) -> Changes:
    for kinds in _RANKS:
        if type(node) in kinds:
            for kind in kinds:
                if kind is not type(node):
                    yield Change("rank_function", node, retyped(kind))


def group_key(node: Any, _: Names) -> Changes:
    keys = node.expressions if isinstance(node, exp.Group) else []
    if len(keys) > 1 and isinstance(node.parent, exp.Select):
        for key in keys:
            if not isinstance(key, exp.Rollup | exp.Cube | exp.GroupingSets):
                yield Change("group_key", key, _without_key)


def _without_key(node: Any) -> None:
    select = node.find_ancestor(exp.Select)
    key = node.pop()
    items = select.expressions
    if is_whole(key):
        _any_of(items[int(key.this) - 1])
        return
    for item in items:
        if _is_same(item.unalias(), key) or (isinstance(item, exp.Alias) and _is_same(exp.column(item.alias), key)):
            _any_of(item)
    clauses = [select.args[name] for name in ("having", "qualify", "order") if select.args.get(name)]
    for place in (*select.expressions, *clauses):
        for part in list(place.walk()):
            if _is_same(part, key) and not part.find_ancestor(exp.AggFunc) and part.find_ancestor(exp.Select) is select:
                part.replace(exp.AnyValue(this=part.copy()))


def _is_same(part: Any, key: Any) -> bool:
    """Whether an expression is a key of the GROUP BY, with or without the table before a column."""
    if isinstance(part, exp.Column) and isinstance(key, exp.Column) and not (part.table and key.table):
        return part.name.casefold() == key.name.casefold()
    return bool(part == key)


def _any_of(item: Any) -> None:
    name = item.alias_or_name
    picked = exp.AnyValue(this=item.unalias().copy())
    item.replace(exp.alias_(picked, name) if name else picked)


def set_operation(node: Any, _: Names) -> Changes:
    if not isinstance(node, exp.SetOperation):
        return
    at, was = node.expression, _called(node)

    def change(edit: Any) -> Change:
        return Change("set_operation", node, edit, was, at, ())

    yield change(_all_turned)
    if isinstance(node, exp.Intersect):
        yield change(partial(_of_kind, kind=exp.Union))
    elif isinstance(node, exp.Union):
        if node.args.get("distinct"):
            yield change(partial(_of_kind, kind=exp.Intersect))
        for branch in (node.this, node.expression):
            if not isinstance(branch, exp.Union):
                yield Change("set_operation", branch, _without_branch)
    elif isinstance(node, exp.Except):
        yield Change("set_operation", node, _turned_round, at=at)


def _called(node: Any) -> str:
    return f"{node.key.upper()}{'' if node.args.get('distinct') else ' ALL'}"


def _all_turned(node: Any) -> str:
    node.set("distinct", not node.args.get("distinct"))
    return _called(node)


def _of_kind(node: Any, kind: type[exp.Expr]) -> str:
    return _called(retyped(kind)(node))


def _turned_round(node: Any) -> Any:
    first, second = node.this.copy(), node.expression.copy()
    _named_after(second, first)
    node.set("this", second)
    node.set("expression", first)
    return node


def _without_branch(node: Any) -> None:
    both = node.parent
    other = both.expression if both.this is node else both.this
    if both.this is node:
        _named_after(other, node)
    for name in ("with_", "order", "limit", "offset"):
        if (part := both.args.get(name)) and not other.args.get(name):
            other.set(name, part)
    put(both, other)


def _named_after(query: Any, model: Any) -> None:
    """Give a query's columns the names that another's have, which a set operation's first one gives to all."""
    select, names = query.unnest() if isinstance(query, exp.Subquery) else query, model.named_selects
    if isinstance(select, exp.Select) and len(names) == len(select.expressions):
        for item, name in zip(list(select.expressions), names, strict=True):
            if not item.is_star and name not in ("", "*") and item.alias_or_name != name:
                item.replace(exp.alias_(item.unalias().copy(), name))


def limit(node: Any, _: Names) -> Changes:
    if not isinstance(node, exp.Limit | exp.Offset | exp.Fetch):
        return
    number = node.args.get("count") if isinstance(node, exp.Fetch) else node.expression
    if is_whole(number):
        yield from by_one("limit", number, least=0 if isinstance(node, exp.Offset) else 1)
    elif isinstance(number, exp.Subquery):
        for kind in (exp.Add, exp.Sub):
            yield Change("limit", node, partial(_limited, kind=kind))
    yield Change("limit", node, popped)


def _limited(node: Any, kind: type[exp.Expr]) -> Any:
    node.set("expression", kind(this=node.expression.copy(), expression=exp.Literal.number(1)))
    return node
