"""A reference that tells more than it answers: the rows beyond its LIMIT, the keys it sorts by, values not yet rounded.

Only the text of a problem's own reference comes here, parsed by sqlglot; what it becomes is run beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from judge.errors import ProblemError

_LIMITED = re.compile(r"\b(limit|fetch|top)\b", re.IGNORECASE)
_NAME = "drill_told_"


@dataclass(frozen=True, slots=True)
class Widened:
    """`source` gives the reference's columns, then `unrounded` values, then `keys` that it sorts by, without its LIMIT.

    `offset` is how many rows the reference passes over first.
    """

    source: str
    unrounded: tuple[str, ...] = ()
    keys: int = 0
    offset: int = 0


def widened(source: str, rounded: Sequence[tuple[str, int]], where: str) -> Widened | None:
    """The reference, widened; None where it has no LIMIT and nothing is rounded.

    `rounded` are the columns that the problem declares as rounded, with their decimals. Raises ProblemError where the
    reference is written so that this cannot be told; `where` is how messages call it.
    """
    if not rounded and not _LIMITED.search(source):
        return None
    return _Reference(source, where).widened(rounded)


class _Reference:
    def __init__(self, source: str, where: str) -> None:
        import sqlglot
        from sqlglot import exp
        from sqlglot.errors import SqlglotError

        self.exp, self.where = exp, where
        try:
            self.tree: Any = sqlglot.parse_one(source, read="duckdb")
        except SqlglotError as error:
            raise self._broken(f"sqlglot does not parse it: {str(error).splitlines()[0]}") from None
        if not isinstance(self.tree, exp.Query):
            raise self._broken("it is no SELECT")

    def _broken(self, what: str, help: str = "") -> ProblemError:
        return ProblemError(f"{self.where}: {what}", help)

    def widened(self, rounded: Sequence[tuple[str, int]]) -> Widened | None:
        exp = self.exp
        limited = bool(self.tree.args.get("limit"))
        if not limited and not rounded:
            return None
        offset = self._offset()
        ordered = self.tree.args.get("order")
        order = self._sorted_by(ordered.expressions) if ordered and limited else []
        for part in ("limit", "offset"):
            self.tree.set(part, None)
        if not isinstance(self.tree, exp.Select) or self.tree.args.get("distinct"):
            if rounded:
                raise self._broken(
                    f"column {rounded[0][0]} is declared with round, which a DISTINCT or a set operation hides",
                    "do that in an inner query, and round in the outermost SELECT",
                )
            return self._wrapped(order, offset)
        outputs = {item.alias_or_name.casefold(): item.unalias() for item in self.tree.expressions}
        told = [self._unrounded(outputs, name, decimals) for name, decimals in rounded]
        told += [self._key(key, outputs) for key in order]
        items = [exp.alias_(item.copy(), f"{_NAME}{place}") for place, item in enumerate(told)]
        self.tree.set("expressions", [*self.tree.expressions, *items])
        source = self.tree.sql(dialect="duckdb")
        return Widened(source, tuple(name for name, _ in rounded), len(order), offset)

    def _sorted_by(self, parts: Sequence[Any]) -> list[Any]:
        keys = [part.this for part in parts]
        if len(keys) == 1 and keys[0].name.upper() == "ALL":
            return [self.exp.Literal.number(place) for place in range(1, len(self.tree.selects) + 1)]
        return keys

    def _offset(self) -> int:
        offset = self.tree.args.get("offset")
        if not offset:
            return 0
        if not offset.expression.is_int:
            raise self._broken("its OFFSET is no plain number")
        return int(offset.expression.this)

    def _unrounded(self, outputs: dict[str, Any], name: str, decimals: int) -> Any:
        item = outputs.get(name.casefold())
        told = item.args.get("decimals") if isinstance(item, self.exp.Round) else None
        if not isinstance(item, self.exp.Round) or (int(told.this) if told and told.is_int else 0) != decimals:
            raise self._broken(
                f"column {name} is declared with round = {decimals}, and its outermost SELECT does not round it so",
                f"write round(…, {decimals}) AS {name}: the judge takes it off to see which way a half may go",
            )
        return item.this

    def _key(self, key: Any, outputs: dict[str, Any]) -> Any:
        """What an ORDER BY sorts by: a number means an output column, a name an output column before any other."""
        exp = self.exp
        if isinstance(key, exp.Literal) and key.is_int:
            return list(outputs.values())[int(key.this) - 1]

        def resolved(node: Any) -> Any:
            named = isinstance(node, exp.Column) and not node.table and outputs.get(node.name.casefold())
            return exp.paren(named.copy()) if named else node

        return key.copy().transform(resolved)

    def _wrapped(self, order: Sequence[Any], offset: int) -> Widened:
        """A DISTINCT or a set operation sorts by its output columns, which a query around it sees."""
        exp = self.exp
        names = [item.alias_or_name for item in self.tree.selects]
        keys = [
            exp.column(names[int(key.this) - 1]) if isinstance(key, exp.Literal) and key.is_int else key.copy()
            for key in order
        ]
        sort = self.tree.args.get("order")
        outer = exp.select("*", *(exp.alias_(key, f"{_NAME}{place}") for place, key in enumerate(keys)))
        self.tree.set("order", None)
        outer = outer.from_(self.tree.subquery("answer"))
        if sort:
            outer.set("order", sort)
        return Widened(outer.sql(dialect="duckdb"), (), len(keys), offset)
