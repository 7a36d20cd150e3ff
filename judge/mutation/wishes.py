"""What the query around a query makes of its rows, and so what does not matter of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from judge.mutation.kinds import kind
from judge.mutation.nullability import rejects, strict
from judge.mutation.trees import (
    clauses,
    conjuncts,
    cut,
    has_aggregates,
    is_windowed,
    local,
    plain,
    sources,
    text,
    unnests,
)

_ONCE_IS_ENOUGH = (exp.Min, exp.Max, exp.AnyValue, exp.LogicalAnd, exp.LogicalOr)


@dataclass(frozen=True)
class Wish:
    """What the query around a query makes of its rows.

    `once`: rows that repeat do not matter; `any_list`: nor do its columns; `used` are the columns that do, None for all
    of them; rows with a NULL in one of `rejected` are dropped; of `only_first` all that counts is where they are 1, of
    `floored` on which side of a midnight they lie; `ordered`: the order of rows counts; `outer` are columns of the
    query around it that are not NULL.
    """

    once: bool = False
    any_list: bool = False
    used: frozenset[str] | None = None
    rejected: frozenset[str] = frozenset()
    only_first: frozenset[str] = frozenset()
    floored: frozenset[str] = frozenset()
    ordered: bool = True
    outer: frozenset[str] = field(default_factory=frozenset)


def wish_of(select: exp.Select, alias: str, wish: Wish, kinds: Mapping[str, str], keep_order: bool) -> Wish:
    """What a SELECT makes of the rows of its source `alias`; `kinds` are those of all of its columns."""
    columns = [c for c in select.find_all(exp.Column) if c.table == alias]
    where = select.args.get("where")
    rejected = {c for part in conjuncts(where.this if where else None) for c in rejects(part)}
    rejected |= dropped(select, wish)
    position = [name for name, _ in sources(select)].index(alias)
    for i, join in enumerate(select.args.get("joins") or []):
        side = str(join.side).upper()
        on = {c for part in conjuncts(join.args.get("on")) for c in rejects(part)}
        if side == "" or (side == "LEFT" and position == i + 1) or (side == "RIGHT" and position <= i):
            rejected |= on
    names = {text(c): c.name for c in columns}
    first = {c.name for c in columns if _is_first(c)} - {c.name for c in columns if not _is_first(c)}
    dated = {id(c) for c in columns if _is_floored(c, kinds) and c.find_ancestor(exp.Select) is select}
    floored = {c.name for c in columns if id(c) in dated} - {c.name for c in columns if id(c) not in dated}
    return Wish(
        once=_takes_once(select, wish),
        used=frozenset(c.name for c in columns),
        rejected=frozenset(names[c] for c in rejected if c in names),
        only_first=frozenset(first),
        floored=frozenset(floored),
        ordered=keep_order,
    )


def dropped(select: exp.Select, wish: Wish) -> set[str]:
    """The columns of a SELECT's sources without which no row of theirs comes to anything in the query around it."""
    if cut(select) or not wish.rejected:
        return set()
    group = select.args.get("group")
    if (group and not plain(group)) or (not group and has_aggregates(select)):
        return set()
    keys = {text(e) for e in group.expressions} if group else set()
    outputs = [e.unalias() for e in select.expressions if e.alias_or_name in wish.rejected]
    found = set().union(*(strict(e) for e in outputs if not group or text(e) in keys)) if outputs else set()
    windows = [w for e in (*select.expressions, select.args.get("qualify")) if e for w in e.find_all(exp.Window)]
    for window in windows:
        found &= {text(p) for p in window.args.get("partition_by") or []}
    return found


def _takes_once(select: exp.Select, wish: Wish) -> bool:
    """Whether it makes no difference to a SELECT that rows of a source repeat."""
    if unnests(select):
        return False
    if select.args.get("group") or has_aggregates(select):
        for spot in clauses(select):
            if spot.arg_key in ("on", "where", "group"):
                continue
            for node in local(spot):
                if not isinstance(node, exp.AggFunc) or is_windowed(node):
                    continue
                distinct = isinstance(node.this, exp.Distinct) and isinstance(node, (exp.Count, exp.Sum, exp.Avg))
                if not distinct and not isinstance(node, _ONCE_IS_ENOUGH):
                    return False
        return True
    if any(isinstance(node, exp.Window) for spot in clauses(select) for node in local(spot)):
        return False
    unique = select.args.get("distinct")
    if unique is not None:
        return not unique.args.get("on")
    return wish.once and not cut(select)


def _is_first(column: exp.Column) -> bool:
    parent = column.parent
    if not isinstance(parent, exp.EQ):
        return False
    other = parent.expression if parent.this is column else parent.this
    return text(other) == "1"


def _is_floored(column: exp.Column, kinds: Mapping[str, str]) -> bool:
    """Whether a column is asked only if it comes before a date: a timestamp does exactly if its own date does."""
    test = column.parent
    if isinstance(test, (exp.LT, exp.GTE)) and test.this is column:
        return kind(test.expression, kinds) == "date"
    return isinstance(test, (exp.GT, exp.LTE)) and test.expression is column and kind(test.this, kinds) == "date"
