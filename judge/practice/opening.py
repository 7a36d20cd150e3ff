"""A session opened: names looked up, the set chosen or what was left found again, and all that it needs at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from judge import catalog
from judge.errors import CannotBegin
from judge.model import Problem
from judge.practice import choosing, records, workplace
from judge.practice.choosing import Plan, Wish
from judge.practice.desk import Desk
from judge.practice.history import History, default_player
from judge.practice.lock import Lock
from judge.practice.records import SessionRecord
from judge.practice.request import Request
from judge.practice.session import Session, begin, problems_of
from judge.practice.spacing import Advice, advice
from judge.practice.summary import Summary, summary
from judge.submission import dialect

NEXT = 3
"""Problems that a summary advises."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A session with what it needs. `plan` is None where it is resumed, `best` are the best points before, by problem.

    `notes` are sentences for its user, `problems` all that there are.
    """

    session: Session
    plan: Plan | None
    history: History
    desk: Desk
    best: Mapping[str, int]
    notes: tuple[str, ...]
    problems: Sequence[Problem]

    def summary(self) -> Summary:
        """The session as it stands, and what to practise next."""
        player = self.session.record.player
        own = self.history.attempts(player=player), self.history.sessions(player=player)
        return summary(self.session, self.best, advice(self.problems, *own, records.utc_now())[:NEXT])


def open_session(request: Request, until: ExitStack) -> Opened:
    """What is asked for, or else a set from history; what it holds is given back at the end of `until`.

    Raises UnknownName and CannotBegin.
    """
    history = until.enter_context(History())
    request = replace(request, player=request.player or default_player())
    notes: list[str] = []
    plan: Plan | None = None
    if request.resume:
        left = _left(request, history)
        _alone(history, left.id, until)
        session, problems = _resumed(request, history, left.id, notes)
    else:
        session, plan, problems = _new(request, history, notes)
        _alone(history, session.record.id, until)
    record = session.record
    desk = until.enter_context(Desk(record.dialect))
    best = history.best_points(record.player, before=record.id)
    return Opened(session, plan, history, desk, best, tuple(notes), problems)


def _new(request: Request, history: History, notes: list[str]) -> tuple[Session, Plan, Sequence[Problem]]:
    packs = catalog.packs(request.packs, note=notes.append)
    problems, _ = catalog.load_all(packs)
    wish = Wish(
        request.problems,
        catalog.track(request.track, packs) if request.track else None,
        request.topic,
        request.difficulty,
        request.minutes,
        request.language,
        dialect.check(request.dialect),
        request.seed,
    )
    fitting = choosing.candidates(problems, wish)
    player, now = request.player, records.utc_now()
    advised: list[Advice] = []
    if not wish.problems:  # what is named needs none
        advised = advice(fitting, history.attempts(player=player), history.sessions(player=player), now)
    plan = choosing.choose(fitting, advised, wish)
    folder = request.folder or workplace.new_folder(Path.cwd(), now.astimezone().date())
    workplace.check(folder)
    session = begin(
        plan,
        wish.language,
        player=player,
        track=request.track,
        folder=folder.absolute(),
        packs=[str(pack.absolute()) for pack in request.packs],
        now=now,
        explain=request.explain,
    )
    if history.unfinished(player):
        notes.append("A session that was left waits for you: q, and then drill session --resume.")
    return session, plan, problems


def _left(request: Request, history: History) -> SessionRecord:
    """The session that was left last, of those that are asked for."""
    left = history.unfinished(request.player)
    if request.folder:
        left = [record for record in left if Path(record.folder) == request.folder.absolute()]
    if not left:
        where = f" in {request.folder}" if request.folder else ""
        raise CannotBegin(f"{request.player} left no session{where} that can be resumed", "drill session begins one")
    return left[0]


def _resumed(request: Request, history: History, id: str, notes: list[str]) -> tuple[Session, Sequence[Problem]]:
    """The session as it stands now that nobody else can change it."""
    record = history.session(id)
    if record is None or record.finished_at:
        raise CannotBegin("this session was just finished in another terminal", "drill session begins another")
    given = [*request.packs, *(Path(pack) for pack in record.packs)]
    problems, _ = catalog.load_all(catalog.packs(given, note=notes.append))
    session = Session(record, problems_of(record, problems), history.attempts(session=record.id))
    for task, problem in zip(session.tasks, session.problems, strict=True):
        if catalog.version(problem) != task.version:
            notes.append(f"{task.problem} has changed since: its earlier verdicts were on another version.")
    return session, problems


def _alone(history: History, id: str, until: ExitStack) -> None:
    """While this session is open nobody else can resume it."""
    lock = until.enter_context(Lock(history.file.with_name(f"session-{id}.lock")))
    with suppress(OSError):  # where nothing can be written, nothing can be resumed either
        if not lock.acquire():
            raise CannotBegin("this session is open in another terminal", "leave it there first")
        until.callback(lock.file.unlink, missing_ok=True)
