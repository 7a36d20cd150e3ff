"""The folder of a session: its name, its files, and stubs that never stand in anybody's way."""

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path

import pytest

from judge.errors import CannotBegin
from judge.practice.workplace import Answer, answers, lay, new_folder, take_back
from tests.practice import EASY, HARD, MEDIUM, THREE

TODAY = date(2026, 3, 9)


def test_a_new_folder_is_named_by_the_day_and_is_not_there(tmp_path: Path) -> None:
    assert new_folder(tmp_path, TODAY) == tmp_path / "drill-2026-03-09"
    assert not list(tmp_path.iterdir())
    (tmp_path / "drill-2026-03-09").mkdir()
    assert new_folder(tmp_path, TODAY) == tmp_path / "drill-2026-03-09-2"
    (tmp_path / "drill-2026-03-09-2").write_text("a file stands there", "utf-8")
    (tmp_path / "drill-2026-03-09-4").mkdir()
    assert new_folder(tmp_path, TODAY) == tmp_path / "drill-2026-03-09-3"


def test_a_file_for_each_problem_and_language(tmp_path: Path) -> None:
    assert answers(tmp_path, THREE, "any") == [
        Answer(tmp_path / "easy_one.sql", 0, "sql"),
        Answer(tmp_path / "easy_one.py", 0, "pandas"),
        Answer(tmp_path / "medium_one.sql", 1, "sql"),
        Answer(tmp_path / "hard_one.py", 2, "pandas"),
    ]
    assert answers(tmp_path, [MEDIUM, EASY], "sql") == [
        Answer(tmp_path / "medium_one.sql", 0, "sql"),
        Answer(tmp_path / "easy_one.sql", 1, "sql"),
    ]
    assert answers(tmp_path, [EASY, HARD], "pandas") == [
        Answer(tmp_path / "easy_one.py", 0, "pandas"),
        Answer(tmp_path / "hard_one.py", 1, "pandas"),
    ]


def test_a_stub_is_laid_with_its_folder_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "easy_one.sql"
    lay(file, "SELECT 'Zoë'\n")
    assert file.read_bytes().replace(os.linesep.encode(), b"\n") == "SELECT 'Zoë'\n".encode()
    assert [path.name for path in file.parent.iterdir()] == ["easy_one.sql"]


@pytest.mark.parametrize("content", [b"mine", b"", b"\xff\xfe"])
def test_what_is_there_is_never_touched(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "easy_one.sql"
    file.write_bytes(content)
    lay(file, "SELECT 1\n")
    assert file.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["easy_one.sql"]


def test_what_an_earlier_crash_left_half_done_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / ".easy_one.sql.new").write_text("SEL", "utf-8")
    lay(tmp_path / "easy_one.sql", "SELECT 1\n")
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("easy_one.sql", "SELECT 1\n")]


def test_where_it_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    file = tmp_path / "taken" / "easy_one.sql"
    with pytest.raises(CannotBegin) as refused:
        lay(file, "SELECT 1\n")
    assert refused.value.message.startswith(f"{file} cannot be written: ")
    assert refused.value.help == "choose a place with --folder"


def test_a_full_disk_leaves_no_half_of_a_stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(path: Path, content: bytes) -> int:
        path.write_text(content.decode()[:3], "utf-8")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", half)
    file = tmp_path / "easy_one.sql"
    with pytest.raises(CannotBegin) as refused:
        lay(file, "SELECT 1\n")
    assert refused.value.message == f"{file} cannot be written: {os.strerror(errno.ENOSPC)}"
    assert list(tmp_path.iterdir()) == []


def test_stubs_are_taken_back_with_their_folder(tmp_path: Path) -> None:
    folder = tmp_path / "drill"
    stubs = {"easy_one.sql": "SELECT 1\n", "easy_one.py": "import pandas\n"}
    for name, text in stubs.items():
        lay(folder / name, text)
    take_back(folder, {**stubs, "never_laid.sql": "SELECT 2\n"})
    assert not folder.exists()
    take_back(folder, stubs)  # it is gone already


def test_what_is_not_utf8_is_not_taken_back(tmp_path: Path) -> None:
    lay(tmp_path / "easy_one.py", "import pandas\n")
    (tmp_path / "easy_one.sql").write_bytes(b"SELECT '\xe9'")
    take_back(tmp_path, {"easy_one.sql": "SELECT 1\n", "easy_one.py": "import pandas\n"})
    assert [path.name for path in tmp_path.iterdir()] == ["easy_one.sql"]


def test_what_somebody_wrote_is_not_taken_back(tmp_path: Path) -> None:
    stubs = {"easy_one.sql": "SELECT 1\n", "easy_one.py": "import pandas\n"}
    for name, text in stubs.items():
        lay(tmp_path / name, text)
    (tmp_path / "easy_one.sql").write_text("SELECT 2\n", "utf-8")
    take_back(tmp_path, stubs)
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("easy_one.sql", "SELECT 2\n")]


def test_a_folder_with_other_files_is_left(tmp_path: Path) -> None:
    lay(tmp_path / "easy_one.sql", "SELECT 1\n")
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    take_back(tmp_path, {"easy_one.sql": "SELECT 1\n"})
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
