"""What each process loads: a command pays only for what it uses, and no answer is ever beside a candidate's code."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from judge.api import judge, load_problem
from judge.data import Cache
from judge.model import Language
from judge.sandbox import wire
from judge.sandbox.job import FixtureSource
from tests.pack import PANDAS, SQL, write_pack
from tests.running import job_of

ROOT = Path(__file__).parents[2]
HEAVY = {"duckdb", "pandas", "numpy", "pyarrow", "faker", "sqlglot"}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack whose fixtures and expected results are in its own cache."""
    folder = tmp_path_factory.mktemp("pack")
    problem = load_problem(write_pack(folder))
    assert judge(problem, SQL, language="sql", cache=folder / "cache").verdict == "accepted"
    return folder


LOOK = """
import json, os, sys
leave = os._exit
def look(code):
    sys.stdout.write("\\n" + json.dumps([*sys.modules]) + "\\n")
    sys.stdout.flush()
    leave(code)
os._exit = look  # how a command leaves
"""


def loaded(code: str, pack: Path | None = None) -> set[str]:
    """The modules that a process of its own has loaded after `code`, at whatever point it exits."""
    wrapped = LOOK + code + "\nos._exit(0)"
    env = {name: value for name, value in os.environ.items() if not name.startswith("DRILL")}
    if pack:
        env |= {"DRILL_CACHE_DIR": str(pack / "cache"), "DRILL_PROBLEMS": str(pack)}
        env["DRILL_DATA_DIR"] = str(pack / "data")
    done = subprocess.run(
        [sys.executable, "-c", wrapped], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def drill(*arguments: str) -> str:
    return f"import sys\nsys.argv = {['drill', *arguments]!r}\nfrom judge.cli import main\nmain()"


def test_importing_the_package_loads_next_to_nothing() -> None:
    modules = loaded("import judge")
    assert not modules & (HEAVY | {"rich", "click", "tomllib", "scipy"})
    assert {name for name in modules if name.startswith("judge")} == {"judge"}


def test_help_needs_click_alone() -> None:
    modules = loaded(drill("--help"))
    assert "click" in modules
    assert not modules & (HEAVY | {"rich", "tomllib", "scipy"})
    assert not {"judge.model", "judge.judging", "judge.catalog", "judge.data"} & modules


def test_the_parent_of_a_run_on_a_warm_cache_loads_no_engine(pack: Path) -> None:
    modules = loaded(drill("run", "toy", str(pack / "toy" / "solution.sql")), pack)
    assert "judge.judging" in modules
    assert "judge.sandbox.pool" in modules
    assert not modules & HEAVY
    assert not {name for name in modules if name.startswith("judge.sandbox.inside.")}


def test_the_api_on_a_warm_cache_loads_no_engine_either(pack: Path) -> None:
    code = f"""
from pathlib import Path
from judge import judge, load_problem
problem = load_problem(Path({str(pack / "toy")!r}))
assert judge(problem, problem.folder / "solution.sql").verdict == "accepted"
"""
    assert not loaded(code, pack) & (HEAVY | {"click", "rich"})


INSIDE = """
import json, os, runpy, sys
leave = os._exit
def look(code):
    os.write(2, json.dumps([*sys.modules]).encode())
    leave(code)
os._exit = look
runpy.run_module("judge.sandbox.inside", run_name="__main__")
"""


def in_worker(language: Language, source: str, pack: Path) -> set[str]:
    """The modules that a worker has loaded once it has judged all its fixtures."""
    problem = load_problem(pack / "toy")
    fixtures = [Cache(pack / "cache").find(problem, case) for case in problem.cases]
    sources = [FixtureSource(one.schema, str(one.path)) for one in fixtures if one]
    job = io.BytesIO()
    wire.write(job, job_of(language, source, sources).header())
    for _ in sources:
        wire.write(job, b"")
    done = subprocess.run(
        [sys.executable, "-c", INSIDE, "worker", language],
        cwd=ROOT,
        input=job.getvalue(),
        capture_output=True,
        check=True,
    )
    frames = io.BytesIO(done.stdout)
    assert "ready" in json.loads(wire.read(frames) or b"")
    assert done.stdout.count(b'{"rows": ') == len(problem.cases), done.stdout
    return set(json.loads(done.stderr))


OURS = {"judge.catalog", "judge.data", "judge.compare", "judge.judging", "judge.api", "judge.cli", "judge.render"}


def test_a_sql_worker_loads_duckdb_alone(pack: Path) -> None:
    modules = in_worker("sql", SQL, pack)
    assert "duckdb" in modules
    assert not modules & {"pandas", "pyarrow", "numpy", "faker", "sqlglot", "rich", "click", "scipy"}
    assert not modules & OURS


def test_a_pandas_worker_loads_no_room_with_answers(pack: Path) -> None:
    modules = in_worker("pandas", PANDAS, pack)
    assert {"duckdb", "pandas"} <= modules
    assert not modules & (OURS | {"faker", "sqlglot", "rich", "click", "fixtures"})
