"""The sentence of each operator that mutates pandas."""

from __future__ import annotations

import re
from collections.abc import Callable

from judge.insight.sentences_text import MOST, Told, short

_FEW = 20  # characters that do not tell where they stand
_COMPARED = re.compile(r" (<=|>=|!=|==|<|>) ")
_HOW = re.compile(r",? ?how='(\w+)'")
_KEPT = {
    "left": "rows of the left table that match nothing stay",
    "right": "rows of the right table that match nothing stay, and such of the left are lost",
    "outer": "rows that match nothing stay",
    "inner": "rows that match nothing are lost",
}


def _dropped(told: Told) -> str:
    """What a slip left out: the last call or filter of a chain, or one side of a connective."""
    was, now = told.was, told.now
    if not now:
        return was
    rest = was.removeprefix(now)
    return rest if rest != was and rest[0] in ".[" else ""


def _left_out(told: Told) -> str:
    if not (dropped := _dropped(told)):
        return ""
    if dropped.startswith("["):
        return f"as if the filter {short(dropped[1:-1])} were left out"
    return f"as if {short(dropped)} were left out{told.there if len(told.was) < _FEW else told.among(dropped)}"


def _predicate(told: Told) -> str:
    if found := _left_out(told):
        return found
    for sign in (" & ", " and ", " | ", " or "):
        before, after = told.was.removesuffix(sign + _bare(told.now)), told.was.removeprefix(_bare(told.now) + sign)
        for tried in (told.now, f"({told.now})"):
            before = min(before, told.was.removesuffix(sign + tried), key=len)
            after = min(after, told.was.removeprefix(tried + sign), key=len)
        gone = min(before, after, key=len)
        if gone != told.was:
            return f"as if {short(_bare(gone))} were not asked for"
    if ".loc[:, " in told.now:
        columns = told.now.partition(".loc[:, ")[2]
        condition = told.was.partition(".loc[")[2].removesuffix(f", {columns}")
        return f"as if the filter {short(condition)} were left out"
    if told.was.startswith("for ") and " if " in told.was:
        return f"as if the condition {short(told.was.partition(' if ')[2])} were left out"
    return ""


def _bare(text: str) -> str:
    return text[1:-1] if text.startswith("(") and text.endswith(")") and text.find(")") == len(text) - 1 else text


def _comparison(told: Told) -> str:
    was, now = _COMPARED.findall(told.was), _COMPARED.findall(told.now)
    changed = [pair for pair in zip(was, now, strict=False) if pair[0] != pair[1]]
    if len(was) == len(now) and len(changed) == 1 and len(told.was) <= MOST:
        return f"as if {changed[0][0]} were {changed[0][1]} in {told.was}{told.where}"
    return _given(told)


def _given(told: Told) -> str:
    """A keyword that a call was given besides."""
    more = told.now.removeprefix(told.was[:-1])
    if not told.was.endswith(")") or more == told.now or not (found := re.fullmatch(r"(?:, )?(\w+=[^,]+)\)", more)):
        return ""
    return f"as if {short(told.was)} were given {found[1]}{told.where}"


def _left_out_or_given(told: Told) -> str:
    return _left_out(told) or _given(told)


def _connective(told: Told) -> str:
    for one, other in ((" & ", " | "), (" | ", " & "), (" and ", " or "), (" or ", " and ")):
        if told.was.count(one) == told.now.count(one) + 1 and told.now.count(other) == told.was.count(other) + 1:
            return f"as if {one.strip()} were {other.strip()} in {short(told.was)}" if told.was.count(one) == 1 else ""
    return ""


def _join_type(told: Told) -> str:
    how = _HOW.search(told.now)
    if not how:
        return ""
    call = short(told.was)
    return f"as if {call} were done with how='{how[1]}': {_KEPT[how[1]]}"


def _null(told: Told) -> str:
    if found := _left_out(told):
        return found
    if "dropna=True" in told.now and "dropna=False" in told.was:
        return f"as if {short(told.was)} left out the rows without a key (dropna=True)"
    if "dropna=False" in told.now and "dropna" not in told.was:
        return f"as if {short(told.was)} had a group for the rows without a key (dropna=False)"
    return ""


def _window_partition(told: Told) -> str:
    if dropped := _dropped(told):
        return f"as if {short(dropped)} were left out: all rows are one group"
    return ""


def _sort_direction(told: Told) -> str:
    if dropped := _dropped(told):
        return f"as if {short(dropped)} were left out: rows stay as they come"
    return _given(told)


def _division(told: Told) -> str:
    if "//" in told.now and "//" not in told.was:
        return f"as if {short(told.was)} were divided without remainder"
    return ""


_DROPS = ("distinct", "limit", "text", "truncation", "count", "rank_function")
RULES: dict[str, Callable[[Told], str]] = {
    **dict.fromkeys(_DROPS, _left_out_or_given),
    "predicate": _predicate,
    "comparison": _comparison,
    "connective": _connective,
    "join_type": _join_type,
    "null": _null,
    "window_partition": _window_partition,
    "sort_direction": _sort_direction,
    "division": _division,
}
"""By operator; "" where a rule has nothing better to say than `Told.plainly`."""
