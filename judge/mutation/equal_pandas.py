"""Mutants of a pandas reference that are equal to it because nothing can be missing: told from names, and seldom."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from judge.model import TableSchema
from judge.mutation.mutant import Mutant

_ONLY_WHERE_MISSING = frozenset({"null", "count"})
_ADDED = "dropna=False"
_ASSIGN = frozenset({"assign", "agg"})
_MAKERS = frozenset({"reindex", "where", "mask", "unstack", "pivot", "pivot_table", "concat", "join", "merge_asof"})
"""Calls after which a column that is there may hold missing values; others make new ones, which have to be assigned."""


def equal(reference: str, mutant: Mutant, schema: Sequence[TableSchema]) -> bool:
    """Whether the mutant differs only where one of its columns is missing, and none of them ever is.

    That is: `dropna=False` added, or the number of rows against the number of values, over columns that no table has as
    nullable and that the file neither assigns nor passes through anything that makes values missing.
    """
    if mutant.operator not in _ONLY_WHERE_MISSING or not mutant.columns:
        return False
    counts = mutant.operator == "count" and {"size", "count"} & set(mutant.was.replace("'", " ").split())
    if _ADDED not in mutant.now and not counts:
        return False
    whole = {column.name for table in schema for column in table.columns}
    nullable = {column.name for table in schema for column in table.columns if column.nullable}
    return set(mutant.columns) <= whole - nullable - _assigned(reference) and not _makes_missing(reference)


def _assigned(source: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and isinstance(node.slice, ast.Constant):
            names.add(str(node.slice.value))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ASSIGN:
            names |= {keyword.arg for keyword in node.keywords if keyword.arg}
        elif isinstance(node, ast.Dict):  # of a rename, or of a new frame
            names |= {str(value.value) for value in (*node.keys, *node.values) if isinstance(value, ast.Constant)}
    return names


def _makes_missing(source: str) -> bool:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            how = [keyword.value for keyword in node.keywords if keyword.arg == "how"]
            if name in _MAKERS or any(not isinstance(value, ast.Constant) or value.value != "inner" for value in how):
                return True
    return False
