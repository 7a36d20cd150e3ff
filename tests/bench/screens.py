"""`drill --help` beside an import of click, and `drill list` beside a script that parses the same manifests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from judge import catalog
from tests.bench.timing import DRILL, PYTHON, Line, beside, interleaved, process

TARGET = 1.5
ROUNDS = 20


def lines_help() -> Iterator[Line]:
    best = interleaved({"ours": process(DRILL, "--help"), "click": process(PYTHON, "-c", "import click")}, ROUNDS)
    yield beside("drill --help, and import click", best["ours"], best["click"], TARGET)


def lines_list() -> Iterator[Line]:
    here, problems = Path(__file__).parent, catalog.home() / "problems"
    best = interleaved(
        {
            "ours": process(DRILL, "list", codes=(0, 3)),  # 3: a problem that is being written is still parsed
            "floor": process(PYTHON, here / "floor_list.py", problems),
            "bare": process(PYTHON, here / "floor_list_bare.py", problems),
        },
        ROUNDS,
    )
    yield beside("drill list, and a script with click", best["ours"], best["floor"], TARGET)
    yield beside("drill list, and a script without", best["ours"], best["bare"])
