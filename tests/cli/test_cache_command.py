"""`drill cache`, and what `drill run` does with a cache that cannot be written or is damaged."""

from __future__ import annotations

import re

import pytest

from tests import golden
from tests.cli.conftest import PACK, RIGHT, Drill


@pytest.fixture
def own(drill: Drill) -> Drill:
    """With a cache of its own, in `cache/`."""
    drill.file("right.sql", RIGHT)
    drill.file("wrong.sql", "SELECT person_id, name, 0 AS sales, 0.0 AS share FROM people")
    return drill.with_environ({"DRILL_CACHE_DIR": str(drill.folder / "cache")})


def test_show_and_clear(own: Drill) -> None:
    root = own.folder / "cache"
    assert own("cache").out == f"{root}\nin all      0 fixtures          0 KB\n"
    own("run", "tally", "right.sql")
    own("show", "podium")
    done = own("cache")
    golden.check("cache", re.sub(r" +[\d,]+ KB", " # KB", done.out.replace(str(root), "<cache>")))
    assert (done.code, done.err) == (0, "")
    assert own("cache", "show") == done
    done = own("cache", "clear", "podium")
    assert (done.code, done.out, done.err) == (0, "", "1 fixture deleted\n")
    assert own("cache", "clear", "podium").err == "0 fixtures deleted\n"
    assert own("cache", "clear").err == "3 fixtures deleted\n"
    assert list(root.iterdir()) == []


def test_clear_leaves_alone_what_is_not_drills(own: Drill) -> None:
    own("run", "tally", "right.sql")
    note = own.folder / "cache" / "tally" / "mine.txt"
    note.write_text("keep", "utf-8")
    assert own("cache", "clear").code == 0
    assert note.read_text("utf-8") == "keep"


def test_fixtures_are_built_once(own: Drill) -> None:
    assert own("run", "tally", "right.sql").err == "building 3 fixtures\n"
    assert own("run", "tally", "right.sql").err == ""
    assert own("run", "tally", "right.sql", "--seed", "9", "--case", "team").err == "building a fixture\n"


def test_fresh_seeds_leave_nothing_behind(own: Drill) -> None:
    done = own("run", "tally", "right.sql", "--fresh", "2")
    assert (done.code, done.err) == (0, "building 2 fixtures\n")
    assert "0 fixtures" in own("cache").out


@pytest.mark.parametrize(("file", "code"), [("right.sql", 0), ("wrong.sql", 1)])
def test_a_cache_that_cannot_be_written(own: Drill, file: str, code: int) -> None:
    root = own.folder / "right.sql" / "cache"  # below a file no folder can be made, not even by root
    done = own("run", "tally", file, DRILL_CACHE_DIR=str(root))
    assert done.code == code
    said = "fixtures are built in memory, every time"
    assert done.err == f"building 3 fixtures\nnote: the cache {root} cannot be written (Not a directory): {said}\n"


def test_show_and_start_without_a_cache(own: Drill) -> None:
    root = str(own.folder / "right.sql" / "cache")
    assert own("show", "tally", DRILL_CACHE_DIR=root).out == own("show", "tally").out
    assert own("start", "tally", DRILL_CACHE_DIR=root).code == 0


@pytest.mark.parametrize("pattern", ["fixture.duckdb", "meta.json", "expected-*.json"])
@pytest.mark.parametrize("file", ["right.sql", "wrong.sql"])
def test_a_cache_file_cut_in_half_is_built_anew(own: Drill, pattern: str, file: str) -> None:
    before = own("run", "tally", file)
    [cut] = (own.folder / "cache" / "tally").glob(f"team-*/{pattern}")
    content = cut.read_bytes()
    cut.write_bytes(content[: len(content) // 2])
    done = own("run", "tally", file)
    assert _timeless(done.out) == _timeless(before.out)
    assert done.code == before.code
    assert own("run", "tally", file).err == ""  # whole again
    [whole] = (own.folder / "cache" / "tally").glob(f"team-*/{pattern}")
    assert whole.stat().st_size >= len(content) * 0.9


def test_a_cache_file_overwritten_at_its_length_is_built_anew(own: Drill) -> None:
    before = own("run", "tally", "right.sql")
    [file] = (own.folder / "cache" / "tally").glob("team-*/fixture.duckdb")
    file.write_bytes(b"\xaa" * file.stat().st_size)
    done = own("run", "tally", "right.sql")
    assert (done.code, _timeless(done.out)) == (0, _timeless(before.out))


def test_show_builds_a_damaged_sample_anew(own: Drill) -> None:
    before = own("show", "tally")
    [file] = (own.folder / "cache" / "tally").glob("sample-*/fixture.duckdb")
    file.write_bytes(b"\xaa" * file.stat().st_size)
    done = own("show", "tally")
    assert (done.code, done.out) == (0, before.out)


def _timeless(text: str) -> str:
    return re.sub(r" +\d+ ms", "", text)


def test_a_changed_generator_is_another_fixture(own: Drill) -> None:
    import shutil

    shutil.copytree(PACK, own.folder / "pack")
    assert own("--problems", "pack", "run", "tally", "right.sql").err == "building 3 fixtures\n"
    with (own.folder / "pack" / "tally" / "generator.py").open("a", encoding="utf-8") as generator:
        generator.write("# another\n")
    assert own("--problems", "pack", "run", "tally", "right.sql").err == "building 3 fixtures\n"
