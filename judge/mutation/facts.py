"""What the declared keys, NOT NULLs and foreign keys make of a query's rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from sqlglot import exp

from judge.model import TableSchema
from judge.mutation.constant_rows import series_of, values_of
from judge.mutation.keys import ROW, UNKNOWN, Dependency, Relation, Rows, disjoint
from judge.mutation.kinds import EXACT, KIND_OF_TYPE, kind
from judge.mutation.nullability import never_null, rejects
from judge.mutation.trees import RANKING, conjuncts, constant_aggregate, cut, has_aggregates, plain, text

MOST_KNOWN = 4_000


class Facts:
    """Reads the facts of queries over `schema`."""

    def __init__(self, schema: Sequence[TableSchema]) -> None:
        self.tables = {table.name.lower(): table for table in schema}
        self._known: dict[int, Relation] = {}
        self._joined: dict[tuple[int, frozenset[str]], Rows] = {}

    def of(self, query: exp.Expr) -> Relation:
        """What is known of a table's rows or of a query's result."""
        if isinstance(query, exp.Subquery):
            return self.of(query.this)
        if isinstance(query, exp.Table):
            return self._table(query)
        if isinstance(query, (exp.SetOperation, exp.Select)):
            tree = hash(query)
            if len(self._known) + len(self._joined) > MOST_KNOWN:
                self._known, self._joined = {}, {}
            if tree not in self._known:
                made = self._select(query) if isinstance(query, exp.Select) else self._set_operation(query)
                self._known[tree] = made
            return self._known[tree]
        return values_of(query) if isinstance(query, exp.Values) else Relation([])

    def _table(self, table: exp.Table) -> Relation:
        found = self.tables.get(table.name.lower()) if isinstance(table.this, exp.Identifier) else None
        if found is None or table.args.get("db"):
            return Relation([])
        name = found.name.lower()
        columns = [c.name.lower() for c in found.columns]
        notnull = {c.name.lower() for c in found.columns if not c.nullable}
        key = frozenset(c.lower() for c in found.key)
        keys = [frozenset[str]()] if name == "params" else [key] if key and key <= notnull else []
        kinds = {c.name.lower(): KIND_OF_TYPE.get(c.sql_type.upper().split("(")[0], "") for c in found.columns}
        origins = {c: (name, c, "") for c in columns}
        return Relation(columns, notnull, keys, kinds=kinds, origins=origins, full={(name, "")}, some=name == "params")

    def _set_operation(self, query: exp.SetOperation) -> Relation:
        left, right = self.of(query.this), self.of(query.expression)
        found = Relation(left.columns)
        if len(left.columns) != len(right.columns):
            return found
        once = bool(query.args.get("distinct"))
        if not isinstance(query, exp.Union):
            found.notnull, found.kinds = left.notnull, left.kinds
            found.keys = [*left.keys, *([frozenset(left.columns)] if once else [])]
            if isinstance(query, exp.Intersect) or query.args.get("limit"):
                found.kinds = {}
            return found
        for mine, theirs in zip(left.columns, right.columns, strict=True):
            if mine in left.notnull and theirs in right.notnull:
                found.notnull.add(mine)
            if left.kinds.get(mine) and left.kinds.get(mine) == right.kinds.get(theirs):
                found.kinds[mine] = left.kinds[mine]
            if mine in left.positive and theirs in right.positive:
                found.positive.add(mine)
            if mine in left.literals and theirs in right.literals:
                found.literals[mine] = left.literals[mine] | right.literals[theirs]
        found.some = (left.some or right.some) and not cut(query)
        if once:
            found.keys.append(frozenset(left.columns))
        by = disjoint(left, right)
        if by is not None and left.keys and right.keys:
            places = {name: i for i, name in enumerate(right.columns)}
            for one, other in ((one, other) for one in left.keys for other in right.keys):
                found.keys.append(frozenset({by, *one, *(left.columns[places[name]] for name in other)}))
        return found

    def rows(self, select: exp.Select, outer: Iterable[str] = ()) -> Rows:
        """What is known of a SELECT's rows when they have passed WHERE and GROUP BY.

        `outer` are columns of the query around it that are not NULL.
        """
        rows = self.joined(select, outer)
        where = select.args.get("where")
        rows.learn(conjuncts(where.this if where else None))
        group = select.args.get("group")
        if group or has_aggregates(select):
            if group and not plain(group):
                return Rows(parts=[[]], columns=rows.columns, kinds=rows.kinds, sources=rows.sources, groups=UNKNOWN)
            rows = replace(rows, groups=frozenset(text(e) for e in group.expressions) if group else frozenset())
        having = select.args.get("having")
        if having:
            rows.notnull |= {c for part in conjuncts(having.this) for c in rejects(part)}
        return rows

    def joined(self, select: exp.Select, outer: Iterable[str] = ()) -> Rows:
        """What is known of a SELECT's rows as they are joined."""
        known = (hash(select), frozenset(outer))
        if known not in self._joined:
            self._joined[known] = self._join_all(select, known[1])
        return self._joined[known].copy()

    def _join_all(self, select: exp.Select, outer: frozenset[str]) -> Rows:
        rows = Rows()
        first = select.args.get("from_")
        if first is None:
            rows.parts.append([frozenset()])
            rows.notnull |= set(outer)
            return rows
        self._join(rows, first.this, None)
        for join in select.args.get("joins") or []:
            self._join(rows, join.this, join)
        aliases = {f'"{alias}".' for alias in rows.sources}
        rows.notnull |= {c for c in outer if not c.startswith(tuple(aliases))}
        for node in select.find_all(exp.Subquery):
            inner = node.unnest()
            if isinstance(inner, exp.Select) and len(inner.expressions) == 1 and not isinstance(node.parent, exp.From):
                of = self.of(inner)
                rows.kinds[text(node)] = of.kinds.get(of.columns[0], "") if of.columns else ""
        return rows

    def _join(self, rows: Rows, source: exp.Expr, join: exp.Join | None) -> None:
        alias = source.alias_or_name
        right = self.of(source).within(alias)
        rows.before.append(rows.notnull | right.notnull)
        side = str(join.side).upper() if join is not None else ""
        on = conjuncts(join.args.get("on")) if join is not None else []
        left_columns, left_notnull = set(rows.columns), set(rows.notnull)
        left_keys, right_keys = rows.parts, right.keys
        if side in ("RIGHT", "FULL"):
            rows.determines = _padded(rows.determines, left_notnull)
            rows.if_matched = {}
            rows.notnull = set()
        theirs = right.determines + [(key, frozenset(right.columns)) for key in right.keys]
        rows.determines += _padded(theirs, right.notnull) if side in ("LEFT", "FULL") else theirs
        if side == "FULL":
            left_keys = [[key for key in keys if key & left_notnull] for keys in rows.parts]
            right_keys = [key for key in right_keys if key & right.notnull]
        rows.parts = [*left_keys, right_keys]
        rows.columns += right.columns
        rows.kinds |= right.kinds
        rows.positive |= right.positive
        rows.origins |= right.origins
        rows.sources[alias] = right
        if side in ("", "RIGHT"):
            rows.notnull |= right.notnull
        if side == "":
            rows.learn(on)
        equations = [e for part in on for e in rows.equated(part)]
        settled = {c for given, follow in equations if given <= left_columns for c in follow}
        if side in ("", "LEFT") and any(key <= settled for key in right.keys):
            rows.bound.add(alias)
        if side == "LEFT":
            rows.if_matched[alias] = equations + theirs
            seen = {text(c) for part in on for c in part.find_all(exp.Column)} & left_columns
            exact = all(rows.kinds.get(c) in EXACT for c in seen) and not any(part.find(exp.Query) for part in on)
            if exact and alias in rows.bound:
                rows.determines.append((frozenset(seen), frozenset(right.columns)))

    def _select(self, select: exp.Select) -> Relation:
        found = Relation(select.named_selects)
        if len(set(found.columns)) != len(found.columns) or not all(found.columns):
            return Relation([])
        series, source = series_of(select), select.args.get("from_")
        if series and source and frozenset() in self.of(source.this).keys:
            return series
        if any(node.find(exp.Explode, exp.Unnest, exp.ExplodeOuter) for node in select.expressions):
            return found
        rows = self.rows(select)
        outputs = {e.alias_or_name: e.unalias() for e in select.expressions}
        grouped = bool(rows.groups) and rows.groups != UNKNOWN
        inner = rows.closure(rows.groups) if rows.groups is not None else None  # of the rows that are grouped
        self._qualify(select, rows)
        shown: dict[str, str] = {}
        for name, e in outputs.items():
            if never_null(e, rows.notnull, grouped):
                found.notnull.add(name)
            found.kinds[name] = kind(e, rows.kinds)
            ranked = isinstance(e, exp.Window) and isinstance(e.this, RANKING)
            counted = isinstance(e, exp.Count) and isinstance(e.this, exp.Star) and grouped
            if ranked or counted or text(e) in rows.positive:
                found.positive.add(name)
            if isinstance(e, exp.Literal) and (e.is_string or e.is_int):
                found.literals[name] = frozenset({text(e) if e.is_string else str(int(e.this))})
                if e.is_int and int(e.this) > 0:
                    found.positive.add(name)
            if isinstance(e, exp.Column) and text(e) in rows.origins:
                found.origins[name] = rows.origins[text(e)]
            of = constant_aggregate(e)
            shown[name] = text(of) if of is not None and inner is not None and rows.follows(of, inner) else text(e)
        self._keys(select, rows, shown, found)
        found.some = rows.groups == frozenset() or (
            not select.args.get("where") and all(s.some for s in rows.sources.values()) and not _outer_or_inner(select)
        )
        if any(select.args.get(a) for a in ("having", "qualify", "limit", "offset")):
            found.some = False
        found.full = self._full(select, rows)
        return found

    def _qualify(self, select: exp.Select, rows: Rows) -> None:
        for e in select.expressions:
            window = e.unalias()
            if isinstance(window, exp.Window) and isinstance(window.this, exp.RowNumber):
                lhs = {text(p) for p in window.args.get("partition_by") or []}
                rows.determines.append((frozenset({text(window), *lhs}), frozenset({ROW})))
        qualify = select.args.get("qualify")
        for part in conjuncts(qualify.this if qualify else None):
            rows.notnull |= rejects(part)
            if not isinstance(part, exp.EQ):
                continue
            window, one = part.this, part.expression
            if isinstance(one, exp.Window):
                window, one = one, window
            if isinstance(window, exp.Window) and isinstance(window.this, exp.RowNumber) and text(one) == "1":
                lhs = {text(p) for p in window.args.get("partition_by") or []}
                rows.determines.append((frozenset(lhs), frozenset({ROW})))

    def _keys(self, select: exp.Select, rows: Rows, shown: Mapping[str, str], found: Relation) -> None:
        limit = select.args.get("limit")
        if limit and isinstance(limit, exp.Limit) and text(limit.expression) == "1":
            found.keys = [frozenset()]
            return
        distinct = select.args.get("distinct")
        names = list(shown)
        if len(names) > 24:
            names = names[:24]
        closures = {name: rows.closure({shown[name]}) for name in names}
        for name in names:
            right = frozenset(n for n in names if n != name and shown[n] in closures[name])
            if right:
                found.determines.append((frozenset({name}), right))
        if rows.unique(()):
            found.keys = [frozenset()]
            return
        singles = [frozenset({n}) for n in names if ROW in closures[n]]
        pairs = [
            frozenset(pair)
            for pair in combinations(names, 2)
            if not any(s <= frozenset(pair) for s in singles) and rows.unique({shown[n] for n in pair})
        ]
        found.keys = singles + pairs
        everything = rows.unique(shown.values())
        if everything and not found.keys:
            left = set(shown)
            for name in reversed(list(shown)):
                if rows.unique({shown[n] for n in left - {name}}):
                    left.discard(name)
            found.keys.append(frozenset(left))
        if distinct and not distinct.args.get("on") and not found.keys:
            found.keys.append(frozenset(shown))

    def _full(self, select: exp.Select, rows: Rows) -> set[tuple[str, str]]:
        clauses = ("where", "having", "qualify", "limit", "offset", "distinct")
        if any(select.args.get(a) for a in clauses) or not rows.sources or (rows.groups == frozenset()):
            return set()
        if rows.groups == UNKNOWN:
            return set()
        for join in select.args.get("joins") or []:
            on_row = rows.sources[join.this.alias_or_name].some and not join.args.get("on")
            if str(join.side).upper() != "LEFT" and not on_row:
                return set()
        return set(next(iter(rows.sources.values())).full)


def _padded(determines: Sequence[Dependency], notnull: set[str]) -> list[Dependency]:
    """What still holds when rows of NULLs join: only what a column that is not NULL in real rows has a part in."""
    return [(left, right) for left, right in determines if left & notnull]


def _outer_or_inner(select: exp.Select) -> bool:
    return any(join.args.get("on") and str(join.side).upper() != "LEFT" for join in select.args.get("joins") or [])
