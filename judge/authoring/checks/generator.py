"""The generator: deterministic, true to its keys and its lock, and awkward where it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from judge.authoring import codes
from judge.authoring.places import command, parted, place
from judge.authoring.proof import Proof
from judge.authoring.remarks import Remark
from judge.data import lock
from judge.data.versions import version
from judge.errors import ProblemError
from judge.model import Case

_SAMPLE_ROWS = 25
_VARYING = re.compile(r"\bcase '[a-z0-9_]+'(, seed \d+)?:? ?|\d+ of \d+ rows")
_SAMPLE_IN_ALL = 60
_RULES = {codes.KEY: "keys", codes.FOREIGN_KEY: "foreign_keys", codes.INVARIANT: "invariants"}


def check(proof: Proof) -> Iterator[Remark]:
    """Every case is drawn twice, in two processes with other hash seeds; where one cannot be drawn the rest waits."""
    problem = proof.problem
    looks = proof.tools.each(lambda case: _looked_at(proof, case), problem.cases)
    failures = [look for look in looks if isinstance(look, Remark)]
    if failures:
        yield from _each_once(failures)
        return
    digests: dict[str, Case] = {}
    absent = set[tuple[int, str]]()
    for position, (case, look) in enumerate(zip(problem.cases, looks, strict=True)):
        assert not isinstance(look, Remark)
        where = place(problem, "cases", position)
        twin = digests.setdefault(look["digest"], case)
        if twin is not case:
            message = f"case {case.name!r} has the same rows as case {twin.name!r}"
            yield Remark(codes.SAME_FIXTURES, where, message, "give it another seed, or leave it out")
        for code, name in _RULES.items():
            for sentence in look[name]:
                yield Remark(code, f"{problem.slug}/generator.py", f"case {case.name!r}, seed {case.seed}: {sentence}")
        for wish in look["absent"]:
            absent.add((position, wish))
            yield _not_there(proof, position, wish, "and its tables show nothing of the kind")
    yield from _deterministic(proof)
    yield from _awkward(proof, {case.name: digest for digest, case in digests.items()}, absent)
    yield from _locked(proof)
    yield from _sample(proof)


def _each_once(failures: list[Remark]) -> Iterator[Remark]:
    """One fault ends every case: it is told of the first, with the number of the others."""
    told: dict[tuple[str, str], list[Remark]] = {}
    for failure in failures:
        told.setdefault((failure.where, _VARYING.sub("", failure.message)), []).append(failure)
    for same in told.values():
        more = f" (and so do {len(same) - 1} more cases)" if len(same) > 1 else ""
        yield replace(same[0], message=same[0].message + more)


def _looked_at(proof: Proof, case: Case) -> Remark | dict[str, Any]:
    try:
        return proof.tools.drawers.looked_at(proof.problem, case)
    except ProblemError as error:
        where, message = parted(error, f"{proof.problem.slug}/generator.py")
        return Remark(codes.GENERATOR, where, message, error.help)


def _deterministic(proof: Proof) -> Iterator[Remark]:
    problem = proof.problem
    for case in problem.cases:
        if len(set(proof.tools.drawers.digests(problem, case))) > 1:
            yield Remark(
                codes.NOT_DETERMINISTIC,
                f"{problem.slug}/generator.py",
                f"case {case.name!r} (seed {case.seed}) has other rows in another process",
                "draw all chance from world.stream(name), and never loop over a set",
            )
            return


def _awkward(proof: Proof, digests: dict[str, str], absent: set[tuple[int, str]]) -> Iterator[Remark]:
    """A case without one of its wishes must be another fixture; those that are `absent` have been told."""
    problem = proof.problem
    wishes = [(position, wish) for position, case in enumerate(problem.cases) for wish in case.awkward]
    wishes = [wish for wish in wishes if wish not in absent]

    def without(of: tuple[int, str]) -> object:
        case = problem.cases[of[0]]
        less = replace(case, awkward=tuple(wish for wish in case.awkward if wish != of[1]))
        look = _looked_at(proof, less)
        return None if isinstance(look, Remark) else look["digest"]

    for (position, wish), digest in zip(wishes, proof.tools.each(without, wishes), strict=True):
        if digest == digests.get(problem.cases[position].name):
            yield _not_there(proof, position, wish, "and its rows are the same without it")


def _not_there(proof: Proof, position: int, wish: str, what: str) -> Remark:
    case = proof.problem.cases[position]
    return Remark(
        codes.AWKWARD,
        place(proof.problem, "cases", position, "awkward"),
        f"case {case.name!r} asks for {wish!r}, {what}",
        "offer it on more rows in generator.py, give the case another seed or scale, or take the wish back",
    )


def _locked(proof: Proof) -> Iterator[Remark]:
    problem = proof.problem
    where = f"{problem.slug}/fixtures.lock"
    write = f"{command(problem, 'data', problem.slug, '--lock')} writes it"
    try:
        locked, drawn_with = lock.read(problem)
    except ProblemError as error:
        yield Remark(codes.LOCK, where, parted(error, where)[1], error.help)
        return
    if not (problem.folder / "fixtures.lock").exists():
        yield Remark(codes.LOCK, where, "this file is missing: nobody would notice that fixtures drift", write)
        return
    here = {lock.entry(fixture.case): fixture.digest for fixture in proof.fixtures}
    others = [f"{name} {was}, here {version(name)}" for name, was in drawn_with.items() if version(name) != was]
    drawn = f" (locked with {', '.join(others)})" if others else ""
    before = {name.partition(" ")[0]: name for name in locked.keys() - here.keys()}
    for name in sorted(here.keys() - locked.keys()):
        was = before.pop(name.partition(" ")[0], "")
        said = f"the case {was!r} is locked, and is {name!r} now" if was else f"the case {name!r} is not locked"
        yield Remark(codes.LOCK, where, said, f"{write} anew")
    for name in sorted(before.values()):
        yield Remark(codes.LOCK, where, f"it locks {name!r}, and there is no such case", f"{write} anew")
    for name in sorted(here.keys() & locked.keys()):
        if here[name] != locked[name]:
            yield Remark(codes.LOCK, where, f"the rows of {name!r} are not the locked ones{drawn}", f"{write} anew")


def _sample(proof: Proof) -> Iterator[Remark]:
    """The sample can be read whole."""
    problem = proof.problem
    position = problem.cases.index(problem.sample)
    fixture = proof.fixtures[position]
    where = place(problem, "cases", position)
    long = [f"{table.name} has {table.rows}" for table in fixture.schema if table.rows > _SAMPLE_ROWS]
    if long:
        message = f"the sample is too large to read: {', '.join(long)} rows; {_SAMPLE_ROWS} a table are enough"
        yield Remark(codes.SAMPLE, where, message, "give it a smaller scale")
    elif (rows := sum(table.rows for table in fixture.schema)) > _SAMPLE_IN_ALL:
        message = f"the sample is too large to read: {rows} rows in all tables; {_SAMPLE_IN_ALL} are enough"
        yield Remark(codes.SAMPLE, where, message, "give it a smaller scale")
