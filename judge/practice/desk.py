"""Where answers are judged as they are saved: one sandbox that is kept, fixtures and expected results made ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from judge.errors import CannotBegin, InvalidSubmission, ProblemError
from judge.model import Explain, Language, Limits, Problem, ResultSet, Row, Submission, Verdict
from judge.submission import MAX_BYTES, from_bytes

if TYPE_CHECKING:
    from judge.data import Cache, Fixture
    from judge.judging import Progress


@dataclass(frozen=True, slots=True)
class Sample:
    """A problem's sample: the fixture, its rows by table, and the result expected on it."""

    fixture: Fixture
    rows: Mapping[str, Sequence[Row]]
    expected: ResultSet


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds; with an `error` (too large, empty, not UTF-8) it is no answer, only what can be shown."""

    submission: Submission
    error: InvalidSubmission | None = None


class Desk:
    """Judges answers to any problem, SQL in `dialect`. May be used from any thread, by one at a time.

    Only `explained` may go on beside the rest.

    What judges is imported when it is first used: it takes 60 ms, and a session paints its first screen before that.
    """

    def __init__(self, dialect: str = "", limits: Limits | None = None, cache: Cache | None = None) -> None:
        from judge.data import Cache
        from judge.sandbox.pool import Sandbox

        self.dialect = dialect
        self.limits = limits or Limits()
        self.cache = cache or Cache()
        self.sandbox = Sandbox()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.sandbox.end()

    def start(self, languages: Sequence[Language]) -> None:
        """Begin to load what these languages need, in processes of their own; returns at once."""
        for language in languages:
            self.sandbox.start(language)
        if "sql" in languages and self.dialect not in ("", "duckdb"):
            self.sandbox.start("dialect")

    def prepare(self, problem: Problem) -> Sample:
        """Build what a verdict on the problem needs, and read its sample. Raises ProblemError, CannotBegin."""
        from judge import judging, references

        fixtures = judging.fixtures_of(problem, judging.select(problem), self.cache)
        references.expected_of(problem, fixtures, self.cache, self.sandbox)
        return self.sample(problem)

    def sample(self, problem: Problem, progress: Progress | None = None) -> Sample:
        """The sample; a cached file that cannot be read is built anew, once. Raises ProblemError."""
        import duckdb

        from judge import judging, references
        from judge.data.files import read_rows
        from judge.sandbox.job import DamagedFixture

        selection = judging.Selection((problem.sample,))
        again = False
        while True:
            [fixture] = judging.fixtures_of(problem, selection, self.cache, progress or judging.silent)
            try:
                rows = read_rows(fixture)
                [expected] = references.expected_of(problem, [fixture], self.cache, self.sandbox)
                return Sample(fixture, rows, expected)
            except (duckdb.Error, DamagedFixture):
                if again:
                    raise
                again = True
                self.cache.evict(fixture)

    def read(self, file: Path, language: Language) -> Read:
        """What the file holds. Raises CannotBegin where it cannot be read."""
        if file.exists() and not file.is_file():
            raise CannotBegin(f"{file.name} is no file")  # opening a pipe would wait for ever
        try:
            with file.open("rb") as stream:
                content = stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise CannotBegin(f"{file.name} cannot be read: {error.strerror or error}") from None
        try:
            return Read(from_bytes(content, file.name, language, self.dialect if language == "sql" else ""))
        except InvalidSubmission as error:
            return Read(Submission(language, content.decode("utf-8", "backslashreplace"), file.name), error)

    def judge(self, problem: Problem, read: Read) -> Verdict:
        """The verdict on all of the problem's own fixtures; a broken problem is one too. Raises CannotBegin."""
        from judge import judging

        selection = judging.select(problem)
        if read.error:
            return judging.refused(problem, read.submission.language, selection, read.error)
        try:
            return judging.judge_submission(
                problem, read.submission, selection, limits=self.limits, cache=self.cache, sandbox=self.sandbox
            )
        except ProblemError as error:
            return judging.refused(problem, read.submission.language, selection, error)

    def explained(self, problem: Problem, submission: Submission, verdict: Verdict, explain: Explain) -> Verdict:
        """The verdict with why it is so, within a second; unchanged where nothing can be said. Raises DrillError."""
        from judge.insight.explaining import explained

        return explained(
            problem,
            submission,
            verdict,
            explain=explain,
            limits=self.limits,
            cache=self.cache,
            sandbox=self.sandbox,
        )
