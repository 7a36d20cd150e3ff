"""Each bad input: the exact message, on the right stream, with the right exit code."""

from __future__ import annotations

import pytest

from tests.cli.conftest import RIGHT, RIGHT_PY, Drill

UNREADABLE = [
    (("run", "tally", "rigt.sql"), "no such file: rigt.sql", "did you mean right.sql?"),
    (("run", "tally", "nothing_like_it.sql"), "no such file: nothing_like_it.sql", ""),
    (("run", "tally", "."), ". is a directory; the file with your answer is expected", ""),
    (("run", "taly", "right.sql"), "no problem is called 'taly'", "did you mean 'tally'?"),
    (("show", "taly"), "no problem is called 'taly'", "did you mean 'tally'?"),
    (("run", "tally", "right.sql", "--case", "smple"), "no case is called 'smple' in tally", "did you mean 'sample'?"),
    (
        ("run", "tally", "right.sql", "--dialect", "postgre"),
        "no dialect is called 'postgre'",
        "did you mean 'postgres'?",
    ),
    (("list", "--topic", "tallyin"), "no topic is called 'tallyin'", "did you mean 'tallying'?"),
    (("list", "--difficulty", "eazy"), "no difficulty is called 'eazy'", "did you mean 'easy'?"),
    (("list", "--track", "demos"), "no track is called 'demos'", "did you mean 'demo'?"),
    (("lst",), "no command is called 'lst'", "did you mean 'list'?"),
    (("solution", "podium", "--lang", "pandas"), "no language is called 'pandas' in podium", "there is sql"),
    (("hint", "tally", "3"), "tally has 2 hints, there is no hint 3", ""),
    (
        ("run", "tally", "right.sql", "--lag", "x"),
        "No such option '--lag'. Did you mean '--lang'?",
        "drill run --help lists the options",
    ),
    (("run", "tally"), "Missing argument 'FILE'.", "drill run --help lists the options"),
    (
        ("run", "tally", "right.sql", "--lang", "ruby"),
        "Invalid value for '--lang': 'ruby' is not one of 'sql', 'pandas'.",
        "drill run --help lists the options",
    ),
    (
        ("run", "tally", "right.sql", "--seed", "-1"),
        "Invalid value for '--seed': '-1' is not a whole number from 0 to 2^63 - 1.",
        "drill run --help lists the options",
    ),
    (
        ("run", "tally", "right.sql", "--time-limit", "0"),
        "Invalid value for '--time-limit': '0' is not a number above 0 and up to 3,600.",
        "drill run --help lists the options",
    ),
    (
        ("run", "tally", "right.sql", "--time-limit", "nan"),
        "Invalid value for '--time-limit': 'nan' is not a number above 0 and up to 3,600.",
        "drill run --help lists the options",
    ),
    (
        ("run", "tally", "right.sql", "--fresh", "0"),
        "Invalid value for '--fresh': 0 is not in the range 1<=x<=10000.",
        "drill run --help lists the options",
    ),
    (("cache", "clear", "taly"), "no problem is called 'taly'", "did you mean 'tally'?"),
    (("data", "tally"), "no folder to write to", "say --out DIR"),
    (
        ("--problems", "nowhere", "list"),
        "nowhere, named by --problems, is not there",
        "give a folder that holds problem folders",
    ),
    (
        ("run", "tally", "answer.txt"),
        "answer.txt: the language cannot be told from the name",
        "end the name in .sql or .py, or say --lang sql or --lang pandas",
    ),
    (("run", "tally", "-"), "the language of stdin cannot be told: it does not define solve()", "say --lang sql"),
]


@pytest.mark.parametrize(("arguments", "message", "help"), UNREADABLE)
def test_could_not_begin(drill: Drill, arguments: tuple[str, ...], message: str, help: str) -> None:
    drill.file("right.sql", RIGHT)
    drill.file("answer.txt", RIGHT)
    done = drill(*arguments, stdin=RIGHT.encode())
    assert done.err == f"error: {message}\n" + (f"help: {help}\n" if help else "")
    assert (done.code, done.out) == (2, "")


_GATE = "a read-only SELECT is expected, this one holds an INSERT"
REFUSED = [
    ("empty.sql", b"", "empty.sql is empty"),
    ("blanks.py", b" \r\n\t\n", "blanks.py is empty"),
    ("comments.sql", b"-- only this\n/* and this */", "the file holds no statement: only blanks or comments"),
    ("comments.py", b"# only this\n", "the file holds no code: only blanks or comments"),
    ("docs.py", b'"""only this"""\n', "no entry point: def solve(…) is expected, it defines no function"),
    ("big.sql", b"-" * 65537, "big.sql is over 64 KB; an answer is a query or a function, not data"),
    ("huge.py", b"#" * 10_000_000, "huge.py is over 64 KB; an answer is a query or a function, not data"),
    ("latin.sql", "SELECT 'é'".encode("latin-1"), "latin.sql is not UTF-8: byte 0xe9 at offset 8"),
    ("utf16.sql", "SELECT 1".encode("utf-16"), "utf16.sql is not UTF-8: it looks like UTF-16"),
    ("nul.sql", b"SELECT 1\n\0", "nul.sql holds a NUL character in line 2"),
    ("two.sql", b"SELECT 1; SELECT 2", "one statement is expected, 2 were found"),
    ("insert.sql", b"WITH x AS (INSERT INTO people SELECT * FROM people RETURNING *) SELECT * FROM x", _GATE),
    ("drop.sql", b"DROP TABLE people", "one SELECT is expected, this is a DROP statement"),
    ("copy.sql", b"COPY people TO 'x.csv'", "one SELECT is expected, this is a COPY statement"),
    (
        "now.sql",
        b"SELECT now()",
        "now reads the clock, and the same answer must come every time; dates are in the data",
    ),
    ("syntax.sql", b"SELEC 1", 'the SQL does not parse: syntax error at or near "SELEC"'),
    ("syntax.py", b"def solve(:\n", "the Python does not parse: invalid syntax in line 1"),
    ("none.py", b"def a(): pass\ndef b(): pass\n", "no entry point: def solve(…) is expected, it defines a, b"),
    ("parameter.py", b"def solve(peple): pass", "solve() asks for 'peple', which is no table; there is people, sales"),
]


@pytest.mark.parametrize(("name", "content", "message"), REFUSED)
def test_refused(drill: Drill, name: str, content: bytes, message: str) -> None:
    drill("run", "tally", drill.file("warm.sql", RIGHT))
    done = drill("run", "tally", drill.file(name, content))
    language = "pandas" if name.endswith(".py") else "sql"
    lines = done.out.splitlines()
    assert lines[:2] == [f"! invalid submission  tally · {language}", ""]
    said = " ".join(lines[2:])
    assert said == message or said.startswith(f"{message}  ")
    assert (done.code, done.err) == (1, "")


RETURNED = [
    ("return None", "solve() returned None", "is there a return statement?"),
    ("return people.name", "solve() returned a Series", ".reset_index(name=…)"),
    ("return 7", "solve() returned an int", "return a DataFrame with the columns person_id, name, sales, share"),
    ("return people.groupby('name')", "solve() returned groups that are not aggregated yet", ".agg(…) or .size()"),
    (
        "return people.assign(sales=0, share=0.0).groupby('person_id')[['name', 'sales', 'share']].max()",
        "column 'person_id' is missing",
        "reset_index()",
    ),
    (
        "return people[['person_id', 'name', 'name']].assign(sales=0, share=0.0)",
        "column 'name' came twice",
        "",
    ),
]


@pytest.mark.parametrize(("body", "reason", "help"), RETURNED)
def test_not_a_right_table(drill: Drill, body: str, reason: str, help: str) -> None:
    answer = drill.file("my.py", f"def solve(people, sales):\n    {body}\n")
    done = drill("run", "tally", answer, "--case", "sample")
    said = " ".join(done.out.split())
    assert said.startswith("✗ wrong answer tally · pandas · 0 of 1 fixture")
    assert f"fixture sample (seed 1): {reason}" in said or "fixture sample (seed 1) error[D0" in said
    assert f": {reason}" in said
    assert help in said
    assert done.code == 1


@pytest.mark.parametrize("change", ["bom", "crlf", "cr", "semicolon"])
def test_accepted_all_the_same(drill: Drill, change: str) -> None:
    sources = {
        "bom": b"\xef\xbb\xbf" + RIGHT.encode(),
        "crlf": RIGHT.replace("\n", "\r\n").encode(),
        "cr": RIGHT.replace("\n", "\r").encode(),
        "semicolon": RIGHT.encode() + b";\n-- so much for that",
    }
    assert drill("run", "tally", drill.file("my.sql", sources[change])).code == 0


def test_stdin_that_defines_solve_is_pandas(drill: Drill) -> None:
    done = drill("run", "tally", "-", stdin=RIGHT_PY.encode())
    assert (done.code, done.out.split(" · ")[1]) == (0, "pandas")
    assert drill("run", "tally", "-", "--lang", "sql", stdin=RIGHT.encode()).code == 0


def test_a_language_that_the_problem_is_not_set_in(drill: Drill) -> None:
    done = drill("run", "podium", drill.file("my.py", "def solve(sales): return sales"))
    assert (done.code, done.out.splitlines()[-1]) == (1, "podium is answered in sql, this is pandas")
