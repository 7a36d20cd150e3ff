"""A result made comparable under the declared columns, and two such results side by side."""

from __future__ import annotations

from collections.abc import Sequence

from judge.compare.bags import difference
from judge.compare.kinds import Keys, column_keys, tolerance
from judge.compare.matching import Table
from judge.compare.tolerance import Tolerance
from judge.model import Column, ResultSet, Row

HINT_EFFORT = 50_000


class Side:
    """One result in the order of the declared columns: its cells column by column, and their keys.

    `where` tells where each declared column stands; `like` is the expected side, for the other one.
    """

    def __init__(
        self, result: ResultSet, columns: Sequence[Column], where: Sequence[int], like: Side | None = None
    ) -> None:
        self.columns = tuple(columns)
        self.cells = [[row[position] for row in result.rows] for position in where]
        self.keys: list[Keys] = [
            column_keys(column.kind, cells, like.keys[index].types if like else None)
            for index, (column, cells) in enumerate(zip(columns, self.cells, strict=True))
        ]
        self.table: Table = [keys.values for keys in self.keys]

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def __len__(self) -> int:
        return len(self.cells[0])

    def rows(self, at: Sequence[int]) -> tuple[Row, ...]:
        return tuple(tuple(cells[position] for cells in self.cells) for position in at)


class Pair:
    """Both sides, and the tolerance of each column between them."""

    def __init__(self, expected: Side, actual: Side) -> None:
        self.expected = expected
        self.actual = actual
        self.tolerances: list[Tolerance | None] = [
            tolerance(column, *keys) for column, *keys in zip(expected.columns, expected.keys, actual.keys, strict=True)
        ]

    def difference(self) -> tuple[list[int], list[int]]:
        return difference(self.expected.table, self.actual.table, self.tolerances)

    @property
    def same(self) -> bool:
        """Whether both are the same bag, asked for the wording alone and so with less effort."""
        return not any(difference(self.expected.table, self.actual.table, self.tolerances, HINT_EFFORT))

    def differing(self, missing: Sequence[int], extra: Sequence[int]) -> list[int]:
        """The columns in which the missing rows differ from as many extra ones; empty where no few columns say it.

        A column whose own values differ must be among them. If leaving those out does not make the rows the same, one
        more column does, or none is named; measures stand on the right of what they measure, so it is sought there.
        """
        e = [[values[position] for position in missing] for values in self.expected.table]
        a = [[values[position] for position in extra] for values in self.actual.table]
        everything = range(len(e))

        def differ(among: Sequence[int]) -> bool:
            left, right = difference(
                [e[c] for c in among], [a[c] for c in among], [self.tolerances[c] for c in among], HINT_EFFORT
            )
            return bool(left or right)

        wrong = [c for c in everything if differ([c])]
        for more in (None, *reversed(everything)):
            left_out = {*wrong, *(() if more is None else (more,))}
            rest = [c for c in everything if c not in left_out]
            if left_out and more not in wrong and (not differ(rest) if rest else len(everything) == 1):
                return sorted(left_out)
        return []
