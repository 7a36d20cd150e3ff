"""The slips that people make with pandas, made in a reference's syntax tree one at a time."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator

from judge.errors import ProblemError
from judge.mutation import python_arguments, python_calls, python_dates, python_expressions
from judge.mutation.mutant import Mutant, id_of
from judge.mutation.python_tree import Change, Tree

_LEFT_ALONE = (ast.Import, ast.ImportFrom, ast.arguments, ast.JoinedStr, ast.expr_context)
_FIELDS_LEFT_ALONE = frozenset({"annotation", "returns", "decorator_list", "keys"})


def mutants(source: str, where: str = "") -> list[Mutant]:
    """Every mutant of a pandas reference, each once, in the order in which they stand in the text.

    `where` is how the message calls the file. Raises ProblemError where it does not parse.
    """
    module, text = _parsed(source, where)
    tree = Tree(module)
    seen = {text}
    found: list[Mutant] = []
    for change in sorted(_changes(tree), key=_position):
        mutant = _applied(tree, change)
        if mutant.source not in seen:
            seen.add(mutant.source)
            found.append(mutant)
    return found


def pairs(source: str, wanted: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The text with two slips at once, for each pair of ids of `mutants`; "" where one stands within the other.

    Raises ProblemError where the text does not parse.
    """
    tree = Tree(_parsed(source, "")[0])
    by_id = {_applied(tree, change).id: change for change in sorted(_changes(tree), key=_position, reverse=True)}
    for one, other in wanted:
        first, second = by_id.get(one), by_id.get(other)
        if first is None or second is None or _is_within(first, second) or _is_within(second, first):
            yield ""
            continue
        places = [(change, *tree.place(change.node)) for change in (first, second)]
        for change, parent, field, index in places:
            _put(parent, field, index, change.new)
        yield ast.unparse(tree.module)
        for change, parent, field, index in places:
            _put(parent, field, index, change.node)


def _is_within(inner: Change, outer: Change) -> bool:
    return any(node is inner.node for node in ast.walk(outer.node))


def normalised(source: str) -> str:
    """The text in one spelling, without comments. Raises ProblemError where it does not parse."""
    return _parsed(source, "")[1]


def _parsed(source: str, where: str) -> tuple[ast.Module, str]:
    """The tree and its text in one spelling, which is made here since it fails where a tree is too deep."""
    at = where or "the pandas reference"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "\d" is the author's own affair
            module = ast.parse(source)
        return module, ast.unparse(module)
    except SyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        raise ProblemError(f"{at}{line}: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise ProblemError(f"{at} does not parse: {error}") from None


def _changes(tree: Tree) -> Iterator[Change]:
    for node in _visited(tree.module):
        for room in (python_expressions, python_calls, python_arguments, python_dates):
            yield from room.changes(node, tree)


def _visited(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that may be changed: no annotation, default, key of a dictionary or formatted string."""
    yield node
    for field, value in ast.iter_fields(node):
        if field in _FIELDS_LEFT_ALONE:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, _LEFT_ALONE):
                yield from _visited(child)


def _position(change: Change) -> tuple[int, int]:
    """Line and column; a method's are those of its name, for a chain begins lines above its last call."""
    at = change.at or change.node
    if isinstance(at, ast.comprehension):
        at = at.ifs[0]
    if isinstance(at, ast.Subscript):
        at = at.slice
    if isinstance(at, ast.Call):
        at = at.func
    if isinstance(at, ast.Attribute):
        return at.end_lineno or 1, (at.end_col_offset or 0) - len(at.attr)
    return getattr(at, "lineno", 1), getattr(at, "col_offset", 0)


def _applied(tree: Tree, change: Change) -> Mutant:
    shown = change.shown or change.node
    was = ast.unparse(shown).strip()
    parent, field, index = tree.place(change.node)
    _put(parent, field, index, change.new)
    mutated = ast.unparse(tree.module)
    new = change.new if shown is change.node else shown
    now = ast.unparse(new).strip()
    _put(parent, field, index, change.node)
    hidden = _hidden(tree, shown)
    if hidden is not None:
        before = ast.unparse(ast.Attribute(hidden, "x")).removesuffix(".x")
        if new is hidden:
            was, now = was.removeprefix(before), ""
        elif now.startswith(before):
            was, now = was.removeprefix(before), now.removeprefix(before)
    return Mutant(
        id_of("pandas", mutated),
        "pandas",
        change.operator,
        tree.columns(change.about or shown),
        _position(change)[0],
        was,
        now,
        mutated,
    )


def _put(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def _hidden(tree: Tree, node: ast.AST) -> ast.expr | None:
    """The value that a long chain's last call, attribute or subscript is taken of; None where it is short."""
    last = node.func if isinstance(node, ast.Call) else node
    if not isinstance(last, ast.Attribute | ast.Subscript):
        return None
    value = last.value
    while isinstance(value, ast.Attribute) and not tree.is_module(value.value):
        value = value.value
    return None if _is_short(value) else value


def _is_short(value: ast.expr) -> bool:
    if isinstance(value, ast.Subscript):
        return isinstance(value.slice, ast.Constant) and _is_short(value.value)
    return _is_short(value.value) if isinstance(value, ast.Attribute) else isinstance(value, ast.Name)
