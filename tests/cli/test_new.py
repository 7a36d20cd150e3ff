"""`drill new`: where it writes, what it says, and that what it says works as it stands."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from judge.authoring import scaffold
from judge.catalog import home, load_folder
from judge.catalog.installed import installed
from tests.cli.conftest import Drill
from tests.pack import write_pack


def said(err: str) -> list[list[str]]:
    """The commands on stderr, as a shell would split them."""
    return [shlex.split(line) for line in err.splitlines() if line.startswith("  ")]


FILES = ["problem.toml", "prompt.md", "generator.py", "solution.sql", "solution.py", "accepted/", "wrong/"]


@pytest.mark.parametrize("around", ["problems", "."])
def test_it_says_what_it_wrote_and_the_commands_work(drill: Drill, around: str) -> None:
    (drill.folder / around).mkdir(exist_ok=True)
    drill = drill.with_environ({"DRILL_PROBLEMS": None})
    done = drill("new", "my_slug", "--world", "orders")
    folder = "problems/my_slug" if around == "problems" else "my_slug"
    assert (done.code, done.out) == (0, f"{folder}\n")
    lines = done.err.splitlines()
    assert [line.split()[0] for line in lines[: len(FILES)]] == FILES
    commands = said(done.err)
    check = ["--problems", "problems", "my_slug"] if around == "problems" else ["./my_slug"]
    assert commands[0] == ["drill", "check", *check]
    assert [command[:3] for command in commands[1:]] == [
        ["drill", "show", "my_slug"],
        ["drill", "run", "my_slug"],
        ["drill", "data", "my_slug"],
    ]
    codes = [drill(*command[1:]).code for command in commands[1:]]
    assert codes == [0, 1, 0]  # the answer to try is a wrong one
    for answer in (*(drill.folder / folder).glob("accepted/*"), drill.folder / folder / "solution.py"):
        assert drill("run", "my_slug", str(answer), "--problems", around).code == 0


def test_one_language(drill: Drill) -> None:
    assert drill("new", "mine", "--lang", "pandas").code == 0
    problem = load_folder(drill.folder / "mine")
    assert (problem.world, problem.languages) == ("member_events", ("pandas",))
    assert drill("show", "mine", "--problems", ".").code == 0


REFUSED = [
    (("My-Slug",), "the name of a problem is lower-case letters, digits and _, a letter first, found 'My-Slug'"),
    (("retention_7d",), "a problem is called retention_7d already, and one would hide the other"),
    (("tally",), "a problem is called tally already, and one would hide the other"),
    (("mine",), "mine is there already, and is left as it is"),
    (("other", "--world", "ordrs"), "no world is called 'ordrs'"),
    (("other", "--lang", "sql,ruby"), "no language is called 'ruby'"),
    (("--pack", "pandas"), "Python has something called pandas already, and the pack is installed as a package"),
    (("tally", "--pack", "acme"), "a problem is called tally already, and one would hide the other"),
    ((), "the new problem has no name"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_refused(drill: Drill, arguments: tuple[str, ...], message: str) -> None:
    (drill.folder / "mine").mkdir()
    done = drill("new", *arguments)
    assert (done.code, done.out) == (2, "")
    first, second = done.err.splitlines()[:2]
    assert first == f"error: {message}"
    assert second.startswith("help: ")
    assert [file.name for file in drill.folder.iterdir()] == ["mine"]


def test_free_names_are_free_among_the_given_packs_too(drill: Drill) -> None:
    pack = drill.folder / "pack"
    for slug in ("mine", "mine_2"):
        write_pack(pack, slug)
    done = drill("new", "mine", "--problems", "pack")
    assert (done.code, done.err.splitlines()[1]) == (2, "help: these names are free: mine_3, mine_4, mine_5")


def test_help_names_every_world(drill: Drill) -> None:
    done = drill("new", "--help")
    assert done.code == 0
    assert all(world in done.out for world in scaffold.worlds())


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_in_a_folder_of_odd_letters_reached_by_a_link_in_a_plain_locale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    odd = tmp_path / "my drills, für 日本 'n' so"
    odd.mkdir()
    (tmp_path / "a link").symlink_to(odd)
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-m", "judge", "new", "mine", "--pack", "acme_drills"],
        cwd=tmp_path / "a link",
        env={"LC_ALL": locale, "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": str(home()), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "acme_drills\n"), done.stderr
    assert load_folder(odd / "acme_drills" / "problems" / "mine").slug == "mine"
    monkeypatch.chdir(odd)
    for command in said(done.stderr):
        for word in command:
            assert "/" not in word or Path(word).exists()


def test_a_pack_says_what_it_wrote(drill: Drill) -> None:
    done = drill("new", "--pack", "acme_drills", "--world", "orders")
    assert (done.code, done.out) == (0, "acme_drills\n")
    assert "\nacme_drills/problems/first_problem:\n" in done.err
    commands = said(done.err)
    assert commands[0] == ["drill", "check", "--problems", "acme_drills/problems", "first_problem"]
    assert commands[1] == ["make", "-C", "acme_drills", "check"]
    assert drill(*commands[2][1:]).code == 0
    before = sorted(drill.folder.rglob("*"))
    done = drill("new", "--pack", "acme_drills")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: acme_drills is there already, and is left as it is\n")
    assert sorted(drill.folder.rglob("*")) == before


def test_the_wheel_of_a_pack_offers_its_problems(drill: Drill, monkeypatch: pytest.MonkeyPatch) -> None:
    assert drill("new", "mine", "--pack", "acme_drills", "--world", "orders").code == 0
    problems = drill.folder / "acme_drills" / "problems"
    (problems / "fixtures").mkdir()  # for a world of the pack's own
    shutil.copy(home() / "fixtures" / "orders.py", problems / "fixtures" / "wares.py")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"),
            *("--disable-pip-version-check", "--wheel-dir", drill.folder, drill.folder / "acme_drills"),
        ],
        check=True,
        capture_output=True,
    )
    [wheel] = drill.folder.glob("*.whl")
    site = drill.folder / "site"
    with ZipFile(wheel) as archive:
        archive.extractall(site)
    made = {file.relative_to(problems).as_posix() for file in problems.rglob("*") if file.is_file()}
    installed_as = site / "acme_drills"
    assert {file.relative_to(installed_as).as_posix() for file in installed_as.rglob("*") if file.is_file()} == made
    shutil.rmtree(drill.folder / "acme_drills")
    monkeypatch.syspath_prepend(site)
    assert installed() == ([installed_as], [])
    bare = drill.with_environ({"DRILL_PROBLEMS": None})
    done = bare("list")
    assert (done.code, done.err) == (0, "")
    assert re.search("^mine ", done.out, re.MULTILINE)
    assert bare("run", "mine", str(installed_as / "mine" / "solution.sql")).code == 0
    metadata = next(site.glob("*.dist-info/METADATA")).read_text("utf-8")
    assert "\nRequires-Dist: drill-judge\n" in metadata
