"""How the practice goes: accuracy and time by topic and language, the streak, and the trend over weeks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from statistics import median

from judge.model import LANGUAGES
from judge.practice.records import Attempt, SessionRecord
from judge.practice.sittings import Sitting, sittings

WEEKS = 12


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of some sittings (see sittings.py): overall, on a topic or in a language, whose `name` it has.

    `tried` and `solved` count problems, each once however often it was practised: those with a sitting, and those with
    an accepted one. `sittings` counts the sittings, `accepted` those that were accepted, `first_try` those that were so
    with no wrong attempt before; what does not parse is not one. `time` is the median, over the accepted sittings where
    a clock ran, of the time until then as a share of the problem's minutes: 1 is on target, None means no such sitting.
    A problem that was begun in a session that is still open counts as not accepted until it is.
    """

    name: str
    tried: int
    solved: int
    sittings: int
    accepted: int
    first_try: int
    time: float | None

    @property
    def accuracy(self) -> float | None:
        """The share of sittings that were accepted; None where there is no sitting."""
        return self.accepted / self.sittings if self.sittings else None

    @property
    def first_try_accuracy(self) -> float | None:
        """The share of sittings that were accepted at the first attempt; None where there is no sitting."""
        return self.first_try / self.sittings if self.sittings else None


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week by its Monday: how many sittings ended in it, and how many of these were accepted."""

    monday: date
    sittings: int
    accepted: int

    @property
    def name(self) -> str:
        """As in 2026-W48."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def accuracy(self) -> float | None:
        """The share of sittings that were accepted; None in a week without one."""
        return self.accepted / self.sittings if self.sittings else None


@dataclass(frozen=True, slots=True)
class Statistics:
    """All of it.

    `attempts` counts the attempts. `topics` come by accuracy, the lowest first, then by name; a problem counts for each
    of its topics. `languages` are those that were practised: a sitting counts for each of its languages, with the
    attempts in that language. `streak` is how many days in a row, the last of them today or yesterday, have at least
    one attempt, `longest` the most days in a row there ever were. `weeks` are the last 12, the oldest
    first and this one last.
    """

    attempts: int
    overall: Tally
    topics: tuple[Tally, ...]
    languages: tuple[Tally, ...]
    streak: int
    longest: int
    weeks: tuple[Week, ...]


def statistics(
    attempts: Sequence[Attempt], sessions: Sequence[SessionRecord], today: date, zone: tzinfo | None = None
) -> Statistics:
    """The statistics of one player, whose attempts and sessions are given in any order.

    `today` and all days and weeks are those of `zone`, None being the machine's.
    """
    sat = sittings(attempts, sessions)
    topics = {topic: [s for s in sat if topic in s.topics] for topic in {topic for s in sat for topic in s.topics}}
    languages = {language: [part for s in sat if (part := s.within(language))] for language in LANGUAGES}
    days = {attempt.at.astimezone(zone).date() for attempt in attempts}
    runs = _runs(days)
    return Statistics(
        attempts=len(attempts),
        overall=_tally("overall", sat),
        topics=tuple(
            sorted((_tally(*item) for item in topics.items()), key=lambda tally: (tally.accuracy, tally.name))
        ),
        languages=tuple(_tally(name, part) for name, part in languages.items() if part),
        streak=runs.get(today) or runs.get(today - timedelta(days=1), 0),
        longest=max(runs.values(), default=0),
        weeks=_weeks(sat, today, lambda sitting: sitting.at.astimezone(zone).date()),
    )


def _tally(name: str, sat: Sequence[Sitting]) -> Tally:
    accepted = [sitting for sitting in sat if sitting.accepted]
    shares = [sitting.share for sitting in accepted if sitting.share is not None]
    return Tally(
        name=name,
        tried=len({sitting.problem for sitting in sat}),
        solved=len({sitting.problem for sitting in accepted}),
        sittings=len(sat),
        accepted=len(accepted),
        first_try=sum(sitting.wrong == 0 for sitting in accepted),
        time=median(shares) if shares else None,
    )


def _runs(days: Iterable[date]) -> dict[date, int]:
    """For each of the days how many in a row there are up to it."""
    runs: dict[date, int] = {}
    for day in sorted(days):
        runs[day] = runs.get(day - timedelta(days=1), 0) + 1
    return runs


def _weeks(sat: Sequence[Sitting], today: date, day_of: Callable[[Sitting], date]) -> tuple[Week, ...]:
    last = _monday(today)
    mondays = [last - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    found: dict[date, list[bool]] = {monday: [] for monday in mondays}
    for sitting in sat:
        found.get(_monday(day_of(sitting)), []).append(sitting.accepted)
    return tuple(Week(monday, len(results), sum(results)) for monday, results in found.items())


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
