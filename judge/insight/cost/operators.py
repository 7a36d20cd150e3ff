"""DuckDB's profile of a query as a tree: read and checked, and asked which tables an operator works on."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_LARGEST = 8 << 20  # characters
_DEEPEST = 300
_OF_SUBQUERY = "__duckdb_delim"  # what DuckDB calls the rows for which it works out a correlated subquery


@dataclass(frozen=True, slots=True, eq=False)
class Operator:
    """`kind` is DuckDB's name of it, `ms` its own time, `rows` what it handed on, `info` what else is told of it."""

    kind: str
    ms: float
    rows: int
    info: Mapping[str, tuple[str, ...]]
    children: tuple[Operator, ...]

    def said(self, key: str) -> str:
        return ", ".join(self.info.get(key, ()))

    def walk(self) -> Iterator[Operator]:
        """Itself and all beneath it."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def out(self) -> int:
        """The rows that it handed on; a CTE hands on those of the query that uses it."""
        return self.children[-1].out if self.kind == "CTE" and self.children else self.rows

    @property
    def rows_in(self) -> tuple[int, ...]:
        return tuple(child.out for child in self.children)


def parse(text: str) -> Operator:
    """The tree of EXPLAIN (ANALYZE, FORMAT json); raises ValueError for any other text."""
    if len(text) > _LARGEST:
        raise ValueError("the profile is too long")
    try:
        [root] = json.loads(text)["operator"]
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a profile: {error}") from None
    return _operator(root, _DEEPEST)


def _operator(node: Any, depth: int) -> Operator:
    if not isinstance(node, dict) or not depth:
        raise ValueError("not an operator")
    kind, seconds, rows = node.get("type"), node.get("timing"), node.get("intermediate_rows")
    info, children = node.get("extra_info"), node.get("children", [])
    if not (isinstance(kind, str) and isinstance(info, dict) and isinstance(children, list)):
        raise ValueError("not an operator")
    if not isinstance(seconds, int | float) or not math.isfinite(seconds) or type(rows) is not int:
        raise ValueError("an operator without time or rows")
    told = {key: _texts(value) for key, value in info.items()}
    # a CTE that hands its rows on as they come counts the time of what takes them, which counts it too
    passes_on = kind == "CTE" and told.get("Execution Mode") != ("MATERIALIZED",)
    ms = 0.0 if passes_on else max(0.0, seconds * 1000)
    return Operator(kind, ms, max(0, rows), told, tuple(_operator(child, depth - 1) for child in children))


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else (str(value),)


class Plan:
    """A tree and what its parts know of one another."""

    def __init__(self, root: Operator) -> None:
        self.operators = list(root.walk())
        self.ms = sum(op.ms for op in self.operators)
        self._ctes = {op.said("Table Index"): op for op in self.operators if op.kind == "CTE"}
        self._of_subquery = {
            part
            for op in self._ctes.values()
            if op.said("CTE Name").startswith(_OF_SUBQUERY)
            for child in op.children[1:]
            for part in child.walk()
        }

    def correlated(self, operator: Operator) -> bool:
        """Whether it works out a correlated subquery."""
        return operator in self._of_subquery

    def tables(self, operator: Operator) -> list[str]:
        """The tables and named CTEs that its rows come from, in DuckDB's order, each once."""
        return list(dict.fromkeys(self._tables(operator, set())))

    def _tables(self, operator: Operator, seen: set[str]) -> Iterator[str]:
        if table := operator.said("Table"):
            yield table.rpartition(".")[2]
        index = operator.said("CTE Index")
        cte = self._ctes.get(index) if index else None
        if cte is not None and index not in seen and cte.children:
            if cte.said("CTE Name").startswith(_OF_SUBQUERY):
                yield from self._tables(cte.children[0], seen | {index})
            else:
                yield cte.said("CTE Name")
        for child in operator.children[-1:] if operator.kind == "CTE" else operator.children:
            yield from self._tables(child, seen)
