"""The wheel, built and installed in a venv of its own: one test, since installing takes a while."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEFT_OUT = ("__pycache__", ".pyc")


def _run(*command: str | Path, cwd: Path, code: int = 0) -> str:
    environ = {name: os.environ[name] for name in os.environ if not name.startswith(("PYTHON", "DRILL_"))}
    environ |= {"DRILL_CACHE_DIR": str(cwd / "cache"), "DRILL_DATA_DIR": str(cwd / "data")}
    environ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=cwd, env=environ)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_judges_outside_the_checkout(tmp_path: Path) -> None:
    _run(
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"),
        *("--wheel-dir", tmp_path, ROOT),
        cwd=tmp_path,
    )
    [wheel] = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"judge"}
    assert "judge/tui/session.tcss" in names
    for folder in ("problems", "fixtures"):
        files = [file.relative_to(ROOT).as_posix() for file in (ROOT / folder).rglob("*") if file.is_file()]
        wanted = {f"judge/{file}" for file in files if not any(part in file for part in LEFT_OUT)}
        assert wanted
        assert wanted <= names, wanted - names

    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    constraints = ROOT / "constraints.txt"
    _run(programs / "python", "-m", "pip", "install", "--quiet", "--constraint", constraints, wheel, cwd=tmp_path)
    where = _run(programs / "python", "-c", "import judge; print(judge.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(tmp_path / "venv")
    for language, file in (("sql", "right.sql"), ("pandas", "right.py")):
        right = _run(programs / "drill", "solution", "retention_7d", "--lang", language, cwd=tmp_path)
        (tmp_path / file).write_text(right, "utf-8")
        assert _run(programs / "drill", "run", "retention_7d", file, cwd=tmp_path).startswith("✓ accepted")
    wrong = "SELECT DATE '2026-01-05' AS cohort_week, 1 AS members, 1 AS retained, 1.0 AS retention"
    (tmp_path / "wrong.sql").write_text(wrong, "utf-8")
    out = _run(programs / "drill", "run", "retention_7d", "wrong.sql", cwd=tmp_path, code=1)
    assert out.startswith("✗ wrong answer")

    _run(programs / "drill", "new", "my_own", "--world", "clickstream", cwd=tmp_path)
    remarks = _run(programs / "drill", "check", "my_own", "--seeds", "1", "--json", cwd=tmp_path)
    assert json.loads(remarks)["problems"][0]["scores"][0]["killed"] > 20
