"""The summary of a session as a file: Markdown to read, or the JSON document that README describes."""

from __future__ import annotations

import json
from typing import Any

from judge.practice.records import Attempt
from judge.practice.summary import Summary
from judge.render.clock import clock
from judge.render.session import account, first_wrong, state_word


def as_json(summary: Summary) -> str:
    return json.dumps(summary_document(summary), ensure_ascii=False, indent=2) + "\n"


def summary_document(summary: Summary) -> dict[str, Any]:
    record = summary.session
    return {
        "schema": 1,
        "session": record.id,
        "player": record.player,
        "track": record.track,
        "started_at": record.started_at.isoformat(timespec="seconds"),
        "finished_at": record.finished_at and record.finished_at.isoformat(timespec="seconds"),
        "minutes": record.minutes,
        "seconds": round(record.seconds),
        "points": record.points,
        "most": summary.most,
        "problems": [
            {
                "problem": told.task.problem,
                "title": told.task.title,
                "difficulty": told.task.difficulty,
                "minutes": told.task.minutes,
                "state": told.task.state,
                "seconds": round(told.task.seconds),
                "hints": told.task.taken,
                "points": told.task.points,
                "best": told.best,
                "attempts": [_attempt(attempt) for attempt in told.attempts],
                "follow_up": list(told.follow_up),
            }
            for told in summary.told
        ],
        "next": [{"problem": advice.problem.slug, "reason": advice.reason} for advice in summary.next],
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "id": attempt.id,
        "at": attempt.at.isoformat(timespec="seconds"),
        "language": attempt.language,
        "verdict": attempt.verdict,
        "passed": attempt.passed,
        "fixtures": attempt.fixtures,
        "case": attempt.case,
        "codes": list(attempt.codes),
        "reason": attempt.reason,
        "seconds": None if attempt.seconds is None else round(attempt.seconds),
        "late": attempt.late,
    }


def as_markdown(summary: Summary) -> str:
    record = summary.session
    lines = [
        f"# drill session{f': {record.track}' if record.track else ''}",
        "",
        f"{record.started_at:%Y-%m-%d %H:%M} UTC, {_escaped(record.player)}: "
        f"**{record.points} of {summary.most} points**, "
        f"{record.solved} of {len(record.tasks)} accepted, {clock(record.seconds)} of {clock(60 * record.minutes)}",
        "",
        "| problem | state | attempts | time | target | points | best before |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for told in summary.told:
        task = told.task
        state = state_word(task, len(told.attempts), over=True)
        times = f"{clock(task.seconds)} | {clock(60 * task.minutes)}"
        best = "" if told.best is None else told.best
        lines.append(
            f"| {_escaped(task.problem)} | {state} | {len(told.attempts)} | {times} | {task.points} | {best} |"
        )
    for told in summary.told:
        lines += ["", f"## {_escaped(told.task.title)}", "", f"{account(told).capitalize()}."]
        if told.wrong:
            lines += ["", f"Wrong first: {_escaped(first_wrong(told.wrong))}"]
        if told.follow_up and told.attempts:
            questions = [f"- {_escaped(question)}" for question in told.follow_up]
            lines += ["", "An interviewer would go on:", "", *questions]
    if summary.next:
        lines += ["", "## Practise next", ""]
        lines += [f"- **{_escaped(each.problem.slug)}**: {_escaped(each.reason)}" for each in summary.next]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_<>[]|#" else c for c in text)
