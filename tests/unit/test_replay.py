"""A counterexample as files: each runs by itself, on exactly these rows, whatever they and the answer hold."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judge.insight.withholding import withheld
from judge.model import FixtureResult, InputTable, Submission, Verdict
from judge.render.calling import entry_call, future_imports, unused_name
from judge.render.replay import python_script, sql_script
from tests.counterexamples import MEMBERS, PLAYS, explained, result, table

TOLD = FixtureResult("base", 2, "wrong_answer", "1 of 2 rows\ndiffers", expected_rows=1, actual_rows=1)
SQL = Submission("sql", "SELECT count(*) AS n FROM members", "my.sql")
PANDAS = Submission("pandas", "def solve(members):\n    return len(members)\n", "my.py")
TYPES = {
    "id": "BIGINT",
    "big": "BIGINT?",
    "x": "DOUBLE?",
    "money": "DECIMAL(18,2)?",
    "name": "VARCHAR?",
    "is": "BOOLEAN?",
    "day": "DATE?",
    "at": "TIMESTAMP?",
}
ODD_TEXT = 'it\'s "q" \\n\n\0\u202eé李'
LATEST = datetime(9999, 12, 31, 23, 59, 59, 999999)
ROWS: list[tuple[Any, ...]] = [
    (1, *[None] * 7),
    (-(2**63), 2**63 - 1, 0.1 + 0.2, Decimal("9999999999999999.99"), ODD_TEXT, True, date(1, 1, 1), LATEST),
    (3, 0, -0.0, Decimal("-0.01"), "", False, date(2026, 3, 1), datetime(2026, 3, 1)),
    (
        4,
        0,
        float("inf"),
        Decimal("100.00"),
        "'';\"\"\"'''",
        False,
        date(2026, 3, 1),
        datetime(2026, 3, 1, 1, 2, 3, 45),
    ),
    (5, 0, 5e-324, Decimal("0.00"), "NULL", False, date(2026, 3, 1), datetime(2026, 3, 1, 1, 2, 3)),
    (6, 0, 1e22, Decimal("0.00"), " ", False, date(2026, 3, 1), datetime(2026, 3, 1, 1, 2, 3)),
    (7, 0, 123456789.125, Decimal("0.00"), "a''b", False, date(2026, 3, 1), datetime(2026, 3, 1, 1, 2, 3)),
]
EVERY = table("every", TYPES, ROWS, key=("id",))
NONE = table("every", TYPES, key=("id",))


def verdict(*tables: InputTable, **more: Any) -> Verdict:
    return explained(TOLD, tables or (PLAYS, MEMBERS), **more)


def script(made: Any, of: Verdict, submission: Submission) -> str:
    assert of.counterexample
    text = made(of, of.counterexample, submission)
    assert isinstance(text, str)
    return text


def by_duckdb(text: str) -> list[Any]:
    """What the last statement gives once all were executed, one by one."""
    with duckdb.connect() as connection:
        for statement in connection.extract_statements(text):
            rows = connection.execute(statement).fetchall()
        return rows


def by_python(text: str, folder: Path) -> str:
    """What the script prints, run by an interpreter of its own in which there is no drill to import."""
    (folder / "counterexample.py").write_text(text, "utf-8")
    block = "import sys, runpy; sys.modules['judge'] = None; runpy.run_path('counterexample.py', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-I", "-c", block], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout if done.returncode == 0 else done.stderr


def test_the_sql_script_gives_every_value_back() -> None:
    source = "SELECT * FROM every -- ;"
    rows = by_duckdb(script(sql_script, verdict(EVERY), Submission("sql", source, "my.sql")))
    assert repr(rows) == repr(ROWS)


@pytest.mark.parametrize("tables", [EVERY, NONE])
def test_a_query_runs_on_the_declared_types_in_python_too(tables: InputTable, tmp_path: Path) -> None:
    source = 'SELECT list(e ORDER BY id)::VARCHAR AS "rows", string_agg(DISTINCT typeof(e)) AS """t\\"\nFROM every e'
    said = by_python(script(python_script, verdict(tables), Submission("sql", source, "my.sql")), tmp_path)
    [(rows, types)] = by_duckdb(script(sql_script, verdict(tables), Submission("sql", source, "my.sql")))
    assert "Traceback" not in said
    if rows:
        for value in ("9999999999999999.99", "0.30000000000000004", "9999-12-31 23:59:59.999999", "0001-01-01"):
            assert value in said and value in rows
        assert "DECIMAL(18,2)" in said and "DECIMAL(18,2)" in types


DTYPES = ["int64", "Int64", "float64", "float64", "str", "boolean", "datetime64[us]", "datetime64[us]"]
LOOK = """
def solve(every):
    frame = every.astype(object).where(every.notna(), None)
    return [list(map(str, every.dtypes)), *frame.to_dict("split")["data"]]
"""


@pytest.mark.parametrize("tables", [EVERY, NONE])
def test_frames_have_the_values_and_the_dtypes_that_an_answer_sees(tables: InputTable, tmp_path: Path) -> None:
    text = script(python_script, verdict(tables), Submission("pandas", LOOK, "my.py"))
    from pandas import Timestamp

    [dtypes, *rows] = eval(by_python(text, tmp_path), {"Timestamp": Timestamp, "inf": float("inf")})
    assert dtypes == DTYPES
    wanted = [
        [Timestamp(v) if isinstance(v, date) else float(v) if isinstance(v, Decimal) else v for v in row]
        for row in tables.rows
    ]
    assert repr(rows) == repr(wanted)


ODD: dict[str, tuple[str, str]] = {
    "as it is": ("def solve(members):\n    return len(members)", "2\n"),
    "only what it asks for": ("def solve(plays):\n    return len(plays)\n", "0\n"),
    "another name": ("def first(members, n=3):\n    return len(members) + n\n", "5\n"),
    "solve among others": ("def a(x): return x\ndef solve(members): return a(len(members))\ndef b(x): return x", "2\n"),
    "the last definition": ("def solve(plays): return 1\ndef solve(members): return 2\n", "2\n"),
    "all by name": ("def solve(**tables):\n    return sorted(tables)\n", "['members', 'plays']\n"),
    "the rest": ("def solve(members, **rest):\n    return sorted(rest)\n", "['plays']\n"),
    "by place": ("def solve(members, k=[], plays=None, /, *more, x=1):\n    return len(members), k\n", "(2, [])\n"),
    "by keyword": ("def solve(*, plays, members):\n    return len(members)\n", "2\n"),
    "quotes": ("def solve(members):\n    '''it's'''\n    return \"\"\"a'''\\n\"\"\"\n", "a'''\n\n"),
    "future": (
        '"""é"""\nfrom __future__ import annotations; x = "é"\nfrom __future__ import (\n    division,\n)\n'
        "def solve(members: nobody):\n    return x\n",
        "é\n",
    ),
    "main": ('if __name__ == "__main__":\n    1 / 0\n\ndef solve(members):\n    return 5\n', "5\n"),
    "main and dataclasses": (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\n"
        "def solve(members):\n    return A(1), __name__\n",
        "(A(x=1), 'submission')\n",
    ),
    "names of ours": ("table = 1\nname = 2\ndef solve(members):\n    return table + name + len(members)\n", "5\n"),
    "form feed": ("x = 1\n\x0cdef solve(members):\n    return 'a\u2028b'\n", "a\u2028b\n"),
}


@pytest.mark.parametrize("case", ODD)
def test_an_answer_in_pandas_is_called_as_the_judge_does(case: str, tmp_path: Path) -> None:
    source, printed = ODD[case]
    assert by_python(script(python_script, verdict(), Submission("pandas", source, "my.py")), tmp_path) == printed


@pytest.mark.parametrize("missing", ["plays", "pd"])
def test_a_name_that_the_answer_lacks_is_not_given_to_it(missing: str, tmp_path: Path) -> None:
    source = f"def solve(members):\n    return {missing}\n"
    said = by_python(script(python_script, verdict(), Submission("pandas", source, "my.py")), tmp_path)
    assert f"NameError: name '{missing}' is not defined" in said


def test_a_query_does_not_find_the_script_s_variables(tmp_path: Path) -> None:
    said = by_python(script(python_script, verdict(), Submission("sql", "FROM types", "my.sql")), tmp_path)
    assert "Table with name types does not exist" in said


def test_keys_and_not_null_hold() -> None:
    text = script(sql_script, verdict(), SQL)
    with duckdb.connect() as connection:
        connection.execute(text)
        for row in ("(1, NULL)", "(NULL, 'basic')"):
            with pytest.raises(duckdb.ConstraintException):
                connection.execute(f"INSERT INTO members VALUES {row}")
        with pytest.raises(duckdb.ConstraintException, match="foreign key"):
            connection.execute("INSERT INTO plays VALUES (1, 9, '2026-03-01')")
        connection.execute("INSERT INTO plays VALUES (1, 2, '2026-03-01')")


def test_rows_that_refer_to_one_another_and_circles_of_tables_are_taken() -> None:
    people = table(
        "people",
        {"id": "BIGINT", "boss": "BIGINT?"},
        [(2, 1), (1, None)],
        key=("id",),
        foreign_keys=((("boss",), "people", ("id",)),),
    )
    left, right = (
        table(name, {"id": "BIGINT"}, [(1,)], key=("id",), foreign_keys=((("id",), other, ("id",)),))
        for name, other in (("a", "b"), ("b", "a"))
    )
    source = "SELECT (SELECT count(*) FROM people), count(*) FROM a JOIN b USING (id)"
    assert by_duckdb(script(sql_script, verdict(people, left, right), Submission("sql", source, "my.sql"))) == [(2, 1)]


def test_names_with_anything_in_them(tmp_path: Path) -> None:
    odd = table('or"der', {"from": "BIGINT", 'a "b" \'': "VARCHAR"}, [(1, "x")], key=("from",))
    sql = Submission("sql", 'SELECT * FROM "or""der"', "my.sql")
    assert by_duckdb(script(sql_script, verdict(odd), sql)) == [(1, "x")]
    assert "int64" in by_python(script(python_script, verdict(odd), sql), tmp_path)
    pandas = Submission("pandas", "def solve(**all):\n    return {k: list(v) for k, v in all.items()}", "my.py")
    assert (
        by_python(script(python_script, verdict(odd), pandas), tmp_path)
        == f"{ {odd.schema.name: ['from', odd.schema.columns[1].name]} }\n"
    )


def test_the_sql_of_a_pandas_answer_says_where_that_is() -> None:
    text = script(sql_script, verdict(), PANDAS)
    assert "-- the answer is in pandas: counterexample.py runs it" in text
    assert text.endswith('\nFROM "plays";\nFROM "members";\n')
    assert by_duckdb(text) == list(MEMBERS.rows)


@pytest.mark.parametrize(("made", "mark"), [(sql_script, "--"), (python_script, "#")])
def test_what_the_files_say_of_themselves(made: Any, mark: str) -> None:
    text = script(made, verdict(expected=result((1, "a\nb"), columns=("n", "of\nthem"))), SQL)
    head = text.partition("\n\n")[0].splitlines()
    assert all(line.startswith(mark) for line in head)
    said = [line.removeprefix(mark).strip() for line in head]
    assert said[0] == "toy: wrong answer"
    assert "cut from fixture base, seed 2" in said
    assert r"wrong answer: 1 of 2 rows\ndiffers" in said
    assert said[said.index("expected:") + 1 :] == [r"n  of\nthem", r"1  'a\nb'"]


def test_what_is_withheld_is_in_no_file() -> None:
    hidden = withheld(verdict(expected=result((1, "secret"), columns=("n", "s"))))
    for made in (sql_script, python_script):
        text = script(made, hidden, SQL)
        assert "expected" not in text and "secret" not in text and "differs" not in text


def test_what_is_perhaps_not_the_least_is_not_said_to_be() -> None:
    fewest = "\n-- the fewest rows found in the time that show it: 2; perhaps fewer would do\n"
    assert fewest in script(sql_script, verdict(minimal=False), SQL)
    assert "perhaps" not in script(sql_script, verdict(), SQL)


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ([MEMBERS], "2 rows are enough to show it: none of them can go"),
        ([table("one", {"id": "BIGINT"}, [(1,)]), PLAYS], "1 row is enough to show it"),
        ([PLAYS], "empty tables are enough to show it"),
    ],
)
def test_how_many_rows_are_enough(tables: Sequence[InputTable], said: str) -> None:
    assert f"\n# {said}\n" in script(python_script, verdict(*tables), SQL)


def test_the_sql_of_a_query_tells_how_to_do_without_duckdb() -> None:
    [line] = [line for line in script(sql_script, verdict(), SQL).splitlines() if line.startswith("-- to run it:")]
    assert line == ("-- to run it: duckdb < counterexample.sql; without DuckDB's program: python counterexample.py")
    assert "-- to run it: duckdb < counterexample.sql\n" in script(sql_script, verdict(), PANDAS)


def test_a_translated_query_says_what_it_was() -> None:
    translated = Submission("sql", SQL.source, "my.sql", "postgres")
    assert "-- translated from postgres to DuckDB's SQL\nSELECT" in script(sql_script, verdict(), translated)
    assert "# translated from postgres to DuckDB's SQL\nquery" in script(python_script, verdict(), translated)


def test_the_parts_by_themselves() -> None:
    assert unused_name("table", "the table_ of a table") == "table__"
    assert entry_call("def solve(a, b=1, *, c): pass", ["c", "a"], "table") == "solve(a=table('a'), c=table('c'))"
    assert entry_call("def f(**all): pass", ["class"], "t") == "f(**{'class': t('class')})"
    assert future_imports("x = 1\n") == ("", "x = 1\n")
    assert future_imports("from __future__ import annotations\nx = 1") == (
        "from __future__ import annotations\n",
        "pass\nx = 1",
    )


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "BIGINT?": st.integers(-(2**63), 2**63 - 1),
    "DOUBLE?": st.floats(allow_nan=False),
    "DECIMAL(18,2)?": st.decimals(-(10**15), 10**15, places=2),
    "VARCHAR?": st.text(st.characters(exclude_categories=["Cs"])),
    "BOOLEAN?": st.booleans(),
    "DATE?": st.dates(),
    "TIMESTAMP?": st.datetimes(),
}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*(st.none() | values for values in VALUES.values())), max_size=4))
def test_any_values_come_back(rows: Sequence[tuple[Any, ...]]) -> None:
    some = table("drawn", {f"c{i}": of for i, of in enumerate(VALUES)}, rows)
    text = script(sql_script, verdict(some), Submission("sql", "FROM drawn", "my.sql"))
    came = by_duckdb(text)
    assert [tuple(map(str, row)) for row in came] == [
        tuple(str(Decimal(v).quantize(Decimal("0.01"))) if isinstance(v, Decimal) else str(v) for v in row)
        for row in rows
    ]
