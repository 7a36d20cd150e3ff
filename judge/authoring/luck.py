"""Where a SQL reference chooses among rows that tie: the same query with its ties broken one way, and the other.

DuckDB breaks a tie by the order in which rows happen to reach it. A further sort key, a hash of the whole row, takes
that choice: once ascending, once descending. Where the result differs, the reference leaves it to luck. Not seen are a
LIMIT of a UNION, and rows of a table with a column of the table's own name; shuffled rows (shuffling.py) show most.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from judge.model import Submission


@dataclass(frozen=True, slots=True)
class Choice:
    """An expression that may choose by luck: its line in the reference, its SQL, and the query with either choice."""

    line: int
    what: str
    sources: tuple[str, str]


def choices(source: str) -> Iterator[Choice]:
    """Every window function that looks at single rows, aggregate that takes one row or keeps an order, DISTINCT ON, and
    LIMIT in a subquery.

    The outermost LIMIT is looked at when expected results are made. None where sqlglot does not parse the text.
    """
    import sqlglot
    from sqlglot.errors import SqlglotError

    try:
        tree = sqlglot.parse_one(source, read="duckdb")
    except SqlglotError:
        return
    for place, node in enumerate(tree.walk()):
        if not _chooses(node):
            continue
        both = []
        for descending in (False, True):
            copy = tree.copy()
            twin = next(other for number, other in enumerate(copy.walk()) if number == place)
            if not _broken(twin, descending=descending):
                break
            both.append(copy.sql(dialect="duckdb", comments=False))
        else:
            yield Choice(_line(node), node.sql(dialect="duckdb", comments=False), (both[0], both[1]))


def submission(reference: Submission, source: str) -> Submission:
    return replace(reference, source=source)


def _chooses(node: Any) -> bool:
    from sqlglot import exp

    if isinstance(node, exp.Window):
        if isinstance(node.this, exp.AggFunc) and not isinstance(node.this, _looks_at_rows()):
            spec = node.args.get("spec")
            return bool(spec and str(spec.args.get("kind", "")).upper() == "ROWS")
        return isinstance(node.this, _looks_at_rows()) or node.find(exp.IgnoreNulls) is not None
    if isinstance(node, _take_rows()):
        return not isinstance(node.parent, exp.Window)
    if not isinstance(node, exp.Select):
        return False
    distinct = node.args.get("distinct")
    return bool(distinct and distinct.args.get("on")) or (node.parent is not None and bool(node.args.get("limit")))


def _looks_at_rows() -> tuple[type[Any], ...]:
    from sqlglot import exp

    return (exp.RowNumber, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.NthValue, exp.Ntile)


def _take_rows() -> tuple[type[Any], ...]:
    """Aggregates whose result depends on the order of their rows."""
    from sqlglot import exp

    alone = (exp.ArgMax, exp.ArgMin, exp.First, exp.Last, exp.AnyValue, exp.Mode)
    return (*alone, exp.ArrayAgg, exp.GroupConcat)


def _broken(node: Any, *, descending: bool) -> bool:
    """Add the further sort key to `node`, in place; False where there is none."""
    from sqlglot import exp

    select = node if isinstance(node, exp.Select) else node.find_ancestor(exp.Select)
    key = _whole_row(select, grouped=not isinstance(node, _take_rows()))
    if key is None:
        return False
    ordered = exp.Ordered(this=key, desc=descending)
    if isinstance(node, _take_rows()):
        last = "expression" if node.args.get("expression") else "this"  # an ORDER BY hangs on the last column
        if isinstance(node.args[last], exp.Order):
            node.args[last].append("expressions", ordered)
        else:
            node.set(last, exp.Order(this=node.args[last], expressions=[ordered]))
        return True
    holder = node
    if isinstance(node, exp.Window) and not node.args.get("order") and node.args.get("alias"):
        named = [w for w in select.args.get("windows") or () if w.name == node.args["alias"].name]
        if not named:
            return False
        holder = named[0]
    order = holder.args.get("order")
    if order:
        order.append("expressions", ordered)
    else:
        holder.set("order", exp.Order(expressions=[ordered]))
    return True


def _whole_row(select: Any, *, grouped: bool) -> Any:
    """hash(…) of all that a row is made of: a row of the sources, or, after a GROUP BY, the keys of its group."""
    from sqlglot import exp

    group = select.args.get("group")
    if group and grouped:
        parts = [key.copy() for key in group.expressions if not key.is_int]
        return exp.func("hash", *parts) if parts else None
    sources = [select.args.get("from_") or select.args.get("from"), *(select.args.get("joins") or ())]
    for number, source in enumerate(sources):
        if source is not None and isinstance(source.this, exp.Subquery) and not source.alias_or_name:
            source.this.set("alias", exp.TableAlias(this=exp.to_identifier(f"drill_row_{number}")))
    names = [source.alias_or_name for source in sources if source is not None]
    return exp.func("hash", *(exp.column(name) for name in names)) if names and all(names) else None


def _line(node: Any) -> int:
    lines = [inner.meta["line"] for inner in node.walk() if "line" in inner.meta]
    return min(lines, default=1)
