"""How a difference is shown: it fits the terminal, tells apart what differs, and says how much it does not show."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console, Group

from judge.compare import compare
from judge.model import Case, Column, Kind, Problem, ResultSet
from judge.render.cells import apart
from judge.render.diff import diff_lines
from judge.render.problem import problem_page

NAN = float("nan")


def problem(columns: list[Column], key: tuple[str, ...] = (), **more: Any) -> Problem:
    case = Case("sample", 1, sample=True)
    facts: Any = ("toy", Path(), "Toy", "easy", 10, ("joins",), ("sql",), "orders")
    return Problem(*facts, tuple(columns), key, (), (case,), (), **more)


def shown(
    columns: list[Column], expected: list[Any], came: list[Any], key: tuple[str, ...] = (), width: int = 80, **how: Any
) -> list[str]:
    names = tuple(column.name for column in columns)
    results = [ResultSet(names, ("",) * len(names), rows) for rows in (expected, came)]
    diff = compare(results[0], results[1], columns, key=key, **how).diff
    assert diff is not None
    return printed(Group(*diff_lines(problem(columns, key), diff)), width)


def printed(what: Any, width: int = 80) -> list[str]:
    stream = io.StringIO()
    Console(file=stream, width=width, legacy_windows=False).print(what)
    return [line.rstrip() for line in stream.getvalue().splitlines()]


KN = [Column("k", "integer"), Column("name", "text")]


def test_a_row_stands_below_the_one_that_was_expected_under_names_and_kinds() -> None:
    assert shown(KN, [(1, "a"), (2, "b")], [(1, "a"), (2, "c")], ("k",)) == [
        "",
        "error[D020]: 1 of 2 rows differs: column name",
        "                  k  name",
        "            integer  text",
        "  ───────────────────────",
        "  expected        2  b",
        "  yours           2  c",
    ]


def test_doubled_rows_stand_once_with_their_numbers() -> None:
    lines = shown(KN, [(1, "a"), (2, "b")], [(1, "a"), (2, "b"), (2, "b"), (2, "b")], ("k",))
    assert "error[D012]: 1 row is repeated: 2 copies too many" in lines
    assert "  3\u00a0×,\u00a0not\u00a01\u00a0×        2  b" in lines
    assert "note: without the copies the result is right" in lines


def test_what_is_not_shown_is_counted() -> None:
    expected = [(n, "x") for n in range(50)]
    lines = shown(KN, expected, [(n, "y") for n in range(50)], ("k",))
    assert sum(line.startswith("  expected") for line in lines) == 4
    assert "  46 more are not shown" in lines
    lines = shown(KN, expected[:49], expected, ("k",), rows=None)
    assert not any("not shown" in line for line in lines)
    [line] = [line for line in shown(KN, expected, expected[:41], ("k",)) if "not shown" in line]
    assert line == "  1 more is not shown"


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_wide_result_keeps_to_the_terminal_and_shows_key_and_difference_first(width: int) -> None:
    columns = [Column(f"a_column_{n}", "text") for n in range(30)]
    row = tuple(f"value {n} of a long row" for n in range(30))
    came = (*row[:28], "another", row[29])
    lines = shown(columns, [row], [came], ("a_column_17",), width)
    assert all(cell_len(line) <= width for line in lines)
    text = " ".join(lines)
    for name in ("a_column_17", "a_column_28", "another", "not shown: a_column_5"):
        assert name in " ".join(text.split())


@pytest.mark.parametrize(
    ("kind", "expected", "came", "left", "right"),
    [
        ("integer", 1, "1", "1 (integer)", "1 (text)"),
        ("integer", 3, 3.5, "3 (integer)", "3.5 (float)"),
        ("integer", 2**53 + 1, float(2**53), "9007199254740993 (integer)", "9007199254740992.0 (float)"),
        ("text", "a", "a ", "a", "'a '"),
        ("text", "a", "a\u00a0", "a", r"'a\xa0'"),
        ("text", "NULL", None, "'NULL'", "NULL"),
        ("text", "", None, "''", "NULL"),
        ("text", "a\tb", "a b", r"'a\tb'", "a b"),
        ("text", "a\u200bb", "ab", r"'a\u200bb'", "ab"),
        ("text", "Zo\u00eb", "Zoe\u0308", r"'Zo\xeb'", r"'Zoe\u0308'"),
        ("text", "paypal", "p\u0430ypal", "'paypal'", r"'p\u0430ypal'"),
        ("float", 0.1, 0.1 + 1e-7, "0.1", "0.1000001"),
        ("float", 0.0, NAN, "0.0", "nan"),
        ("decimal", Decimal("1.10"), Decimal("1.1001"), "1.10", "1.1001"),
        ("date", date(2024, 1, 1), datetime(2024, 1, 1, 9), "2024-01-01 (date)", "2024-01-01 09:00:00 (timestamp)"),
        ("timestamp", datetime(2024, 1, 1), datetime(2024, 1, 1, 0, 0, 0, 1), "2024-01-01 00:00:00", "00:00:00.000001"),
        ("list", [1], [2], "[1]", "[2]"),
        ("struct", {"a": "e\u0301"}, {"a": "\u00e9"}, r"{'a': 'e\u0301'}", r"{'a': '\xe9'}"),
    ],
)
def test_values_that_differ_print_apart(kind: Kind, expected: Any, came: Any, left: str, right: str) -> None:
    columns = [Column("k", "integer"), Column("x", kind, nullable=True)]
    lines = shown(columns, [(1, expected), (2, expected)], [(1, came), (2, expected)], ("k",), 120)
    [line] = [line for line in lines if line.startswith("  expected")]
    [other] = [line for line in lines if line.startswith("  yours")]
    assert left in line
    assert right in other


def test_a_long_text_is_shown_where_it_differs() -> None:
    text = "word " * 400
    lines = " ".join(shown(KN, [(1, text + "one"), (2, "b")], [(1, text + "two"), (2, "b")], ("k",), 200))
    assert "word one" in lines
    assert "word two" in lines
    assert "…" in lines


def test_equal_cells_are_not_said_to_differ() -> None:
    assert apart(1, 1.5) == ("1 (integer)", "1.5 (float)")
    assert apart("a", "b") == ("a", "b")
    assert apart(None, 0) == ("NULL", "0 (integer)")


def test_the_page_of_a_problem_tells_what_it_asks_beyond_the_usual() -> None:
    columns = [
        Column("k", "integer"),
        Column("share", "float", "the share", round=2),
        Column("ratio", "float", "the ratio", nullable=True, nan=True),
    ]
    asked = problem(columns, ("k",), columns_by="strict", ties="any", checker=True)
    expected = ResultSet(
        ("k", "share", "ratio"), ("", "", ""), [(1, 0.125, 1.0), (2, 0.5, 1.0), (3, 0.5, 1.0)], limit=2, tied=2
    )
    text = "\n".join(printed(problem_page(asked, "# Toy", (), {}, expected)))
    for said in (
        "the share (rounded to 2 decimals)",
        "the ratio (NULL possible, NaN is not NULL)",
        "columns in this order, names to the letter",
        "where rows tie at the limit, any of them will do",
        "many answers are right, and one of them is shown",
        "0.13",
    ):
        assert said in text
    assert "0.125" not in text
    assert "\n3 " not in text
    other = problem(columns[:1], distinct=True, columns_by="position")
    plain = "\n".join(printed(problem_page(other, "# Toy", (), {}, ResultSet(("k",), ("",), [(1,)]))))
    assert "a set: how often a row comes does not count" in plain
    assert "columns by position: names do not count" in plain
