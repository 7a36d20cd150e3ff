"""A query made ready for the rules: columns qualified, CTEs in their places, nothing in it that is not known."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp, parse_one
from sqlglot.optimizer.qualify import qualify

from judge.model import TableSchema
from judge.mutation.trees import sources

NODES = 6_000
"""Every use of a CTE is a copy of it; a query that grows beyond this is not looked at."""


_STRANGE = (
    exp.All,
    exp.Anonymous,
    exp.Any,
    exp.AnonymousAggFunc,
    exp.CombinedAggFunc,
    exp.Collate,
    exp.Lambda,
    exp.Lateral,
    exp.LimitOptions,
    exp.Pivot,
    exp.Placeholder,
    exp.Rand,
    exp.Randn,
    exp.TableSample,
    exp.Uuid,
)


_SCALAR = {"epoch_ms", "isodow", "isoyear", "make_date", "date_sub", "last_day", "monthname", "dayname"}


class Unknown(Exception):
    """Nothing is known of this query."""


def prepared(sql: str, schema: Sequence[TableSchema]) -> exp.Expr:
    """The query with every column qualified, and every CTE and named window in the places where it is used."""
    tree: exp.Expr = parse_one(sql, dialect="duckdb")
    if not isinstance(tree, exp.Query) or any(w.recursive for w in tree.find_all(exp.With)):
        raise Unknown
    _check_strange(tree)
    _check_names(tree, schema)
    tables: dict[str, object] = {t.name.lower(): {c.name.lower(): c.sql_type for c in t.columns} for t in schema}
    tree = qualify(tree, schema=tables, dialect="duckdb")
    if any(not isinstance(star.parent, exp.Count) for star in tree.find_all(exp.Star)):
        raise Unknown
    for select in tree.find_all(exp.Select):
        _name_windows(select)
    tree = _inlined(tree, {})
    _check_sources(tree)
    return tree


def _check_strange(tree: exp.Expr) -> None:
    """Only what the rules know may be in a query: nothing of chance, no function that could be an aggregate."""
    for size, node in enumerate(tree.walk()):
        if size > NODES:
            raise Unknown
        if isinstance(node, _STRANGE) and not (isinstance(node, exp.Anonymous) and node.name.lower() in _SCALAR):
            raise Unknown
        if isinstance(node, exp.SetOperation) and any(node.args.get(a) for a in ("by_name", "side", "kind", "on")):
            raise Unknown
        if isinstance(node, (exp.Min, exp.Max)) and (node.expressions or node.args.get("count")):
            raise Unknown  # lists, or the least of several columns
        if (
            isinstance(node, exp.Table)
            and isinstance(node.args.get("alias"), exp.TableAlias)
            and node.args["alias"].columns
        ):
            raise Unknown
        if isinstance(node, exp.Join):
            known = str(node.side).upper() in ("", "LEFT", "RIGHT", "FULL")
            if not known or str(node.kind).upper() not in ("", "INNER", "CROSS", "OUTER") or node.method:
                raise Unknown


def _check_names(tree: exp.Expr, schema: Sequence[TableSchema]) -> None:
    """An alias that could also be a column of a source is read by rules that differ between clauses."""
    columns = {c.name.lower() for table in schema for c in table.columns}
    for select in tree.find_all(exp.Select):
        others = {
            e.alias.lower()
            for other in tree.find_all(exp.Select)
            if other is not select
            for e in other.expressions
            if isinstance(e, exp.Alias)
        }
        made = [
            e
            for e in select.expressions
            if isinstance(e, exp.Alias)
            and not (isinstance(e.this, exp.Column) and e.this.name.lower() == e.alias.lower())
            and e.alias.lower() in columns | others
        ]
        for e in made:
            own = {id(c) for c in e.find_all(exp.Column)}
            if any(
                c.name.lower() == e.alias.lower() and not c.table and id(c) not in own and not _is_sort_key(c)
                for c in select.find_all(exp.Column)
            ):
                raise Unknown


def _is_sort_key(column: exp.Column) -> bool:
    """Whether a column is all of a key of a query's ORDER BY, where an alias comes first for everybody."""
    order = column.parent.parent if isinstance(column.parent, exp.Ordered) else None
    return isinstance(order, exp.Order) and isinstance(order.parent, exp.Query)


def _name_windows(select: exp.Select) -> None:
    named = {w.name: w for w in select.args.get("windows") or []}
    for node in list(select.find_all(exp.Window)):
        if node.arg_key == "windows" or not node.alias:
            continue
        if node.args.get("partition_by") or node.args.get("order") or node.args.get("spec"):
            raise Unknown
        window = named.get(node.alias)
        if window is None:
            if node.find_ancestor(exp.Select) is select:
                raise Unknown
            continue
        if window.alias:
            raise Unknown
        for arg in ("partition_by", "order", "spec"):
            value = window.args.get(arg)
            if value is not None:
                node.set(arg, [v.copy() for v in value] if isinstance(value, list) else value.copy())
        node.set("alias", None)
    select.set("windows", None)


def _inlined(query: exp.Expr, known: dict[str, exp.Expr]) -> exp.Expr:
    """The query with copies of its CTEs in the places of their names; `known` are those of the queries around it."""
    known = dict(known)
    found = query.args.get("with_")
    if found is not None:
        for cte in found.expressions:
            if cte.args["alias"].columns:
                raise Unknown
            known[cte.alias] = _inlined(cte.this, known)
        query.set("with_", None)
    for node in list(query.walk(prune=lambda n: n is not query and isinstance(n, exp.Query))):
        if isinstance(node, exp.Query) and node is not query:
            _inlined(node, known)
        elif isinstance(node, exp.Table) and not node.args.get("db") and node.name in known:
            alias = exp.TableAlias(this=exp.to_identifier(node.alias_or_name, quoted=True))
            node.replace(exp.Subquery(this=known[node.name].copy(), alias=alias))
    return query


def _check_sources(tree: exp.Expr) -> None:
    """A source must stand by itself: it names no column of its neighbours, and its names are its own."""
    for size, node in enumerate(tree.walk()):
        if size > NODES:
            raise Unknown
        if isinstance(node, exp.Subquery) and isinstance(node.parent, (exp.From, exp.Join)):
            alias = node.args.get("alias")
            if alias is None or alias.columns or not isinstance(node.this, exp.Query) or node.args.get("joins"):
                raise Unknown
            if _free(node.this):
                raise Unknown
        if isinstance(node, exp.Column) and not node.table and not node.find_ancestor(exp.Order):
            raise Unknown


def _free(query: exp.Expr) -> set[str]:
    """The names of sources outside of a query whose columns it uses."""
    found: set[str] = set()
    for node in query.walk(prune=lambda n: n is not query and isinstance(n, exp.Query)):
        if isinstance(node, exp.Column) and node.table:
            found.add(node.table)
        elif isinstance(node, exp.Query) and node is not query:
            found |= _free(node)
    return found - {alias for alias, _ in sources(query)} if isinstance(query, exp.Select) else found
