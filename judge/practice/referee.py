"""What becomes of a save: spared where there is nothing new to judge, else judged once and counted at its moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from judge.errors import CannotBegin
from judge.model import Problem, Submission, Verdict
from judge.practice import records
from judge.practice.desk import Desk, Read
from judge.practice.records import Attempt
from judge.practice.session import Moment, Session
from judge.practice.workplace import Answer


@dataclass(frozen=True, slots=True)
class Save:
    """An answer as it was saved at `moment`; `again` is the attempt that it repeats, where its verdict is gone."""

    answer: Answer
    moment: Moment
    read: Read
    again: Attempt | None = None


@dataclass(frozen=True, slots=True)
class Spared:
    """A save that is not judged: it is the stub, it waits already, or it is an `attempt` whose `verdict` is known."""

    why: Literal["stub", "waiting", "same"]
    attempt: Attempt | None = None
    verdict: Verdict | None = None


class Referee:
    """Decides on the saves of a session. `stubs` are the texts that files began with, by name."""

    def __init__(self, session: Session, desk: Desk, answers: Sequence[Answer], now: records.Now) -> None:
        self.session = session
        self.answers = {answer.file.name: answer for answer in answers}
        self.stubs: dict[str, str] = {}
        self._desk, self._now = desk, now
        self._verdicts: dict[str, Verdict] = {}
        self._explained: set[str] = set()
        self._waiting: list[Save] = []

    def problem(self, save: Save) -> Problem:
        return self.session.problems[save.answer.place]

    def save(self, answer: Answer) -> Save | Spared:
        """Read what was saved, now. Raises CannotBegin where it cannot be read."""
        read = self._desk.read(answer.file, answer.language)
        if read.submission.source == self.stubs.get(answer.file.name):
            return Spared("stub")
        if any((w.answer, w.read.submission) == (answer, read.submission) for w in self._waiting):
            return Spared("waiting")
        same = self.session.same(read.submission, answer.place)
        if same and same.id in self._verdicts:
            return Spared("same", same, self._verdicts[same.id])
        save = Save(answer, self.session.moment(answer.place, self._now()), read, same)
        self._waiting.append(save)
        return save

    def judge(self, save: Save) -> Verdict:
        """The verdict on a save; takes as long as it takes, so call it in another thread. Raises DrillError."""
        return self._desk.judge(self.problem(save), save.read)

    def judged(self, save: Save, verdict: Verdict) -> Attempt:
        """Let the verdict count, unless it repeats an earlier one."""
        attempt = save.again or self.session.judged(save.moment, save.read.submission, verdict)
        self._verdicts[attempt.id] = verdict
        self.dropped(save)
        return attempt

    def unexplained(self, attempt: Attempt) -> bool:
        """Whether why a verdict is so is asked for, and was not told yet."""
        told = self.session.record.explain == "none" or attempt.id in self._explained
        return not told and attempt.verdict not in ("invalid_submission", "problem_error")

    def explain(self, attempt: Attempt, verdict: Verdict) -> Verdict:
        """The verdict on an attempt with why it is so; in another thread, like `judge`. Raises DrillError."""
        place = self.session.place(attempt)
        [name] = [file for file, of in self.answers.items() if (of.place, of.language) == (place, attempt.language)]
        submission = Submission(attempt.language, attempt.source, name, attempt.dialect)
        return self._desk.explained(self.session.problems[place], submission, verdict, self.session.record.explain)

    def explained(self, attempt: Attempt, verdict: Verdict) -> None:
        """Keep the verdict with what was found."""
        self._verdicts[attempt.id] = verdict
        self._explained.add(attempt.id)

    def dropped(self, save: Save) -> None:
        """The save waits no more, whatever became of it."""
        if save in self._waiting:
            self._waiting.remove(save)

    def unjudged(self) -> list[Answer]:
        """Answers whose files hold what was never judged: they were saved while nobody watched."""
        return [answer for answer in self.answers.values() if answer.file.is_file() and self._is_news(answer)]

    def _is_news(self, answer: Answer) -> bool:
        try:
            submission = self._desk.read(answer.file, answer.language).submission
        except CannotBegin:  # whoever saves or judges it is told
            return False
        known = submission.source == self.stubs.get(answer.file.name) or self.session.same(submission, answer.place)
        return not known
