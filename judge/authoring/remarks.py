"""What a check finds, and what all checks of a problem come to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from judge.authoring import codes
from judge.model import Language

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about a problem that is wrong or doubtful.

    `where` is a file of the problem with its slug, and the line where there is one; `detail` is shown as it is below
    the message (a diff), and `help` is what would do, empty where nothing is sure to.
    """

    code: str
    where: str
    message: str
    help: str = ""
    detail: str = ""

    @property
    def severity(self) -> Severity:
        return "warning" if self.code in codes.WARNINGS else "error"


@dataclass(frozen=True, slots=True)
class Score:
    """What became of the mutants of one reference.

    `stillborn` ones run on no data, `equal` ones are equal by the schema, `marked` ones by their author's word; what is
    left, `survived`, no fixture tells from the reference.
    """

    language: Language
    killed: int = 0
    stillborn: int = 0
    equal: int = 0
    marked: int = 0
    survived: int = 0

    @property
    def raw(self) -> float:
        """Killed of all that run, 0 to 1; 1 where there are none."""
        return _share(self.killed, self.equal + self.marked + self.survived)

    @property
    def adjusted(self) -> float:
        """Killed of those that are not known to be equal, 0 to 1; 1 where there are none."""
        return _share(self.killed, self.survived)

    @property
    def mutants(self) -> int:
        return self.killed + self.stillborn + self.equal + self.marked + self.survived


def percent(share: float) -> str:
    """A share as it is printed, never more than it is: 96.97% is no 97%."""
    return f"{math.floor(1000 * share) / 10:.1f}%"


def total(scores: tuple[Score, ...], language: Language) -> Score:
    """All `scores` as one."""
    names = ("killed", "stillborn", "equal", "marked", "survived")
    return Score(language, *(sum(getattr(score, name) for score in scores) for name in names))


@dataclass(frozen=True, slots=True)
class Checked:
    """All that was found about one problem: `remarks` in the order of the checks, a score for each reference.

    `seeds` is how many suites were drawn anew, `elapsed` in seconds.
    """

    slug: str
    remarks: tuple[Remark, ...]
    scores: tuple[Score, ...] = ()
    seeds: int = 0
    elapsed: float = 0.0

    @property
    def errors(self) -> int:
        return sum(remark.severity == "error" for remark in self.remarks)

    @property
    def warnings(self) -> int:
        return len(self.remarks) - self.errors


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 1.0
