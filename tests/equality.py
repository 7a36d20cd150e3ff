"""The cases of tests/cases/equality: two results as tables, and the judgement with its reason.

A case is a folder with `case.toml`, `expected.md` and `actual.md`. A table begins with the word DuckDB or pandas, and
its columns are headed `name: TYPE`. Each is made a real result: DuckDB casts the texts to its types and the answer goes
the way of a SQL answer; pandas makes series of the dtypes and the frame goes the way of a pandas answer.

Cells of DuckDB are what a cast takes, NULL, or a text in Python quotes where blanks or escapes matter. Cells of pandas
are plain words in columns of text, instants and periods, and Python expressions in all others; NULL, NaN, NA and NaT
are themselves. A column of the type `index str` is a level of the frame's index.

Beside the judgement with its codes and its reason, `notes` are what the comparison says of a right or wrong result
alike, and `fools` names a simpler comparison (in test_equality_cases.py) that judges the case wrongly.
"""

from __future__ import annotations

import ast
import io
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from judge.compare import compare
from judge.model import Column, Comparison, ResultSet
from judge.sandbox import batches
from judge.sandbox.inside import engine, sql_language
from judge.sandbox.inside.answers import Answers
from judge.sandbox.job import FixtureSource
from tests.running import from_frames, job_of, pandas_here

CASES = Path(__file__).parent / "cases" / "equality"
_MISSING = {"NULL": "None", "NaN": "float('nan')", "NA": "pd.NA", "NaT": "pd.NaT"}
_WORDS = ("str", "string", "category", "datetime64", "period", "timedelta64", "timestamp")
_NO_TABLES = FixtureSource(())
_HEAD = """
import pandas as pd
import pyarrow as pa
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
"""


@dataclass(frozen=True)
class Case:
    name: str
    about: str
    right: bool
    codes: tuple[str, ...]
    reason: str
    notes: tuple[str, ...]
    fools: str
    columns: tuple[Column, ...]
    options: dict[str, Any]
    choice: dict[str, int]
    expected: ResultSet
    actual: ResultSet

    def judged(self, **how: Any) -> Comparison:
        return compare(self.expected, self.actual, self.columns, **self.options, **how)


def names() -> list[str]:
    return sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())


def load(name: str, *, as_many: bool = False) -> Case:
    """The case in a folder; with `as_many`, its results are held as those of many rows are, in Arrow arrays.

    Raises ValueError for anything in it that is not understood.
    """
    if not as_many:
        return _load(name)
    with patch.object(batches, "MOST_AS_TUPLES", -1), patch.object(sql_language, "_LARGE", -1):
        return _load(name)


def _load(name: str) -> Case:
    folder = CASES / name
    about = tomllib.loads((folder / "case.toml").read_text("utf-8"))
    columns = tuple(Column(**column) for column in about.pop("columns"))
    options: dict[str, Any] = {key: about.pop(key) for key in ("by", "distinct", "rows", "key") if key in about}
    options["order_by"] = [(key.removesuffix(" desc"), key.endswith(" desc")) for key in about.pop("order_by", [])]
    choice: dict[str, int] = {key: about.pop(key) for key in ("limit", "tied") if key in about}
    judgement = about.pop("judgement")
    if judgement not in ("right", "wrong"):
        raise ValueError(f"{name}: the judgement is right or wrong, not {judgement!r}")
    case = Case(
        name,
        about.pop("about"),
        judgement == "right",
        tuple(about.pop("codes", ())),
        about.pop("reason", ""),
        tuple(about.pop("notes", ())),
        about.pop("fools", ""),
        columns,
        options,
        choice,
        _table(folder / "expected.md", **choice),
        _table(folder / "actual.md"),
    )
    if not (case.right == (not case.codes) == (not case.reason)):
        raise ValueError(f"{name}: a wrong result has codes and a reason, and a right one has neither")
    if about:
        raise ValueError(f"{name}: no such key: {', '.join(about)}")
    return case


def _table(file: Path, **choice: int) -> ResultSet:
    engine_name, *lines = [line for line in file.read_text("utf-8").splitlines() if line.strip()]
    header, rule, *rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    if set("".join(rule)) - set("-: ") or any(len(row) != len(header) for row in rows):
        raise ValueError(f"{file.parent.name}/{file.name}: no table of {len(header)} columns")
    heads = [tuple(head.rsplit(": ", 1)) for head in header]
    result = {"DuckDB": _from_duckdb, "pandas": _from_pandas}[engine_name.strip()](heads, rows)
    return ResultSet(
        result.columns, result.types, result.rows, result.index, nan_is_missing=result.nan_is_missing, **choice
    )


def _from_duckdb(heads: list[tuple[str, ...]], rows: list[list[str]]) -> ResultSet:
    def value(text: str, of: str) -> str:
        content = ast.literal_eval(text) if text.startswith("'") else text
        quoted = "'" + content.replace("'", "''") + "'"
        return f"CAST({'NULL' if text == 'NULL' else quoted} AS {of})"

    names = ", ".join(f'c{place} AS "{name}"' for place, (name, _) in enumerate(heads))
    places = ", ".join(f"c{place}" for place in range(len(heads)))
    typed = rows or [["NULL"] * len(heads)]
    values = ", ".join(
        "(" + ", ".join(value(c, of) for c, (_, of) in zip(row, heads, strict=True)) + ")" for row in typed
    )
    nothing = "" if rows else " WHERE false"
    pipe = io.BytesIO()
    answers = Answers(pipe, 1 << 20)
    answers.message({"ready": []})
    source = f"SELECT {names} FROM (VALUES {values}) AS given({places}){nothing}"
    sql_language.SqlSubmission(source, 0).run(_connection(), {}, answers)
    answers.message({"fixtures": 1})
    return _only(from_frames(pipe.getvalue(), job_of("sql", source, (_NO_TABLES,))))


@cache
def _connection() -> Any:
    return engine.connect()


def _from_pandas(heads: list[tuple[str, ...]], rows: list[list[str]]) -> ResultSet:
    series = [_series(of.removeprefix("index "), [row[place] for row in rows]) for place, (_, of) in enumerate(heads)]
    columns = [place for place, (_, of) in enumerate(heads) if not of.startswith("index ")]
    levels = [place for place in range(len(heads)) if place not in columns]
    source = f"""{_HEAD}
def solve():
    frame = pd.concat([{", ".join(series[place] for place in columns)}], axis=1)
    frame.columns = {[heads[place][0] for place in columns]!r}
    {"" if levels else "return frame"}
    levels = [{", ".join(series[place] for place in levels)}]
    return frame.set_index([level.rename(name) for level, name in zip(levels, {[heads[p][0] for p in levels]!r})])
"""
    return _only(pandas_here(source, _NO_TABLES))


def _series(of: str, cells: list[str]) -> str:
    def value(text: str) -> str:
        if text in _MISSING:
            return _MISSING[text]
        return repr(text) if of.startswith(_WORDS) and not text.startswith("'") else text

    values = "[" + ", ".join(map(value, cells)) + "]"
    if of.startswith("category:"):
        return f"pd.Series({values}, dtype={of.removeprefix('category:')!r}).astype('category')"
    if of.startswith("datetime64[") and ", " in of:
        unit, zone = of.removeprefix("datetime64[").removesuffix("]").split(", ")
        return f"pd.Series(pd.DatetimeIndex({values}, tz={zone!r}).as_unit({unit!r}))"
    if of.startswith("period["):
        return f"pd.Series(pd.PeriodIndex({values}, freq={of[len('period[') : -1]!r}))"
    if of.startswith("decimal128"):
        return f"pd.Series({values}, dtype=pd.ArrowDtype(pa.{of.removesuffix('[pyarrow]')}))"
    return f"pd.Series({values}, dtype={of!r})"


def _only(outcomes: list[Any]) -> ResultSet:
    (outcome,) = outcomes
    if outcome.result is None:
        raise ValueError(f"{outcome.message}\n{outcome.detail}")
    result: ResultSet = outcome.result
    return result
