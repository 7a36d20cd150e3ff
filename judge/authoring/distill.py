"""The smallest suite that still kills all that can be killed: a set cover, solved exactly.

Every case is drawn with a few dozen other seeds. Each fixture kills some mutants and catches some wrong answers; what
is chosen kills and catches whatever any of them does, with as few fixtures as can be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from judge import catalog
from judge.authoring.checks import mutants
from judge.authoring.proof import Proof, Trial
from judge.catalog.folder import MANIFEST
from judge.data import Cache, lock
from judge.errors import ProblemError
from judge.model import Case, Problem, Submission
from judge.submission import from_file

CANDIDATES = 300
_TWICE = 2  # fixtures that catch a wrong answer, where as many do
_CHANGE = 1e-3  # what another seed than the declared one costs, beside the 1 of a fixture


@dataclass(frozen=True, slots=True)
class Distilled:
    """The cases of the new suite, and how it compares: targets that are told before and after, of all that can be."""

    cases: tuple[Case, ...]
    before: int
    after: int
    possible: int
    drawn: int


def distilled(proof: Proof, progress: Callable[[str], None], candidates: int = CANDIDATES) -> Distilled:
    """Choose among `candidates` fixtures; the sample stays as it is. Raises ProblemError where the references fail."""
    problem = proof.problem
    cases = _candidates(proof, candidates)
    progress(f"drawing {len(cases)} fixtures")
    trials = [*proof.suite.trials, *proof.trials(cases[len(problem.cases) :])]
    progress("mutants and wrong answers on each of them")
    kills, needed, robust = _told(proof, trials)
    chosen = _smallest(cases, kills, needed, robust, declared=len(problem.cases))
    declared = range(len(problem.cases))
    return Distilled(
        tuple(_named([cases[i] for i in chosen], problem)),
        sum(any(row[i] for i in declared) for row in kills),
        sum(any(row[i] for i in chosen) for row in kills),
        sum(map(any, kills)),
        len(cases),
    )


def write(problem: Problem, found: Distilled, cache: Cache) -> None:
    """Write the chosen seeds into problem.toml, its comments kept, and the lock anew."""
    import tomlkit

    from judge import judging

    file = problem.folder / MANIFEST
    document: Any = tomlkit.parse(file.read_text("utf-8-sig"))
    tables = {str(table["name"]): table for table in document["cases"]}
    cases = tomlkit.aot()
    for case in found.cases:
        table = tables.get(case.name) or _copied(tables[case.name.rpartition("_")[0]], case.name)
        table["seed"] = case.seed
        cases.append(table)
    document["cases"] = cases
    file.write_text(tomlkit.dumps(document), "utf-8")
    again = catalog.load_folder(problem.folder)
    lock.write(again, judging.fixtures_of(again, judging.select(again), cache))


def _candidates(proof: Proof, candidates: int) -> list[Case]:
    """The declared cases first, then each but the sample with other seeds."""
    declared = proof.problem.cases
    others = [case for case in declared if not case.sample]
    each = max(1, (candidates - len(declared)) // max(1, len(others)))
    return [*declared, *(replace(case, seed=proof.seed(number)) for number in range(each) for case in others)]


def _told(proof: Proof, trials: Sequence[Trial]) -> tuple[list[list[bool]], list[int], list[bool]]:
    """For each target (a mutant, a wrong answer): which trials tell it, how many must, and whether it is an answer."""
    problem = proof.problem
    found = [mutants.found(proof, language) for language in problem.languages]
    alive = [mutant for each in found for mutant in (*(tried.mutant for tried in each.killed), *each.survived)]
    slips = [mutants.submission_of(mutant) for mutant in alive]
    wrong = [from_file(file) for file in catalog.answers(problem, "wrong")]

    sample = problem.cases.index(problem.sample)

    def told_by(submission: Submission) -> list[bool]:
        told: list[bool] = []
        for result in proof.results(submission, trials, mutants.LIMITS):
            told.append(result.verdict != "accepted")
            if result.verdict == "time_limit":  # it would go on like this
                break
        return told + [True] * (len(trials) - len(told))

    def told_by_slip(submission: Submission) -> list[bool]:
        [result] = proof.results(submission, [trials[sample]], mutants.LIMITS)
        if result.verdict == "accepted":
            return told_by(submission)
        return [i == sample for i in range(len(trials))]  # the sample stays: whoever else tells it does not matter

    kills = [*proof.tools.each(told_by_slip, slips), *proof.tools.each(told_by, wrong)]
    needed = [min(sum(row), _TWICE if i >= len(slips) else 1) for i, row in enumerate(kills)]
    return kills, needed, [False] * len(slips) + [True] * len(wrong)


def _smallest(
    cases: Sequence[Case], kills: list[list[bool]], needed: list[int], robust: list[bool], declared: int
) -> list[int]:
    """The positions of the fewest cases that tell all targets as often as needed, the sample among them.

    A wrong answer must also be caught on other seeds: by a case that catches it with every seed, where there is one.
    """
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    rows = [row for row, need in zip(kills, needed, strict=True) if need]
    least = [need for need in needed if need]
    names = [case.name for case in cases]
    for row, is_answer in zip(kills, robust, strict=True):
        if is_answer:
            always = {name for name in names if all(row[i] for i, other in enumerate(names) if other == name)}
            if always:
                rows.append([name in always for name in names])
                least.append(1)
    cost = np.array([1.0 if i < declared else 1.0 + _CHANGE for i in range(len(cases))])
    lower = np.array([1.0 if case.sample else 0.0 for case in cases])
    constraints = [LinearConstraint(np.array(rows, dtype=float), lb=np.array(least, dtype=float))] if rows else []
    found = milp(cost, constraints=constraints, bounds=Bounds(lower, 1.0), integrality=np.ones(len(cases)))
    if found.x is None:
        raise ProblemError(f"no suite was found: {found.message}")
    return [i for i, taken in enumerate(found.x) if taken > 0.5]


def _named(chosen: Sequence[Case], problem: Problem) -> list[Case]:
    """In the order of the declared cases, a second fixture of a case named after it."""
    order = [case.name for case in problem.cases]
    taken = set[str]()
    named = []
    for case in sorted(chosen, key=lambda case: order.index(case.name)):
        name, number = case.name, 2
        while name in taken or (name != case.name and name in order):
            name, number = f"{case.name}_{number}", number + 1
        taken.add(name)
        named.append(replace(case, name=name))
    return named


def _copied(table: Any, name: str) -> Any:
    from copy import deepcopy

    copy = deepcopy(table)
    copy["name"] = name
    return copy
