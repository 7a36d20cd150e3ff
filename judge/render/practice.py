"""What the history tells, for a person at a terminal: statistics, the best sessions, what to practise next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from judge.practice.ranking import Board, Ranked
from judge.practice.spacing import Advice
from judge.practice.statistics import Statistics, Tally, Week
from judge.render.cells import cell
from judge.render.chart import bar, trend
from judge.render.clock import clock
from judge.words import counted

_BAR = 20
_LEGEND = (
    "accuracy: the share of sittings with an accepted answer, be it when the time was up. A sitting is what you do on "
    "a problem in one session, or on one day outside sessions. 1st try: of all sittings, those accepted without a "
    "wrong attempt. time: the median time to an accepted answer, 100% being the problem's minutes; blank where no "
    "clock ran."
)


def statistics_page(player: str, statistics: Statistics, untried: int) -> RenderableType:
    """The numbers as a table with bars, and the accuracy of the last weeks; `untried` problems are left to try."""
    parts: list[RenderableType] = [_summary(player, statistics, untried), "", _tallies(statistics), ""]
    parts += [Text(f"accuracy of the last {len(statistics.weeks)} weeks, each named by its Monday", "bold cyan"), ""]
    weeks = statistics.weeks
    drawn = trend([week.accuracy for week in weeks], _monday(weeks[0]), _monday(weeks[-1]))
    parts += [Text(drawn, no_wrap=True, overflow="crop"), "", Text(_LEGEND, "dim")]
    return Group(*parts)


def scoreboard(boards: Sequence[Board], titles: Mapping[str, str], zone: tzinfo | None = None) -> RenderableType:
    """A table a track; `titles` are those of the tracks that are known, days those of `zone`, None the machine's."""
    parts: list[RenderableType] = []
    for board in boards:
        title = titles.get(board.track, "")
        said = f"{board.track}{f' · {title}' if title else ''}" if board.track else "sessions without a track"
        parts += [*([""] if parts else []), Text(cell(said, quoted=False), "bold cyan"), _ranked(board.ranked, zone)]
    return Group(*parts)


def advice_list(advice: Sequence[Advice]) -> RenderableType:
    """A line a problem, as `drill list` has it, with the reason beneath."""
    width = max((len(each.problem.slug) for each in advice), default=0)
    parts: list[RenderableType] = []
    for each in advice:
        problem = each.problem
        facts = f"  {problem.difficulty:6}  {problem.minutes:2} min  "
        parts += [
            *([""] if parts else []),
            Text.assemble((f"{problem.slug:{width}}", "bold"), facts, cell(problem.title, quoted=False)),
            Padding(Text(each.reason), (0, 0, 0, 4)),
        ]
    return Group(*parts)


def statistics_document(player: str, statistics: Statistics, today: str, untried: int) -> dict[str, Any]:
    return {
        "schema": 1,
        "player": player,
        "today": today,
        "attempts": statistics.attempts,
        "streak": {"days": statistics.streak, "longest": statistics.longest},
        "problems_untried": untried,
        "overall": _tally(statistics.overall),
        "topics": [{"topic": tally.name, **_tally(tally)} for tally in statistics.topics],
        "languages": [{"language": tally.name, **_tally(tally)} for tally in statistics.languages],
        "weeks": [
            {
                "week": week.name,
                "monday": week.monday.isoformat(),
                "sittings": week.sittings,
                "accepted": week.accepted,
                "accuracy": _rounded(week.accuracy),
            }
            for week in statistics.weeks
        ],
    }


def scoreboard_document(boards: Sequence[Board], player: str, track: str | None, open_: int) -> dict[str, Any]:
    return {
        "schema": 1,
        "player": player or None,
        "track": track,
        "open": open_,
        "boards": [
            {"track": board.track, "sessions": [_session(ranked) for ranked in board.ranked]} for board in boards
        ],
    }


def advice_document(player: str, advice: Sequence[Advice], begin: str) -> dict[str, Any]:
    return {
        "schema": 1,
        "player": player,
        "advice": [
            {
                "problem": each.problem.slug,
                "title": each.problem.title,
                "difficulty": each.problem.difficulty,
                "minutes": each.problem.minutes,
                "topics": list(each.problem.topics),
                "kind": each.kind,
                "reason": each.reason,
                "due": each.due and each.due.isoformat(),
                "recall": _rounded(each.recall),
            }
            for each in advice
        ],
        "begin": begin,
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _summary(player: str, statistics: Statistics, untried: int) -> Text:
    overall = statistics.overall
    tried = f"{counted(overall.tried, 'problem')} tried, {overall.solved} solved, {untried} more to try"
    streak = f"streak {counted(statistics.streak, 'day')}, the longest {statistics.longest}"
    return Text.assemble(
        (cell(player, quoted=False), "bold"), f" · {tried}\n{counted(statistics.attempts, 'attempt')} · {streak}"
    )


def _tallies(statistics: Statistics) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(overflow="fold")
    table.add_column(min_width=_BAR, no_wrap=True)
    for _ in range(5):
        table.add_column(justify="right", no_wrap=True)
    table.add_row("", *(Text(head, "dim") for head in ("accuracy", "", "1st try", "time", "sittings", "solved")))
    table.add_row(*_cells(statistics.overall))
    for name, tallies in (("topic", statistics.topics), ("language", statistics.languages)):
        table.add_row()
        table.add_row(Text(f"by {name}", "bold cyan"))
        for tally in tallies:
            table.add_row(*_cells(tally))
    return table


def _cells(tally: Tally) -> list[str | Text]:
    return [
        cell(tally.name, quoted=False),
        Text(bar(tally.accuracy or 0.0, _BAR), "green"),
        _percent(tally.accuracy),
        _percent(tally.first_try_accuracy),
        _percent(tally.time),
        str(tally.sittings),
        f"{tally.solved}/{tally.tried}",
    ]


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"


def _monday(week: Week) -> str:
    return f"{week.monday.day} {week.monday:%b}"


def _ranked(ranked: Sequence[Ranked], zone: tzinfo | None) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for justify in ("right", "left", "right", "right", "right", "left"):
        table.add_column(justify=justify, no_wrap=justify == "right")
    table.add_row(*(Text(head, "dim") for head in ("", "player", "points", "solved", "time", "day")))
    for each in ranked:
        session = each.session
        table.add_row(
            f"{each.place}.",
            Text(cell(session.player, quoted=False), "bold"),
            f"{session.points} of {each.best}",
            f"{session.solved} of {len(session.tasks)}",
            f"{clock(session.seconds)} of {clock(60 * session.minutes)}",
            f"{session.started_at.astimezone(zone).date()}",
        )
    return table


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "problems_tried": tally.tried,
        "problems_solved": tally.solved,
        "sittings": tally.sittings,
        "accepted": tally.accepted,
        "accuracy": _rounded(tally.accuracy),
        "first_try_accuracy": _rounded(tally.first_try_accuracy),
        "time_to_target": _rounded(tally.time),
    }


def _session(ranked: Ranked) -> dict[str, Any]:
    session = ranked.session
    return {
        "place": ranked.place,
        "session": session.id,
        "player": session.player,
        "started_at": session.started_at.isoformat(),
        "finished_at": session.finished_at and session.finished_at.isoformat(),
        "language": session.language,
        "minutes": session.minutes,
        "seconds": round(session.seconds, 3),
        "points": session.points,
        "best": ranked.best,
        "solved": session.solved,
        "problems": [
            {
                "problem": task.problem,
                "state": task.state,
                "seconds": round(task.seconds, 3),
                "wrong": task.wrong,
                "hints": task.taken,
                "points": task.points,
            }
            for task in session.tasks
        ],
    }
