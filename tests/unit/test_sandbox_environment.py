"""What surrounds a submission: the same every time, nothing of the user's, and DuckDB locked."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from judge.model import Outcome
from judge.sandbox.inside.sql_language import read
from judge.sandbox.pool import Sandbox
from judge.sandbox.run import Run
from tests.running import ONE, connection_of, in_worker, job_of

LOOK = """import json, os, random, stat, sys, threading, time
import pandas as pd

def is_open(descriptor):
    try:
        return bool(os.fstat(descriptor))
    except OSError:
        return False

def solve(plays):
    found = {
        "environment": sorted(os.environ), "hash": hash("a"), "seed": os.environ.get("PYTHONHASHSEED"),
        "zone": time.tzname[0], "stdin": sys.stdin.read(), "cwd": os.getcwd(), "path": sys.path[0],
        "encoding": [sys.stdout.encoding, sys.getfilesystemencoding()], "flags": sys.flags.no_user_site,
        "threads": threading.active_count(), "descriptors": sum(map(is_open, range(256))),
    }
    return pd.DataFrame({"x": [json.dumps(found)]})
"""


def only_cell(outcomes: list[Outcome]) -> Any:
    [outcome] = outcomes
    assert outcome.result is not None, outcome
    [[cell]] = outcome.result.rows
    return cell


@pytest.fixture
def strange(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {
        "HOME": "/home/someone",
        "SECRET_TOKEN": "x",
        "PYTHONHASHSEED": "77",
        "PYTHONSTARTUP": "/nowhere",
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
        "OMP_NUM_THREADS": "8",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pandas.py").write_text("raise SystemExit('the wrong pandas')")


@pytest.mark.usefixtures("strange")
def test_the_environment_holds_only_what_we_set_and_two_runs_see_the_same() -> None:
    cells = []
    for _ in range(2):
        with Sandbox() as sandbox, Run(sandbox, job_of("pandas", LOOK, [ONE])) as run:
            cells.append(only_cell(list(run)))
    assert cells[0] == cells[1]
    found = json.loads(cells[0])
    names = ["ARROW_DEFAULT_MEMORY_POOL", "JE_ARROW_MALLOC_CONF", "LC_ALL", "MALLOC_ARENA_MAX", "OMP_NUM_THREADS"]
    assert set(found["environment"]) - {"SYSTEMROOT"} == {
        *names,
        "OPENBLAS_NUM_THREADS",
        "PATH",
        "TZ",
        "PYTHONHASHSEED",
        "PYTHONPATH",
        "PYTHONUNBUFFERED",
    }
    assert found["seed"] == "0"
    assert found["zone"] == "UTC"
    assert found["stdin"] == ""
    assert found["cwd"] == os.sep
    assert found["encoding"] == ["utf-8", "utf-8"]
    assert found["flags"] == 1
    assert found["descriptors"] == 5, "stdin, stdout, stderr, and the pipes that ask for an answer and take it"


def test_sql_runs_on_one_thread_in_utc_and_reads_nothing_outside(connection: Any) -> None:
    settings = {"threads": "1", "TimeZone": "UTC", "enable_external_access": "false", "temp_directory": ""}
    settings |= {"python_enable_replacements": "false", "lock_configuration": "true", "async_threads": "0"}
    asked = ", ".join(f"current_setting('{name}')::varchar" for name in settings)
    assert connection.execute(f"select {asked}").fetchone() == (*settings.values(),)


@pytest.fixture(scope="module")
def connection() -> Iterator[Any]:
    with connection_of(ONE) as opened:
        opened.execute("USE fixture1")
        yield opened


def test_from_expected_cannot_read_python_variables(connection: Any) -> None:
    import duckdb
    import pandas as pd

    expected = pd.DataFrame({"x": [1]})
    assert len(expected) == 1
    with pytest.raises(duckdb.CatalogException, match="Table with name expected does not exist"):
        connection.execute("SELECT * FROM expected")


def outside(path: Path) -> list[str]:
    return [
        f"select * from read_csv('{path}')",
        f"select * from read_text('{path}')",
        f"select * from read_blob('{path}')",
        f"select * from '{path}'",
        f"select * from glob('{path.parent}/*')",
        f"select * from read_duckdb('{path}')",
        f"select * from sniff_csv('{path}')",
    ]


@pytest.mark.parametrize("number", range(7))
def test_files_are_out_of_reach(connection: Any, tmp_path: Path, number: int) -> None:
    import duckdb

    file = tmp_path / "secret.csv"
    file.write_text("a,b\n1,2\n")
    source = outside(file)[number]
    read(connection, {"source": source})  # the gate lets it through, the lock does not
    with pytest.raises(duckdb.PermissionException, match="disabled by configuration"):
        connection.execute(source).fetchall()


@pytest.mark.parametrize(
    "source",
    [
        "COPY plays TO 'out.csv'",
        "EXPORT DATABASE 'out'",
        "ATTACH 'other.duckdb'",
        "SET threads = 4",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET TimeZone = 'Asia/Tokyo'",
        "INSTALL httpfs",
        "LOAD httpfs",
    ],
)
def test_behind_the_gate_the_connection_itself_is_locked(connection: Any, tmp_path: Path, source: str) -> None:
    import duckdb

    with pytest.raises(duckdb.Error, match=r"disabled|locked|not allowed|ermission"):
        connection.execute(source)
    assert not list(tmp_path.iterdir())


def test_behind_the_gate_a_cached_fixture_cannot_be_changed(tmp_path: Path) -> None:
    import duckdb

    from judge.sandbox.job import FixtureSource

    file = tmp_path / "fixture.duckdb"
    with duckdb.connect(str(file)) as made:
        made.execute("CREATE TABLE plays AS SELECT 1 AS play_id")
    content = file.read_bytes()
    with connection_of(FixtureSource((), str(file))) as connection:
        connection.execute("USE fixture1")
        for source in (
            "INSERT INTO plays VALUES (2)",
            "DROP TABLE plays",
            "UPDATE plays SET play_id = 3",
            "CREATE TABLE t (x INT)",
        ):
            with pytest.raises(duckdb.InvalidInputException, match="read-only mode"):
                connection.execute(source)
        assert connection.execute("FROM plays").fetchall() == [(1,)]
    assert file.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["fixture.duckdb"]


def test_the_same_submission_twice_gives_equal_results() -> None:
    pandas = (
        "import numpy as np\nimport pandas as pd\ndef solve(plays):\n"
        "    words = list({f'w{i}' for i in range(50)})\n    return pd.DataFrame({'x': words + [str(sum([0.1] * 9))]})"
    )
    sql = "select sum(sin(range)) + approx_count_distinct(range) as x, list(distinct range % 7) as l from range(100000)"
    for language, source in (("pandas", pandas), ("sql", sql)):
        first, second = (in_worker(language, source)[0][0].result for _ in range(2))  # type: ignore[arg-type]
        assert first is not None
        assert first == second
