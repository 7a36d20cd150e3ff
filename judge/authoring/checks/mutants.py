"""Mutants: a reference with a slip in it must be told from the reference by some fixture."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from judge import mutation
from judge.authoring import codes
from judge.authoring.inside import Nearness, nearest
from judge.authoring.places import command, place
from judge.authoring.proof import Proof, Trial
from judge.authoring.remarks import Remark, Score, percent, total
from judge.errors import ProblemError
from judge.model import Equivalent, FixtureResult, Language, Limits, Submission
from judge.mutation import Mutant

THRESHOLD = 0.97
LIMITS = Limits(seconds=5.0)
_UNBOUND = ("Binder Error", "Catalog Error", "Parser Error", "Syntax Error")


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a mutant: the first result that tells it from the reference, if any; or stillborn."""

    mutant: Mutant
    killer: FixtureResult | None = None
    stillborn: bool = False


@dataclass(frozen=True, slots=True)
class Mutants:
    """All mutants of one reference by what became of them."""

    language: Language
    killed: tuple[Tried, ...] = ()
    stillborn: tuple[Mutant, ...] = ()
    equal: tuple[Mutant, ...] = ()
    marked: tuple[Mutant, ...] = ()
    survived: tuple[Mutant, ...] = ()

    @property
    def score(self) -> Score:
        names = ("killed", "stillborn", "equal", "marked", "survived")
        return Score(self.language, *(len(getattr(self, name)) for name in names))


def check(proof: Proof) -> Iterator[Remark]:
    """Mutate both references; `proof.mutants` holds what became of them afterwards.

    Raises ProblemError where a reference is wrong, so that mutants of it mean nothing.
    """
    _check_references(proof)
    proof.mutants = [found(proof, language) for language in proof.problem.languages]
    yield from _marks(proof)
    survivors = [(each.language, mutant) for each in proof.mutants for mutant in each.survived]
    if survivors:
        yield from _survivors(proof, survivors)
    score = total(tuple(each.score for each in proof.mutants), proof.problem.languages[0])
    for each in proof.mutants:
        if not each.score.killed + each.score.survived:
            yield Remark(
                codes.NO_MUTANTS,
                proof.reference(each.language).name,
                "no mutant of it is left to be killed: nothing shows that its slips would be found",
                "a reference with nothing to get wrong makes no problem; one that hides its code cannot be mutated",
            )
    if score.killed + score.survived and score.adjusted < THRESHOLD:
        yield Remark(
            codes.SCORE,
            proof.problem.slug,
            f"the fixtures tell {score.killed} of {score.killed + score.survived} mutants of the references from them:"
            f" {percent(score.adjusted)}, and {THRESHOLD:.0%} are asked for",
            "the warnings say which are left; better seeds are looked for by "
            + command(proof.problem, "check", proof.problem.slug, "--distill"),
        )


def found(proof: Proof, language: Language) -> Mutants:
    """The mutants of one reference, tried on the suite, the survivors looked at more closely."""
    submission = proof.reference(language)
    schema = proof.fixtures[0].schema
    mutants = mutation.mutants(submission, schema)
    tried = proof.tools.each(lambda mutant: tried_on(proof, mutant, proof.killers_first()), mutants)
    alive = [each.mutant for each in tried if not each.killer and not each.stillborn]
    ordered, distinct = bool(proof.problem.order_by), proof.problem.distinct
    same = {
        mutant.id
        for mutant in alive
        if mutation.is_equal(submission, mutant, schema, ordered=ordered, distinct=distinct)
    }
    marked = {mutant.id for mutant in alive if any(fits(mark, mutant) for mark in proof.problem.equivalent)} - same
    return Mutants(
        language,
        tuple(each for each in tried if each.killer),
        tuple(each.mutant for each in tried if each.stillborn),
        tuple(mutant for mutant in alive if mutant.id in same),
        tuple(mutant for mutant in alive if mutant.id in marked),
        tuple(mutant for mutant in alive if mutant.id not in same | marked),
    )


def fits(mark: Equivalent, mutant: Mutant) -> bool:
    """Whether an author's mark speaks of this mutant."""
    if mark.mutant:
        return mark.mutant == mutant.id
    return mark.operator == mutant.operator and mark.column.casefold() in mutant.columns


def tried_on(proof: Proof, mutant: Mutant, trials: Sequence[Trial]) -> Tried:
    """Run a mutant on `trials` until one tells it from the reference.

    SQL that does not bind is stillborn, and so is pandas that raises on all; what takes too long is killed.
    """
    raised: FixtureResult | None = None
    answered = False
    for result in proof.results(submission_of(mutant), trials, LIMITS):
        if result.verdict == "accepted":
            answered = True
        elif mutant.language == "sql" and _unbound(result):
            return Tried(mutant, stillborn=True)
        elif mutant.language == "sql" or result.verdict != "runtime_error":
            return Tried(mutant, result)
        else:
            raised = raised or result
        if raised and answered:
            return Tried(mutant, raised)
    return Tried(mutant, stillborn=raised is not None)


def submission_of(mutant: Mutant) -> Submission:
    return Submission(mutant.language, mutant.source, f"mutant {mutant.id}")


def _unbound(result: FixtureResult) -> bool:
    return result.verdict == "invalid_submission" or (
        result.verdict == "runtime_error" and result.reason.startswith(_UNBOUND)
    )


def _check_references(proof: Proof) -> None:
    """Mutants are rendered anew from the tree: the reference itself must come through that unchanged."""
    for language in proof.problem.languages:
        submission = proof.reference(language)
        rendered = Submission(language, _rendered(submission), submission.name)
        for source, what, help in (
            (submission, "it is not right itself", "mutants of it would mean nothing: mend it first"),
            (
                rendered,
                "rendered anew from its tree it gives another result",
                "mutants of it would mean nothing: write it more plainly",
            ),
        ):
            for result in proof.results(source, proof.suite.trials, LIMITS):
                if result.verdict != "accepted":
                    raise ProblemError(f"{submission.name}: {what}, on {result.case}: {result.reason}", help)


def _rendered(submission: Submission) -> str:
    try:
        return mutation.normalised(submission)
    except ProblemError as error:
        raise ProblemError(f"{submission.name}: it does not parse: {error.message}", error.help) from None


def _marks(proof: Proof) -> Iterator[Remark]:
    """A mark must fit a mutant, and no mutant that it fits may differ anywhere."""
    every = [
        mutant for each in proof.mutants for mutant in (*each.stillborn, *each.equal, *each.marked, *each.survived)
    ]
    killed = {tried.mutant.id: tried for each in proof.mutants for tried in each.killed}
    every += [tried.mutant for tried in killed.values()]
    for position, mark in enumerate(proof.problem.equivalent):
        where = place(proof.problem, "equivalent", position)
        fitting = [mutant for mutant in every if fits(mark, mutant)]
        if not fitting:
            said = f"mutant {mark.mutant}" if mark.mutant else f"operator {mark.operator!r} on column {mark.column!r}"
            help = "take the mark away; drill check prints the ids of those that survive"
            yield Remark(codes.MARK_UNKNOWN, where, f"no mutant fits this mark: {said}", help)
        for mutant in fitting:
            if mutant.id in killed and (result := killed[mutant.id].killer):
                yield _differs(where, mutant, result)
    marked = [mutant for each in proof.mutants for mutant in each.marked]
    if not marked:
        return
    trials = proof.random
    for tried in proof.tools.each(lambda mutant: tried_on(proof, mutant, trials), marked):
        if tried.killer:
            for position, mark in enumerate(proof.problem.equivalent):
                if fits(mark, tried.mutant):
                    yield _differs(place(proof.problem, "equivalent", position), tried.mutant, tried.killer)


def _differs(where: str, mutant: Mutant, result: FixtureResult) -> Remark:
    return Remark(
        codes.MARK_DIFFERS,
        where,
        f"mutant {mutant.id} ({mutant.operator}: {change(mutant)}) is marked equal, and it differs on {result.case},"
        f" seed {result.seed}: {result.reason}",
        "take the mark away",
    )


def _survivors(proof: Proof, survivors: Sequence[tuple[Language, Mutant]]) -> Iterator[Remark]:
    """Each with what it changes, and the fixture that came closest to telling it."""
    unseen = [trial for suite in proof.unseen for trial in suite.trials]

    def sought(of: tuple[Language, Mutant]) -> Tried:
        return tried_on(proof, of[1], unseen)

    references = {language: proof.reference(language) for language in proof.problem.languages}
    inside = proof.tools.each(lambda of: nearest(proof, references[of[0]], of[1]), survivors)
    for (language, mutant), tried, near in zip(survivors, proof.tools.each(sought, survivors), inside, strict=True):
        submission = references[language]
        yield Remark(
            codes.SURVIVOR,
            f"{submission.name}:{mutant.line}",
            f"no fixture tells mutant {mutant.id} from the reference ({mutant.operator}: {change(mutant)})",
            _what_would_do(mutant, tried, len(unseen)),
            f"{_diff(submission, mutant)}\n{_closest(near)}".strip("\n")
            if language == "sql"
            else _diff(submission, mutant),
        )


def change(mutant: Mutant) -> str:
    """What a mutant changes, in a line."""
    was, now = (" ".join(text.split()) for text in (mutant.was, mutant.now))
    return f"{was} became {now}" if now else f"{was} left out"


def _what_would_do(mutant: Mutant, tried: Tried, of: int) -> str:
    if tried.killer:
        case, seed = tried.killer.case, tried.killer.seed
        return f"the case {case!r} with seed {seed} tells it: take that seed, or try --distill"
    return (
        f"none of {of} fixtures of unseen seeds tells it either: plant the data that would, or, where there can be"
        f" none, mark {mutant.id} in problem.toml (drill explain {codes.SURVIVOR} shows how)"
    )


def _closest(near: Nearness | None) -> str:
    if near is None:
        return "closest: none, no step of the query differs on any fixture"
    rows = f"{near.rows} row{'s' if near.rows > 1 else ''}"
    return f"closest: {near.case}, where {rows} of {near.stage} differ, and the result does not show it"


def _diff(submission: Submission, mutant: Mutant) -> str:
    before = mutation.pretty(submission).splitlines()
    after = mutation.pretty(Submission(mutant.language, mutant.source, "")).splitlines()
    lines = list(difflib.unified_diff(before, after, n=1, lineterm=""))[2:]
    return "\n".join(line for line in lines if not line.startswith("@@"))
