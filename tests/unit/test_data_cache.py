"""The cache: hits, keys, damage, several processes at once, and a place where nothing can be written."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from judge.api import judge, load_problem
from judge.data import Cache, Fixture, drawn, source_of
from judge.judging import select
from judge.model import Case, Invariant, Problem
from tests.pack import CASES, GENERATOR, SQL, write_pack

CASE = Case("base", 2)


@pytest.fixture
def problem(tmp_path: Path) -> Problem:
    return load_problem(write_pack(tmp_path / "pack"))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture(autouse=True)
def _fresh_sources() -> Iterator[None]:
    source_of.cache_clear()
    yield
    source_of.cache_clear()


def folder_of(fixture: Fixture) -> Path:
    assert fixture.folder is not None
    return fixture.folder


def test_what_was_made_is_found(problem: Problem, cache: Cache) -> None:
    assert cache.find(problem, CASE) is None
    made = cache.make(problem, CASE)
    assert cache.find(problem, CASE) == made
    assert cache.find(problem, drawn(CASE, seed=3)) is None
    assert sorted(path.name for path in folder_of(made).iterdir()) == ["fixture.duckdb", "meta.json"]
    assert [path.name for path in folder_of(made).parent.iterdir()] == [folder_of(made).name], "no workplace is left"


def test_the_key_depends_on_the_case(problem: Problem, cache: Cache) -> None:
    cases = [
        CASE,
        drawn(CASE, seed=3),
        drawn(CASE, scale=2.0),
        Case("base", 2, awkward=("nulls",)),
        Case("other", 2),
        Case("base", 2, awkward=("nulls", "ties")),
    ]
    assert len({cache._folder(problem, case) for case in cases}) == len(cases)
    assert cache._folder(problem, Case("base", 2, sample=True)) == cache._folder(problem, CASE)


def test_the_key_depends_on_the_sources_and_versions(
    tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    worlds = tmp_path / "pack" / "fixtures"
    worlds.mkdir(parents=True)
    (worlds / "shop.py").write_text("from .world import World\nclass Shop(World): ...\n")
    keys: list[Path] = []

    def look(world: str = "shop", generator: str = GENERATOR) -> None:
        source_of.cache_clear()
        keys.append(cache._folder(load_problem(write_pack(tmp_path / "pack", world=world, generator=generator)), CASE))

    look()
    look(generator=GENERATOR + "# more\n")
    look(world="member_events")
    (worlds / "shop.py").write_text("from .world import World\nclass Shop(World): more = 1\n")
    look()
    (worlds / "names.py").write_text("NAMES = ()\n")
    look()
    for name in ("numpy", "faker", "duckdb", "pyarrow"):
        monkeypatch.setattr("judge.data.cache.version", lambda asked, name=name: "0" if asked == name else "1")
        look()
    assert len(set(keys)) == len(keys)
    look()
    assert keys[-1] == keys[-2]


def test_two_packs_with_the_same_names_stay_apart(tmp_path: Path, cache: Cache) -> None:
    more = GENERATOR.replace("members(60)", "members(61)")
    one = load_problem(write_pack(tmp_path / "one"))
    two = load_problem(write_pack(tmp_path / "two", generator=more))
    assert [cache.make(problem, CASE).schema[0].rows for problem in (one, two)] == [60, 61]
    assert [found and found.schema[0].rows for found in (cache.find(one, CASE), cache.find(two, CASE))] == [60, 61]


def _halve(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _overwrite_the_middle(file: Path) -> None:
    """Other bytes of the same length, from a third to two thirds."""
    content = bytearray(file.read_bytes())
    for place in range(len(content) // 3, 2 * len(content) // 3):
        content[place] ^= 1
    file.write_bytes(content)


def _change_one_number(file: Path) -> None:
    content = file.read_bytes()
    place = max(i for i, byte in enumerate(content) if chr(byte).isdigit())
    file.write_bytes(content[:place] + (b"1" if content[place : place + 1] != b"1" else b"2") + content[place + 1 :])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _remove(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize("damage", [_halve, _overwrite_the_middle, _empty, _remove])
@pytest.mark.parametrize("pattern", ["fixture.duckdb", "meta.json", "expected-*.json"])
def test_a_damaged_file_is_made_anew_and_the_answer_judged_right(
    problem: Problem, cache: Cache, pattern: str, damage: object
) -> None:
    assert callable(damage)
    assert judge(problem, SQL, language="sql", cache=cache.root).verdict == "accepted"
    files = sorted(cache.root.rglob(pattern))
    assert len(files) == len(problem.cases)
    content = {file: file.read_bytes() for file in files}
    for file in files:
        damage(file)
    wrong = SQL.replace("left join", "join")
    assert judge(problem, SQL, language="sql", cache=cache.root).verdict == "accepted"
    assert judge(problem, wrong, language="sql", cache=cache.root).verdict == "wrong_answer"
    assert set(files) <= set(cache.root.rglob(pattern))
    if pattern != "fixture.duckdb":  # two DuckDB files of equal content differ in bytes
        assert {file: file.read_bytes() for file in files} == content or pattern == "meta.json"


@pytest.mark.parametrize("pattern", ["meta.json", "expected-*.json"])
def test_one_changed_digit_does_not_reach_the_verdict(problem: Problem, cache: Cache, pattern: str) -> None:
    assert judge(problem, SQL, language="sql", cache=cache.root).verdict == "accepted"
    for file in cache.root.rglob(pattern):
        _change_one_number(file)
    verdict = judge(problem, SQL, language="sql", cache=cache.root)
    assert (verdict.verdict, verdict.notes) == ("accepted", ())


def test_a_damaged_fixture_under_pandas_and_expected_results_that_are_only_partly_there(
    problem: Problem, cache: Cache
) -> None:
    source = (problem.folder / "solution.py").read_text()
    assert judge(problem, source, language="pandas", cache=cache.root).verdict == "accepted"
    [big] = cache.root.rglob("big-*/fixture.duckdb")
    _overwrite_the_middle(big)
    [expected] = cache.root.rglob("big-*/expected-*.json")
    expected.unlink()
    assert judge(problem, source, language="pandas", cache=cache.root).verdict == "accepted"


def test_a_meta_file_with_one_letter_or_digit_changed_is_no_hit(problem: Problem, cache: Cache) -> None:
    meta = folder_of(cache.make(problem, CASE)) / "meta.json"
    whole = meta.read_bytes()
    for place in [i for i, byte in enumerate(whole) if chr(byte).isalnum()]:
        meta.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert cache.find(problem, CASE) is None
    meta.write_bytes(whole)
    assert cache.find(problem, CASE) is not None


def test_a_meta_file_of_any_other_content_is_no_hit(problem: Problem, cache: Cache) -> None:
    meta = folder_of(cache.make(problem, CASE)) / "meta.json"
    for content in (b"null", b"[]", b"3", b"{}", b"\xff", b'"x"', b"[" * 100_000, b'{"crc": null}'):
        meta.write_bytes(content)
        assert cache.find(problem, CASE) is None
    assert cache.make(problem, CASE).schema
    assert cache.find(problem, CASE) is not None


def test_a_cache_that_cannot_be_written_is_judged_in_memory_with_a_note(problem: Problem, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "cache")
    from judge.judging import judge_submission
    from judge.references import reference

    verdict = judge_submission(problem, reference(problem), select(problem), cache=cache)
    assert verdict.verdict == "accepted"
    assert cache.trouble.startswith(f"the cache {cache.root} cannot be written (Not a directory)")
    assert cache.trouble.endswith("fixtures are built in memory, every time")
    assert (tmp_path / "file").read_text() == ""
    assert (cache.entries(), cache.clear()) == ([], 0)


def test_a_full_disk_is_judged_in_memory_with_a_note(problem: Problem, tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys\nfrom pathlib import Path\nfrom judge.api import load_problem\n"
        "from judge.data import Cache\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "problem = load_problem(Path(sys.argv[1]))\ncache = Cache(Path(sys.argv[2]))\n"
        "fixture = cache.make(problem, problem.cases[2])\n"
        "print(fixture.path, len(fixture.streams), 'cannot be written' in cache.trouble, *cache.root.rglob('*.*'))"
    )
    found = _python(code, problem.folder, tmp_path / "cache")
    assert found.stdout.split() == ["None", "2", "True"], found.stderr


def _python(code: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
    process = _start(code, *arguments)
    out, error = process.communicate(timeout=120)
    return subprocess.CompletedProcess([], process.returncode, out, error)


def _start(code: str, *arguments: Path) -> subprocess.Popen[str]:
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_several_processes_at_once_all_find_whole_fixtures(problem: Problem, cache: Cache) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom judge.api import judge, load_problem\nsys.stdin\n"
        "problem = load_problem(Path(sys.argv[1]))\n"
        "verdict = judge(problem, problem.folder / 'solution.sql', cache=Path(sys.argv[2]))\n"
        "print(verdict.verdict, verdict.passed)"
    )
    processes = [_start(code, problem.folder, cache.root) for _ in range(3)]
    answers = [process.communicate(timeout=120) for process in processes]
    assert answers == [("accepted 3\n", "")] * 3
    assert len(cache.entries()) == 3
    assert not list(cache.root.rglob(".*")), "no workplace is left"
    assert all(cache.find(problem, case) for case in problem.cases)


def test_entries_and_clear(tmp_path: Path, cache: Cache) -> None:
    problems = [load_problem(write_pack(tmp_path / "pack", slug)) for slug in ("alpha", "beta")]
    for problem in problems:
        for case in problem.cases[:2]:
            cache.make(problem, case)
    (cache.root / "notes.txt").write_text("mine")
    (cache.root / "alpha" / "mine").mkdir()
    assert [(entry.slug, entry.name.split("-")[:2]) for entry in cache.entries()] == [
        ("alpha", ["base", "2"]),
        ("alpha", ["sample", "1"]),
        ("beta", ["base", "2"]),
        ("beta", ["sample", "1"]),
    ]
    sizes = {entry.name: entry.bytes for entry in cache.entries() if entry.slug == "beta"}
    assert all(
        sum(f.stat().st_size for f in (cache.root / "beta" / name).iterdir()) == size for name, size in sizes.items()
    )
    assert cache.clear("nothing") == 0
    assert cache.clear("beta") == 2
    assert [entry.slug for entry in cache.entries()] == ["alpha", "alpha"]
    assert cache.clear() == 2
    assert cache.entries() == []
    assert sorted(path.name for path in cache.root.rglob("*")) == ["alpha", "mine", "notes.txt"]


def test_fresh_fixtures_write_nothing(problem: Problem, cache: Cache) -> None:
    verdict = judge(problem, SQL, language="sql", fresh=2, cache=cache.root)
    assert (verdict.verdict, verdict.fixtures) == ("accepted", 2)
    assert not cache.root.exists()


def test_meta_tells_the_schema_and_digest(problem: Problem, cache: Cache) -> None:
    made = cache.make(problem, CASE)
    meta = json.loads((folder_of(made) / "meta.json").read_text())
    assert meta["digest"] == made.digest
    assert [table["name"] for table in meta["schema"]] == ["members", "plays"]
    assert CASES.count("[[cases]]") == len(problem.cases)


def test_what_tables_promise_is_kept(tmp_path: Path, cache: Cache) -> None:
    generator = GENERATOR + "    world.tables['plays'].alike = ('play_id', 'member_id')\n"
    problem = load_problem(write_pack(tmp_path, generator=generator))
    made = cache.make(problem, CASE)
    found = cache.find(problem, CASE)
    assert found and found.schema == made.schema
    plays = found.schema[1]
    assert plays.invariants == (
        Invariant("started_at", "<", "stopped_at"),
        Invariant("members.signed_up_at", "<=", "started_at"),
    )
    assert plays.alike == ("play_id", "member_id")


def test_a_full_disk_leaves_no_half_of_a_result(
    problem: Problem, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixture = cache.make(problem, problem.cases[0])
    assert fixture.folder is not None

    def full(self: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    cache.keep_expected(fixture, "key", b"rows")
    assert "No space left on device" in cache.trouble
    assert sorted(file.name for file in fixture.folder.iterdir()) == ["fixture.duckdb", "meta.json"]


def test_a_fixture_is_whole_until_a_byte_of_it_changes(problem: Problem, cache: Cache) -> None:
    fixture = cache.make(problem, problem.cases[0])
    assert fixture.path is not None
    assert cache.whole(fixture)
    content = bytearray(fixture.path.read_bytes())
    content[len(content) // 2] ^= 1
    fixture.path.write_bytes(content)
    assert not cache.whole(fixture)
    fixture.path.unlink()
    assert not cache.whole(fixture)
