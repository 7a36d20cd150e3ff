"""A problem folder: which files it must have, which it may have, and what is read from it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from judge.catalog import answers, home, load_folder, prompt, solution, version
from judge.errors import CannotBegin, ManifestError, UnknownName

MANIFEST = """\
format = 1
title = "Members in all"
difficulty = "easy"
minutes = 5
topics = ["counts"]
languages = ["sql", "pandas"]
world = "member_events"
key = []
rows = 1
hints = ["Count them."]
columns = [{name = "members", kind = "integer", about = "how many"}]
cases = [{name = "sample", seed = 1, sample = true}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pack" / "members_in_all"
    folder.mkdir(parents=True)
    for name in ("prompt.md", "generator.py", "solution.sql", "solution.py"):
        (folder / name).write_text(name)
    (folder / "problem.toml").write_text(MANIFEST)
    return folder


@pytest.mark.parametrize("name", ["problem.toml", "prompt.md", "generator.py", "solution.sql", "solution.py"])
def test_a_file_that_is_missing_or_a_folder_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ManifestError, match="this file is missing") as caught:
        load_folder(folder)
    assert (caught.value.where, caught.value.key) == (f"members_in_all/{name}", "")

    (folder / name).mkdir()
    with pytest.raises(ManifestError, match="expected a file, found a folder") as caught:
        load_folder(folder)
    assert caught.value.where == f"members_in_all/{name}"


def test_only_the_languages_of_the_problem_need_a_solution(folder: Path) -> None:
    (folder / "solution.py").unlink()
    (folder / "problem.toml").write_text(MANIFEST.replace('["sql", "pandas"]', '["sql"]'))
    problem = load_folder(folder)
    assert solution(problem, "sql") == folder / "solution.sql"
    with pytest.raises(UnknownName, match="no language is called 'pandas' in members_in_all"):
        solution(problem, "pandas")


def test_the_missing_solution_is_explained(folder: Path) -> None:
    (folder / "solution.py").unlink()
    with pytest.raises(ManifestError) as caught:
        load_folder(folder)
    assert caught.value.help == "write it, or leave 'pandas' out of languages"


def test_one_line_tables_are_tables(folder: Path) -> None:
    problem = load_folder(folder)
    assert (problem.columns[0].name, problem.sample.seed, problem.key, problem.rows) == ("members", 1, (), 1)
    assert problem.order_by == ()


def test_solutions_lie_beside_the_manifest(folder: Path) -> None:
    problem = load_folder(folder)
    assert [solution(problem, language) for language in ("sql", "pandas")] == [
        folder / "solution.sql",
        folder / "solution.py",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "another"),
    [
        ("problem.toml", "seed = 1", "seed = 2", True),
        ("problem.toml", 'kind = "integer"', 'kind = "float"', True),
        ("problem.toml", "rows = 1", 'rows = 1\ncolumns_by = "strict"', True),
        ("generator.py", "generator", "world", True),
        ("solution.sql", "solution", "other", True),
        ("solution.py", "solution", "other", True),
        ("problem.toml", "Count them.", "Count all of them.", False),
        ("problem.toml", "minutes = 5", "minutes = 6", False),
        ("problem.toml", "rows = 1", 'rows = 1\nequivalent = [{mutant = "0123abcd", reason = "r"}]', False),
        ("prompt.md", "prompt", "other", False),
    ],
)
def test_a_version_is_another_where_another_thing_is_asked_for(
    folder: Path, file: str, old: str, new: str, another: bool
) -> None:
    before = version(load_folder(folder))
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))
    assert (version(load_folder(folder)) != before) is another


def test_the_prompt_is_read_as_utf_8(folder: Path) -> None:
    (folder / "prompt.md").write_bytes("\ufeffZähle — alle.\n".encode())
    problem = load_folder(folder)
    assert prompt(problem) == "Zähle — alle.\n"
    (folder / "prompt.md").write_bytes(b"one\ntwo \xff\n")
    with pytest.raises(ManifestError) as caught:
        prompt(problem)
    assert caught.value.where == "members_in_all/prompt.md:2"


def test_answers_are_sorted_and_hidden_files_are_none(folder: Path) -> None:
    problem = load_folder(folder)
    assert answers(problem, "accepted") == []
    (folder / "wrong" / "__pycache__").mkdir(parents=True)
    for name in ("b.py", "a.sql", ".DS_Store", ".b.py.swp", "c.sql"):
        (folder / "wrong" / name).write_text("")
    assert answers(load_folder(folder), "wrong") == [folder / "wrong" / name for name in ("a.sql", "b.py", "c.sql")]
    assert answers(problem, "accepted") == []


@pytest.mark.parametrize("kind", ["accepted", "wrong"])
@pytest.mark.parametrize("name", ["notes.md", "answer.SQL", "README", "old/", "old.sql/"])
def test_anything_else_among_the_answers_is_named(folder: Path, kind: str, name: str) -> None:
    (folder / kind).mkdir()
    (folder / kind / "fine.sql").write_text("")
    path = folder / kind / name
    if name.endswith("/"):
        path.mkdir()
    else:
        path.write_text("")
    with pytest.raises(ManifestError, match=r"expected only \.sql and \.py files") as caught:
        load_folder(folder)
    assert caught.value.where == f"members_in_all/{kind}/{name.rstrip('/')}"


@pytest.mark.parametrize("kind", ["accepted", "wrong"])
def test_answers_are_a_folder(folder: Path, kind: str) -> None:
    (folder / kind).write_text("")
    with pytest.raises(ManifestError, match="expected a folder, found a file") as caught:
        load_folder(folder)
    assert caught.value.where == f"members_in_all/{kind}"


@pytest.mark.parametrize("name", ["Members", "members-in-all", "7_days", "a b", "_members"])
def test_the_name_of_the_folder_is_the_slug(folder: Path, name: str) -> None:
    with pytest.raises(ManifestError, match="expected a folder name of lower-case letters") as caught:
        load_folder(folder.rename(folder.parent / name))
    assert caught.value.where == name


def test_a_folder_named_by_a_dot_has_its_own_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert load_folder(Path()) == load_folder(folder)
    (folder / "wrong").mkdir()
    monkeypatch.chdir(folder / "wrong")
    assert load_folder(Path("..")).slug == "members_in_all"


def test_a_link_is_called_by_its_own_name(folder: Path) -> None:
    (folder.parent / "another").symlink_to(folder)
    assert load_folder(folder.parent / "another").slug == "another"


def test_no_folder_there(tmp_path: Path) -> None:
    with pytest.raises(CannotBegin, match="nowhere is not there"):
        load_folder(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotBegin, match="file is a file, not a folder"):
        load_folder(tmp_path / "file")


def test_worlds_are_looked_for_in_the_pack_beside_it_and_at_home(folder: Path) -> None:
    built_in = home() / "fixtures"
    pack = folder.parent
    assert load_folder(folder).worlds == (built_in,)
    (pack / "fixtures").mkdir()
    assert load_folder(folder).worlds == (pack / "fixtures", built_in)
    (pack.parent / "fixtures").mkdir()
    assert load_folder(folder).worlds == (pack / "fixtures", pack.parent / "fixtures", built_in)
    (pack / "fixtures").rmdir()
    (pack / "fixtures").symlink_to(pack.parent / "fixtures")
    assert load_folder(folder).worlds == (pack.parent / "fixtures", built_in)
    shutil.rmtree(pack.parent / "fixtures")
    (pack.parent / "fixtures").write_text("")
    assert load_folder(folder).worlds == (built_in,)
