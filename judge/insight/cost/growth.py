"""How a time grows with the number of rows: what was seen of it at last, and a power law with a fixed cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_FEWEST = 3  # points
_TO_FIT = 4  # points: fewer would be met by any fixed cost and power, chance and all
_GROWN = 3.0  # times the smallest time, that the largest one is at least
_APART = 2.0  # times the rows: nearer ones tell no growth
_LAST = 5  # points: what the larger ones say is what counts
_SPAN = 10.0  # times the rows: what is seen is told of so many, as near as the points are
_SMALLEST = -3.0  # power of ten: the part of a time that grows, tried as small as that
_FINEST = 1e-4


@dataclass(frozen=True, slots=True)
class Growth:
    """`rows` times the rows took `times` times as long at last; what is not fixed grows with the power `exponent`."""

    rows: float
    times: float
    exponent: float

    @property
    def seen(self) -> float:
        """The exponent of what was seen, fixed costs and all."""
        return math.log(self.times) / math.log(self.rows)


def growth(points: Sequence[tuple[int, float]]) -> Growth | None:
    """How the time grows, or None where the times are too alike or too few to tell.

    `points` are (rows, milliseconds). What was seen is the time of the largest to that of the one with nearest to a
    tenth of its rows. The exponent is the k of time = fixed + c · rows^k through the last points, five at most, by
    least squares of the logarithms of the times, so that none counts for more than another: a time of that form is
    found exactly, times that are off by a fifth do not turn a line into a square, and n log n gives 1.05 to 1.2. Of
    three points no fixed cost can be told, and the exponent is that of what was seen.
    """
    told = sorted((rows, ms) for rows, ms in points if rows > 0 and ms > 0)
    if len(told) < _FEWEST or told[-1][0] < _APART * told[0][0]:
        return None
    most, longest = told[-1]
    rows, ms = min(
        (point for point in told if most >= _APART * point[0]), key=lambda point: abs(math.log(most / point[0] / _SPAN))
    )
    if longest < _GROWN * min(each for _, each in told) or longest <= ms:
        return None
    seen = Growth(most / rows, longest / ms, 0.0)
    return Growth(seen.rows, seen.times, _fitted(told[-_LAST:]) if len(told) >= _TO_FIT else seen.seen)


def _fitted(points: Sequence[tuple[int, float]]) -> float:
    """The k of the best curve, first among those of a grid and then nearer and nearer to its best."""
    logs = [(math.log(rows / points[0][0]), math.log(ms)) for rows, ms in points]

    def off(curve: tuple[float, float]) -> float:
        """The sum of squares by which the logarithms differ; the curve's height is the one that fits best."""
        k, power = curve
        growing = 10.0**power  # the part of the first point's time
        differ = [y - math.log(1 - growing + growing * math.exp(k * x)) for x, y in logs]
        mean = sum(differ) / len(differ)
        return sum((each - mean) ** 2 for each in differ)

    best = min(((k / 10, _SMALLEST * part / 30) for k in range(1, 41) for part in range(31)), key=off)
    step = 0.05
    while step > _FINEST:
        k, power = best
        near = [(k + i * step, min(0.0, max(_SMALLEST, power + j * step))) for i in (0, -1, 1) for j in (0, -1, 1)]
        best = min(near, key=off)
        if best == (k, power):
            step /= 2
    return best[0]
