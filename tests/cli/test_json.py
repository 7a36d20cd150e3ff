"""`drill run --json`: the documented keys in every verdict, and an error document for exit codes 2 to 4."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest

from tests.cli.conftest import PACK, RIGHT, Done, Drill

pytestmark = pytest.mark.usefixtures("unexplained")

KEYS = ["schema", "problem", "language", "verdict", "passed", "fixtures", "elapsed_ms", "results"]
KEYS += ["counterexample", "mistakes", "notes", "output"]
RESULT_KEYS = ["case", "seed", "verdict", "reason", "expected_rows", "actual_rows", "diff"]
VERDICTS = {
    "accepted": ("sql", RIGHT),
    "wrong_answer": ("sql", "SELECT person_id, name, 0 AS sales, 0.0 AS share FROM people"),
    "runtime_error": ("sql", "SELECT * FROM nobody"),
    "time_limit": ("sql", "SELECT sum(a.range) FROM range(10000000) a, range(10000000)"),
    "memory_limit": ("sql", "SELECT length(repeat('x', 3000000000)) AS n"),
    "output_limit": ("sql", "SELECT repeat('x', 1000000) AS x FROM range(80)"),
    "invalid_submission": ("sql", "DROP TABLE people"),
}


def _document(done: Done) -> dict[str, Any]:
    document = json.loads(done.out)
    assert isinstance(document, dict)
    return document


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict(drill: Drill, verdict: str) -> None:
    language, source = VERDICTS[verdict]
    limit = ["--time-limit", "0.5"] if verdict == "time_limit" else []
    done = drill("run", "tally", drill.file("my.sql", source), "--json", *limit)
    document = _document(done)
    assert list(document) == KEYS
    assert [list(result) for result in document["results"]] == [RESULT_KEYS] * 3
    assert [(result["case"], result["seed"]) for result in document["results"]] == [
        ("sample", 1),
        ("team", 2),
        ("many", 3),
    ]
    assert (document["schema"], document["problem"], document["language"]) == (1, "tally", language)
    assert document["verdict"] == document["results"][0]["verdict"] == verdict
    assert (document["passed"], document["fixtures"]) == (3 if verdict == "accepted" else 0, 3)
    assert isinstance(document["elapsed_ms"], int | float)
    assert (document["notes"], document["output"]) == ([], "")
    assert (document["counterexample"], document["mistakes"]) == (None, [])
    assert done.code == (0 if verdict == "accepted" else 1)


def test_rows_and_reasons(drill: Drill) -> None:
    results = _document(drill("run", "tally", drill.file("my.sql", RIGHT), "--json"))["results"]
    assert [(r["reason"], r["expected_rows"], r["actual_rows"]) for r in results] == [
        ("", 4, 4),
        ("", 12, 12),
        ("", 100, 100),
    ]
    results = _document(drill("run", "tally", drill.file("my.sql", "SELECT 1 AS x"), "--json", "--case", "team"))[
        "results"
    ]
    [result] = results
    assert (result["expected_rows"], result["actual_rows"]) == (12, 1)
    assert "'person_id'" in result["reason"]


def test_what_follows_a_time_limit_is_skipped(drill: Drill) -> None:
    source = "def solve(people):\n    while len(people) > 4: pass\n    return people\n"
    done = drill("run", "tally", drill.file("my.py", source), "--json", "--time-limit", "0.5")
    results = _document(done)["results"]
    assert [r["verdict"] for r in results] == ["wrong_answer", "time_limit", "skipped"]
    assert (results[2]["reason"], results[2]["actual_rows"]) == ("", None)


def test_a_wrong_answer_has_its_findings_with_typed_rows(drill: Drill) -> None:
    source = f"SELECT *, CAST('nan' AS DOUBLE) AS share FROM (SELECT person_id, name, sales FROM ({RIGHT.rstrip(';')}))"
    document = _document(drill("run", "tally", drill.file("my.sql", source), "--json", "--case", "team"))
    [result] = document["results"]
    diff = result["diff"]
    assert diff["columns"] == ["person_id", "name", "sales", "share"]
    [finding] = diff["findings"]
    assert list(finding) == ["code", "message", "columns", "rows", "hidden", "notes", "help"]
    assert (finding["code"], finding["message"], finding["columns"]) == ("D020", result["reason"], ["share"])
    assert len(finding["rows"]) == 12
    assert finding["hidden"] == 0
    row = finding["rows"][0]
    assert row["actual"] == [*row["expected"][:3], {"float": "NaN"}]
    assert finding["help"].startswith("NaN is not NULL")


def test_many_rows_are_counted_and_not_written_out(drill: Drill) -> None:
    source = f"SELECT person_id, name, sales + 1 AS sales, share FROM ({RIGHT.rstrip(';')})"
    document = _document(drill("run", "tally", drill.file("my.sql", source), "--json", "--case", "many"))
    [finding] = document["results"][0]["diff"]["findings"]
    assert (len(finding["rows"]), finding["hidden"]) == (20, 80)
    assert finding["notes"] == ["every value of sales is 1 too high"]


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_odd_characters_stay_valid_json(drill: Drill, encoding: str) -> None:
    printing = "print('é \\x00 \\x1b[31m \\u2028 \\\\ \"')"
    source = f"def solve(people):\n    {printing}\n    return people.rename(columns={{'name': '\\ud800'}})\n"
    done = drill.process(
        "run",
        "tally",
        drill.file("my.py", source),
        "--json",
        "--case",
        "sample",
        PYTHONUTF8="0",
        PYTHONIOENCODING=encoding,
    )
    assert done.code == 1
    assert _document(done)["output"].splitlines()[0].startswith("é \x00 \x1b[31m ")


CANNOT = [
    (("run", "tally"), "cannot_begin", "Missing argument 'FILE'."),
    (("run", "tally", "no.sql"), "cannot_begin", "no such file: no.sql"),
    (("run", "taly", "no.sql"), "unknown_name", "no problem is called 'taly'"),
    (("rnu", "tally", "no.sql"), "unknown_name", "no command is called 'rnu'"),
    (("run", "tally", "no.sql", "--seed", "x"), "cannot_begin", "Invalid value for '--seed'"),
    (("run", "tally", "."), "cannot_begin", ". is a directory"),
]


@pytest.mark.parametrize(("arguments", "kind", "message"), CANNOT)
def test_could_not_begin(drill: Drill, arguments: tuple[str, ...], kind: str, message: str) -> None:
    done = drill(*arguments, "--json")
    document = _document(done)
    assert list(document) == ["schema", "error"]
    assert (document["schema"], list(document["error"])) == (1, ["kind", "message", "help"])
    assert document["error"]["kind"] == kind
    assert document["error"]["message"].startswith(message)
    assert (done.code, done.err) == (2, "")


def test_broken_problem(drill: Drill) -> None:
    shutil.copytree(PACK, drill.folder / "pack")
    (drill.folder / "pack" / "tally" / "generator.py").write_text("def generate(world):\n    1 / 0\n", "utf-8")
    done = drill("--problems", "pack", "run", "tally", drill.file("my.sql", RIGHT), "--json")
    assert _document(done) == {
        "schema": 1,
        "error": {
            "kind": "problem_error",
            "message": "tally/generator.py:2: case 'sample', seed 1: ZeroDivisionError: division by zero",
            "help": "",
        },
    }
    assert done.code == 3


def test_our_own_fault(drill: Drill, monkeypatch: pytest.MonkeyPatch) -> None:
    from judge import judging

    def fail(*_: object, **__: object) -> None:
        raise LookupError("out of order")

    monkeypatch.setattr(judging, "judge_submission", fail)
    done = drill("run", "tally", drill.file("my.sql", RIGHT), "--json")
    assert _document(done)["error"] == {"kind": "internal_error", "message": "LookupError: out of order", "help": ""}
    assert done.code == 4
    assert "Traceback" in done.err
