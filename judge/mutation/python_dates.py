"""Slips in time: its units and parts, what cuts it off, and steps from row to row."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from judge.mutation.python_tree import Called, Change, Tree, integer, number, text

_PARTS = {
    "year": ("month",),
    "quarter": ("month",),
    "month": ("quarter", "day"),
    "day": ("dayofweek", "month"),
    "dayofweek": ("day",),
    "day_of_week": ("day",),
    "weekday": ("day",),
    "dayofyear": ("day",),
    "day_of_year": ("day",),
    "hour": ("minute", "day"),
    "minute": ("second", "hour"),
    "second": ("minute",),
}
_DURATIONS = frozenset({"Timedelta", "to_timedelta", "rolling"})
_DURATION = re.compile(r"(\d+)(\D*)")

_DURATION_KEYWORDS = {
    "weeks": ("days",),
    "days": ("hours",),
    "hours": ("days", "minutes"),
    "minutes": ("hours", "seconds"),
    "seconds": ("minutes",),
}
_DAYS_IN = {"months": 30, "years": 365}
_UNITS = {"W": ("D",), "D": ("h",), "h": ("D", "min"), "min": ("h", "s"), "m": ("h", "s"), "s": ("min",)}
_PERIODS = {"D": ("W", "M"), "W": ("D", "M"), "M": ("W", "Q"), "Q": ("M", "Y"), "Y": ("Q",)}
_OFFSETS = {
    "s": ("min",),
    "min": ("h", "s"),
    "h": ("D", "min"),
    "D": ("W", "h"),
    "W": ("D", "W-MON"),
    "MS": ("ME", "QS", "W"),
    "ME": ("MS", "QE"),
    "QS": ("QE", "MS"),
    "QE": ("QS", "ME"),
    "YS": ("MS",),
    "YE": ("ME",),
}
_UNITS_OF = {
    "to_period": (0, "freq", _PERIODS),
    "resample": (0, "rule", _OFFSETS),
    "Grouper": (-1, "freq", _OFFSETS),
    "date_range": (-1, "freq", _OFFSETS),
    "floor": (0, "freq", _UNITS),
    "ceil": (0, "freq", _UNITS),
    "round": (0, "freq", _UNITS),
    "Timedelta": (1, "unit", _UNITS),
    "to_timedelta": (1, "unit", _UNITS),
    "timedelta64": (1, "unit", _UNITS),
}


def changes(node: ast.AST, tree: Tree) -> Iterator[Change]:
    if isinstance(node, ast.Attribute):
        yield from _of_attribute(node)
    elif isinstance(node, ast.Constant):
        yield from _of_duration(node, tree)
    elif (called := tree.called(node)) is not None:
        yield from _units(called)
        yield from _steps(called)


def _of_attribute(node: ast.Attribute) -> Iterator[Change]:
    of = node.value
    dated = isinstance(of, ast.Attribute) and of.attr == "dt"
    if isinstance(of, ast.Attribute) and dated:
        for part in _PARTS.get(node.attr, ()):
            yield Change("date_part", node, ast.Attribute(of, part))
        if node.attr == "date":
            yield Change("truncation", node, of.value)
    if node.attr in ("days", "seconds") and (dated or isinstance(of, ast.BinOp)):
        other = "seconds" if node.attr == "days" else "days"
        yield Change("truncation", node, ast.Attribute(of, other))
        total: ast.expr = ast.Call(ast.Attribute(of, "total_seconds"), [], [])
        if node.attr == "days":
            total = ast.BinOp(total, ast.Div(), ast.Constant(86400))
        yield Change("truncation", node, total)


def _of_duration(node: ast.AST, tree: Tree) -> Iterator[Change]:
    """A number within text: `pd.Timedelta("30 days")`, `rolling("7D")`."""
    value = text(node)
    called = tree.called(tree.parent(node))
    if value and called and called.name in _DURATIONS and (found := _DURATION.fullmatch(value)):
        for other in (int(found[1]) + 1, int(found[1]) - 1):
            yield Change("boundary", node, ast.Constant(f"{other}{found[2]}"), shown=called.node)


def _units(called: Called) -> Iterator[Change]:
    node = called.node
    if called.name in ("Timedelta", "timedelta", "DateOffset"):
        for i, keyword in enumerate(node.keywords):
            others = [(name, keyword.value) for name in _DURATION_KEYWORDS.get(keyword.arg or "", ())]
            count = integer(keyword.value)
            if keyword.arg in _DAYS_IN and count is not None:
                others = [("days", number(count * _DAYS_IN[keyword.arg]))]
            for name, value in others:
                keywords = [*node.keywords[:i], ast.keyword(name, value), *node.keywords[i + 1 :]]
                yield Change("date_part", node, ast.Call(node.func, node.args, keywords))
    if called.name in _UNITS_OF:
        place, keyword_name, units = _UNITS_OF[called.name]
        unit = called.argument(place, keyword_name)
        found = text(unit) or ""
        weeks = ("W-SUN" if found == "W-MON" else "W-MON",) if found.startswith("W-") else ()
        for other in units.get(found, weeks):
            assert unit is not None
            yield Change("date_part", node, called.replaced(unit, ast.Constant(other)))


def _steps(called: Called) -> Iterator[Change]:
    """`shift` and `diff` the other way."""
    if called.name not in ("shift", "diff"):
        return
    given = called.argument(0, "periods")
    count = integer(given)
    if given is None:
        back = ast.Call(called.node.func, [number(-1), *called.node.args], called.node.keywords)
        yield Change("rank_function", called.node, back)
    elif count:
        yield Change("rank_function", called.node, called.replaced(given, number(-count)))
