"""The mistake that a wrong answer behaves exactly like, by what it does on every fixture."""

from __future__ import annotations

from judge import judging
from judge.data import Cache, drawn
from judge.errors import DrillError
from judge.insight import book
from judge.insight.fingerprint import RIGHT, fingerprint
from judge.model import Limits, Mistake, Problem, Submission, Verdict
from judge.sandbox.pool import Sandbox

_FEWEST = 2  # fixtures that an answer must fail: one alone is a likeness by chance


def named(
    problem: Problem,
    submission: Submission,
    verdict: Verdict,
    cache: Cache,
    sandbox: Sandbox,
    limits: Limits,
    required: frozenset[str] = frozenset(),
) -> tuple[Mistake, ...]:
    """The mistakes of the problem's book that an answer cannot be told from, the best known first; often none.

    Its fingerprint is theirs on every fixture of the whole suite, and it fails at least two. Where mistakes that part
    elsewhere are alike on the suite, the answer is run once more, on the unseen fixtures on which they part. None where
    there is no book, and for a verdict on other fixtures than the problem's own.
    """
    on = prints(problem, verdict)
    if on is None:
        return ()
    found = book.read(problem, cache)
    alike = found.like(on) if found else None
    if alike is None:
        return ()
    if len(alike.parts) == 1:
        return alike.parts[0].mistakes
    unseen = _on_trials(problem, submission, alike, cache, sandbox, limits, required)
    return next((part.mistakes for part in alike.parts if part.on == unseen), ())


def prints(problem: Problem, verdict: Verdict) -> tuple[str, ...] | None:
    """The fingerprints of a verdict on each case of the suite; None where nothing may be said of it."""
    whole = [(case.name, case.seed) for case in problem.cases]
    if verdict.verdict == "accepted" or [(result.case, result.seed) for result in verdict.results] != whole:
        return None
    on = [fingerprint(problem, result) for result in verdict.results]
    told = tuple(each for each in on if each is not None)
    return told if len(told) == len(on) and sum(each != RIGHT for each in told) >= _FEWEST else None


def _on_trials(
    problem: Problem,
    submission: Submission,
    alike: book.Class,
    cache: Cache,
    sandbox: Sandbox,
    limits: Limits,
    required: frozenset[str],
) -> tuple[str | None, ...]:
    """The fingerprints of an answer on the unseen fixtures of a class of mistakes; none where it cannot be run."""
    cases = {case.name: case for case in problem.cases}
    selection = judging.Selection(tuple(drawn(cases[name], seed=seed) for name, seed in alike.trials))
    try:
        again = judging.judge_submission(
            problem, submission, selection, limits=limits, cache=cache, sandbox=sandbox, required=required
        )
    except DrillError:  # the verdict stands without a name
        return ()
    return tuple(fingerprint(problem, result) for result in again.results)
