"""What an answer costs, for a person at a terminal and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from judge.insight.cost.cause import Cause
from judge.insight.cost.growth import Growth
from judge.insight.cost.measuring import MOST, Profile, Timed
from judge.render.cells import cell

_DECADE = 2  # lines of the plot for ten times the time
_STEP, _NARROW = 7, 6  # columns of the plot from one fixture to the next, where they are many
_MANY = 9  # fixtures: with more, the plot would be wider than a terminal
_SECOND = 1_000.0
_FEW = 3  # sizes: no growth is told from fewer
_APART = 0.3  # between two exponents: nearer ones say the same
_ORDINARY = 1_000_000  # rows: what --rows-to is when nobody says so
_EXACT = 10  # below, a number is shown with a decimal


def profile_panel(profile: Profile) -> RenderableType:
    """Times, a plot of them, how they grow, and what takes the time; of an answer that failed at once, how."""
    answer = profile.submission
    head = Text.assemble((profile.problem, "bold"), f" · {answer.language} · {cell(answer.name, quoted=False)}")
    head.append(" · what it costs; it was not judged", "dim")
    failed = profile.failed
    if failed:
        return Group(head, "", *_failure(profile, failed))
    parts: list[RenderableType] = [head, Padding(_table(profile), (1, 0, 1, 2)), *_plot(profile), *_growth(profile)]
    parts += ["", *_cause(profile.cause)] if profile.cause else []
    parts += ["", *(Text.assemble(("note: ", "cyan"), note) for note in notes)] if (notes := _notes(profile)) else []
    return Group(*parts)


def _failure(profile: Profile, failed: Timed) -> Iterator[RenderableType]:
    rows = profile.points[0].rows
    yield Text.assemble(
        (f"! {failed.failure}", "bold yellow"), f" at {rows:,} rows: {cell(failed.message, quoted=False)}"
    )
    if failed.detail:
        from judge.render.detail import Detail

        yield Padding(Detail(failed.detail), (1, 0, 0, 2))


def _table(profile: Profile) -> Table:
    table = Table.grid(padding=(0, 0, 0, 3))
    for _ in range(4):
        table.add_column(justify="right", no_wrap=True)
    table.add_row(*(Text(head, "dim") for head in ("rows", "yours", "reference", "yours / reference")))
    for point in profile.points:
        ratio = "" if point.ratio is None else f"{number(point.ratio)}×"
        slow = "bold red" if point.ratio and point.ratio >= _EXACT else ""
        table.add_row(
            f"{point.rows:,}", _took(profile, point.answer), _took(profile, point.reference), Text(ratio, slow)
        )
    return table


def _took(profile: Profile, timed: Timed | None) -> str | Text:
    if timed is None:
        return ""
    if timed.ms is not None:
        return duration(timed.ms)
    limit = timed.failure == "time limit"
    return Text(f"over {profile.limits.seconds:g} s" if limit else timed.failure, "yellow")


def duration(ms: float) -> str:
    """A time with two digits or more: `1.2 ms`, `140 ms`, `3.4 s`."""
    return f"{number(ms / _SECOND)} s" if ms >= _SECOND else f"{number(ms)} ms"


def number(value: float) -> str:
    return f"{value:.1f}" if value < _EXACT else f"{value:,.0f}"


def _plot(profile: Profile) -> list[RenderableType]:
    """Both times over the rows, each scale a logarithm: what grows with a power of the rows is a straight line."""
    answers = [point.answer.ms if point.answer else None for point in profile.points]
    references = [point.reference.ms if point.reference else None for point in profile.points]
    if len(profile.points) < 2:
        return []
    labels = [short(point.rows) for point in profile.points]
    return [Padding(Text(plot(answers, references, labels), no_wrap=True, overflow="crop"), (0, 0, 1, 2))]


def plot(answers: Sequence[float | None], references: Sequence[float | None], labels: Sequence[str]) -> str:
    """`•` for the answer's times in milliseconds and `o` beside it for the reference's; None leaves a gap.

    The lines are powers of ten of the time, with one between each two of them.
    """
    known = [ms for ms in (*answers, *references) if ms]
    low, high = math.floor(math.log10(min(known))), math.ceil(math.log10(max(known)))
    height = max(1, high - low) * _DECADE + 1
    step = _STEP if len(labels) <= _MANY else _NARROW
    canvas = [[" "] * (step * len(labels)) for _ in range(height)]
    for series, mark, shift in ((answers, "•", 2), (references, "o", 3)):
        for place, ms in enumerate(series):
            if ms:
                canvas[height - 1 - round((math.log10(ms) - low) * _DECADE)][step * place + shift] = mark
    lines = []
    for row, cells in enumerate(canvas):
        from_below = height - 1 - row
        label = _power(low + from_below // _DECADE) if from_below % _DECADE == 0 else ""
        lines.append(f"{label:>7} ┤ {''.join(cells)}".rstrip())
    lines.append(f"{'':10}{''.join(f'{label:^{step - 1}} ' for label in labels)}".rstrip())
    return "\n".join([*lines, f"{'':10}rows in all tables    • yours  o reference"])


def _power(exponent: int) -> str:
    ms = 10.0**exponent
    return f"{ms / _SECOND:g} s" if ms >= _SECOND else f"{ms:g} ms"


def short(rows: int) -> str:
    """A number of rows in a few characters: `990`, `31k`, `1.0M`."""
    if rows < 1_000:
        return str(rows)
    value, unit = (rows / 1e6, "M") if rows >= 999_500 else (rows / 1e3, "k")
    return f"{value:.1f}{unit}" if value < 9.95 else f"{value:.0f}{unit}"


def _growth(profile: Profile) -> Iterator[RenderableType]:
    table = Table.grid(padding=(0, 2, 0, 0))
    answers = [(point.rows, point.answer) for point in profile.points]
    references = [(point.rows, point.reference) for point in profile.points]
    for name, times, found in (
        ("yours", answers, profile.growth),
        ("reference", references, profile.reference_growth),
    ):
        told = grew(found) if found else untold(times, stopped=bool(profile.stopped))
        table.add_row(Text(name, "bold"), Text(told))
    yield table


def grew(found: Growth) -> str:
    """`10 times the rows take 100 times as long (rows^2.0)`, and another exponent where a fixed cost hides it."""
    seen = f"{number(found.rows)} times the rows take {number(found.times)} times as long"
    if found.exponent > found.seen + _APART:
        return f"{seen} (rows^{found.exponent:.1f} past a fixed cost)"
    return f"{seen} (rows^{found.seen:.1f})"


def untold(times: Sequence[tuple[int, Timed | None]], *, stopped: bool) -> str:
    """Why no growth is told of times by rows; `stopped` says that there can be no larger fixture."""
    known = [(rows, timed.ms) for rows, timed in times if timed and timed.ms is not None]
    if len(known) < _FEW:
        return "measured at too few sizes to tell how it grows"
    most, ms = known[-1]
    if ms >= _SECOND:
        return f"hardly longer with more rows, up to {most:,}"
    more = _ORDINARY if most < _ORDINARY / 2 else MOST
    if stopped or most < times[-1][0] or most > MOST / 2:
        return f"too fast to tell how it grows, even at {most:,} rows"
    return f"too fast to tell how it grows; --rows-to {more} may show it"


def _cause(cause: Cause) -> Iterator[RenderableType]:
    yield Text.assemble(("what takes the time", "bold"), f" ({cause.share:.0%} of the time at {cause.rows:,} rows):")
    if cause.line is not None:
        yield Padding(
            Text.assemble((f"line {cause.line}", "bold"), f": {cell(cause.text, quoted=False)}"), (0, 0, 0, 2)
        )
    for sentence in (cause.sentence, *cause.also):
        if sentence:
            yield Padding(Text(cell(sentence, quoted=False)), (0, 0, 0, 2))


def _notes(profile: Profile) -> list[str]:
    notes = list(profile.notes)
    for name, timed in (("yours", "answer"), ("the reference", "reference")):
        ended = next((p for p in profile.points if (found := getattr(p, timed)) and found.ms is None), None)
        if ended:
            found = getattr(ended, timed)
            notes.append(f"{name} went no further than {ended.rows:,} rows: {found.message}")
    return [*notes, profile.stopped] if profile.stopped else notes


def profile_document(profile: Profile) -> dict[str, Any]:
    return {
        "schema": 1,
        "problem": profile.problem,
        "language": profile.submission.language,
        "reference": profile.reference,
        "case": profile.case.name,
        "seed": profile.case.seed,
        "time_limit": profile.limits.seconds,
        "points": [
            {
                "rows": point.rows,
                "scale": point.scale,
                "answer": _timed(point.answer),
                "reference": _timed(point.reference),
                "ratio": _rounded(point.ratio),
            }
            for point in profile.points
        ],
        "exponent": profile.growth and _rounded(profile.growth.exponent),
        "reference_exponent": profile.reference_growth and _rounded(profile.reference_growth.exponent),
        "cause": profile.cause and _cause_document(profile.cause),
        "stopped": profile.stopped,
        "notes": list(profile.notes),
    }


def _timed(timed: Timed | None) -> dict[str, Any] | None:
    if timed is None:
        return None
    return {"ms": _rounded(timed.ms), "failure": timed.failure, "message": timed.message, "detail": timed.detail}


def _cause_document(cause: Cause) -> dict[str, Any]:
    return {
        "kind": cause.kind,
        "sentence": cause.sentence,
        "share": _rounded(cause.share),
        "rows": cause.rows,
        "line": cause.line,
        "text": cause.text,
        "correlated": cause.correlated,
        "rows_in": list(cause.rows_in),
        "rows_out": cause.rows_out,
        "also": list(cause.also),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
