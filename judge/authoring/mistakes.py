"""The book of a problem's mistakes: every answer in `wrong/` and every killed mutant, by what it does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from judge import catalog, mutation
from judge.authoring import codes
from judge.authoring.checks.mutants import LIMITS, submission_of
from judge.authoring.places import command
from judge.authoring.proof import Proof, Trial
from judge.authoring.remarks import Remark
from judge.errors import CannotBegin, InvalidSubmission
from judge.insight import book
from judge.insight.book import Book, Class, Part
from judge.insight.fingerprint import RIGHT, fingerprint
from judge.insight.sentences import hint, plainness, sentence
from judge.model import Limits, Mistake, Submission
from judge.mutation import Mutant
from judge.submission import from_bytes

_BATCHES = (1, 4, 20)  # suites after which is looked: most part on the first
Prints = tuple[str | None, ...]


@dataclass(eq=False)
class _Known:
    """A mistake, its code, how plainly it is told (less is better), and its fingerprints on unseen trials."""

    mistake: Mistake
    submission: Submission
    rank: tuple[int, int]
    limits: Limits
    unseen: list[str | None] = field(default_factory=list)


def check(proof: Proof) -> Iterator[Remark]:
    """A published book is that of this very problem. Where none is, one is kept in the cache if mutants were tried."""
    problem = proof.problem
    if book.is_stale(problem):
        yield Remark(
            codes.MISTAKES,
            f"{problem.slug}/{book.LOCK}",
            "it is of another version of the problem or of the mutants: no mistake is named after it",
            f"{command(problem, 'check', problem.slug, '--publish')} writes it anew",
        )
    if proof.mutants and book.read(problem, proof.tools.cache) is None:
        book.keep(problem, written(proof), proof.tools.cache)


def publish(proof: Proof) -> None:
    """Write the book beside the problem. Raises CannotBegin where that cannot be done."""
    problem = proof.problem
    try:
        book.publish(problem, written(proof))
    except OSError as error:
        raise CannotBegin(f"{problem.folder / book.LOCK} cannot be written: {error.strerror or error}") from None


def written(proof: Proof) -> Book:
    """The book of a problem whose mutants have been tried; up to 20 unseen suites part those that are alike."""
    known = [*_wrong(proof), *_mutants(proof)]
    suites: dict[tuple[str, ...], list[_Known]] = defaultdict(list)
    trials = proof.suite.trials
    for each, found in zip(known, proof.tools.each(partial(_prints, proof, trials=trials), known), strict=True):
        on = tuple(one for one in found if one is not None)
        if len(on) == len(trials) and set(on) != {RIGHT}:
            suites[on].append(each)
    sets = {on: _proved_equal(proof, members) for on, members in suites.items()}
    seen = _part(proof, [[one[0] for one in found] for found in sets.values() if len(found) > 1])
    classes = [_class(on, found, seen) for on, found in sets.items()]
    return Book(tuple(sorted(classes, key=lambda each: _name(each.parts[0].mistakes[0]))))


def _name(mistake: Mistake) -> tuple[bool, str]:
    return mistake.kind == "mutant", mistake.id


def _wrong(proof: Proof) -> Iterator[_Known]:
    problem = proof.problem
    for number, file in enumerate(catalog.answers(problem, "wrong")):
        try:
            submission = from_bytes(file.read_bytes(), f"{problem.slug}/wrong/{file.name}")
        except InvalidSubmission:
            continue  # told where the file is looked at
        if submission.language in problem.languages:
            mistake = Mistake("wrong", file.stem, hint(submission.source) or file.stem.replace("_", " "))
            yield _Known(mistake, submission, (0, number), Limits())


def _mutants(proof: Proof) -> Iterator[_Known]:
    for number, each in enumerate(proof.mutants):
        reference = proof.reference(each.language)
        for tried in each.killed:
            yield _Known(
                Mistake("mutant", tried.mutant.id, sentence(tried.mutant, reference.source, proof.fixtures[0].schema)),
                submission_of(tried.mutant),
                (1 + number, plainness(tried.mutant)),
                LIMITS,
            )


def _prints(proof: Proof, known: _Known, trials: Sequence[Trial]) -> list[str | None]:
    results = proof.results(known.submission, trials, known.limits)
    return [fingerprint(proof.problem, result) for result in results]


def _proved_equal(proof: Proof, members: Iterable[_Known]) -> list[list[_Known]]:
    """Sets of members that are proved to give the same rows for all data, the plainest first in each."""
    problem, schema = proof.problem, proof.fixtures[0].schema
    sets: list[list[_Known]] = []

    def equal(one: _Known, other: _Known) -> bool:
        if one.submission.language != other.submission.language:
            return False
        mutant = Mutant("", other.submission.language, "", (), 0, "", "", other.submission.source)
        ordered, distinct = bool(problem.order_by), problem.distinct
        return one.submission.source == mutant.source or (
            mutant.language == "sql"
            and mutation.is_equal(one.submission, mutant, schema, ordered=ordered, distinct=distinct)
        )

    for each in sorted(members, key=lambda one: one.rank):
        found = next((one for one in sets if equal(one[0], each)), None)
        if found is None:
            sets.append([each])
        else:
            found.append(each)
    return sets


def _part(proof: Proof, classes: Sequence[Sequence[_Known]]) -> list[Trial]:
    """Run the members of each class on unseen suites until all have parted, or 20 have not told them apart.

    Returns the trials that their `unseen` fingerprints are of.
    """
    seen: list[Trial] = []
    for end in _BATCHES:
        together = [one for members in classes if len(set(map(_unseen, members))) < len(members) for one in members]
        if not together:
            break
        trials = [trial for suite in proof.unseen[:end] for trial in suite.trials][len(seen) :]
        found = proof.tools.each(partial(_prints, proof, trials=trials), together)
        for one, prints in zip(together, found, strict=True):
            one.unseen += prints
        seen += trials
    return seen


def _unseen(known: _Known) -> Prints:
    return tuple(known.unseen)


def _class(on: tuple[str, ...], sets: Sequence[Sequence[_Known]], seen: Sequence[Trial]) -> Class:
    """The parts of a class, by as few of the trials as tell all of them apart."""
    places = [i for i, prints in enumerate(zip(*(one[0].unseen for one in sets), strict=False)) if None not in prints]

    def parts(by: Sequence[int]) -> dict[tuple[str | None, ...], list[_Known]]:
        found: dict[tuple[str | None, ...], list[_Known]] = defaultdict(list)
        for one in sets:
            found[tuple(one[0].unseen[i] for i in by)] += one
        return found

    whole = len(parts(places))
    chosen: list[int] = []
    while len(parts(chosen)) < whole:
        chosen.append(max(places, key=lambda i: (len(parts([*chosen, i])), -i)))
    chosen.sort()
    found = [
        Part(
            tuple(each or "" for each in prints),
            tuple(one.mistake for one in sorted(members, key=lambda one: one.rank)),
        )
        for prints, members in parts(chosen).items()
    ]
    trials = tuple((seen[i].fixture.case.name, seen[i].fixture.case.seed) for i in chosen)
    return Class(on, trials, tuple(sorted(found, key=lambda part: _name(part.mistakes[0]))))
