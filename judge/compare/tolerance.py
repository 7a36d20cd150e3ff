"""When two numbers are near enough, and when two keys are the same under a tolerance."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

NAN = "NaN"
NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Two numbers are near within max(`abs`, `rel` × the larger magnitude). Being near is not transitive."""

    abs: float
    rel: float

    def near(self, x: float, y: float) -> bool:
        return x == y or abs(x - y) <= max(self.abs, self.rel * max(abs(x), abs(y)))

    def same(self, expected: Hashable, actual: Hashable) -> bool:
        """Whether two keys of a column with this tolerance are the same value."""
        classes, numbers = classify((expected, actual))
        if classes[0] != classes[1]:
            return False
        return classes[0] != (NUMBER,) or self.close(expected, actual, *numbers)

    def close(self, expected: Hashable, actual: Hashable, x: float, y: float) -> bool:
        """The same for two finite keys, of which `x` and `y` are the floats: exact against exact stays exact."""
        if type(expected) is not float and type(actual) is not float:
            return expected == actual
        return self.near(x, y)


def classify(keys: Sequence[Hashable]) -> tuple[list[Hashable], list[float]]:
    """Part each key into a class, equal or not, and a finite float, near or not (0.0 where the class says it all)."""
    classes: list[Hashable] = []
    numbers: list[float] = []
    for key in keys:
        of, number = _part(key)
        classes.append(of)
        numbers.append(number)
    return classes, numbers


def _part(key: Hashable) -> tuple[Hashable, float]:
    # The markers are tuples, so that no key of a column of numbers can be equal to one.
    try:
        number = float(key) if key is not None else math.inf  # type: ignore[arg-type]
    except (OverflowError, TypeError):  # an integer beyond every float; a cell that is no number
        return key, 0.0
    if math.isnan(number):
        return (NAN,), 0.0
    return (key, 0.0) if math.isinf(number) else ((NUMBER,), number)
