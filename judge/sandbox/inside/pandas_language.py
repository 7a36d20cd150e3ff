"""A pandas submission: a function that takes tables by parameter name and returns a DataFrame."""

from __future__ import annotations

import ast
import difflib
import inspect
import linecache
import sys
import traceback
import types
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from judge.sandbox import arrow
from judge.sandbox.failure import Failure
from judge.sandbox.inside import engine
from judge.sandbox.inside.answers import Answers
from judge.sandbox.inside.imports import PROMISED
from judge.sandbox.inside.pandas_answer import NotATable, columns_of, table_of

_BATCH = 50_000
_FRAMES_SHOWN = 12
ALSO_READ = ("/proc/self/cgroup", "/sys/fs/cgroup")
"""What a function that opens a DuckDB of its own needs: it looks there for its memory limit, else it aborts."""
_REHEARSED = {"i": "int64", "s": "str", "t": "datetime64[us]"}


def rehearse(connection: duckdb.DuckDBPyConnection) -> None:
    """Do once what nearly every submission does, so that what is made on first use is there in each fork."""
    columns = connection.execute(
        "SELECT range AS i, 'x' || range AS s, TIMESTAMP '2026-03-01' AS t FROM range(9)"
    ).fetchnumpy()
    frame = pd.DataFrame({name: _series(columns[name], dtype) for name, dtype in _REHEARSED.items()})
    frame = frame.merge(frame.groupby("s", as_index=False).agg(n=("i", "size")), on="s", how="left").sort_values("i")
    arrow.write(columns_of(frame.assign(day=frame["t"].dt.normalize())))


def read(_: duckdb.DuckDBPyConnection, job: dict[str, Any], entry: str = "solve") -> PandasSubmission:
    """Check that the file parses and has an entry point; raises Failure."""
    try:
        tree = ast.parse(job["source"], job["name"])
        code = compile(job["source"], job["name"], "exec", dont_inherit=True)  # also sees a return outside a function
    except SyntaxError as error:
        caret = "".join(traceback.format_exception_only(error)).rstrip()
        where = f" in line {error.lineno}" if error.lineno else ""
        said = f"the Python does not parse: {error.msg}{where}"
        raise Failure("invalid_submission", said, caret) from None
    except (ValueError, MemoryError, RecursionError) as error:
        said = str(error) or "it is nested too deeply"
        raise Failure("invalid_submission", f"the Python does not parse: {said}") from None
    if not tree.body:
        raise Failure("invalid_submission", "the file holds no code: only blanks or comments")
    functions = list(dict.fromkeys(node.name for node in tree.body if isinstance(node, ast.FunctionDef)))
    if entry not in functions and len(functions) != 1:
        found = f"it defines {', '.join(functions)}" if functions else "it defines no function"
        raise Failure("invalid_submission", f"no entry point: def {entry}(…) is expected, {found}")
    return PandasSubmission(job, code, entry if entry in functions else functions[0])


def load_table(connection: duckdb.DuckDBPyConnection, name: str, dtypes: dict[str, str]) -> pd.DataFrame:
    """A fresh frame whose dtypes follow the schema, never the data."""
    try:
        columns = connection.execute(f'FROM "{name}"').fetchnumpy()
    except duckdb.Error as error:
        raise engine.failure(error) from None
    return pd.DataFrame({column: _series(columns[column], dtype) for column, dtype in dtypes.items()})


def _series(values: Any, dtype: str) -> Any:
    missing = np.ma.getmaskarray(values)
    plain = np.ma.getdata(values)
    match dtype:
        case "Int64":
            return pd.arrays.IntegerArray(plain.astype("int64"), missing)
        case "boolean":
            return pd.arrays.BooleanArray(plain.astype("bool"), missing)
        case "str":
            texts = plain.astype(object)
            texts[missing] = None
            return pd.Series(texts, dtype="str")
        case "float64":
            return np.where(missing, np.nan, plain.astype("float64"))
        case "datetime64[us]":
            return np.where(missing, np.datetime64("NaT", "us"), plain.astype(dtype))
    return plain.astype(dtype)


class PandasSubmission:
    def __init__(self, job: dict[str, Any], code: types.CodeType, entry: str) -> None:
        self._name, self._source, self._code, self._entry = job["name"], job["source"], code, entry
        self._columns, self._list_answer = tuple(job["columns"]), job["list_answer"]
        self._function: Callable[..., Any] | None = None

    def run(self, connection: duckdb.DuckDBPyConnection, fixture: dict[str, Any], answers: Answers) -> None:
        """Call the function on the fixture that is in use and send what it returns, or raise Failure."""
        try:
            function = self._function or self._imported()
            positional, named = self._arguments(function, connection, fixture["dtypes"])
            answer = self._call(function, *positional, **named)
            frame = table_of(answer, self._columns, list_answer=self._list_answer)
            columns = columns_of(frame)
            count = len(columns[0][1]) if columns else len(frame)
            heads = [str(name) for name in frame.columns], [str(dtype) for dtype in frame.dtypes], _index(frame)
        except Failure:
            raise
        except NotATable as error:
            raise Failure("wrong_answer", f"{self._entry}() returned {error.found}", error.help) from None
        except BaseException as error:  # cells of a class of the candidate's own run its code too
            raise self._failure(error) from None
        answers.begin(*heads)
        try:
            for start in range(0, count, _BATCH):
                if not self._sent(columns, start, min(_BATCH, count - start), answers):
                    raise Failure("output_limit", "the answer is larger than the limit")
        except Failure as failure:
            answers.abandon(failure.message())
        except MemoryError as error:
            answers.abandon(self._failure(error).message())
        else:
            answers.end()

    def _sent(self, columns: list[tuple[str, Any]], start: int, count: int, answers: Answers) -> bool:
        if not columns:  # a batch of no columns has no length
            return answers.rows([()] * count)
        return answers.stream(arrow.write([(held, array.slice(start, count)) for held, array in columns]), count)

    def _imported(self) -> Callable[..., Any]:
        module = types.ModuleType("submission")
        module.__file__ = self._name
        sys.modules["submission"] = module
        lines = self._source.splitlines(keepends=True)
        linecache.cache[self._name] = (len(self._source), None, lines, self._name)
        self._call(exec, self._code, module.__dict__)
        function: Callable[..., Any] | None = module.__dict__.get(self._entry)
        if not callable(function):
            raise Failure("invalid_submission", f"{self._entry} is no function once the file has run")
        self._function = function
        return function

    def call(self, *positional: Any) -> Any:
        """What the function returns for these arguments, or raise Failure."""
        return self._call(self._function or self._imported(), *positional)

    def _call(self, function: Callable[..., Any], *positional: Any, **named: Any) -> Any:
        """Call the candidate's code; whatever it raises, exits and interrupts and a Failure of ours too, is its own."""
        try:
            return function(*positional, **named)
        except BaseException as error:
            raise self._failure(error) from None

    def _arguments(
        self, function: Callable[..., Any], connection: duckdb.DuckDBPyConnection, known: dict[str, Any]
    ) -> tuple[list[Any], dict[str, Any]]:
        """What to pass by position and by name: a table for each parameter called so, defaults for the others."""
        positional: list[Any] = []
        named: dict[str, Any] = {}
        every = False
        parameters = inspect.signature(function).parameters
        for name, parameter in parameters.items():
            if parameter.kind is parameter.VAR_KEYWORD:
                every = True
            elif parameter.kind is parameter.POSITIONAL_ONLY and (
                name in known or parameter.default is not parameter.empty
            ):
                positional.append(load_table(connection, name, known[name]) if name in known else parameter.default)
            elif name in known:
                named[name] = load_table(connection, name, known[name])
            elif parameter.kind is not parameter.VAR_POSITIONAL and parameter.default is parameter.empty:
                near = difflib.get_close_matches(name, known, n=1)
                raise Failure(
                    "invalid_submission",
                    f"{self._entry}() asks for {name!r}, which is no table; there is {', '.join(known)}",
                    f"did you mean {near[0]!r}?" if near else "",
                )
        if every:
            named |= {name: load_table(connection, name, known[name]) for name in known if name not in parameters}
        return positional, named

    def _failure(self, error: BaseException) -> Failure:
        """The candidate's own lines of the traceback, and the error in one line."""
        if isinstance(error, MemoryError):
            return Failure("memory_limit", "the function needs more memory than the limit")
        own = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == self._name]
        shown = traceback.format_list(own)  # folds a function that calls itself
        if len(shown) > _FRAMES_SHOWN:
            shown[2 : 2 - _FRAMES_SHOWN] = [f"  … {len(shown) - _FRAMES_SHOWN} more calls\n"]
        try:
            last = "".join(traceback.format_exception_only(error)).strip()
        except BaseException:  # an exception's own __str__ is the candidate's code too
            last = type(error).__name__
        if isinstance(error, ModuleNotFoundError):
            last += f"\n{PROMISED}"
        if isinstance(error, PermissionError):
            last += "\nan answer opens no files, processes or sockets here"
        lines = last.splitlines()
        # a SyntaxError shows its line first; others say all in the first line, and what follows is theirs
        said = (lines[-1] if isinstance(error, SyntaxError) else lines[0]) if lines else type(error).__name__
        if isinstance(error, SystemExit):
            said = "the submission asked to exit"
        return Failure(
            "runtime_error", said[:300], "".join(["Traceback (your lines):\n", *shown, last]) if own else last
        )


def _index(frame: pd.DataFrame) -> list[str]:
    return [str(name) for name in frame.index.names if name is not None]
