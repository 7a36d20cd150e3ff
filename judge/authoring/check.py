"""All checks of a problem, one after the other: every finding, never only the first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from judge import catalog
from judge.authoring import codes, mistakes, scores
from judge.authoring.checks import answers, files, generator, mutants, references, speed
from judge.authoring.places import parted
from judge.authoring.proof import SEEDS, Proof, Tools
from judge.authoring.remarks import Checked, Remark
from judge.errors import ProblemError

Progress = Callable[[str], None]
"""Called with the name of each part as it begins."""
Part = Callable[[Proof], Iterable[Remark]]


def _files(proof: Proof) -> Iterator[Remark]:
    yield from files.check(proof.problem)
    with suppress(ProblemError):  # what cannot be drawn is told by the next part
        yield from files.check_tables(proof.problem, proof.fixtures[0].schema)


def _scores(proof: Proof) -> Iterator[Remark]:
    problem = proof.problem
    yield from scores.check(problem.folder.parent, problem.slug, tuple(each.score for each in proof.mutants))


PARTS: dict[str, tuple[Part, str]] = {
    "files": (_files, codes.MANIFEST),
    "generator": (generator.check, codes.GENERATOR),
    "references": (references.check, codes.REFERENCE),
    "answers": (answers.check, codes.REFERENCE),
    "mutants": (mutants.check, codes.NO_MUTANTS),
    "scores": (_scores, codes.SCORES_PAGE),
    "mistakes": (mistakes.check, codes.REFERENCE),
    "speed": (speed.check, codes.REFERENCE),
}
"""The parts of a proof in order, each with the code of an error that ends it."""


def check(
    folder: Path,
    tools: Tools,
    *,
    seeds: int = SEEDS,
    parts: Iterable[str] = PARTS,
    publish: bool = False,
    progress: Progress = lambda _: None,
) -> Checked:
    """Prove the problem in `folder`; `seeds` suites are drawn anew, and with `publish` its book of mistakes is written.

    A folder that is not there raises CannotBegin.
    """
    started = time.monotonic()
    try:
        problem = catalog.load_folder(folder)
    except ProblemError as error:
        return Checked(folder.name, (told(error, codes.MANIFEST, folder.name),))
    with Proof(problem, tools, seeds) as proof:
        remarks: list[Remark] = []
        for name in parts:
            progress(name)
            remarks += [remark for remark in of_part(proof, name) if not _known(remark, remarks)]
        if publish and proof.mutants:
            progress("mistakes")
            remarks += _published(proof)
        found = tuple(each.score for each in proof.mutants)
    return Checked(problem.slug, tuple(remarks), found, seeds, time.monotonic() - started)


def _published(proof: Proof) -> list[Remark]:
    """Write the problem's book of mistakes; what kept it from being written is a remark."""
    try:
        mistakes.publish(proof)
    except ProblemError as error:
        return [told(error, codes.REFERENCE, proof.problem.slug)]
    return []


def of_part(proof: Proof, name: str) -> list[Remark]:
    """What one part of the proof finds; an error that ends it is a remark too."""
    part, code = PARTS[name]
    remarks: list[Remark] = []
    try:
        for remark in part(proof):
            remarks.append(remark)
    except ProblemError as error:
        remarks.append(told(error, code, proof.problem.slug))
    return remarks


def told(error: ProblemError, code: str, slug: str) -> Remark:
    """An error as a remark: with the code of generators where it names the generator, else with `code`."""
    where, message = parted(error, slug)
    at_generator = where.partition(":")[0].endswith("/generator.py")
    longer = "\n" in error.help  # what an engine said, a caret and all
    help, detail = ("", error.help) if longer else (error.help, "")
    return Remark(codes.GENERATOR if at_generator else code, where, message, help, detail)


def _known(remark: Remark, remarks: list[Remark]) -> bool:
    """Whether the same was found before: one broken reference ends several parts."""
    return any((remark.where, remark.message) == (other.where, other.message) for other in remarks)
