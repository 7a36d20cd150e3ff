"""What the trees of queries are made of, as the rules and facts read them; an expression is known by its SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from sqlglot import exp, parse_one
from sqlglot.dialects.dialect import Dialect
from sqlglot.generator import Generator

RANKING = (exp.RowNumber, exp.Rank, exp.DenseRank)
MOST_TEXTS = 50_000
_texts: dict[tuple[str, int], str] = {}


def text(e: exp.Expr) -> str:
    """The SQL of an expression, by which it is known."""
    if isinstance(e, exp.Column) and isinstance(e.this, exp.Identifier) and not e.args.get("db"):
        return f'"{e.table}"."{e.name}"' if e.table else f'"{e.name}"'
    if isinstance(e, exp.Literal) and not e.is_string:
        return str(e.this)
    known = (e.key, hash(e))  # sqlglot keeps the hash of a tree until it changes
    if known not in _texts:
        if len(_texts) > MOST_TEXTS:
            _texts.clear()
        _texts[known] = _generator().generate(e, copy=False)
    return _texts[known]


@cache
def _generator() -> Generator:
    return Dialect.get_or_raise("duckdb").generator(comments=False)


@lru_cache(maxsize=4096)
def parse(sql: str) -> exp.Expr:
    """The expression that `text` made `sql` of."""
    made: exp.Expr = parse_one(sql, dialect="duckdb")
    return made


def conjuncts(e: exp.Expr | None) -> list[exp.Expr]:
    """The conditions that AND joins into `e`."""
    if e is None:
        return []
    e = e.unnest()
    return [part for side in (e.this, e.expression) for part in conjuncts(side)] if isinstance(e, exp.And) else [e]


def local(e: exp.Expr) -> Iterator[exp.Expr]:
    """The nodes of an expression outside of the queries in it."""
    yield from e.walk(prune=lambda node: isinstance(node, exp.Query))


def plain(group: exp.Group) -> bool:
    """Whether a GROUP BY has nothing but keys."""
    return not any(group.args.get(a) for a in ("grouping_sets", "cube", "rollup", "all", "totals"))


def constant_aggregate(e: exp.Expr) -> exp.Expr | None:
    """The x of min(x), max(x), any_value(x) and first(x), which is what they give where it is one in all rows."""
    if isinstance(e, exp.IgnoreNulls):
        e = e.this
    if isinstance(e, (exp.Min, exp.Max, exp.AnyValue, exp.First, exp.Last)) and not e.expressions:
        of = e.this
        if isinstance(of, exp.Distinct) and len(of.expressions) == 1:
            of = of.expressions[0]
        return of if not isinstance(of, (exp.Order, exp.Having, exp.HavingMax, exp.Distinct, exp.Limit)) else None
    return None


def has_aggregates(select: exp.Select) -> bool:
    """Whether a SELECT aggregates, in its list, HAVING, QUALIFY or ORDER BY."""
    having, qualify, order = (select.args.get(a) for a in ("having", "qualify", "order"))
    spots = [*select.expressions, *(part for part in (having, qualify, order) if part)]
    return bool(having) or any(_aggregates(spot) for spot in spots)


def _aggregates(e: exp.Expr) -> bool:
    for node in local(e):
        if isinstance(node, (exp.AggFunc, exp.Filter)):
            parent = node.parent
            while isinstance(parent, (exp.IgnoreNulls, exp.Filter, exp.RespectNulls)):
                parent = parent.parent
            if not isinstance(parent, exp.Window) or node.arg_key != "this":
                return True
    return False


def function_of(window: exp.Window) -> exp.Expr:
    """The function of a window without its FILTER and the like."""
    function = window.this
    while isinstance(function, (exp.Filter, exp.IgnoreNulls, exp.RespectNulls)):
        function = function.this
    assert isinstance(function, exp.Expr)
    return function


def cut(select: exp.Expr) -> bool:
    """Whether a query keeps some rows by their number."""
    distinct = select.args.get("distinct")
    return any(select.args.get(a) for a in ("limit", "offset", "fetch")) or (
        isinstance(distinct, exp.Distinct) and bool(distinct.args.get("on"))
    )


def is_windowed(node: exp.Expr) -> bool:
    """Whether an aggregate is the function of a window."""
    parent = node.parent
    while isinstance(parent, (exp.Filter, exp.IgnoreNulls, exp.RespectNulls)):
        node, parent = parent, parent.parent
    return isinstance(parent, exp.Window) and node.arg_key == "this"


def unnests(select: exp.Select) -> bool:
    """Whether a SELECT makes several rows of one."""
    return any(e.find(exp.Explode, exp.ExplodeOuter, exp.Unnest, exp.Posexplode) for e in select.expressions)


def sources(select: exp.Select) -> Iterator[tuple[str, exp.Expr]]:
    """What a SELECT takes rows from, each with the name by which it does."""
    first = select.args.get("from_")
    for holder in ([first] if first else []) + (select.args.get("joins") or []):
        yield holder.this.alias_or_name, holder.this


def clauses(select: exp.Select) -> list[exp.Expr]:
    """Every clause with expressions of a SELECT's own; of its joins the ON."""
    spots: Iterable[exp.Expr | None] = (
        *select.expressions,
        *(join.args.get("on") for join in select.args.get("joins") or []),
        *(select.args.get(a) for a in ("where", "group", "having", "qualify", "order")),
    )
    return [spot for spot in spots if spot is not None]
