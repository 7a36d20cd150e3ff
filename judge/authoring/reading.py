"""What a reference reads and how large it is, told from its text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from judge.model import Language


def tables_read(source: str, language: Language, tables: Iterable[str]) -> set[str]:
    """Those of `tables` that a reference names, in SQL after FROM or JOIN, in pandas as a parameter or a text."""
    known = {name.casefold(): name for name in tables}
    names = _in_sql(source) if language == "sql" else _in_python(source)
    return {known[name.casefold()] for name in names if name.casefold() in known}


def size_of(source: str, language: Language) -> int:
    """Words and signs of a reference, comments aside."""
    mark = "--" if language == "sql" else "#"
    return len(re.findall(r"\w+|[^\w\s]", "\n".join(line.partition(mark)[0] for line in source.splitlines())))


def _in_sql(source: str) -> set[str]:
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError
    from sqlglot.optimizer.scope import traverse_scope

    try:
        scopes = traverse_scope(sqlglot.parse_one(source, read="duckdb"))
    except SqlglotError:
        return set(re.findall(r"\w+", source))  # more than there are: what is not understood is not complained of
    return {table.name for scope in scopes for table in scope.sources.values() if isinstance(table, exp.Table)}


def _in_python(source: str) -> set[str]:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return set()
    nodes = list(ast.walk(tree))
    loaded = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    if not any(isinstance(node, ast.arguments) and node.kwarg for node in nodes):
        return loaded
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return loaded | texts  # tables["plays"], of solve(**tables)
