"""The line of a Python function that takes its time, and what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from judge.insight.cost.cause import Cause, CauseKind
from judge.insight.cost.queries import counted_rows
from judge.insight.cost.watched import Call, Loop, Watched, parse

_PART = 0.3  # of the time: less is not what makes it slow
_NEARLY = 0.75  # of the largest part: the more telling one is named
_MULTIPLIES = 4  # times the rows that went in: fewer more are an ordinary join
_OFTEN = 100  # rounds of a loop: below, it is the work within that takes long
_OVER = {"iterrows", "itertuples", "groups"}
_APPLIED: dict[str, tuple[CauseKind, str]] = {
    "apply by row": ("apply_by_row", "apply with axis=1 calls a Python function for each of {} rows"),
    "apply by value": ("apply_by_value", "it calls a Python function for each of {} values"),
    "apply by group": ("apply_by_group", "apply calls a Python function for each of {} groups"),
    "function by group": ("apply_by_group", "it calls a Python function for each of {} groups"),
}


@dataclass(frozen=True, slots=True)
class _Found:
    """Something that may be it; of two with nearly the same `share` of the time, the one with the higher `rank`."""

    share: float
    rank: int
    kind: CauseKind
    line: int
    said: str
    rows_in: tuple[int, ...] = ()
    rows_out: int | None = None


def cause(profiles: Sequence[str], source: str, rows: int) -> Cause | None:
    """What takes the time of the function in `source`, watched on `rows` rows; None where nothing was seen.

    Of several profiles the quickest one counts. A loop counts with all of its body, and a call with the functions that
    it calls. Raises ValueError where a text is no profile.
    """
    watched = min(map(parse, profiles), key=lambda watched: watched.ms)
    own = watched.own()
    if not own:
        return None
    hottest = max(own, key=lambda line: own[line])
    found = [one for one in (*_called(watched), *_looped(watched)) if one.share >= _PART]
    most = max((one.share for one in found), default=0.0)
    told = [one for one in found if one.share >= _NEARLY * most]
    chosen = max(told, key=lambda one: (one.rank, one.share), default=_Found(own[hottest], 0, "line", hottest, ""))
    texts = source.splitlines()
    also = list(_besides(watched, chosen, hottest, own[hottest], texts))
    rows_in, rows_out = chosen.rows_in, chosen.rows_out
    text = _text(texts, chosen.line)
    said = chosen.said
    return Cause(
        chosen.kind, said, chosen.share, rows, chosen.line, text, rows_in=rows_in, rows_out=rows_out, also=tuple(also)
    )


def _called(watched: Watched) -> Iterator[_Found]:
    for call in watched.calls:
        share = watched.of(call)
        if call.what in _APPLIED:
            kind, words = _APPLIED[call.what]
            said = words.format(f"{call.left:,}") + _again(call)
            yield _Found(share, 4, kind, call.line, said, (call.left,))
        elif call.what in ("merge", "join"):
            yield _merged(watched, call)
        elif call.what == "concat":
            often = f", called {call.times:,} times, copies all its rows each time" if call.times > 1 else ""
            yield _Found(share, 2, "concat", call.line, f"pd.concat{often}", rows_out=call.out)
        elif call.what.startswith("str."):
            said = f"string work: .{call.what}() on {counted_rows(call.out)}{_again(call)}"
            yield _Found(share, 2, "strings", call.line, said, rows_out=call.out)


def _merged(watched: Watched, call: Call) -> _Found:
    """A merge; where it multiplies, the lines after it that work on its rows are its doing, too."""
    told = f"{call.left:,} and {call.right:,} rows in, {call.out:,} out{_again(call)}"
    ins = (call.left, call.right)
    if call.out > _MULTIPLIES * max(1, *ins):
        share = watched.share({line for line in watched.own() if line >= call.line})
        return _Found(share, 5, "multiplying_merge", call.line, f"a {call.what} that multiplies: {told}", ins, call.out)
    return _Found(watched.of(call), 2, "merge", call.line, f"a {call.what}: {told}", ins, call.out)


def _looped(watched: Watched) -> Iterator[_Found]:
    for loop in watched.loops:
        times = watched.times(loop.body)
        share = watched.share(loop.lines)
        outer = [other for other in watched.loops if other != loop and _within(loop, other)]
        depth = len(outer)
        if times < _OFTEN:
            continue
        over = [call for call in watched.calls if call.line == loop.line and call.what in _OVER]
        if over:
            kind: CauseKind = "group_loop" if over[0].what == "groups" else "row_loop"
            what = "a loop over groups" if kind == "group_loop" else f"a loop over rows with {over[0].what}"
            times = max(times, over[0].left)
        else:
            kind, what = "loop", "a loop in Python"
        where = f", within the loop of line {max(other.line for other in outer)}" if outer else ""
        yield _Found(share, 3 + min(depth, 1), kind, loop.line, f"{what}{where}: {times:,} rounds in all", (times,))


def _within(loop: Loop, other: Loop) -> bool:
    return other.body <= loop.line and loop.last <= other.last and other.lines != loop.lines


def _again(call: Call) -> str:
    return f" at most, {call.times:,} times" if call.times > 1 else ""


def _besides(watched: Watched, chosen: _Found, hottest: int, share: float, texts: list[str]) -> Iterator[str]:
    """The line with the most time of its own, where it is another one."""
    if hottest != chosen.line and share >= _PART:
        times = watched.times(hottest)
        often = f", run {times:,} times," if times > 1 else ""
        yield f"line {hottest}{often} takes {share:.0%} of the time: {_text(texts, hottest)}"


def _text(texts: list[str], line: int) -> str:
    return texts[line - 1].strip() if 0 < line <= len(texts) else ""
