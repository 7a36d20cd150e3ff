"""What a query's names stand for, as far as slips ask: which columns its sources have and which may be NULL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from judge.model import TableSchema
from judge.mutation.sql_change import operands

_NEVER_NULL = (
    exp.Count,
    exp.CountIf,
    exp.Coalesce,
    exp.Exists,
    exp.Is,
    exp.RowNumber,
    exp.Rank,
    exp.DenseRank,
    exp.Literal,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
)
_REFUSES_NULL = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between)
_PASSES_NULL_ON = (exp.Lower, exp.Upper, exp.Trim, exp.Length, exp.Cast, exp.TimestampTrunc)


@dataclass(frozen=True, slots=True)
class Source:
    """A table of a FROM: its columns in lower case with whether each may be NULL, and whether an outer join pads it."""

    name: str
    columns: dict[str, bool]
    padded: bool
    join: Any = None


class Names:
    """The names of a reference, resolved against the problem's tables; what cannot be resolved is not NULL."""

    def __init__(self, schema: Sequence[TableSchema]) -> None:
        self._tables = {
            table.name.casefold(): {column.name.casefold(): column.nullable for column in table.columns}
            for table in schema
        }
        self._sources: dict[int, list[Source]] = {}

    def sources(self, select: Any) -> list[Source]:
        """What a SELECT reads from, in order."""
        if id(select) not in self._sources:
            self._sources[id(select)] = []  # stands for itself while a recursive query is looked into
            self._sources[id(select)] = self._read(select)
        return self._sources[id(select)]

    def may_be_null(self, node: Any) -> bool:
        """Whether an expression may be NULL."""
        inner = node.unalias()
        while isinstance(inner, exp.Window | exp.Filter | exp.Paren | exp.Cast):
            inner = inner.this
        if isinstance(inner, _NEVER_NULL):
            return False
        for part in inner.walk(prune=lambda n: isinstance(n, (*_NEVER_NULL, exp.Query))):
            if isinstance(part, exp.Nullif | exp.Lag | exp.Lead | exp.Null):
                return True
            if isinstance(part, exp.Case) and not part.args.get("default"):
                return True
            if isinstance(part, exp.Column) and self._column_may_be_null(part):
                return True
        return False

    def belongs(self, column: Any, source: Source) -> bool:
        """Whether a column of a query is one of this source of it."""
        if column.table:
            return str(column.table).casefold() == source.name
        return column.name.casefold() in source.columns

    def keeps_null(self, select: Any, name: str, source: Source, call: Any = None) -> bool:
        """Whether rows with NULL in a column get past the WHERE of its SELECT, and past the FILTER of `call`."""
        refused = self._refused(select, source, call.parent if call is not None else None)
        return name.casefold() not in refused

    def keeps_padding(self, join: Any) -> bool:
        """Whether the WHERE of a SELECT lets rows through that an outer join would pad on the side of `join`."""
        select = join.parent
        sources = self.sources(select) if isinstance(select, exp.Select) else []
        return not any(one.join is join and self._refused(select, one) for one in sources)

    def _refused(self, select: Any, source: Source, around: Any = None) -> set[str]:
        """The columns of a source in which WHERE, and `around` where it is a FILTER, let no NULL through."""
        clauses = [select.args.get("where"), around.expression if isinstance(around, exp.Filter) else None]
        conditions = [part for clause in clauses if clause for part in operands(clause.this, exp.And)]
        columns = [column for part in conditions if _refuses_null(part) for column in part.find_all(exp.Column)]
        return {column.name.casefold() for column in columns if self.belongs(column, source)}

    def outputs(self, query: Any) -> dict[str, bool]:
        """The columns that a query gives, in lower case, and whether each may be NULL."""
        inner = query.unnest() if isinstance(query, exp.Subquery) else query
        if isinstance(inner, exp.SetOperation):
            left, right = self.outputs(inner.this), list(self.outputs(inner.expression).values())
            return {name: null or right[i : i + 1] == [True] for i, (name, null) in enumerate(left.items())}
        found: dict[str, bool] = {}
        if isinstance(inner, exp.Select):
            for item in inner.expressions:
                if item.is_star:
                    for source in self.sources(inner):
                        if not isinstance(item, exp.Column) or item.table.casefold() == source.name:
                            found |= {name: null or source.padded for name, null in source.columns.items()}
                else:
                    found[item.alias_or_name.casefold()] = self.may_be_null(item)
        return found

    def _column_may_be_null(self, column: Any) -> bool:
        select = column.find_ancestor(exp.Select)
        while select:
            for source in self.sources(select):
                if self.belongs(column, source):
                    null = source.padded or source.columns.get(column.name.casefold(), False)
                    asking = column.find_ancestor(exp.Where, exp.Join, exp.Select)
                    return null and (not isinstance(asking, exp.Select) or self.keeps_null(select, column.name, source))
            select = select.parent_select
        return False

    def _read(self, select: Any) -> list[Source]:
        found: list[Source] = []
        start = select.args.get("from_")
        for join in [start, *(select.args.get("joins") or [])]:
            if not join:
                continue
            side = join.args.get("side") or "" if isinstance(join, exp.Join) else ""
            if side in ("RIGHT", "FULL"):
                found = [Source(one.name, one.columns, True, one.join) for one in found]
            if isinstance(join, exp.Join) and join.kind in ("SEMI", "ANTI"):
                continue
            columns = self._columns(join.this)
            found.append(Source(join.this.alias_or_name.casefold(), columns, side in ("LEFT", "FULL"), join))
        return found

    def _columns(self, source: Any) -> dict[str, bool]:
        renamed = [name.casefold() for name in source.alias_column_names]
        if isinstance(source, exp.Table):
            cte = self._cte(source)
            given = self.outputs(cte.this) if cte else self._tables.get(source.name.casefold(), {})
            renamed = renamed or ([name.casefold() for name in cte.alias_column_names] if cte else [])
        elif isinstance(source, exp.Subquery):
            given = self.outputs(source)
        else:
            given = dict.fromkeys(renamed, False)
        values = list(given.values())
        return dict(zip(renamed, values, strict=False)) if renamed else given

    @staticmethod
    def _cte(table: Any) -> Any:
        inside, query = table, table.parent
        while query:
            for cte in query.ctes if isinstance(query, exp.Query) else []:
                if cte is inside:  # a query of the same WITH sees those before it alone
                    break
                if cte.alias.casefold() == table.name.casefold():
                    return cte
            if isinstance(query, exp.CTE):
                inside = query
            query = query.parent
        return None


def _refuses_null(condition: Any) -> bool:
    """Whether a condition is never true where any of its columns is NULL."""
    if isinstance(condition, exp.Not) and isinstance(condition.this, exp.Is):
        return isinstance(condition.this.this, exp.Column) and isinstance(condition.this.expression, exp.Null)
    functions = condition.find_all(exp.Func, exp.Query)
    return isinstance(condition, _REFUSES_NULL) and all(isinstance(one, _PASSES_NULL_ON) for one in functions)
