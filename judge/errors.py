"""Every error that drill raises on purpose.

DrillError
├── CannotBegin          exit 2   nothing was judged: no such file, unknown name, wrong usage
│   └── UnknownName               a slug, case, track, topic or language that is not there
├── InvalidSubmission    exit 1   the file was read and is refused
├── ProblemError         exit 3   the problem is broken: manifest, generator, reference or fixture
│   └── ManifestError             `problem.toml` or `tracks.toml`: file, line or key, what was found, what would do
└── InternalError        exit 4   our own fault
"""

from __future__ import annotations

from collections.abc import Iterable


class DrillError(Exception):
    """Base of all errors; `message` says what was found and where, `help` what would do (may be empty)."""

    exit_code = 4
    kind = "internal_error"

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class CannotBegin(DrillError):
    exit_code = 2
    kind = "cannot_begin"


class UnknownName(CannotBegin):
    kind = "unknown_name"

    @classmethod
    def of(cls, what: str, name: str, known: Iterable[str], where: str = "") -> UnknownName:
        """`what` (say "problem") called `name` is not among `known`; the help names the nearest one."""
        return cls(f"no {what} is called {name!r}{where}", did_you_mean(name, known))


class InvalidSubmission(DrillError):
    exit_code = 1
    kind = "invalid_submission"


class ProblemError(DrillError):
    exit_code = 3
    kind = "problem_error"


class ManifestError(ProblemError):
    """A manifest breaks the format; `where` is `file` or `file:line`, `key` the dotted key."""

    kind = "manifest_error"

    def __init__(self, where: str, key: str, message: str, help: str = "") -> None:
        super().__init__(f"{where}: {key}: {message}" if key else f"{where}: {message}", help)
        self.where = where
        self.key = key


class InternalError(DrillError):
    pass


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A half sentence that names the nearest of `known`, or all of them where none is near."""
    from difflib import get_close_matches

    names = sorted(known)
    near = get_close_matches(name.casefold(), names, n=1, cutoff=0.5)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"there is {', '.join(names)}" if names else "there is none"
