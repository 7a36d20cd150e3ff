"""The operator that takes a query's time, in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from judge.insight.cost.cause import Cause, CauseKind
from judge.insight.cost.operators import Operator, Plan, parse

_MULTIPLIES = 4  # times the rows that came in: fewer more are an ordinary join
_NESTED = {"NESTED_LOOP_JOIN", "BLOCKWISE_NL_JOIN"}
_INEQUALITY = {"PIECEWISE_MERGE_JOIN", "IE_JOIN", "RANGE_JOIN"}
_GROUPS = {"HASH_GROUP_BY", "PERFECT_HASH_GROUP_BY", "PARTITIONED_AGGREGATE", "STREAMING_AGGREGATE"}
_LONG = 160


def cause(profiles: Sequence[str], rows: int) -> Cause | None:
    """What takes the time, from DuckDB's profiles of the query on a fixture of `rows` rows; None where nothing does.

    Of several profiles the quickest one counts: the others were held up. It is the operator with the most time, or,
    where that one works on rows that a join beneath it has multiplied, this join; what is done with its rows then
    counts for it. Raises ValueError where a text is no profile.
    """
    plan = min((Plan(parse(profile)) for profile in profiles), key=lambda plan: plan.ms)
    if not plan.ms:
        return None
    hottest = max(plan.operators, key=lambda op: op.ms)
    source = _source(hottest)
    above = [op for op in plan.operators if op is not source and source in op.walk()]
    counted = [source, *(op for op in above if _multiplies(source) and _works_on(op, source))]
    kind, what = _words(plan, source)
    correlated = plan.correlated(source)
    sentence = f"a correlated subquery, which DuckDB works out by {what}" if correlated else what
    besides = f"most of the time goes into what is done with these rows: {_words(plan, hottest)[1]}"
    return Cause(
        kind,
        sentence,
        sum(op.ms for op in counted) / plan.ms,
        rows,
        correlated=correlated,
        rows_in=source.rows_in,
        rows_out=source.out,
        also=() if source is hottest else (besides,),
    )


def _source(operator: Operator) -> Operator:
    """The operator beneath it that multiplied most of the rows that it works on; itself where none did."""
    below = operator
    while not _multiplies(below) and below.children:
        below = max(below.children, key=lambda child: child.out)
    return below if _multiplies(below) and _works_on(operator, below) else operator


def _works_on(operator: Operator, source: Operator) -> bool:
    return 2 * source.out > sum(operator.rows_in) > source.out / 2


def _multiplies(operator: Operator) -> bool:
    joins = "JOIN" in operator.kind or operator.kind in ("CROSS_PRODUCT", "UNNEST")
    return joins and operator.out > _MULTIPLIES * max(1, *operator.rows_in)


def _words(plan: Plan, op: Operator) -> tuple[CauseKind, str]:
    if op.kind in _NESTED | _INEQUALITY or "JOIN" in op.kind or op.kind == "CROSS_PRODUCT":
        return _join(plan, op)
    if op.kind in _GROUPS:
        return _group(plan, op)
    came = counted_rows(sum(op.rows_in))
    of = f"{came} of {_from(plan, op)}"
    said: dict[str, tuple[CauseKind, str]] = {
        "WINDOW": ("window", f"a window function over {of}: {_short(op.said('Projections'))}"),
        "UNGROUPED_AGGREGATE": ("aggregate", f"an aggregate over {of}: {_short(op.said('Aggregates'))}"),
        "ORDER_BY": ("sort", f"a sort of {of} by {_short(op.said('Order By'))}"),
        "FILTER": ("filter", f"a filter, {came} in, {op.out:,} out: {_short(op.said('Expression'))}"),
        "PROJECTION": ("expressions", f"working out expressions for {of}{_plain(op.said('Projections'))}"),
        "TABLE_SCAN": ("scan", f"reading {counted_rows(op.out)} of {_from(plan, op)}"),
        "UNNEST": ("unnest", f"an UNNEST of {_from(plan, op)}: {came} in, {op.out:,} out"),
        "RECURSIVE_CTE": ("recursion", f"the recursive query {op.said('CTE Name')}: {counted_rows(op.out)} in all"),
    }
    said |= {"STREAMING_WINDOW": said["WINDOW"], "TOP_N": said["ORDER_BY"]}
    other = f"{op.kind.casefold().replace('_', ' ')}: {came} in, {op.out:,} out"
    return said.get(op.kind, ("operator", other))


def _join(plan: Plan, op: Operator) -> tuple[CauseKind, str]:
    of = f"{_sides(plan, op)}{_on(op)}"
    told = f"{' and '.join(f'{rows:,}' for rows in op.rows_in)} rows in, {op.out:,} out"
    if op.kind == "CROSS_PRODUCT":
        pairs = " by ".join(f"{rows:,}" for rows in op.rows_in)
        return "cross_product", f"a cross product of {of}: {pairs} rows make {op.out:,}"
    if op.kind in _NESTED:
        pairs = f"each of {op.rows_in[0]:,} rows is compared with each of {op.rows_in[-1]:,}, {op.out:,} pairs fit"
        return "nested_loop_join", f"a nested-loop join of {of}: {pairs}"
    if op.kind in _INEQUALITY:
        return "inequality_join", f"a join without an equality, of {of}: {told}"
    if _multiplies(op):
        return "multiplying_join", f"a join that multiplies the rows, of {of}: {told}"
    name = {"ASOF_JOIN": "an ASOF join", "HASH_JOIN": "a hash join"}.get(op.kind, "a join")
    why = " for an IN or EXISTS" if op.said("Join Type") in ("MARK", "SEMI", "ANTI") else ""
    return "join", f"{name} of {of}{why}: {told}"


def _group(plan: Plan, op: Operator) -> tuple[CauseKind, str]:
    came = counted_rows(sum(op.rows_in))
    if op.said("Aggregates"):
        return "group_by", f"a GROUP BY of {_from(plan, op)}: {came} in {op.out:,} groups"
    return "distinct", f"telling rows of {_from(plan, op)} apart: {came}, {op.out:,} different ones"


def counted_rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _sides(plan: Plan, join: Operator) -> str:
    """The tables of both sides, `plays and members`."""
    return " and ".join(_named(plan.tables(child)) for child in join.children)


def _from(plan: Plan, operator: Operator) -> str:
    return _named(plan.tables(operator))


def _named(tables: list[str]) -> str:
    return " with ".join(tables) if tables else "rows of no table"


def _on(join: Operator) -> str:
    """The conditions that name columns; DuckDB calls what it works out on the way by numbers."""
    named = [text for text in chain(join.info.get("Conditions", ()), join.info.get("Condition", ())) if "#" not in text]
    return f" on {_short(' and '.join(named))}" if named else ""


def _plain(expressions: str) -> str:
    """The expressions, unless DuckDB calls by numbers what they are made of."""
    return "" if "#" in expressions else f": {_short(expressions)}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"
