"""Delta debugging: the part of a list without which something is not so any more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


Holds = Callable[[Sequence[T], Sequence[T] | None], bool]
"""Whether it is still so for some of the items; the others are what is asked next if it is not, if anything is."""


def minimal(items: Sequence[T], holds: Holds[T], largest: int | None = None) -> list[T]:
    """A part of `items`, in their order, for which `holds` is still true and of which no single one can go.

    It must be true of all of them, and need not be monotone. Larger pieces are left out first (all of them, or
    `largest` many), halving them down to single items, which asks about 2k log2(n) times where k of n items matter;
    then single ones until none can go, for what could not go at first may once others have. After A. Zeller and
    R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input" (2002), without the test of each piece alone.
    """
    kept = list(items)
    size = min(len(kept), largest or len(kept))
    while size:
        before = len(kept)
        start = 0
        while start < len(kept):
            end = start + size
            rest = kept[:start] + kept[end:]
            after = kept[:end] + kept[end + size :] if end < len(kept) else None
            if holds(rest, after):
                kept = rest
            else:
                start += size
        if size > 1:
            size = min((size + 1) // 2, max(len(kept), 1))
        elif len(kept) == before:
            size = 0
    return kept
