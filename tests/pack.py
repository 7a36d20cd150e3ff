"""A small working pack, so that tests do not depend on the built-in problems."""

from __future__ import annotations

from pathlib import Path

COLUMNS = """
[[columns]]
name = "member_id"
kind = "integer"
about = "the member"
[[columns]]
name = "plays"
kind = "integer"
about = "how many plays"
[[columns]]
name = "share"
kind = "float"
about = "of all plays"
"""

CASES = """
[[cases]]
name = "sample"
seed = 1
scale = 0.05
sample = true
[[cases]]
name = "base"
seed = 2
[[cases]]
name = "big"
seed = 3
scale = 5
"""

GENERATOR = """def generate(world):
    members = world.members(60)
    world.plays(members, count=200)
"""

SQL = """select member_id, count(play_id) as plays, count(play_id) / (select count(*) from plays) as share
from members left join plays using (member_id) group by member_id
"""

PANDAS = """def solve(members, plays):
    n = members.member_id.map(plays.groupby("member_id").size()).fillna(0).astype("int64")
    return members[["member_id"]].assign(plays=n, share=n / len(plays))
"""


def write_pack(
    folder: Path,
    slug: str = "toy",
    *,
    world: str = "member_events",
    languages: str = '["sql", "pandas"]',
    top: str = "",
    columns: str = COLUMNS,
    cases: str = CASES,
    generator: str = GENERATOR,
    sql: str = SQL,
    pandas: str = PANDAS,
) -> Path:
    """Write the problem `slug` into the pack `folder` and return the problem's folder; `top` is more of its TOML."""
    problem = folder / slug
    problem.mkdir(parents=True, exist_ok=True)
    manifest = f"""format = 1
title = "Plays per member"
difficulty = "easy"
minutes = 10
topics = ["joins"]
languages = {languages}
world = "{world}"
key = ["member_id"]
hints = ["start from members"]
{top}{columns}{cases}"""
    for name, text in {
        "problem.toml": manifest,
        "prompt.md": "# Plays\n",
        "generator.py": generator,
        "solution.sql": sql,
        "solution.py": pandas,
    }.items():
        (problem / name).write_text(text, "utf-8")
    return problem
