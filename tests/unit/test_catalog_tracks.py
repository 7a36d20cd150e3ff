"""`tracks.toml`: what it becomes, what is refused, and the built-in one."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from judge.catalog import home, loops, track, tracks
from judge.errors import ManifestError, UnknownName
from judge.model import Track

GOOD = """\
format = 1
[tracks.netflix-ds]
title = "Technical screen"
minutes = 45
dialect = "spark"
problems = [
    "beta",
    "alpha",
]
[tracks.short]
title = "Short"
minutes = 10
dialect = "duckdb"
problems = ["gamma"]
"""


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack with alpha and beta, under a home whose built-in problem is gamma."""
    for path in ("pack/alpha", "pack/beta", "home/problems/gamma"):
        (tmp_path / path).mkdir(parents=True)
        (tmp_path / path / "problem.toml").write_text("")
    (tmp_path / "pack" / "tracks.toml").write_text(GOOD)
    monkeypatch.setattr(loops, "home", lambda: tmp_path / "home")
    return tmp_path / "pack"


def test_tracks_keep_the_order_of_their_file_and_of_their_problems(pack: Path) -> None:
    found = tracks([pack])
    assert list(found) == ["netflix-ds", "short"]
    assert found["netflix-ds"] == Track("netflix-ds", "Technical screen", 45, "spark", ("beta", "alpha"))
    assert track("short", [pack]) == Track("short", "Short", 10, "duckdb", ("gamma",))


def test_an_unknown_track_gets_the_nearest_name(pack: Path) -> None:
    with pytest.raises(UnknownName, match="no track is called 'netflix'") as caught:
        track("netflix", [pack])
    assert caught.value.help == "did you mean 'netflix-ds'?"


def test_a_pack_may_lack_tracks_and_the_first_that_has_a_name_wins(pack: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    assert tracks([other]) == {}
    assert list(tracks([other, pack])) == ["netflix-ds", "short"]
    (other / "tracks.toml").write_text(
        GOOD[: GOOD.index("[")] + GOOD[GOOD.index("[tracks.short]") :].replace("10", "9")
    )
    assert {name: t.minutes for name, t in tracks([other, pack]).items()} == {"short": 9, "netflix-ds": 45}
    assert tracks([pack, other])["short"].minutes == 10


def test_a_pack_whose_tracks_are_broken_harms_none_before_it(pack: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "tracks.toml").write_text("format = 1\n[tracks.short]\n")
    assert track("short", [pack, broken]).title == "Short"
    with pytest.raises(ManifestError):
        track("short", [broken, pack])


def test_a_track_may_not_name_a_problem_of_another_pack(pack: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "tracks.toml").write_text(GOOD)
    with pytest.raises(ManifestError) as caught:
        tracks([pack, other])
    assert (caught.value.where, caught.value.key) == ("tracks.toml:7", "tracks.netflix-ds.problems[0]")


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (("format = 1", "format = 3"), (1, "format"), ("expected 1, the only format there is, found 3", "")),
        (("format = 1\n", ""), (None, "format"), ("this key is missing", "it is 1")),
        (("format = 1\n", "format = 1\ntrack = 1\n"), (2, "track"), ("no such key", "'tracks'")),
        (("[tracks.short]", "[tracks.Short]"), (10, "tracks.Short"), ("expected a name", "")),
        (("minutes = 45", "minuts = 45"), (4, "tracks.netflix-ds.minuts"), ("no such key", "'minutes'")),
        (("minutes = 45\n", ""), (2, "tracks.netflix-ds.minutes"), ("missing", "a whole number from 1 up")),
        (("minutes = 45", "minutes = 0"), (4, "tracks.netflix-ds.minutes"), ("found 0", "")),
        (("minutes = 45", "minutes = 45.5"), (4, "tracks.netflix-ds.minutes"), ("found 45.5", "")),
        (('"Short"', '""'), (11, "tracks.short.title"), ("expected text that is not empty", "")),
        (('"spark"', '"sparc"'), (5, "tracks.netflix-ds.dialect"), ("a dialect, found 'sparc'", "mean 'spark'?")),
        (('"alpha"', '"alpa"'), (8, "tracks.netflix-ds.problems[1]"), ("built-in one, found 'alpa'", "mean 'alpha'?")),
        (('"gamma"', '"gama"'), (14, "tracks.short.problems[0]"), ("found 'gama'", "mean 'gamma'?")),
        (('"alpha"', '"beta"'), (8, "tracks.netflix-ds.problems[1]"), ("found 'beta' again", "")),
        (('["gamma"]', "[]"), (14, "tracks.short.problems"), ("expected at least one, found an empty list", "")),
        (('["gamma"]', '"gamma"'), (14, "tracks.short.problems"), ("expected a list", "")),
        (("[tracks.short]", "[[tracks.short]]"), (10, "tracks.short"), ("expected a table, found a list", "")),
        (("minutes = 45", "minutes = "), (4, ""), ("this is not TOML", "")),
    ],
)
def test_a_violation_is_told_with_line_and_key(
    pack: Path, change: tuple[str, str], place: tuple[int | None, str], words: tuple[str, str]
) -> None:
    assert GOOD.count(change[0]) == 1
    (pack / "tracks.toml").write_text(GOOD.replace(*change))
    with pytest.raises(ManifestError) as caught:
        tracks([pack])
    line, key = place
    assert caught.value.where == ("tracks.toml" if line is None else f"tracks.toml:{line}")
    assert caught.value.key == key
    assert words[0] in caught.value.message
    assert words[1] in caught.value.help


def test_tracks_are_a_table(pack: Path) -> None:
    (pack / "tracks.toml").write_text("format = 1\ntracks = 1\n")
    with pytest.raises(ManifestError, match="expected a table, found 1") as caught:
        tracks([pack])
    assert (caught.value.where, caught.value.key) == ("tracks.toml:2", "tracks")


def test_a_tracks_toml_that_is_a_folder(pack: Path) -> None:
    (pack / "tracks.toml").unlink()
    (pack / "tracks.toml").mkdir()
    with pytest.raises(ManifestError, match="expected a file, found a folder"):
        tracks([pack])


BUILT_IN = {
    "amazon-ds": [
        "retention_30d",
        "funnel_conversion",
        "dedupe_events",
        "top_products_per_category",
        "top_k_review_words",
        "prime_retention_mom",
        "sessionize_clicks",
    ],
    "netflix-ds": ["retention_7d", "sessionize_clicks"],
    "us-ds-2026": ["retention_7d", "funnel_conversion", "dedupe_events"],
}


def test_the_built_in_tracks_are_valid_and_name_the_problems_of_their_loops(tmp_path: Path) -> None:
    file = home() / "problems" / "tracks.toml"
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    assert {name: table["problems"] for name, table in written["tracks"].items()} == BUILT_IN
    shutil.copy(file, tmp_path)
    for slug in {slug for problems in BUILT_IN.values() for slug in problems}:  # stand-ins: only names count here
        (tmp_path / slug).mkdir()
        (tmp_path / slug / "problem.toml").write_text("")
    found = tracks([tmp_path])
    assert {name: list(loop.problems) for name, loop in found.items()} == BUILT_IN
    assert (found["netflix-ds"].dialect, found["netflix-ds"].minutes) == ("spark", 45)
