"""A small problem of which `drill check` has nothing bad to say, with every file to be changed, and its checks."""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from judge import catalog
from judge.authoring.check import of_part
from judge.authoring.proof import Proof, Tools
from judge.authoring.remarks import Remark
from judge.errors import DrillError

COLUMNS = """
[[columns]]
name = "member_id"
kind = "integer"
about = "the member"
[[columns]]
name = "plays"
kind = "integer"
about = "how often the member played"
[[columns]]
name = "latest"
kind = "timestamp"
about = "start of the last play, NULL where there is none"
nullable = true
"""

CASES = """
[[cases]]
name = "sample"
seed = 1
scale = 0.2
sample = true
[[cases]]
name = "base"
seed = 2
[[cases]]
name = "idle"
seed = 3
awkward = ["childless"]
"""

GENERATOR = """def generate(world):
    members = world.members(30)
    plays = world.plays(members, count=40)
    plays.take(plays["member_id"] != members["member_id"][0])
    world.childless(plays, "member_id")
"""

SQL = """SELECT m.member_id, count(p.play_id) AS plays, max(p.started_at) AS latest
FROM members AS m
LEFT JOIN plays AS p ON p.member_id = m.member_id
GROUP BY m.member_id
"""

PANDAS = """def solve(members, plays):
    found = plays.groupby("member_id").agg(plays=("play_id", "size"), latest=("started_at", "max")).reset_index()
    out = members[["member_id"]].merge(found, on="member_id", how="left")
    out["plays"] = out["plays"].fillna(0).astype("int64")
    return out
"""

PROMPT = """# Plays per member

For each member, count the plays and say when the last of them began. A member who never played has 0 plays, and NULL
stands for the start of the last one.
"""

ACCEPTED = {
    "subqueries.sql": """SELECT member_id,
    (SELECT count(*) FROM plays AS p WHERE p.member_id = m.member_id) AS plays,
    (SELECT max(started_at) FROM plays AS p WHERE p.member_id = m.member_id) AS latest
FROM members AS m
"""
}

INNER = """-- drops members without plays
SELECT member_id, count(*) AS plays, max(started_at) AS latest FROM members JOIN plays USING (member_id) GROUP BY ALL
"""
STAR = """-- counts the row of a member without plays
SELECT member_id, count(*) AS plays, max(started_at) AS latest
FROM members LEFT JOIN plays USING (member_id) GROUP BY ALL
"""
WRONG = {"inner_join.sql": INNER, "star.sql": STAR}


def write_problem(
    folder: Path,
    slug: str = "toy",
    *,
    title: str = "Plays per member",
    difficulty: str = "easy",
    minutes: int = 10,
    languages: str = '["sql", "pandas"]',
    world: str = "member_events",
    key: str = '["member_id"]',
    hints: str = '["which members have no plays?"]',
    follow_up: str = '["what if a play may be shared?"]',
    top: str = "",
    columns: str = COLUMNS,
    cases: str = CASES,
    more: str = "",
    generator: str = GENERATOR,
    sql: str = SQL,
    pandas: str = PANDAS,
    prompt: str = PROMPT,
    accepted: Mapping[str, str | bytes] = ACCEPTED,
    wrong: Mapping[str, str | bytes] = WRONG,
    lock: bool = False,
) -> Path:
    """Write the problem `slug` into the pack `folder` and return its folder.

    `top` is more of the manifest before its columns, `more` what comes after its cases. With `lock` the fixtures are
    drawn and locked, so that no part of the check has an error.
    """
    problem = folder / slug
    problem.mkdir(parents=True)
    asked = f"follow_up = {follow_up}" if follow_up else ""  # on the blank line before the columns
    manifest = f"""format = 1
title = "{title}"
difficulty = "{difficulty}"
minutes = {minutes}
topics = ["joins"]
languages = {languages}
world = "{world}"
key = {key}
hints = {hints}
{top}{asked}{columns}{cases}{more}"""
    files = {"problem.toml": manifest, "prompt.md": prompt, "generator.py": generator}
    files |= {"solution.sql": sql} if "sql" in languages else {}
    files |= {"solution.py": pandas} if "pandas" in languages else {}
    for name, text in files.items():
        (problem / name).write_text(text, "utf-8")
    for kind, answers in (("accepted", accepted), ("wrong", wrong)):
        (problem / kind).mkdir()
        for name, content in answers.items():
            (problem / kind / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    if lock:
        write_lock(problem)
    return problem


def write_lock(folder: Path) -> Path:
    """Draw the fixtures of the problem in `folder` and lock them."""
    from judge.data import Cache, lock

    problem = catalog.load_folder(folder)
    return lock.write(problem, [Cache().find(problem, case) or Cache().make(problem, case) for case in problem.cases])


@cache
def tools() -> Tools:
    """One for all tests of a process: its processes are costly to start."""
    made = Tools(cores=2)
    atexit.register(made.__exit__)
    return made


def found(folder: Path, part: str, seeds: int = 2) -> list[Remark]:
    """What one part of the check finds in the problem in `folder`."""
    try:
        with Proof(catalog.load_folder(folder), tools(), seeds) as proof:
            if part == "scores":
                of_part(proof, "mutants")
            return of_part(proof, part)
    except DrillError:
        tools.cache_clear()  # a process of theirs may have ended
        raise


def codes_of(remarks: list[Remark]) -> list[str]:
    return [remark.code for remark in remarks]


def only(remarks: list[Remark], code: str) -> Remark:
    """The only remark with `code`."""
    (remark,) = [remark for remark in remarks if remark.code == code]
    return remark
