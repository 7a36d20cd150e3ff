"""Rows that are near to several others in several columns: a largest matching by augmenting paths."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from judge.compare.matching import Matching

_NEAREST = 16


class Ambiguous:
    """Each row takes the nearest free one, and augmenting paths (Kuhn) do the rest.

    Once the effort is spent, what is left stays alone. That can refuse a right result, never accept a wrong one, and
    needs thousands of different rows that are near to one another in several columns.
    """

    def __init__(self, matching: Matching, es: list[int], cs: list[int]) -> None:
        self.matching = matching
        self.es, self.cs = sorted(es), sorted(cs)
        numbers = matching.numbers[1]
        self.lead = max(range(len(numbers)), key=lambda c: len({numbers[c][a] for a in cs}))
        self.order = sorted(self.cs, key=numbers[self.lead].__getitem__)
        self.values = [numbers[self.lead][a] for a in self.order]
        self.partner: dict[int, int] = {}  # expected → actual
        self.owner: dict[int, int] = {}  # actual → expected

    def leftover(self) -> tuple[list[int], list[int]]:
        self.take_nearest()
        self.augment()
        return [e for e in self.es if e not in self.partner], [a for a in self.cs if a not in self.owner]

    def take(self, e: int, a: int) -> None:
        self.partner[e], self.owner[a] = a, e

    def take_nearest(self) -> None:
        for e in self.es:
            free = next((a for a in self.around(e, _NEAREST) if a not in self.owner), None)
            if free is not None:
                self.take(e, free)

    def augment(self) -> None:
        known: dict[int, list[int]] = {}
        dead: set[int] = set()  # what a search in vain has reached, no later one needs to enter again
        for start in [e for e in self.es if e not in self.partner]:
            came_from: dict[int, int] = {}
            end = self.search(start, came_from, known, dead)
            if self.matching.effort <= 0:
                return
            if end is None:
                dead.update(came_from)
            while end is not None:
                e = came_from[end]
                after = self.partner.get(e)
                self.take(e, end)
                end = after

    def search(self, start: int, came_from: dict[int, int], known: dict[int, list[int]], dead: set[int]) -> int | None:
        """A free actual row at the end of a path from `start`; `came_from` gets the row by which each is reached."""
        queue = deque([start])
        while queue and self.matching.effort > 0:
            e = queue.popleft()
            if e not in known:
                known[e] = list(self.around(e, len(self.order)))
            self.matching.effort -= len(known[e])
            for a in known[e]:
                if a in dead or a in came_from:
                    continue
                came_from[a] = e
                if a not in self.owner:
                    return a
                queue.append(self.owner[a])
        return None

    def around(self, e: int, steps: int) -> Iterator[int]:
        """The rows near to `e` among so many that are nearest in the lead column, these first."""
        values, number = self.values, self.matching.numbers[0][self.lead][e]
        near = self.matching.tolerances[self.lead].near
        up = bisect_left(values, number)
        down = up - 1
        for _ in range(steps):
            above = values[up] if up < len(values) and near(number, values[up]) else None
            below = values[down] if down >= 0 and near(number, values[down]) else None
            if above is None and below is None:
                return
            if below is None or (above is not None and above - number <= number - below):
                candidate, up = self.order[up], up + 1
            else:
                candidate, down = self.order[down], down - 1
            self.matching.effort -= 1
            if self.matching.close(e, candidate):
                yield candidate
