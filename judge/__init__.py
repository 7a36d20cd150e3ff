"""drill: the judge that data-science candidates practise SQL and pandas on.

from judge import judge, load_problem

verdict = judge(load_problem("retention_7d"), Path("my.sql"))
verdict.verdict, verdict.passed, verdict.fixtures
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from judge.api import judge, load_problem
    from judge.errors import CannotBegin, DrillError, InternalError, InvalidSubmission, ProblemError, UnknownName
    from judge.model import Case, Column, Counterexample, Diff, FixtureResult, Limits, Mistake, Problem, Verdict
    from judge.sandbox.pool import Sandbox

_HOMES = {
    "judge.api": ("judge", "load_problem"),
    "judge.errors": (
        "CannotBegin",
        "DrillError",
        "InternalError",
        "InvalidSubmission",
        "ProblemError",
        "UnknownName",
    ),
    "judge.model": (
        "Case",
        "Column",
        "Counterexample",
        "Diff",
        "FixtureResult",
        "Limits",
        "Mistake",
        "Problem",
        "Verdict",
    ),
    "judge.sandbox.pool": ("Sandbox",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "CannotBegin",
    "Case",
    "Column",
    "Counterexample",
    "Diff",
    "DrillError",
    "FixtureResult",
    "InternalError",
    "InvalidSubmission",
    "Limits",
    "Mistake",
    "Problem",
    "ProblemError",
    "Sandbox",
    "UnknownName",
    "Verdict",
    "judge",
    "load_problem",
]


def __getattr__(name: str) -> Any:  # `drill --help` imports this package and needs none of it
    if name not in _HOME_OF:
        raise AttributeError(f"module 'judge' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__doc__"]
