"""A session on the screen: its clocks, its board, the plan before it and the summary after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from judge.insight.withholding import withheld_reason
from judge.practice.choosing import Plan
from judge.practice.records import Attempt, TaskRecord
from judge.practice.session import Session
from judge.practice.summary import Summary, Told
from judge.render.cells import cell
from judge.render.clock import clock

_SIGNS = {"accepted": ("✓", "green"), "shown": ("–", "yellow"), "working": ("…", ""), "new": ("·", "dim")}
_WORDS = {"accepted": "accepted", "shown": "given up", "working": "working", "new": "not begun"}


def clocks(session: Session) -> Text:
    """Both countdowns and the points, in a line."""
    record, task = session.record, session.task
    text = Text(no_wrap=True, overflow="ellipsis")
    text.append("drill", "bold").append(f" {record.track}" if record.track else "")
    if session.finished:
        text.append("   finished", "bold")
    elif session.left == 0:
        text.append("   time is up", "bold red")
    elif session.paused:
        text.append(f"   paused with {clock(session.left)} left", "bold yellow")
    else:
        text.append("   session ").append(clock(session.left), "bold red" if session.left < 300 else "bold")
    text.append("   problem ").append(*_problem_clock(task))
    return text.append(f"   {record.points} points")


def _problem_clock(task: TaskRecord) -> tuple[str, str]:
    left = 60 * task.minutes - task.seconds
    if task.state in ("accepted", "shown"):
        return _WORDS[task.state], "bold"
    return (clock(left), "bold") if left >= 0 else (f"{clock(-left)} over", "bold yellow")


def board(
    tasks: Sequence[TaskRecord], tried: Sequence[int], best: Mapping[str, int], current: int = -1, *, over: bool = True
) -> Table:
    """A line per problem; `tried` are the numbers of attempts, `best` the best points of earlier sessions.

    `current` is the place that is marked, `over` says that no more points can be had.
    """
    table = Table.grid(padding=(0, 2))
    for name, side in (("", "left"), ("problem", "left"), ("state", "left")):
        table.add_column(name, justify=side, no_wrap=True)  # type: ignore[arg-type]  # two of the words that it takes
    for name in ("tries", "time", "points", "best"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_row(*(Text(str(column.header), "dim") for column in table.columns))
    for task, attempts in zip(tasks, tried, strict=True):
        sign, style = _SIGNS[task.state]
        table.add_row(
            Text(("▸" if task.place == current else " ") + sign, style),
            Text(task.problem, "bold" if task.place == current else ""),
            Text(state_word(task, attempts, over=over), style),
            str(attempts),
            f"{clock(task.seconds)}/{clock(60 * task.minutes)}",
            Text(str(task.points), "bold"),
            Text(str(best.get(task.problem, "–")), "dim"),
        )
    return table


def state_word(task: TaskRecord, attempts: int, *, over: bool) -> str:
    """How far a problem is, in a word or two."""
    begun = task.state == "working" or attempts
    return "not solved" if over and begun and task.state in ("new", "working") else _WORDS[task.state]


def session_board(session: Session, best: Mapping[str, int]) -> Table:
    """The board of a session as it stands."""
    tried = [len(session.attempts(task.place)) for task in session.tasks]
    return board(session.tasks, tried, best, session.current, over=session.over)


def plan_page(session: Session, plan: Plan | None, notes: Sequence[str]) -> RenderableType:
    """What a session is going to be (`plan` is None where it is resumed), and `notes` on how far its making is."""
    record = session.record
    named = f"drill session · {record.track}" if record.track else "drill session"
    sql = "SQL" if record.dialect in ("", "duckdb") else f"SQL ({record.dialect})"
    languages = {"any": f"{sql} or pandas", "sql": sql, "pandas": "pandas"}[record.language]
    whole = f"{record.minutes} minute{'s' * (record.minutes != 1)}"
    left = whole if plan else f"{clock(session.left)} left of {whole}"
    table = Table.grid(padding=(0, 2))
    for task in session.tasks:
        table.add_row(f"  {task.problem}", Text(f"{task.difficulty}, {task.minutes} min", "dim"), task.title)
        if plan and plan.reasons[task.place]:
            table.add_row("", "", Text(plan.reasons[task.place], "dim italic"))
    return Group(
        Text(named, "bold"),
        Text(f"{left} · {languages} · player {record.player}"),
        "",
        table,
        "",
        Text("Your answers are files in"),
        Text(f"  {record.folder}", "bold"),
        Text("Open them in your own editor: each save is judged. The clock starts when you begin."),
        "",
        *(Text(note) for note in notes),
    )


def summary_page(summary: Summary, again: str = "") -> RenderableType:
    """How the session went, problem by problem; `again` is the command that resumes it, where it can be."""
    record = summary.session
    tried = [len(told.attempts) for told in summary.told]
    best = {told.task.problem: told.best for told in summary.told if told.best is not None}
    took = f"{clock(record.seconds)} of {clock(60 * record.minutes)}"
    headline = Text.assemble((f"{record.points} of {summary.most} points", "bold"))
    headline.append(f" · {record.solved} of {len(record.tasks)} accepted · {took}")
    if record.track:
        headline.append(f" · {record.track}")
    parts: list[RenderableType] = [headline, "", board(record.tasks, tried, best)]
    for told in summary.told:
        parts += ["", *_told(told)]
    if summary.next:
        parts += ["", Text("practise next", "bold cyan")]
        for advice in summary.next:
            parts += [Text(f"  {advice.problem.slug}", "bold"), Padding(Text(advice.reason, "dim"), (0, 0, 0, 4))]
    if again:
        parts += ["", Text("this session waits for you:", "dim"), Text(f"  {again}", "dim")]
    return Group(*parts)


def _told(told: Told) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(f"{told.task.problem}: {told.task.title}", "bold cyan")]
    lines = [account(told)]
    wrong = told.wrong
    if wrong:
        lines.append(f"wrong first: {first_wrong(wrong)}")
    parts += [Padding(Text(line), (0, 0, 0, 2)) for line in lines]
    if told.follow_up and told.attempts:
        parts.append(Text("  an interviewer would go on:", "dim"))
        parts += [Padding(Text(f"– {question}"), (0, 0, 0, 4)) for question in told.follow_up]
    return parts


def account(told: Told) -> str:
    """How a problem went, in a sentence."""
    task = told.task
    took, target = clock(task.seconds), f"{task.minutes} minute{'s' * (task.minutes != 1)}"
    attempts = f"{len(told.attempts)} attempt{'s' * (len(told.attempts) != 1)}"
    hints = f", {task.taken} hint{'s' * (task.taken != 1)}" if task.taken else ""
    if task.state == "accepted":
        over = task.seconds - 60 * task.minutes
        beside = f"{clock(over)} over the {target}" if over > 0 else f"{clock(-over)} under the {target}"
        return f"accepted after {took}, {beside}; {attempts}{hints}"
    if task.state == "shown":
        return f"given up for the solution after {took}; {attempts}{hints}"
    if any(attempt.accepted for attempt in told.attempts):
        return f"accepted when the time was up, which gives no points; {attempts}{hints}"
    if task.seconds or told.attempts:
        return f"not solved: {took} of the {target}; {attempts}{hints}"
    return "not begun"


def first_wrong(attempt: Attempt) -> str:
    """What was wrong with an attempt, in a line."""
    said = attempt.verdict.replace("_", " ")
    where = f" on fixture {attempt.case}" if attempt.case else ""
    codes = f" ({', '.join(attempt.codes)})" if attempt.codes else ""
    return cell(f"{said}{where}: {attempt.reason}{codes}", quoted=False)


def nothing_yet(session: Session, files: Sequence[Path], *, watching: bool) -> RenderableType:
    """Where the verdict on the current problem is going to be; after a resume, the last one in a line."""
    attempts = session.attempts(session.current)
    parts: list[RenderableType] = []
    if attempts:
        parts = [
            attempt_line(attempts[-1], len(attempts), withheld=session.withholds(session.current)),
            Text("j judges the file as it is, and shows all of it.", "dim"),
            "",
        ]
    how = "and it is judged" if watching else "and press j"
    return Group(*parts, Text(f"Save your answer {how}:"), *(Text(f"  {file}", "bold") for file in files))


def attempt_line(attempt: Attempt, number: int, *, withheld: bool = False) -> Text:
    """An attempt of which only its record is left."""
    if withheld:
        attempt = replace(attempt, reason=withheld_reason(attempt.reason, attempt.codes))
    if attempt.accepted:
        return Text(f"attempt {number} was accepted on {attempt.fixtures} fixtures")
    return Text(f"attempt {number}: {first_wrong(attempt)}")
