"""`fixtures.lock`: what a problem's fixtures hold, as hashes of their typed rows, and what they were drawn with.

The rows depend on the problem and on the versions of numpy and Faker alone. Where they drift from the lock, CI
fails, and a user is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from judge.data.fixture import Fixture
from judge.data.versions import version
from judge.errors import ProblemError
from judge.model import Case, Problem

DRAWN_WITH = ("numpy", "faker")


def entry(case: Case) -> str:
    """How the lock names a case; a changed seed, scale or wish is another fixture."""
    return " ".join([case.name, f"seed={case.seed}", f"scale={case.scale:g}", *case.awkward])


def read(problem: Problem) -> tuple[dict[str, str], dict[str, str]]:
    """(hash by entry, version by package); both empty where there is no lock. Raises ProblemError for a broken one."""
    file = problem.folder / "fixtures.lock"
    try:
        lock = json.loads(file.read_text("utf-8"))
        return dict(lock["fixtures"]), dict(lock["drawn_with"])
    except FileNotFoundError:
        return {}, {}
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise ProblemError(
            f"{problem.slug}/fixtures.lock: not a lock file: {error}",
            f"drill data {problem.slug} --lock writes it anew",
        ) from None


def write(problem: Problem, fixtures: Iterable[Fixture]) -> Path:
    """Lock these fixtures and return the file."""
    digests = {entry(fixture.case): fixture.digest for fixture in fixtures}
    lock = {"drawn_with": {name: version(name) for name in DRAWN_WITH}, "fixtures": digests}
    file = problem.folder / "fixtures.lock"
    file.write_text(json.dumps(lock, indent=2) + "\n", "utf-8")
    return file


def notes(problem: Problem, fixtures: Iterable[Fixture]) -> list[str]:
    """A sentence for each fixture that is not the locked one; a case that was never locked drifts nowhere."""
    locked, drawn_with = read(problem)
    here = {name: version(name) for name in DRAWN_WITH}
    others = [f"{name} {here[name]} (locked with {was})" for name, was in drawn_with.items() if here.get(name) != was]
    drawn = f"drawn here with {', '.join(others)}"
    changed = f"the problem has changed since; its author runs drill data {problem.slug} --lock"
    return [
        f"fixture {fixture.case.name} differs from the locked one: {drawn if others else changed}"
        for fixture in fixtures
        if locked.get(entry(fixture.case), fixture.digest) != fixture.digest
    ]
