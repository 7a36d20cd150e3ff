"""Which problems a session has: those that are named, or as many of what is worth practising as its minutes hold."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from judge import catalog
from judge.errors import CannotBegin, UnknownName
from judge.model import DIFFICULTIES, Problem, Track
from judge.practice.request import Languages
from judge.practice.spacing import Advice

MINUTES = 45
"""Of a session for which nobody says another number: most rounds have so many."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a session is asked for: `problems` by name, or a `track`, `topic` and `difficulty` to choose from.

    A track gives its minutes and its dialect either way, where none are asked for. With `seed` the choice is one of
    chance that can be had again, without it one of history.
    """

    problems: tuple[str, ...] = ()
    track: Track | None = None
    topic: str | None = None
    difficulty: str | None = None
    minutes: int | None = None
    language: Languages = "any"
    dialect: str = ""
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The set that was chosen; `reasons` say of each problem why, and are empty where it was named."""

    problems: tuple[Problem, ...]
    reasons: tuple[str, ...]
    minutes: int
    dialect: str


def candidates(problems: Sequence[Problem], wish: Wish) -> list[Problem]:
    """The problems that a wish can be granted with: as they are named, in the order of the track, or else easier ones
    first. Raises UnknownName, CannotBegin."""
    if wish.problems:
        by_slug = {problem.slug: problem for problem in problems}
        for slug in wish.problems:
            if slug not in by_slug:
                raise UnknownName.of("problem", slug, by_slug)
            if wish.language not in ("any", *by_slug[slug].languages):
                asked = " or ".join(by_slug[slug].languages)
                raise CannotBegin(f"{slug} is answered in {asked}, not in {wish.language}")
        return [by_slug[slug] for slug in dict.fromkeys(wish.problems)]
    chosen = selected(problems, wish.topic, wish.difficulty, wish.track)
    fitting = [problem for problem in chosen if wish.language in ("any", *problem.languages)]
    if not fitting:
        raise CannotBegin("no problem fits all of this", "drill list shows what there is")
    return fitting


def selected(
    problems: Sequence[Problem], topic: str | None, difficulty: str | None, track: Track | None
) -> list[Problem]:
    """Those that fit, in the order of the track, or else easier ones first. Raises UnknownName."""
    chosen = catalog.select(problems, topic=topic, difficulty=difficulty, track=track)
    return chosen if track else sorted(chosen, key=lambda problem: DIFFICULTIES.index(problem.difficulty))


def choose(fitting: Sequence[Problem], advice: Sequence[Advice], wish: Wish) -> Plan:
    """The set, out of `candidates`, on which there is `advice`, best first.

    Problems are taken in the order of the advice, or of chance, as long as they fit into the minutes, and at least one.
    They come in the order of the track, where there is one.
    """
    dialect = wish.dialect or (wish.track.dialect if wish.track else "duckdb")
    minutes = wish.minutes or (wish.track.minutes if wish.track else 0)
    if wish.problems:
        minutes = minutes or sum(problem.minutes for problem in fitting)
        return Plan(tuple(fitting), ("",) * len(fitting), minutes, dialect)
    minutes = minutes or MINUTES
    ranked = [(each.problem, each.reason) for each in advice]
    if wish.seed is not None:
        ranked = [(problem, "drawn by lot") for problem in random.Random(wish.seed).sample(list(fitting), len(fitting))]
    taken: list[tuple[Problem, str]] = []
    for problem, reason in ranked:
        if not taken or sum(other.minutes for other, _ in taken) + problem.minutes <= minutes:
            taken.append((problem, reason))
    if wish.track:
        order = [problem.slug for problem in fitting]
        taken.sort(key=lambda each: order.index(each[0].slug))
    return Plan(tuple(problem for problem, _ in taken), tuple(reason for _, reason in taken), minutes, dialect)
