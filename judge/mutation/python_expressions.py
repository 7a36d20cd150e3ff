"""Slips in operators, conditions, masks and numbers."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from judge.mutation.python_tree import LITERALS, Change, Tree, integer, number, text, without

_COMPARED: dict[type[ast.cmpop], tuple[tuple[str, type[ast.cmpop]], ...]] = {
    ast.Lt: (("comparison", ast.LtE), ("comparison", ast.Gt)),
    ast.LtE: (("comparison", ast.Lt), ("comparison", ast.GtE)),
    ast.Gt: (("comparison", ast.GtE), ("comparison", ast.Lt)),
    ast.GtE: (("comparison", ast.Gt), ("comparison", ast.LtE)),
    ast.Eq: (("comparison", ast.NotEq),),
    ast.NotEq: (("comparison", ast.Eq),),
    ast.Is: (("null", ast.IsNot),),
    ast.IsNot: (("null", ast.Is),),
    ast.NotIn: (("negation", ast.In),),
}
_CALCULATED: dict[type[ast.operator], tuple[tuple[str, type[ast.operator]], ...]] = {
    ast.Add: (("arithmetic", ast.Sub),),
    ast.Sub: (("arithmetic", ast.Add),),
    ast.Mult: (("arithmetic", ast.Div),),
    ast.Div: (("division", ast.FloorDiv), ("arithmetic", ast.Mult)),
    ast.FloorDiv: (("division", ast.Div),),
    ast.BitAnd: (("connective", ast.BitOr),),
    ast.BitOr: (("connective", ast.BitAnd),),
}
_CONVERSIONS = (ast.Mult, ast.Div, ast.FloorDiv, ast.Mod)
_MASKS = (
    frozenset({"between", "eq", "ge", "gt", "isin", "le", "lt", "ne"})
    | frozenset({"duplicated", "isna", "isnull", "notna", "notnull"})
    | frozenset({"contains", "endswith", "fullmatch", "match", "startswith"})
)
"""Methods that give a condition for each row."""
LIMITING = frozenset({"head", "tail", "nlargest", "nsmallest", "most_common"})
_VALUES = frozenset({"fillna", "replace", "float", "get", "astype", "Timestamp", "datetime", "date"})
_SETTINGS = frozenset({"axis", "fill_value", "value", "level", "default", "random_state", "year", "month", "day"})


def changes(node: ast.AST, tree: Tree) -> Iterator[Change]:
    match node:
        case ast.Compare():
            yield from _of_comparison(node)
        case ast.BinOp():
            yield from _of_calculation(node, tree)
        case ast.AugAssign():
            for operator, op in _CALCULATED.get(type(node.op), ()):
                yield Change(operator, node, ast.AugAssign(node.target, op(), node.value))
        case ast.BoolOp():
            yield from _of_connective(node)
        case ast.UnaryOp(op=ast.Invert() | ast.Not()):
            yield Change("negation", node, node.operand)
        case ast.UnaryOp(op=ast.USub()) if not isinstance(node.operand, ast.Constant):
            yield Change("sort_direction" if _in_key(node, tree) else "arithmetic", node, node.operand)
        case ast.IfExp():
            yield Change("case", node, ast.IfExp(node.test, node.orelse, node.body))
        case ast.comprehension():
            yield from _of_comprehension(node)
        case ast.Subscript():
            yield from _of_subscript(node, tree)
    yield from _of_number(node, tree)


def _of_comparison(node: ast.Compare) -> Iterator[Change]:
    for i, (op, right) in enumerate(zip(node.ops, node.comparators, strict=True)):
        for operator, swapped in _COMPARED.get(type(op), ()):
            ops = [*node.ops[:i], swapped(), *node.ops[i + 1 :]]
            yield Change(operator, node, ast.Compare(node.left, ops, node.comparators))
        if isinstance(op, ast.In | ast.NotIn) and isinstance(right, LITERALS) and len(right.elts) > 1:
            for j in range(len(right.elts)):
                yield Change("predicate", right, without(right, j), shown=node)


def _of_connective(node: ast.BoolOp) -> Iterator[Change]:
    turned = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield Change("connective", node, ast.BoolOp(turned, node.values))
    for i, value in enumerate(node.values):
        kept = [*node.values[:i], *node.values[i + 1 :]]
        yield Change("predicate", node, ast.BoolOp(node.op, kept) if len(kept) > 1 else kept[0], at=value)


def _of_comprehension(node: ast.comprehension) -> Iterator[Change]:
    for i, condition in enumerate(node.ifs):
        kept = [*node.ifs[:i], *node.ifs[i + 1 :]]
        yield Change("predicate", node, ast.comprehension(node.target, node.iter, kept, node.is_async), at=condition)


def _of_calculation(node: ast.BinOp, tree: Tree) -> Iterator[Change]:
    sides = node.left, node.right
    if any(text(side) is not None or isinstance(side, ast.List | ast.ListComp | ast.JoinedStr) for side in sides):
        return  # text and lists know no minus
    if any(isinstance(side, ast.Attribute) and tree.is_module(side.value) and side.attr.isupper() for side in sides):
        return  # flags, say of a regular expression
    for operator, op in _CALCULATED.get(type(node.op), ()):
        yield Change(operator, node, ast.BinOp(node.left, op(), node.right))
    if isinstance(node.op, ast.BitAnd | ast.BitOr):
        for side, other in (sides, sides[::-1]):
            if not (isinstance(side, ast.BinOp) and type(side.op) is type(node.op)):
                yield Change("predicate", node, other, at=side)


def _of_subscript(node: ast.Subscript, tree: Tree) -> Iterator[Change]:
    stored = not isinstance(node.ctx, ast.Load)
    of = node.value
    located = isinstance(of, ast.Attribute) and of.attr in ("loc", "iloc")
    index = node.slice
    if isinstance(index, ast.Tuple) and located and _is_mask(index.elts[0], of, tree):
        new = ast.Subscript(of, ast.Tuple([ast.Slice(), *index.elts[1:]]), node.ctx)
        yield Change("predicate", node, new)
    elif _is_mask(index, of, tree) and not stored:
        yield Change("predicate", node, of.value if isinstance(of, ast.Attribute) and located else of)
    if isinstance(index, ast.Slice) and index.lower is None and index.upper is not None and not stored:
        for limit in limits(index.upper):
            yield Change("limit", index.upper, limit, shown=node)
        if index.step is None:
            yield Change("limit", node, of.value if isinstance(of, ast.Attribute) and located else of)


def _is_mask(index: ast.expr, of: ast.expr, tree: Tree) -> bool:
    """Whether `of[index]` keeps rows by a condition."""
    index = tree.resolved(index)
    match index:
        case ast.Lambda():
            return _is_mask(index.body, of, tree)
        case ast.Compare():
            return True
        case ast.BinOp():
            return isinstance(index.op, ast.BitAnd | ast.BitOr)
        case ast.UnaryOp():
            return isinstance(index.op, ast.Invert)
        case ast.Call():
            called = tree.called(index)
            return called is not None and called.name in _MASKS
        case ast.Subscript():
            frame = of.value if isinstance(of, ast.Attribute) and of.attr == "loc" else of
            return text(index.slice) is not None and ast.unparse(index.value) == ast.unparse(frame)
    return False


def limits(count: ast.expr) -> Iterator[ast.expr]:
    """`count` with one more and one less, as far as something is left."""
    value = integer(count)
    if value is None:
        yield ast.BinOp(count, ast.Add(), ast.Constant(1))
        yield ast.BinOp(count, ast.Sub(), ast.Constant(1))
    else:
        yield from (number(n) for n in (value + 1, value - 1) if n)


def _of_number(node: ast.AST, tree: Tree) -> Iterator[Change]:
    value = integer(node)
    parent = tree.parent(node)
    if value is not None and integer(parent) is None and not _is_left_alone(node, value, tree):
        shown = _around(node, tree)
        others = (value - 1,) if _is_of_a_row(node, value, tree) else (value + 1, value - 1)
        for other in others:
            yield Change("boundary", node, number(other), shown=shown)


def _is_left_alone(node: ast.AST, value: int, tree: Tree) -> bool:
    """Whether nobody slips by one here: the one row, a factor of a unit, a value that stands for a missing one."""
    parent = tree.parent(node)
    match parent:
        case ast.Dict():
            return True
        case ast.Subscript() | ast.IfExp() | ast.List() | ast.Tuple() | ast.Set():
            return value == 0
        case ast.Slice():
            return node is parent.step or (node is parent.upper and parent.lower is None)
        case ast.BinOp():
            return isinstance(parent.op, _CONVERSIONS)
        case ast.AugAssign():
            return isinstance(parent.op, _CONVERSIONS)
        case ast.keyword():
            called = tree.called(tree.parent(parent))
            return parent.arg in _SETTINGS or (called is not None and called.name in LIMITING and parent.arg == "n")
        case ast.Call():
            called = tree.called(parent)
            return called is not None and (
                called.name in _VALUES or (called.name in LIMITING and node is parent.args[0])
            )
    return False


def _is_of_a_row(node: ast.AST, value: int, tree: Tree) -> bool:
    """Whether this is a place within a tuple, which has hardly one more: `entry[1]`."""
    parent = tree.parent(node)
    located = isinstance(parent, ast.Subscript) and isinstance(of := parent.value, ast.Attribute) and of.attr == "iloc"
    return isinstance(parent, ast.Subscript) and not located and value > 0


def _around(node: ast.AST, tree: Tree) -> ast.AST:
    """The piece in which a number means something."""
    around = tree.parent(node)
    while isinstance(around, ast.keyword | ast.Slice):
        around = tree.parent(around)
    if isinstance(around, LITERALS) and isinstance(subscript := tree.parent(around), ast.Subscript):
        around = subscript
    expressions = (ast.Call, ast.Compare, ast.BinOp, ast.Subscript, ast.IfExp, *LITERALS)
    pieces = (*expressions, ast.Assign, ast.AugAssign, ast.Return)
    return around if isinstance(around, pieces) else node


def _in_key(node: ast.AST, tree: Tree) -> bool:
    """Whether the minus turns a sort: in the function that is given as `key=`."""
    parent = tree.parent(node)
    if isinstance(parent, ast.Tuple):
        parent = tree.parent(parent)
    keyword = tree.parent(parent)
    return isinstance(parent, ast.Lambda) and isinstance(keyword, ast.keyword) and keyword.arg == "key"
