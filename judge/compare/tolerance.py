"""When two numbers are near enough, and when two keys are the same under a tolerance."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

NAN = "NaN"
NUMBER = "number"
_NOISE = 1e-12
_DIGITS = Context(prec=1_100)  # more than a float's 1,075 or the longest decimal that is taken


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


@dataclass(frozen=True, slots=True)
class Rounded(Tolerance):
    """An unrounded number and a rounded one: near where the second lies within `abs`, half of its last decimal.

    Of a half both neighbours are within it, so that half up and half even are right alike. `rel` is the noise of a sum
    of floats. Whether a number is rounded at all is seen elsewhere (`is_rounded`).
    """

    @classmethod
    def to(cls, decimals: int) -> Rounded:
        return cls(0.5 * 10.0**-decimals, _NOISE)

    def near(self, x: float, y: float) -> bool:
        return abs(x - y) <= self.abs + self.rel * max(abs(x), abs(y))

    def close(self, expected: Hashable, actual: Hashable, x: float, y: float) -> bool:
        if isinstance(expected, int | Decimal) and isinstance(actual, int | Decimal):
            apart = _DIGITS.subtract(Decimal(expected), Decimal(actual))
            return abs(apart) <= Decimal(repr(self.abs))
        return self.near(x, y)


def is_rounded(key: Hashable, decimals: int) -> bool:
    """Whether a number has no more decimals than that: a float, where it is the nearest one to such a number."""
    if isinstance(key, float):
        return not math.isfinite(key) or round(key, decimals) == key
    if isinstance(key, Decimal):
        exponent = key.normalize(_DIGITS).as_tuple().exponent
        return not isinstance(exponent, int) or -exponent <= decimals
    return True


def rounded(value: Any, decimals: int) -> Any:
    """A number with so many decimals, a half away from zero as SQL rounds; anything else as it is."""
    if type(value) not in (float, Decimal) or not math.isfinite(value):
        return value
    exact = Decimal(repr(value)) if isinstance(value, float) else value
    return type(value)(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _DIGITS))


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
