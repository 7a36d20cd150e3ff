"""One change of a SQL tree: what it is called, where it stands, and how it is made on a copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlglot import exp
from sqlglot.errors import ErrorLevel

Edit = Callable[[Any], Any]
"""Changes a copy at the counterpart of a node; returns the piece as it is now (a node or text), None if it is gone."""

_TIGHTNESS: tuple[tuple[type[exp.Expr] | tuple[type[exp.Expr], ...], int], ...] = (
    (exp.Paren, 9),
    (exp.Or, 1),
    (exp.And, 2),
    (exp.Not, 3),
    ((exp.Add, exp.Sub), 5),
    ((exp.Mul, exp.Div, exp.IntDiv, exp.Mod), 6),
    (exp.Neg, 7),
    ((exp.Binary, exp.Between, exp.In), 4),
    ((exp.Interval, exp.Bracket), 8),
)
_CONTEXTS = (exp.Binary, exp.Between, exp.In, exp.Func, exp.Limit, exp.Offset, exp.Fetch, exp.Tuple, exp.Bracket)


@dataclass(frozen=True, slots=True)
class Change:
    """A change at `node`, a node of the reference's tree, which is itself never touched.

    `was` is the piece's text before (that of the node where empty), `at` the node that tells the line (the node itself
    where None), and `named` the nodes whose columns the change touches (the node itself where None).
    """

    operator: str
    node: Any
    edit: Edit
    was: str = ""
    at: Any = None
    named: Sequence[Any] | None = None


Changes = Iterator[Change]


def text(node: Any) -> str:
    """A piece of the tree as one line of DuckDB's SQL, without comments."""
    sql: str = node.sql("duckdb", comments=False, unsupported_level=ErrorLevel.IGNORE)
    return sql.strip()


def tightness(node: Any) -> int:
    """How tightly the node's operator binds; 9 for what needs no brackets anywhere."""
    return next((rank for kinds, rank in _TIGHTNESS if isinstance(node, kinds)), 9)


def put(old: Any, new: Any) -> Any:
    """Put `new` where `old` stands, in brackets where its parts would otherwise belong to the operator around it."""
    around = tightness(old.parent)
    loose = tightness(new) < tightness(old) and around < 9 and tightness(new) <= around
    old.replace(exp.paren(new, copy=False) if loose else new)
    return new


def retyped(kind: type[exp.Expr]) -> Edit:
    """The edit that makes the node one of another kind with the same parts."""

    def edit(node: Any) -> Any:
        return put(node, kind(**{name: part for name, part in node.args.items() if name in kind.arg_types}))

    return edit


def unwrapped(node: Any) -> Any:
    """The edit that leaves of a function its first argument alone."""
    return put(node, node.this)


def negated(node: Any) -> Any:
    """The edit that puts NOT before a condition, or takes it away."""
    if isinstance(node, exp.Not):
        return put(node, node.this)
    loose = tightness(node) < 3
    return put(node, exp.Not(this=exp.paren(node) if loose else node.copy()))


def without_operand(node: Any) -> None:
    """The edit that leaves a conjunct or a disjunct out: the other side takes the place of both."""
    both = node.parent
    put(both, both.expression if both.this is node else both.this)


def popped(node: Any) -> None:
    """The edit that takes a node out of the list or the place in which it stands."""
    node.pop()


def setting(**values: Any) -> Edit:
    """The edit that sets arguments of the node itself."""

    def edit(node: Any) -> Any:
        for name, value in values.items():
            node.set(name, value)
        return node

    return edit


def moved(node: Any, by: int) -> Any:
    """The edit that adds to an integer, which an interval holds as text."""
    value = int(node.this) + by
    if node.is_string:
        return put(node, exp.Literal.string(str(value)))
    return put(node, exp.Literal.number(value))


def showing(edit: Edit, up: int) -> Edit:
    """`edit`, made to return the piece `up` levels above the node, as it is after the change."""

    def widened(node: Any) -> Any:
        around = node
        for _ in range(up):
            around = around.parent
        edit(node)
        return around

    return widened


def in_context(operator: str, node: Any, edit: Edit) -> Change:
    """A change of a number or an interval, shown with what it is compared with or added to."""
    around, up = node, 0
    while isinstance(around.parent, exp.Interval | exp.Neg | exp.Paren):
        around, up = around.parent, up + 1
    if isinstance(around.parent, _CONTEXTS) and not isinstance(around.parent, exp.Case | exp.If | exp.Connector):
        around, up = around.parent, up + 1
    return Change(operator, node, showing(edit, up) if up else edit, text(around), around, (around,))


def by_one(operator: str, node: Any, *, least: int | None = None) -> Changes:
    """The integer `node` one higher and one lower, though not below `least`."""
    for by in (1, -1):
        if least is None or int(node.this) + by >= least:
            yield in_context(operator, node, partial(moved, by=by))


def is_whole(node: Any) -> bool:
    """Whether the node is an integer literal, or the text of one within an interval."""
    if not isinstance(node, exp.Literal):
        return False
    return str(node.this).isdecimal() and (not node.is_string or isinstance(node.parent, exp.Interval))


def operands(node: Any, kind: type[exp.Connector]) -> list[Any]:
    """The conditions that a chain of ANDs (or of ORs) joins; the node alone where it is no such chain."""
    if not isinstance(node, kind):
        return [node]
    return [*operands(node.this, kind), *operands(node.expression, kind)]
