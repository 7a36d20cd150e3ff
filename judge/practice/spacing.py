"""What to practise now: FSRS says what is about to be forgotten, and the rest is what was never tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from fractions import Fraction
from math import ceil
from typing import Literal

from fsrs import Card, Rating, Scheduler

from judge.model import Problem
from judge.practice.records import Attempt, SessionRecord
from judge.practice.sittings import Sitting, sittings
from judge.words import counted

_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
_UNKNOWN = Fraction(1, 2)
"""The accuracy on a topic that was never practised: between a weak one and one that is known."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A problem, and in `reason` one sentence that says why now (`due`, `new`) or why not yet (`later`).

    Of a problem that was practised before, `due` is when it is to be practised again, the beginning of that day, and
    `recall` the chance from 0 to 1 that the player still knows it.
    """

    problem: Problem
    kind: Literal["due", "new", "later"]
    reason: str
    due: datetime | None = None
    recall: float | None = None


def advice(
    problems: Sequence[Problem],
    attempts: Sequence[Attempt],
    sessions: Sequence[SessionRecord],
    now: datetime,
    zone: tzinfo | None = None,
) -> list[Advice]:
    """Every one of `problems`, what to practise first coming first; attempts and sessions are those of one player.

    First what is due, by the chance to still know it, the lowest first. Then what was never practised: by the accuracy
    on that of its topics where it is lowest, else in the order given. Then what is due later, by that day, what was not
    solved last time first. A change of the problem since counts for nothing. Days are those of `zone`, None being the
    machine's.
    """
    sat: dict[str, list[Sitting]] = {}
    for sitting in sittings(attempts, sessions):
        sat.setdefault(sitting.problem, []).append(sitting)
    scores = _scores(sitting for of_one in sat.values() for sitting in of_one)
    known = [_known(problem, sat[problem.slug], now, zone) for problem in problems if problem.slug in sat]
    solved = {slug: of_one[-1].accepted for slug, of_one in sat.items()}
    new = sorted(
        (problem for problem in problems if problem.slug not in sat), key=lambda problem: _weakest(problem, scores)[0]
    )
    return [
        *sorted((a for a in known if a.kind == "due"), key=lambda a: a.recall or 0.0),
        *(Advice(problem, "new", _why_new(problem, scores)) for problem in new),
        *sorted(
            (a for a in known if a.kind == "later"), key=lambda a: (a.due or now, solved[a.problem.slug], a.recall)
        ),
    ]


def rating(sitting: Sitting) -> Rating:
    """How well it went, for FSRS.

    Again: not accepted, or after a look at the solution. Hard: accepted with hints, over the problem's minutes or those
    of the session, or after two wrong attempts or more. Easy: at the first attempt within half the minutes. Good: the
    rest, and so at best where no clock ran.
    """
    if not sitting.accepted:
        return Rating.Again
    if sitting.hints or sitting.late or sitting.wrong >= 2 or (sitting.share or 0) > 1:
        return Rating.Hard
    return Rating.Easy if sitting.share is not None and sitting.share <= 1 / 2 and not sitting.wrong else Rating.Good


def _known(problem: Problem, sat: Sequence[Sitting], now: datetime, zone: tzinfo | None) -> Advice:
    # FSRS counts whole spans of 24 hours, so that an evening and the next morning would be one day: it is given
    # midnights, and counts the days that the player sees. What is due on a day is then due from its morning on.
    card = Card(card_id=0, due=_midnight(sat[0].at.astimezone(zone).date()))
    for sitting in sat:
        card, _ = _SCHEDULER.review_card(card, rating(sitting), _midnight(sitting.at.astimezone(zone).date()))
    today = now.astimezone(zone).date()
    recall = _SCHEDULER.get_card_retrievability(card, _midnight(today))
    day = card.due.date()
    kind: Literal["due", "later"] = "due" if day <= today else "later"
    return Advice(problem, kind, _why(sat[-1], today, day, recall, zone), _begins(day, zone), recall)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _begins(day: date, zone: tzinfo | None) -> datetime:
    begins = datetime.combine(day, time.min, zone)
    return begins if zone else begins.astimezone()


def _why(last: Sitting, today: date, due: date, recall: float, zone: tzinfo | None) -> str:
    days = (today - last.at.astimezone(zone).date()).days
    when = "practised today" if days <= 0 else f"last practised {_ago(days)}"
    knows = "still know" if last.accepted else "know"
    chance = f"the chance that you {knows} it is about {min(99, round(100 * recall))}%"
    if due <= today:
        return f"due: {when}, {_how(last)}; {chance}."
    ahead = (due - today).days
    year = "" if due.year == today.year else f" {due.year}"
    again = f"due {'tomorrow' if ahead == 1 else f'in {ahead} days'}, on {due.day} {due:%B}{year}"
    return f"later: {when}, {_how(last)}; {f'{chance}, and it is' if days > 0 else 'it is'} {again}."


def _ago(days: int) -> str:
    return "yesterday" if days == 1 else f"{days} days ago"


def _how(sitting: Sitting) -> str:
    """How it went, as the middle of a sentence."""
    spent = "" if sitting.seconds is None else f"{max(1, ceil(sitting.seconds / 60))} min"
    if sitting.shown:
        return "when you looked at the solution"
    if not sitting.accepted:
        if sitting.open:
            return "not solved yet in a session that is still open"
        tries = len(sitting.attempts)
        return f"not solved in {counted(tries, 'attempt') if tries else spent}"
    said = f"solved after {counted(sitting.wrong, 'wrong attempt')}" if sitting.wrong else "solved at the first attempt"
    if sitting.hints:
        said += f" with {counted(sitting.hints, 'hint')}"
    if spent:
        said += f" in {spent} (target {sitting.minutes})"
    return said + ", but after the time was up" if sitting.late else said


def _scores(sat: Iterable[Sitting]) -> dict[str, tuple[int, int]]:
    """For each topic the sittings that were accepted, and all of them."""
    scores: dict[str, tuple[int, int]] = {}
    for sitting in sat:
        for topic in sitting.topics:
            accepted, all_ = scores.get(topic, (0, 0))
            scores[topic] = accepted + sitting.accepted, all_ + 1
    return scores


def _weakest(problem: Problem, scores: Mapping[str, tuple[int, int]]) -> tuple[Fraction, str]:
    """The lowest accuracy on a topic of the problem, and the topic, empty where it is one never practised."""
    known = [(Fraction(*scores[topic]), topic) for topic in problem.topics if topic in scores]
    unknown = [(_UNKNOWN, "")] if len(known) < len(problem.topics) or not known else []
    return min(known + unknown, key=lambda pair: pair[0])


def _why_new(problem: Problem, scores: Mapping[str, tuple[int, int]]) -> str:
    _, topic = _weakest(problem, scores)
    if topic:
        accepted, all_ = scores[topic]
        times = "time" if accepted == 1 else "times"
        return f"new: it is on {topic}, where you were right {accepted} {times} out of {all_}."
    if not scores:
        return "new: you have not practised anything yet, and this is one to begin with."
    untried = [name for name in problem.topics if name not in scores]
    if not untried:
        return "new: you have not practised it yet."
    listed = " and ".join(filter(None, [", ".join(untried[:-1]), untried[-1]]))
    return f"new: it is on {listed}, which you have not practised yet."
