"""The generator: the same rows everywhere, keys that are keys, awkward data that are there, a lock that holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from judge.authoring.check import of_part
from judge.authoring.proof import Proof, Tools
from judge.authoring.remarks import Remark
from judge.catalog import load_folder
from tests.authoring import CASES, GENERATOR, codes_of, found, only, write_lock, write_problem

SHIFT = '    members.data["signed_up_at"] = members["signed_up_at"] + np.timedelta64({}, "us")\n'
DIFFERS = "has other rows in another process"


def drawn(tmp_path: Path, **changed: Any) -> list[Remark]:
    """All that is found, but for the lock, which these problems do not have."""
    return [remark for remark in found(write_problem(tmp_path, **changed), "generator") if remark.code != "C023"]


def after(line: str, head: str = "import numpy as np\n") -> str:
    return head + GENERATOR + line


def test_a_good_one(tmp_path: Path) -> None:
    assert found(write_problem(tmp_path, lock=True), "generator") == []


class TestFailing:
    @pytest.mark.parametrize(
        ("generator", "where", "telling"),
        [
            (GENERATOR + "    1 / 0\n", "toy/generator.py:6", "ZeroDivisionError"),
            ("def generate(world)\n", "toy/generator.py:1", "SyntaxError"),
            ("import nothing_of_the_kind\n" + GENERATOR, "toy/generator.py:1", "ModuleNotFoundError"),
            ("def make(world): ...\n", "toy/generator.py", "a function generate(world) is expected"),
            ("def generate(world): ...\n", "toy/generator.py", ""),
            ("def generate(world):\n    generate(world)\n", "toy/generator.py:2", "RecursionError"),
            (GENERATOR + "    plays.take([10_000])\n", "toy/generator.py:6", "IndexError"),
            (GENERATOR + "    raise SystemExit(3)\n", "toy/generator.py:6", "SystemExit"),
            ("import sys\n" + GENERATOR + "    sys.exit()\n", "toy/generator.py:7", "SystemExit"),
            ("import sys\nsys.exit('no')\n", "toy/generator.py:2", "SystemExit"),
            (GENERATOR + "    members.data['plan'][:] = 7\n", "toy/generator.py", "the tables cannot be read"),
            (GENERATOR + "    del members.data['plan']\n", "toy/generator.py", "plan"),
            (GENERATOR + "    members.data['plan'] = members.data['plan'][:3]\n", "toy/generator.py", "IndexError"),
        ],
        ids=[
            "raises", "syntax", "import", "no generate", "no tables", "recursion", "index", "SystemExit", "sys.exit",
            "exit at import", "kind", "no data", "length",
        ],
    )  # fmt: skip
    def test_the_error_is_told(self, tmp_path: Path, generator: str, where: str, telling: str) -> None:
        problem = write_problem(tmp_path, generator=generator)
        with Tools(cores=1) as own, Proof(load_folder(problem), own, 2) as proof:
            remarks = of_part(proof, "generator")
            assert {remark.code for remark in remarks} == {"C020"}
            assert remarks[0].where == where
            assert telling in remarks[0].message
            good = write_problem(tmp_path / "good")
            with Proof(load_folder(good), own, 2) as other:
                assert codes_of(of_part(other, "generator")) == ["C023"]

    def test_one_case_of_three(self, tmp_path: Path) -> None:
        (remark,) = drawn(tmp_path, generator=GENERATOR + "    assert world.seed != 2, 'two'\n")
        assert (remark.code, remark.where) == ("C020", "toy/generator.py:6")
        assert remark.message == "case 'base', seed 2: AssertionError: two"

    def test_a_wish_that_is_not_offered(self, tmp_path: Path) -> None:
        (remark,) = drawn(tmp_path, cases=CASES.replace("childless", "leap_day"))
        assert remark.code == "C020"
        assert "case 'idle' asks for 'leap_day', but generate() never offers it (it offers childless)" in remark.message

    def test_a_wish_that_is_not_known(self, tmp_path: Path) -> None:
        (remark,) = drawn(tmp_path, cases=CASES.replace("childless", "childles"))
        assert remark.code == "C020"
        assert remark.where == "toy/problem.toml"
        assert "did you mean 'childless'?" in remark.message

    def test_no_such_world(self, tmp_path: Path) -> None:
        remarks = drawn(tmp_path, world="member_event")
        assert {remark.code for remark in remarks} == {"C020"}
        assert remarks[0].where == "toy/problem.toml"
        assert remarks[0].help == "did you mean 'member_events'?"
        assert len(remarks) == 1


class TestChance:
    @pytest.mark.parametrize(
        "generator",
        [
            after("    order = list({str(i): 0 for i in set(map(str, members['member_id'].tolist()))})\n"
                  "    members.data['plan'][:] = order\n"),
            after(SHIFT.format("hash('a') % 1000"), "import numpy as np\n"),
            after(SHIFT.format("time.time_ns() % 1000003"), "import time\nimport numpy as np\n"),
            after(SHIFT.format("random.randrange(10**9)"), "import random\nimport numpy as np\n"),
            after(SHIFT.format("np.random.default_rng().integers(10**9)")),
            after(SHIFT.format("np.random.randint(10**9)")),
            after(SHIFT.format("os.getpid()"), "import os\nimport numpy as np\n"),
            after(SHIFT.format("uuid.uuid4().int % 10**9"), "import uuid\nimport numpy as np\n"),
            after("    type(world).count = getattr(type(world), 'count', 0) + 1\n" + SHIFT.format("type(world).count")),
            after(SHIFT.format("len(sys.seen)"), "import sys\nimport numpy as np\n"
                  "sys.seen = getattr(sys, 'seen', []) + [1]\n"),
        ],
        ids=["set", "hash", "time", "random", "default_rng", "numpy.random", "pid", "uuid", "counter", "module"],
    )  # fmt: skip
    def test_it_is_told(self, tmp_path: Path, generator: str) -> None:
        remark = only(drawn(tmp_path, generator=generator), "C021")
        assert remark.where == "toy/generator.py"
        assert remark.message == f"case 'sample' (seed 1) {DIFFERS}"
        assert remark.help == "draw all chance from world.stream(name), and never loop over a set"

    @pytest.mark.parametrize(
        "generator",
        [
            after(SHIFT.format("world.stream('x').integers(1000)")),
            after(SHIFT.format("random.Random(world.seed).randrange(10**9)"), "import random\nimport numpy as np\n"),
            after("    members.data['plan'][:] = sorted(set(map(str, members['member_id'].tolist())))\n"),
            after("    print('a word', flush=True)\n    import sys\n    sys.stdout.write('{}\\n')\n"),
            "COUNT = 0\n" + after("    global COUNT\n    COUNT += 1\n" + SHIFT.format("COUNT")),
        ],
        ids=["stream", "Random(seed)", "sorted set", "print", "own counter"],
    )
    def test_what_is_no_chance(self, tmp_path: Path, generator: str) -> None:
        assert drawn(tmp_path, generator=generator) == []

    @pytest.mark.parametrize(
        "line",
        ["    os.write(1, b'a word\\n')\n", "    subprocess.run(['echo', 'a word'])\n", "    sys.stdin.read()\n"],
        ids=["descriptor", "child", "stdin"],
    )
    def test_it_does_not_disturb_the_process_that_draws(self, tmp_path: Path, line: str) -> None:
        problem = write_problem(tmp_path, generator="import os, subprocess, sys\n" + GENERATOR + line)
        with Tools(cores=1) as own, Proof(load_folder(problem), own, 2) as proof:
            assert codes_of(of_part(proof, "generator")) == ["C023"]


OWN_WORLD = """import numpy as np
from .world import Column, ForeignKey, World

class Mine(World):
    def members(self, count):
        n = self.rows(count)
        return self.table("members", [Column("member_id", "integer", "a member", nullable=True)],
                          {{"member_id": np.arange(n)}}, key=["member_id"])

    def plays(self, members, count):
        return self.table("plays", [Column("play_id", "integer", "a play"),
            Column("member_id", "integer", "the member")],
            {{"play_id": self.stream("plays").permutation(self.rows(count)),
              "member_id": members["member_id"][self.stream("m").integers(0, len(members), self.rows(count))]}},
            foreign_keys=[ForeignKey(("member_id",), {parent}, {loose})])

    def finish(self):
        {finish}
        return self.tables
"""


def own_world(
    tmp_path: Path, finish: str, *, parent: str = '"members", ("member_id",)', loose: str = "False"
) -> list[Remark]:
    """A pack with a world of its own, which looks after its keys itself, or does not."""
    (tmp_path / "fixtures").mkdir()
    text = OWN_WORLD.format(finish=finish, loose=loose, parent=parent)
    (tmp_path / "fixtures" / "mine.py").write_text(text, "utf-8")
    generator = "def generate(world):\n    world.plays(world.members(30), 40)\n"
    return drawn(tmp_path, world="mine", generator=generator, cases=CASES.replace('awkward = ["childless"]\n', ""))


PROMISED = """import types
        self.tables['plays'].take([0, 1, 2])
        self.tables['plays'].data['member_id'][:] = [1, 2, 5]
        self.tables['plays'].data['play_id'][:] = [0, 2, 5]
        self.tables['plays'].columns += (Column("seed", "integer", "differs"),)
        self.tables['plays'].data["seed"] = np.full(3, self.seed)
        self.tables['plays'].invariants = [types.SimpleNamespace(**dict(zip(("left", "operator", "right"), ({}))))]"""
"""Three plays of members 1, 2 and 5, numbered 0, 2 and 5, of which a world that does not check promises something."""


class TestKeys:
    def test_whole(self, tmp_path: Path) -> None:
        assert own_world(tmp_path, "pass") == []

    def test_one_stands_twice(self, tmp_path: Path) -> None:
        remarks = own_world(tmp_path, "self.tables['members'].data['member_id'][1] = 0")
        keys = [remark for remark in remarks if remark.code == "C024"]
        assert {remark.where for remark in keys} == {"toy/generator.py"}
        assert "table members: its key (member_id) stands in two rows" in keys[0].message
        assert "case 'sample', seed 1" in keys[0].message

    def test_one_is_null(self, tmp_path: Path) -> None:
        remarks = own_world(tmp_path, "self.tables['members'].nulls['member_id'][1] = True")
        assert "table members: its key (member_id) is NULL in a row" in only(remarks[:1], "C024").message

    def test_a_column_that_is_not_there(self, tmp_path: Path) -> None:
        remarks = own_world(tmp_path, "self.tables['members'].key = ('id',)")
        assert {remark.code for remark in remarks} <= {"C020", "C024"}
        assert "id" in remarks[0].message

    def test_a_foreign_key_dangles(self, tmp_path: Path) -> None:
        remarks = own_world(tmp_path, "self.tables['plays'].data['member_id'][3] = 999")
        keys = [remark for remark in remarks if remark.code == "C025"]
        assert len(keys) == 3
        assert "table plays: member_id 999 is not in members" in keys[0].message
        assert keys[0].where == "toy/generator.py"

    def test_a_loose_one_may(self, tmp_path: Path) -> None:
        assert own_world(tmp_path, "self.tables['plays'].data['member_id'][3] = 999", loose="True") == []

    def test_its_parent_may_be_dropped(self, tmp_path: Path) -> None:
        assert own_world(tmp_path, "del self.tables['members']") == []

    @pytest.mark.parametrize(
        ("declared", "broken"),
        [
            ("'member_id', '<', 'play_id'", "member_id < play_id does not hold: 1 and 0 in a row"),
            ("'member_id', '<=', 'play_id'", "member_id <= play_id does not hold: 1 and 0 in a row"),
            ("'play_id', '<', 'members.member_id'", "play_id < members.member_id does not hold: 2 and 2 in a row"),
        ],
    )
    def test_an_invariant_does_not_hold(self, tmp_path: Path, declared: str, broken: str) -> None:
        said = [remark for remark in own_world(tmp_path, PROMISED.format(declared)) if remark.code == "C029"]
        assert len(said) == 3
        assert said[0].message == f"case 'sample', seed 1: table plays: {broken}"
        assert said[0].where == "toy/generator.py"

    @pytest.mark.parametrize(
        "declared",
        ["'play_id', '<=', 'members.member_id'", "'member_id', '<', 'gone'", "'elsewhere.id', '<', 'member_id'"],
    )
    def test_an_invariant_holds_or_is_of_what_is_not_there(self, tmp_path: Path, declared: str) -> None:
        assert own_world(tmp_path, PROMISED.format(declared).replace("1, 2, 5", "3, 2, 5")) == []

    def test_rows_written_twice_differ(self, tmp_path: Path) -> None:
        set_alike = "self.tables['plays'].alike = ('member_id',)"
        (first, *_) = (remark for remark in own_world(tmp_path, set_alike) if remark.code == "C029")
        assert first.message.endswith("table plays: rows of the same member_id differ")

    def test_a_broken_invariant_is_told_once_for_all_cases(self, tmp_path: Path) -> None:
        remarks = drawn(tmp_path, generator=GENERATOR + "    plays.promise('stopped_at', '<', 'started_at')\n")
        (remark,) = remarks
        assert remark.code == "C020"
        assert "table plays: stopped_at < started_at does not hold in " in remark.message
        assert remark.message.endswith("(and so do 2 more cases)")

    def test_the_worlds_own_finish_tells(self, tmp_path: Path) -> None:
        remarks = drawn(
            tmp_path, generator=GENERATOR + "    members.data['member_id'][:] = 1\n    world.tables.pop('plays')\n"
        )
        assert {remark.code for remark in remarks} == {"C020"}
        assert "its key (member_id) repeats" in remarks[0].message


class TestAwkward:
    def test_offered_on_no_row(self, tmp_path: Path) -> None:
        """Nobody signed up on a leap day of 2025, which has none."""
        generator = (
            GENERATOR + "    world.nulls(plays, 'stopped_at', share=0)\n    plays.nulls['stopped_at'][:] = False\n"
        )
        remarks = drawn(tmp_path, generator=generator, cases=CASES.replace('"childless"', '"childless", "nulls"'))
        assert [(remark.code, remark.where) for remark in remarks] == [("C026", "toy/problem.toml:36")] * len(remarks)
        assert remarks[0].message.startswith("case 'idle' asks for 'nulls', and its ")
        assert len(remarks) == 1

    def test_it_changes_nothing(self, tmp_path: Path) -> None:
        generator = GENERATOR.replace('    world.childless(plays, "member_id")\n', "    world.wants('childless')\n")
        (remark,) = drawn(tmp_path, generator=generator)
        assert (remark.code, remark.where) == ("C026", "toy/problem.toml:36")
        assert remark.message == "case 'idle' asks for 'childless', and its rows are the same without it"

    def test_it_is_there(self, tmp_path: Path) -> None:
        generator = GENERATOR + "    world.nulls(plays, 'stopped_at')\n    world.leap_day(members, 'signed_up_at')\n"
        wishes = '"childless", "nulls", "leap_day"'
        assert drawn(tmp_path, generator=generator, cases=CASES.replace('"childless"', wishes)) == []


class TestSame:
    def test_two_cases_with_one_seed(self, tmp_path: Path) -> None:
        (remark,) = drawn(tmp_path, cases=CASES + '[[cases]]\nname = "again"\nseed = 2\n')
        assert (remark.code, remark.where) == ("C022", "toy/problem.toml:37")
        assert remark.message == "case 'again' has the same rows as case 'base'"

    def test_one_seed_at_another_scale(self, tmp_path: Path) -> None:
        assert drawn(tmp_path, cases=CASES + '[[cases]]\nname = "again"\nseed = 2\nscale = 2\n') == []

    def test_a_generator_that_ignores_its_seed(self, tmp_path: Path) -> None:
        generator = (
            "def generate(world):\n    world.params(k=3, about={'k': 'a number'})\n    world.wants('childless')\n"
        )
        remarks = drawn(tmp_path, generator=generator)
        assert codes_of(remarks).count("C022") == 2


class TestLock:
    def locked(self, tmp_path: Path, **changed: Any) -> tuple[Path, dict[str, Any]]:
        problem = write_problem(tmp_path, **changed)
        return problem, json.loads(write_lock(problem).read_text("utf-8"))

    def write(self, problem: Path, lock: object) -> list[Remark]:
        (problem / "fixtures.lock").write_text(json.dumps(lock), "utf-8")
        remarks = found(problem, "generator")
        assert {(remark.code, remark.where) for remark in remarks} <= {("C023", "toy/fixtures.lock")}
        return remarks

    def test_missing(self, tmp_path: Path) -> None:
        (remark,) = found(write_problem(tmp_path), "generator")
        assert (remark.code, remark.where) == ("C023", "toy/fixtures.lock")
        assert remark.message.startswith("this file is missing")
        assert remark.help == f"drill data toy --lock --problems {tmp_path} writes it"

    @pytest.mark.parametrize(
        "content", [b"{", b"", b"[]", b"\xff", b'{"fixtures": {}}', b'{"fixtures": 3, "drawn_with": {}}', b"null"]
    )
    def test_broken(self, tmp_path: Path, content: bytes) -> None:
        problem = write_problem(tmp_path)
        (problem / "fixtures.lock").write_bytes(content)
        (remark,) = found(problem, "generator")
        assert (remark.code, remark.where) == ("C023", "toy/fixtures.lock")
        assert remark.message.startswith("not a lock file: ")

    def test_empty_is_not_missing(self, tmp_path: Path) -> None:
        problem = write_problem(tmp_path)
        remarks = self.write(problem, {"fixtures": {}, "drawn_with": {}})
        assert remarks
        assert not any("missing" in remark.message for remark in remarks)

    def test_stale(self, tmp_path: Path) -> None:
        problem, lock = self.locked(tmp_path)
        lock["fixtures"]["base seed=2 scale=1"] = "0" * 64
        (remark,) = self.write(problem, lock)
        assert remark.message == "the rows of 'base seed=2 scale=1' are not the locked ones"
        assert remark.help == f"drill data toy --lock --problems {tmp_path} writes it anew"

    def test_stale_by_another_numpy(self, tmp_path: Path) -> None:
        problem, lock = self.locked(tmp_path)
        lock["fixtures"]["base seed=2 scale=1"] = "0" * 64
        lock["drawn_with"] = {"numpy": "1.0.0", "no_such_package": "2"}
        (remark,) = self.write(problem, lock)
        assert "are not the locked ones (locked with numpy 1.0.0, here " in remark.message

    def test_another_numpy_that_draws_the_same(self, tmp_path: Path) -> None:
        problem, lock = self.locked(tmp_path)
        lock["drawn_with"]["numpy"] = "1.0.0"
        assert self.write(problem, lock) == []

    def test_of_other_cases(self, tmp_path: Path) -> None:
        problem, lock = self.locked(tmp_path)
        lock["fixtures"]["base seed=5 scale=1"] = lock["fixtures"].pop("base seed=2 scale=1")
        assert [remark.message for remark in self.write(problem, lock)] == [
            "the case 'base seed=5 scale=1' is locked, and is 'base seed=2 scale=1' now",
        ]


class TestSample:
    def test_a_long_table(self, tmp_path: Path) -> None:
        (remark,) = drawn(tmp_path, cases=CASES.replace("0.2", "1.5"))
        assert (remark.code, remark.where) == ("C027", "toy/problem.toml:25")
        assert remark.message.startswith("the sample is too large to read: members has 45, plays has ")
        assert remark.message.endswith(" rows; 25 a table are enough")

    def test_many_tables(self, tmp_path: Path) -> None:
        generator = GENERATOR + "    for name in ('titles',):\n        world.titles(20 / world.scale)\n"
        generator += "    world.vast = world.tables['titles']\n    world.clone = None\n"
        generator += "    from copy import deepcopy\n    other = deepcopy(world.vast)\n    other.name = 'others'\n"
        generator += "    world.tables['others'] = other\n    third = deepcopy(other)\n    third.name = 'thirds'\n"
        generator += "    world.tables['thirds'] = third\n"
        (remark,) = drawn(tmp_path, generator=generator)
        assert remark.code == "C027"
        assert "rows in all tables; 60 are enough" in remark.message
