"""What a pandas function returned, as columns of plain Python values; every missing value is None."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
import pandas as pd
from pandas.core.groupby import GroupBy

_PLAIN = (str, bool, int, Decimal, datetime, date, time, timedelta, bytes, UUID)


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
    article = "an" if type(answer).__name__[0] in "aeiouAEIOU" else "a"
    raise NotATable(f"{article} {type(answer).__name__}", wanted)


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


def cells(frame: pd.DataFrame) -> list[list[Any]]:
    """The columns of `frame`, by position since names may repeat."""
    return [_column(str(frame.columns[i]), frame.iloc[:, i]) for i in range(frame.shape[1])]


def _column(name: str, series: Any) -> list[Any]:
    dtype = series.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _column(name, series.astype(object))  # the categories' own dtype may have no missing value
    if isinstance(dtype, pd.PeriodDtype):
        return _column(name, series.dt.start_time)
    if isinstance(dtype, pd.SparseDtype):
        return _column(name, series.sparse.to_dense())
    missing = series.isna().to_numpy(dtype=bool)
    if isinstance(dtype, pd.DatetimeTZDtype):
        series = series.dt.tz_convert("UTC").dt.tz_localize(None)
        dtype = series.dtype
    if isinstance(dtype, np.dtype) and dtype.kind in "biufmM":
        values = series.to_numpy()
        if dtype.kind in "mM":
            values = values.astype(f"{dtype.kind}8[us]")
        elif dtype.kind == "f":
            values = values.astype("float64")  # a long double has no Python value of its own
        plain = values.tolist()
        return [None if gone else value for value, gone in zip(plain, missing, strict=True)] if missing.any() else plain
    objects = series.to_numpy(dtype=object).tolist()
    return [None if gone else _cell(name, value) for value, gone in zip(objects, missing, strict=True)]


def _cell(name: str, value: Any) -> Any:
    """A cell of an object column as plain Python; raises NotATable for what is no value of a result."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime(warn=False)
    if isinstance(value, pd.Timedelta):
        return value.to_pytimedelta()
    if isinstance(value, np.datetime64 | np.timedelta64):
        return value.astype(f"{value.dtype.kind}8[us]").item()
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, pd.Period):
        return value.start_time.to_pydatetime()
    if isinstance(value, float):
        return None if math.isnan(value) else float(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, list | tuple | np.ndarray):
        return [_cell(name, item) for item in value]
    if isinstance(value, dict):
        return {"struct": [[_cell(name, key), _cell(name, item)] for key, item in value.items()]}
    raise NotATable(
        f"a DataFrame whose column {name!r} holds {type(value).__name__} objects",
        "a cell is a number, text, truth value, date or instant",
    )
