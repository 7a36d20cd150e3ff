"""What stands in a new pack beside its problems: the distribution, its README and its own CI."""

from __future__ import annotations

import re


def pack_files(name: str, slug: str) -> dict[str, str]:
    """Text by path, for the pack (and package) called `name` whose first problem is `slug`."""
    return {
        "pyproject.toml": _pyproject(name),
        "README.md": _readme(name, slug),
        "Makefile": "check:\n\tdrill check --all --problems problems\n\n.PHONY: check\n",
        ".gitignore": "__pycache__/\n.venv/\nbuild/\ndist/\n",
        ".github/workflows/check.yml": WORKFLOW,
    }


def _pyproject(name: str) -> str:
    distribution = re.sub("_+", "-", name).strip("-")
    return f"""\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "{distribution}"
version = "0.1.0"
description = "Problems for drill, a judge for SQL and pandas drills."
readme = "README.md"
requires-python = ">=3.11"
dependencies = ["drill-judge"]

[project.entry-points."drill.problems"]
{name} = "{name}" # the package that holds the problems; drill finds its folder and imports nothing

[tool.hatch.build.targets.wheel]
only-include = ["problems"]

[tool.hatch.build.targets.wheel.sources]
problems = "{name}" # the folder problems is installed as the package {name}
"""


def _readme(name: str, slug: str) -> str:
    return f"""\
# {name}

Problems for drill, a judge for SQL and pandas drills. Each folder in `problems/` is a problem, and its name is how the
problem is called.

    pip install drill-judge
    drill list --problems problems
    drill show {slug} --problems problems
    drill run {slug} FILE --problems problems

`drill new another_problem`, said in this folder, writes a further problem to change. A world of this pack's own is a
file in `problems/fixtures/`.

## Check

    make check

runs `drill check --all --problems problems`, which proves every problem. Say it after every change;
`.github/workflows/check.yml` says it after every push. With pytest installed, `pytest problems` proves the same, one
test for each thing that is proved.

## Install

    pip install .

From then on drill finds these problems without `--problems`: the entry point `drill.problems` in `pyproject.toml` names
the package `{name}`, and the folder `problems` is installed as that package. It bears the name only once it is
installed, and so an editable install cannot offer it: say `--problems problems` while you write.
"""


WORKFLOW = """\
name: check

on:
  push:
  pull_request:

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.11"
      - run: python -m pip install drill-judge .
      - run: drill check --all --problems problems
"""
