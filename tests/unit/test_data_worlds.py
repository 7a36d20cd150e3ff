"""Worlds and generators loaded by path: packs with worlds of their own, and errors that name the line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from judge.api import load_problem
from judge.data import build
from judge.data.files import read_rows
from judge.data.fixture import in_memory
from judge.errors import ProblemError
from judge.model import Case
from tests.pack import write_pack

CASE = Case("base", 2)
GENERATOR = "def generate(world):\n    world.things(3)\n"
WORLD = """from .world import Column, World

class Shop(World):
    def things(self, count):
        self.table("things", [Column("id", "integer", "x")], {"id": [NUMBER] * count})
"""
OWN_BASE = """class World:
    def __init__(self, seed, case, scale, awkward): pass
    def things(self, count): self.count = count
    def finish(self): return {"things": Things(self.count)}

class Column:
    name, kind, about, nullable = "id", "integer", "", False

class Things:
    import numpy
    name, columns, nulls, key, foreign_keys = "things", [Column], {}, (), ()
    def __init__(self, count): self.data = {"id": self.numpy.full(count, 9)}
    def __len__(self): return len(self.data["id"])
"""


def pack(folder: Path, number: int = 1, generator: str = GENERATOR, world: str = WORLD, base: str = "") -> Path:
    """A pack with a world `shop` in its `fixtures` folder."""
    (folder / "fixtures").mkdir(parents=True, exist_ok=True)
    (folder / "fixtures" / "shop.py").write_text(world.replace("NUMBER", str(number)))
    if base:
        (folder / "fixtures" / "world.py").write_text(base)
    return write_pack(folder, world="shop", generator=generator)


def drawn(problem: Path) -> list[tuple[object, ...]]:
    return read_rows(in_memory(load_problem(problem), CASE))["things"]


def said(problem: Path) -> str:
    with pytest.raises(ProblemError) as broken:
        build(load_problem(problem), CASE)
    return broken.value.message


def test_worlds_of_the_same_name_stay_apart_and_sys_path_stays(tmp_path: Path) -> None:
    path = list(sys.path)
    one, two = pack(tmp_path / "one", 1), pack(tmp_path / "two", 2)
    assert drawn(one) == [(1,)] * 3
    assert drawn(two) == [(2,)] * 3
    assert drawn(one) == [(1,)] * 3
    assert sys.path == path
    assert not {"shop", "world", "generator", "awkward"} & set(sys.modules)


def test_a_pack_may_bring_a_base_of_its_own(tmp_path: Path) -> None:
    own = "from .world import World\nclass Shop(World): pass\n"
    assert drawn(pack(tmp_path / "own", world=own, base=OWN_BASE)) == [(9,)] * 3
    assert drawn(pack(tmp_path / "ours", 4)) == [(4,)] * 3


def test_a_fixtures_folder_beside_the_pack_counts_too(tmp_path: Path) -> None:
    pack(tmp_path, 5)
    assert drawn(write_pack(tmp_path / "problems", world="shop", generator=GENERATOR)) == [(5,)] * 3


def test_a_pack_may_use_a_builtin_world_beside_its_own(tmp_path: Path) -> None:
    pack(tmp_path, 5)
    problem = write_pack(tmp_path, "other", world="member_events")
    assert len(read_rows(in_memory(load_problem(problem), CASE))["members"]) == 60


def test_an_unknown_world_names_the_nearest(tmp_path: Path) -> None:
    pack(tmp_path)
    with pytest.raises(ProblemError) as unknown:
        build(load_problem(write_pack(tmp_path, world="shpo")), CASE)
    assert unknown.value.message == "toy/problem.toml: world: no world is called 'shpo'"
    assert unknown.value.help == "did you mean 'shop'?"


CASE_SAID = "case 'base', seed 2"
GENERATORS = {
    "raises": ("def generate(world):\n    x = 1\n    x / 0\n", f"toy/generator.py:3: {CASE_SAID}: ZeroDivisionError: "),
    "deeper": ("def h(): return {}['k']\ndef generate(world):\n    h()\n",
               f"toy/generator.py:1: {CASE_SAID}: KeyError"),
    "in the world": ("def generate(world):\n\n    world.things('x')\n",
                     f"toy/generator.py:3: {CASE_SAID}: TypeError: "),
    "no such table": ("def generate(world):\n    world.thing(3)\n",
                      f"toy/generator.py:2: {CASE_SAID}: AttributeError: "),
    "at import": ("import os\nimport no_such_module\n", "toy/generator.py:2: ModuleNotFoundError: No module named"),
    "syntax": ("x = 1\ndef generate(world)\n", "toy/generator.py:2: SyntaxError: expected ':'"),
    "no function": ("generate = 3\n", "toy/generator.py: a function generate(world) is expected"),
    "nothing": ("", "toy/generator.py: a function generate(world) is expected"),
    "another parameter": ("def generate(): pass\n", f"toy/generator.py: {CASE_SAID}: TypeError: "),
}  # fmt: skip


@pytest.mark.parametrize(("generator", "message"), GENERATORS.values(), ids=GENERATORS)
def test_errors_of_a_generator_name_file_and_line(tmp_path: Path, generator: str, message: str) -> None:
    assert said(pack(tmp_path, generator=generator)).startswith(message)


def test_a_rule_of_the_tables_that_is_broken_is_told(tmp_path: Path) -> None:
    twice = WORLD.replace('{"id": [NUMBER] * count}', '{"id": [1] * count}, key=["id"]')
    assert "table things: its key (id) repeats" in said(pack(tmp_path, world=twice))


def test_null_in_a_column_that_has_none_is_told(tmp_path: Path) -> None:
    nulls = "np.array([True, False, True])"
    generator = f"import numpy as np\ndef generate(world):\n    world.members(3).nulls['plan'] = {nulls}\n"
    problem = load_problem(write_pack(tmp_path, generator=generator))
    with pytest.raises(ProblemError, match=r"generator\.py: case 'base', seed 2: .*members\.plan holds NULL"):
        build(problem, problem.cases[1])


def test_a_value_of_another_kind_is_told(tmp_path: Path) -> None:
    mixed = WORLD.replace('"integer"', '"text"')
    message = said(pack(tmp_path, world=mixed))
    assert message.startswith(f"toy/generator.py: {CASE_SAID}: a value is not of its column's kind: ")


WORLDS = {
    "at import": ("import os\n1 / 0\n", "shop.py:2: ZeroDivisionError"),
    "syntax": ("class Shop(\n", "shop.py:1: SyntaxError"),
    "a missing module": ("from .nowhere import x\n", "shop.py:1: ModuleNotFoundError"),
    "no class": ("x = 1\n", "shop.py: one subclass of World is expected, 0 were found"),
    "two classes": ("from .world import World\nclass A(World): ...\nclass B(World): ...\n", "2 were found"),
}


@pytest.mark.parametrize(("world", "message"), WORLDS.values(), ids=WORLDS)
def test_errors_of_a_world_name_file_and_line(tmp_path: Path, world: str, message: str) -> None:
    assert message in said(pack(tmp_path, world=world))
