"""How fast a time grows with the number of rows: the exponent of a power law, fixed costs taken off."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import takewhile

_ROUNDS = 40
_TELLS = 2.0  # times the smallest time: below, what is fixed and what is chance outweigh what grows
_GROWN = 3.0  # times the smallest time, that the largest one is at least
_APART = 2.0  # times the rows: nearer ones tell no growth
_LAST = 4  # points: what the larger ones say is what counts


def exponent(points: Sequence[tuple[int, float]]) -> float | None:
    """The k of time = fixed + c · rows^k, or None where the times are too short or too few to tell.

    `points` are (rows, milliseconds). The fixed cost is at first taken to be all of the time of the smallest one. The
    last points are fitted, four at most, from where all times are at least twice that: least squares of
    log(time - fixed) on log(rows). What the fitted curve gives for the smallest one is then no fixed cost, and the fit
    is done again until that settles. A time that is of that form is found exactly; n log n gives 1.08 to 1.1.
    """
    told = sorted((rows, ms) for rows, ms in points if rows > 0 and ms > 0)
    if not told:
        return None
    least_rows, least = told[0]
    grown = list(takewhile(lambda point: point[1] >= _TELLS * least, reversed(told[1:])))[:_LAST]
    if len(grown) < 2 or grown[0][0] < _APART * grown[-1][0] or grown[0][1] < _GROWN * least:
        return None
    fixed = least
    slope = 0.0
    for _ in range(_ROUNDS):
        slope, factor = _line([(math.log(rows), math.log(ms - fixed)) for rows, ms in grown])
        fixed = min(max(0.0, least - math.exp(factor) * least_rows**slope), least)
    return slope


def _line(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Slope and height at 0 of the line of least squares."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    return slope, mean_y - slope * mean_x
