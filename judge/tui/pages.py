"""The screens that keys open, and what they show."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.syntax import Syntax
from rich.text import Text

from judge import catalog
from judge.model import Language, Problem, Verdict
from judge.practice import scoring
from judge.practice.desk import Sample
from judge.practice.records import Attempt
from judge.practice.session import Session
from judge.render.clock import clock
from judge.render.insight import insight_lines
from judge.render.problem import problem_page, sample_page
from judge.render.verdict import verdict_panel
from judge.tui.page import Page


def prompt(problem: Problem, sample: Sample) -> RenderableType:
    """The prompt with schema and sample. Raises ManifestError where there is no prompt."""
    return problem_page(problem, catalog.prompt(problem), sample.fixture.schema, sample.rows, sample.expected)


def data(problem: Problem, sample: Sample) -> Page:
    page = sample_page(problem, sample.fixture.schema, sample.rows, sample.expected)
    as_files = Text(f"as files: drill data {problem.slug} --case {problem.sample.name} --out data", "dim")
    return Page(f"sample of {problem.slug}", Group(page, "", as_files), {"d": "back", "escape": ""}, passing=True)


def verdict(session: Session, verdict: Verdict, attempt: Attempt, *, hides: bool) -> RenderableType:
    """The verdict on an attempt, under a line on when it was made; `hides` says that a key would show more of it."""
    number, place = session.number(attempt), session.place(attempt)
    problem = session.problems[place]
    parts = [f"attempt {number}", f"{clock(attempt.seconds or 0)} on it"]
    if insight_lines(problem, verdict):
        parts.append("why: below, PgDn")
    if attempt.late:
        parts.append("late")
    elif hides:
        parts.append("x: expected side, for a hint")
    elif session.tasks[place].expected:
        parts.append("expected side shown, for a hint")
    said = Text(" · ".join(parts), "dim")
    return Group(said, verdict_panel(problem, verdict, listed=False))


def solution(problem: Problem, language: Language, dialect: str) -> RenderableType:
    """The reference in the language of the answer; lines are numbered, so that a long one is still seen as one."""
    text = catalog.source(catalog.solution(problem, language))
    named = "sql" if language == "sql" else "python"
    code = Syntax(text, named, theme="ansi_dark", background_color="default", word_wrap=True, line_numbers=True)
    foreign = language == "sql" and dialect not in ("", "duckdb")
    said = f"the solution of {problem.slug}{', in the SQL of DuckDB' if foreign else ''}"
    as_text = Text(f"as text: drill solution {problem.slug} --lang {language}", "dim")
    return Group(Text(said, "bold"), Text(""), code, Text(""), as_text)


def sure_of_solution(problem: Problem) -> Page:
    question = f"Looking at the solution ends {problem.slug}: it will be worth no points."
    return Page("the solution", Text(question), {"y": "show it", "n": "back", "escape": ""})


def sure_of_expected(problem: Problem) -> Page:
    points = scoring.hint_cost(problem.difficulty)
    question = (
        f"Shown in all verdicts on {problem.slug} for {points} points, as much as a hint costs. On the sample it is "
        "shown for nothing: d."
    )
    return Page("what was expected", Text(question), {"y": "show it", "n": "back", "escape": ""})


def sure_to_finish(session: Session) -> Page:
    question = f"{clock(session.left)} are left. A finished session cannot be resumed."
    return Page("finish", Text(question), {"y": "finish", "n": "back", "escape": ""})


def paused(session: Session) -> Page:
    left = f"{clock(session.left)} left. The problem is hidden, and both clocks stand still."
    return Page("paused", Text(left), {"space": "go on", "q": "leave"})
