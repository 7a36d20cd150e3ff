"""`make prove`: every hostile submission, shuffled, round after round, with honest ones between; nothing may be lost.

`python -m tests.prove [ROUNDS [SEED]]`. Two processes share the cases of a round; odd rounds run within bubblewrap
where it is installed. Exits 1 where a case got another verdict, left something, or hurt the honest answer after it.
"""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

from judge.sandbox import command
from tests.hostile import Arena, cases

ROUNDS, PROCESSES, FUZZED = 20, 2, 200_000


def main(rounds: int, seed: int) -> int:
    print(f"{len(cases())} hostile submissions, {rounds} rounds, seed {seed}, {PROCESSES} processes", flush=True)
    failed = _fuzzed(seed)
    for number in range(rounds):
        started = time.monotonic()
        wrapped = number % 2 == 1 and command.bubblewrap() is not None
        with get_context("spawn").Pool(PROCESSES) as pool:
            jobs = [(seed + number, part, wrapped) for part in range(PROCESSES)]
            troubles = [trouble for part in pool.starmap(_part, jobs) for trouble in part]
        failed += len(troubles)
        how = "within bubblewrap" if wrapped else "without bubblewrap"
        took = time.monotonic() - started
        print(f"round {number + 1:2} {how}: {len(cases())} judged, {len(troubles)} wrong, {took:.0f} s", flush=True)
        for trouble in troubles:
            print(f"  {trouble}", flush=True)
    print(f"{rounds * len(cases()):,} hostile and as many honest verdicts, {failed} wrong or lost")
    return int(failed > 0)


def _part(seed: int, part: int, wrapped: bool) -> list[str]:
    """The troubles with this process's share of a round."""
    shuffled = cases()
    random.Random(seed).shuffle(shuffled)
    with tempfile.TemporaryDirectory() as folder, _cache_in(folder), Arena(Path(folder), bubblewrap=wrapped) as arena:
        return [f"{case.name}: {trouble}" for case in shuffled[part::PROCESSES] for trouble in arena.troubles(case)]


@contextlib.contextmanager
def _cache_in(folder: str) -> Iterator[None]:
    os.environ["DRILL_CACHE_DIR"] = str(Path(folder) / "own")
    yield
    del os.environ["DRILL_CACHE_DIR"]


def _fuzzed(seed: int) -> int:
    done = subprocess.run([sys.executable, "-m", "tests.fuzz", str(FUZZED), str(seed)], check=False)
    if done.returncode:
        print(f"the reader of Arrow answers crashed: {done.returncode}")
    return int(done.returncode != 0)


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*given, *(ROUNDS, int(time.time()))[len(given) :]))
