"""The answers beside the references: what is accepted is right on every suite, what is wrong is caught by every one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from judge import catalog
from judge.authoring import codes
from judge.authoring.places import command, near, place
from judge.authoring.proof import Proof, Suite, Trial
from judge.authoring.remarks import Remark
from judge.errors import InvalidSubmission
from judge.model import SUFFIXES, Limits, Submission
from judge.submission import from_bytes

_LIMITS = Limits()


def check(proof: Proof) -> Iterator[Remark]:
    """All of `accepted/` and `wrong/`."""
    files = [*catalog.answers(proof.problem, "accepted"), *catalog.answers(proof.problem, "wrong")]
    proof.prepare()
    for remarks in proof.tools.each(lambda file: check_answer(proof, file), files):
        yield from remarks
    yield from check_sample(proof)


def check_answer(proof: Proof, file: Path) -> list[Remark]:
    """What is wrong with one file of `accepted/` or `wrong/`."""
    kind = file.parent.name
    where = f"{proof.problem.slug}/{kind}/{file.name}"
    try:
        submission = from_bytes(file.read_bytes(), where)
    except InvalidSubmission as error:
        return [
            Remark(codes.ACCEPTED_REFUSED if kind == "accepted" else codes.WRONG_DOES_NOT_RUN, where, error.message)
        ]
    if submission.language not in proof.problem.languages:
        message = f"it is {submission.language}, and the problem is set in {' and '.join(proof.problem.languages)}"
        return [Remark(codes.WRONG_DOES_NOT_RUN if kind == "wrong" else codes.ACCEPTED_REFUSED, where, message)]
    return list(_accepted(proof, submission, where) if kind == "accepted" else _wrong(proof, submission, where))


def _accepted(proof: Proof, submission: Submission, where: str) -> Iterator[Remark]:
    trials = [trial for suite in (proof.suite, *proof.unseen) for trial in suite.trials]
    for result in proof.results(submission, trials, _LIMITS):
        if result.verdict != "accepted":
            yield Remark(
                codes.ACCEPTED_REFUSED,
                where,
                f"{result.verdict.replace('_', ' ')} on {result.case}, seed {result.seed}: {result.reason}",
                _again(proof, where, "--case", result.case, "--seed", str(result.seed)),
            )
            return


def _wrong(proof: Proof, submission: Submission, where: str) -> Iterator[Remark]:
    results = list(proof.results(submission, proof.suite.trials, _LIMITS))
    catches = [result.case for result in results if result.verdict != "accepted"]
    broken = [result for result in results if result.verdict not in ("accepted", "wrong_answer")]
    caught = len(catches)
    if not caught:
        yield Remark(
            codes.WRONG_ACCEPTED,
            where,
            f"it passes all {len(results)} fixtures",
            "draw a fixture on which the mistake shows, or find out that it is none",
        )
        return
    if len(broken) == caught and (caught == len(results) or broken[0].verdict != "runtime_error"):
        yield Remark(
            codes.WRONG_DOES_NOT_RUN,
            where,
            f"it gives no wrong answer, only this, on {broken[0].case}: {broken[0].reason}",
            "a wrong answer shows a mistake by its result",
        )
        return
    if caught == 1:
        yield Remark(
            codes.ONE_FIXTURE,
            where,
            f"only the fixture {catches[0]} catches it",
            "let a second one catch it too: the mistake comes in more than one shape",
        )
    escaped = _escapes(proof, submission, [result.verdict != "accepted" for result in results])
    if escaped:
        yield Remark(
            codes.WRONG_ESCAPES,
            where,
            f"it passes {len(escaped)} of {len(proof.unseen)} suites drawn with other seeds, the first with seed"
            f" {escaped[0].seed}",
            "plant what shows the mistake in generator.py, whatever the seed: "
            + _again(proof, where, "--seed", str(escaped[0].seed)),
        )


def _again(proof: Proof, where: str, *options: str) -> str:
    """The command that runs this answer, with `options`."""
    file = proof.problem.folder / where.partition("/")[2]
    return command(proof.problem, "run", proof.problem.slug, near(file), *options)


def _escapes(proof: Proof, submission: Submission, catches: Sequence[bool]) -> list[Suite]:
    """The unseen suites that the answer passes whole; the cases that catch it in the suite are tried first."""
    order = sorted(range(len(catches)), key=lambda position: not catches[position])
    left = list(proof.unseen)
    for position in order:
        trials: list[Trial] = [suite.trials[position] for suite in left]
        passed = [result.verdict == "accepted" for result in proof.results(submission, trials, _LIMITS)]
        left = [suite for suite, through in zip(left, passed, strict=True) if through]
        if not left:
            break
    return left


def check_sample(proof: Proof) -> Iterator[Remark]:
    """The sample shows the point: one of the mistakes in wrong/ shows on it."""
    problem = proof.problem
    position = problem.cases.index(problem.sample)
    files = [file for file in catalog.answers(problem, "wrong") if SUFFIXES[file.suffix] in problem.languages]
    for file in files:
        try:
            submission = from_bytes(file.read_bytes(), file.name)
        except InvalidSubmission:
            continue  # told where the file is looked at
        results = proof.results(submission, [proof.suite.trials[position]], _LIMITS)
        if any(result.verdict == "wrong_answer" for result in results):
            return
    if files:
        yield Remark(
            codes.SAMPLE,
            place(problem, "cases", position),
            f"the sample shows none of the {len(files)} mistakes in wrong/: it makes no point",
            "choose a seed on which one of them gives another result",
        )
