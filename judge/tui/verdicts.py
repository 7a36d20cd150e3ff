"""What stands in the verdict pane, problem by problem: a verdict with as much as may be seen of it, or a solution."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import RenderableType

from judge.model import Verdict
from judge.practice.records import Attempt
from judge.practice.session import Session


@dataclass(frozen=True, slots=True)
class _Seen:
    """What may be seen of a verdict as long as its expected side is withheld, and whether that is less than all."""

    of: Verdict
    verdict: Verdict
    hides: bool


@dataclass(frozen=True, slots=True)
class _Laid:
    """A page that is laid out: of which verdict, with or without its expected side."""

    of: Verdict
    less: bool
    hides: bool
    page: RenderableType


class Verdicts:
    """The verdict or the page that was last put there, by place. A page is laid out when it is first asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._told: dict[int, tuple[Verdict, Attempt] | RenderableType] = {}
        self._seen: dict[int, _Seen] = {}
        self._laid: dict[int, _Laid] = {}

    def read(self, place: int, verdict: Verdict) -> Verdict:
        """Find out what may be seen of a verdict, and return it; very many rows take long, so in another thread."""
        from judge.insight.withholding import withheld, withholds

        self._seen[place] = _Seen(verdict, withheld(verdict), withholds(verdict))
        return verdict

    def tell(self, verdict: Verdict, attempt: Attempt) -> None:
        """Put a verdict there."""
        self._told[self._session.place(attempt)] = verdict, attempt

    def show(self, place: int, page: RenderableType) -> None:
        """Put something else there."""
        self._told[place] = page
        self._laid.pop(place, None)

    def attempt(self, place: int) -> Attempt | None:
        """The attempt whose verdict stands there."""
        told = self._told.get(place)
        return told[1] if isinstance(told, tuple) else None

    def hides(self, place: int) -> bool:
        """Whether the verdict that stands there has an expected side that is not shown."""
        self.page(place)
        return place in self._laid and self._laid[place].hides

    def page(self, place: int) -> RenderableType | None:
        """What stands there, the same object as long as it is the same; None where nothing does."""
        told = self._told.get(place)
        if not isinstance(told, tuple):
            return told
        verdict, attempt = told
        less, laid = self._session.withholds(place), self._laid.get(place)
        if laid is None or laid.of is not verdict or laid.less != less:
            laid = self._laid[place] = self._lay_out(verdict, attempt, less=less)
        return laid.page

    def _lay_out(self, verdict: Verdict, attempt: Attempt, *, less: bool) -> _Laid:
        from judge.tui import pages

        place = self._session.place(attempt)
        if not less:
            return _Laid(verdict, less, False, pages.verdict(self._session, verdict, attempt, hides=False))
        if place not in self._seen or self._seen[place].of is not verdict:
            self.read(place, verdict)
        seen = self._seen[place]
        return _Laid(verdict, less, seen.hides, pages.verdict(self._session, seen.verdict, attempt, hides=seen.hides))
