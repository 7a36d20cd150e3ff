"""Packs: which there are, which wins, and problems found by name in them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import judge.errors
from judge.catalog import home, load, load_all, packs, places, select, slugs
from judge.errors import CannotBegin, ManifestError, UnknownName
from judge.model import Track


def problem(pack: Path, slug: str, title: str = "A title", topic: str = "counts", difficulty: str = "easy") -> Path:
    folder = pack / slug
    folder.mkdir(parents=True)
    for name in ("prompt.md", "generator.py", "solution.sql"):
        (folder / name).write_text("")
    (folder / "problem.toml").write_text(f"""\
format = 1
title = "{title}"
difficulty = "{difficulty}"
minutes = 5
topics = ["{topic}"]
languages = ["sql"]
world = "member_events"
key = ["members"]
hints = ["Count them."]
columns = [{{name = "members", kind = "integer", about = "how many"}}]
cases = [{{name = "sample", seed = 1, sample = true}}]
""")
    return folder


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    return one, two


def test_home_is_the_checkout_or_else_the_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout = Path(judge.errors.__file__).parents[1]
    assert home() == checkout
    assert (home() / "fixtures" / "world.py").is_file()

    package = tmp_path / "site-packages" / "judge"
    (package / "catalog").mkdir(parents=True)
    monkeypatch.setattr(places, "__file__", str(package / "catalog" / "places.py"))
    assert home() == package.parent
    (package / "problems").mkdir()
    assert home() == package


def test_packs_come_in_order_of_precedence_each_once(pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = pair
    built_in = home() / "problems"
    assert packs(environ={}) == (built_in,)
    assert packs([two, one], {}) == (two, one, built_in)
    listed = os.pathsep.join(["", str(one), "", str(two), ""])
    assert packs([], {"DRILL_PROBLEMS": listed}) == (one, two, built_in)
    assert packs([two / ".." / "two"], {"DRILL_PROBLEMS": listed}) == (two, one, built_in)
    (one / "link").symlink_to(built_in)
    assert packs([one / "link", two], {}) == (built_in, two)
    monkeypatch.setenv("DRILL_PROBLEMS", str(one))
    assert packs([two]) == (two, one, built_in)


def test_a_pack_that_is_no_folder_is_named_with_its_origin(tmp_path: Path) -> None:
    gone, file = tmp_path / "gone", tmp_path / "file"
    file.write_text("")
    with pytest.raises(CannotBegin, match="gone, named by --problems, is not there"):
        packs([gone], {})
    with pytest.raises(CannotBegin, match="file, named by DRILL_PROBLEMS, is a file, not a folder"):
        packs([], {"DRILL_PROBLEMS": str(file)})
    with pytest.raises(CannotBegin, match="gone cannot be read: No such file"):
        slugs([gone])


def test_slugs_are_sorted_folders_with_a_manifest_unparsed(pair: tuple[Path, Path]) -> None:
    one, two = pair
    problem(two, "beta")
    problem(one, "delta")
    problem(one, "beta")
    problem(one, ".alpha")
    (two / "gamma").mkdir()
    (two / "gamma" / "problem.toml").write_text("this is no TOML")
    (two / "empty").mkdir()
    (two / "tracks.toml").write_text("")
    assert slugs(pair) == ["beta", "delta", "gamma"]
    assert slugs([]) == []


def test_the_first_pack_that_has_a_problem_wins(pair: tuple[Path, Path]) -> None:
    one, two = pair
    problem(one, "beta", "one's")
    problem(two, "beta", "two's")
    problem(two, "delta", "two's")
    assert load("beta", [one, two]).title == "one's"
    assert load("beta", [two, one]).title == "two's"
    assert load("delta", [one, two]).title == "two's"
    assert [p.title for p in load_all([one, two])[0]] == ["one's", "two's"]
    assert load("beta", [one, two]).folder == one / "beta"


@pytest.mark.parametrize("name", ["retention_7", "Retention_7D", "retenton_7d"])
def test_an_unknown_problem_gets_the_nearest_name(pair: tuple[Path, Path], name: str) -> None:
    problem(pair[0], "retention_7d")
    problem(pair[1], "funnel")
    with pytest.raises(UnknownName, match=f"no problem is called '{name}'") as caught:
        load(name, pair)
    assert caught.value.help == "did you mean 'retention_7d'?"


@pytest.mark.parametrize("name", ["", ".", "..", "../one/beta", "beta/", "beta\0"])
def test_a_path_is_no_slug(pair: tuple[Path, Path], name: str) -> None:
    problem(pair[0], "beta")
    with pytest.raises(UnknownName):
        load(name, pair)


def test_a_folder_without_a_manifest_lacks_it_unless_another_pack_has_the_problem(pair: tuple[Path, Path]) -> None:
    one, two = pair
    (one / "beta").mkdir()
    with pytest.raises(ManifestError, match="this file is missing") as caught:
        load("beta", pair)
    assert caught.value.where == "beta/problem.toml"
    problem(two, "beta")
    assert load("beta", pair).folder == two / "beta"


def test_broken_problems_are_collected(pair: tuple[Path, Path]) -> None:
    one, two = pair
    problem(one, "delta")
    problem(two, "alpha")
    (problem(one, "beta") / "prompt.md").unlink()
    problem(two, "gamma", difficulty="eazy")
    problem(two, "Zeta")
    problems, errors = load_all(pair)
    assert [p.slug for p in problems] == ["alpha", "delta"]
    assert [type(e) for e in errors] == [ManifestError] * 3
    assert [e.message.partition(": ")[0] for e in errors] == ["Zeta", "beta/prompt.md", "gamma/problem.toml:3"]


def test_select(pair: tuple[Path, Path]) -> None:
    for slug, topic, difficulty in [("a", "dates", "easy"), ("b", "counts", "hard"), ("c", "dates", "hard")]:
        problem(pair[0], slug, topic=topic, difficulty=difficulty)
    problems, _ = load_all(pair)

    def chosen(**asked: str | Track) -> str:
        return "".join(p.slug for p in select(problems, **asked))  # type: ignore[arg-type]

    loop = Track("loop", "A loop", 45, "duckdb", ("c", "gone", "a"))
    assert chosen() == "abc"
    assert chosen(topic="dates") == "ac"
    assert chosen(difficulty="hard") == "bc"
    assert chosen(topic="dates", difficulty="hard") == "c"
    assert chosen(topic="counts", difficulty="easy") == ""
    assert chosen(difficulty="medium") == ""
    assert chosen(track=loop) == "ca"
    assert chosen(track=loop, difficulty="easy") == "a"
    assert chosen(track=loop, topic="counts") == ""
    with pytest.raises(UnknownName, match="no topic is called 'date'") as caught:
        chosen(topic="date")
    assert caught.value.help == "did you mean 'dates'?"
    with pytest.raises(UnknownName, match="no difficulty is called 'Hardd'") as caught:
        chosen(difficulty="Hardd")
    assert caught.value.help == "did you mean 'hard'?"


def test_importing_the_catalog_loads_nothing_heavy() -> None:
    code = "import sys, judge.catalog; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=home())
    loaded = set(done.stdout.split())
    assert "judge.catalog" in loaded
    assert not loaded & {"tomllib", "difflib", "numpy", "pandas", "duckdb", "faker", "sqlglot", "click", "rich"}
