"""Packs of installed distributions: fake ones in folders on sys.path, whole and broken."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from judge.catalog import home, load, packs, slugs
from judge.catalog.installed import installed
from tests.pack import write_pack


def offer(site: Path, value: str, *, name: str = "acme", metadata: str = "acme_drills-1.2.dist-info") -> Path:
    """A distribution in `site` that offers `value`; returns its metadata folder."""
    folder = site / metadata
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-drills\nVersion: 1.2\n", "utf-8")
    (folder / "entry_points.txt").write_text(
        f"[console_scripts]\nacme = acme.cli:main\n\n[drill.problems]\n{name} = {value}\n", "utf-8"
    )
    return folder


def package(folder: Path, *slugs: str, init: str | None = "raise SystemExit('imported')\n") -> Path:
    """A package with a problem for each slug, whose import ends the process."""
    folder.mkdir(parents=True)
    if init is not None:
        (folder / "__init__.py").write_text(init, "utf-8")
    for slug in slugs:
        write_pack(folder, slug)
    return folder


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on sys.path; what a test writes there is seen at once, since Python looks at it for the first time."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    return folder


def test_a_package_is_found(site: Path) -> None:
    offer(site, "acme_drills")
    folder = package(site / "acme_drills", "toy")
    assert installed() == ([folder], [])
    assert "acme_drills" not in sys.modules


def test_a_dotted_package_is_found_with_and_without_init(site: Path) -> None:
    offer(site, "acme_drills.sets.problems")
    package(site / "acme_drills")
    folder = package(site / "acme_drills" / "sets" / "problems", "toy", init=None)
    assert installed() == ([folder], [])


def test_a_namespace_package_of_several_folders(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path / "other")
    offer(site, "acme_drills.problems")
    package(site / "acme_drills" / "code", init=None)
    first = package(site / "acme_drills" / "problems", "toy", init=None)
    second = package(tmp_path / "other" / "acme_drills" / "problems", "train", init=None)
    package(tmp_path / "other" / "acme_drills" / "empty", init=None)
    assert installed() == ([second, first], [])


@pytest.mark.parametrize("metadata", ["acme_drills.egg-info", "acme_drills-1.2-py3.11.egg-info"])
def test_an_egg_info_counts_too(site: Path, metadata: str) -> None:
    (site / "another.egg-info").write_text("a file, as distutils wrote them", "utf-8")
    offer(site, "acme_drills", metadata=metadata)
    assert installed()[1] == [
        f"pack 'acme' (acme-drills{' 1.2' * ('1.2' in metadata)}) is skipped: there is no package acme_drills"
    ]
    folder = package(site / "acme_drills", "toy")
    assert installed() == ([folder], [])


def test_an_editable_install_by_a_path_file(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(site, "acme_drills.problems")
    folder = package(tmp_path / "src" / "acme_drills" / "problems", "toy")
    (site / "acme.pth").write_text(f"{tmp_path / 'src'}\n", "utf-8")
    import site as sites

    monkeypatch.setattr(sys, "path", [*sys.path])
    sites.addsitedir(str(site))
    assert installed() == ([folder], [])


def test_an_editable_install_by_a_finder(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.machinery import ModuleSpec
    from importlib.util import spec_from_file_location

    offer(site, "acme_drills.problems")
    source = package(tmp_path / "src" / "drills")
    folder = package(source / "problems", "toy")

    class Finder:
        @staticmethod
        def find_spec(name: str, path: object = None, target: object = None) -> ModuleSpec | None:
            return spec_from_file_location(name, source / "__init__.py") if name == "acme_drills" else None

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder])
    assert installed() == ([folder], [])

    class Failing:
        @staticmethod
        def find_spec(name: str, path: object = None, target: object = None) -> ModuleSpec | None:
            raise KeyError(name)

    monkeypatch.setattr(sys, "meta_path", [Failing])
    assert installed() == (
        [],
        ["pack 'acme' (acme-drills 1.2) is skipped: acme_drills cannot be looked up: KeyError: 'acme_drills'"],
    )


def no_package(site: Path) -> None:
    offer(site, "acme_drills")


def no_inner_package(site: Path) -> None:
    offer(site, "acme_drills.problems")
    package(site / "acme_drills", "toy")


def a_module(site: Path) -> None:
    offer(site, "acme_drills")
    (site / "acme_drills.py").write_text("1 / 0", "utf-8")


def an_inner_module(site: Path) -> None:
    offer(site, "acme_drills.problems")
    package(site / "acme_drills")
    (site / "acme_drills" / "problems.py").write_text("1 / 0", "utf-8")


def no_problem(site: Path) -> None:
    offer(site, "acme_drills")
    package(site / "acme_drills")
    (site / "acme_drills" / "no_manifest").mkdir()
    write_pack(site / "acme_drills", ".hidden")


def a_name_in_it(site: Path) -> None:
    offer(site, "acme_drills:problems")
    package(site / "acme_drills", "toy")


def a_path(site: Path) -> None:
    offer(site, "../acme_drills")
    package(site / "acme_drills", "toy")


def nothing(site: Path) -> None:
    offer(site, "")


def a_builtin(site: Path) -> None:
    offer(site, "sys")


def a_program(site: Path) -> None:
    offer(site, "__main__")


def a_zip(site: Path) -> None:
    offer(site, "acme_drills")
    with ZipFile(site / "acme.zip", "w") as archive:
        archive.writestr("acme_drills/__init__.py", "")
    sys.path.append(str(site / "acme.zip"))


PACK = "pack 'acme' (acme-drills 1.2) is skipped: "


@pytest.mark.parametrize(
    ("breaking", "trouble"),
    [
        (no_package, "there is no package acme_drills"),
        (no_inner_package, "there is no package acme_drills.problems in {site}/acme_drills"),
        (a_module, "acme_drills is a module, not a package: {site}/acme_drills.py"),
        (an_inner_module, "acme_drills.problems is a module, not a package: {site}/acme_drills/problems.py"),
        (no_problem, "acme_drills holds no problem folder: {site}/acme_drills"),
        (a_name_in_it, "expected a package such as acme_drills.problems, found 'acme_drills:problems'"),
        (a_path, "expected a package such as acme_drills.problems, found '../acme_drills'"),
        (nothing, "expected a package such as acme_drills.problems, found ''"),
        (a_builtin, "sys is a module, not a package: built-in"),
        (a_zip, "there is no package acme_drills in {site}/acme.zip/acme_drills"),
    ],
)
def test_a_broken_pack_is_named_and_the_others_are_found(
    site: Path, monkeypatch: pytest.MonkeyPatch, breaking: Callable[[Path], None], trouble: str
) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])
    breaking(site)
    offer(site, "whole", name="whole", metadata="whole-3.dist-info")
    folder = package(site / "whole", "toy")
    assert installed() == ([folder], [PACK + trouble.format(site=site)])


def test_the_program_itself_is_no_pack(site: Path) -> None:
    offer(site, "__main__")
    found, [trouble] = installed()
    assert found == []
    assert trouble.startswith(f"{PACK}__main__ ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[drill.problems]\nacme\n", "TypeError"),
        (b"[drill.problems]\nacme = \xff\xfe\n", "UnicodeDecodeError"),
        (b"[console_scripts]\nacme\n[drill.problems]\nacme = acme_drills\n", "TypeError"),
    ],
)
def test_broken_entry_points_are_named_and_the_others_are_found(site: Path, content: bytes, said: str) -> None:
    file = offer(site, "acme_drills") / "entry_points.txt"
    file.write_bytes(content)
    offer(site, "whole", name="whole", metadata="whole-3.dist-info")
    folder = package(site / "whole", "toy")
    found, [trouble] = installed()
    assert found == [folder]
    assert trouble.startswith(f"the pack of acme-drills 1.2 is skipped: {file} is broken: {said}: ")


def test_a_folder_that_cannot_be_read_is_named(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(site, "acme_drills")
    folder = package(site / "acme_drills", "toy")
    listed = Path.iterdir

    def iterdir(self: Path) -> object:
        if self == folder:
            raise PermissionError(13, "Permission denied")
        return listed(self)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    assert installed() == ([], [f"{PACK}{folder} cannot be read: Permission denied"])


def test_metadata_without_a_name_is_called_by_its_folder(site: Path) -> None:
    (offer(site, "gone", metadata="Acme.Drills_Extra-2.dist-info") / "METADATA").unlink()
    assert installed() == ([], ["pack 'acme' (acme-drills-extra 2) is skipped: there is no package gone"])


def test_packs_are_sorted_by_name_then_distribution(site: Path) -> None:
    for metadata, name in [("zulu-1", "alpha"), ("mike-1", "same"), ("kilo-1", "same"), ("beta-1", "zz")]:
        stem = metadata.partition("-")[0]
        offer(site, f"{stem}_set", name=name, metadata=f"{metadata}.dist-info")
        package(site / f"{stem}_set", "toy")
    found, troubles = installed()
    assert [folder.name for folder in found] == ["zulu_set", "kilo_set", "mike_set", "beta_set"]
    assert troubles == []


def test_one_folder_under_two_names_counts_once(site: Path) -> None:
    file = offer(site, "acme_drills") / "entry_points.txt"
    file.write_text("[drill.problems]\nacme = acme_drills\nmore = acme_drills\nanother = gone\n", "utf-8")
    folder = package(site / "acme_drills", "toy")
    assert installed() == (
        [folder],
        ["pack 'another' (acme-drills 1.2) is skipped: there is no package gone"],
    )


def test_an_earlier_folder_of_the_path_hides_a_later_one(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path / "first")
    offer(site, "old_name")
    offer(tmp_path / "first", "acme_drills", metadata="Acme.Drills-2.0.dist-info")
    folder = package(tmp_path / "first" / "acme_drills", "toy")
    offer(site, "removed", metadata="~cme_drills-1.1.dist-info")
    assert installed() == ([folder], [])


def test_folders_of_the_path_that_are_not_there_do_not_matter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "gone"), str(tmp_path / "file"), "nul\0"])
    assert installed() == ([], [])


def test_installed_packs_come_last(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(site, "acme_drills")
    ours = package(site / "acme_drills", "toy", "retention_7d")
    offer(site, "gone", name="gone", metadata="gone-1.dist-info")
    given = package(tmp_path / "given", "toy")
    notes: list[str] = []
    found = packs([given], {}, notes.append)
    assert found == (given, home() / "problems", ours)
    assert notes == ["pack 'gone' (gone 1) is skipped: there is no package gone"]
    assert packs([ours], {}) == (ours, home() / "problems")
    assert load("retention_7d", found).folder == home() / "problems" / "retention_7d"
    assert load("toy", packs(environ={})).folder == ours / "toy"
    assert {"toy", "retention_7d"} <= set(slugs(packs(environ={})))


def _modules(site: Path, code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(home()), str(site)])},
        cwd=site,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


FIND = "from judge.catalog import packs, slugs\nassert ('toy' in slugs(packs(environ={}))) is "


def test_nothing_of_a_pack_is_imported(tmp_path: Path) -> None:
    for parts in (("acme_drills",), ("acme", "drills", "problems")):
        site = tmp_path / parts[-1]
        for i in range(len(parts)):
            package(site.joinpath(*parts[: i + 1]))
        write_pack(site.joinpath(*parts), "toy")
        offer(site, ".".join(parts))
        loaded = _modules(site, f"{FIND}True")
        assert "importlib.metadata" in loaded
        assert not {name for name in loaded if name.startswith("acme")}


def test_where_no_pack_is_offered_metadata_is_not_imported(tmp_path: Path) -> None:
    file = offer(tmp_path, "acme_drills") / "entry_points.txt"
    file.write_text("[console_scripts]\ndrill = judge.cli:main\n", "utf-8")
    package(tmp_path / "acme_drills", "toy")
    loaded = _modules(tmp_path, f"{FIND}False")
    assert "judge.catalog.installed" in loaded
    assert not {"importlib.metadata", "importlib.util", "email"} & loaded
