"""The references: they agree with one another, say something, and owe nothing to luck."""

from __future__ import annotations

from collections.abc import Iterator

from judge import catalog
from judge.authoring import codes, luck, shuffling, threads
from judge.authoring.places import command, near, place
from judge.authoring.proof import Proof
from judge.authoring.remarks import Remark
from judge.model import Language
from judge.references import LIMITS, reference


def check(proof: Proof) -> Iterator[Remark]:
    """Raises ProblemError where the reference that expected results come from fails, or gives what is not declared."""
    yield from _says_something(proof)
    yield from _shows_the_point(proof)
    right: list[Language] = [reference(proof.problem).language]
    for language in proof.problem.languages:
        if language not in right:
            disagreement = list(_agrees(proof, language))
            yield from disagreement
            right += [] if disagreement else [language]
    for language in right:  # of one that is wrong anyway, nothing more can be said
        yield from _physical_order(proof, language)
    if "sql" in proof.problem.languages:
        yield from _threads(proof)
        yield from _luck(proof)


def _says_something(proof: Proof) -> Iterator[Remark]:
    problem = proof.problem
    results = [trial.expected for trial in proof.suite.trials]
    where = f"{problem.slug}/{_first(proof)}"
    rows = [row for result in results for row in result.rows]
    if not rows:
        yield Remark(codes.RESULT_SAYS_NOTHING, where, "the result is empty on every fixture")
        return
    for position, column in enumerate(problem.columns):
        values = {repr(row[position]) for row in rows}
        if len(values) == 1 and (len(rows) > 1 or len(results) > 1):
            said = "NULL" if values == {"None"} else values.pop()
            yield Remark(
                codes.RESULT_SAYS_NOTHING,
                place(problem, "columns", position),
                f"column {column.name} is {said} in every row of every fixture",
                "draw data in which it varies, or leave it out",
            )
    different = {repr(list(result.rows) if problem.order_by else sorted(map(repr, result.rows))) for result in results}
    if len(results) > 1 and len(different) <= len(results) // 2:
        yield Remark(
            codes.RESULTS_ALIKE,
            f"{problem.slug}/generator.py",
            f"{len(results)} fixtures have only {len(different)} different results",
            "an answer that knows them needs no query: let seeds and awkward data change the result",
        )


def _shows_the_point(proof: Proof) -> Iterator[Remark]:
    problem = proof.problem
    position = problem.cases.index(problem.sample)
    if not proof.suite.trials[position].expected.rows:
        yield Remark(
            codes.SAMPLE, place(problem, "cases", position), "the result on the sample is empty: it shows nothing"
        )


def _agrees(proof: Proof, language: Language) -> Iterator[Remark]:
    """The other reference gives the expected results, on the suite and on unseen seeds."""
    submission = proof.reference(language)
    unseen = [trial for suite in proof.unseen for trial in suite.trials]
    for trials, what in ((proof.suite.trials, "fixtures"), (unseen, "fixtures of unseen seeds")):
        found = proof.all_results(submission, trials, LIMITS)
        failing = [result for result in found if result.verdict != "accepted"]
        if failing:
            first = failing[0]
            said = "" if first.verdict == "wrong_answer" else f"{first.verdict.replace('_', ' ')}: "
            file = near(catalog.solution(proof.problem, language))
            seed = ("--case", first.case, "--seed", str(first.seed))
            yield Remark(
                codes.REFERENCES_DISAGREE,
                submission.name,
                f"it does not agree with {_first(proof)} on {len(failing)} of {len(found)} {what}; first on"
                f" {first.case}, seed {first.seed}: {said}{first.reason}",
                command(proof.problem, "run", proof.problem.slug, file, *seed),
            )
            return  # what goes wrong on the suite goes wrong on others too


def _physical_order(proof: Proof, language: Language) -> Iterator[Remark]:
    """Rows stored in another order change nothing."""
    trials = [shuffled for trial in proof.suite.trials for shuffled in shuffling.shuffled(trial)]
    submission = proof.reference(language)
    failing = [result for result in proof.all_results(submission, trials, LIMITS) if result.verdict != "accepted"]
    if failing:
        first = failing[0]
        yield Remark(
            codes.PHYSICAL_ORDER,
            submission.name,
            f"its result changes when the same rows are stored in another order: on {first.case}, seed {first.seed}:"
            f" {first.reason}",
            "sort by columns that leave no two rows equal before taking a first, a last or a number of rows",
        )


def _threads(proof: Proof) -> Iterator[Remark]:
    """One thread or several give the same."""
    problem = proof.problem
    if problem.ties or problem.checker:  # more than one result is right
        return
    found = threads.difference(proof)
    if found:
        case, diff = found
        yield Remark(
            codes.PHYSICAL_ORDER,
            f"{problem.slug}/{_first(proof)}",
            f"its result on {threads.THREADS} threads is another than on one, on {case.name} at scale {case.scale:.0f}:"
            f" {diff.reason}",
            "sum decimals and not floats, and sort by columns that leave no two rows equal",
        )


def _luck(proof: Proof) -> Iterator[Remark]:
    """Ties broken one way and the other change no SQL reference."""
    submission = proof.reference("sql")
    some = proof.unseen[:5]
    trials = [*proof.suite.trials, *(trial for suite in some for trial in suite.trials)]
    for choice in luck.choices(submission.source):
        for source in choice.sources:
            results = proof.all_results(luck.submission(submission, source), trials, LIMITS)
            failing = [result for result in results if result.verdict == "wrong_answer"]
            if failing:
                first = failing[0]
                yield Remark(
                    codes.LUCK,
                    f"{submission.name}:{choice.line}",
                    f"{choice.what} chooses among rows that tie, and the result depends on which: on {first.case},"
                    f" seed {first.seed}: {first.reason}",
                    "sort by more columns until no two rows tie",
                )
                break


def _first(proof: Proof) -> str:
    return catalog.solution(proof.problem, reference(proof.problem).language).name
