"""Slips in expressions: numbers, aggregates, dates, rounding, arithmetic, CASE."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlglot import exp

from judge.mutation.sql_change import Change, Changes, by_one, in_context, is_whole, put, retyped, unwrapped
from judge.mutation.sql_names import Names

_AGGREGATES: dict[type[exp.Expr], tuple[type[exp.Expr], ...]] = {
    exp.Sum: (exp.Avg,),
    exp.Avg: (exp.Sum, exp.Median),
    exp.Median: (exp.Avg,),
    exp.Min: (exp.Max, exp.AnyValue),
    exp.Max: (exp.Min,),
    exp.ArgMin: (exp.ArgMax,),
    exp.ArgMax: (exp.ArgMin,),
    exp.LogicalAnd: (exp.LogicalOr,),
    exp.LogicalOr: (exp.LogicalAnd,),
    exp.AnyValue: (exp.Min,),
    exp.First: (exp.Min,),
    exp.Last: (exp.Min,),
}
_COUNTED = (exp.Count, exp.Sum, exp.GroupConcat, exp.ArrayAgg)
_ORDINALS = (
    exp.Group,
    exp.Ordered,
    exp.Limit,
    exp.Offset,
    exp.Fetch,
    exp.WindowSpec,
    exp.DataTypeParam,
    exp.TableSample,
)
_UNITS = ("year", "quarter", "month", "week", "day", "hour", "minute", "second")
_OTHER_UNITS = {"isoyear": ("year",), "dow": ("isodow",), "dayofweek": ("isodow",), "isodow": ("dow",)}
_DAYS = {"MONTH": 30, "YEAR": 365}
_CALENDAR: dict[str, tuple[str, ...]] = {
    "year": ("isoyear",),
    "isoyear": ("year",),
    "dayofweek": ("isodow",),
    "isodow": ("dayofweek",),
    "week": ("month",),
    "weekofyear": ("month",),
    "month": ("week",),
}
_CALENDAR_NAMES: dict[type[exp.Expr], str] = {
    exp.Year: "year",
    exp.DayOfWeek: "dayofweek",
    exp.DayOfWeekIso: "isodow",
    exp.Week: "week",
    exp.WeekOfYear: "weekofyear",
    exp.Month: "month",
}
_TRUNCATING = (exp.DataType.Type.DATE, *exp.DataType.INTEGER_TYPES)
_ROUNDED = (exp.Floor, exp.Ceil, exp.Round, exp.Trunc)
_FRACTIONAL = (exp.Avg, exp.Median, exp.Div, exp.Sqrt, exp.TimeToUnix)
_OF_ANY_TYPE = (exp.Cast, exp.Count, exp.Case, exp.Query, exp.Where)
_ARITHMETIC: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.Add: exp.Sub,
    exp.Sub: exp.Add,
    exp.DateAdd: exp.Sub,
    exp.Mul: exp.Div,
    exp.Div: exp.Mul,
}


def boundary(node: Any, _: Names) -> Changes:
    if not is_whole(node):
        return
    held = node.parent
    while isinstance(held, exp.Interval | exp.Neg | exp.Paren):
        held = held.parent
    left_alone = isinstance(held, _ORDINALS) or held.key.startswith("regexp")
    if not left_alone and not (isinstance(held, exp.Select) and isinstance(held.parent, exp.Exists)):
        yield from by_one("boundary", node)


def aggregate(node: Any, _: Names) -> Changes:
    for kind in _AGGREGATES.get(type(node), ()):
        yield Change("aggregate", node, partial(_aggregated, kind=kind))
    if isinstance(node, _COUNTED) and not isinstance(node.this, exp.Star) and not node.expressions:
        inner = node.this.this if isinstance(node.this, exp.Order) else node.this
        if not isinstance(inner, exp.Distinct) or len(inner.expressions) == 1:
            yield Change("aggregate", node, _distinct_turned)


def _aggregated(node: Any, kind: type[exp.Expr]) -> Any:
    if kind is exp.Min and isinstance(node.this, exp.Order):
        node.this.replace(node.this.this)
    around = node.parent if isinstance(node.parent, exp.IgnoreNulls) else node
    return put(around, kind(**{name: part for name, part in node.args.items() if name in kind.arg_types}))


def _distinct_turned(node: Any) -> Any:
    inner = node.this.this if isinstance(node.this, exp.Order) else node.this
    if isinstance(inner, exp.Distinct):
        inner.replace(inner.expressions[0])
    else:
        inner.replace(exp.Distinct(expressions=[inner.copy()]))
    return node


def _neighbours(unit: str) -> tuple[str, ...]:
    name = unit.casefold()
    if name not in _UNITS:
        return _OTHER_UNITS.get(name, ())
    place = _UNITS.index(name)
    return _UNITS[max(place - 1, 0) : place] + _UNITS[place + 1 : place + 2]


def date_part(node: Any, _: Names) -> Changes:
    if isinstance(node, exp.TimestampTrunc | exp.DateTrunc | exp.DateDiff) and node.args.get("unit"):
        for unit in _neighbours(node.args["unit"].name):
            yield Change("date_part", node, partial(_with_unit, unit=exp.var(unit.upper())))
    if isinstance(node, exp.DateDiff) and node.args.get("unit"):
        yield Change("date_part", node, _to_date_sub)
    if isinstance(node, exp.Extract):
        for unit in _neighbours(node.name):
            yield Change("date_part", node, partial(_with_unit, unit=exp.var(unit.upper()), place="this"))
    if isinstance(node, exp.Anonymous):
        yield from _called_by_name(node)
    if isinstance(node, exp.Interval):
        yield from _days_or_months(node)
    for name in _CALENDAR.get(_CALENDAR_NAMES.get(type(node), ""), ()):
        yield Change("date_part", node, partial(_call, name=name))


def _called_by_name(node: Any) -> Changes:
    name = node.name.casefold()
    for other in _CALENDAR.get(name, ()):
        yield Change("date_part", node, partial(_call, name=other))
    if name in ("date_part", "datepart", "date_sub", "datesub") and node.expressions:
        for unit in _neighbours(node.expressions[0].name):
            yield Change("date_part", node, partial(_with_first, unit=unit))
        if name in ("date_sub", "datesub") and len(node.expressions) == 3:
            yield Change("date_part", node, _to_date_diff)


def _days_or_months(node: Any) -> Changes:
    """A month is not 30 days, nor a year 365."""
    if not is_whole(node.this):
        return
    unit, number = node.text("unit").upper(), int(node.this.this)
    for longer, days in _DAYS.items():
        if unit == longer:
            yield in_context("date_part", node, partial(_interval, number=number * days, unit="DAY"))
        elif unit == "DAY" and number and number % days == 0:
            yield in_context("date_part", node, partial(_interval, number=number // days, unit=longer))


def _interval(node: Any, number: int, unit: str) -> Any:
    return put(node, exp.Interval(this=exp.Literal.string(str(number)), unit=exp.var(unit)))


def _with_unit(node: Any, unit: Any, place: str = "unit") -> Any:
    node.set(place, unit.copy())
    node.set("date_part_boundary", None)  # with it sqlglot truncates both sides of a difference in weeks once more
    return node


def _with_first(node: Any, unit: str) -> Any:
    node.expressions[0].replace(exp.Literal.string(unit))
    return node


def _to_date_diff(node: Any) -> Any:
    unit, first, second = node.expressions
    return put(node, exp.DateDiff(this=second, expression=first, unit=exp.var(unit.name.upper())))


def _call(node: Any, name: str) -> Any:
    argument = node.expressions[0] if isinstance(node, exp.Anonymous) else node.this
    return put(node, exp.Anonymous(this=name, expressions=[argument]))


def _to_date_sub(node: Any) -> Any:
    unit = exp.Literal.string(node.args["unit"].name.casefold())
    return put(node, exp.Anonymous(this="date_sub", expressions=[unit, node.expression, node.this]))


def truncation(node: Any, _: Names) -> Changes:
    if isinstance(node, exp.TimestampTrunc | exp.DateTrunc):
        yield Change("truncation", node, unwrapped)
    if isinstance(node, exp.Cast) and node.to.this in _TRUNCATING and not isinstance(node.this, exp.Literal):
        around = node.parent
        if isinstance(around, exp.Add | exp.Sub) and around.this is node and is_whole(around.expression):
            yield Change("truncation", around, _days_after_an_instant)
        else:
            yield Change("truncation", node, unwrapped)
    if isinstance(node, _ROUNDED):
        yield Change("truncation", node, unwrapped)
        if not node.args.get("decimals"):
            for kind in _ROUNDED:
                if not isinstance(node, kind):
                    yield Change("truncation", node, retyped(kind))


def _days_after_an_instant(node: Any) -> Any:
    """A date plus 30 becomes a timestamp plus an interval of 30 days: DuckDB adds no number to a timestamp."""
    node.expression.replace(exp.Interval(this=exp.Literal.string(node.expression.this), unit=exp.var("DAY")))
    put(node.this, node.this.this)
    return node


def division(node: Any, _: Names) -> Changes:
    if isinstance(node, exp.Div) and not _is_fractional(node.this) and not _is_fractional(node.expression):
        yield Change("division", node, retyped(exp.IntDiv))
    elif isinstance(node, exp.IntDiv):
        yield Change("division", node, retyped(exp.Div))


def _is_fractional(operand: Any) -> bool:
    """Whether an operand is clearly no integer: of such ones DuckDB gives the same for `//` as for `/`."""
    parts = operand.walk(prune=lambda node: isinstance(node, _OF_ANY_TYPE))
    return any(
        isinstance(part, _FRACTIONAL)
        or (isinstance(part, exp.Cast) and part.to.this in exp.DataType.REAL_TYPES)
        or (isinstance(part, exp.Literal) and not part.is_string and not part.is_int)
        for part in parts
    )


def arithmetic(node: Any, _: Names) -> Changes:
    if kind := _ARITHMETIC.get(type(node)):
        yield Change("arithmetic", node, retyped(kind))


def case(node: Any, _: Names) -> Changes:
    if isinstance(node, exp.Case):
        arms, default = node.args["ifs"], node.args.get("default")
        if len(arms) > 1:
            for place in range(len(arms)):
                yield Change("case", node, partial(_without_arm, place=place))
            for place in range(len(arms) - 1):
                yield Change("case", node, partial(_arms_swapped, place=place))
        else:
            yield Change("case", node, _to_else)
        if default:
            yield Change("case", node, _without_else)
        if default and len(arms) == 1:
            yield Change("case", node, _else_swapped)
    elif isinstance(node, exp.If) and not isinstance(node.parent, exp.Case):
        yield Change("case", node, partial(_to_else, name="false"))
        if node.args.get("false"):
            yield Change("case", node, _branches_swapped)


def _without_arm(node: Any, place: int) -> Any:
    node.args["ifs"][place].pop()
    return node


def _exchanged(first: Any, name: str, second: Any, other: str) -> None:
    one, two = first.args[name].copy(), second.args[other].copy()
    first.set(name, two)
    second.set(other, one)


def _arms_swapped(node: Any, place: int) -> Any:
    first, second = node.args["ifs"][place : place + 2]
    _exchanged(first, "true", second, "true")
    return node


def _to_else(node: Any, name: str = "default") -> Any:
    return put(node, node.args.get(name) or exp.Null())


def _without_else(node: Any) -> Any:
    node.set("default", None)
    return node


def _else_swapped(node: Any) -> Any:
    _exchanged(node.args["ifs"][0], "true", node, "default")
    return node


def _branches_swapped(node: Any) -> Any:
    _exchanged(node, "true", node, "false")
    return node
