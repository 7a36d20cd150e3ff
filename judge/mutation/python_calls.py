"""Slips in which method or function is called: another one, or none."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from judge.mutation.python_tree import Called, Change, Tree, text

_Swaps = dict[str, tuple[tuple[str, str], ...]]

WORDS: _Swaps = {
    "sum": (("aggregate", "mean"),),
    "mean": (("aggregate", "sum"), ("aggregate", "median")),
    "median": (("aggregate", "mean"),),
    "min": (("aggregate", "max"),),
    "max": (("aggregate", "min"),),
    "any": (("aggregate", "all"),),
    "all": (("aggregate", "any"),),
    "first": (("aggregate", "last"),),
    "last": (("aggregate", "first"),),
    "idxmin": (("aggregate", "idxmax"),),
    "idxmax": (("aggregate", "idxmin"),),
    "size": (("count", "count"),),
    "count": (("count", "size"), ("aggregate", "nunique")),
    "nunique": (("distinct", "count"), ("distinct", "size")),
}
"""Aggregations, as methods and as words."""
_METHODS: _Swaps = WORDS | {
    "cummin": (("aggregate", "cummax"),),
    "cummax": (("aggregate", "cummin"),),
    "maximum": (("aggregate", "minimum"),),
    "minimum": (("aggregate", "maximum"),),
    "transform": (("aggregate", "agg"),),
    "lt": (("comparison", "le"), ("comparison", "gt")),
    "le": (("comparison", "lt"), ("comparison", "ge")),
    "gt": (("comparison", "ge"), ("comparison", "lt")),
    "ge": (("comparison", "gt"), ("comparison", "le")),
    "eq": (("comparison", "ne"),),
    "ne": (("comparison", "eq"),),
    "isna": (("null", "notna"),),
    "notna": (("null", "isna"),),
    "isnull": (("null", "notnull"),),
    "notnull": (("null", "isnull"),),
    "ffill": (("rank_function", "bfill"),),
    "bfill": (("rank_function", "ffill"),),
    "nlargest": (("rank_function", "nsmallest"),),
    "nsmallest": (("rank_function", "nlargest"),),
    "head": (("limit", "tail"),),
    "tail": (("limit", "head"),),
    "weekday": (("date_part", "isoweekday"),),
    "isoweekday": (("date_part", "weekday"),),
    "floor": (("truncation", "ceil"),),
    "ceil": (("truncation", "floor"),),
}
_OF_FRAMES: _Swaps = {
    "where": (("null", "mask"),),
    "mask": (("null", "where"),),
    "div": (("division", "floordiv"), ("arithmetic", "mul")),
    "truediv": (("division", "floordiv"), ("arithmetic", "mul")),
    "floordiv": (("division", "div"),),
    "mul": (("arithmetic", "div"),),
    "sub": (("arithmetic", "add"),),
    "add": (("arithmetic", "sub"),),
}
"""Methods whose names mean something else as functions: `np.where`, `re.sub`."""
_ONE_ARGUMENT = frozenset({"sub", "add"})
_NO_ARGUMENT = frozenset({"first", "last", "count", "size", "nunique"})
_BUILT_IN = frozenset({"min", "max", "any", "all", "nlargest", "nsmallest"})
_DROPPED = {
    "drop_duplicates": "distinct",
    "unique": "distinct",
    "fillna": "null",
    "dropna": "null",
    "where": "null",
    "combine_first": "null",
    "sort_values": "sort_direction",
    "sort_index": "sort_direction",
    "query": "predicate",
    "head": "limit",
    "tail": "limit",
    "nlargest": "limit",
    "nsmallest": "limit",
    "most_common": "limit",
    "lower": "text",
    "upper": "text",
    "casefold": "text",
    "strip": "text",
    "lstrip": "text",
    "rstrip": "text",
    "normalize": "truncation",
    "floor": "truncation",
    "ceil": "truncation",
    "round": "truncation",
    "clip": "boundary",
}
_WITHIN_GROUPS = frozenset(
    {"bfill", "cummax", "cummin", "cumprod", "cumsum", "diff", "ffill", "pct_change", "rank", "shift"}
) | frozenset({"expanding", "head", "rolling", "tail"})
"""Methods of groups that keep the rows, so that they work without groups too."""
_WRAPPERS = frozenset({"round", "int", "floor", "ceil", "trunc"})
_NOT_A_NUMBER = frozenset({"nan", "NaN", "NA", "NaT"})


def changes(node: ast.AST, tree: Tree) -> Iterator[Change]:
    called = tree.called(node)
    if called is None:
        return
    yield from _another(called, tree)
    if called.receiver is not None:
        yield from _none(called)
        if called.name == "groupby" and _is_window(called.node, tree):
            yield Change("window_partition", called.node, called.receiver)
    else:
        yield from _unwrapped(called)


def _another(called: Called, tree: Tree) -> Iterator[Change]:
    args = called.node.args
    if called.name in _NO_ARGUMENT and args:
        return  # "abc".count("a")
    if called.name in _OF_FRAMES and called.receiver is not None:
        if called.name in _ONE_ARGUMENT and (len(args) != 1 or isinstance(tree.parent(called.node), ast.Expr)):
            return  # pattern.sub(a, b), and the statement seen.add(x)
        swaps = _OF_FRAMES[called.name]
    elif isinstance(called.node.func, ast.Name) and called.name not in _BUILT_IN:
        return
    else:
        swaps = _METHODS.get(called.name, ())
    for operator, name in swaps:
        if name == "size" and not tree.comes_from(called.node, "groupby", "resample"):
            continue  # of a column it is a number and no method
        yield Change(operator, called.node, called.renamed(name))


def _none(called: Called) -> Iterator[Change]:
    """Without the method."""
    node, name = called.node, called.name
    if name in _DROPPED:
        yield Change(_DROPPED[name], node, called.dropped)
    elif name == "astype" and (text(called.argument(0, "dtype")) or _name(called.argument(0, "dtype"))).startswith("i"):
        yield Change("truncation", node, called.dropped)
    elif name == "replace" and _is_missing(called.argument(1, "value")):
        yield Change("null", node, called.dropped)
    elif name == "total_seconds" and isinstance(node.func, ast.Attribute):
        yield Change("truncation", node, ast.Attribute(node.func.value, "seconds"))
    elif name == "to_timestamp" and isinstance(period := called.dropped, ast.Call):
        func = period.func
        if isinstance(func, ast.Attribute) and func.attr == "to_period":
            of = func.value
            plain = of.value if isinstance(of, ast.Attribute) and of.attr == "dt" else of
            yield Change("truncation", node, plain, about=plain)


def _is_window(groups: ast.AST, tree: Tree) -> bool:
    """Whether the groups are used, there or by a name, by a method that also works on the whole table."""
    parent = tree.parent(groups)
    if isinstance(parent, ast.Subscript):
        parent = tree.parent(parent)
    uses = [parent]
    if isinstance(parent, ast.Assign) and isinstance(name := parent.targets[0], ast.Name):
        named = [node for node in ast.walk(tree.module) if isinstance(node, ast.Name) and node.id == name.id]
        uses = [tree.parent(node) for node in named if isinstance(node.ctx, ast.Load)]
    return bool(uses) and all(isinstance(use, ast.Attribute) and use.attr in _WITHIN_GROUPS for use in uses)


def _unwrapped(called: Called) -> Iterator[Change]:
    """Without the function around a value."""
    node = called.node
    if not node.args or isinstance(node.args[0], ast.Starred):
        return
    if called.name in _WRAPPERS:
        yield Change("truncation", node, node.args[0])
    elif called.name == "sorted":
        yield Change("sort_direction", node, ast.Call(ast.Name("list"), node.args[:1], []))
    elif called.name == "set":
        yield Change("distinct", node, ast.Call(ast.Name("list"), node.args[:1], []))
    elif called.name in ("nlargest", "nsmallest") and len(node.args) > 1:
        ordered: list[ast.keyword] = list(node.keywords)
        if called.name == "nlargest":
            ordered.append(ast.keyword("reverse", ast.Constant(True)))
        yield Change("limit", node, ast.Call(ast.Name("sorted"), node.args[1:2], ordered))


def _name(node: ast.AST | None) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _is_missing(node: ast.AST | None) -> bool:
    """`np.nan`, `pd.NA`, `None`, `float("nan")`."""
    if isinstance(node, ast.Call) and _name(node.func) == "float" and node.args:
        return (text(node.args[0]) or "").lower() == "nan"
    return _name(node) in _NOT_A_NUMBER or (isinstance(node, ast.Constant) and node.value is None)
