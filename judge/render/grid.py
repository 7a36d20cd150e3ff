"""Rows under their column names: words stay whole, and what is too wide goes on in a second block, never cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

from judge.model import Value

_WORD = 26
"""A timestamp's microseconds and most names fit; a longer word breaks where there is no room."""


def numeric(values: Sequence[Value]) -> bool:
    """Whether a column of these is set to the right."""
    numbers = [isinstance(value, int | float | Decimal) for value in values if value is not None]
    return bool(numbers) and all(numbers)


@dataclass(frozen=True, slots=True)
class Grid:
    """`columns` over `rows` of cells, those at `right` set to the right; the first `lead` columns open every block.

    `under` stands below the names: the kind of each column.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Text]]
    right: frozenset[int] = frozenset()
    lead: int = 0
    under: Sequence[str] = ()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        width = options.max_width
        floors = [min(max(self._named(i), min(self._widest(i, " "), _WORD)), width) for i in range(len(self.columns))]
        for number, block in enumerate(self._blocks(floors, width)):
            if number:
                yield ""
            yield self._table(block, floors, width)

    def _widest(self, i: int, between: str) -> int:
        """The width of the column's name or longest piece of a cell, pieces being what lies `between` apart."""
        pieces = [cell_len(piece) for row in self.rows for piece in row[i].plain.split(between)]
        return max([self._named(i), 1, *pieces])

    def _named(self, i: int) -> int:
        return max(cell_len(self.columns[i]), cell_len(self.under[i]) if self.under else 0)

    def _blocks(self, floors: list[int], width: int) -> list[list[int]]:
        """The columns of each block, each with its floor; a single block where one blank between will do."""
        if sum(floors) + len(floors) - 1 <= width:
            return [list(range(len(floors)))]
        lead = self.lead if sum(floors[: self.lead]) * 2 <= width else 0
        blocks = [list(range(lead))]
        for i in range(lead, len(floors)):
            if sum(floors[j] + 2 for j in blocks[-1]) + floors[i] > width and len(blocks[-1]) > lead:
                blocks.append(list(range(lead)))
            blocks[-1].append(i)
        return blocks

    def _table(self, block: list[int], floors: list[int], width: int) -> Table:
        gap = 2 if sum(floors[i] for i in block) + 2 * (len(block) - 1) <= width else 1
        widths = {i: self._widest(i, "\n") for i in block}
        while sum(widths.values()) + gap * (len(block) - 1) > width:
            loose = [i for i in block if widths[i] > floors[i]]
            if not loose:
                break
            widths[max(loose, key=widths.__getitem__)] -= 1
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, gap - 1, 0, 0), show_edge=False)
        for i in block:
            side: JustifyMethod = "right" if i in self.right else "left"
            name = Text(self.columns[i])
            if self.under:
                name.append(f"\n{self.under[i]}", "dim not bold")
            table.add_column(name, justify=side, overflow="fold", width=widths[i])
        for row in self.rows:
            table.add_row(*(row[i] for i in block))
        return table
