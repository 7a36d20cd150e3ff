"""`make bench`, or `python -m tests.bench SUBJECT…`. Nothing is asserted; exit code 1 only for a wrong result."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.bench import building, insight, large, mutants, naming, parts, screens, sessions, verdicts, warm
from tests.bench.timing import WrongResult, load

SUBJECTS = {
    "sql": verdicts.lines_sql,
    "pandas": verdicts.lines_pandas,
    "help": screens.lines_help,
    "list": screens.lines_list,
    "building": building.lines,
    "parts": parts.lines,
    "warm": warm.lines,
    "sessions": sessions.lines,
    "large": large.lines,
    "mutants": mutants.lines,
    "insight": insight.lines,
    "naming": naming.lines,
}


def main(chosen: list[str]) -> int:
    unknown = [name for name in chosen if name not in SUBJECTS]
    if unknown:
        print(f"no subject {unknown[0]!r}; there is {', '.join(SUBJECTS)}", file=sys.stderr)
        return 2
    print(f"the best of several runs that take turns (ours, floor, ours, floor …); {load()}")
    print("wall clock; processor time where worlds are drawn and large results compared")
    print(f"{'':44} {'ours':>14} {'floor or peer':>14} {'ratio':>8} target")
    with tempfile.TemporaryDirectory(prefix="drill-bench-") as cache:
        os.environ["DRILL_CACHE_DIR"] = cache
        os.environ["DRILL_DATA_DIR"] = str(Path(cache) / "data")
        os.environ.pop("DRILL_PROBLEMS", None)
        try:
            for name in chosen or SUBJECTS:
                for line in SUBJECTS[name]():
                    print(line, flush=True)
        except WrongResult as wrong:
            print(f"wrong result: {wrong}", file=sys.stderr)
            return 1
    print(f"{load()} at the end")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
