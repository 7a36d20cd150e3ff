"""The slips that a person makes in SQL, one at a time, in a reference: each must be told from it by some fixture.

sqlglot is imported when a reference is read: a command that mutates nothing does not pay for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from judge.errors import ProblemError
from judge.model import TableSchema
from judge.mutation.mutant import Mutant, id_of

if TYPE_CHECKING:
    from judge.mutation.sql_change import Change


def mutants(source: str, schema: Sequence[TableSchema], where: str = "") -> list[Mutant]:
    """Every mutant of a SQL reference, each once, in the order in which they stand in the text.

    `schema` tells which columns may be NULL. Raises ProblemError where sqlglot does not parse the reference or it is no
    SELECT; `where` is how messages call the file.
    """
    from sqlglot import exp

    from judge.mutation.sql_change import text

    tree = _parsed(source, where)
    nodes = list(tree.walk())
    places = {id(node): place for place, node in enumerate(nodes)}
    starts, lines = _positions(nodes, "start"), _positions(nodes, "line")
    changes = sorted(_changes(nodes, schema), key=lambda change: _nearest(starts, change.at or change.node))
    seen = {text(tree)}
    found: list[Mutant] = []
    for change in changes:
        copy = exp.Paren(this=tree.copy())  # around the root, which then can be replaced like any other node
        counterpart = next(islice(copy.this.walk(), places[id(change.node)], None))
        now = change.edit(counterpart)
        sql = text(copy.this)
        if sql not in seen:
            seen.add(sql)
            was = change.was or text(change.node)
            after = now if isinstance(now, str) else text(now) if now else ""
            line = _nearest(lines, change.at or change.node) or 1
            found.append(Mutant(id_of("sql", sql), "sql", change.operator, _columns(change), line, was, after, sql))
    return found


def pairs(source: str, schema: Sequence[TableSchema], wanted: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The text with two slips at once, for each pair of ids of `mutants`; "" where the two are no two slips.

    That is where one stands within the piece that the other changes (a condition may stand within a join that becomes
    another one), or where it matters which of them is made first. Raises as `mutants`.
    """
    from judge.mutation.sql_change import text

    tree = _parsed(source, "")
    nodes = list(tree.walk())
    places = {id(node): place for place, node in enumerate(nodes)}
    found: dict[str, tuple[Change, str]] = {}
    for change in _changes(nodes, schema):
        made = _made(tree, places, [change])
        found.setdefault(id_of("sql", made), (change, made))
    for one, other in wanted:
        if one not in found or other not in found:
            yield ""
            continue
        (first, alone), (second, also_alone) = found[one], found[other]
        if _is_within(first, second) or _is_within(second, first):
            inner, outer = (first, second) if _is_within(first, second) else (second, first)
            both = _made(tree, places, [inner, outer]) if _holds_clauses(outer) else ""
        else:
            both, turned = (_made(tree, places, order) for order in ([first, second], [second, first]))
            both = both if both == turned else ""
        yield "" if both in (text(tree), alone, also_alone) else both


def _holds_clauses(change: Any) -> bool:
    """Whether what changes is a whole join or query, in which another slip may stand and still be one."""
    from sqlglot import exp

    return isinstance(change.node, exp.Join | exp.Query)


def _made(tree: Any, places: Mapping[int, int], changes: Sequence[Any]) -> str:
    """The text with these changes made one after the other; "" where one leaves no place for the next."""
    from sqlglot import exp

    from judge.mutation.sql_change import text

    copy = exp.Paren(this=tree.copy())  # around the root, which then can be replaced like any other node
    counterparts = list(copy.this.walk())
    nodes = [counterparts[places[id(change.node)]] for change in changes]
    try:
        for change, node in zip(changes, nodes, strict=True):
            change.edit(node)
        return text(copy.this)
    except (AttributeError, KeyError, TypeError, ValueError, IndexError):
        return ""


def _is_within(inner: Any, outer: Any) -> bool:
    node = inner.node
    while node is not None and node is not outer.node:
        node = node.parent
    return node is not None


def normalised(source: str) -> str:
    """A query as one line of text that does not depend on its comments and line breaks. Raises ProblemError."""
    from judge.mutation.sql_change import text

    return text(_parsed(source, ""))


def pretty(source: str) -> str:
    """A query laid out on many lines, for a diff. Raises ProblemError."""
    from sqlglot.errors import ErrorLevel

    sql: str = _parsed(source, "").sql("duckdb", pretty=True, comments=False, unsupported_level=ErrorLevel.IGNORE)
    return sql


def _parsed(source: str, where: str) -> Any:
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    named = f"{where}: " if where else ""
    try:
        tree = sqlglot.parse_one(source, read="duckdb")
    except (SqlglotError, RecursionError) as error:
        raise ProblemError(f"{named}sqlglot does not parse it: {(str(error).splitlines() or [''])[0]}") from None
    if not isinstance(tree, exp.Query | exp.Values | exp.Pivot):
        raise ProblemError(f"{named}it is no SELECT")
    for frame in tree.find_all(exp.WindowSpec):
        for name, part in frame.args.items():
            if isinstance(part, str):
                frame.set(name, part.upper())  # sqlglot keeps these words as they are written
    return tree


def _changes(nodes: Iterable[Any], schema: Sequence[TableSchema]) -> Iterator[Change]:
    """Every change at every node. Of two with the same outcome the first counts, so `null` comes before `negation`."""
    from judge.mutation import sql_conditions as conditions
    from judge.mutation import sql_rows as rows
    from judge.mutation import sql_values as values
    from judge.mutation.sql_names import Names

    names = Names(schema)
    operators = (
        conditions.comparison,
        values.boundary,
        conditions.join_type,
        conditions.join_key,
        values.aggregate,
        rows.distinct,
        conditions.count,
        conditions.predicate,
        conditions.connective,
        conditions.null,
        conditions.negation,
        rows.window_frame,
        rows.window_partition,
        rows.sorting,
        rows.rank_function,
        values.date_part,
        values.truncation,
        rows.group_key,
        rows.set_operation,
        values.division,
        values.arithmetic,
        values.case,
        rows.limit,
        conditions.words,
        conditions.filtered,
    )
    for node in nodes:
        for operator in operators:
            yield from operator(node, names)


def _positions(nodes: Iterable[Any], key: str) -> dict[int, int]:
    """The least position of each node and of those below it, for nodes that have one: sqlglot knows those of words."""
    found: dict[int, int] = {}
    for node in nodes:
        position = node.meta.get(key)
        above = node
        while position is not None and above and position < found.get(id(above), position + 1):
            found[id(above)] = position
            above = above.parent
    return found


def _nearest(positions: dict[int, int], node: Any) -> int:
    """The position of the node or of the nearest one around it that has one."""
    while node and id(node) not in positions:
        node = node.parent
    return positions[id(node)] if node else 0


def _columns(change: Change) -> tuple[str, ...]:
    """The columns that a change touches, or else the output column to which it belongs."""
    from sqlglot import exp

    pieces = [change.node] if change.named is None else change.named
    parts = [part for piece in pieces for part in piece.walk()]
    names = {part.name.casefold() for part in parts if isinstance(part, exp.Column) and not part.is_star}
    joins = [part for part in parts if isinstance(part, exp.Join)]
    names |= {key.name.casefold() for join in joins for key in join.args.get("using") or []}
    if isinstance(change.node, exp.Identifier):
        names.add(change.node.name.casefold())
    around = change.node.find_ancestor(exp.Alias)
    if not names and around:
        names.add(around.alias.casefold())
    return tuple(sorted(names))
