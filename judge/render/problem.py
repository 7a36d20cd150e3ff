"""A problem as a page: the prompt, then what is printed from the schema and never typed by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from judge.compare.sides import as_asked
from judge.model import Column, Problem, ResultSet, Row, TableColumn, TableSchema
from judge.render.cells import cell
from judge.render.grid import Grid, numeric


def problem_page(
    problem: Problem,
    prompt: str,
    schema: Sequence[TableSchema],
    rows: Mapping[str, Sequence[Row]],
    expected: ResultSet,
) -> RenderableType:
    """The whole page; `rows` are the sample's, `expected` the result on them."""
    facts = f"{problem.slug} · {problem.difficulty} · {problem.minutes} min · {', '.join(problem.topics)}"
    parts: list[RenderableType] = [Text(facts, "dim"), Markdown(prompt)]
    for table in schema:
        parts += ["", _heading(f"table {table.name}"), *_columns(table)]
    parts += ["", _heading("result"), *_result(problem), "", sample_page(problem, schema, rows, expected)]
    return Group(*parts)


def sample_page(
    problem: Problem, schema: Sequence[TableSchema], rows: Mapping[str, Sequence[Row]], expected: ResultSet
) -> RenderableType:
    """The rows of the sample, table by table, and the result on them."""
    parts: list[RenderableType] = []
    for table in schema:
        parts += [_heading(f"sample of {table.name}"), _sample(table, rows[table.name]), ""]
    answer = as_asked(problem.columns, expected.rows[: expected.asked])
    return Group(*parts, _heading("expected on the sample"), _grid(expected.columns, answer, problem.key))


def _heading(text: str) -> Text:
    return Text(text, "bold cyan")


def _about(column: Column | TableColumn) -> str:
    more = ["NULL possible"] if column.nullable else []
    if isinstance(column, Column) and column.round is not None:
        more.append(f"rounded to {column.round} decimal{'s' * (column.round != 1)}")
    usual = Column("", "float")
    if isinstance(column, Column) and (column.abs, column.rel) != (usual.abs, usual.rel):
        more.append(f"right within {max(column.abs, column.rel):g}")
    if isinstance(column, Column) and column.nan:
        more.append("NaN is not NULL")
    return column.about + (f" ({', '.join(more)})" if more else "")


def _columns(table: TableSchema) -> list[RenderableType]:
    grid = Table.grid(padding=(0, 2))
    for column in table.columns:
        grid.add_row(f"  {column.name}", Text(column.sql_type, "dim"), Text(column.dtype, "dim"), _about(column))
    parts: list[RenderableType] = [grid]
    if table.key:
        parts.append(Text(f"  key: {', '.join(table.key)}", "dim"))
    for columns, parent, parent_columns in table.foreign_keys:
        parts.append(Text(f"  {', '.join(columns)} → {parent}({', '.join(parent_columns)})", "dim"))
    return parts


def _result(problem: Problem) -> list[RenderableType]:
    grid = Table.grid(padding=(0, 2))
    for column in problem.columns:
        grid.add_row(f"  {column.name}", Text(column.kind, "dim"), _about(column))
    parts: list[RenderableType] = [grid]
    if problem.rows is not None:
        parts.append(Text(f"  always {problem.rows} row{'s' if problem.rows > 1 else ''}", "dim"))
    said = [
        (problem.columns_by == "position", "columns by position: names do not count"),
        (problem.columns_by == "strict", "columns in this order, names to the letter"),
        (problem.distinct, "a set: how often a row comes does not count"),
        (problem.ties == "any", "where rows tie at the limit, any of them will do"),
        (problem.checker, "many answers are right, and one of them is shown"),
    ]
    parts += [Text(f"  {what}", "dim") for holds, what in said if holds]
    if problem.order_by:
        keys = ", ".join(f"{name} desc" if descending else name for name, descending in problem.order_by)
        parts.append(Text(f"  order counts: {keys}", "dim"))
    else:
        parts.append(Text("  order does not count", "dim"))
    if problem.list_answer:
        names = ", ".join(column.name for column in problem.columns)
        parts.append(Text(f"  solve() may also return a list of ({names})", "dim"))
    return parts


def _sample(table: TableSchema, rows: Sequence[Row]) -> RenderableType:
    return _grid([column.name for column in table.columns], rows, table.key)


def _grid(columns: Sequence[str], rows: Sequence[Row], key: Sequence[str]) -> RenderableType:
    if not rows:
        return Text("  (no rows)", "dim")
    cells = [[Text(cell(value), "dim" if value is None else "") for value in row] for row in rows]
    right = frozenset(i for i in range(len(columns)) if numeric([row[i] for row in rows]))
    return Grid(columns, cells, right, lead=len(key) if tuple(columns[: len(key)]) == tuple(key) else 0)
