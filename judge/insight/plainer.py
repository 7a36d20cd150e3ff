"""Values made plainer: an id becomes 1, an instant midnight, an amount 1, as far as an answer stays wrong by it.

What the schema does not tell must hold too: an order that is paid has an instant of payment, a city lies in a country.
So texts and truth values of a row are taken together from another row of the fixture that lacks the same values.
"""

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
from judge.model import Row, TableSchema, Value

Differs = Callable[[Rows, Rows | None], bool]
"""Whether the answer still fails on these rows; the others are what is asked next if it does not."""
T = TypeVar("T")
_FEW, _OFTEN = 12, 3
"""A column is a choice of few values where it has at most so many, each so often: no others are put into it."""
_WORDS = 80


class Cell(NamedTuple):
    """A column of a row, or of the rows that are one row written more than once; several columns of a foreign key."""

    table: str
    columns: tuple[str, ...]
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
        self._give({cell: (None,) * len(cell.columns) for cell in self._references() if self._may_lack(cell)})
        self._give(self._same_parents())
        self._number_ids()
        for table in self._keys.schema:
            self._borrow_texts(table)
        for grade in range(_GRADES):
            self._give({cell: (self._plain(cell, grade),) for cell in self._cells()})
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

    def _give(self, wishes: Mapping[Cell, Row]) -> None:
        """Give as many cells as possible these values: whole columns first, then cells of those that cannot be."""
        new = {cell: values for cell, values in wishes.items() if values != self._values(cell)}
        by_column: dict[tuple[str, tuple[str, ...]], list[Cell]] = defaultdict(list)
        for cell in new:
            by_column[cell.table, cell.columns].append(cell)
        base = self.rows

        def given_but(kept: Sequence[tuple[str, tuple[str, ...]]]) -> Rows:
            some = [cell for column, cells in by_column.items() if column not in kept for cell in cells]
            return self._with(base, new, some)

        for column in self._fewest(list(by_column), given_but):
            self._give_some(by_column[column], new)

    def _give_some(self, cells: Sequence[Cell], new: Mapping[Cell, Row]) -> None:
        base = self.rows

        def given_but(kept: Sequence[Cell]) -> Rows:
            return self._with(base, new, [cell for cell in cells if cell not in kept])

        if len(cells) > 1:
            self._fewest(cells, given_but)

    def _fewest(self, items: Sequence[T], rows_with: Callable[[Sequence[T]], Rows]) -> list[T]:
        """The items that must be kept as they are, where `rows_with` gives the rows that keep only some of them."""

        def differs(kept: Sequence[T], after: Sequence[T] | None) -> bool:
            return self._try(rows_with(kept), None if after is None else rows_with(after))

        return minimal(items, differs)

    def _of(self, table: TableSchema) -> list[tuple[At, ...]]:
        """The rows of a table, those together that are one row written more than once."""
        groups: dict[Row | At, list[At]] = defaultdict(list)
        for at, row in self.rows.items():
            if at.table == table.name:
                groups[self._keys.of(table.name, table.alike, row) if table.alike else at].append(at)
        return [tuple(ats) for ats in groups.values()]

    def _columns(self, table: TableSchema) -> list[str]:
        """The columns that are no part of a key, no id, and not in `params`."""
        fixed = {*table.key, *table.alike, *(own for columns, _, _ in table.foreign_keys for own in columns)}
        names = (column.name for column in table.columns if table.name != PARAMS)
        return [name for name in names if name not in fixed and not name.endswith("_id")]

    def _cells(self) -> Iterator[Cell]:
        """Every number, date and instant that is no id."""
        for table in self._keys.schema:
            for name in self._columns(table):
                for ats in self._of(table):
                    cell = Cell(table.name, (name,), ats)
                    [value] = self._values(cell)
                    if value is not None and not isinstance(value, str | bool):
                        yield cell

    def _values(self, cell: Cell) -> Row:
        return self._keys.of(cell.table, cell.columns, self.rows[cell.ats[0]])

    def _with(self, rows: Rows, new: Mapping[Cell, Row], cells: Sequence[Cell]) -> dict[At, Row]:
        changed = {at: list(rows[at]) for cell in cells for at in cell.ats}
        for cell in cells:
            for name, value in zip(cell.columns, new[cell], strict=True):
                for at in cell.ats:
                    changed[at][self._keys.places[cell.table][name]] = value
        return {at: tuple(changed[at]) if at in changed else row for at, row in rows.items()}

    # foreign keys

    def _references(self) -> Iterator[Cell]:
        """The foreign keys of rows, but for those that are part of a key."""
        for table in self._keys.schema:
            for columns, _, _ in table.foreign_keys:
                if not set(columns) & {*table.key, *table.alike}:
                    yield from (Cell(table.name, columns, ats) for ats in self._of(table))

    def _may_lack(self, cell: Cell) -> bool:
        """Whether a row of the fixture names no parent here."""
        lacking = (None,) * len(cell.columns)
        rows = (row for at, row in self._whole.items() if at.table == cell.table)
        return any(self._keys.of(cell.table, cell.columns, row) == lacking for row in rows)

    def _same_parents(self) -> dict[Cell, Row]:
        """For each reference the parent that is named first in its column: what is in three orders may be in one."""
        found: dict[Cell, Row] = {}
        first: dict[tuple[str, tuple[str, ...]], Row] = {}
        for cell in self._references():
            if None not in self._values(cell):
                found[cell] = first.setdefault((cell.table, cell.columns), self._values(cell))
        return found

    # texts

    def _borrow_texts(self, table: TableSchema) -> None:
        """Give rows the texts and truth values of plainer rows; columns that matter are kept as they are."""
        kinds = {column.name: column.sql_type for column in table.columns}
        names = [name for name in self._columns(table) if kinds[name] in ("VARCHAR", "BOOLEAN")]
        base = self.rows
        if names and self._of(table):
            self._fewest(names, lambda kept: self._borrowed(base, table, [n for n in names if n not in kept], kept))

    def _borrowed(self, rows: Rows, table: TableSchema, taken: Sequence[str], kept: Sequence[str]) -> dict[At, Row]:
        """The rows with `taken` from rows of the fixture that are alike in `kept`: rows that differ still do."""
        lent: dict[Row, set[Row]] = defaultdict(set)
        for at, row in self._whole.items():
            if at.table == table.name:
                lent[self._likeness(table, kept, row)].add(self._keys.of(table.name, taken, row))
        own: dict[Row, set[Row]] = defaultdict(set)
        for at, row in rows.items():
            if at.table == table.name:
                own[self._likeness(table, kept, row)].add(self._keys.of(table.name, taken, row))
        given = {
            (likeness, texts): other
            for likeness, several in own.items()
            for texts, other in zip(
                sorted(several, key=_plainness), sorted(lent[likeness], key=_plainness), strict=False
            )
        }
        cells = {
            Cell(table.name, tuple(taken), (at,)): given.get((self._likeness(table, kept, row), texts), texts)
            for at, row in rows.items()
            if at.table == table.name
            for texts in [self._keys.of(table.name, taken, row)]
        }
        return self._with(rows, cells, list(cells))

    def _likeness(self, table: TableSchema, names: Sequence[str], row: Row) -> Row:
        """What rows must have in common to lend one another texts: these columns, and which columns are NULL."""
        return (*self._keys.of(table.name, names, row), *(value is None for value in row))

    # numbers, dates and instants

    def _plain(self, cell: Cell, grade: int) -> Value:
        """The plainer value of this grade for a cell, or its own."""
        [value] = self._values(cell)
        if _is_odd(value):
            return value
        held = self._held[cell.table, cell.columns[0]]
        chosen = len(held) <= _FEW and sum(held.values()) >= _OFTEN * len(held)
        if isinstance(value, int | float | Decimal):
            return value if chosen and grade else min(held) if chosen else _small(value, grade, min(held), max(held))
        return self._on_a_day(cell, value, grade)

    def _on_a_day(self, cell: Cell, value: Value, grade: int) -> Value:
        """An instant at midnight, of the first day of all where it can be, else at a whole hour, minute or second."""
        if not isinstance(value, date):
            return value
        held = self._held[cell.table, cell.columns[0]]
        first = min(_day(v) for v in (self._values(other)[0] for other in self._cells()) if isinstance(v, date))
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

    # words

    def _drop_words(self) -> None:
        """Leave words out of texts that are no choice of a few; one is left."""
        for table in self._keys.schema:
            for name in self._columns(table):
                held = self._held[table.name, name]
                for ats in self._of(table) if len(held) > _FEW else ():
                    cell = Cell(table.name, (name,), ats)
                    [text] = self._values(cell)
                    words = text.split(" ") if isinstance(text, str) and not text.startswith(("{", "[")) else []
                    if 1 < len(words) <= _WORDS:
                        self._drop_words_of(cell, words)

    def _drop_words_of(self, cell: Cell, words: Sequence[str]) -> None:
        base = self.rows
        self._fewest(words, lambda kept: self._with(base, {cell: (" ".join(kept or words[:1]),)}, [cell]))


_GRADES = 5


def _is_odd(value: Value) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _plainness(texts: Row) -> tuple[bool, int, tuple[str, ...]]:
    """Short texts are plain, but for those of which nothing is to be seen."""
    shown = tuple(text if isinstance(text, str) else "" for text in texts)
    blank = any(isinstance(text, str) and not text.strip() for text in texts)
    return blank, sum(map(len, shown)), (*shown, *map(str, texts))


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
