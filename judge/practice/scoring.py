"""What an accepted problem is worth: a pure function, in the README in the same words.

    points = base × max(1/5, time − 1/10 × wrong − 3/20 × hints), rounded half up

`base` is 100, 200 or 300 by difficulty. `time` is 1 up to the problem's minutes, falls evenly to 1/2 at twice as many,
and stays there. `wrong` counts wrong attempts after the first, `hints` those that were taken, and seeing what was
expected is one. What is not accepted in time, or whose solution was looked at before, is worth nothing.
"""

from __future__ import annotations

from fractions import Fraction

from judge.model import Difficulty

BASE: dict[Difficulty, int] = {"easy": 100, "medium": 200, "hard": 300}
SLOWEST = Fraction(1, 2)
WRONG = Fraction(1, 10)
HINT = Fraction(3, 20)
LEAST = Fraction(1, 5)


def points(difficulty: Difficulty, minutes: int, seconds: float, wrong: int, hints: int) -> int:
    """The points of a problem of `minutes` that was accepted after `seconds` on it.

    `wrong` are all wrong attempts before, the first of which costs nothing. A whole number, from a fifth of the base
    to the base.
    """
    over = max(Fraction(0), Fraction(seconds) / (60 * minutes) - 1)
    time = max(SLOWEST, 1 - over / 2)
    share = max(LEAST, time - WRONG * max(0, wrong - 1) - HINT * hints)
    return int(BASE[difficulty] * share + Fraction(1, 2))


def hint_cost(difficulty: Difficulty) -> int:
    """What a hint takes of the points, as long as more than the least is left."""
    return int(BASE[difficulty] * HINT)


def best(difficulty: Difficulty) -> int:
    """The most that a problem can give."""
    return BASE[difficulty]
