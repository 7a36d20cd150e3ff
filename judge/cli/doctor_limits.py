"""Workers as `drill doctor` tries them: a one-line answer, and tiny submissions that go past each limit."""

from __future__ import annotations

from typing import NamedTuple

from judge.cli.doctor_checks import Finding, on_linux
from judge.compare import compare
from judge.model import Column, FixtureStatus, Language, Limits, Outcome, ResultSet, Submission
from judge.sandbox.job import FixtureSource, Job
from judge.sandbox.pool import Sandbox
from judge.sandbox.run import Run

ANSWERS: dict[Language, str] = {
    "sql": "SELECT 42 AS answer",
    "pandas": "import pandas as pd\ndef solve():\n    return pd.DataFrame({'answer': [42]})",
}


class Trial(NamedTuple):
    """A submission that goes past the limit called `what`, and the verdict that it must get."""

    what: str
    language: Language
    source: str
    limits: Limits
    verdict: FixtureStatus


TRIALS = (
    Trial("time", "sql", "SELECT sum(a.range) FROM range(10000000) a, range(10000000)", Limits(0.5), "time_limit"),
    Trial("time", "pandas", "def solve():\n    while True: pass", Limits(0.5), "time_limit"),
    Trial("memory", "sql", "SELECT length(repeat('x', 3000000000)) AS answer", Limits(), "memory_limit"),
    Trial("memory", "pandas", "def solve():\n    return bytearray(3 << 30)", Limits(), "memory_limit"),
    Trial("answer", "sql", "SELECT repeat('x', 2000000) AS answer", Limits(answer_mb=1), "output_limit"),
)
_PRINTED = "import pandas as pd\ndef solve():\n    print('x' * 100_000)\n    return pd.DataFrame({'answer': [42]})"


def workers() -> list[Finding]:
    """A worker of each language starts and judges a one-line answer."""
    findings = []
    for language, source in ANSWERS.items():
        outcome, _ = run(language, source, Limits())
        expected = ResultSet(("answer",), ("INTEGER",), [(42,)])
        came = outcome.result
        right = came is not None and compare(expected, came, (Column("answer", "integer"),)).diff is None
        said = "starts and judges" if right else f"gave no right answer: {outcome.message or came}"
        findings.append(Finding(right, f"a {language} worker {said}", "reinstall drill and its dependencies"))
    return findings


def limits() -> list[Finding]:
    """Each limit ends what goes past it."""
    findings = [_tried(trial) for trial in TRIALS]
    _, printed = run("pandas", _PRINTED, Limits(output_kb=1))
    kept = len(printed) <= 1024
    return [*findings, Finding(kept, f"what an answer prints is {'cut' if kept else 'not cut'} at its limit")]


def _tried(trial: Trial) -> Finding:
    what = f"the {trial.what} limit ({trial.language})"
    outcome, _ = run(trial.language, trial.source, trial.limits)
    if outcome.failure == trial.verdict:
        return Finding(True, f"{what} holds")
    if trial.what == "memory" and not on_linux():
        return Finding(None, f"{what} does not hold on this system", "it has no RLIMIT_AS: watch what you run")
    came = outcome.failure.replace("_", " ")
    return Finding(False, f"{what} does not hold: the verdict was {came}", "run no answers but your own here")


def run(language: Language, source: str, limits: Limits, required: frozenset[str] = frozenset()) -> tuple[Outcome, str]:
    """What came of the submission on one fixture without tables, and what it printed.

    Raises CannotBegin where a layer that is `required` does not hold.
    """
    job = Job(Submission(language, source, "answer"), [FixtureSource(())], limits, ("answer",), required=required)
    with Sandbox(ahead=False) as sandbox, Run(sandbox, job) as running:
        [outcome] = running
    return outcome, running.output
