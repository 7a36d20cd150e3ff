"""What an accepted SQL answer should know besides: traps and idle clauses that its tree shows, and that are true."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product
from typing import Any

from judge.insight.queries import AGGREGATES, ORDERED, Node, Query, Reader, Source, conjuncts, everywhere, local, scalar
from judge.model import Limits, Problem, Submission, TableSchema
from judge.sandbox.job import FixtureSource, Job
from judge.sandbox.pool import Sandbox
from judge.sandbox.run import Run

MOST_NOTES = 2
MOST_TEXT = 20_000  # characters; its tree is some two hundred times as long at worst
_LIMITS = Limits(seconds=5.0, answer_mb=8)
_CONDITIONS = ("where_clause", "having", "qualify", "condition", "filter", "filter_expr", "when_expr")


def notes(
    problem: Problem,
    submission: Submission,
    schema: Sequence[TableSchema],
    sandbox: Sandbox,
    required: frozenset[str],
) -> tuple[str, ...]:
    """At most two sentences of different kinds on an accepted SQL answer, each always true; none in doubt.

    `submission` is what ran, in DuckDB's SQL, and `schema` the tables that it reads. Raises InternalError where no
    worker can be started.
    """
    if submission.language != "sql" or len(submission.source) > MOST_TEXT:
        return ()
    try:
        tree = _tree(problem, submission, sandbox, required)
        return told(tree, schema) if tree else ()
    except (LookupError, RecursionError):  # a later DuckDB may shape its trees anew: that is not worth a verdict
        return ()


def told(tree: Node, schema: Sequence[TableSchema]) -> tuple[str, ...]:
    """The notes on a statement's `tree`, as DuckDB serialises it."""
    reader = Reader(tree, schema)
    said: list[str] = []
    rules: tuple[Callable[[Query, Reader], Iterator[str]], ...] = (_not_in, _cartesian, _distinct, _order)
    for rule in rules:
        # one of each kind: a second would crowd out another kind
        found = (note for query in reader.queries for note in rule(query, reader) if note.isprintable())
        said += islice(found, 1)
    return tuple(said[:MOST_NOTES])


def _tree(problem: Problem, submission: Submission, sandbox: Sandbox, required: frozenset[str]) -> Node | None:
    """The tree of the one statement, worked out in a locked worker; None where none comes."""
    text = submission.source.replace("'", "''")
    source = f"SELECT json_serialize_sql('{text}', skip_default := true, skip_empty := true, skip_null := true)"
    asked = Submission("sql", source, problem.slug)
    with Run(sandbox, Job(asked, [FixtureSource(())], _LIMITS, ("tree",), required=required)) as run:
        [outcome] = run
    if outcome.result is None:
        return None
    [(answer,)] = outcome.result.rows
    found: dict[str, Any] = json.loads(answer)
    statements = found.get("statements", [])
    return statements[0] if len(statements) == 1 else None


def _not_in(query: Query, _: Reader) -> Iterator[str]:
    """NOT IN over a nullable column of a base table, of which no condition of the subquery speaks."""
    clauses = [node.get(key) for node in local(query.node) for key in _CONDITIONS] if query.selects else []
    for condition in [*clauses, *query.items]:
        for part in conjuncts(condition, "CONJUNCTION_OR"):
            asked = part["children"][0] if part["type"] == "OPERATOR_NOT" else {}
            if (asked.get("subquery_type"), asked.get("comparison_type")) == ("ANY", "COMPARE_EQUAL"):
                for column in filter(None, map(_nullable, _branches(query.inner[id(asked)]))):
                    yield (
                        f"NOT IN over {column}, which may be NULL: with a single NULL in its list it is never true; "
                        "NOT EXISTS has no such trap"
                    )


def _branches(query: Query) -> Iterator[Query]:
    if query.branches and query.node["setop_type"] == "UNION":
        for branch in query.branches:
            yield from _branches(branch)
    else:
        yield query


def _nullable(query: Query, name: str | None = None) -> str:
    """The nullable column of a base table that a query gives as its column `name`, or as its only one, NULLs and all.

    It is empty where there is none, where a condition speaks of it, or where its rows are joined.
    """
    outputs = query.outputs or {}
    if name is None and len(outputs) == 1:
        [name] = outputs
    origin = outputs.get(name or "")
    if name is None or origin is None:
        return ""
    source, column = origin
    if query.joins or _speaks_of({name, column}, query):  # a join may leave out the rows with NULL
        return ""
    if source.table:
        found = next((c for c in source.table.columns if c.name.casefold() == column and c.nullable), None)
        return f"{source.table.name}.{found.name}" if found else ""
    return _nullable(source.query, column) if source.query else ""


def _speaks_of(names: set[str], query: Query) -> bool:
    """Whether a condition of the query, or the USING of a join, names one of the columns, or columns by a pattern."""
    conditions = [query.node.get(key) for key in ("where_clause", "having", "qualify")]
    for join in query.joins:
        conditions += [join.node.get("condition"), {"column_names": join.node.get("using_columns", [])}]
    for node in everywhere(conditions):
        if node.get("class") == "STAR" or names & {name.casefold() for name in node.get("column_names", ())}:
            return True
    return False


def _cartesian(query: Query, _: Reader) -> Iterator[str]:
    """Two tables or CTEs of many rows under a comma or CROSS JOIN, matched by an equality of WHERE."""
    if not query.selects:
        return
    matched = _equated(query, query.node.get("where_clause"))
    for join in query.joins:
        if join.node["ref_type"] != "CROSS":
            continue
        for left, right in product(join.left, join.right):
            named = left.shown is not None and right.shown is not None and left.many() and right.many()
            if named and {left, right} in matched and not _joined_elsewhere(query, left, right):
                yield (
                    f"{_called(query, left)} and {_called(query, right)} are listed without ON, and their condition "
                    "stands in WHERE: the result is the same, but a forgotten one goes unnoticed"
                )


def _equated(query: Query, condition: Node | None) -> list[set[Source]]:
    """The pairs of sources of which a conjunct equates one side with the other."""
    pairs = []
    for part in conjuncts(condition):
        if part["type"] == "COMPARE_EQUAL":
            left, right = query.reads(part["left"]), query.reads(part["right"])
            if left and right and len(left) == len(right) == 1 and left != right:
                pairs.append(left | right)
    return pairs


def _joined_elsewhere(query: Query, left: Source, right: Source) -> bool:
    """Whether an ON may match the two as well."""
    conditions = [join.node["condition"] for join in query.joins if join.node.get("condition")]
    found = [query.reads(condition) for condition in conditions]
    return any(read is None or {left, right} <= read for read in found)


def _called(query: Query, source: Source) -> str:
    """The name of a table or CTE, or its alias where the FROM names it more than once."""
    twice = sum(other.shown == source.shown for other in query.sources) > 1
    return source.name if twice else source.shown or source.name


def _distinct(query: Query, _: Reader) -> Iterator[str]:
    """SELECT DISTINCT of one source's columns, inner-joined to tables that can have several rows for each of its."""
    taken = query.modifier("DISTINCT")
    clauses = ("group_expressions", "group_sets", "having", "qualify")
    if not query.selects or not taken or taken.get("distinct_on_targets") or any(map(query.node.get, clauses)):
        return
    if any(j.node["join_type"] != "INNER" or j.node["ref_type"] not in ("REGULAR", "CROSS") for j in query.joins):
        return
    selected: set[Source] = set()
    for item in query.items:
        read = query.reads(item)
        if read is None or not scalar(item) or any(node.get("class") == "WINDOW" for node in local(item)):
            return
        selected |= {source for source in read if source.many()}
    if len(selected) != 1 or not all(source.shown for source in query.sources):  # what is in brackets may be LATERAL
        return
    for source in query.sources:
        key = (source.table.key or source.table.alike) if source.table and source.many() else ()
        # a column of the key that no condition names leaves several rows for each of the other's
        if source not in selected and not all(_speaks_of({column.casefold()}, query) for column in key):
            yield (
                f"DISTINCT takes away again the rows that the join to {source.shown} can make more than once: "
                "EXISTS (or IN) makes none"
            )


def _order(query: Query, reader: Reader) -> Iterator[str]:
    """ORDER BY within IN or EXISTS, or in a CTE or derived table of which all readers do away with the order."""
    taken = query.modifier("DISTINCT")
    if not query.modifier("ORDER") or query.modifier("LIMIT") or (taken and taken.get("distinct_on_targets")):
        return
    if query.asked in ("ANY", "EXISTS"):
        word = "IN" if query.asked == "ANY" else "EXISTS"
        yield f"the ORDER BY in the subquery of {word} has no effect: {word} asks only what is among the rows"
    ends = [_end_of_order(each) for each in query.readers]
    # a name that stands anywhere else may be read in a way that is not known here
    if ends and all(ends) and reader.mentions[query.name.casefold()] in (0, len(ends)):
        how = " or ".join(dict.fromkeys(ends))
        yield f"the ORDER BY in {query.name or 'a subquery'} has no effect: what reads it {how}"


def _end_of_order(reader: Query) -> str:
    """How a query does away with the order of what it reads; empty where it does not, or may depend on it.

    One that sorts does not: rows that tie stay as they came.
    """
    taken = reader.modifier("DISTINCT")
    positional = any(join.node["ref_type"] == "POSITIONAL" for join in reader.joins)
    if positional or (taken and taken.get("distinct_on_targets")) or any(map(_depends, local(reader.node))):
        return ""
    if reader.node.get("group_expressions") or any(map(_aggregates, local(reader.items))):
        return "groups the rows anew"
    if reader.asked == "EXISTS" or (reader.asked == "ANY" and not reader.modifier("LIMIT")):
        return f"asks only what is among the rows ({'EXISTS' if reader.asked == 'EXISTS' else 'IN'})"
    return ""


def _depends(node: Node) -> bool:
    """Whether a window or aggregate may depend on the order in which its rows come."""
    if node.get("class") == "WINDOW":
        return not (node.get("orders") or node.get("arg_orders"))
    ordered = node.get("order_bys", {}).get("orders")
    return node.get("function_name", "").casefold() in ORDERED and not ordered


def _aggregates(node: Node) -> bool:
    return node.get("class") == "FUNCTION" and node.get("function_name", "").casefold() in AGGREGATES
