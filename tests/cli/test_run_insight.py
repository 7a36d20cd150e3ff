"""`drill run` tells why an answer is wrong: when, how much of it, as JSON, and as files that run by themselves."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.cli.conftest import RIGHT, Drill
from tests.cli.insight import KNOWN, NAMES, PATIENT, WRONG, Explaining
from tests.counterexamples import SAID, result

# the whole of it, really searched


def test_it_is_told_and_can_be_replayed(drill: Drill) -> None:
    done = drill("run", "tally", drill.file("wrong.sql", WRONG), *PATIENT)
    assert done.code == 1
    order = [
        "✗ wrong answer",
        "error[D009]",
        "enough to show it, cut from fixture ",
        "people\n",
        "sales",
        "the result on it",
    ]
    order += ["more about this:", "this fixture alone:", "these rows as files:"]
    places = [done.out.index(said, done.out.index(order[2]) if said in order[3:5] else 0) for said in order]
    assert places == sorted(places)
    command = done.out.rstrip().splitlines()[-1].strip()
    again = drill(*shlex.split(command.replace("--save DIR", "--save 'new/a folder'"))[1:])
    assert again.code == 1
    assert again.err == "wrote new/a folder/counterexample.sql\nwrote new/a folder/counterexample.py\n"
    assert "--save" not in again.out
    folder = drill.folder / "new" / "a folder"
    with duckdb.connect() as connection:
        came = connection.execute((folder / "counterexample.sql").read_text("utf-8")).fetchall()
        right = connection.execute(RIGHT).fetchall()
        assert sorted(came) != sorted(right)
    done_alone = subprocess.run(
        [sys.executable, "-I", folder / "counterexample.py"], capture_output=True, text=True, check=True
    )
    assert "person_id" in done_alone.stdout


def test_a_pandas_answer_that_fails_fails_in_its_file_too(drill: Drill) -> None:
    source = "def solve(people, sales):\n    return people.assign(n=sales.groupby('nobody').size())\n"
    done = drill("run", "tally", drill.file("my.py", source), "--save", "out", "--case", "sample", *PATIENT)
    assert "empty tables are enough to make it fail, cut from fixture sample" in done.out
    alone = subprocess.run([sys.executable, "-I", "out/counterexample.py"], capture_output=True, text=True, check=False)
    assert alone.returncode == 1
    assert "KeyError: 'nobody'" in alone.stderr


def test_the_document_has_it(drill: Drill) -> None:
    done = drill("run", "tally", drill.file("wrong.sql", WRONG), "--json", "--case", "sample", *PATIENT)
    found = json.loads(done.out)["counterexample"]
    assert list(found) == ["case", "seed", "rows", "minimal", "reason", "tables", "expected", "actual"]
    assert (found["case"], found["seed"], found["minimal"]) == ("sample", 1, True)
    assert list(found["tables"]) == ["people", "sales"]
    assert found["rows"] == sum(len(table["rows"]) for table in found["tables"].values())
    people = found["tables"]["people"]
    assert people["columns"][0] == "person_id" and all(len(row) == len(people["columns"]) for row in people["rows"])
    assert found["expected"]["columns"] == list(NAMES)
    assert len(found["expected"]["rows"]) == len(found["actual"]["rows"]) + 1


def test_a_translated_query_is_saved_as_it_ran(drill: Drill) -> None:
    source = WRONG.replace("count(sale_id) AS sales", "(count(sale_id) || '')::int8 AS sales")
    file = drill.file("my.sql", source)
    done = drill("run", "tally", file, "--dialect", "postgres", "--save", "out", "--case", "sample", *PATIENT)
    assert done.code == 1
    text = Path("out/counterexample.sql").read_text("utf-8")
    assert "-- translated from postgres to DuckDB's SQL\n" in text
    duckdb.connect().execute(text)


def test_a_stranger_s_answer_is_looked_into_as_it_is_judged(drill: Drill, explaining: Explaining) -> None:
    from judge.sandbox.pool import FOR_STRANGERS

    drill("run", "tally", "wrong.sql", "--stranger", "--trust")
    drill("run", "tally", "wrong.sql", "--stranger")
    assert [asked["required"] for asked in explaining.asked] in ([frozenset(), FOR_STRANGERS], [frozenset()])


# in two parts


def test_the_verdict_is_out_before_it_is_looked_into(drill: Drill, explaining: Explaining) -> None:
    explaining.adds["notes"] = ("late",)
    done = drill("run", "tally", "wrong.sql", "--time-limit", "9", "--budget", "0.5")
    [asked] = explaining.asked
    assert (asked["explain"], asked["budget"], asked["limits"].seconds) == ("full", 0.5, 9)
    assert asked["sandbox"] is not None
    assert explaining.printed.startswith("✗ wrong answer")
    assert "error[D009]" in explaining.printed
    assert "enough" not in explaining.printed and "more about this" not in explaining.printed
    rest = done.out.removeprefix(explaining.printed)
    assert rest.startswith(f"\nit behaves exactly like this mistake: {SAID.sentence}\n\n2 rows are enough to show it, ")
    assert rest.index(SAID.sentence) < rest.index("note: late") < rest.index("more about this")
    assert rest.endswith("--time-limit 9 --budget 0.5 --case team --save DIR\n")


def test_a_document_waits_for_it(drill: Drill, explaining: Explaining) -> None:
    document = json.loads(drill("run", "tally", "wrong.sql", "--json").out)
    assert explaining.printed == ""
    assert document["mistakes"] == [{"kind": "wrong", "id": "counts_members", "sentence": SAID.sentence}]
    assert document["counterexample"]["reason"] == "it broke"
    assert document["counterexample"]["actual"] is None


def test_a_document_has_so_many_rows_of_a_result(drill: Drill, explaining: Explaining) -> None:
    found = KNOWN.counterexample
    assert found
    many = [replace(found, actual=result(*[(n,) for n in range(count)], columns=("n",))) for count in (1000, 1002)]
    told = []
    for counterexample in many:
        explaining.adds["counterexample"] = counterexample
        told.append(json.loads(drill("run", "tally", "wrong.sql", "--json").out)["counterexample"]["actual"])
    assert [(len(actual["rows"]), actual.get("hidden")) for actual in told] == [(1000, None), (1000, 2)]


def test_cells_of_a_document_are_typed_and_nan_of_pandas_is_null(drill: Drill, explaining: Explaining) -> None:
    found = KNOWN.counterexample
    assert found
    rows = [(float("nan"), date(2026, 3, 1)), (1.5, None)]
    of_pandas = result(*rows, columns=("x", "day"), nan_is_missing=True)
    for actual, nan in ((of_pandas, None), (replace(of_pandas, nan_is_missing=False), {"float": "NaN"})):
        explaining.adds["counterexample"] = replace(found, actual=actual)
        told = json.loads(drill("run", "tally", "wrong.sql", "--json").out)["counterexample"]["actual"]
        assert told == {"columns": ["x", "day"], "rows": [[nan, {"date": "2026-03-01"}], [1.5, None]]}


def test_an_accepted_answer_gets_its_notes(drill: Drill, explaining: Explaining) -> None:
    explaining.adds = {"notes": ("NOT IN over a column that may be NULL",)}
    done = drill("run", "tally", "right.sql")
    assert done.code == 0
    assert done.out == f"{explaining.printed}note: NOT IN over a column that may be NULL\n"
    explaining.adds = {}
    assert drill("run", "tally", "right.sql").out == explaining.printed


def test_an_interrupt_leaves_the_verdict_and_the_attempt(drill: Drill, explaining: Explaining) -> None:
    explaining.raises = KeyboardInterrupt()
    done = drill("run", "tally", "wrong.sql", DRILL_DATA_DIR=str(drill.folder / "data"))
    assert (done.code, done.out) == (130, explaining.printed)
    assert done.err.endswith("interrupted\n")
    kept = drill("history", "--json", DRILL_DATA_DIR=str(drill.folder / "data"))
    assert [attempt["verdict"] for attempt in json.loads(kept.out)["attempts"]] == ["wrong_answer"]


def test_an_answer_from_stdin_is_explained_without_commands(drill: Drill, explaining: Explaining) -> None:
    done = drill("run", "tally", "-", "--lang", "sql", stdin=WRONG.encode())
    assert explaining.asked
    assert SAID.sentence in done.out
    assert "--save" not in done.out and "this fixture alone" not in done.out


# how much


def test_data_shows_what_came_and_never_what_was_expected(drill: Drill, explaining: Explaining) -> None:
    done = drill("run", "tally", "wrong.sql", "--explain", "data", "--save", "out")
    assert "cut from fixture team" in done.out and "it broke" in done.out and SAID.sentence in done.out
    saved = "".join(file.read_text("utf-8") for file in Path("out").iterdir())
    document = drill("run", "tally", "wrong.sql", "--explain", "data", "--json").out
    for said in (done.out, saved, document):
        assert "Secret" not in said
        assert "\n  expected  " not in said
    assert json.loads(document)["counterexample"]["expected"] is None
    assert all(
        row["expected"] is None
        for of in json.loads(document)["results"]
        for finding in of["diff"]["findings"]
        for row in finding["rows"]
    )
    assert [asked["explain"] for asked in explaining.asked] == ["data", "data"]
    assert "--explain data --case team" in drill("run", "tally", "wrong.sql", "--explain", "data").out


def test_none_looks_for_nothing_and_tells_no_more_than_data(drill: Drill, explaining: Explaining) -> None:
    done = drill("run", "tally", "wrong.sql", "--explain", "none")
    assert (done.code, explaining.asked) == (1, [])
    assert "error[D009]" in done.out and "more about this" in done.out
    assert "\n  expected  " not in done.out
    document = json.loads(drill("run", "tally", "wrong.sql", "--explain", "none", "--json").out)
    assert (document["counterexample"], document["mistakes"]) == (None, [])


def test_full_is_what_is_told_where_nothing_is_said(drill: Drill, explaining: Explaining) -> None:
    done = drill("run", "tally", "wrong.sql")
    assert "Secret" in done.out and "\n  expected  " in done.out


# bad input


@pytest.mark.parametrize(
    ("arguments", "message", "help"),
    [
        (("--explain", "ful"), "no level of --explain is called 'ful'", "did you mean 'full'?"),
        (("--explain", "zzz"), "no level of --explain is called 'zzz'", "there is data, full, none"),
        (("--explain", ""), "no level of --explain is called ''", "there is data, full, none"),
        *(
            (
                ("--budget", value),
                f"Invalid value for '--budget': '{value}' is not a number from 0 to 60.",
                "drill run --help lists the options",
            )
            for value in ("-0.1", "60.1", "nan", "inf", "-1", "soon")
        ),
    ],
)
def test_options_that_say_nothing(
    drill: Drill, explaining: Explaining, arguments: tuple[str, ...], message: str, help: str
) -> None:
    done = drill("run", "tally", "wrong.sql", *arguments)
    assert done.err == f"error: {message}\nhelp: {help}\n"
    assert (done.code, done.out) == (2, "")
    document = json.loads(drill("run", "tally", "wrong.sql", *arguments, "--json").out)
    assert document["error"]["message"] == message
