"""What it adds to a warm verdict to name the mistake that a wrong answer behaves like."""

from __future__ import annotations

from collections.abc import Iterator

from judge import catalog, judging
from judge.data import Cache
from judge.insight.naming import named
from judge.model import Limits, Problem, Submission
from judge.sandbox.pool import Sandbox
from judge.submission import from_file
from tests.bench.timing import Line, WrongResult, interleaved, milliseconds

SLUGS = ("retention_7d", "top_products_per_category")
TARGET = 0.2
ROUNDS = 5


def lines() -> Iterator[Line]:
    with Sandbox() as sandbox:
        for slug in SLUGS:
            yield from _lines(catalog.load(slug, [catalog.home() / "problems"]), sandbox)


def _lines(problem: Problem, sandbox: Sandbox) -> Iterator[Line]:
    """Over all of `wrong/`: the middle one, and the worst, which mostly is one that is run again on unseen fixtures.

    These are kept by then, as all others are.
    """
    cache, shares = Cache(), []
    for file in catalog.answers(problem, "wrong"):
        submission = from_file(file, None, "")
        is_named, best = _timed(problem, submission, cache, sandbox)
        if not is_named:
            raise WrongResult(f"{problem.slug}/wrong/{file.name} was not named")
        shares.append((best["naming"] / best["verdict"], best["naming"], best["verdict"]))
    shares.sort()
    for what, (ratio, ours, whole), target in (
        (f"{problem.slug}: naming, of a warm verdict", shares[len(shares) // 2], TARGET),
        ("  the worst of them", shares[-1], None),
    ):
        yield Line(what, milliseconds(ours), milliseconds(whole), ratio, target)


def _timed(problem: Problem, submission: Submission, cache: Cache, sandbox: Sandbox) -> tuple[bool, dict[str, float]]:
    selection, limits = judging.select(problem), Limits()
    verdict = judging.judge_submission(problem, submission, selection, cache=cache, sandbox=sandbox)
    found = named(problem, submission, verdict, cache, sandbox, limits)  # unseen fixtures are kept from now on
    best = interleaved(
        {
            "verdict": lambda: judging.judge_submission(problem, submission, selection, cache=cache, sandbox=sandbox),
            "naming": lambda: named(problem, submission, verdict, cache, sandbox, limits),
        },
        ROUNDS,
    )
    return bool(found), best
