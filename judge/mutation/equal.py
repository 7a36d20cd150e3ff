"""Whether a mutated SQL query gives the same rows as its reference for all data that the schema allows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlglot import exp
from sqlglot.errors import SqlglotError

from judge.model import TableSchema
from judge.mutation.facts import Facts
from judge.mutation.prepared import Unknown, prepared
from judge.mutation.rules import Rules
from judge.mutation.rules_windows import order_matters, total_order
from judge.mutation.wishes import Wish

ROUNDS = 12


def equal(reference: str, mutant: str, schema: Sequence[TableSchema], *, ordered: bool, distinct: bool = False) -> bool:
    """Whether both queries give the same rows for all data that keep the schema's keys, NOT NULLs and foreign keys.

    `ordered` says that the order of rows counts, `distinct` that the result is a set. False where that is not known.
    Names of columns count, their types and errors (a cast that fails) do not.
    """
    if reference.strip() == mutant.strip():
        return True
    mine = _canonical(reference, tuple(schema), ordered, distinct)
    theirs = _canonical(mutant, tuple(schema), ordered, distinct)
    return mine is not None and mine == theirs


@lru_cache(maxsize=64)
def _canonical(sql: str, schema: tuple[TableSchema, ...], ordered: bool, distinct: bool) -> exp.Expr | None:
    try:
        tree = prepared(sql, schema)
        keep_order = order_matters(tree) or (ordered and not total_order(tree, _rules(schema, False).facts))
        rules = _rules(schema, keep_order)
        for _ in range(ROUNDS):
            before = hash(tree)
            rules.query(tree, Wish(once=distinct, ordered=ordered))
            if before == hash(tree):
                break
    except (SqlglotError, Unknown, RecursionError, AttributeError, KeyError, TypeError, ValueError):
        return None
    return tree


@lru_cache(maxsize=8)
def _rules(schema: tuple[TableSchema, ...], keep_order: bool) -> Rules:
    """The rules of one schema: they remember the parts that the mutants of a query have in common."""
    return Rules(Facts(schema), keep_order)
