"""New problems and packs: what is written, what is refused, and that nothing is ever left half done."""

from __future__ import annotations

import errno
import os
import re
import tomllib
from pathlib import Path

import pytest

from judge.authoring import scaffold
from judge.authoring.scaffold import TEMPLATES, new_pack, new_problem, read_languages, worlds
from judge.catalog import answers, load_folder
from judge.errors import CannotBegin, InternalError, UnknownName
from judge.model import Language
from tests.pack import write_pack

BOTH: tuple[Language, ...] = ("sql", "pandas")
ANSWERS = [
    *("accepted/again.sql", "accepted/again.py"),
    *("wrong/one.sql", "wrong/two.sql", "wrong/three.py", "wrong/two.py"),
]


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Templates of two worlds; the working directory is an empty folder."""
    folder = tmp_path / "templates"
    for world in ("meadow", "forest"):
        template = write_pack(folder, world)
        manifest = template / "problem.toml"
        text = re.sub("^languages = .*$", 'languages = ["sql", "pandas"]  # both', manifest.read_text(), flags=re.M)
        manifest.write_text(text, "utf-8")
        for name in ANSWERS:
            (template / name).parent.mkdir(exist_ok=True)
            (template / name).write_text(name, "utf-8")
        (template / "fixtures.lock").write_text("{}", "utf-8")
        (template / "__pycache__").mkdir()
    (folder / "no_template").mkdir()
    (tmp_path / "cwd").mkdir()
    monkeypatch.chdir(tmp_path / "cwd")
    return folder


def written(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


ALWAYS = {"problem.toml", "prompt.md", "generator.py", "fixtures.lock"}


@pytest.mark.parametrize(
    ("languages", "line", "files"),
    [
        (
            ("sql", "pandas"),
            'languages = ["sql", "pandas"]  # both',
            {"solution.sql", "solution.py", "accepted/again.py", "wrong/one.sql", "wrong/three.py"},
        ),
        (
            ("pandas", "sql"),
            'languages = ["pandas", "sql"]  # both',
            {"solution.sql", "solution.py", "accepted/again.py", "wrong/one.sql", "wrong/three.py"},
        ),
        (
            ("sql",),
            'languages = ["sql"]            # both',
            {"solution.sql", "accepted/again.sql", "wrong/one.sql", "wrong/two.sql"},
        ),
        (
            ("pandas",),
            'languages = ["pandas"]         # both',
            {"solution.py", "accepted/again.py", "wrong/three.py", "wrong/two.py"},
        ),
    ],
)
def test_files_and_the_manifest_are_those_of_the_languages(
    templates: Path, languages: tuple[Language, ...], line: str, files: set[str]
) -> None:
    folder = new_problem("mine", "meadow", languages, known=(), templates=templates)
    assert folder == Path("mine")
    assert written(folder) == ALWAYS | files
    assert line in (folder / "problem.toml").read_text("utf-8").splitlines()
    assert (folder / "generator.py").read_bytes() == (templates / "meadow" / "generator.py").read_bytes()


def test_a_line_without_a_comment_ends_where_it_ends(templates: Path) -> None:
    manifest = templates / "meadow" / "problem.toml"
    manifest.write_text(manifest.read_text("utf-8").replace("  # both", ""), "utf-8")
    folder = new_problem("mine", "meadow", ("sql",), known=(), templates=templates)
    assert 'languages = ["sql"]' in (folder / "problem.toml").read_text("utf-8").splitlines()


def test_it_goes_into_problems_where_there_is_such_a_folder(templates: Path) -> None:
    Path("problems").write_text("a file", "utf-8")
    assert new_problem("mine", "meadow", BOTH, known=(), templates=templates) == Path("mine")
    Path("problems").unlink()
    Path("elsewhere").mkdir()
    Path("problems").symlink_to("elsewhere")
    assert new_problem("mine", "meadow", BOTH, known=(), templates=templates) == Path("problems/mine")
    assert written(Path("elsewhere/mine")) == written(Path("mine"))


@pytest.mark.parametrize(
    ("text", "found"),
    [("sql,pandas", BOTH), ("pandas,sql", ("pandas", "sql")), ("sql", ("sql",)), (" pandas , sql ", ("pandas", "sql"))],
)
def test_languages_in_any_order(text: str, found: tuple[Language, ...]) -> None:
    assert read_languages(text) == found


@pytest.mark.parametrize(
    ("text", "message", "help"),
    [
        ("sql,pands", "no language is called 'pands'", "did you mean 'pandas'?"),
        ("SQL", "no language is called 'SQL'", "did you mean 'sql'?"),
        ("", "no language is called ''", "there is pandas, sql"),
        ("sql,", "no language is called ''", "there is pandas, sql"),
        ("sql,pandas,sql", "the languages name sql twice", "say sql, pandas or sql,pandas"),
    ],
)
def test_languages_that_are_none(text: str, message: str, help: str) -> None:
    with pytest.raises(CannotBegin) as caught:
        read_languages(text)
    assert (caught.value.message, caught.value.help) == (message, help)


@pytest.mark.parametrize("world", ["meadov", "no_template", "", "../templates/meadow"])
def test_a_world_without_a_template(templates: Path, world: str) -> None:
    with pytest.raises(UnknownName) as caught:
        new_problem("mine", world, BOTH, known=(), templates=templates)
    assert caught.value.message == f"no world is called {world!r}"
    near, otherwise = caught.value.help.split("\n")
    assert ("'meadow'" if world.startswith("mead") else "meadow") in near
    assert otherwise == ("for a world of your own begin with one of forest, meadow, then change world in problem.toml")
    assert not any(Path().iterdir())


@pytest.mark.parametrize(
    ("slug", "suggested"),
    [
        ("My-Slug", "my_slug"),
        ("MySlug", "my_slug"),
        ("my slug!", "my_slug"),
        ("Größe über alles", "groe_uber_alles"),
        ("7_days", "my_7_days"),
        ("_x", "x"),
        ("problems/funnel/", "funnel"),
        ("a/b", "b"),
        ("a\\b", "b"),
        ("/etc/passwd", "passwd"),
        ("..", "my_problem"),
        (".", "my_problem"),
        ("", "my_problem"),
        ("日本", "my_problem"),
        ("x\0y", "x_y"),
        ("caf\udce9", "caf"),
        ("x\n", "x"),
        ("-" * 70 + "Long" * 20, "_".join(["long"] * 12)),
        ("Taken", "taken_2"),
    ],
)
def test_a_bad_name_is_refused_with_one_made_of_it(templates: Path, slug: str, suggested: str) -> None:
    with pytest.raises(CannotBegin) as caught:
        new_problem(slug, "meadow", BOTH, known=("taken",), templates=templates)
    assert caught.value.message.startswith(
        "the name of a problem is lower-case letters, digits and _, a letter first, "
    )
    assert caught.value.help == f"say {suggested}"
    assert not any(Path().iterdir())


def test_a_long_name_is_refused(templates: Path) -> None:
    with pytest.raises(CannotBegin) as caught:
        new_problem("x" * 61, "meadow", BOTH, known=(), templates=templates)
    assert caught.value.message == "the name of a problem has at most 60 letters, this one 61"
    assert caught.value.help == f"say {'x' * 60}"
    assert new_problem("x" * 60, "meadow", BOTH, known=(), templates=templates).is_dir()


@pytest.mark.parametrize("there", ["folder", "file", "full", "broken link"])
def test_what_is_there_is_never_touched(templates: Path, there: str) -> None:
    if there == "file":
        Path("mine").write_text("a file", "utf-8")
    elif there == "broken link":
        Path("mine").symlink_to("nowhere")
    else:
        Path("mine").mkdir()
        if there == "full":
            Path("mine/problem.toml").write_text("my own", "utf-8")
    Path("mine_3").mkdir()
    before = sorted(Path().rglob("*"))
    with pytest.raises(CannotBegin) as caught:
        new_problem("mine", "meadow", BOTH, known=("mine_2", "mine_5"), templates=templates)
    assert caught.value.message == "mine is there already, and is left as it is"
    assert caught.value.help == "these names are free: mine_4, mine_6, mine_7"
    assert sorted(Path().rglob("*")) == before


def test_a_known_problem_is_refused(templates: Path) -> None:
    with pytest.raises(CannotBegin) as caught:
        new_problem("funnel_2", "meadow", BOTH, known=("funnel", "funnel_2"), templates=templates)
    assert caught.value.message == "a problem is called funnel_2 already, and one would hide the other"
    assert caught.value.help == "these names are free: funnel_3, funnel_4, funnel_5"
    long = "x" * 60
    with pytest.raises(CannotBegin) as caught:
        new_problem(long, "meadow", BOTH, known=(long,), templates=templates)
    assert caught.value.help.endswith(f" {'x' * 58}_2, {'x' * 58}_3, {'x' * 58}_4")
    assert not any(Path().iterdir())


@pytest.mark.parametrize("failing", ["write_bytes", "mkdir", "rename"])
@pytest.mark.parametrize("pack", [False, True])
def test_on_an_error_nothing_stays_behind(
    templates: Path, monkeypatch: pytest.MonkeyPatch, failing: str, pack: bool
) -> None:
    calls = 0
    whole = getattr(Path, failing)

    def full(self: Path, *arguments: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 3 or failing == "rename":
            raise OSError(errno.ENOSPC, "No space left on device")
        return whole(self, *arguments, **options)

    monkeypatch.setattr(Path, failing, full)
    with pytest.raises(CannotBegin) as caught:
        if pack:
            new_pack("mine", None, "meadow", BOTH, known=(), templates=templates)
        else:
            new_problem("mine", "meadow", BOTH, known=(), templates=templates)
    assert caught.value.message == "mine cannot be written: No space left on device"
    assert not any(Path().iterdir())


def test_an_interrupt_leaves_nothing_behind(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: Path, content: bytes) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", interrupted)
    with pytest.raises(KeyboardInterrupt):
        new_problem("mine", "meadow", BOTH, known=(), templates=templates)
    assert not any(Path().iterdir())


def test_a_folder_that_cannot_be_written(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> str:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refused)
    with pytest.raises(CannotBegin, match=r"^mine cannot be written: Permission denied$"):
        new_problem("mine", "meadow", BOTH, known=(), templates=templates)


def test_modes_are_those_of_any_new_file(templates: Path) -> None:
    for file in (templates / "meadow").iterdir():
        if file.is_file():
            file.chmod(0o400)
    before = os.umask(0o022)
    try:
        folder = new_problem("mine", "meadow", BOTH, known=(), templates=templates)
    finally:
        os.umask(before)
    assert folder.stat().st_mode & 0o777 == 0o755
    assert (folder / "wrong").stat().st_mode & 0o777 == 0o755
    assert {(folder / name).stat().st_mode & 0o777 for name in written(folder)} == {0o644}


def test_a_template_that_is_none_is_our_fault(templates: Path) -> None:
    (templates / "meadow" / "wrong" / "one.sql").unlink()
    with pytest.raises(InternalError, match=r"the template meadow has 1 of 2 \.sql in wrong"):
        new_problem("mine", "meadow", ("sql",), known=(), templates=templates)
    (templates / "forest" / "problem.toml").write_text("languages = ['sql', 'pandas']\n", "utf-8")
    with pytest.raises(InternalError, match=r"forest/problem\.toml has 0 lines with both languages"):
        new_problem("mine", "forest", BOTH, known=(), templates=templates)
    assert not any(Path().iterdir())


def test_a_pack(templates: Path) -> None:
    folder = new_pack("acme_drills", "mine", "forest", ("sql",), known=(), templates=templates)
    assert folder == Path("acme_drills/problems/mine")
    around = {"pyproject.toml", "README.md", "Makefile", ".gitignore", ".github/workflows/check.yml"}
    assert {name for name in written(Path("acme_drills")) if not name.startswith("problems/")} == around
    assert written(folder) == ALWAYS | {"solution.sql", "accepted/again.sql", "wrong/one.sql", "wrong/two.sql"}
    pyproject = tomllib.loads(Path("acme_drills/pyproject.toml").read_text("utf-8"))
    assert pyproject["project"]["name"] == "acme-drills"
    assert pyproject["project"]["dependencies"] == ["drill-judge"]
    assert pyproject["project"]["entry-points"] == {"drill.problems": {"acme_drills": "acme_drills"}}
    assert pyproject["tool"]["hatch"]["build"]["targets"]["wheel"] == {
        "only-include": ["problems"],
        "sources": {"problems": "acme_drills"},
    }
    check = "drill check --all --problems problems\n"
    assert Path("acme_drills/.github/workflows/check.yml").read_text("utf-8").endswith(f"- run: {check}")
    assert f"check:\n\t{check}" in Path("acme_drills/Makefile").read_text("utf-8")
    assert "drill run mine FILE --problems problems\n" in Path("acme_drills/README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("known", "slug"),
    [
        ((), "first_problem"),
        (("first_problem",), "first_problem_2"),
        (("first_problem", "first_problem_2"), "first_problem_3"),
    ],
)
def test_the_problem_of_a_pack_has_a_free_name(templates: Path, known: tuple[str, ...], slug: str) -> None:
    folder = new_pack("acme", None, "forest", BOTH, known=known, templates=templates)
    assert folder == Path("acme/problems", slug)


def test_the_name_of_a_distribution_ends_in_a_letter_or_digit(templates: Path) -> None:
    new_pack("a__b_", None, "forest", BOTH, known=(), templates=templates)
    pyproject = tomllib.loads(Path("a__b_/pyproject.toml").read_text("utf-8"))
    assert pyproject["project"]["name"] == "a-b"


def refusal(name: str, slug: str | None, templates: Path) -> tuple[str, str]:
    before = sorted(Path().rglob("*"))
    with pytest.raises(CannotBegin) as caught:
        new_pack(name, slug, "meadow", BOTH, known=("funnel",), templates=templates)
    assert sorted(Path().rglob("*")) == before
    return caught.value.message, caught.value.help


def test_packs_that_are_refused(templates: Path) -> None:
    there = "{} is there already, and is left as it is"
    Path("empty").mkdir()
    assert refusal("empty", None, templates) == (
        there.format("empty"),
        "these names are free: empty_2, empty_3, empty_4",
    )
    Path("whole/problems").mkdir(parents=True)
    assert refusal("whole", None, templates) == (
        there.format("whole"),
        "these names are free: whole_2, whole_3, whole_4\nfor a further problem in it: cd whole, then drill new SLUG",
    )
    wanted = "the name of a pack is lower-case letters, digits and _, a letter first, found "
    assert refusal("Acme-Drills", None, templates) == (f"{wanted}'Acme-Drills'", "say acme_drills")
    assert refusal("", None, templates) == (f"{wanted}''", "say my_pack")
    assert refusal("JSON", None, templates) == (f"{wanted}'JSON'", "say json_2")
    python = "Python has something called {} already, and the pack is installed as a package"
    for name in ("pandas", "json", "judge", "class"):
        assert refusal(name, None, templates) == (
            python.format(name),
            f"these names are free: {name}_2, {name}_3, {name}_4",
        )
    assert refusal("acme", "funnel", templates) == (
        "a problem is called funnel already, and one would hide the other",
        "these names are free: funnel_2, funnel_3, funnel_4",
    )
    assert refusal("acme", "a/b", templates)[1] == "say b"


def test_there_is_a_template_for_each_world() -> None:
    assert worlds() == ["clickstream", "member_events", "orders"]


@pytest.mark.parametrize("languages", [BOTH, ("sql",), ("pandas",)])
@pytest.mark.parametrize("world", ["clickstream", "member_events", "orders"])
def test_the_templates_are_problems_in_each_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world: str, languages: tuple[Language, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    problem = load_folder(new_problem("mine", world, languages, known=()))
    assert (problem.slug, problem.world, problem.languages) == ("mine", world, languages)
    suffixes = {"sql": ".sql", "pandas": ".py"}
    assert {file.suffix for file in answers(problem, "wrong")} == {suffixes[one] for one in languages}
    assert [file.suffix for file in answers(problem, "accepted")] == [suffixes[languages[-1]]]
    assert len(answers(problem, "wrong")) == 2
    locks = [folder / "fixtures.lock" for folder in (problem.folder, TEMPLATES / world)]
    assert len({lock.read_bytes() if lock.exists() else None for lock in locks}) == 1


def test_the_longest_name_is_short_enough_for_any_file_system() -> None:
    assert scaffold.LONGEST + len(".drill-new-12345678") < 143  # what eCryptfs leaves of 255
