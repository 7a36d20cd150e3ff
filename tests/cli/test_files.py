"""Commands that write files: `drill start` and `drill data`."""

from __future__ import annotations

import csv
import errno
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from tests import golden
from tests.cli.conftest import Drill


@pytest.mark.parametrize(("language", "file"), [("sql", "tally.sql"), ("pandas", "tally.py")])
def test_a_stub_runs_and_is_wrong(drill: Drill, language: str, file: str) -> None:
    done = drill("start", "tally", "--lang", language)
    assert (done.code, done.out) == (0, f"{file}\n")
    assert done.err.endswith(f"read the problem: drill show tally\njudge your answer: drill run tally {file}\n")
    golden.check(f"stub_{language}", (drill.folder / file).read_text("utf-8"))
    done = drill("run", "tally", file, "--case", "sample")
    assert (done.code, done.out.splitlines()[2].strip()[:37]) == (1, "✗  sample  4 rows expected, none came")


def test_a_stub_is_in_the_first_language(drill: Drill) -> None:
    assert drill("start", "tally").out == "tally.sql\n"


def test_start_never_overwrites(drill: Drill) -> None:
    drill.file("tally.sql", "mine")
    done = drill("start", "tally")
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(
        "error: tally.sql is there already, and is left as it is\nhelp: drill run tally tally.sql\n"
    )
    assert (drill.folder / "tally.sql").read_text("utf-8") == "mine"


SALE = (101, 1, datetime(2026, 2, 1, 1, 40), Decimal("252.50"), False)
SALES = [
    SALE,
    (102, 1, datetime(2026, 2, 1, 1, 41), Decimal("255.00"), False),
    (103, 2, datetime(2026, 2, 1, 1, 42), Decimal("257.50"), False),
    (104, 2, datetime(2026, 2, 1, 1, 43), Decimal("260.00"), True),
    (105, 2, datetime(2026, 2, 1, 1, 44), Decimal("262.50"), False),
    (106, 3, datetime(2026, 2, 1, 1, 45), Decimal("265.00"), False),
]
PEOPLE = [
    (1, "Zoë", date(2025, 12, 31), None),
    (2, "Ana", date(2026, 1, 1), 1),
    (3, "李雷", date(2026, 1, 2), 2),
    (4, "Ole Ø. Ström", date(2026, 1, 3), 3),
]


def _written(drill: Drill, *arguments: str) -> list[Path]:
    done = drill("data", "tally", "--out", "out", *arguments)
    assert (done.code, done.err) == (0, "building a fixture\n")
    return [drill.folder / line for line in done.out.splitlines()]


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[Any, ...]]:
    return connection.execute(f"FROM {table} ORDER BY 1").fetchall()


def test_duckdb(drill: Drill) -> None:
    [file] = _written(drill, "--format", "duckdb")
    with duckdb.connect(str(file), read_only=True) as connection:
        assert _rows(connection, "people") == PEOPLE
        assert _rows(connection, "sales") == SALES
        keys = connection.execute("SELECT table_name, constraint_type FROM duckdb_constraints()").fetchall()
    assert {("people", "PRIMARY KEY"), ("sales", "FOREIGN KEY")} <= set(keys)


def test_parquet(drill: Drill) -> None:
    people, sales = _written(drill, "--format", "parquet")
    with duckdb.connect() as connection:
        assert _rows(connection, f"'{people}'") == PEOPLE
        assert _rows(connection, f"'{sales}'") == SALES
    frame = pd.read_parquet(people).sort_values("person_id")
    assert frame["name"].tolist() == [row[1] for row in PEOPLE]
    assert frame["leader_id"].isna().tolist() == [True, False, False, False]


def test_csv(drill: Drill) -> None:
    people, sales = _written(drill)
    with people.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["person_id", "name", "joined_on", "leader_id"]
    assert sorted(rows) == [
        [str(i), name, str(day), "" if leader is None else str(leader)] for i, name, day, leader in PEOPLE
    ]
    with duckdb.connect() as connection:
        assert _rows(connection, f"'{people}'") == PEOPLE
        read = connection.execute(
            "SELECT * REPLACE (price::DECIMAL(18, 2) AS price) FROM read_csv(?) ORDER BY 1", [str(sales)]
        )
        assert read.fetchall() == SALES
    frame = pd.read_csv(sales, parse_dates=["sold_at"]).sort_values("sale_id")
    assert frame.iloc[0].tolist() == [101, 1, pd.Timestamp("2026-02-01 01:40"), 252.5, False]


@pytest.mark.parametrize(
    ("arguments", "rows"), [((), 4), (("--scale", "5"), 20), (("--case", "team"), 12), (("--scale", "0.01"), 1)]
)
def test_size(drill: Drill, arguments: tuple[str, ...], rows: int) -> None:
    people, _ = _written(drill, *arguments)
    assert len(pd.read_csv(people)) == rows


def test_a_seed_is_another_order(drill: Drill) -> None:
    first = [file.read_bytes() for file in _written(drill)]
    again = [file.read_bytes() for file in _written(drill, "--seed", "1", "--force")]
    other = [file.read_bytes() for file in _written(drill, "--seed", "77", "--force", "--scale", "9")]
    assert first == again
    assert other != first


@pytest.mark.parametrize("format_", ["csv", "parquet", "duckdb"])
def test_files_that_are_there_are_kept_unless_forced(drill: Drill, format_: str) -> None:
    files = _written(drill, "--format", format_)
    files[0].write_text("mine", "utf-8")
    done = drill("data", "tally", "--out", "out", "--format", format_)
    assert (done.code, done.out) == (2, "")
    where = files[0].relative_to(drill.folder)
    said = f"error: {where} is there already, and is left as it is\nhelp: choose another --out, or say --force\n"
    assert done.err.endswith(said)
    assert files[0].read_text("utf-8") == "mine"
    _written(drill, "--format", format_, "--force")
    assert files[0].read_bytes() != b"mine"


def test_a_folder_that_cannot_be_made(drill: Drill) -> None:
    drill.file("out", "a file")
    done = drill("data", "tally", "--out", "out/below")
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("error: out/below cannot be written: Not a directory\n")


def test_lock(drill: Drill) -> None:
    import shutil

    from tests.cli.conftest import PACK, RIGHT

    shutil.copytree(PACK, drill.folder / "pack")
    done = drill("data", "tally", "--lock", "--problems", "pack")
    lock = drill.folder / "pack" / "tally" / "fixtures.lock"
    assert (done.code, done.out) == (0, f"{lock}\n")
    answer = drill.file("right.sql", RIGHT)
    assert "note:" not in drill("run", "tally", answer, "--problems", "pack").out
    import json

    document = json.loads(lock.read_text("utf-8"))
    first = next(iter(document["fixtures"]))
    document["fixtures"][first] = "0" * 64
    document["drawn_with"]["numpy"] = "1.0.0"
    lock.write_text(json.dumps(document), "utf-8")
    done = drill("run", "tally", answer, "--problems", "pack")
    assert done.code == 0
    assert "note: fixture sample differs from the locked one: drawn here with numpy" in " ".join(done.out.split())


@pytest.mark.parametrize("format_", ["csv", "parquet", "duckdb"])
def test_what_was_there_survives_a_failure(drill: Drill, monkeypatch: pytest.MonkeyPatch, format_: str) -> None:
    from judge.data import files

    arguments = ("data", "tally", "--out", "out", "--format", format_)
    assert drill(*arguments).code == 0
    before = {file.name: file.read_bytes() for file in (drill.folder / "out").iterdir()}

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "write_duckdb", full)
    monkeypatch.setattr(files, "_copy", full)
    done = drill(*arguments, "--force")
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("error: out cannot be written: No space left on device\n")
    assert {file.name: file.read_bytes() for file in (drill.folder / "out").iterdir()} == before


def test_too_large_a_scale_is_no_fault_of_the_problem(drill: Drill, monkeypatch: pytest.MonkeyPatch) -> None:
    from judge.data import worlds

    def huge(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(worlds, "draw", huge)
    done = drill("data", "tally", "--out", "out", "--scale", "1e9")
    assert done.code == 2
    assert done.err.endswith("error: scale 1e+09 needs more memory than there is\n")


def test_no_half_stub_is_left(drill: Drill, monkeypatch: pytest.MonkeyPatch) -> None:
    from judge.render import stub

    def full(*_: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(stub, "stub", full)
    done = drill("start", "tally")
    assert (done.code, done.err) == (2, "error: tally.sql cannot be written: No space left on device\n")
    assert not (drill.folder / "tally.sql").exists()
