"""A counterexample as two files that run by themselves, without drill: a SQL script, and a Python one for pandas.

Each makes the tables of the counterexample and runs the candidate's own answer on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from judge.model import Counterexample, Row, Submission, TableSchema, Value, Verdict
from judge.render.calling import entry_call, future_imports, unused_name
from judge.render.cells import cell
from judge.render.results import enough, rows_of

SQL_FILE, PYTHON_FILE = "counterexample.sql", "counterexample.py"
_SHOWN = 50
_EXACT = 15
"""Digits of a number that DuckDB, which reads it as a decimal, makes the same float of."""


def sql_script(verdict: Verdict, found: Counterexample, submission: Submission) -> str:
    """Tables, rows, and the answer below: for `duckdb < FILE`. A pandas answer is left to the other file.

    `submission` is what ran: DuckDB's SQL.
    """
    schemas = _parents_first([table.schema for table in found.tables])
    rows = {table.schema.name: table.rows for table in found.tables}
    without = f"; without DuckDB's program: python {PYTHON_FILE}" if submission.language == "sql" else ""
    parts = [_commented(_about(verdict, found, f"duckdb < {SQL_FILE}{without}"), "--")]
    made: set[str] = set()
    for schema in schemas:
        parts.append(_create(schema, made) + _insert(schema, rows[schema.name]))
        made.add(schema.name)
    if submission.language == "sql":
        parts.append(f"{_original(submission)}{submission.source.rstrip()}\n;\n")
    else:
        selects = "".join(f"FROM {_quoted(table.schema.name)};\n" for table in found.tables)
        parts.append(f"-- the answer is in pandas: {PYTHON_FILE} runs it; these are its tables\n{selects}")
    return "\n".join(parts)


def python_script(verdict: Verdict, found: Counterexample, submission: Submission) -> str:
    """A frame for each table, with the dtypes that an answer sees, and the answer below: for `python FILE`.

    A SQL answer is run by DuckDB, on tables of the declared types.
    """
    about = _commented(_about(verdict, found, f"python {PYTHON_FILE}"), "#")
    in_sql = submission.language == "sql"
    table = unused_name("table", "" if in_sql else submission.source)
    below = _queried(found, submission) if in_sql else _called(found, submission.source, table)
    imported = "" if in_sql else future_imports(submission.source)[0]
    return f"{about}\n{imported}\n{_frames(found, table, exact=in_sql)}\n\n{below}"


def _about(verdict: Verdict, found: Counterexample, command: str) -> list[str]:
    """What the files say of themselves."""
    result = found.result
    fewest = f"the fewest rows found in the time that show it: {found.rows}; perhaps fewer would do"
    least = f"{enough(found.rows)}{': none of them can go' if found.rows > 1 else ''}"
    lines = [
        f"{verdict.problem}: {verdict.verdict.replace('_', ' ')}",
        least if found.minimal else fewest,
        f"cut from fixture {found.case}, seed {found.seed}",
        f"to run it: {command}",
    ]
    if result.reason:
        lines += ["", f"{result.verdict.replace('_', ' ')}: {result.reason}"]
    if found.expected is not None:
        lines += ["", "expected:", *_grid(found.expected.columns, rows_of(found.expected))]
    return lines


def _grid(columns: Sequence[str], rows: Sequence[Row]) -> list[str]:
    cells = [[cell(name, quoted=False) for name in columns], *([cell(value) for value in row] for row in rows[:_SHOWN])]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  " + "  ".join(map(str.ljust, row, widths)) for row in cells]
    if not rows:
        return [*lines, "  (no rows)"]
    return [*lines, f"  … {len(rows) - _SHOWN} more"] if len(rows) > _SHOWN else lines


def _commented(lines: Sequence[str], mark: str) -> str:
    return "".join(f"{mark} {cell(line, quoted=False)}".rstrip() + "\n" for line in lines)


# SQL


def _parents_first(schemas: Sequence[TableSchema]) -> list[TableSchema]:
    placed: dict[str, TableSchema] = {}
    waiting = list(schemas)
    while waiting:
        names = {schema.name for schema in waiting}
        free = [s for s in waiting if not any(p in names and p != s.name for _, p, _ in s.foreign_keys)] or waiting[:1]
        placed |= {schema.name: schema for schema in free}
        waiting = [schema for schema in waiting if schema.name not in placed]
    return list(placed.values())


def _create(schema: TableSchema, made: set[str]) -> str:
    """The statement; of foreign keys only those to tables that are there: no row can refer to one of its own INSERT."""
    return f"CREATE TABLE {_quoted(schema.name)} (\n    " + ",\n    ".join(_definitions(schema, made)) + "\n);\n"


def _definitions(schema: TableSchema, made: set[str]) -> list[str]:
    parts = [f"{_quoted(c.name)} {c.sql_type}{'' if c.nullable else ' NOT NULL'}" for c in schema.columns]
    if schema.key:
        parts.append(f"PRIMARY KEY ({', '.join(map(_quoted, schema.key))})")
    for columns, parent, parent_columns in schema.foreign_keys:
        if parent in made:
            of = ", ".join(map(_quoted, parent_columns))
            parts.append(f"FOREIGN KEY ({', '.join(map(_quoted, columns))}) REFERENCES {_quoted(parent)} ({of})")
    return parts


def _insert(schema: TableSchema, rows: Sequence[Row]) -> str:
    if not rows:
        return f"-- {cell(schema.name, quoted=False)} has no rows\n"
    lines = [f"    ({', '.join(map(_literal, row))})" for row in rows]
    return f"INSERT INTO {_quoted(schema.name)} VALUES\n" + ",\n".join(lines) + ";\n"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: Value) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case Decimal():
            return f"{value:f}"
        case float():
            return _float(value)
        case datetime():
            return f"TIMESTAMP '{value.isoformat(' ')}'"
        case date():
            return f"DATE '{value.isoformat()}'"
    return _text(str(value))


def _float(value: float) -> str:
    digits = repr(value)
    if "n" in digits:  # nan, inf
        return f"'{digits}'::DOUBLE"
    plain = "e" not in digits and len(digits.lstrip("-").replace(".", "")) <= _EXACT
    return digits if "e" in digits or (plain and value) else f"{digits}e0"


def _text(value: str) -> str:
    """A literal in one line; characters that would not show are written by their numbers."""
    parts: list[str] = [""]
    for character in value:
        if character.isprintable():
            parts[-1] += character
        else:
            parts += [f"chr({ord(character)})", ""]
    quoted = [part if i % 2 else "'" + part.replace("'", "''") + "'" for i, part in enumerate(parts)]
    return " || ".join(part for i, part in enumerate(quoted) if part != "''" or len(parts) == 1 or i == 0)


def _original(submission: Submission) -> str:
    foreign = submission.dialect not in ("", "duckdb")
    return f"-- translated from {submission.dialect} to DuckDB's SQL\n" if foreign else ""


# Python


def _frames(found: Counterexample, function: str, *, exact: bool) -> str:
    """A function that makes the frame of a table: nothing but its name is seen by the answer below.

    With `exact`, decimals are Decimals and no floats.
    """
    lines = [f"def {function}(name):", '    """The rows of a table, in the dtypes that an answer sees."""']
    if exact and any(isinstance(value, Decimal) for table in found.tables for row in table.rows for value in row):
        lines.append("    from decimal import Decimal\n")
    lines += ["    import pandas as pd", "", '    pd.set_option("display.max_columns", None)', "    match name:"]
    for table in found.tables:
        lines += [f"        case {table.schema.name!r}:", "            return pd.DataFrame(", "                {"]
        for i, column in enumerate(table.schema.columns):
            values = [row[i] for row in table.rows]
            kept = exact and any(isinstance(value, Decimal) for value in values)
            dtype = "object" if kept else column.dtype
            cells = ", ".join(_python(value, exact=kept) for value in values)
            lines.append(f"                    {column.name!r}: pd.Series([{cells}], dtype={dtype!r}),")
        lines += ["                }", "            )"]
    return "\n".join([*lines, "    raise KeyError(name)", ""])


def _python(value: Value, *, exact: bool) -> str:
    match value:
        case Decimal() if exact:
            return repr(value)
        case Decimal():
            return _python(float(value), exact=False)
        case float() if "n" in repr(value):
            return f"float({str(value)!r})"
        case datetime() | date():
            return repr(value.isoformat())
    return ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)


def _called(found: Counterexample, source: str, table: str) -> str:
    names = [one.schema.name for one in found.tables]
    _, body = future_imports(source)
    alone = ""
    if "__name__" in source:
        alone = '__name__ = "submission"  # what is under "__main__" does not run when it is judged\n'
        alone += '__import__("sys").modules[__name__] = __import__("sys").modules["__main__"]\n\n\n'
    return f"{alone}{body.rstrip()}\n\n\nprint({entry_call(source, names, table)})\n"


def _queried(found: Counterexample, submission: Submission) -> str:
    types, made = [], set[str]()
    for schema in _parents_first([table.schema for table in found.tables]):
        types.append(f"    {schema.name!r}: {', '.join(_definitions(schema, made))!r},")
        made.add(schema.name)
    query = submission.source.strip().replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return "\n".join(
        [
            "import duckdb",
            "",
            "types = {",
            *types,
            "}",
            "options = {'python_enable_replacements': False, 'threads': 1}  # no table is a variable of Python's",
            "connection = duckdb.connect(config=options)",
            "for name, columns in types.items():",
            "    quoted = '\"' + name.replace('\"', '\"\"') + '\"'",
            '    connection.execute(f"CREATE TABLE {quoted} ({columns})")',
            '    connection.register("incoming", table(name))',
            '    connection.execute(f"INSERT INTO {quoted} FROM incoming")',
            '    connection.unregister("incoming")',
            "",
            f'{_original(submission).replace("--", "#")}query = """',
            query,
            '"""',
            "connection.sql(query).show(max_rows=1000, max_width=1000)",
            "",
        ]
    )
