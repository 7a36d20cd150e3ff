"""The file that a candidate begins with: what is asked, what there is, and an answer that runs and is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from judge.model import Column, Language, Problem, TableSchema

_WIDTH = 90


def stub(
    problem: Problem, language: Language, schema: Sequence[TableSchema], file: str, dialect: str = "duckdb"
) -> str:
    """The text of the stub; `file` is its own name, `dialect` the SQL that it is to be written in."""
    spoken = f" --dialect {dialect}" if language == "sql" and dialect not in ("", "duckdb") else ""
    about = [
        f"{problem.title} ({problem.difficulty}, {problem.minutes} min)",
        f"read it: drill show {problem.slug}   judge it: drill run {problem.slug} {file}{spoken}",
        "",
    ]
    return _sql(problem, schema, about) if language == "sql" else _pandas(problem, schema, about)


def _sql(problem: Problem, schema: Sequence[TableSchema], about: list[str]) -> str:
    lines = about + [line for t in schema for line in _table(t, [f"{c.name} {c.sql_type}" for c in t.columns])]
    columns = [f"    NULL AS {c.name}{_comma(c, problem)}  -- {c.kind}: {c.about}" for c in problem.columns]
    return "\n".join([*_commented(lines, "--"), "", "SELECT", *columns, f"FROM {schema[0].name}", "LIMIT 0", ""])


def _pandas(problem: Problem, schema: Sequence[TableSchema], about: list[str]) -> str:
    lines = about + [line for t in schema for line in _table(t, [f"{c.name} {c.dtype}" for c in t.columns])]
    parameters = ", ".join(f"{table.name}: pd.DataFrame" for table in schema)
    columns = [f'            "{c.name}": [],  # {c.kind}: {c.about}' for c in problem.columns]
    body = [f"def solve({parameters}) -> pd.DataFrame:", "    return pd.DataFrame(", "        {", *columns]
    return "\n".join([*_commented(lines, "#"), "", "import pandas as pd", "", "", *body, "        }", "    )", ""])


def _table(table: TableSchema, columns: list[str]) -> list[str]:
    return wrap(f"{table.name}({', '.join(columns)})", _WIDTH, subsequent_indent="    ", break_long_words=False)


def _comma(column: Column, problem: Problem) -> str:
    return "" if column is problem.columns[-1] else ","


def _commented(lines: list[str], mark: str) -> list[str]:
    return [f"{mark} {line}".rstrip() for line in lines]
