"""A LIMIT whose boundary ties, where the problem takes any choice: the sure rows, and enough of those that tie."""

from __future__ import annotations

from judge.compare.engine import Engine
from judge.model import ResultSet


def any_choice(engine: Engine, expected: ResultSet) -> tuple[list[int], list[int]]:
    """The sure rows that did not come, and the rows that came and are neither sure nor among those that tie.

    Some choice explains what came if the sure rows can all be matched and what came can all be matched: by the theorem
    of Mendelsohn and Dulmage (1958) one matching then does both.
    """
    sure = len(expected.rows) - expected.tied
    _, extra = engine.difference()
    missing, _ = engine.again(engine.expected.first(sure), engine.actual).difference()
    return missing, extra
