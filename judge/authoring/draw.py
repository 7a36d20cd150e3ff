"""A process that draws fixtures for the checks: `python -m judge.authoring.draw`, a JSON job a line, an answer a line.

Drawing holds the interpreter, so that threads do not share it out; and a second process, with another hash seed, is the
only way to see a generator that is not deterministic.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any, TextIO

from judge import catalog
from judge.authoring import tables
from judge.data import Cache, files, worlds  # noqa: F401  # what writes fixtures is loaded before the first is timed
from judge.data.tables import digest_of
from judge.errors import ProblemError
from judge.model import Case, Problem


def main() -> None:
    jobs, out = _own_streams()
    problems: dict[str, Problem] = {}
    for line in jobs:
        job = json.loads(line)
        case = Case(**job["case"] | {"awkward": tuple(job["case"]["awkward"])})
        try:
            if job["folder"] not in problems:
                problems[job["folder"]] = catalog.load_folder(Path(job["folder"]))
                worlds.draw(problems[job["folder"]], case)  # imports are not on any fixture's time
            answer = _answer(problems[job["folder"]], case, job["root"])
        except ProblemError as error:
            answer = {"error": error.message, "help": error.help}
        except MemoryError:
            answer = {"error": f"{_at(job, case)}: there is not enough memory to draw it", "help": ""}
        except Exception as error:  # tables that are not what they say can fail anywhere
            said = f"the tables cannot be read: {type(error).__name__}: {error}"
            answer = {
                "error": f"{_at(job, case)}: {said}",
                "help": "is each value of its column's kind, and each there?",
            }
        out.write(json.dumps(answer) + "\n")
        out.flush()


def _at(job: dict[str, Any], case: Case) -> str:
    return case.of(f"{Path(job['folder']).name}/generator.py")


def _own_streams() -> tuple[TextIO, TextIO]:
    """Where jobs come from and answers go; a generator that reads finds nothing, and what it prints goes to stderr."""
    jobs, out = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    sys.stdout = sys.stderr
    return jobs, out


def _answer(problem: Problem, case: Case, root: str | None) -> dict[str, Any]:
    """With a `root` the fixture is kept in the cache there; without, it is drawn and looked at."""
    if root is not None:
        started = time.process_time()
        fixture = Cache(Path(root)).find(problem, case) or Cache(Path(root)).make(problem, case)
        return {"digest": fixture.digest, "ms": 1000 * (time.process_time() - started)}
    drawn = worlds.draw(problem, case)
    return {
        "digest": digest_of(drawn),
        "keys": tables.repeated_keys(drawn),
        "foreign_keys": tables.dangling(drawn),
        "invariants": [*tables.broken_invariants(drawn), *tables.unlike(drawn)],
        "absent": [name for name in case.awkward if tables.shows(name, drawn) is False],
    }


if __name__ == "__main__":
    main()
