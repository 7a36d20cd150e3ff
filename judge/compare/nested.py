"""Lists and structs: compared by value, the numbers within them like decimals.

A nested value is parted into its shape, in which everything but numbers stands, and its numbers in the order of the
shape. Two values are equal if their shapes are and each number is: exactly, or within the column's tolerance where one
of the two is a float.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from judge.compare.instants import utc
from judge.model import Value


class Frozen(NamedTuple):
    """A nested value as a key: equal where shape and numbers are."""

    shape: Hashable
    numbers: tuple[Hashable, ...]


def frozen(value: Value) -> Frozen:
    numbers: list[Hashable] = []
    return Frozen(_shape(value, numbers), tuple(numbers))


def parted(*sides: Sequence[Hashable]) -> Iterator[tuple[Sequence[Hashable], ...]]:
    """The shapes of both sides of a column, then its first numbers, its second ones, and so on; None where none is.

    Cells that are no nested value stand as they are among the shapes.
    """
    yield tuple([key.shape if type(key) is Frozen else key for key in side] for side in sides)
    most = max((len(key.numbers) for side in sides for key in side if type(key) is Frozen), default=0)
    for place in range(most):
        yield tuple(
            [key.numbers[place] if type(key) is Frozen and place < len(key.numbers) else None for key in side]
            for side in sides
        )


def has_floats(keys: Sequence[Hashable]) -> bool:
    return any(type(number) is float for key in keys if type(key) is Frozen for number in key.numbers)


def _shape(value: Value, numbers: list[Hashable]) -> Hashable:
    match value:
        case list() | tuple():
            return "list", tuple(_shape(item, numbers) for item in value)
        case dict():
            items = sorted(value.items(), key=lambda item: (type(item[0]).__name__, repr(item[0])))
            return "struct", tuple((repr(key), _shape(item, numbers)) for key, item in items)
        case bool():
            return "boolean", value
        case datetime():
            return utc(value) or value
        case int() | float() | Decimal():
            if isinstance(value, int) or (value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)):
                numbers.append(value)
                return "number"
            return "no number", str(value).lower().strip("s").replace("infinity", "inf")
        case str():
            return "text", value
    return value  # type: ignore[no-any-return]
