"""The sentence of each operator that mutates SQL."""

from __future__ import annotations

import re
from collections.abc import Callable

from judge.insight.sentences_text import MOST, Told, short

_JOIN = re.compile(r"(?:(LEFT|RIGHT|FULL|CROSS|SEMI|ANTI|ASOF) )?(?:(?:SEMI|ANTI|LEFT|OUTER) )?JOIN (\w+|\()")
_BETWEEN = re.compile(r"(.+?) BETWEEN (.+) AND (.+)")
_COMPARED = re.compile(r" (<=|>=|<>|=|<|>) ")
_ASIDE = {
    ("LEFT", ""): "rows that have none in {} are lost",
    ("RIGHT", ""): "rows of {} that match nothing are lost",
    ("", "LEFT"): "rows that have none in {} stay",
    ("LEFT", "RIGHT"): "rows that have none in {} are lost, and rows of {} that match nothing stay",
}


def _comparison(told: Told) -> str:
    if found := _BETWEEN.fullmatch(told.was):
        return _between(told, found)
    was, now = _COMPARED.findall(told.was), _COMPARED.findall(told.now)
    changed = [pair for pair in zip(was, now, strict=False) if pair[0] != pair[1]]
    if len(was) == len(now) and len(changed) == 1 and len(told.was) <= MOST:
        return f"as if {changed[0][0]} were {changed[0][1]} in {told.was}{told.where}"
    return ""


def _between(told: Told, found: re.Match[str]) -> str:
    now, value = told.now, found[1]
    if now == f"{value} >= {found[2]}":
        return f"as if {told.was} had no upper end{told.where}"
    if now == f"{value} <= {found[3]}":
        return f"as if {told.was} had no lower end{told.where}"
    if now == f"{value} >= {found[2]} AND {value} < {found[3]}":
        return f"as if {told.was} left its upper end out{told.where}"
    if now == f"{value} > {found[2]} AND {value} <= {found[3]}":
        return f"as if {told.was} left its lower end out{told.where}"
    return ""


def _join_type(told: Told) -> str:
    was, now = _JOIN.match(told.was), _JOIN.match(told.now)
    if not was or not now:
        return ""
    sides, table = (was[1] or "", now[1] or ""), "the subquery" if was[2] == "(" else was[2]
    aside = _ASIDE.get(sides)
    head = f"as if {sides[0] + ' ' if sides[0] else ''}JOIN {table} were {_joined(sides[1])}"
    return f"{head}: {aside.format(table, table)}" if aside else head


def _joined(side: str) -> str:
    return f"{'an' if side in ('ASOF', 'ANTI') else 'a'} {side} JOIN" if side else "an INNER JOIN"


def _join_key(told: Told) -> str:
    if told.gone:
        return f"as if the join did not ask for {short(told.was)}{told.where}"
    found = _JOIN.match(told.was)
    return f"as if JOIN {found[2]} had no condition: every row is joined to every row" if found else ""


def _predicate(told: Told) -> str:
    if not told.gone:
        return ""
    if told.was.startswith("WHERE") and re.search(r"\bFILTER\s*\(", told.line, re.IGNORECASE):
        return f"as if FILTER ({short(told.was)}) were left out{told.there}"
    clause = told.was.startswith(("WHERE", "HAVING", "QUALIFY"))
    return f"as if {'' if clause else 'the condition '}{short(told.was)} were left out{told.where}"


def _connective(told: Told) -> str:
    one, other = "AND", "OR"
    if "AND" not in told.was.split():
        one, other = other, one
    was, now = told.was.split(" "), told.now.replace("(", "").replace(")", "").split(" ")
    plain = [word.replace("(", "").replace(")", "") for word in was]
    places = [i for i, pair in enumerate(zip(plain, now, strict=False)) if pair == (one, other)]
    if len(plain) != len(now) or len(places) != 1:
        return f"as if {one} were {other} in {short(told.was)}"
    after = " ".join(was[places[0] + 1 :])
    return f"as if {one} were {other} before {short(after)}{told.where}"


def _null(told: Told) -> str:
    was, now = told.was, told.now
    if was.startswith("NOT EXISTS") and " NOT IN " in now:
        table = was.rpartition(" FROM ")[2].rstrip(")")
        return f"as if NOT EXISTS over {table} were NOT IN, which is never true once {table} yields a NULL"
    if was.startswith(("EXISTS", "NOT EXISTS")):
        return f"as if {short(was)} were {now.split(' (')[0]}"
    if " NULLS FIRST" in now + was:
        return f"as if NULLs stood {'first' if 'NULLS FIRST' in now else 'last'} in the order by {short(was)}"
    return ""


def _count(told: Told) -> str:
    was, now = re.search(r"COUNT\((.+?)\)", told.was), re.search(r"COUNT\((.+?)\)", told.now)
    if not was or not now:
        return ""
    head = f"as if {was[0]} were {now[0]}{told.there}"
    if was[1] == "*":
        return f"{head}: a row without {now[1]} is not counted"
    return f"{head}: a row without {was[1]} is counted too" if now[1] == "*" else ""


def _aggregate(told: Told) -> str:
    was, now = told.was, told.now
    if "DISTINCT " in now and "DISTINCT " not in was:
        return f"as if {was} were {now}: values that are the same count once"
    if "DISTINCT " in was and "DISTINCT " not in now:
        return f"as if {was} were {now}: values that are the same count each time"
    return f"as if {was} were {now}{told.there if was.count('(') == 1 and len(was) < 14 else ''}"


def _distinct(told: Told) -> str:
    listed = re.sub(r"^(.*\b)?SELECT( DISTINCT)? ", "", told.line, flags=re.IGNORECASE)
    of = "" if listed.casefold() in ("select", "") else f" of {listed}"
    if told.step and told.among(told.line):
        of += f", in the step {told.step},"
    if told.now == "SELECT DISTINCT":
        return f"as if the SELECT{of} had DISTINCT: rows that repeat are dropped"
    return f"as if the SELECT DISTINCT{of} had no DISTINCT: rows that repeat stay"


def _window_partition(told: Told) -> str:
    if told.was.startswith("PARTITION BY"):
        return f"as if {short(told.was)} were left out{told.there}"
    return f"as if {told.was} were left out of the PARTITION BY{told.there}"


def _window_order(told: Told) -> str:
    if told.gone:
        return f"as if {told.was} were left out of the window's ORDER BY{told.there}"
    return f"as if the window were ordered by {told.now} in place of {told.was}{told.there}"


def _window_frame(told: Told) -> str:
    if told.gone and told.was.startswith("ORDER BY"):
        return f"as if the window had no {told.was}: every row sees its whole partition"
    if "ROWS BETWEEN" in told.now and "ROWS" not in told.was and "RANGE" not in told.was:
        return f"as if the window went row by row, so that rows that tie get different values{told.there}"
    return ""


def _sort_direction(told: Told) -> str:
    if told.gone:
        return f"as if {told.was} were left out of the ORDER BY"
    return f"as if rows were ordered by {told.now} in place of {told.was}"


def _group_key(told: Told) -> str:
    return f"as if {told.was} were left out of the GROUP BY{told.there}"


def _set_operation(told: Told) -> str:
    if told.gone:
        return f"as if the branch {short(told.was)} were left out"
    asides = {
        ("UNION ALL", "UNION"): ": rows that repeat are dropped",
        ("UNION", "UNION ALL"): ": rows that repeat stay",
    }
    before = re.split(r"\b(?:UNION|EXCEPT|INTERSECT)(?: ALL)?\b ?", told.line, flags=re.IGNORECASE)[-1]
    before = f" before “{before}”" if before else ""
    return f"as if {short(told.was)} were {short(told.now)}{before}{asides.get((told.was, told.now), '')}"


def _division(told: Told) -> str:
    if "//" in told.now and "//" not in told.was:
        return f"as if {short(told.was)} were divided without remainder{told.where}"
    return ""


def _limit(told: Told) -> str:
    return f"as if there were no {short(told.was)}" if told.gone else ""


def _filter(told: Told) -> str:
    return f"as if FILTER (WHERE {short(told.was)}) kept the rows that it leaves out{told.there}"


RULES: dict[str, Callable[[Told], str]] = {
    "comparison": _comparison,
    "join_type": _join_type,
    "join_key": _join_key,
    "predicate": _predicate,
    "connective": _connective,
    "null": _null,
    "count": _count,
    "aggregate": _aggregate,
    "distinct": _distinct,
    "window_partition": _window_partition,
    "window_order": _window_order,
    "window_frame": _window_frame,
    "sort_direction": _sort_direction,
    "group_key": _group_key,
    "set_operation": _set_operation,
    "division": _division,
    "limit": _limit,
    "filter": _filter,
}
"""By operator; "" where a rule has nothing better to say than `Told.plainly`."""
