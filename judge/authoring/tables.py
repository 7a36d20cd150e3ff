"""What the tables of a fixture hold, looked at apart from the world that drew them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

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
            whole = [_rows(table, tuple(column.name for column in table.columns)) for table in data]
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
