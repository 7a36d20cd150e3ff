"""What takes the time of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CauseKind = Literal[
    "cross_product",
    "nested_loop_join",
    "inequality_join",
    "multiplying_join",
    "join",
    "group_by",
    "distinct",
    "aggregate",
    "window",
    "sort",
    "filter",
    "expressions",
    "scan",
    "unnest",
    "recursion",
    "operator",
    "row_loop",
    "loop",
    "group_loop",
    "apply_by_row",
    "apply_by_value",
    "apply_by_group",
    "multiplying_merge",
    "merge",
    "concat",
    "strings",
    "line",
]


@dataclass(frozen=True, slots=True)
class Cause:
    """What takes the time on a fixture of `rows` rows, in a `sentence`.

    `share` is its part of the time, 0 to 1. `correlated` says that it belongs to a correlated subquery. Of Python,
    `line` is the number of the line and `text` the line itself; `also` says more that is true of it, a sentence each.
    `rows_in` and `rows_out` are as measured, where that makes sense.
    """

    kind: CauseKind
    sentence: str
    share: float
    rows: int
    line: int | None = None
    text: str = ""
    correlated: bool = False
    rows_in: tuple[int, ...] = ()
    rows_out: int | None = None
    also: tuple[str, ...] = ()
