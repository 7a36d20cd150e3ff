"""What is known of rows that a query spells out: those of VALUES and of a series of dates."""

from __future__ import annotations

from sqlglot import exp

from judge.mutation.keys import Relation
from judge.mutation.kinds import kind
from judge.mutation.trees import text


def values_of(values: exp.Values) -> Relation:
    """What is known of the rows of a VALUES."""
    alias = values.args.get("alias")
    columns = [c.name for c in alias.columns] if isinstance(alias, exp.TableAlias) else []
    rows = [t.expressions for t in values.expressions if isinstance(t, exp.Tuple)]
    if not columns or any(len(row) != len(columns) for row in rows) or not rows:
        return Relation([])
    found = Relation(columns, some=True)
    for i, name in enumerate(columns):
        cells = [row[i] for row in rows]
        if not all(isinstance(c, exp.Literal) and (c.is_string or c.is_int) for c in cells):
            continue
        if len({c.is_string for c in cells}) > 1:
            continue
        found.notnull.add(name)
        found.kinds[name] = kind(cells[0], {})
        found.literals[name] = frozenset(text(c) if c.is_string else str(int(c.this)) for c in cells)
        if len(found.literals[name]) == len(rows):
            found.keys.append(frozenset({name}))
    return found


def series_of(select: exp.Select) -> Relation | None:
    """A SELECT of nothing but dates in whole steps: from a single row, none of them is NULL and none comes twice."""
    if len(select.expressions) != 1 or select.args.get("joins") or select.args.get("group"):
        return None
    e = select.expressions[0].unalias()
    of = kind(e, {})
    if isinstance(e, exp.Cast) and not isinstance(e, exp.TryCast) and of == "date":
        e = e.this
    if not isinstance(e, (exp.Explode, exp.Unnest)) or not isinstance(e.this, exp.GenerateSeries):
        return None
    step = e.this.args.get("step")
    whole = isinstance(step, exp.Interval) and step.text("unit").upper() in ("DAY", "WEEK", "MONTH", "YEAR")
    count = step.this if isinstance(step, exp.Interval) else None
    if not whole or not isinstance(count, exp.Literal) or not count.this.isdigit() or int(count.this) == 0:
        return None
    name = select.named_selects[0]
    return Relation([name], {name}, [frozenset({name})], kinds={name: of or "timestamp"})
