"""Documents show real commands with their real output: each `console` block is run and compared.

In a document, a block ```` ```sql my.sql ```` (or `python`, `toml`) is a file. The commands of one document
run in order in one folder that holds these files; times are compared as `N ms` or `N s`, what is said while
fixtures are built and problems checked is passed over, and a line `…` stands for any lines.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(?P<language>\w+)(?: (?P<name>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def plain(text: str) -> str:
    """The text with times replaced and no blanks at line ends or at the end."""
    lines = [re.sub(r" +[\d.]+ ms", " N ms", line).rstrip() for line in text.splitlines()]
    lines = [re.sub(r'"elapsed_ms": [\d.]+', '"elapsed_ms": N', line) for line in lines]
    lines = [re.sub(r" · \d+ s$", " · N s", line) for line in lines]
    lines = [line for line in lines if not re.fullmatch(r"building (a fixture|\d+ fixtures)|checking \w+", line)]
    return "\n".join(lines).strip("\n")


def matches(shown: str, real: str) -> bool:
    parts = [re.escape(part) for part in re.split(r"^\s*…\n?", plain(shown) + "\n", flags=re.MULTILINE)]
    return re.fullmatch(".*".join(parts), plain(real) + "\n", re.DOTALL) is not None


def run(command: str, folder: Path) -> str:
    """What a command prints in `folder`, whose player is new there."""
    binaries = str(Path(sys.executable).parent)
    environment = {k: v for k, v in os.environ.items() if k not in ("FORCE_COLOR", "COLUMNS")} | {
        "PATH": binaries + os.pathsep + os.environ["PATH"],
        "NO_COLOR": "1",
        "PYTHONPATH": str(ROOT),
        "DRILL_DATA_DIR": str(folder / ".data"),
        "DRILL_PLAYER": "ada",
    }
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, text=True, capture_output=True, check=False
    )
    return done.stdout + done.stderr


DOCUMENTS = {"README.md": 3, "CONTRIBUTING.md": 3, "SECURITY.md": 1}
"""Each with the least number of commands that it shows."""


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_print_what_is_shown(document: str, tmp_path: Path) -> None:
    shown = 0
    blocks = list(BLOCK.finditer((ROOT / document).read_text("utf-8")))
    for block in blocks:
        if block["name"]:
            file = tmp_path / block["name"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block["body"], "utf-8")
    for block in (block for block in blocks if block["language"] == "console"):
        for part in re.split(r"^\$ ", block["body"], flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            real = run(command, tmp_path)
            assert matches(output, real), f"{document}: $ {command}\nshown:\n{plain(output)}\nreal:\n{plain(real)}"
            shown += 1
    assert shown >= DOCUMENTS[document]


def test_readme_names_what_there_is() -> None:
    """Every command and every problem is in the README, and no make target is promised that is not there."""
    readme = (ROOT / "README.md").read_text("utf-8")
    listed = run("drill list", ROOT)
    for line in listed.splitlines():
        assert line.split()[0] in readme
    for target in re.findall(r"`make (\w+)`", readme):
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    commands = re.findall(r"^  (\w+)  ", run("drill --help", ROOT), re.MULTILINE)
    assert len(commands) == 19
    for command in commands:
        assert f"drill {command}" in readme


def test_every_dependency_has_its_reason() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    constraints = (ROOT / "constraints.txt").read_text("utf-8")
    for requirement in wanted:
        name = re.split(r"[<>=]", requirement)[0]
        assert f"| {name} |" in contributing, name
        assert re.search(rf"^{re.escape(name)}==", constraints, re.MULTILINE), name


def test_pins_are_what_is_installed_and_name_no_host() -> None:
    constraints = (ROOT / "constraints.txt").read_text("utf-8")
    assert "://" not in constraints
    frozen = subprocess.run(
        [sys.executable, "-m", "pip", "freeze", "--exclude-editable"], text=True, capture_output=True, check=True
    ).stdout
    pinned = {line.casefold() for line in constraints.splitlines() if line}
    assert {line.casefold().replace("_", "-") for line in frozen.splitlines()} == {p.replace("_", "-") for p in pinned}


def test_commands_in_documents_are_quoted_for_a_shell() -> None:
    for document in DOCUMENTS:
        for block in BLOCK.finditer((ROOT / document).read_text("utf-8")):
            for command in re.findall(r"^\$ (.*)$", block["body"], re.MULTILINE):
                assert shlex.split(command)


def test_the_number_of_hostile_cases_is_the_one_that_is_told() -> None:
    cases = len(list((ROOT / "tests" / "cases" / "hostile").iterdir()))
    assert f"`tests/cases/hostile/`: {cases} submissions" in (ROOT / "SECURITY.md").read_text("utf-8")
