"""A pandas submission with a watch on its lines: the time of each, its loops, and what it asks of pandas."""

from __future__ import annotations

import ast
import json
from typing import Any

import duckdb

from judge.sandbox.inside import pandas_language
from judge.sandbox.inside.answers import Answers
from judge.sandbox.inside.traced import Calls, Lines

ALSO_READ = pandas_language.ALSO_READ
rehearse = pandas_language.rehearse
_MOST = 2_000
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def read(connection: duckdb.DuckDBPyConnection, job: dict[str, Any]) -> PandasProfile:
    """The function; raises Failure where the file does not parse or has no entry point."""
    return PandasProfile(pandas_language.read(connection, job))


class PandasProfile(pandas_language.PandasSubmission):
    """A submission that is read as any other, and run otherwise."""

    def __init__(self, submission: pandas_language.PandasSubmission) -> None:
        vars(self).update(vars(submission))

    def run(self, connection: duckdb.DuckDBPyConnection, fixture: dict[str, Any], answers: Answers) -> None:
        """Send one row: what was seen while the function ran, as JSON. What it returns is dropped."""
        calls, lines = Calls(self._name), Lines(self._name)
        calls.watch()  # before the file is run, which may take a function out of pandas
        function = self._function or self._imported()
        positional, named = self._arguments(function, connection, fixture["dtypes"])
        ms = lines.run(lambda: self._call(function, *positional, **named))
        seen = {
            "ms": ms,
            "stacks": [[stack, *slot] for stack, slot in _longest(lines.stacks)],
            "calls": [[what, line, *told] for (what, line), told in list(calls.seen.items())[:_MOST]],
            "loops": _loops(self._source)[:_MOST],
        }
        answers.begin(["profile"], ["VARCHAR"])
        answers.rows([(json.dumps(seen),)])
        answers.end()


def _longest(stacks: dict[tuple[int, ...], list[Any]]) -> list[tuple[tuple[int, ...], list[Any]]]:
    return sorted(stacks.items(), key=lambda item: -item[1][0])[:_MOST]


def _loops(source: str) -> list[tuple[int, int, int]]:
    """The first line of each loop, the first of its body, and its last; of a comprehension all may be the same."""
    found: list[tuple[int, int, int]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.For | ast.While):
            found.append((node.lineno, node.body[0].lineno, node.body[-1].end_lineno or node.lineno))
        elif isinstance(node, _COMPREHENSIONS):
            of = node.value if isinstance(node, ast.DictComp) else node.elt
            found.append((node.lineno, of.lineno, node.end_lineno or node.lineno))
    return found
