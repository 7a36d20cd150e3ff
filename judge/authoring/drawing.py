"""Fixtures drawn in processes of their own, as many at once as there are cores."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from judge.errors import ProblemError
from judge.model import Case, Problem
from judge.sandbox import readable

_SEEDS = 4  # hash seeds: a set of two stands in one order under two of them half of the time


class Drawers:
    """`count` processes that draw, each with a hash seed of its own; safe in as many threads."""

    def __init__(self, count: int) -> None:
        self._all = [_Drawer(number) for number in range(max(_SEEDS, count))]
        self._idle: queue.LifoQueue[_Drawer] = queue.LifoQueue()
        for drawer in self._all[:count]:
            self._idle.put(drawer)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for drawer in self._all:
            drawer.end()

    def make(self, problem: Problem, case: Case, root: Path) -> float:
        """Draw the fixture into the cache at `root`; returns the processor's milliseconds. Raises ProblemError."""
        with self._one() as drawer:
            return float(drawer.asked(problem, case, root)["ms"])

    def looked_at(self, problem: Problem, case: Case) -> dict[str, Any]:
        """Draw the fixture and forget it: its `digest`, sentences on its `keys`, `foreign_keys` and `invariants`, and
        which wishes are `absent` from its tables. Raises ProblemError."""
        with self._one() as drawer:
            return drawer.asked(problem, case, None)

    def digests(self, problem: Problem, case: Case) -> list[str]:
        """The digests that processes with different hash seeds draw, while no other thread asks for any."""
        return [str(drawer.asked(problem, case, None)["digest"]) for drawer in self._all[:_SEEDS]]

    @contextmanager
    def _one(self) -> Iterator[_Drawer]:
        drawer = self._idle.get()
        try:
            yield drawer
        finally:
            self._idle.put(drawer)


class _Drawer:
    """One process, begun when it is first asked, and anew after a generator has ended it."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._process: subprocess.Popen[str] | None = None

    def asked(self, problem: Problem, case: Case, root: Path | None) -> dict[str, Any]:
        job = {"folder": str(problem.folder), "case": asdict(case), "root": None if root is None else str(root)}
        process = self._process = self._process or _started(self._number)
        assert process.stdin and process.stdout
        try:
            process.stdin.write(json.dumps(job) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = ""
        if not line:
            self._process = None
            code = process.wait()
            _ended(process)
            at = case.of(f"{problem.slug}/generator.py")
            raise ProblemError(f"{at}: it ended the process that draws it ({code})", "a generator only draws tables")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise ProblemError(answer["error"], answer["help"])
        return answer

    def end(self) -> None:
        if self._process:
            _ended(self._process)


def _started(number: int) -> subprocess.Popen[str]:
    """What must not matter differs from one process to the next: the hash seed, and the time zone."""
    paths = [readable.ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]
    zone = "UTC" if number % 2 == 0 else "Pacific/Kiritimati"
    own = {"PYTHONHASHSEED": str(number + 1), "TZ": zone, "PYTHONPATH": os.pathsep.join(paths)}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "judge.authoring.draw"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | own,
        start_new_session=True,  # an interrupt is the parent's to handle
    )


def _ended(process: subprocess.Popen[str]) -> None:
    """Kill the process, if it still runs, and close its pipes."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        try:
            if pipe:
                pipe.close()
        except OSError:  # what was not sent yet has no reader any more
            continue
    process.wait()
