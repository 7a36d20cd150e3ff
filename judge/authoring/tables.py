"""What the tables of a fixture hold, looked at apart from the world that drew them."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np

from judge.data.tables import schema_of
from judge.data.worlds import TableLike


def repeated_keys(tables: Mapping[str, TableLike]) -> list[str]:
    """A sentence for each table in which a key is NULL or stands twice."""
    found = []
    for table in tables.values():
        rows = _rows(table, table.key) if table.key else []
        if any(None in row for row in rows):
            found.append(f"table {table.name}: its key ({', '.join(table.key)}) is NULL in a row")
        elif len(set(rows)) < len(rows):
            found.append(f"table {table.name}: its key ({', '.join(table.key)}) stands in two rows")
    return found


def dangling(tables: Mapping[str, TableLike]) -> list[str]:
    """A sentence for each foreign key, not declared loose, that names a row that is not there."""
    found = []
    for table in tables.values():
        for foreign in table.foreign_keys:
            if foreign.loose or foreign.parent not in tables:
                continue
            parents = set(_rows(tables[foreign.parent], foreign.parent_columns))
            lost = [row for row in _rows(table, foreign.columns) if None not in row and row not in parents]
            if lost:
                what = ", ".join(map(str, lost[0]))
                found.append(f"table {table.name}: {', '.join(foreign.columns)} {what} is not in {foreign.parent}")
    return found


def broken_invariants(tables: Mapping[str, TableLike]) -> list[str]:
    """A sentence for each invariant between columns that are there which does not hold in a row."""
    found = []
    for schema in schema_of(tables):
        table = tables[schema.name]
        for invariant in schema.invariants:
            pairs = zip(*(_side(table, name, tables) for name in (invariant.left, invariant.right)), strict=True)
            holds = operator.lt if invariant.operator == "<" else operator.le
            broken = [pair for pair in pairs if None not in pair and not holds(*pair)]
            if broken:
                said = f"{invariant.left} {invariant.operator} {invariant.right}"
                found.append(f"table {table.name}: {said} does not hold: {broken[0][0]} and {broken[0][1]} in a row")
    return found


def unlike(tables: Mapping[str, TableLike]) -> list[str]:
    """A sentence for each table in which rows that should be the same differ."""
    found = []
    for schema in schema_of(tables):
        if not schema.alike:
            continue
        table = tables[schema.name]
        whole = set(zip(_rows(table, schema.alike), _rows(table, _names(table)), strict=True))
        named = [name for name, _ in whole if None not in name]
        if len(set(named)) < len(named):
            found.append(f"table {table.name}: rows of the same {', '.join(schema.alike)} differ")
    return found


def _side(table: TableLike, name: str, tables: Mapping[str, TableLike]) -> list[Any]:
    """For each row the value of a column, or of one of the row that it refers to; None where there is no such row."""
    parent, _, column = name.rpartition(".")
    if not parent:
        return _instants(table, column)
    (foreign,) = (foreign for foreign in table.foreign_keys if foreign.parent == parent)
    named = dict(zip(_rows(tables[parent], foreign.parent_columns), _instants(tables[parent], column), strict=True))
    return [None if None in row else named.get(row) for row in _rows(table, foreign.columns)]


def _instants(table: TableLike, name: str) -> list[Any]:
    """The cells of a column; days are their midnights, so that they compare with instants."""
    return [datetime(*cell.timetuple()[:3]) if type(cell) is date else cell for cell in _cells(table, name)]


def shows(awkward: str, tables: Mapping[str, TableLike]) -> bool | None:
    """Whether the tables hold what `awkward` promises, where that can be seen in them alone; else None."""
    data = [table for table in tables.values() if table.name != "params"]
    match awkward:
        case "empty":
            return any(not len(table) for table in data)
        case "one_row":
            return any(len(table) == 1 for table in data) or not any(map(len, data))
        case "nulls":
            return any(mask.any() for table in data for mask in table.nulls.values()) or not any(map(len, data))
        case "exact_duplicates":
            whole = [_rows(table, _names(table)) for table in data]
            return any(len(set(rows)) < len(rows) for rows in whole) or not any(map(len, data))
        case "non_ascii":
            return any(not text.isascii() for text in _values(data, "text"))
        case "leap_day":
            return any(str(day)[5:10] == "02-29" for day in _values(data, "date", "timestamp"))
        case "month_ends":
            return any(str(_day(day) + 1)[8:10] == "01" for day in _values(data, "date", "timestamp"))
    return None


def _day(value: Any) -> Any:
    return np.datetime64(value, "D")


def _names(table: TableLike) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)


def _rows(table: TableLike, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return list(zip(*(_cells(table, name) for name in columns), strict=True))


def _cells(table: TableLike, name: str) -> list[Any]:
    cells: list[Any] = table.data[name].tolist()
    mask = table.nulls.get(name)
    return cells if mask is None else [None if null else cell for cell, null in zip(cells, mask.tolist(), strict=True)]


def _values(tables: list[TableLike], *kinds: str) -> Iterator[Any]:
    for table in tables:
        for column in table.columns:
            if column.kind in kinds:
                yield from (cell for cell in _cells(table, column.name) if cell is not None)
