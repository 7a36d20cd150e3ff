"""Wall clock of several contenders in turn, and a line of the table for what came of it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

PYTHON = sys.executable
DRILL = str(Path(sys.executable).with_name("drill"))  # not resolved: a venv's python is a link out of it


class WrongResult(Exception):
    """Something that was timed did not do its work, so its time means nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: `ours` and `peer` as they are printed, `ratio` of the two, `target` where there is one.

    `at_least` says that a high ratio is a good one (rows per second) and not a low one (time).
    """

    what: str
    ours: str
    peer: str = ""
    ratio: float | None = None
    target: float | None = None
    at_least: bool = False

    def __str__(self) -> str:
        cells = f"{self.what:44} {self.ours:>14} {self.peer:>14}"
        if self.ratio is None:
            return cells.rstrip()
        cells += f" {self.ratio:8.2f}"
        if self.target is None:
            return cells
        met = self.ratio >= self.target if self.at_least else self.ratio <= self.target
        return f"{cells} {'≥' if self.at_least else '≤'} {self.target:<5g} {'met' if met else 'MISSED'}"


def interleaved(
    contenders: Mapping[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, float]:
    """The best of `rounds` times of each contender, in seconds; they take turns, so that all meet the same noise.

    What runs in this process alone is better timed by `time.process_time`, which other processes do not disturb.
    """
    best = dict.fromkeys(contenders, float("inf"))
    for _ in range(rounds):
        for name, contender in contenders.items():
            started = clock()
            contender()
            best[name] = min(best[name], clock() - started)
    return best


def process(*command: str | Path, codes: tuple[int, ...] = (0,)) -> Callable[[], None]:
    """A contender that runs a command to its end; WrongResult where its exit code is none of `codes`."""

    def run() -> None:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if done.returncode not in codes:
            said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
            raise WrongResult(f"{' '.join(map(str, command[:5]))}: exit code {done.returncode}\n{said}")

    return run


def beside(what: str, ours: float, peer: float, target: float | None = None) -> Line:
    """The line for two times in seconds."""
    return Line(what, milliseconds(ours), milliseconds(peer), ours / peer, target)


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def load() -> str:
    """How busy this machine is: a load above the number of cores means that others ran at the same time."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
