"""Values made plainer: an id becomes 1, an instant midnight, an amount 1, as far as an answer stays wrong by it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, TypeVar

from judge.insight.data import PARAMS, At, Keys, Rows
from judge.insight.minimal import minimal
from judge.model import Row, Value

Differs = Callable[[Rows, Rows | None], bool]
"""Whether the answer still fails on these rows; the others are what is asked next if it does not."""
T = TypeVar("T")
_FEW, _OFTEN = 12, 3
"""A column is a choice of few values where it has at most so many, each so often: no others are put into it."""
_WORDS = 80


class Cell(NamedTuple):
    """A column of a row, or of the rows that are one row written more than once."""

    table: str
    column: str
    ats: tuple[At, ...]


class Plainer:
    """Makes the values of `rows` plainer while `differs` stays true; `whole` are the rows of the fixture.

    What a column is given lies within what it holds in the whole fixture. Call its methods in turn; `rows` is how far
    they have come.
    """

    def __init__(self, keys: Keys, whole: Rows, rows: Rows, differs: Differs) -> None:
        self.rows: dict[At, Row] = dict(rows)
        self._keys, self._whole, self._differs = keys, whole, differs

    def run(self) -> None:
        """All of it, the plainest first."""
        self._number_ids()
        for grade in range(_GRADES):
            self._make_plain(grade)
        self._drop_words()

    def _try(self, rows: Rows, after: Rows | None = None) -> bool:
        if not self._keys.hold(rows):
            return False
        if not self._differs(rows, after if after and self._keys.hold(after) else None):
            return False
        self.rows = dict(rows)
        return True

    # ids

    def _number_ids(self) -> None:
        """Ids from 1 on, in their order and alike wherever they stand: all at once, else one kind after the other."""
        domains = list(self._domains())
        if not self._try(self._numbered(domains)):
            for domain in domains:
                self._try(self._numbered([domain]))

    def _domains(self) -> Iterator[set[tuple[str, str]]]:
        """Columns of integers that hold the same ids: those of one name, and a foreign key with what it names."""
        named = {
            (table.name, column.name): column.name
            for table in self._keys.schema
            for column in table.columns
            if column.sql_type == "BIGINT" and (column.name.endswith("_id") or column.name in table.key)
            if table.name != PARAMS
        }
        for table in self._keys.schema:
            for columns, parent, parent_columns in table.foreign_keys:
                for own, theirs in zip(columns, parent_columns, strict=True):
                    if (parent, theirs) in named:
                        named[table.name, own] = named[parent, theirs]
        by_name: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for column, name in named.items():
            by_name[name].add(column)
        yield from by_name.values()

    def _numbered(self, domains: Sequence[set[tuple[str, str]]]) -> dict[At, Row]:
        rows = self.rows
        for domain in domains:
            places = [(table, self._keys.places[table][column]) for table, column in sorted(domain)]
            held = {rows[at][place] for table, place in places for at in rows if at.table == table} - {None}
            new = {value: number for number, value in enumerate(sorted(held), 1)} | {None: None}
            rows = {
                at: tuple(new[v] if (at.table, place) in places else v for place, v in enumerate(row))
                for at, row in rows.items()
            }
        return rows

    # other values

    def _make_plain(self, grade: int) -> None:
        """Give as many cells as possible the value that this grade has for them: whole columns first."""
        new = {cell: value for cell in self._cells() if (value := self._plain(cell, grade)) != self._value(cell)}
        by_column: dict[tuple[str, str], list[Cell]] = defaultdict(list)
        for cell in new:
            by_column[cell.table, cell.column].append(cell)
        base = self.rows

        def plain_but(kept: Sequence[tuple[str, str]]) -> Rows:
            return self._with(
                base, new, [cell for column, of in by_column.items() if column not in kept for cell in of]
            )

        for column in self._fewest(list(by_column), plain_but):
            self._make_some_plain(by_column[column], new)

    def _make_some_plain(self, cells: Sequence[Cell], new: Mapping[Cell, Value]) -> None:
        """The same within a column that cannot be plain as a whole."""
        base = self.rows

        def plain_but(kept: Sequence[Cell]) -> Rows:
            return self._with(base, new, [cell for cell in cells if cell not in kept])

        if len(cells) > 1:
            self._fewest(cells, plain_but)

    def _fewest(self, items: Sequence[T], rows_with: Callable[[Sequence[T]], Rows]) -> list[T]:
        """The items that must be kept as they are, where `rows_with` gives the rows that keep only some of them."""
        return minimal(
            items, lambda kept, after: self._try(rows_with(kept), None if after is None else rows_with(after))
        )

    def _cells(self) -> Iterator[Cell]:
        """Every cell that is neither NULL nor part of a key, an id, or `params`."""
        for table in self._keys.schema:
            if table.name == PARAMS:
                continue
            fixed = {*table.key, *table.alike, *(own for columns, _, _ in table.foreign_keys for own in columns)}
            groups: dict[Row | At, list[At]] = defaultdict(list)
            for at, row in self.rows.items():
                if at.table == table.name:
                    groups[self._keys.of(table.name, table.alike, row) if table.alike else at].append(at)
            for column in table.columns:
                if column.name in fixed or column.name.endswith("_id"):
                    continue
                for ats in groups.values():
                    cell = Cell(table.name, column.name, tuple(ats))
                    if self._value(cell) is not None:
                        yield cell

    def _value(self, cell: Cell) -> Value:
        return self.rows[cell.ats[0]][self._keys.places[cell.table][cell.column]]

    def _with(self, rows: Rows, new: Mapping[Cell, Value], cells: Sequence[Cell]) -> dict[At, Row]:
        changed = {at: list(rows[at]) for cell in cells for at in cell.ats}
        for cell in cells:
            for at in cell.ats:
                changed[at][self._keys.places[cell.table][cell.column]] = new[cell]
        return {at: tuple(changed[at]) if at in changed else row for at, row in rows.items()}

    def _plain(self, cell: Cell, grade: int) -> Value:
        """The plainer value of this grade for a cell, or its own."""
        value = self._value(cell)
        if _is_odd(value):
            return value
        held = self._held[cell.table, cell.column]
        chosen = len(held) <= _FEW and sum(held.values()) >= _OFTEN * len(held)
        if isinstance(value, bool):
            return value if grade else min(held)
        if isinstance(value, str):
            return value if grade else _usual(held) if chosen else min(held, key=_plainness)
        if isinstance(value, int | float | Decimal):
            return value if chosen and grade else min(held) if chosen else _small(value, grade, min(held), max(held))
        return self._on_a_day(cell, value, grade)

    def _on_a_day(self, cell: Cell, value: Value, grade: int) -> Value:
        """An instant at midnight, of the first day of all where it can be, else at a whole hour, minute or second."""
        if not isinstance(value, date):
            return value
        held = self._held[cell.table, cell.column]
        first = min(_day(v) for v in map(self._value, self._cells()) if isinstance(v, date))
        day = first if grade == 0 and _day(min(held)) <= first <= _day(max(held)) else _day(value)
        if not isinstance(value, datetime):
            return day
        if grade < 2:  # the grades are counted, nothing more
            return datetime.combine(day, time.min)
        finest = ("hours", "minutes", "seconds")[grade - 2]
        return datetime.fromisoformat(value.isoformat(timespec=finest))

    @cached_property
    def _held(self) -> dict[tuple[str, str], Counter[Value]]:
        """How often each value stands in a column of the whole fixture; NaN and infinities are none to aim at."""
        found: dict[tuple[str, str], Counter[Value]] = defaultdict(Counter)
        for at, row in self._whole.items():
            for name, place in self._keys.places[at.table].items():
                if row[place] is not None and not _is_odd(row[place]):
                    found[at.table, name][row[place]] += 1
        return found

    # texts

    def _drop_words(self) -> None:
        """Leave words out of texts that are no choice of a few."""
        for cell in list(self._cells()):
            held, text = self._held[cell.table, cell.column], self._value(cell)
            words = text.split(" ") if isinstance(text, str) and not text.startswith(("{", "[")) else []
            if not 1 < len(words) <= _WORDS or len(held) <= _FEW:
                continue
            self._drop_words_of(cell, words)

    def _drop_words_of(self, cell: Cell, words: Sequence[str]) -> None:
        base = self.rows
        self._fewest(words, lambda kept: self._with(base, {cell: " ".join(kept)}, [cell]))


_GRADES = 5


def _is_odd(value: Value) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _usual(held: Counter[Value]) -> Value:
    """The value that stands there most often."""
    most = max(held.values())
    return min(value for value, times in held.items() if times == most)


def _plainness(text: str) -> tuple[bool, int, str]:
    """Short texts are plain, but for those of which nothing is to be seen."""
    return not text.strip(), len(text), text


def _small(value: Value, grade: int, least: Value, most: Value) -> Value:
    """1, or a round number near the value, of its own type and within what the column holds."""
    if grade > 1:
        return value
    if grade == 0:
        plain = type(value)(1)
        return plain if least <= plain <= most else least
    size = 10 ** (len(str(abs(int(value)))) - 1)
    plain = type(value)(round(value / size) * size)
    return plain if least <= plain <= most else value


def _day(value: Value) -> date:
    return value.date() if isinstance(value, datetime) else value
