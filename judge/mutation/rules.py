"""Rewriting of queries into a form in which those that are equal by the schema's facts tend to be the same tree.

Every rule keeps the rows of the query for all data that the schema allows. Trees are changed in place, and
`Rules.query` is repeated until nothing changes.
"""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from judge.mutation.facts import Facts
from judge.mutation.keys import Rows, disjoint
from judge.mutation.kinds import kind
from judge.mutation.nullability import rejects
from judge.mutation.rules_groups import simpler_aggregate, simplify_group
from judge.mutation.rules_joins import set_side, simplify_joins
from judge.mutation.rules_values import put, simpler, to_exists
from judge.mutation.rules_windows import set_ranking, simplify_order, simplify_windows
from judge.mutation.trees import clauses, conjuncts, cut, has_aggregates, local, plain, sources, text, unnests
from judge.mutation.wishes import Wish, dropped, wish_of

MOST_MADE = 2_000


class Rules:
    """The rules, with the facts of one schema; `keep_order`: the order of subqueries may matter."""

    def __init__(self, facts: Facts, keep_order: bool) -> None:
        self.facts = facts
        self.keep_order = keep_order
        self._made: dict[tuple[int, Wish], exp.Expr] = {}

    def query(self, query: exp.Expr, wish: Wish) -> None:
        """Rewrite a query in place."""
        if isinstance(query, exp.Subquery):
            self.query(query.this, wish)
        elif isinstance(query, exp.SetOperation):
            self._set_operation(query, wish)
        elif isinstance(query, exp.Select):
            self._select(query, wish)

    def _set_operation(self, query: exp.SetOperation, wish: Wish) -> None:
        left, right = self.facts.of(query.this), self.facts.of(query.expression)
        union = isinstance(query, exp.Union)
        if union and query.args.get("distinct"):
            apart = len(left.columns) == len(right.columns) and disjoint(left, right) is not None
            if (wish.once and not cut(query)) or (apart and left.keys and right.keys):
                query.set("distinct", False)
        if not wish.ordered and not cut(query):
            query.set("order", None)
        once = bool(query.args.get("distinct")) or (union and wish.once and not cut(query))
        for side, of in ((query.this, left), (query.expression, right)):
            names = dict(zip(left.columns, of.columns, strict=False))
            through = union and not cut(query) and len(left.columns) == len(right.columns)
            rejected = frozenset(names[n] for n in wish.rejected if n in names) if through else frozenset[str]()
            self.query(side, Wish(once=once, rejected=rejected, ordered=self.keep_order, outer=wish.outer))

    def _select(self, select: exp.Select, wish: Wish) -> None:
        known = (hash(select), wish)
        if known not in self._made:
            self._rewrite(select, wish)
            if len(self._made) > MOST_MADE:
                self._made.clear()
            self._made[known] = select.copy()
        elif hash(self._made[known]) != known[0]:
            made = self._made[known].copy()
            for name in {*select.args, *made.args}:
                select.set(name, made.args.get(name))

    def _rewrite(self, select: exp.Select, wish: Wish) -> None:
        if unnests(select):
            wish = Wish(outer=wish.outer, ordered=wish.ordered)
        if not wish.ordered and not cut(select):
            select.set("order", None)
        self._list(select, wish)
        self._once(select, wish)
        simplify_joins(select, wish, self.facts)
        for alias, source in sources(select):
            if isinstance(source, exp.Subquery):
                kinds = self.facts.joined(select, wish.outer).kinds
                self.query(source, wish_of(select, alias, wish, kinds, self.keep_order))
        joined = self.facts.joined(select, wish.outer)
        rows = self.facts.rows(select, wish.outer)
        self._nested(select, joined, rows)
        self._conditions(select, wish)
        rows = self.facts.rows(select, wish.outer)
        source_rows = replace(rows, groups=None)
        for spot in (*select.expressions, select.args.get("group"), select.args.get("order")):
            if spot is not None:
                self._simplify(spot, rows.notnull, rows, source_rows)
        simplify_windows(select, self.facts.rows(select, wish.outer))
        simplify_group(select, replace(self.facts.rows(select, wish.outer), groups=None))
        simplify_order(select, self.facts.rows(select, wish.outer))
        if not cut(select) and not select.args.get("distinct"):
            self._used_coarsely(select, wish)

    def _used_coarsely(self, select: exp.Select, wish: Wish) -> None:
        """Columns of which all that counts is whether they are 1, or before which midnight they lie."""
        rows = self.facts.rows(select, wish.outer)
        for e in select.expressions:
            value = e.unalias()
            if e.alias_or_name in wish.only_first and isinstance(value, exp.Window):
                set_ranking(value, exp.DenseRank, exp.Rank)
            dated = isinstance(value, exp.Cast) and kind(value, {}) == "date"
            alone = not select.args.get("order") and text(value) not in (rows.groups or ())
            if e.alias_or_name in wish.floored and dated and alone and kind(value.this, rows.kinds) == "timestamp":
                value.replace(value.this)

    def _list(self, select: exp.Select, wish: Wish) -> None:
        """Leave only those of a SELECT's columns that are used."""
        grouped = select.args.get("group")
        if select.args.get("distinct") and not (wish.any_list and not cut(select)):
            return
        if wish.any_list and not cut(select) and (grouped or not has_aggregates(select)):
            if not grouped or plain(grouped):
                select.set("distinct", None)
                select.set("order", None)
                select.set("expressions", [exp.Literal.number(1)])
            return
        if wish.used is None:
            return
        order = select.args.get("order")
        sorted_by = {c.name for c in order.find_all(exp.Column) if not c.table} if order else set()
        if grouped and not plain(grouped):
            return
        kept = [e for e in select.expressions if e.alias_or_name in wish.used | sorted_by]
        if len(kept) == len(select.expressions):
            return
        aggregates = has_aggregates(select)
        select.set("expressions", kept)
        if kept and (grouped or not aggregates or has_aggregates(select)):
            return
        filler = exp.Literal.number(1) if grouped or not aggregates else exp.Count(this=exp.Star(), big_int=True)
        select.set("expressions", [*kept, exp.alias_(filler, "_", quoted=True)])

    def _once(self, select: exp.Select, wish: Wish) -> None:
        """DISTINCT goes where rows are unique without it, or may repeat."""
        distinct = select.args.get("distinct")
        if not distinct or distinct.args.get("on"):
            return
        bare = select.copy()
        bare.set("distinct", None)
        if (wish.once and not cut(select)) or self.facts.of(bare).keys:
            select.set("distinct", None)

    def _nested(self, select: exp.Select, joined: Rows, rows: Rows) -> None:
        where = select.args.get("where")
        for spot in clauses(select):
            on = spot.arg_key == "on"
            known = set[str]() if on else joined.notnull if spot is where else rows.notnull
            for node in list(local(spot)):
                parent = node.parent
                if not isinstance(node, exp.Query):
                    continue
                wish = Wish(ordered=self.keep_order, outer=frozenset(known))
                if isinstance(parent, exp.Exists):
                    wish = replace(wish, once=True, any_list=True)
                elif isinstance(parent, exp.In) and parent.args.get("query") is node:
                    wish = replace(wish, once=True)
                self.query(node, wish)

    def _conditions(self, select: exp.Select, wish: Wish) -> None:
        rows = self.facts.joined(select, wish.outer)
        for i, join in enumerate(select.args.get("joins") or []):
            if join.args.get("on"):
                self._clause(join, "on", rows.before[i + 1], rows)
                on = join.args.get("on")
                if on is None and join.side:
                    join.set("on", exp.true())
                set_side(join, str(join.side).upper())
        rows = self.facts.joined(select, wish.outer)
        where = select.args.get("where")
        if where:
            self._clause(where, "this", rows.notnull | dropped(select, wish), rows)
            if where.this is None:
                select.set("where", None)
        for name in ("having", "qualify"):
            clause = select.args.get(name)
            if not clause:
                continue
            bare = select.copy()
            bare.set(name, None)
            if name == "having" and not has_aggregates(bare) and not select.args.get("group"):
                continue
            known = self.facts.rows(bare, wish.outer) if name == "having" else self.facts.rows(select, wish.outer)
            self._clause(clause, "this", known.notnull, known)
            if clause.this is None and (name == "qualify" or select.args.get("group")):
                select.set(name, None)
            elif clause.this is None:
                clause.set("this", exp.true())

    def _clause(self, holder: exp.Expr, arg: str, known: set[str], rows: Rows) -> None:
        """Simplify each of the conditions that AND joins, given that the others hold, and sort them."""
        source_rows = replace(rows, groups=None)
        parts = [part.copy() for part in conjuncts(holder.args[arg])]
        for i in range(len(parts)):
            others = {c for j, part in enumerate(parts) if j != i for c in rejects(part)}
            if isinstance(holder, exp.Qualify):
                others = set()  # its windows are over the rows that the others drop, too
            root = exp.Where(this=parts[i])
            if isinstance(holder, exp.Where):
                to_exists(root, known | others, rows, self.facts)
            self._simplify(root, known | others, rows, source_rows)
            parts[i] = root.this
        parts = [p for part in parts for p in conjuncts(part)]
        unique = {text(p): p for p in parts if not (isinstance(p, exp.Boolean) and p.this)}
        ordered = [unique[key] for key in sorted(unique)]
        holder.set(arg, exp.and_(*ordered, copy=False) if ordered else None)

    def _simplify(self, root: exp.Expr, known: set[str], rows: Rows, source_rows: Rows) -> None:
        grouped = rows.groups is not None
        for node in reversed(list(local(root))):
            if node is root and not node.parent:
                continue
            new = simpler(node, known, rows)
            if new is node and (grouped or isinstance(node, exp.Count)):
                new = simpler_aggregate(node, known, source_rows, rows.groups)
            if new is not node:
                put(node, new)
