"""What the queries of a text read, as DuckDB's tree of it shows; where there is doubt, nothing is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from judge.model import TableSchema

Node = dict[str, Any]

ORDERED = {"any_value", "arbitrary", "array_agg", "first", "group_concat", "last", "list", "listagg", "string_agg"} | {
    *("arg_max", "arg_max_null", "arg_max_nulls_last", "arg_min", "arg_min_null", "arg_min_nulls_last"),
    *("argmax", "argmin", "max_by", "min_by", "mode", "approx_quantile", "approx_top_k", "lttb", "reservoir_quantile"),
    *("combine_aggr", "variant_group_object", "json_group_array", "json_group_object", "json_group_structure"),
}
"""Aggregates that may depend on the order of the rows."""
AGGREGATES = {"avg", "bool_and", "bool_or", "count", "count_if", "count_star", "countif", "max", "mean", "min", "sum"}
"""Some of those that do not."""
SCALAR = {"date_part", "date_trunc", "lower", "month", "strftime", "trim", "upper", "year"}
"""Functions that are known to make one value of the columns of one row; operators do too."""
_KEEPS_NULL = {"lower", "ltrim", "rtrim", "trim", "upper"}
_HELD_ELSEWHERE = {"cte_map", "subquery"}


@dataclass(eq=False, slots=True)
class Source:
    """One thing that a FROM names: a base table, another query, or something of which nothing is known.

    `name` is what its columns are called by, `shown` the name of the table or CTE itself, None for other things.
    """

    name: str
    shown: str | None = None
    table: TableSchema | None = None
    query: Query | None = None

    def columns(self) -> frozenset[str] | None:
        """Its columns in lower case, None where they are not all known."""
        if self.table:
            return frozenset(column.name.casefold() for column in self.table.columns)
        outputs = self.query.outputs if self.query else None
        return None if outputs is None else frozenset(outputs)

    def many(self) -> bool:
        """Whether nothing says that it has one row at most; `params` of a world has one."""
        if self.table:
            return self.table.name.casefold() != "params"
        return self.query is not None and self.query.many


@dataclass(eq=False, slots=True)
class Join:
    node: Node
    left: Sequence[Source]
    right: Sequence[Source]


@dataclass(eq=False)
class Query:
    """A SELECT, or the `branches` of a set operation; `readers` are the queries whose FROM names it.

    `inner` holds the subqueries among its expressions by the id of their node; `asked` is how such a one is used: ANY
    (which is IN), EXISTS, SCALAR.
    """

    node: Node
    name: str = ""
    asked: str = ""
    sources: list[Source] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)
    branches: list[Query] = field(default_factory=list)
    readers: list[Query] = field(default_factory=list)
    inner: dict[int, Query] = field(default_factory=dict)

    @property
    def selects(self) -> bool:
        return bool(self.node["type"] == "SELECT_NODE")

    @property
    def items(self) -> list[Node]:
        """Its select list."""
        return self.node["select_list"] if self.selects else []

    def modifier(self, kind: str) -> Node | None:
        """Its ORDER, LIMIT or DISTINCT."""
        return next((m for m in self.node.get("modifiers", ()) if m["type"] == f"{kind}_MODIFIER"), None)

    def resolve(self, reference: Node) -> tuple[Source, str] | None:
        """The source and the lower-case column that a COLUMN_REF stands for, if it is certainly one of this FROM."""
        *table, column = (name.casefold() for name in reference["column_names"])
        if len(table) > 1:
            return None
        if table:
            found = [source for source in self.sources if source.name == table[0]]
        else:
            found = [source for source in self.sources if column in (source.columns() or ())]
            if any(column in _using(join) for join in self.joins):
                found = found[:1]  # one column of both; that of the left side
        return (found[0], column) if len(found) == 1 else None

    def reads(self, expression: Node) -> set[Source] | None:
        """The sources whose columns an expression holds, None where it holds anything of another kind."""
        found = set()
        for node in local(expression):
            kind = node.get("class")
            if kind == "COLUMN_REF":
                resolved = self.resolve(node)
                if resolved is None:
                    return None
                found.add(resolved[0])
            elif kind in ("SUBQUERY", "STAR", "POSITIONAL_REFERENCE", "LAMBDA"):
                return None
        return found

    @cached_property
    def outputs(self) -> dict[str, tuple[Source, str] | None] | None:
        """Its columns in lower case, each with the column that it is NULL with; None where they are not all known."""
        if self.branches:
            first = self.branches[0].outputs
            return None if first is None else dict.fromkeys(first)
        if not self.selects:
            return None
        found: dict[str, tuple[Source, str] | None] = {}
        for item in self.items:
            if item["class"] == "STAR":
                columns = self._starred(item)
                if columns is None:
                    return None
                found |= columns
            else:
                plain = item["class"] == "COLUMN_REF"
                name = item.get("alias") or (item["column_names"][-1] if plain else f"?{len(found)}")
                column = _bare(item)
                found[name.casefold()] = self.resolve(column) if column["class"] == "COLUMN_REF" else None
        return found

    def _starred(self, star: Node) -> dict[str, tuple[Source, str] | None] | None:
        if set(star) - {"class", "type", "relation_name", "query_location", "query_location_length"}:
            return None  # EXCLUDE, REPLACE, COLUMNS
        table = star.get("relation_name", "").casefold()
        found: dict[str, tuple[Source, str] | None] = {}
        for source in self.sources:
            if table in ("", source.name):
                columns = source.columns()
                if columns is None:
                    return None
                for column in columns:
                    found.setdefault(column, (source, column))
        return found

    @cached_property
    def many(self) -> bool:
        """Whether nothing says that it has one row at most."""
        if self.modifier("LIMIT") or self.node.get("qualify"):
            return False
        if self.branches:
            return self.node["setop_type"] == "UNION" and any(branch.many for branch in self.branches)
        if not self.selects:
            return False
        if self.node.get("group_expressions"):
            return True
        return all(map(scalar, self.items)) and any(source.many() for source in self.sources)


def _bare(item: Node) -> Node:
    """An expression without the casts and functions around it that make NULL of NULL."""
    while True:
        given = item.get("arguments", ())
        if item["class"] == "CAST":
            item = item["child"]
        elif item["class"] == "FUNCTION" and len(given) == 1 and item["function_name"].casefold() in _KEEPS_NULL:
            item = given[0]["expression"]
        else:
            return item


def scalar(item: Node) -> bool:
    """Whether an item of a select list is certainly worked out from each row alone."""
    return all(
        node.get("class") not in ("FUNCTION", "SUBQUERY")
        or node.get("is_operator", False)
        or node.get("function_name", "").casefold() in SCALAR
        for node in local(item)
    )


def local(tree: Any) -> Iterator[Node]:
    """The nodes of a tree outside of the queries in it, in no order."""
    stack = [tree]
    while stack:
        match stack.pop():
            case dict() as node:
                yield node
                stack.extend(value for key, value in node.items() if key not in _HELD_ELSEWHERE)
            case list() as nodes:
                stack.extend(nodes)


def everywhere(tree: Any) -> Iterator[Node]:
    """The same within the queries too."""
    for node in local(tree):
        yield node
        for key in _HELD_ELSEWHERE & node.keys():
            yield from everywhere(node[key])


def conjuncts(condition: Node | None, *joined: str) -> Iterator[Node]:
    """The conditions that AND, and whatever else is `joined`, makes into one."""
    if condition and condition["type"] in ("CONJUNCTION_AND", *joined):
        for child in condition["children"]:
            yield from conjuncts(child, *joined)
    elif condition:
        yield condition


def _using(join: Join) -> set[str]:
    return {column.casefold() for column in join.node.get("using_columns", ())}


class Reader:
    """Reads `tree`, a statement's, over `schema`: all its `queries`, the outermost first and then as the text goes.

    `mentions` counts how often each name stands where a table does.
    """

    def __init__(self, tree: Node, schema: Sequence[TableSchema]) -> None:
        self._tables = {table.name.casefold(): table for table in schema}
        self.queries: list[Query] = []
        self.mentions = Counter(
            node["table_name"].casefold() for node in everywhere(tree) if node.get("type") == "BASE_TABLE"
        )
        self._query(tree["node"], {})

    def _query(self, node: Node, around: Mapping[str, Query | None], name: str = "") -> Query:
        query = Query(node, name)
        self.queries.append(query)
        known = dict(around)
        for entry in node.get("cte_map", {}).get("map", ()):
            key, cte = entry["key"], entry["value"]
            recursive = cte["query_node"]["type"] == "RECURSIVE_CTE_NODE"
            within = known | {key.casefold(): None} if recursive else known
            found = self._query(cte["query_node"], within, key)
            known[key.casefold()] = None if recursive or cte.get("aliases") else found
        if query.selects:
            query.sources = self._from(query, node["from_table"], known)
        for side in ("left", "right"):
            if side in node:
                self._query(node[side], known)
        query.branches = [self._query(child, known) for child in node.get("children", ())]
        for inner in local({key: value for key, value in node.items() if key not in ("children", "left", "right")}):
            if inner.get("class") == "SUBQUERY":
                query.inner[id(inner)] = found = self._query(inner["subquery"]["node"], known)
                found.asked = inner["subquery_type"]
        return query

    def _from(self, query: Query, node: Node, known: Mapping[str, Query | None]) -> list[Source]:
        alias = node.get("alias", "")
        unknown = Source(alias.casefold())
        match node["type"]:
            case "EMPTY":
                return []
            case "JOIN":
                left, right = (self._from(query, node[side], known) for side in ("left", "right"))
                query.joins.append(Join(node, left, right))
                return [*left, *right]
            case "SUBQUERY":
                found = self._query(node["subquery"]["node"], known, alias)
                found.readers.append(query)
                return [unknown if node.get("column_name_alias") else Source(alias.casefold(), query=found)]
            case "BASE_TABLE":
                return [self._table(query, node, known)]
        return [unknown]

    def _table(self, query: Query, node: Node, known: Mapping[str, Query | None]) -> Source:
        name: str = node["table_name"]
        source = Source((node.get("alias") or name).casefold())
        if node.get("schema_name") or node.get("catalog_name"):
            return source
        renamed = bool(node.get("column_name_alias"))
        if name.casefold() in known:
            found = known[name.casefold()]
            if found:
                found.readers.append(query)
            if found and not renamed:
                source.query, source.shown = found, found.name
        elif name.casefold() in self._tables and not renamed:
            source.table = self._tables[name.casefold()]
            source.shown = source.table.name
        return source
