"""What the tests of `drill run` share that look at why an answer is wrong."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

from judge.model import FixtureResult, Verdict
from tests.counterexamples import SAID, explained, result

WRONG = """SELECT person_id, name, count(sale_id) AS sales, count(sale_id) / (SELECT count(*) FROM sales) AS share
FROM people JOIN sales USING (person_id) GROUP BY ALL
"""
PATIENT = ("--budget", "60")  # however busy the machine is, the search comes to its end
NAMES = ("person_id", "name", "sales", "share")
EXPECTED = result((1, "Secret", 0, 0.0), columns=NAMES)
FAILED = FixtureResult("team", 2, "runtime_error", "it broke")
KNOWN = explained(FAILED, expected=EXPECTED, mistakes=(SAID,))


class Explaining:
    """In place of the real one: what it was asked, and what had been printed by then."""

    def __init__(self) -> None:
        self.adds: dict[str, Any] = {"counterexample": KNOWN.counterexample, "mistakes": KNOWN.mistakes}
        self.asked: list[dict[str, Any]] = []
        self.printed = ""
        self.raises: BaseException | None = None

    def __call__(self, *_: Any, **how: Any) -> Verdict:
        self.asked.append(how)
        written: Any = sys.stdout.buffer  # click's, in a test
        self.printed = written.getvalue().decode()
        if self.raises:
            raise self.raises
        verdict = _[2]
        assert isinstance(verdict, Verdict)
        return replace(verdict, **self.adds)
