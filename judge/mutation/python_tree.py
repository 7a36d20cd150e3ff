"""What the operators ask of a pandas reference's syntax tree: parents, names, calls, and the columns of a piece."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

LITERALS = (ast.List, ast.Tuple, ast.Set)
_ACCESSORS = ("dt", "str", "loc", "iloc", "cat")
_COLUMN = re.compile(r"\w[\w ]*")
_COLUMN_KEYWORDS = frozenset({"by", "keys", "left_by", "left_on", "on", "right_by", "right_on", "subset"}) | frozenset(
    {"column", "columns", "id_vars", "index", "value_vars", "values"}
)
_COLUMN_PLACES = dict.fromkeys(("groupby", "sort_values", "drop_duplicates", "set_index", "explode"), 0) | {
    "nlargest": 1,
    "nsmallest": 1,
}
_AFTER_THE_FRAME = frozenset({"merge"})
"""Functions of a module whose first argument is what a method of the same name is called on."""


@dataclass(frozen=True, slots=True)
class Change:
    """One slip: `new` in place of `node`.

    `shown` is the piece that is printed (else `node`), `at` the piece that tells the line, `about` the one whose
    columns it touches (else what is shown).
    """

    operator: str
    node: ast.AST
    new: ast.AST
    shown: ast.AST | None = None
    at: ast.AST | None = None
    about: ast.AST | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """A call by name; `receiver` is None for a function, also for one of an imported module."""

    node: ast.Call
    name: str
    receiver: ast.expr | None

    def argument(self, place: int, *keywords: str) -> ast.expr | None:
        """The argument at `place` (-1: by keyword only) or by one of the `keywords`; None where it is not given."""
        for keyword in self.node.keywords:
            if keyword.arg in keywords:
                return keyword.value
        args = self.node.args
        if place >= 0 and self.receiver is None and self.name in _AFTER_THE_FRAME:
            place += 1
        if any(isinstance(arg, ast.Starred) for arg in args) or not 0 <= place < len(args):
            return None
        return args[place]

    def replaced(self, old: ast.expr, new: ast.expr | None) -> ast.Call:
        """The call with another argument in place of `old`, or without it."""
        args = [new if arg is old else arg for arg in self.node.args]
        keywords = [ast.keyword(k.arg, new) if k.value is old and new else k for k in self.node.keywords]
        kept = [k for k in keywords if k.value is not old]
        return ast.Call(self.node.func, [arg for arg in args if arg is not None], kept)

    def added(self, keyword: str, value: str | bool) -> ast.Call:
        """The call with one keyword more."""
        more = ast.keyword(keyword, ast.Constant(value))
        return ast.Call(self.node.func, self.node.args, [*self.node.keywords, more])

    def renamed(self, name: str) -> ast.Call:
        """The same call of another method or function."""
        func = self.node.func
        named = ast.Attribute(func.value, name) if isinstance(func, ast.Attribute) else ast.Name(name)
        return ast.Call(named, self.node.args, self.node.keywords)

    @property
    def dropped(self) -> ast.expr:
        """What the method is called on, without the accessor that it needs."""
        assert self.receiver is not None
        value = self.receiver
        return value.value if isinstance(value, ast.Attribute) and value.attr in ("dt", "str") else value


class Tree:
    """A parsed reference, with what a node alone does not know of its surroundings."""

    def __init__(self, module: ast.Module) -> None:
        self.module = module
        self._places: dict[int, tuple[ast.AST, str, int | None]] = {}
        self._bound: dict[str, ast.expr] = {}
        self._imported: set[str] = set()
        times: Counter[str] = Counter()
        for node in ast.walk(module):
            for field, value in ast.iter_fields(node):
                for i, child in enumerate(value if isinstance(value, list) else [value]):
                    if isinstance(child, ast.AST):
                        self._places[id(child)] = node, field, i if isinstance(value, list) else None
            if isinstance(node, ast.Import | ast.ImportFrom):
                self._imported.update((name.asname or name.name).split(".")[0] for name in node.names)
            elif isinstance(node, ast.arg):
                times[node.arg] += 1
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                times[node.id] += 1
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self._bound[node.targets[0].id] = node.value
        self._bound = {name: value for name, value in self._bound.items() if times[name] == 1}

    def place(self, node: ast.AST) -> tuple[ast.AST, str, int | None]:
        """The parent of `node`, the field in which it stands, and where in that field if that is a list."""
        return self._places[id(node)]

    def parent(self, node: ast.AST) -> ast.AST:
        return self._places[id(node)][0] if id(node) in self._places else self.module

    def resolved(self, node: ast.expr) -> ast.expr:
        """The value of a name that is bound once in the file; any other expression is itself."""
        return self._bound.get(node.id, node) if isinstance(node, ast.Name) else node

    def called(self, node: ast.AST) -> Called | None:
        if not isinstance(node, ast.Call):
            return None
        if isinstance(node.func, ast.Name):
            return Called(node, node.func.id, None)
        if not isinstance(node.func, ast.Attribute):
            return None
        of = node.func.value
        return Called(node, node.func.attr, None if self.is_module(of) else of)

    def is_module(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and node.id in self._imported

    def comes_from(self, node: ast.expr, *methods: str) -> bool:
        """Whether one of the calls that `node` is a chain of has one of these names."""
        for _ in range(100):  # a name may be bound to itself
            node = self.resolved(node)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr in methods:
                    return True
                node = node.func.value
            elif isinstance(node, ast.Attribute | ast.Subscript):
                node = node.value
            else:
                break
        return False

    def elements(self, node: ast.expr | None) -> list[ast.expr]:
        """The elements of a list that is written out, there or where its name is bound; else none."""
        value = self.resolved(node) if node else None
        return value.elts if isinstance(value, LITERALS) else []

    def columns(self, piece: ast.AST) -> tuple[str, ...]:
        """The columns that `piece` names; of a chain of calls only what its last one and `df["x"]` before it name."""
        if isinstance(piece, ast.Constant):
            return tuple(self._named(piece, True))
        found: set[str] = set()
        last = piece.func if isinstance(piece, ast.Call) else piece
        if isinstance(last, ast.Attribute | ast.Subscript):
            receiver = last.value
            while isinstance(receiver, ast.Attribute) and receiver.attr in _ACCESSORS:
                receiver = receiver.value
            receiver = self.resolved(receiver)
            if isinstance(receiver, ast.Subscript) and isinstance(receiver.slice, ast.Constant | ast.List):
                found.update(self._named(receiver.slice, True))
        if isinstance(piece, ast.Call):
            found.update(self._of_arguments(piece))
        elif isinstance(piece, ast.Subscript):
            found.update(self._named(piece.slice, True))
        elif not isinstance(piece, ast.Attribute):
            found.update(self._named(piece, False))
        return tuple(sorted(found))

    def _named(self, node: ast.AST, here: bool) -> Iterator[str]:
        """The columns within `node`; a string that is the node itself is one if it stands `here` as a column."""
        if isinstance(node, ast.Constant):
            if here and isinstance(node.value, str) and _COLUMN.fullmatch(node.value):
                yield node.value.lower()
        elif isinstance(node, ast.Name):
            yield from self._of_name(node, here)
        elif isinstance(node, ast.Subscript):
            yield from self._named(node.value, False)
            yield from self._named(node.slice, True)
        elif isinstance(node, LITERALS):
            for element in node.elts:
                yield from self._named(element, here)
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                yield from self._named(key, here) if key else ()
                yield from self._named(value, False)
        elif isinstance(node, ast.Call):
            yield from self._named(node.func, False)
            yield from self._of_arguments(node)
        else:
            for child in ast.iter_child_nodes(node):
                yield from self._named(child, False)

    def _of_name(self, node: ast.Name, here: bool) -> Iterator[str]:
        bound = self.resolved(node)
        if isinstance(bound, ast.Subscript) and isinstance(bound.slice, ast.Constant):  # placed = orders["ordered_at"]
            yield from self._named(bound.slice, True)
        elif here and isinstance(bound, LITERALS):
            yield from self._named(bound, True)

    def _of_arguments(self, call: ast.Call) -> Iterator[str]:
        called = self.called(call)
        name = called.name if called else ""
        for i, arg in enumerate(call.args):
            aggregated = name in ("agg", "aggregate") and isinstance(arg, ast.Dict)
            yield from self._named(arg, aggregated or _COLUMN_PLACES.get(name) == i)
        for keyword in call.keywords:
            value = keyword.value
            if name in ("agg", "aggregate") and isinstance(value, ast.Tuple) and value.elts:
                value = value.elts[0]
                yield from self._named(value, True)
            else:
                yield from self._named(value, keyword.arg in _COLUMN_KEYWORDS)


def number(value: int) -> ast.expr:
    """An integer as `ast.parse` gives it."""
    return ast.UnaryOp(ast.USub(), ast.Constant(-value)) if value < 0 else ast.Constant(value)


def integer(node: ast.AST | None) -> int | None:
    """The value of an integer that is written out, with its sign; None for all else."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = integer(node.operand)
        return None if value is None else -value
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else None


def text(node: ast.AST | None) -> str | None:
    """The value of a string that is written out."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def without(literal: ast.expr, index: int) -> ast.expr:
    """A list, tuple or set that is written out, without one of its elements."""
    assert isinstance(literal, LITERALS)
    kept = [*literal.elts[:index], *literal.elts[index + 1 :]]
    if isinstance(literal, ast.Set):
        return ast.Set(kept)
    return ast.List(kept) if isinstance(literal, ast.List) else ast.Tuple(kept)
