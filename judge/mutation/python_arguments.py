"""Slips in what a method or function is given: keys, directions, units and counts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain

from judge.mutation.python_calls import WORDS
from judge.mutation.python_expressions import LIMITING, limits
from judge.mutation.python_tree import LITERALS, Called, Change, Tree, text, without

_CHOICES: dict[tuple[str, str], tuple[str, int, tuple[str, ...], str]] = {
    ("between", "inclusive"): ("comparison", 2, ("both", "neither", "left", "right"), "both"),
    ("merge", "how"): ("join_type", 1, ("left", "inner", "outer", "right"), ""),
    ("join", "how"): ("join_type", 2, ("left", "inner", "outer", "right"), ""),
    ("drop_duplicates", "keep"): ("distinct", -1, ("first", "last"), ""),
    ("duplicated", "keep"): ("distinct", -1, ("first", "last"), ""),
    ("date_range", "inclusive"): ("comparison", -1, ("both", "neither", "left", "right"), ""),
    ("rolling", "closed"): ("comparison", -1, ("both", "neither", "left", "right"), ""),
    ("resample", "closed"): ("comparison", -1, ("left", "right"), ""),
    ("sort_values", "na_position"): ("null", -1, ("first", "last"), ""),
    ("rank", "method"): ("rank_function", 1, ("min", "max", "dense", "first", "average"), "average"),
    ("merge_asof", "direction"): ("rank_function", -1, ("backward", "forward", "nearest"), "backward"),
    ("nlargest", "keep"): ("rank_function", 2, ("first", "last", "all"), ""),
    ("nsmallest", "keep"): ("rank_function", 2, ("first", "last", "all"), ""),
}
"""Of an argument: the operator, its place, what it may be, and what it is where it is not given ("": let be)."""
_UNSAID: dict[str, tuple[tuple[str, str, str | bool], ...]] = {
    "merge": (("join_type", "how", "left"),),
    "drop_duplicates": (("distinct", "keep", "last"),),
    "groupby": (("null", "dropna", False),),
    "value_counts": (("count", "normalize", True),),
    "sort_values": (("sort_direction", "ascending", False),),
    "sort_index": (("sort_direction", "ascending", False),),
    "rank": (("window_order", "ascending", False),),
    "cumcount": (("rank_function", "ascending", False),),
    "cut": (("comparison", "right", False),),
    "merge_asof": (("rank_function", "allow_exact_matches", False),),
    "sorted": (("sort_direction", "reverse", True),),
    "sort": (("sort_direction", "reverse", True),),
}
"""Keywords that are added with the value which is not the default."""
_SWITCHES = {
    ("groupby", "dropna"): "null",
    ("value_counts", "dropna"): "null",
    ("nunique", "dropna"): "null",
    ("value_counts", "normalize"): "count",
    ("sort_values", "ascending"): "sort_direction",
    ("sort_index", "ascending"): "sort_direction",
    ("value_counts", "ascending"): "sort_direction",
    ("sorted", "reverse"): "sort_direction",
    ("sort", "reverse"): "sort_direction",
    ("rank", "ascending"): "window_order",
    ("cumcount", "ascending"): "rank_function",
    ("cut", "right"): "comparison",
    ("merge_asof", "allow_exact_matches"): "rank_function",
}
_WITHOUT = {"min_periods": "null", "skipna": "null", "fill_value": "null"}
_KEYS = {"groupby": ("group_key", 0, "by"), "sort_values": ("sort_direction", 0, "by"), "merge": ("join_key", 2, "on")}


def changes(node: ast.AST, tree: Tree) -> Iterator[Change]:
    called = tree.called(node)
    if called is None or not _is_pandas(called, tree):
        return
    alone = (_choices, _words, _counts, _key)
    among = (_switches, _omitted, _keys, _pairs, _elements, _arms)
    yield from chain.from_iterable(room(called) for room in alone)
    yield from chain.from_iterable(room(called, tree) for room in among)


def _is_pandas(called: Called, tree: Tree) -> bool:
    """Not `", ".join(words)` or `heapq.merge`."""
    func = called.node.func
    if called.name == "join":
        return bool(called.node.keywords) or tree.comes_from(func, "set_index")
    return not (isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and func.value.id == "heapq") or (
        called.name in LIMITING
    )


def _choices(called: Called) -> Iterator[Change]:
    for (name, keyword), (operator, place, choices, unsaid) in _CHOICES.items():
        if name != called.name:
            continue
        given = called.argument(place, keyword)
        if text(given) in choices and given is not None:
            for choice in choices:
                if choice != text(given):
                    yield Change(operator, called.node, called.replaced(given, ast.Constant(choice)))
        elif isinstance(given, ast.Constant) and given.value is False:
            yield Change(operator, called.node, called.replaced(given, ast.Constant(choices[0])))
        elif given is None and unsaid:
            for choice in choices:
                if choice != unsaid:
                    yield Change(operator, called.node, called.added(keyword, choice))


def _switches(called: Called, tree: Tree) -> Iterator[Change]:
    for (name, keyword), operator in _SWITCHES.items():
        given = called.argument(-1, keyword) if name == called.name else None
        if isinstance(given, ast.Constant) and isinstance(given.value, bool):
            yield Change(operator, called.node, called.replaced(given, ast.Constant(not given.value)))
        for i, each in enumerate(tree.elements(given)):
            if isinstance(each, ast.Constant):
                turned = [*tree.elements(given)]
                turned[i] = ast.Constant(not each.value)
                assert given is not None
                yield Change(operator, called.node, called.replaced(given, ast.List(turned)))
    whole = called.name == "drop_duplicates" and called.argument(0, "subset") is None
    for operator, keyword, value in () if whole else _UNSAID.get(called.name, ()):  # whole rows are alike: keep either
        if keyword == "dropna" and not tree.columns(called.node):  # keys made on the spot: nobody would think of it
            continue
        if called.argument(_place(called.name, keyword), keyword) is None:
            yield Change(operator, called.node, called.added(keyword, value))
    if called.name == "join" and called.argument(2, "how") is None:
        yield Change("join_type", called.node, called.added("how", "inner"))


def _place(name: str, keyword: str) -> int:
    return _CHOICES[name, keyword][1] if (name, keyword) in _CHOICES else -1


def _omitted(called: Called, tree: Tree) -> Iterator[Change]:
    for keyword in called.node.keywords:
        if keyword.arg in _WITHOUT:
            yield Change(_WITHOUT[keyword.arg], called.node, called.replaced(keyword.value, None))
    subset = called.argument(0, "subset")
    if called.name in ("drop_duplicates", "duplicated") and subset is not None:
        yield Change("distinct", called.node, called.replaced(subset, None))
        yield from _each_dropped("distinct", called, subset, tree)


def _each_dropped(operator: str, called: Called, given: ast.expr | None, tree: Tree) -> Iterator[Change]:
    """A list of several, given to a call, without each of its elements."""
    if given is None or len(tree.elements(given)) < 2:
        return
    for i in range(len(tree.elements(given))):
        kept = without(tree.resolved(given), i)
        yield Change(operator, called.node, called.replaced(given, kept))


def _keys(called: Called, tree: Tree) -> Iterator[Change]:
    if called.name == "merge_asof":
        by = called.argument(-1, "by")
        if by is not None:
            yield Change("join_key", called.node, called.replaced(by, None))
        yield from _each_dropped("join_key", called, by, tree)
    if called.name not in _KEYS:
        return
    operator, place, keyword = _KEYS[called.name]
    given = called.argument(place, keyword)
    ascending = called.argument(-1, "ascending")
    turned = len(tree.elements(ascending))
    if given is None or turned != len(tree.elements(given)) or turned < 2:
        yield from _each_dropped(operator, called, given, tree)
        return
    for i in range(turned):
        assert ascending is not None
        fewer = called.replaced(ascending, without(tree.resolved(ascending), i))
        fewer = Called(fewer, called.name, called.receiver).replaced(given, without(tree.resolved(given), i))
        yield Change(operator, called.node, fewer)


def _pairs(called: Called, tree: Tree) -> Iterator[Change]:
    left, right = called.argument(-1, "left_on"), called.argument(-1, "right_on")
    count = len(tree.elements(left))
    if left is None or right is None or count < 2 or count != len(tree.elements(right)):
        return
    for i in range(count):
        fewer = Called(called.replaced(left, without(tree.resolved(left), i)), called.name, called.receiver)
        yield Change("join_key", called.node, fewer.replaced(right, without(tree.resolved(right), i)))


def _elements(called: Called, tree: Tree) -> Iterator[Change]:
    if called.name == "isin":
        yield from _each_dropped("predicate", called, called.argument(0, "values"), tree)


def _words(called: Called) -> Iterator[Change]:
    """Aggregations that are named by words: in `agg`, `transform`, `pivot_table` and `NamedAgg`."""
    node = called.node
    if called.name == "NamedAgg":
        yield from _swapped(called.argument(1, "aggfunc"), node, called.argument(0, "column"))
    elif called.name in ("agg", "aggregate", "transform", "pivot_table"):
        given = called.argument(-1 if called.name == "pivot_table" else 0, "func", "aggfunc")
        values: list[tuple[ast.expr | None, ast.expr]] = [(None, given)] if given else []
        if isinstance(given, ast.Dict):
            values = list(zip(given.keys, given.values, strict=True))
        for about, value in values:
            for word in value.elts if isinstance(value, LITERALS) else [value]:
                yield from _swapped(word, node, about)
        for keyword in node.keywords:
            if isinstance(keyword.value, ast.Tuple) and len(keyword.value.elts) == 2 and called.name != "pivot_table":
                yield from _swapped(keyword.value.elts[1], keyword, keyword.value.elts[0])


def _swapped(word: ast.expr | None, shown: ast.AST, about: ast.expr | None) -> Iterator[Change]:
    for operator, other in WORDS.get(text(word) or "", ()):
        assert word is not None
        yield Change(operator, word, ast.Constant(other), shown=shown, about=about)


def _counts(called: Called) -> Iterator[Change]:
    count = called.argument(0, "n") if called.name in LIMITING else None
    if count is not None:
        for limit in limits(count):
            yield Change("limit", called.node, called.replaced(count, limit))


def _arms(called: Called, tree: Tree) -> Iterator[Change]:
    """`np.where` and `np.select`."""
    node = called.node
    if called.receiver is not None or not isinstance(node.func, ast.Attribute):
        return
    if called.name == "where" and len(node.args) == 3:
        condition, then, other = node.args
        yield Change("case", node, ast.Call(node.func, [condition, other, then], node.keywords))
    elif called.name == "select" and len(node.args) > 1:
        conditions, results = node.args[:2]
        arms = len(tree.elements(conditions))
        if arms < 2 or arms != len(tree.elements(results)):
            return
        for i in range(arms):
            fewer = [without(tree.resolved(each), i) for each in (conditions, results)]
            yield Change("case", node, ast.Call(node.func, [*fewer, *node.args[2:]], node.keywords))


def _key(called: Called) -> Iterator[Change]:
    """The parts of a sort key that is a function: `key=lambda row: (-row[1], row[0])`."""
    key = called.argument(-1, "key")
    if isinstance(key, ast.Lambda) and isinstance(key.body, ast.Tuple) and len(key.body.elts) > 1:
        for i, part in enumerate(key.body.elts):
            kept = without(key.body, i)
            if isinstance(kept, ast.Tuple) and len(kept.elts) == 1:
                kept = kept.elts[0]
            yield Change("sort_direction", key.body, kept, at=part)
