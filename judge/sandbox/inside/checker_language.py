"""A problem's `checker.py`: `check(tables, expected, actual)` says whether what came is right."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from judge.sandbox.failure import Failure
from judge.sandbox.inside import pandas_language
from judge.sandbox.inside.answers import Answers
from judge.sandbox.rows import decode_rows

ALSO_READ = pandas_language.ALSO_READ
rehearse = pandas_language.rehearse
_DTYPES = {"integer": "Int64", "float": "float64", "text": "str", "boolean": "boolean"} | dict.fromkeys(
    ("date", "timestamp"), "datetime64[us]"
)


def read(connection: duckdb.DuckDBPyConnection, job: dict[str, Any]) -> Checker:
    """The checker; raises Failure where its file does not parse or defines no `check`."""
    told = json.loads(job["source"])
    function = pandas_language.read(connection, job | {"source": told["source"]}, entry="check")
    return Checker(function, told)


class Checker:
    """`told` holds the columns of the result and, fixture by fixture, the expected rows and those that came."""

    def __init__(self, function: pandas_language.PandasSubmission, told: dict[str, Any]) -> None:
        self._function, self._columns = function, told["columns"]
        self._results = iter(told["results"])

    def run(self, connection: duckdb.DuckDBPyConnection, fixture: dict[str, Any], answers: Answers) -> None:
        """Send one row with what it says: a sentence where the answer is wrong, nothing where it is right."""
        tables = {
            name: pandas_language.load_table(connection, name, dtypes) for name, dtypes in fixture["dtypes"].items()
        }
        expected, actual = (self._frame(rows) for rows in next(self._results))
        said = self._function.call(tables, expected, actual)
        if said is not None and not isinstance(said, bool | np.bool_ | str):
            raise Failure(
                "runtime_error",
                f"check() returned {type(said).__name__} {str(said)[:60]!r}",
                "None or True says that the answer is right, False or a sentence that it is wrong",
            )
        refused = said is not None and not said
        sentence = " ".join(said.split()) if isinstance(said, str) else "the checker refuses it" if refused else ""
        answers.begin(["said"], ["VARCHAR"])
        answers.rows([(sentence,)])
        answers.end()

    def _frame(self, content: str) -> pd.DataFrame:
        rows = decode_rows(content.encode(), len(self._columns))
        return pd.DataFrame(
            {name: self._series(kind, [row[i] for row in rows]) for i, (name, kind) in enumerate(self._columns)}
        )

    def _series(self, kind: str, cells: list[Any]) -> Any:
        try:
            return pd.Series(cells, dtype=_DTYPES.get(kind, "object"))
        except (OverflowError, TypeError, ValueError):  # an integer beyond 64 bits
            return pd.Series(cells, dtype="object")
