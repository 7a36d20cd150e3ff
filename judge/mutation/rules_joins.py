"""Outer joins that are inner ones, and joins that make no difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from sqlglot import exp

from judge.mutation.facts import Facts
from judge.mutation.keys import Origin, Relation, Rows
from judge.mutation.nullability import rejects
from judge.mutation.trees import conjuncts, text
from judge.mutation.wishes import Wish
from judge.mutation.wishes import dropped as dropped_by


def simplify_joins(select: exp.Select, wish: Wish, facts: Facts) -> None:
    """Outer joins become inner ones where no padded row comes through or is made, and idle joins go."""
    joins = select.args.get("joins") or []
    where = select.args.get("where")
    dropped = dropped_by(select, wish) | {c for part in conjuncts(where.this if where else None) for c in rejects(part)}
    for i in reversed(range(len(joins))):
        join = joins[i]
        side = str(join.side).upper()
        rows = facts.joined(select, wish.outer)
        aliases = list(rows.sources)
        mine = set(rows.sources[aliases[i + 1]].columns)
        before = {c for alias in aliases[: i + 1] for c in rows.sources[alias].columns}
        if side:
            padded_right = side in ("LEFT", "FULL") and not (dropped & mine)
            padded_left = side in ("RIGHT", "FULL") and not (dropped & before)
            padded_right = padded_right and not _meets(rows, join, i, before, facts, dropped)
            padded_left = padded_left and not (i == 0 and _met(rows, join, facts, dropped))
            new = {(True, True): "FULL", (True, False): "LEFT", (False, True): "RIGHT", (False, False): ""}
            side = new[padded_right, padded_left]
            set_side(join, side)
        if side == "":
            dropped |= {c for part in conjuncts(join.args.get("on")) for c in rejects(part)}
    for join in list(joins):
        rows = facts.joined(select, wish.outer)
        place = list(rows.sources).index(join.this.alias_or_name) - 1
        left = {c for alias in list(rows.sources)[: place + 1] for c in rows.sources[alias].columns}
        certain = str(join.side).upper() == "LEFT" or (not join.side and _meets(rows, join, place, left, facts))
        alone = not (join.args.get("on") or join.side) and rows.sources[join.this.alias_or_name].some
        once = frozenset() in rows.sources[join.this.alias_or_name].keys
        if (certain or alone) and (once or join.this.alias_or_name in rows.bound) and not _mentions(select, join):
            joins.remove(join)
            select.set("joins", joins)


def _meets(rows: Rows, join: exp.Join, i: int, before: set[str], facts: Facts, dropped: Set[str] = frozenset()) -> bool:
    """Whether every row on the left of a join finds one on its right, by a foreign key.

    Rows with a NULL in `dropped` come to nothing later, match or no match.
    """
    right = list(rows.sources.values())[i + 1]
    on = conjuncts(join.args.get("on"))
    if not on or all(isinstance(part, exp.Boolean) and part.this for part in on):
        return right.some
    left_notnull = (rows.before[i + 1] | dropped) - set(right.columns)
    origins = {c: o for c, o in rows.origins.items() if c in before}
    return _refers(on, origins, left_notnull, right, facts)


def _met(rows: Rows, join: exp.Join, facts: Facts, dropped: Set[str]) -> bool:
    """Whether every row on the right of the first join finds one on its left."""
    left, right = list(rows.sources.values())[:2]
    on = conjuncts(join.args.get("on"))
    if not on:
        return left.some
    return _refers(on, right.origins, right.notnull | dropped, left, facts)


def _refers(on: Sequence[exp.Expr], child: Mapping[str, Origin], known: set[str], to: Relation, facts: Facts) -> bool:
    pairs: set[tuple[str, str]] = set()
    uses: set[tuple[str, str, str, str]] = set()
    for part in on:
        if not isinstance(part, exp.EQ):
            return False
        names = [text(part.this), text(part.expression)]
        if names[0] in to.origins:
            names.reverse()
        own, theirs = child.get(names[0]), to.origins.get(names[1])
        if own is None or theirs is None or names[0] not in known:
            return False
        pairs.add((own[1], theirs[1]))
        uses.add((own[0], own[2], theirs[0], theirs[2]))
    if len(uses) != 1:
        return False
    table, _, parent, use = next(iter(uses))
    if (parent, use) not in to.full:
        return False
    if table == parent and all(a == b for a, b in pairs):
        return True
    keys = facts.tables[table].foreign_keys
    return any(
        parent == to_table.lower()
        and pairs <= {(a.lower(), b.lower()) for a, b in zip(columns, parents, strict=True)}
        and _all_known(columns, child, known, uses)
        for columns, to_table, parents in keys
    )


def _all_known(
    columns: Sequence[str],
    child: Mapping[str, Origin],
    known: set[str],
    uses: set[tuple[str, str, str, str]],
) -> bool:
    """A foreign key of several columns says nothing of a row in which one is NULL."""
    table, use, *_ = next(iter(uses))
    present = {o[1] for c, o in child.items() if c in known and (o[0], o[2]) == (table, use)}
    return {c.lower() for c in columns} <= present


def _mentions(select: exp.Select, join: exp.Join) -> bool:
    """Whether a SELECT names a column of a joined source outside of that join."""
    alias = join.this.alias_or_name
    own = {id(c) for c in join.find_all(exp.Column)}
    return any(c.table == alias and id(c) not in own for c in select.find_all(exp.Column))


def set_side(join: exp.Join, side: str) -> None:
    """Make a join one of that side; one that always holds becomes a CROSS JOIN."""
    on = join.args.get("on")
    always = on is None or (isinstance(on, exp.Boolean) and bool(on.this))
    join.set("side", side or None)
    join.set("kind", "CROSS" if not side and always else None)
    if not side and always:
        join.set("on", None)
