"""What is known of the rows of a table, of a query's result and of a SELECT while it is made.

Within one SELECT, a column or any other expression is named by its SQL text; of a query's own result, columns are named
as they are output.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field, fields

from sqlglot import exp

from judge.mutation.kinds import ALIKE, EXACT, kind
from judge.mutation.nullability import rejects
from judge.mutation.trees import constant_aggregate, parse, text

ROW = "*"
"""The name of a row itself: what determines it determines all of it."""


Names = frozenset[str]


Dependency = tuple[Names, Names]


Origin = tuple[str, str, str]
"""The table and column that a value comes from unchanged, and which use of the table it is."""


UNKNOWN: Names = frozenset({"?"})
"""The groups of GROUP BY ALL, ROLLUP and their like."""


@dataclass
class Relation:
    """What is known of a table or of a query's result.

    `keys` are sets of columns in which no two rows agree (the empty one: at most a single row), `determines` says which
    columns follow from which, `positive` are integers of one or more, `literals` the only values that a column has,
    `full` the uses of tables of which every row is here, `some` that there is at least a row.
    """

    columns: list[str]
    notnull: set[str] = field(default_factory=set)
    keys: list[Names] = field(default_factory=list)
    determines: list[Dependency] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    positive: set[str] = field(default_factory=set)
    literals: dict[str, frozenset[str]] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    full: set[tuple[str, str]] = field(default_factory=set)
    some: bool = False

    def within(self, alias: str) -> Relation:
        """The same, with columns named as a SELECT that calls it `alias` names them."""

        def name(column: str) -> str:
            return f'"{alias}"."{column}"'

        def names(columns: Iterable[str]) -> Names:
            return frozenset(map(name, columns))

        return Relation(
            [name(c) for c in self.columns],
            set(names(self.notnull)),
            [names(key) for key in self.keys],
            [(names(left), names(right)) for left, right in self.determines],
            {name(c): kind for c, kind in self.kinds.items()},
            set(names(self.positive)),
            {name(c): values for c, values in self.literals.items()},
            {name(c): (table, column, f"{alias}.{use}") for c, (table, column, use) in self.origins.items()},
            {(table, f"{alias}.{use}") for table, use in self.full},
            self.some,
        )


@dataclass
class Rows:
    """What is known of the rows of a SELECT as its clauses see them: after joins, WHERE and perhaps GROUP BY.

    `parts` has the keys of every source, `if_matched` what holds besides where a source's row is no padding of an outer
    join, `bound` are the sources of which a row on the left meets at most one, and `before` is what was not NULL before
    each join's ON was asked. `groups` are the keys of GROUP BY.
    """

    notnull: set[str] = field(default_factory=set)
    determines: list[Dependency] = field(default_factory=list)
    parts: list[list[Names]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    positive: set[str] = field(default_factory=set)
    origins: dict[str, Origin] = field(default_factory=dict)
    sources: dict[str, Relation] = field(default_factory=dict)
    if_matched: dict[str, list[Dependency]] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)
    before: list[set[str]] = field(default_factory=list)
    groups: Names | None = None

    def copy(self) -> Rows:
        """The same in containers of its own."""
        shallow = {f.name: getattr(self, f.name) for f in fields(self)}
        return Rows(**{name: copy(value) for name, value in shallow.items()})

    @property
    def grouped(self) -> bool:
        """Whether there is a GROUP BY, whose groups are never empty."""
        return bool(self.groups) and self.groups != UNKNOWN

    def closure(self, known: Iterable[str], more: Sequence[Dependency] = ()) -> set[str]:
        """All that is the same in rows in which `known` is; `more` dependencies hold among them."""
        found = set(known)
        size = -1
        while size != len(found):
            size = len(found)
            for left, right in (*self.determines, *more):
                if left <= found:
                    found |= right
            if ROW in found or all(any(key <= found for key in keys) for keys in self.parts):
                found |= {ROW, *self.columns}
        if self.groups is None or self.groups == UNKNOWN:
            return found
        if ROW not in found and all(self.follows(parse(g), found) for g in self.groups):
            found.add(ROW)
        return found

    def follows(self, e: exp.Expr, found: set[str]) -> bool:
        """Whether an expression is the same in rows that agree in all of `found` (a closure)."""
        if ROW in found or text(e) in found or isinstance(e, exp.Literal):
            return True
        of = constant_aggregate(e) if self.groups is not None else None
        if of is not None and self.follows(of, found):
            return True
        if e.find(exp.Query, exp.AggFunc, exp.Window, exp.Explode, exp.Unnest):
            return False
        columns = {text(c) for c in e.find_all(exp.Column)}
        return columns <= found and all(self.kinds.get(c) in EXACT for c in columns if not isinstance(e, exp.Column))

    def unique(self, known: Iterable[str]) -> bool:
        """Whether no two rows agree in `known`."""
        return ROW in self.closure(known)

    def learn(self, conditions: Iterable[exp.Expr]) -> None:
        """Take in what holds for all rows, as WHERE and the ON of an inner join let no others by."""
        for condition in conditions:
            self.notnull |= rejects(condition)
            self.determines += self.equated(condition)

    def equated(self, condition: exp.Expr) -> list[Dependency]:
        """The columns that an equation settles, and what settles them."""
        found: list[Dependency] = []
        if not isinstance(condition, exp.EQ):
            return found
        for one, other in ((condition.this, condition.expression), (condition.expression, condition.this)):
            if isinstance(one, exp.Column) and text(one) in self.columns and self._settles(one, other):
                local = {text(c) for c in other.find_all(exp.Column)} & set(self.columns)
                found.append((frozenset(local), frozenset({text(one)})))
        return found

    def _settles(self, column: exp.Column, value: exp.Expr) -> bool:
        mine = self.kinds.get(text(column), "")
        if mine not in EXACT or value.find(exp.AggFunc, exp.Window):
            return False
        if isinstance(value, exp.Literal):
            return value.is_string or (mine in ("int", "decimal") and kind(value, {}) != "")
        if isinstance(value, exp.Subquery):
            inner = value.unnest()
            names = {t.alias_or_name for t in value.find_all(exp.Table, exp.Subquery)}
            alone = isinstance(inner, exp.Select) and all(c.table in names for c in value.find_all(exp.Column))
            return alone and self.kinds.get(text(value)) == mine
        if value.find(exp.Query):
            return False
        if any(self.kinds.get(text(c)) not in EXACT for c in value.find_all(exp.Column) if text(c) in self.columns):
            return False
        theirs = kind(value, self.kinds)
        return theirs == mine or {mine, theirs} in ALIKE


def disjoint(left: Relation, right: Relation) -> str | None:
    """A column whose literals keep the rows of two queries apart, as the left one calls it."""
    for mine, theirs in zip(left.columns, right.columns, strict=True):
        a, b = left.literals.get(mine), right.literals.get(theirs)
        if a and b and not a & b and len({value.startswith("'") for value in a | b}) == 1:
            return mine
    return None
