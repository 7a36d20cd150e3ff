"""Which files a submission may read, and above all which not."""

from __future__ import annotations

import importlib.metadata
import os
import re
import sys
from pathlib import Path

import numpy
import pytest

import judge
from judge.data.cache import default_root
from judge.errors import CannotBegin
from judge.judging import judge_submission, select
from judge.model import Submission
from judge.sandbox import readable as rooms
from judge.sandbox.readable import PACKAGES, readable, within

HERE = Path(judge.__file__).parent


def test_neither_the_judge_nor_problems_nor_answers_are_readable() -> None:
    problems = HERE.parent / "problems"
    for path in (HERE, HERE / "sandbox", HERE / "judging.py", problems, default_root(), Path.home(), Path("/etc")):
        assert within(path) is None, path
    for path in (HERE, problems, default_root()):
        assert not [part for part in readable() if f"{part}/".startswith(f"{path}/")]


def test_the_library_and_the_packages_are() -> None:
    for path in (os.__file__, re.__file__, numpy.__file__, sys.modules["json.decoder"].__file__):
        assert path and within(Path(path)), path


def test_packages_are_all_that_the_promised_ones_need() -> None:
    wanted, found = ["numpy", "pandas", "scipy", "pyarrow", "duckdb", "pytz"], set()
    while wanted:
        name = wanted.pop()
        if name in found:
            continue
        found.add(name)
        for needs in importlib.metadata.requires(name) or ():
            if "extra ==" not in needs and "sys_platform" not in needs:
                wanted.append(re.split(r"[^\w-]", needs, maxsplit=1)[0].lower())
    tops = {
        file.parts[0].partition(".")[0]
        for name in found
        for file in importlib.metadata.files(name) or ()
        if ".." not in file.parts and ".dist-info" not in file.parts[0]
    }
    assert {top for top in tops if not top.startswith("__")} - {"_duckdb-stubs", "adbc_driver_duckdb"} <= PACKAGES


def test_a_folder_of_packages_within_the_library_is_left_out(tmp_path: Path) -> None:
    for name in ("lib/python/json", "lib/python/site-packages/judge", "lib/other/deep"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "lib/python/os.py").touch()
    (tmp_path / "lib/python/link").symlink_to(tmp_path / "lib/python/site-packages")
    parts = set(rooms._without(f"{tmp_path}/lib", [f"{tmp_path}/lib/python/site-packages"]))
    assert parts == {f"{tmp_path}/lib/{part}" for part in ("python/json", "python/os.py", "other")}
    assert rooms._without(f"{tmp_path}/lib", [f"{tmp_path}/lib"]) == []
    assert rooms._without(f"{tmp_path}/lib", [f"{tmp_path}/library"]) == [f"{tmp_path}/lib"]


def test_a_problem_that_lies_where_submissions_read_is_not_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.pack import SQL, write_pack

    problem = judge.load_problem(write_pack(tmp_path))
    monkeypatch.setattr("judge.judging.within", lambda path: "/usr/lib" if path == problem.folder else None)
    with pytest.raises(CannotBegin, match="lies within /usr/lib, where submissions read"):
        judge_submission(problem, Submission("sql", SQL, "answer"), select(problem))
