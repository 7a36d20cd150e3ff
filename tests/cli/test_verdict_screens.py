"""`drill run` as a person sees it, 80 columns wide: one golden for each kind of verdict."""

from __future__ import annotations

import shlex

import pytest

from tests import golden
from tests.cli.conftest import RIGHT, RIGHT_PY, Drill

pytestmark = pytest.mark.usefixtures("unexplained")

_SHARE = "count(sale_id) / (SELECT count(*) FROM sales) AS share"
_COUNTED = f"count(sale_id) AS sales, {_SHARE}"
_BODY = "FROM people LEFT JOIN sales USING (person_id) GROUP BY ALL"
SCREENS = {
    "accepted.sql": RIGHT,
    "accepted.py": RIGHT_PY,
    "missing_rows.sql": f"SELECT person_id, name, {_COUNTED} {_BODY.replace('LEFT', '')}",
    "extra_rows.sql": f"SELECT person_id, name, {_COUNTED} {_BODY.replace('ALL', 'person_id, name, sale_id % 2')}",
    "changed_cells.sql": f"SELECT person_id, upper(name) AS name, count(*) AS sales, {_SHARE} {_BODY}",
    "columns.sql": f"SELECT person_id AS id, name, count(sale_id) AS sales {_BODY}",
    "error.sql": f"SELECT person_id, nme AS name, count(sale_id) AS sales, {_SHARE}\n{_BODY}",
    "error.py": "def share(sales):\n    return sales['cost'] / 2\n\n\n"
    "def solve(people, sales):\n    print('so far')\n    return share(sales)\n",
    "two.sql": "SELECT 1; SELECT 2",
    "loop.py": "def solve(people):\n    while True: pass\n",
    "printing.py": "print('\\x1b[2J first')\n"
    + RIGHT_PY.replace("    return", "    print('é', *range(30), sep='\\n')\n    return"),
    "long_cells.sql": f"SELECT person_id, repeat('x', 5000) || name AS name, count(sale_id) AS sales, {_SHARE} {_BODY}",
}


@pytest.mark.parametrize("file", SCREENS)
def test_verdict(drill: Drill, file: str) -> None:
    drill("run", "tally", drill.file("warm.sql", RIGHT))
    done = drill(
        "run", "tally", drill.file(file, SCREENS[file]), *(["--time-limit", "0.5"] if file == "loop.py" else [])
    )
    golden.check(f"run_{file.replace('.', '_')}", done.out)
    assert (done.code, done.err) == (0 if file.startswith(("accepted", "printing")) else 1, "")
    assert max(map(len, done.out.splitlines())) <= 80


def test_order(drill: Drill) -> None:
    done = drill("run", "podium", drill.file("up.sql", "SELECT sale_id, price FROM sales ORDER BY price"))
    golden.check("run_order", done.out)
    assert done.code == 1


def test_one_case_is_not_offered_again(drill: Drill) -> None:
    drill("run", "tally", drill.file("warm.sql", RIGHT))
    done = drill("run", "tally", drill.file("wrong.sql", SCREENS["changed_cells.sql"]), "--case", "sample")
    assert (done.code, done.err) == (1, "")
    assert "this fixture alone" not in done.out


def test_the_command_for_one_fixture_is_whole(drill: Drill) -> None:
    source = SCREENS["missing_rows.sql"]
    done = drill(
        "run", "tally", drill.file("my answer.txt", source), "--lang", "sql", "--seed", "5", "--dialect", "duckdb"
    )
    assert done.code == 1
    command = " ".join(done.out.split()).partition("this fixture alone: drill ")[2]
    assert command == "run tally 'my answer.txt' --lang sql --dialect duckdb --case sample --seed 5"
    again = drill(*shlex.split(command))
    assert again.code == 1
    assert "0 of 1 fixture ·" in again.out


@pytest.mark.parametrize("columns", ["80", "200", "40"])
def test_a_wide_page_keeps_its_width_and_loses_nothing(drill: Drill, columns: str) -> None:
    done = drill("show", "tally", COLUMNS=columns)
    lines = done.out.splitlines()
    assert done.code == 0
    assert max(map(len, lines)) <= int(columns)
    for word in ("sold_at", "refunded", "leader_id", "0.16666666666666666", "Ström", "李雷"):
        assert any(word in line for line in lines)


def test_notes_and_translation(drill: Drill) -> None:
    source = RIGHT.replace("any_value(name)", "max(nme)")
    done = drill("run", "tally", drill.file("my.sql", source), "--dialect", "postgres", "--case", "sample")
    golden.check("run_translated", done.out)
    assert done.code == 1


def test_many_unseen_fixtures_are_told_by_their_seeds_and_the_accepted_ones_counted(drill: Drill) -> None:
    right, wrong = drill.file("right.sql", RIGHT), drill.file("wrong.sql", SCREENS["missing_rows.sql"])
    done = drill("run", "tally", right, "--fresh", "2", "--seed", "7")
    assert done.out.count("(seed ") == 2
    done = drill("run", "tally", right, "--fresh", "30")
    assert (done.code, done.out.count("(seed ")) == (0, 0)
    assert "30 of 30 fixtures" in done.out and "… 30 more, not listed" in done.out
    done = drill("run", "tally", wrong, "--fresh", "30")
    assert done.code == 1
    assert "… 6 more, not listed" in done.out
