"""What a pandas function returned, as Arrow columns; what Arrow cannot hold goes as JSON, cell by cell."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.core.groupby import GroupBy

from judge.sandbox.arrow import TYPES, outside_calendar
from judge.sandbox.rows import DEEPEST, encode_cell

_OVERFLOWS = (OverflowError, pd.errors.OutOfBoundsDatetime, pd.errors.OutOfBoundsTimedelta)
_CELL_HELP = "a cell is a number, text, truth value, date, time, interval, bytes, or a list or dict of these"
_PLAIN = (bool, int, datetime, date, time, timedelta, bytes, UUID)


class NotATable(Exception):
    """The answer is no DataFrame of plain values; `found` says what it is, `help` what would do."""

    def __init__(self, found: str, help: str) -> None:
        super().__init__(found)
        self.found, self.help = found, help


def table_of(answer: Any, columns: tuple[str, ...], *, list_answer: bool) -> pd.DataFrame:
    """The DataFrame that `answer` is, or that a list of rows stands for; raises NotATable."""
    wanted = f"return a DataFrame with the column{'s' * (len(columns) > 1)} {', '.join(columns)}"
    if isinstance(answer, pd.DataFrame):
        return answer
    if isinstance(answer, list) and list_answer:
        return _table_of_rows(answer, columns)
    if answer is None:
        raise NotATable("None", f"{wanted}; is there a return statement?")
    if isinstance(answer, pd.Series):
        raise NotATable("a Series", f"{wanted}; .reset_index(name=…) or .to_frame() makes one of a Series")
    if isinstance(answer, GroupBy):
        raise NotATable("groups that are not aggregated yet", f"{wanted}; .agg(…) or .size() comes first")
    name = str(type(answer).__name__) or "nameless object"
    raise NotATable(f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}", wanted)


def _table_of_rows(rows: list[Any], columns: tuple[str, ...]) -> pd.DataFrame:
    if rows and all(isinstance(row, dict) for row in rows):
        return pd.DataFrame(rows, dtype=object)  # else a missing key makes floats of a column of integers
    if len(columns) == 1:
        rows = [row if isinstance(row, tuple | list) else (row,) for row in rows]
    for place, row in enumerate(rows):
        if not isinstance(row, tuple | list) or len(row) != len(columns):
            raise NotATable(
                f"a list whose item {place} is {type(row).__name__} {str(row)[:60]!r}",
                f"each item is one row: ({', '.join(columns)})",
            )
    data = {name: pd.Series([row[i] for row in rows], dtype=object) for i, name in enumerate(columns)}
    return pd.DataFrame(data)


def columns_of(frame: pd.DataFrame) -> list[tuple[str, Any]]:
    """The columns of `frame` as `judge.sandbox.arrow` takes them, by position since names may repeat.

    Raises NotATable for cells that are no values of a result, and whatever a candidate's own classes raise.
    """
    columns = [_column(str(frame.columns[i]), frame.iloc[:, i]) for i in range(frame.shape[1])]
    lengths = {len(array) for _, array in columns}
    if len(lengths) > 1:
        raise NotATable(f"a DataFrame whose columns are of {len(lengths)} lengths", "give every column as many values")
    return columns


def _column(name: str, series: Any) -> tuple[str, Any]:
    dtype = series.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _column(name, series.astype(object))  # the categories' own dtype may have no missing value
    if isinstance(dtype, pd.PeriodDtype):
        return _column(name, series.dt.start_time)
    if isinstance(dtype, pd.SparseDtype):
        return _column(name, series.sparse.to_dense())
    if isinstance(dtype, pd.DatetimeTZDtype):
        return _column(name, series.dt.tz_convert("UTC").dt.tz_localize(None))
    try:
        array = _array(series, dtype)
    except _OVERFLOWS:
        raise _outside(name) from None
    if array is None or str(array.type) not in TYPES:
        cells = series.to_numpy(dtype=object).tolist()
        return "json", pa.array([_encoded(name, cell) for cell in cells], pa.large_string())
    if outside_calendar(array):
        raise _outside(name)
    return "value", array


def _outside(name: str) -> NotATable:
    return NotATable(
        f"a DataFrame whose column {name!r} holds a time that is out of bounds",
        "an instant lies between 0001-01-01 and 9999-12-31",
    )


def _array(series: Any, dtype: Any) -> Any:
    """The series as an Arrow array, NaN beside NULL where it holds both; None where Arrow has no type for its cells."""
    try:
        if not isinstance(dtype, np.dtype):
            array = pa.array(series.array)
            return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
        values = series.to_numpy()
        match dtype.kind:
            case "b" | "i" | "u":
                return pa.array(values)
            case "f":  # a long double has no Arrow type of its own
                return pa.array(values.astype("float64"), from_pandas=False)
            case "M" | "m":
                return pa.array(series.dt.as_unit("us").to_numpy())
        cells = values.tolist()
        return pa.array(cells, pa.large_string()) if all(type(cell) is str for cell in cells) else None
    except (pa.ArrowException, UnicodeEncodeError):  # a lone surrogate; an object that only pandas knows
        return None


def _encoded(name: str, value: Any) -> str | None:
    try:
        cell = _cell(name, value)
    except _OVERFLOWS:
        raise _outside(name) from None
    return None if cell is None else encode_cell(cell)


def _cell(name: str, value: Any, depth: int = 0) -> Any:
    """A cell of an object column as plain Python; raises NotATable for what is no value of a result."""
    if isinstance(value, np.datetime64 | np.timedelta64):
        value = (pd.Timestamp if value.dtype.kind == "M" else pd.Timedelta)(value)
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime(warn=False)
    if isinstance(value, pd.Timedelta):
        return value.to_pytimedelta()
    if isinstance(value, pd.Period):
        return value.start_time.to_pydatetime()
    if isinstance(value, float | str):
        return float(value) if isinstance(value, float) else str(value)
    if isinstance(value, Decimal):
        return None if value.is_nan() else value
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, list | tuple | np.ndarray | dict):
        return _nested(name, value, depth + 1)
    raise NotATable(f"a DataFrame whose column {name!r} holds {type(value).__name__} objects", _CELL_HELP)


def _nested(name: str, value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise NotATable(f"a DataFrame whose column {name!r} holds values nested more than {DEEPEST} deep", _CELL_HELP)
    if not isinstance(value, dict):
        return [_cell(name, item, depth) for item in value]
    if any(isinstance(key, tuple | frozenset) for key in value):
        raise NotATable(f"a DataFrame whose column {name!r} holds dicts whose keys are no plain values", _CELL_HELP)
    return {"struct": [[_cell(name, key, depth), _cell(name, item, depth)] for key, item in value.items()]}
